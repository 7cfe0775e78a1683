// Client Mobile IPv6 as scenarios: route optimisation of RFC 6275, and draft 001 (VMN): a mobile node,
// and a mobile router, whose two interfaces are hidden below a virtual one.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { CORE_DELAY, completed } from './defaults.ts';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

/** From top to bottom: the binding cache, wires, routers, and what moves. */
const CORE = 168;
const ROUTERS = 296;
/** Where mobile nodes move, in the middle of the cells. */
export const GROUND = 424;
const AT_HOME = 176;
const AT_AR1 = 456;
const AT_AR2 = 736;
const HOME_ADDRESS = '2001:db8:f0:1::5';
/** 3GPP2 1xRTT, the CDMA of the draft: RFC 5213, Access Technology Type. */
const CDMA = 11;
const WLAN = 4;

const cell = { dx: 0, dy: GROUND - ROUTERS, rx: 128, ry: 96 };
const ha: ScenarioNode = {
  id: 'ha',
  kind: 'ha',
  x: AT_HOME,
  y: ROUTERS,
  address: '2001:db8:f0::1',
  prefix: '2001:db8:f0:1::/64',
  cell,
};
const accessRouter = (n: 1 | 2, x: number, more: Partial<ScenarioNode> = {}): ScenarioNode => ({
  id: `ar${n}`,
  kind: 'ar',
  x,
  y: ROUTERS,
  address: `2001:db8:${n}:ffff::1`,
  prefix: `2001:db8:${n}::/64`,
  cell,
  ...more,
});
const cn1: ScenarioNode = { id: 'cn1', kind: 'cn', x: 912, y: 104, address: '2001:db8:c1::10' };
const core: ScenarioNode = { id: 'core', kind: 'core', x: 456, y: CORE };

const links: readonly ScenarioLink[] = ['ha', 'ar1', 'ar2', 'cn1'].map((node) => ({
  id: `core-${node}`,
  ends: ['core', node],
  delay: CORE_DELAY,
}));

/** An application talks to CN1 and is answered. */
const talk = (from: NodeId): FlowSpec => ({
  id: 'F1',
  from,
  to: 'cn1',
  every: ms(50),
  octets: 160,
  mode: 'echo',
});
const start = (at: number): Stamped => ({ do: 'flow', flow: 'F1', change: 'start', at });
const place = (node: NodeId, x: number, at: number): Stamped => ({
  do: 'place',
  node,
  x,
  y: GROUND,
  at,
});

const base = { v: 1, seed: 1, profile: 'draft-05' } as const;

const routes: Scenario = {
  ...base,
  id: 'mipv6-ro',
  title: 'Route optimisation',
  cite: 'RFC 6275, 5.2 and 11.7.2',
  look: 'Two tests, one by the home agent, prove both addresses; then data leave the tunnel.',
  nodes: [
    { id: 'mn1', kind: 'mn', x: AT_AR1, y: GROUND, home: HOME_ADDRESS },
    ha,
    accessRouter(1, AT_AR1),
    accessRouter(2, AT_AR2),
    cn1,
    core,
  ],
  links,
  flows: [talk('mn1')],
  script: [start(seconds(3)), place('mn1', AT_AR2, seconds(5)), place('mn1', AT_HOME, seconds(8))],
  end: seconds(11),
  ready: seconds(3),
};

/** Two technologies below two routers: the cell of the second covers that of the first. */
const twoTechnologies: readonly ScenarioNode[] = [
  ha,
  accessRouter(1, AT_AR1, { att: WLAN }),
  accessRouter(2, AT_AR2, {
    att: CDMA,
    cell: { dx: -136, dy: GROUND - ROUTERS, rx: 288, ry: 112 },
  }),
  cn1,
  core,
];

/** I1 and I2 below the virtual interface VI, one path at a time. */
const virtualInterface = {
  interfaces: [
    { id: 'if1', att: WLAN },
    { id: 'if2', att: CDMA },
  ],
  virtual: { mac: '02:00:5e:00:0a:0a', path: 'active', preferred: 'if1' },
} as const;

const figure1: Scenario = {
  ...base,
  id: 'vmn-f1',
  title: 'Virtual interface under Mobile IPv6',
  cite: 'draft-hong-virtualif-mn-mipv6-00, figure 1',
  look: 'I1 loses its router, VI goes on by I2: one Binding Update later the session continues.',
  nodes: [
    {
      id: 'mn1',
      kind: 'mn',
      x: AT_AR1,
      y: GROUND,
      home: HOME_ADDRESS,
      optimise: false,
      ...virtualInterface,
    },
    ...twoTechnologies,
  ],
  links,
  flows: [talk('mn1')],
  script: [start(seconds(4)), place('mn1', AT_AR2, seconds(6))],
  end: seconds(9),
  ready: seconds(4),
};

const network: Scenario = {
  ...base,
  id: 'vmn-nemo',
  title: 'Mobile router with two egress interfaces',
  cite: 'draft-hong-virtualif-mn-mipv6-00, 4.1 and RFC 3963',
  look: 'The router changes from I1 to I2 below IP; the node behind it notices a short gap.',
  nodes: [
    { id: 'lfn1', kind: 'lfn', x: AT_AR1 - 280, y: GROUND + 112 },
    {
      id: 'mr1',
      kind: 'mr',
      x: AT_AR1,
      y: GROUND,
      home: HOME_ADDRESS,
      prefix: '2001:db8:f0:100::/64',
      ...virtualInterface,
    },
    ...twoTechnologies,
  ],
  links: [...links, { id: 'mr1-lfn1', ends: ['mr1', 'lfn1'], delay: ms(1) }],
  flows: [talk('lfn1')],
  script: [start(seconds(5)), place('mr1', AT_AR2, seconds(7))],
  end: seconds(10),
  ready: seconds(5),
};

/** The bundled scenarios of client Mobile IPv6. */
export const clients: readonly Scenario[] = [routes, figure1, network].map(completed);
