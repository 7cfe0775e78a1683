import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPace } from './pace.ts';

/** A frame that takes so many milliseconds. */
function frameOf(milliseconds: number): void {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    vi.advanceTimersByTime(milliseconds);
    draw();
  });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('cheap changes come as often as they may, dear ones seldomer, and never less than each second and a half', () => {
  const pace = createPace(100);
  expect(pace.gap()).toBe(100);
  frameOf(10);
  pace.changed();
  vi.advanceTimersByTime(1);
  expect(pace.gap()).toBe(100);
  frameOf(117);
  pace.changed();
  vi.advanceTimersByTime(1);
  expect(pace.gap()).toBeGreaterThanOrEqual(800);
  frameOf(900);
  pace.changed();
  vi.advanceTimersByTime(1);
  expect(pace.gap()).toBe(1500);
});
