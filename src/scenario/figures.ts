// The figures of the distributed-anchoring draft as scenarios, and two moves that it describes in
// words. Positions follow Figure 2: core above, gateways side by side, mobile nodes below.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

/** A gateway as the acceptance cast has it: D-GW1 hands out 2001:db8:aa:1::/64 and so on. */
export function gateway(n: 1 | 2 | 3 | 4 | 5 | 6, x: number, rx: number): ScenarioNode {
  const letters = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff'][n - 1];
  return {
    id: `dgw${n}`,
    kind: 'dgw',
    x,
    y: 304,
    address: `2001:db8:d${n}::1`,
    pool: [1, 2, 3].map((i) => `2001:db8:${letters}:${i}::/64`),
    cell: { dx: 0, dy: 192, rx, ry: 112 },
    // DMM §4.1 prints the first of these; the others continue it.
    dlifMacs: { [`mn1dgw${n}`]: `00:11:22:33:0${n}:0${n}` },
  };
}

/** A mobile node below the gateways. */
export const mobile = (n: number, x: number): ScenarioNode => ({
  id: `mn${n}`,
  kind: 'mn',
  x,
  y: 536,
});

const hss: ScenarioNode = { id: 'hss', kind: 'hss', x: 472, y: 64 };
const core: ScenarioNode = { id: 'core', kind: 'core', x: 512, y: 112 };
const cn1: ScenarioNode = { id: 'cn1', kind: 'cn', x: 912, y: 112, address: '2001:db8:c1::10' };
const localnet: ScenarioNode = {
  id: 'localnet',
  kind: 'localnet',
  x: 88,
  y: 288,
  address: '2001:db8:1c::/64',
  behind: 'dgw1',
};

export const coreLink = (node: NodeId): ScenarioLink => ({
  id: `core-${node}`,
  ends: ['core', node],
  delay: CORE_DELAY,
});

const localLink: ScenarioLink = {
  id: 'local-dgw1',
  ends: ['dgw1', 'localnet'],
  delay: ms(1),
};

/** One voice frame each 20 ms, sent back by the correspondent. */
export const voice = (id: string, from: NodeId): FlowSpec => ({
  id,
  from,
  to: 'cn1',
  every: ms(20),
  octets: 160,
  mode: 'echo',
});

const local: FlowSpec = {
  id: 'L1',
  from: 'mn1',
  to: 'localnet',
  every: ms(500),
  octets: 64,
  mode: 'echo',
};

/** A new socket 1.012 s after the move, when the address at the new gateway is ready. */
const newSocket = (id: string, from: NodeId): FlowSpec => ({
  ...voice(id, from),
  afterMove: ms(1012),
});

export const start = (flow: string, at: number): Stamped => ({
  do: 'flow',
  flow,
  change: 'start',
  at,
});
export const place = (node: NodeId, x: number, at: number): Stamped => ({
  do: 'place',
  node,
  x,
  y: 536,
  at,
});

/** Two gateways and MN1 below the first. */
const pair = [gateway(1, 264, 216), gateway(2, 760, 216)];
const pairLinks = [coreLink('dgw1'), coreLink('dgw2'), coreLink('cn1')];
const AT_DGW1 = 264;
const AT_DGW2 = 712;

const base = { v: 1, seed: 1, profile: 'draft-05' } as const;

const figure1: Scenario = {
  ...base,
  id: 'dmm-f1',
  title: 'A prefix at each gateway',
  cite: 'draft-05, Figure 1',
  look: 'After the move F1 keeps prefA through a tunnel, while F2 starts on prefB without one.',
  nodes: [mobile(1, AT_DGW1), ...pair, hss, cn1, core],
  links: pairLinks,
  flows: [voice('F1', 'mn1'), newSocket('F2', 'mn1')],
  script: [start('F1', seconds(2)), start('F2', seconds(2)), place('mn1', AT_DGW2, ms(9968))],
  end: seconds(14),
  ready: seconds(3),
};

const figure2: Scenario = {
  ...base,
  id: 'dmm-f2',
  title: 'One gateway, two routers',
  cite: 'draft-05, Figure 2',
  look: 'D-GW2 wears two interfaces, so MN1 believes that D-GW1 is still there.',
  nodes: [mobile(1, AT_DGW1), ...pair, hss, cn1, core],
  links: pairLinks,
  flows: [voice('F1', 'mn1'), voice('F2', 'mn1')],
  script: [start('F1', seconds(1)), place('mn1', AT_DGW2, seconds(3))],
  end: seconds(5),
  ready: seconds(4),
};

