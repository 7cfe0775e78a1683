// The cast of the acceptance scenarios in a domain of Proxy Mobile IPv6: LMA, MAGs side by side,
// mobile nodes below them, CN1; without a script, for tests that act by themselves.

import { ms, seconds, type Micros, type NodeId } from '#base/ids.ts';
import type { Scenario, ScenarioNode } from '#scenario/scenario.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';

export const HNP1 = '2001:db8:a1:1::/64';
export const HNP2 = '2001:db8:a2:2::/64';
export const HNP3 = '2001:db8:a3:3::/64';
export const LMA = '2001:db8:ff::1';
export const MAG1 = '2001:db8:1::1';
export const MAG2 = '2001:db8:2::1';
/** Link-layer addresses of MN1's interfaces. */
export const M1 = '02:00:5e:00:01:01';
export const M2 = '02:00:5e:00:01:02';
/** MN1's address in HNP1. */
export const MN1 = '2001:db8:a1:1:0:5eff:fe00:101';
export const mn1 = 'mn1@example.net';

/** Where mobile nodes stand: below a MAG, where two cells overlap, or nowhere. */
const MAG_Y = 352;
const CELL_Y = 152;
const MN_Y = MAG_Y + CELL_Y;
const APART = 280;
const FIRST = 176;
const HALF = 152;
export const belowMag = (n: number): { readonly x: number; readonly y: number } => ({
  x: FIRST + APART * (n - 1),
  y: MN_Y,
});
/** In the cells of MAG n and of the next one. */
export const between = (n: number): { readonly x: number; readonly y: number } => ({
  x: FIRST + APART * (n - 1) + APART / 2,
  y: MN_Y,
});
export const nowhere = { x: 496, y: 0 } as const;

type Change = Readonly<Record<NodeId, Partial<ScenarioNode>>>;

/** What a domain is made of; absent: one MN, two MAGs, prefixes HNP1 to HNP3. */
export interface Domain {
  readonly mobiles?: number;
  readonly gateways?: number;
  /** Fields of nodes, by id. */
  readonly nodes?: Change;
  readonly knobs?: Readonly<Record<string, string>>;
  readonly flows?: readonly FlowSpec[];
  readonly script?: readonly Stamped[];
  /** One way between a MAG and the core. */
  readonly delay?: Micros;
  readonly seed?: number;
}

/** Mobile nodes are nowhere at the beginning. */
export function domain(parts: Domain = {}): Scenario {
  const mobiles = numbered(parts.mobiles ?? 1).map((n): ScenarioNode => ({
    id: `mn${n}`,
    kind: 'mn',
    ...nowhere,
    x: nowhere.x + 8 * n,
  }));
  const gateways = numbered(parts.gateways ?? 2).map(gateway);
  const anchor: ScenarioNode = {
    id: 'lma',
    kind: 'lma',
    x: 456,
    y: 160,
    address: LMA,
    pool: [HNP1, HNP2, HNP3],
  };
  const nodes: readonly ScenarioNode[] = [
    ...mobiles,
    ...gateways,
    anchor,
    { id: 'cn1', kind: 'cn', x: 912, y: 256, address: '2001:db8:c1::10' },
    { id: 'core', kind: 'core', x: 456, y: 256 },
  ];
  const wired = [...gateways.map(({ id }) => id), 'lma', 'cn1'];
  return {
    v: 1,
    title: 'A domain of Proxy Mobile IPv6',
    seed: parts.seed ?? 1,
    profile: 'draft-05',
    ...(parts.knobs !== undefined && { knobs: parts.knobs }),
    nodes: nodes.map((node) => ({ ...node, ...parts.nodes?.[node.id] })),
    links: wired.map((id) => ({
      id: `core-${id}`,
      ends: ['core', id],
      delay: id.startsWith('mag') ? (parts.delay ?? ms(5)) : ms(5),
    })),
    flows: parts.flows ?? [],
    script: parts.script ?? [],
    end: seconds(600),
  };
}

const numbered = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => i + 1);

const gateway = (n: number): ScenarioNode => ({
  id: `mag${n}`,
  kind: 'mag',
  x: belowMag(n).x,
  y: MAG_Y,
  address: `2001:db8:${n}::1`,
  cell: { dx: 0, dy: CELL_Y, rx: HALF, ry: 96 },
});

/** CN1 sends to a mobile node, once asked. */
export const stream = (id: string, from: NodeId, every: Micros = ms(20)): FlowSpec => ({
  id,
  from,
  to: 'cn1',
  every,
  octets: 160,
  mode: 'down',
});
