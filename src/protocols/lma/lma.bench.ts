// Speed of an anchor: 10,000 mobile nodes behind 20 gateways, each registered, refreshed and
// handed over; the time of one step of the machine; what a binding weighs; and whether more
// bindings make a message dearer.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { stepMachine } from '#sim/machine.ts';
import { binding } from './binding.machine.ts';
import { Load } from './load.ts';

const SMALL = 100;
const MIDDLE = 1000;
const LARGE = 10_000;
/** PBUs that are timed at once; each has its PBA. */
const UPDATES = 4000;
/** Loads that are compared take turns, so that what else the machine does meets both. */
const TURNS = 10;

const loads = new Map<number, Load>();

/** A load of so many nodes, all registered; kept from one run to the next. */
function loadOf(nodes: number): Load {
  const known = loads.get(nodes);
  if (known !== undefined) return known;
  const made = new Load(nodes);
  loads.set(nodes, made);
  return made;
}

/** Microseconds for a PBU and its PBA, from gateway to gateway. */
function microsecondsPerUpdate(nodes: number, updates = UPDATES): number {
  const load = loadOf(nodes);
  const began = performance.now();
  load.run(updates);
  const taken = performance.now() - began;
  load.check();
  return (taken * 1000) / updates;
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

/** The cost of a message with many bindings over that with few. */
function costRatio(): number {
  const large: number[] = [];
  const small: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    large.push(microsecondsPerUpdate(LARGE, UPDATES / TURNS));
    small.push(microsecondsPerUpdate(SMALL, UPDATES / TURNS));
  }
  return median(large) / median(small);
}

/** A PBU and a PBA are two messages. */
const messagesPerSecond = (nodes: number): number => 2_000_000 / microsecondsPerUpdate(nodes);

/** All of it: 10,000 nodes registered, refreshed and handed over, each once. */
function wholeRun(): number {
  const began = performance.now();
  const load = new Load(LARGE);
  load.run(2 * LARGE);
  const seconds = (performance.now() - began) / 1000;
  load.check();
  return (3 * 2 * LARGE) / seconds;
}

function microsecondsPerTransition(): number {
  const row = { value: 'active', context: {} } as const;
  const began = performance.now();
  for (let n = 0; n < 20_000; n += 1) stepMachine(binding, row, { type: 'HANDOFF' });
  return ((performance.now() - began) * 1000) / 20_000;
}

/** What is in use after a collection. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  // The collector, as Node names it.
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Rows, indexes, routes and timers of a binding; the trace is not in the heap. */
function octetsPerBinding(): number {
  const weigh = (nodes: number): number => {
    const before = heap();
    const load = new Load(nodes);
    const weight = heap() - before;
    load.run(UPDATES);
    load.check();
    return weight;
  };
  return (weigh(LARGE) - weigh(SMALL)) / (LARGE - SMALL);
}

export const benchmarks: readonly {
  readonly name: string;
  readonly unit: string;
  readonly isLong?: boolean;
  readonly run: () => number;
}[] = [
  { name: 'lma.messagesPerSecond', unit: 'messages/s', isLong: true, run: wholeRun },
  { name: 'lma.messagesPerSecond100', unit: 'messages/s', run: () => messagesPerSecond(SMALL) },
  { name: 'lma.messagesPerSecond1000', unit: 'messages/s', run: () => messagesPerSecond(MIDDLE) },
  { name: 'lma.messagesPerSecond10000', unit: 'messages/s', run: () => messagesPerSecond(LARGE) },
  { name: 'lma.costRatio10000to100', unit: '', run: costRatio },
  { name: 'lma.microsecondsPerTransition', unit: 'µs', run: microsecondsPerTransition },
  { name: 'lma.octetsPerBinding', unit: 'octets', isLong: true, run: octetsPerBinding },
];
