import { expect, test } from 'vitest';
import { segmentAt, type PaceSight } from './pace.ts';

const sight = (over: Partial<PaceSight>): PaceSight => ({
  now: 1_000_000,
  hops: [],
  nextControl: undefined,
  endAt: 20_000_000,
  ...over,
});
const adaptive = { mode: 'adaptive', hop: 350 } as const;

test('adaptive pace gives the fastest control hop at least its wall time', () => {
  const hops = [
    { from: 1_000_000, until: 1_002_000 },
    { from: 999_000, until: 1_004_000 },
  ];
  const segment = segmentAt(adaptive, sight({ hops, nextControl: 1_002_000 }));
  expect(segment.rate * 350).toBeCloseTo(2000);
  expect(segment.until).toBe(1_002_000);
});

test('adaptive pace passes an idle span in 600 ms and says how long it is', () => {
  const segment = segmentAt(adaptive, sight({ nextControl: 8_900_000 }));
  expect(segment).toEqual({ rate: 7_900_000 / 600, until: 8_900_000, skips: 7_900_000 });
});

test('adaptive pace runs a short idle span in real time', () => {
  expect(segmentAt(adaptive, sight({ nextControl: 1_008_000 }))).toEqual({
    rate: 1000,
    until: 1_008_000,
    skips: 0,
  });
});

test('no segment goes beyond the end of the run', () => {
  expect(segmentAt(adaptive, sight({ nextControl: 90_000_000 })).until).toBe(20_000_000);
});

test('proportional pace keeps one rate', () => {
  const pace = { mode: 'proportional', microsPerSecond: 1000 } as const;
  expect(segmentAt(pace, sight({ nextControl: 1_001_000 }))).toEqual({
    rate: 1,
    until: 20_000_000,
    skips: 0,
  });
});
