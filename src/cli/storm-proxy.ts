// Storms of `fuzz` in domains of Proxy Mobile IPv6: moves of nodes with one or two radios, messages
// that are lost, late, doubled, held or bent, crashes, wrong clocks, orders of operators.

import { nextNumber, type Random } from '#base/random.ts';
import { ms, seconds, type NodeId } from '#base/ids.ts';
import { completed } from '#scenario/defaults.ts';
import { proxyKnobs } from '#scenario/knobs-proxy.ts';
import { radioOf } from '#scenario/names.ts';
import { proxies } from '#scenario/pmip.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import type { Command, FlowSpec, Order } from '#sim/command.ts';
import type { MessageClassName } from '#wire/classify.ts';
import {
  below,
  caught,
  chance,
  linkFault,
  pick,
  STORM_ENDS,
  stormScript,
  turned,
  type Ways,
} from './storm.ts';

/** Lifetimes of 20 s end, and bindings are waited for 10 s more. */
const LIFETIME = 20;
const RUN_ENDS = STORM_ENDS + seconds(45);
const GROUND = 544;

/** MAG3 offers WiMAX wherever a mobile node may stand. */
const wide: ScenarioNode = {
  id: 'mag3',
  kind: 'mag',
  x: 500,
  y: 352,
  address: '2001:db8:3::1',
  att: 5,
  lifetime: LIFETIME,
  cell: { dx: 0, dy: 152, rx: 448, ry: 112 },
};
const twoRadios: Partial<ScenarioNode> = {
  interfaces: [
    { id: 'if1', att: 4 },
    { id: 'if2', att: 5 },
  ],
};

/** A scenario of one number's random choices. */
export function proxyStorm(seed: number, random: Random): Scenario {
  const domain = domainOf(random);
  const script = stormScript(random, domain, { flowsAt: ms(1500), command: randomCommand });
  return completed({ ...domain, seed, knobs: turned(random, proxyKnobs), script, end: RUN_ENDS });
}

/** Two gateways for WLAN, sometimes one for WiMAX, one to three mobile nodes. */
function domainOf(random: Random): Scenario {
  const [figure] = proxies;
  const isWide = chance(random, 0.4);
  const mobiles = Array.from({ length: 1 + below(random, 3) }, (_, i): ScenarioNode => {
    const place = { x: pick(random, [264, 736]), y: GROUND };
    const own = isWide && chance(random, 0.7) ? twoRadios : {};
    const prefixes = chance(random, 0.2) ? { prefixCount: 2 } : {};
    return { id: `mn${i + 1}`, kind: 'mn', ...place, ...own, ...prefixes };
  });
  const others = (figure?.nodes ?? []).filter(({ kind }) => kind !== 'mn').map(shortLived);
  const link = { id: 'core-mag3', ends: ['core', 'mag3'], delay: ms(5) } as const;
  return {
    v: 1,
    title: 'A storm in a domain of Proxy Mobile IPv6',
    seed: 0,
    profile: 'draft-05',
    nodes: [...mobiles, ...others, ...(isWide ? [wide] : [])],
    links: [...(figure?.links ?? []), ...(isWide ? [link] : [])],
    flows: mobiles.slice(0, 2).map(({ id }): FlowSpec => stream(id)),
    script: [],
    end: RUN_ENDS,
  };
}

function shortLived(node: ScenarioNode): ScenarioNode {
  if (node.kind === 'mag') return { ...node, lifetime: LIFETIME };
  if (node.kind !== 'lma') return node;
  const pool = Array.from({ length: 16 }, (_, n) => `2001:db8:a${n.toString(16)}:1::/64`);
  return { ...node, lifetime: LIFETIME, pool };
}

const stream = (node: NodeId): FlowSpec => ({
  id: `F-${node}`,
  from: node,
  to: 'cn1',
  every: ms(300),
  octets: 64,
  mode: 'down',
  count: 12,
});

