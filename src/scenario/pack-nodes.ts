// Nodes of a scenario in a link.

import { defaultMac, defaultName } from './defaults.ts';
import { isMobile } from './names.ts';
import { listOf, packWith, unpackWith, type Fields, type Json } from './pack-fields.ts';
import type { NodeKind, ScenarioFlowPolicy, ScenarioNode, ScenarioRadio } from './scenario.ts';

const LETTERS: Readonly<Record<NodeKind, string>> = {
  mn: 'm',
  mag: 'g',
  lma: 'a',
  dgw: 'd',
  hss: 'h',
  cmd: 'b',
  cn: 'c',
  core: 'o',
  localnet: 'l',
  mr: 'r',
  lfn: 'f',
  ar: 'e',
  ha: 'q',
};
const KINDS = new Map<unknown, string>(
  Object.entries(LETTERS).map(([kind, letter]) => [letter, kind]),
);

const radioFields: Fields = {
  id: { short: 'i' },
  mac: { short: 'm' },
  att: { short: 't' },
  joins: { short: 'j' },
  off: { short: 'o' },
};

const policyFields: Fields = {
  id: { short: 'i' },
  mn: { short: 'm' },
  from: { short: 'f' },
  dst: { short: 'd' },
  sourcePort: { short: 's' },
  destinationPort: { short: 'p' },
  label: { short: 'l' },
  protocol: { short: 'r' },
  trafficClass: { short: 'c' },
  to: { short: 't' },
};

const virtualFields: Fields = {
  mac: { short: 'm' },
  path: { short: 'p' },
  strict: { short: 's' },
  over: { short: 'o' },
  preferred: { short: 'f' },
  ownMacs: { short: 'w' },
};

const nodeFields: Fields = {
  id: { short: 'i' },
  kind: {
    short: 'k',
    to: (kind: NodeKind) => LETTERS[kind],
    from: (letter) => KINDS.get(letter) ?? letter,
  },
  name: { short: 'n' },
  x: { short: 'x' },
  y: { short: 'y' },
  address: { short: 'a' },
  pool: { short: 'p' },
  cell: {
    short: 'c',
    to: ({ dx, dy, rx, ry }: NonNullable<ScenarioNode['cell']>) => [dx, dy, rx, ry],
    from: (packed) => {
      if (!Array.isArray(packed) || packed.length !== 4) return packed;
      const [dx, dy, rx, ry] = packed as readonly unknown[];
      return { dx, dy, rx, ry };
    },
  },
  dlifMacs: { short: 'd' },
  behind: { short: 'b' },
  mnId: { short: 'u' },
  mac: { short: 'm' },
  hostType: { short: 't' },
  rule55: { short: 'r' },
  sourceRouter: { short: 's' },
  // What mobile nodes, gateways and anchors of Proxy Mobile IPv6 have besides: two letters.
  interfaces: {
    short: 'if',
    from: (packed) =>
      Array.isArray(packed) ? packed.map((one) => unpackWith(radioFields, one)) : packed,
  },
  lma: { short: 'la' },
  service: { short: 'sv' },
  prefixes: { short: 'hp' },
  prefixCount: { short: 'pc' },
  ipv4: { short: 'v4' },
  ipv6: { short: 'v6' },
  att: { short: 'at' },
  lifetime: { short: 'lt' },
  lacks: { short: 'lk' },
  omits: { short: 'om' },
  alternateCareOf: { short: 'ac' },
  visitedPrefix: { short: 'vp' },
  trusted: { short: 'tr' },
  asks: { short: 'as' },
  operator: { short: 'op' },
  roaming: { short: 'rm' },
  ipv4Pool: { short: '4p' },
  hostModel: { short: 'hm' },
  weakHostBit: { short: 'wb' },
  flowPolicy: {
    short: 'fp',
    ...listOf(
      (one: ScenarioFlowPolicy) => packWith(policyFields, one),
      (one) => unpackWith(policyFields, one),
    ),
  },
  decidesFlows: { short: 'df' },
  prefix: { short: 'px' },
  home: { short: 'ho' },
  optimise: { short: 'ro' },
  networkMode: { short: 'nm' },
  networkService: { short: 'ns' },
  virtual: {
    short: 'vi',
    to: (virtual: NonNullable<ScenarioNode['virtual']>) => packWith(virtualFields, virtual),
    from: (packed) => unpackWith(virtualFields, packed),
  },
};

/** Names and identities that `check` fills in need not travel. */
export function packNodes(nodes: readonly ScenarioNode[]): readonly Json[] {
  let mobiles = 0;
  return nodes.map((node) => {
    if (isMobile(node)) mobiles += 1;
    const packed = packWith(nodeFields, node);
    if (node.name === defaultName(node)) delete packed['n'];
    if (node.mnId === `${node.id}@example.net`) delete packed['u'];
    if (node.mac === defaultMac(mobiles)) delete packed['m'];
    if (node.interfaces !== undefined) packed['if'] = packRadios(node.interfaces, mobiles);
    return packed;
  });
}

/** The first radio has the address of its node. */
const packRadios = (radios: readonly ScenarioRadio[], n: number): readonly Json[] =>
  radios.map((radio, i) => {
    const packed = packWith(radioFields, radio);
    if (i === 0 || radio.mac === defaultMac(n, i + 1)) delete packed['m'];
    return packed;
  });

/** The long form of anything that should be a node. */
export const unpackNode = (packed: unknown): unknown => unpackWith(nodeFields, packed);
