import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCadence } from './cadence.ts';

let waiting: (() => void)[] = [];

/** Frames that take so many milliseconds each. */
function pass(...frames: readonly number[]): void {
  for (const milliseconds of frames) {
    vi.advanceTimersByTime(milliseconds);
    const draws = waiting;
    waiting = [];
    for (const draw of draws) draw();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  waiting = [];
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => waiting.push(draw));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('cheap changes come as often as they may, dear ones seldomer, and never less than each second and a half', () => {
  const cadence = createCadence(100);
  expect(cadence.gap()).toBe(100);
  cadence.changed();
  pass(17, 33, 17);
  expect(cadence.gap()).toBe(100);
  cadence.changed();
  pass(134);
  expect(cadence.gap()).toBe(800);
  cadence.changed();
  pass(900);
  expect(cadence.gap()).toBe(1500);
});

test('what a change draws after it is counted with it', () => {
  const cadence = createCadence(100);
  cadence.changed();
  pass(17, 84, 17);
  expect(cadence.gap()).toBe(400);
  pass(84, 17);
  expect(cadence.gap()).toBe(800);
});

test('each change begins a count of its own, and frames are watched no longer than a screen may stand', () => {
  const cadence = createCadence(100);
  cadence.changed();
  pass(134);
  cadence.changed();
  expect(cadence.gap()).toBe(100);
  expect(waiting).toHaveLength(1);
  pass(...Array.from({ length: 100 }, () => 16));
  expect(waiting).toHaveLength(0);
});
