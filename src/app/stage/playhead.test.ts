import { expect, test } from 'vitest';
import type { Still } from '#session/protocol.ts';
import { createPlayhead } from './playhead.ts';

const still = (change: Partial<Still>): Still =>
  // Only what the clock reads is there.
  ({
    epoch: 1,
    status: 'playing',
    now: 1000,
    clock: { rate: 10, until: 2000, skips: 0 },
    ...change,
  }) as Still;

test('time runs on between stills at the rate given', () => {
  const playhead = createPlayhead();
  playhead.hear(still({}), 0);
  expect(playhead.at(50)).toBe(1500);
});

test('time stops where the rate ends', () => {
  const playhead = createPlayhead();
  playhead.hear(still({}), 0);
  expect(playhead.at(1000)).toBe(2000);
});

test('a still that is a little behind does not pull time back', () => {
  const playhead = createPlayhead();
  playhead.hear(still({}), 0);
  expect(playhead.at(40)).toBe(1400);
  playhead.hear(still({ now: 1300 }), 40);
  expect(playhead.at(41)).toBe(1400);
  expect(playhead.at(60)).toBe(1500);
});

test('a jump to another epoch is followed at once', () => {
  const playhead = createPlayhead();
  playhead.hear(still({}), 0);
  expect(playhead.at(40)).toBe(1400);
  playhead.hear(still({ epoch: 2, now: 100, status: 'paused' }), 40);
  expect(playhead.at(90)).toBe(100);
});
