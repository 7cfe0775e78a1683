// The cast of the acceptance scenarios of client Mobile IPv6: HA with its home link, access routers
// side by side, a mobile node, CN1; without a script, for tests that act by themselves.

import { ms, seconds, type NodeId } from '#base/ids.ts';
import type { Scenario, ScenarioNode } from '#scenario/scenario.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { labOf, type Lab } from './lab.ts';

export const HA = '2001:db8:f0::1';
const HOME = '2001:db8:f0:1::/64';
export const HOA = '2001:db8:f0:1::5';
export const CN1 = '2001:db8:c1::10';
/** MN1's addresses below the access routers. */
export const COA1 = '2001:db8:1::5eff:fe00:101';
export const COA2 = '2001:db8:2::5eff:fe00:101';

const GROUND = 504;
/** Where a mobile node stands: on the home link, below an access router, or nowhere. */
export const atHome = { x: 176, y: GROUND } as const;
export const below = (n: number): { readonly x: number; readonly y: number } => ({
  x: 176 + 280 * n,
  y: GROUND,
});
export const nowhere = { x: 496, y: 0 } as const;

/** What a domain is made of. */
export interface Domain {
  /** Fields of nodes, by id. */
  readonly nodes?: Readonly<Record<NodeId, Partial<ScenarioNode>>>;
  readonly more?: readonly ScenarioNode[];
  readonly links?: Scenario['links'];
  readonly flows?: readonly FlowSpec[];
  readonly script?: readonly Stamped[];
}

const cell = { dx: 0, dy: 152, rx: 136, ry: 96 };

const cast: readonly ScenarioNode[] = [
  { id: 'mn1', kind: 'mn', ...nowhere, home: HOA },
  { id: 'ha', kind: 'ha', x: 176, y: 352, address: HA, prefix: HOME, cell },
  {
    id: 'ar1',
    kind: 'ar',
    x: 456,
    y: 352,
    address: '2001:db8:a::1',
    prefix: '2001:db8:1::/64',
    cell,
  },
  {
    id: 'ar2',
    kind: 'ar',
    x: 736,
    y: 352,
    address: '2001:db8:b::1',
    prefix: '2001:db8:2::/64',
    cell,
  },
  { id: 'cn1', kind: 'cn', x: 912, y: 160, address: CN1 },
  { id: 'core', kind: 'core', x: 456, y: 224 },
];

/** Mobile nodes are nowhere at the beginning. */
export function domain(parts: Domain = {}): Scenario {
  const nodes = [...cast, ...(parts.more ?? [])];
  return {
    v: 1,
    title: 'Mobile IPv6',
    seed: 1,
    profile: 'draft-05',
    nodes: nodes.map((node) => ({ ...node, ...parts.nodes?.[node.id] })),
    links: [
      ...['ha', 'ar1', 'ar2', 'cn1'].map((id) => ({
        id: `core-${id}`,
        ends: ['core', id] as const,
        delay: ms(5),
      })),
      ...(parts.links ?? []),
    ],
    flows: parts.flows ?? [],
    script: parts.script ?? [],
    end: seconds(600),
  };
}

/** A domain with MN1 below AR1 since 1 s. */
export const visiting = (parts: Domain = {}): Lab =>
  labOf(domain(parts)).to(seconds(1)).put('mn1', below(1));

/** MN1 asks, CN1 answers. */
export const echo = (id = 'F1', from: NodeId = 'mn1'): FlowSpec => ({
  id,
  from,
  to: 'cn1',
  every: ms(100),
  octets: 160,
  mode: 'echo',
});

/** A flow begins. */
export const start = (run: Lab, flow = 'F1'): Lab => run.do({ do: 'flow', flow, change: 'start' });
