// The figures of the multihoming draft as scenarios: a mobile node with two interfaces at two
// gateways of one anchor. Positions follow Figure 2.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import type { Scenario, ScenarioFlowPolicy, ScenarioLink, ScenarioNode } from './scenario.ts';

/** Access Technology Types, RFC 5213 §8.5: the 3G access of Figure 2 is 3GPP UTRAN. */
const UTRAN = 7;
const WLAN = 4;
/** Where both gateways are heard. */
const BOTH = 504;
const GROUND = 544;

const gateway = (n: 1 | 2, x: number, att: number): ScenarioNode => ({
  id: `mag${n}`,
  kind: 'mag',
  x,
  y: 352,
  address: `2001:db8:${n}::1`,
  att,
  cell: { dx: n === 1 ? 96 : -96, dy: 168, rx: 256, ry: 112 },
});

const mn1: ScenarioNode = {
  id: 'mn1',
  kind: 'mn',
  x: BOTH,
  y: GROUND,
  interfaces: [
    { id: 'if1', att: WLAN },
    { id: 'if2', att: UTRAN },
  ],
};
const lma: ScenarioNode = {
  id: 'lma',
  kind: 'lma',
  x: 504,
  y: 176,
  address: '2001:db8:ff::1',
  // Prefixes are handed out in this order: if1 is the first to attach.
  pool: ['2001:db8:a1:1::/64', '2001:db8:a2:2::/64', '2001:db8:a3:3::/64', '2001:db8:a4:4::/64'],
};
const core: ScenarioNode = { id: 'core', kind: 'core', x: 504, y: 264 };
const cn = (n: 1 | 2): ScenarioNode => ({
  id: `cn${n}`,
  kind: 'cn',
  x: n === 1 ? 504 : 80,
  y: n === 1 ? 72 : 176,
  address: `2001:db8:c${n}::10`,
});

const coreLink = (node: NodeId): ScenarioLink => ({
  id: `core-${node}`,
  ends: ['core', node],
  delay: CORE_DELAY,
});
/** Correspondents of the figures hang on the anchor. */
const homeLink = (node: NodeId): ScenarioLink => ({
  id: `lma-${node}`,
  ends: ['lma', node],
  delay: CORE_DELAY,
});

const nodes = [mn1, gateway(1, 248, WLAN), gateway(2, 760, UTRAN), lma, core, cn(1), cn(2)];
const links = [...['mag1', 'mag2', 'lma'].map(coreLink), ...['cn1', 'cn2'].map(homeLink)];
const base = { v: 1, seed: 1, profile: 'draft-05', nodes, links } as const;

/** Each 100 ms a datagram in either direction. */
const talk = (id: string, to: NodeId): FlowSpec => ({
  id,
  from: 'mn1',
  to,
  every: ms(100),
  octets: 160,
  mode: 'echo',
});
/** The same from the address of if2. */
const talkByIf2 = (id: string, to: NodeId): FlowSpec => ({ ...talk(id, to), bindIface: 'if2' });
const start = (flow: string, at: number): Stamped => ({ do: 'flow', flow, change: 'start', at });
const move = (flow: string, peer: NodeId, at: number): Stamped => ({
  do: 'operate',
  node: 'lma',
  order: 'moveFlow',
  peer,
  flow,
  at,
});

const unique: Scenario = {
  ...base,
  id: 'mif-f1',
  title: 'A prefix for each interface',
  cite: 'draft-bernardos-mif-pmip-02, Figure 1',
  look: 'Two bindings of one node stand in the cache, and know nothing of each other.',
  flows: [talk('F1', 'cn1')],
  script: [start('F1', seconds(4))],
  end: seconds(8),
  ready: seconds(3),
};

const useCase: Scenario = {
  ...base,
  id: 'mif-f2',
  title: 'One interface is lost, the other is no help',
  cite: 'draft-bernardos-mif-pmip-02, Figure 2',
  look: 'When if1 leaves MAG1, packets for its prefix end at the LMA, though if2 is attached.',
  flows: [talk('F1', 'cn1'), talkByIf2('F2', 'cn2')],
  script: [
    start('F1', seconds(4)),
    start('F2', seconds(4)),
    { do: 'radio', node: 'mn1', iface: 'if1', up: false, at: seconds(6) },
  ],
  end: seconds(9),
  ready: seconds(3),
};

const solution: Scenario = {
  ...base,
  id: 'mif-f3',
  title: 'Any flow by any gateway',
  cite: 'draft-bernardos-mif-pmip-02, Figure 3',
  look: 'By its table the LMA sends F1 through MAG2, against its prefix; FN follows at 6 s.',
  knobs: { multihoming: 'muho' },
  flows: [talk('F1', 'cn1'), talkByIf2('F2', 'cn1'), talk('FN', 'cn2')],
  script: [
    start('F1', seconds(4)),
    start('F2', seconds(4)),
    start('FN', seconds(4)),
    move('F1', 'mag2', ms(4500)),
    move('FN', 'mag2', seconds(6)),
  ],
  end: seconds(8),
  ready: seconds(3),
};

/** All six facts of a flow from a correspondent to the address of if1. */
const sixTuple = (n: number, from: NodeId, to: NodeId): ScenarioFlowPolicy => ({
  id: `flow${n}`,
  mn: 'mn1',
  from,
  dst: '2001:db8:a1:1:0:5eff:fe00:101',
  sourcePort: [5000 + n, 5000 + n],
  destinationPort: [39_999 + n, 39_999 + n],
  label: 0,
  protocol: 17,
  to: [to],
});

const testbed: Scenario = {
  ...base,
  id: 'mif-f4',
  title: 'Flows by six facts',
  cite: 'draft-bernardos-mif-pmip-02, Figure 4',
  look: 'Two flows between the same addresses differ in ports alone, and go by two gateways.',
  knobs: { multihoming: 'muho' },
  nodes: nodes.map((node) =>
    node.kind === 'lma'
      ? { ...node, flowPolicy: [sixTuple(1, 'cn1', 'mag2'), sixTuple(2, 'cn1', 'mag1')] }
      : node,
  ),
  flows: [talk('F1', 'cn1'), talk('F2', 'cn1'), talk('F3', 'cn1')],
  script: [
    start('F1', seconds(4)),
    start('F2', seconds(4)),
    start('F3', seconds(4)),
    move('flow2', 'mag2', seconds(6)),
  ],
  end: seconds(8),
  ready: seconds(3),
};

const pipeline: Scenario = {
  ...testbed,
  id: 'mif-f5',
  title: 'A packet in the hooks of the anchor',
  cite: 'draft-bernardos-mif-pmip-02, Figure 5',
  look: 'A packet gets the mark of its flow before the routing only; open one at the LMA.',
  flows: [
    { ...talk('F1', 'cn1'), every: ms(200) },
    { ...talk('F2', 'cn1'), every: ms(200) },
    { ...talk('F3', 'cn1'), every: ms(200) },
  ],
};

/** In the order of the draft. */
export const severalInterfaces: readonly Scenario[] = [
  unique,
  useCase,
  solution,
  testbed,
  pipeline,
].map(completed);
