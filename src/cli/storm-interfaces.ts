// Storms of `fuzz` among mobile nodes with several radios in domains of Proxy Mobile IPv6: apart, or
// below a virtual interface; host models, flows, policies and deciders, radios off, on and on purpose.

import { nextNumber, type Random } from '#base/random.ts';
import { ms, seconds, type NodeId } from '#base/ids.ts';
import { completed } from '#scenario/defaults.ts';
import { proxyKnobs } from '#scenario/knobs-proxy.ts';
import { severalInterfaces } from '#scenario/multihoming.ts';
import { ifacesOf, nodesOf, radioOf, radiosOf, subsOf } from '#scenario/names.ts';
import type {
  Scenario,
  ScenarioFlowPolicy,
  ScenarioNode,
  ScenarioRadio,
  ScenarioVirtual,
} from '#scenario/scenario.ts';
import type { Command, FlowSpec } from '#sim/command.ts';
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
/** Where both cells are heard, one of them, and none. */
const PLACES = [504, 504, 504, 160, 860];

const WLAN = 4;
const WIMAX = 5;
const UTRAN = 7;

/** A scenario of one number's random choices. */
export function interfaceStorm(seed: number, random: Random): Scenario {
  const knobs = turned(random, proxyKnobs, (name) => (name === 'multihoming' ? 0.15 : 0.6));
  const domain = domainOf(random, knobs);
  const script = stormScript(random, domain, { flowsAt: ms(1500), command: randomCommand });
  return completed({ ...domain, seed, knobs, script, end: RUN_ENDS });
}

/** The figures' domain, sometimes with a third gateway, and with one or two mobile nodes. */
function domainOf(random: Random, knobs: Record<string, string>): Scenario {
  const [figure] = severalInterfaces;
  const isWide = chance(random, 0.3);
  const second = pick(random, [WLAN, WIMAX, UTRAN, UTRAN]);
  const mobiles = Array.from({ length: 1 + below(random, 2) }, (_, i) =>
    mobile(random, i + 1, { second, decider: knobs['flowDecider'] }),
  );
  const fixed = (figure?.nodes ?? []).filter(({ kind }) => kind !== 'mn');
  const flows = mobiles.flatMap((mn) => talks(random, mn));
  const link = { id: 'core-mag3', ends: ['core', 'mag3'], delay: ms(5) } as const;
  return {
    v: 1,
    title: 'A storm over several interfaces',
    seed: 0,
    profile: 'draft-05',
    nodes: [
      ...mobiles,
      ...fixed.map((node) => shortLived(random, node, { second, mobiles })),
      ...(isWide ? [wide] : []),
    ],
    links: [...(figure?.links ?? []), ...(isWide ? [link] : [])],
    flows,
    script: [],
    end: RUN_ENDS,
  };
}

/** MAG3 offers WiMAX wherever a mobile node may stand. */
const wide: ScenarioNode = {
  id: 'mag3',
  kind: 'mag',
  x: 500,
  y: 352,
  address: '2001:db8:3::1',
  att: WIMAX,
  lifetime: LIFETIME,
  cell: { dx: 0, dy: 176, rx: 448, ry: 112 },
};

const LACKS = ['multihoming', 'notification', 'revocation'] as const;

function shortLived(
  random: Random,
  node: ScenarioNode,
  of: { readonly second: number; readonly mobiles: readonly ScenarioNode[] },
): ScenarioNode {
  if (node.kind === 'mag') {
    const att = node.id === 'mag2' ? { att: of.second } : {};
    const lacks = chance(random, 0.15) ? { lacks: [pick(random, LACKS)] } : {};
    return { ...node, ...att, ...lacks, lifetime: LIFETIME };
  }
  if (node.kind !== 'lma') return node;
  const pool = Array.from({ length: 16 }, (_, n) => `2001:db8:a${n.toString(16)}:1::/64`);
  const flowPolicy = of.mobiles.flatMap((mn) =>
    chance(random, 0.5) ? [policy(random, mn.id, 1)] : [],
  );
  return { ...node, lifetime: LIFETIME, pool, flowPolicy };
}

