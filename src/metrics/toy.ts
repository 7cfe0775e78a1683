// For tests and benchmarks: gateways in a row, mobile nodes that walk along it from one to the next, and
// a flow on each prefix that they collect. It may be larger than what the format lets a file have.

import { ms, seconds, type Micros, type NodeId } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { castOf } from '#scenario/cast.ts';
import { CORE_DELAY, completed } from '#scenario/defaults.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import { Timeline } from '#sim/timeline.ts';
import type { Figure } from './figure.ts';
import { measure } from './measure.ts';

/** How large the row is, and what is done on it. */
export interface Walk {
  readonly gateways: number;
  readonly mobiles: number;
  /** Of each mobile node. */
  readonly moves: number;
  /** From one move of a node to its next. */
  readonly stay: Micros;
  /** Gap between datagrams of the flow on each prefix; absent: no flows. */
  readonly gap?: Micros;
}

const [GATEWAY_Y, CELL_BELOW, WIDTH] = [304, 192, 48];
const placeOf = (gateway: number): number => WIDTH / 2 + WIDTH * gateway;
/** An address is in use a second after its RA. */
const READY: Micros = ms(1100);
const MOST_EVENTS = 20_000_000;
/** Of a pool, as the format has it; no more nodes come to one gateway. */
const MOST_PREFIXES = 64;

const gatewayAt = (i: number, mobiles: number): ScenarioNode => ({
  id: `dgw${i + 1}`,
  kind: 'dgw',
  x: placeOf(i),
  y: GATEWAY_Y,
  address: `2001:db8:d${i + 1}::1`,
  pool: Array.from(
    { length: Math.min(mobiles, MOST_PREFIXES) },
    (_, n) => `2001:db8:a${i + 1}:${(n + 1).toString(16)}::/64`,
  ),
  cell: { dx: 0, dy: CELL_BELOW, rx: WIDTH / 2, ry: 96 },
});

/** The gateway that a node is at after so many moves: nodes begin at different ones. */
const gatewayOf = (walk: Walk, mobile: number, move: number): number =>
  (mobile + move) % walk.gateways;

/** A node makes its n-th move then; nodes do not move together. */
const moveAt = (walk: Walk, mobile: number, move: number): Micros =>
  seconds(1) + move * walk.stay + Math.floor((mobile * walk.stay) / (4 * walk.mobiles));

/** The scenario of a walk. */
export function walking(walk: Walk): Scenario {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const gateways = numbers(walk.gateways).map((i) => gatewayAt(i, walk.mobiles));
  const mobiles = numbers(walk.mobiles).map((i): ScenarioNode => ({
    id: `mn${i + 1}`,
    kind: 'mn',
    x: placeOf(gatewayOf(walk, i, 0)),
    y: GATEWAY_Y + CELL_BELOW,
  }));
  const stays = numbers(walk.mobiles).flatMap((mobile) =>
    numbers(walk.moves + 1).map((move) => ({ mobile, move })),
  );
  const links = ['cn1', ...gateways.map(({ id }) => id)];
  return completed({
    v: 1,
    title: 'A walk along a row of gateways',
    seed: 1,
    profile: 'draft-05',
    nodes: [
      ...mobiles,
      ...gateways,
      { id: 'hss', kind: 'hss', x: 472, y: 64 },
      { id: 'cn1', kind: 'cn', x: 912, y: 112, address: '2001:db8:c1::10' },
      { id: 'core', kind: 'core', x: 512, y: 112 },
    ],
    links: links.map((id) => ({ id: `core-${id}`, ends: ['core', id], delay: CORE_DELAY })),
    flows: walk.gap === undefined ? [] : stays.map((stay) => flowOf(walk, stay)),
    script: stays.flatMap((stay) => commandsOf(walk, stay)).toSorted((a, b) => a.at - b.at),
    end: seconds(2) + (walk.moves + 2) * walk.stay,
  });
}

interface Stay {
  readonly mobile: number;
  readonly move: number;
}

const nodeOf = ({ mobile }: Stay): NodeId => `mn${mobile + 1}`;

function flowOf(walk: Walk, stay: Stay): FlowSpec {
  return {
    id: `F${stay.mobile + 1}-${stay.move + 1}`,
    from: nodeOf(stay),
    to: 'cn1',
    every: walk.gap ?? seconds(1),
    octets: 160,
    mode: 'up',
    bind: `dgw${gatewayOf(walk, stay.mobile, stay.move) + 1}`,
  };
}

function commandsOf(walk: Walk, stay: Stay): readonly Stamped[] {
  const { mobile, move } = stay;
  const at = moveAt(walk, mobile, move);
  const x = placeOf(gatewayOf(walk, mobile, move));
  const place: Stamped = { do: 'place', node: nodeOf(stay), x, y: GATEWAY_Y + CELL_BELOW, at };
  const flow = flowOf(walk, stay).id;
  const opened: Stamped = { do: 'flow', flow, change: 'start', at: at + READY };
  return [...(move === 0 ? [] : [place]), ...(walk.gap === undefined ? [] : [opened])];
}

/** A scenario, ready to run. */
export function timelineOf(scenario: Scenario): Timeline {
  const { spec, script } = build(scenario);
  return new Timeline(spec, script, { mostEvents: MOST_EVENTS });
}

/** A scenario from beginning to end, measured. */
export function measured(scenario: Scenario): readonly Figure[] {
  const timeline = timelineOf(scenario);
  timeline.runTo(scenario.end);
  return measure({ scenario, cast: castOf(scenario), trace: timeline.log });
}

/** The values of figures by name and scope: `pathStretch F2 up`. */
export const valuesOf = (figures: readonly Figure[]): ReadonlyMap<string, number> =>
  new Map(figures.map(({ name, scope, value }) => [`${name} ${scope}`, value]));