const figure3: Scenario = {
  ...base,
  id: 'dmm-f3',
  title: 'Three nodes, six logical interfaces',
  cite: 'draft-05, Figure 3',
  look: 'Each MN has a pair of interfaces of its own, and one tunnel serves all three.',
  nodes: [mobile(1, 264), mobile(2, 688), mobile(3, 840), ...pair, hss, cn1, core],
  links: pairLinks,
  flows: [1, 2, 3].map((n) => ({ ...voice(`F${n}`, `mn${n}`), every: ms(100) })),
  script: [
    start('F1', ms(2000)),
    start('F2', ms(2030)),
    start('F3', ms(2060)),
    place('mn3', 192, seconds(4)),
    place('mn2', 344, seconds(5)),
    place('mn1', 760, seconds(6)),
  ],
  end: seconds(9),
  ready: seconds(3),
};

const figure4: Scenario = {
  ...base,
  id: 'dmm-f4',
  title: 'Handover to D-GW2',
  cite: 'draft-05, Figure 4',
  look: 'The PBA brings what D-GW2 needs to portray D-GW1; then the old prefix is deprecated.',
  nodes: [mobile(1, AT_DGW1), ...pair, hss, cn1, core, localnet],
  links: [...pairLinks, localLink],
  flows: [voice('F1', 'mn1'), newSocket('F2', 'mn1'), local],
  script: [
    start('F1', seconds(2)),
    start('L1', seconds(2)),
    start('F2', seconds(2)),
    place('mn1', AT_DGW2, ms(9968)),
  ],
  end: seconds(14),
  ready: seconds(3),
};

const third: Scenario = {
  ...base,
  id: 'dmm-three',
  title: 'On to a third gateway',
  cite: 'draft-05, section 4.1',
  look: 'D-GW3 asks both earlier gateways at once; each prefix keeps its own tunnel.',
  nodes: [
    mobile(1, 184),
    gateway(1, 184, 144),
    gateway(2, 504, 144),
    gateway(3, 824, 144),
    { ...hss, x: 408 },
    cn1,
    core,
  ],
  links: [...pairLinks.slice(0, 2), coreLink('dgw3'), coreLink('cn1')],
  flows: [voice('F1', 'mn1'), voice('F2', 'mn1'), voice('F3', 'mn1')],
  script: [
    start('F1', seconds(2)),
    place('mn1', 504, seconds(5)),
    start('F2', seconds(7)),
    place('mn1', 824, seconds(9)),
    start('F3', seconds(11)),
  ],
  end: seconds(13),
  ready: seconds(3),
};

const back: Scenario = {
  ...base,
  id: 'dmm-return',
  title: 'Back to D-GW1',
  cite: 'draft-05, section 4.1',
  look: 'D-GW1 takes up prefA and mn1dgw1 again: F1 is native, and prefB now hangs on a tunnel.',
  nodes: [mobile(1, AT_DGW1), ...pair, hss, cn1, core, localnet],
  links: [...pairLinks, localLink],
  flows: [voice('F1', 'mn1'), voice('F2', 'mn1'), local],
  script: [
    start('F1', seconds(2)),
    place('mn1', AT_DGW2, seconds(5)),
    start('F2', seconds(7)),
    place('mn1', AT_DGW1, seconds(9)),
  ],
  end: seconds(12),
  ready: seconds(3),
};

/** Figure 5 has the LMA above: gateways and MN1 stand a little lower. */
const LOWER = { y: 344, cell: { dx: 0, dy: 184, rx: 216, ry: 104 } } as const;
const BELOW = 552;

/** DMM §5: the core of Figure 5 is the Internet between two operators and the home. */
const figure5: Scenario = {
  ...base,
  id: 'dmm-f5',
  title: 'From one operator to another',
  cite: 'draft-05, Figure 5',
  look: 'No tunnel crosses operators: prefA goes by the LMA at home, PBU and PBA on each side.',
  nodes: [
    { ...mobile(1, AT_DGW1), y: BELOW },
    { ...gateway(1, 264, 216), ...LOWER, operator: 'A' },
    { ...gateway(2, 760, 216), ...LOWER, operator: 'B' },
    { id: 'lma', kind: 'lma', x: 512, y: 120, address: '2001:db8:ff::1' },
    { ...hss, x: 32, y: 112 },
    { ...cn1, y: 192 },
    { ...core, y: 192 },
  ],
  links: [...pairLinks, coreLink('lma')],
  flows: [voice('F1', 'mn1'), newSocket('F2', 'mn1')],
  script: [
    start('F1', seconds(2)),
    start('F2', seconds(2)),
    { do: 'place', node: 'mn1', x: AT_DGW2, y: BELOW, at: ms(9968) },
  ],
  end: seconds(14),
  ready: seconds(3),
};

/** Bundled scenarios, complete, in the order of the library. */
export const figures: readonly Scenario[] = [
  figure1,
  figure2,
  figure3,
  figure4,
  figure5,
  third,
  back,
].map(completed);
