// Speed of distributed anchoring: 20 gateways, 100 mobile nodes and 600 moves with a flow on every prefix
// that a node has collected; what a handover costs with 1, 4 and 16 anchors, in time and on the links.

import { ms, seconds, type Micros } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import { measured, timelineOf, valuesOf, walking } from './toy.ts';

const cityOf = (stay: Micros) =>
  walking({ gateways: 20, mobiles: 100, moves: 6, stay, gap: seconds(1) });
/** Ten minutes of moves: a classroom in which each node stays 100 s with a gateway. */
const city = cityOf(seconds(100));
/** The same moves within one minute: ten handovers a second. */
const hurry = cityOf(seconds(10));

/** Virtual seconds for each second. */
function timesRealTime(scenario: Scenario): number {
  const timeline = timelineOf(scenario);
  const began = performance.now();
  timeline.runTo(scenario.end);
  return scenario.end / 1000 / (performance.now() - began);
}

const STAY: Micros = seconds(2);
const MOBILES = 5;
const row = walking({ gateways: 17, mobiles: MOBILES, moves: 16, stay: STAY });

/** One run; microseconds that one handover took when there were so many anchors before it. */
function handovers(): ReadonlyMap<number, number> {
  const timeline = timelineOf(row);
  const taken = new Map<number, number>();
  for (let move = 1; move <= 16; move += 1) {
    timeline.runTo(seconds(1) + move * STAY - 1);
    const began = performance.now();
    timeline.runTo(seconds(1) + move * STAY + ms(1500));
    taken.set(move, ((performance.now() - began) * 1000) / MOBILES);
  }
  return taken;
}

const handover = (anchors: number) => () => handovers().get(anchors) ?? NaN;

/** Octets on links for the handover with 16 anchors before it, over those with one. */
function octetsRatio(): number {
  const values = valuesOf(measured(row));
  const octets = (anchors: number) =>
    values.get(`attachmentOctets mn1 attachment ${anchors + 1} all`) ?? NaN;
  return octets(16) / octets(1);
}

function costRatio(): number {
  const taken = handovers();
  return (taken.get(16) ?? NaN) / (taken.get(1) ?? NaN);
}

export const benchmarks: readonly {
  readonly name: string;
  readonly unit: string;
  readonly isLong: true;
  readonly run: () => number;
}[] = [
  { name: 'dmm.timesRealTime', unit: 'times', isLong: true, run: () => timesRealTime(city) },
  {
    name: 'dmm.timesRealTimeHurried',
    unit: 'times, six moves of each node in a minute',
    isLong: true,
    run: () => timesRealTime(hurry),
  },
  { name: 'dmm.handoverMicroseconds1', unit: 'µs with 1 anchor', isLong: true, run: handover(1) },
  { name: 'dmm.handoverMicroseconds4', unit: 'µs with 4 anchors', isLong: true, run: handover(4) },
  {
    name: 'dmm.handoverMicroseconds16',
    unit: 'µs with 16 anchors',
    isLong: true,
    run: handover(16),
  },
  { name: 'dmm.handoverCost16to1', unit: 'times, at most 16', isLong: true, run: costRatio },
  { name: 'dmm.handoverOctets16to1', unit: 'times, at most 16', isLong: true, run: octetsRatio },
];