function randomCommand(random: Random, domain: Scenario, n: number): Command {
  const dice = nextNumber(random);
  if (dice < 0.36) return move(random, domain);
  if (dice < 0.62) return caught(random, waysOf(domain), n);
  if (dice < 0.72) return linkFault(random, waysOf(domain));
  if (dice < 0.82) {
    const node = pick(random, [...gateways(domain), 'lma', 'lma']);
    const up = chance(random, 0.5);
    return { do: 'node', node, up, ...(!up && { state: pick(random, ['kept', 'lost'] as const) }) };
  }
  if (dice < 0.88) {
    // Less than the window, with the way of a PBU.
    const offset = below(random, ms(200)) - ms(100);
    return { do: 'clock', node: pick(random, [...gateways(domain), 'lma']), offset };
  }
  if (dice < 0.96) return order(random, domain);
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, domain.flows).id, change };
}

const ofKind = (domain: Scenario, kind: ScenarioNode['kind']): readonly NodeId[] =>
  domain.nodes.filter((node) => node.kind === kind).map(({ id }) => id);
const gateways = (domain: Scenario): readonly NodeId[] => ofKind(domain, 'mag');

/** Below a gateway, between two, or where nobody hears the node. */
const move = (random: Random, domain: Scenario): Command => ({
  do: 'place',
  node: pick(random, ofKind(domain, 'mn')),
  x: pick(random, [264, 264, 736, 736, 500, 96]),
  y: pick(random, [GROUND, GROUND, GROUND, GROUND, 0]),
});

const kinds: readonly (MessageClassName | 'any')[] = [
  'PBU',
  'PBU',
  'PBA',
  'PBA',
  'BRI',
  'BRA',
  'RA',
  'RS',
  'heartbeat',
  'UPN',
  'UPA',
  'udp',
  'any',
];
const waysOf = (domain: Scenario): Ways => ({
  links: [...domain.links.map(({ id }) => id), ...gateways(domain).map(radioOf)],
  kinds,
});

const orders: readonly Order[] = [
  'revoke',
  'revokeAll',
  'revokeRealm',
  'notify',
  'renumber',
  'moveFlow',
  'moveFlow',
];

/** A flow by name, entry, mark or prefix goes to a gateway, to bindings, nowhere, or back. */
function flowOrder(random: Random, domain: Scenario, mn: NodeId): Command {
  const which = pick(random, [
    { flow: pick(random, domain.flows).id },
    { fid: 1 + below(random, 2) },
    { mark: 1 + below(random, 4) },
    { prefix: `2001:db8:a${below(random, 4)}:1::/64` },
  ]);
  const where = pick(random, [
    { peer: pick(random, gateways(domain)) },
    { peer: pick(random, gateways(domain)) },
    { bids: pick(random, [[1], [2], [1, 2]]) },
    { drop: true },
    {},
  ]);
  return { do: 'operate', node: 'lma', order: 'moveFlow', mn, ...where, ...which };
}

function order(random: Random, domain: Scenario): Command {
  const mn = pick(random, ofKind(domain, 'mn'));
  if (chance(random, 0.25)) {
    const what = pick(random, ['forget', 'resume', 'revokeAll'] as const);
    return { do: 'operate', node: pick(random, gateways(domain)), order: what, mn };
  }
  const what = pick(random, orders);
  if (what === 'moveFlow') return flowOrder(random, domain, mn);
  return {
    do: 'operate',
    node: 'lma',
    order: what,
    mn,
    peer: pick(random, gateways(domain)),
    ...(what === 'revoke' && { trigger: pick(random, [0, 1, 4, 7]) }),
    ...(what === 'notify' && { reason: pick(random, [1, 2]) }),
    ...(what === 'revokeRealm' && { realm: '@example.net' }),
    ...(what === 'renumber' && { prefix: `2001:db8:a${below(random, 4)}:1::/64` }),
  };
}
