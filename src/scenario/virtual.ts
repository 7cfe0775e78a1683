// Virtual interfaces (draft VIP) as scenarios: a mobile node with WLAN and WiMAX below one interface,
// where the cells of two access gateways of Proxy Mobile IPv6 overlap.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

const WIMAX = 5;
const HNP1 = '2001:db8:a1:1::/64';

const gateway = (n: 1 | 2, x: number, att?: number): ScenarioNode => ({
  id: `mag${n}`,
  kind: 'mag',
  x,
  y: 352,
  address: `2001:db8:${n}::1`,
  cell: { dx: 0, dy: 152, rx: 272, ry: 112 },
  ...(att === undefined ? {} : { att }),
});

/** MN1 in both cells; whether if2 is on at the beginning. */
const mobile = (second: 'on' | 'off'): ScenarioNode => ({
  id: 'mn1',
  kind: 'mn',
  x: 496,
  y: 528,
  interfaces: [{ id: 'if1' }, { id: 'if2', att: WIMAX, ...(second === 'off' && { off: true }) }],
  virtual: { mac: '02:00:5e:00:0a:0a' },
});

const rest: readonly ScenarioNode[] = [
  gateway(1, 304),
  gateway(2, 688, WIMAX),
  {
    id: 'lma',
    kind: 'lma',
    x: 496,
    y: 160,
    address: '2001:db8:ff::1',
    pool: [HNP1, '2001:db8:a2:2::/64'],
  },
  { id: 'cn1', kind: 'cn', x: 912, y: 256, address: '2001:db8:c1::10' },
  { id: 'core', kind: 'core', x: 496, y: 256 },
];

const coreLink = (node: NodeId): ScenarioLink => ({
  id: `core-${node}`,
  ends: ['core', node],
  delay: CORE_DELAY,
});

/** A datagram each 20 ms, answered. */
const talk = (id: string): FlowSpec => ({
  id,
  from: 'mn1',
  to: 'cn1',
  every: ms(20),
  octets: 160,
  mode: 'echo',
});

const start = (flow: string, at: number): Stamped => ({ do: 'flow', flow, change: 'start', at });
const lay = (iface: string, at: number): Stamped => ({
  do: 'operate',
  node: 'mn1',
  order: 'path',
  prefix: HNP1,
  iface,
  at,
});

const links = ['mag1', 'mag2', 'lma', 'cn1'].map(coreLink);
const base = {
  v: 1,
  seed: 1,
  profile: 'draft-05',
  links,
  flows: [talk('F1')],
  ready: seconds(3),
} as const;

const oneInterface: Scenario = {
  ...base,
  id: 'vip-f1',
  title: 'One interface over several',
  cite: 'draft-yokota-netlmm-pmipv6-mn-itho-support-03, figure 1',
  look: 'The path of HNP1 moves to if2 and back below IP: no socket, address or route changes.',
  nodes: [mobile('on'), ...rest],
  flows: [{ ...talk('F1'), mode: 'down' }],
  script: [start('F1', seconds(2)), lay('if2', seconds(4)), lay('if1', seconds(6))],
  end: seconds(8),
};

const multihoming: Scenario = {
  ...base,
  id: 'vip-f2',
  title: 'Multihoming behind one interface',
  cite: 'draft-yokota-netlmm-pmipv6-mn-itho-support-03, figure 2',
  look: 'Two bindings of one link-layer identifier, told apart by technology; an address of each.',
  nodes: [mobile('off'), ...rest],
  script: [
    { do: 'radio', node: 'mn1', iface: 'if2', up: true, at: seconds(1) },
    start('F1', ms(2500)),
  ],
  end: seconds(6),
};

const handoff: Scenario = {
  ...base,
  id: 'vip-f3',
  title: 'From WLAN to WiMAX',
  cite: 'draft-yokota-netlmm-pmipv6-mn-itho-support-03, figure 3',
  look: 'The binding changes its care-of address and technology; HNP1, identifier and F1 stay.',
  nodes: [mobile('off'), ...rest],
  script: [
    start('F1', seconds(2)),
    { do: 'radio', node: 'mn1', iface: 'if2', up: true, instead: 'if1', at: seconds(4) },
  ],
  end: seconds(8),
};

/** Bundled scenarios, complete, in the order of the library. */
export const virtualInterfaces: readonly Scenario[] = [oneInterface, multihoming, handoff].map(
  completed,
);
