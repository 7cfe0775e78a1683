// Speed of the data plane, size of the trace, and time to go back.

import { ms } from '#base/ids.ts';
import { Timeline } from './timeline.ts';
import { pinging } from './toy.ts';

/** Datagrams of 1,000 octets over three links. */
const DATAGRAMS = 30_000;
const HOPS = 3;

const run = (count: number): Timeline => {
  const timeline = new Timeline(pinging({ every: ms(1) / 10, octets: 1000 - 48, count }), []);
  timeline.runTo(Number.MAX_SAFE_INTEGER);
  return timeline;
};

function hopsPerSecond(): number {
  const began = performance.now();
  const timeline = run(DATAGRAMS);
  const seconds = (performance.now() - began) / 1000;
  if (timeline.log.frames !== DATAGRAMS * HOPS) throw new Error('every hop is a frame');
  return timeline.log.frames / seconds;
}

function octetsPerEvent(): number {
  const timeline = run(DATAGRAMS);
  return timeline.log.memory().trace / timeline.log.length;
}

/** A run of 50,000 engine events, to go to and fro in. */
const EVENTS = 50_000;
const JUMPS = 200;

function seekMilliseconds(next: (timeline: Timeline, jump: number) => void): number {
  const timeline = run(EVENTS);
  timeline.seekStep(EVENTS);
  const taken: number[] = [];
  for (let jump = 0; jump < JUMPS; jump += 1) {
    const began = performance.now();
    next(timeline, jump);
    taken.push(performance.now() - began);
  }
  taken.sort((a, b) => a - b);
  return taken[Math.floor(JUMPS * 0.95)] ?? 0;
}

export const benchmarks: readonly {
  readonly name: string;
  readonly unit: string;
  readonly run: () => number;
}[] = [
  { name: 'dataplane.hopsPerSecond', unit: 'hops/s', run: hopsPerSecond },
  { name: 'trace.octetsPerEvent', unit: 'octets', run: octetsPerEvent },
  {
    name: 'seek.p95Milliseconds',
    unit: 'ms',
    run: () =>
      seekMilliseconds((timeline, jump) => {
        timeline.seekStep((jump * 7919) % EVENTS);
      }),
  },
  {
    name: 'stepBack.p95Milliseconds',
    unit: 'ms',
    run: () =>
      seekMilliseconds((timeline) => {
        timeline.seekStep(timeline.step - 1);
      }),
  },
];