/** A policy for a flow of ports, of a correspondent, or of a prefix. */
function policy(random: Random, mn: NodeId, n: number): ScenarioFlowPolicy {
  const what = pick(random, [
    { from: 'cn1' },
    { sourcePort: [5001, 5001], protocol: 17 },
    { destinationPort: [40_000, 40_001] },
    { dst: `2001:db8:a${below(random, 3)}:1::/64` },
    {},
  ] as const);
  const to = pick(random, [['mag1'], ['mag2'], ['mag2'], ['mag1', 'mag2'], []]);
  return { id: `policy${n}-${mn}`, mn, ...what, to };
}

/** A mobile node with two or three radios, mostly below a virtual interface or apart. */
function mobile(
  random: Random,
  n: number,
  { second, decider }: { readonly second: number; readonly decider: string | undefined },
): ScenarioNode {
  const isApart = second === WLAN || chance(random, 0.2);
  const radios: readonly ScenarioRadio[] = [
    { id: 'if1', att: WLAN, ...(isApart && { joins: ['mag1'] }) },
    { id: 'if2', att: second, ...(isApart && { joins: ['mag2'] }) },
    ...(chance(random, 0.2) ? [{ id: 'if3', att: WIMAX, off: true }] : []),
  ];
  const interfaces = radios.map((one) => (chance(random, 0.2) ? { ...one, off: true } : one));
  const node: ScenarioNode = {
    id: `mn${n}`,
    kind: 'mn',
    x: pick(random, PLACES),
    y: GROUND,
    interfaces,
    ...(chance(random, 0.25) && { prefixCount: 2 }),
    ...(chance(random, 0.3) && {
      hostModel: pick(random, ['weak', 'strong', 'linux', 'xp', 'vista'] as const),
    }),
    ...(chance(random, 0.2) && { weakHostBit: true }),
    ...(chance(random, 0.2) && { sourceRouter: false }),
    ...(chance(random, 0.2) && { rule55: true }),
    ...(decider !== 'lma' && chance(random, 0.3) && { decidesFlows: true }),
  };
  return chance(random, 0.5) ? { ...node, virtual: virtual(random, n) } : node;
}

const virtual = (random: Random, n: number): ScenarioVirtual => ({
  mac: `02:00:5e:00:0a:0${n}`,
  ...(chance(random, 0.4) && { path: 'active' as const }),
  ...(chance(random, 0.3) && { strict: true }),
  ...(chance(random, 0.3) && { preferred: pick(random, ['if1', 'if2']) }),
  ...(chance(random, 0.2) && { ownMacs: true }),
  ...(chance(random, 0.15) && { over: ['if2', 'if1'] }),
});

/** One or two flows of a node, of which one may bind to an interface. */
function talks(random: Random, mn: ScenarioNode): readonly FlowSpec[] {
  return Array.from({ length: 1 + below(random, 2) }, (_, n) => ({
    id: `F${n + 1}-${mn.id}`,
    from: mn.id,
    to: pick(random, ['cn1', 'cn2']),
    every: ms(200),
    octets: 64,
    mode: pick(random, ['down', 'echo', 'up'] as const),
    count: 20,
    ...(chance(random, 0.3) && { bindIface: pick(random, ifacesOf(mn)) }),
  }));
}

function randomCommand(random: Random, domain: Scenario, n: number): Command {
  const mn = pick(random, nodesOf(domain, 'mn'));
  const dice = nextNumber(random);
  if (dice < 0.14) return { do: 'place', node: mn.id, x: pick(random, PLACES), y: GROUND };
  if (dice < 0.36) return radio(random, mn);
  if (dice < 0.56) return caught(random, waysOf(domain), n);
  if (dice < 0.64) return linkFault(random, waysOf(domain));
  if (dice < 0.72) {
    const node = pick(random, [...gateways(domain), 'lma']);
    const up = chance(random, 0.5);
    return { do: 'node', node, up, ...(!up && { state: pick(random, ['kept', 'lost'] as const) }) };
  }
  if (dice < 0.86) return chance(random, 0.5) ? flowOrder(random, domain, mn) : host(random, mn);
  if (dice < 0.93) return order(random, domain, mn.id);
  const change = pick(random, ['start', 'stop'] as const);
  return { do: 'flow', flow: pick(random, domain.flows).id, change };
}

const gateways = (domain: Scenario): readonly NodeId[] =>
  nodesOf(domain, 'mag').map(({ id }) => id);

/** A radio goes on or off, or another takes its place. */
function radio(random: Random, mn: ScenarioNode): Command {
  const ids = radiosOf(mn).map(({ id }) => id);
  const iface = pick(random, ids);
  const others = ids.filter((id) => id !== iface);
  if (chance(random, 0.6)) return { do: 'radio', node: mn.id, iface, up: chance(random, 0.5) };
  const isFirst = chance(random, 0.3);
  return {
    do: 'radio',
    node: mn.id,
    iface,
    up: true,
    instead: pick(random, others),
    ...(isFirst && { breakFirst: true as const }),
  };
}

/** What the node itself is told: its host model, a route to a correspondent, a path. */
function host(random: Random, mn: ScenarioNode): Command {
  const node = mn.id;
  const subs = subsOf(mn);
  if (subs.length > 0 && chance(random, 0.7)) {
    const which = chance(random, 0.7) ? { prefix: `2001:db8:a${below(random, 4)}:1::/64` } : {};
    return { do: 'operate', node, order: 'path', iface: pick(random, subs), ...which };
  }
  if (chance(random, 0.4)) {
    return { do: 'operate', node, order: pick(random, ['weakHost', 'strongHost'] as const) };
  }
  const iface = chance(random, 0.8) ? { iface: pick(random, ifacesOf(mn)) } : {};
  return { do: 'operate', node, order: 'hostRoute', peer: pick(random, ['cn1', 'cn2']), ...iface };
}

/** A flow by name, entry, mark, policy or prefix goes to a gateway, to bindings, nowhere, or back. */
function flowOrder(random: Random, domain: Scenario, { id: mn }: ScenarioNode): Command {
  const policies = nodesOf(domain, 'lma').flatMap(({ flowPolicy = [] }) => flowPolicy);
  const which = pick(random, [
    { flow: pick(random, [...domain.flows, ...policies]).id },
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

function order(random: Random, domain: Scenario, mn: NodeId): Command {
  const peer = pick(random, gateways(domain));
  const prefix = `2001:db8:a${below(random, 4)}:1::/64`;
  return pick(random, [
    { do: 'operate', node: 'lma', order: 'revoke', mn, trigger: pick(random, [0, 1, 4, 7]) },
    { do: 'operate', node: 'lma', order: 'notify', mn, reason: pick(random, [1, 2]) },
    { do: 'operate', node: 'lma', order: 'revokeAll', peer },
    { do: 'operate', node: 'lma', order: 'renumber', mn, prefix },
    { do: 'operate', node: peer, order: pick(random, ['forget', 'resume'] as const), mn },
  ] as const);
}

const kinds: Ways['kinds'] = [
  ...(['PBU', 'PBU', 'PBA', 'PBA', 'UPN', 'UPA', 'FBI', 'FBA', 'BRI', 'BRA'] as const),
  ...(['RA', 'RS', 'udp', 'any'] as const),
];
const waysOf = (domain: Scenario): Ways => ({
  links: [...domain.links.map(({ id }) => id), ...gateways(domain).map(radioOf)],
  kinds,
});
