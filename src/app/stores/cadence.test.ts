import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCadence } from './cadence.ts';

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
  const cadence = createCadence(100);
  expect(cadence.gap()).toBe(100);
  frameOf(10);
  cadence.changed();
  vi.advanceTimersByTime(1);
  expect(cadence.gap()).toBe(100);
  frameOf(117);
  cadence.changed();
  vi.advanceTimersByTime(1);
  expect(cadence.gap()).toBeGreaterThanOrEqual(800);
  frameOf(900);
  cadence.changed();
  vi.advanceTimersByTime(1);
  expect(cadence.gap()).toBe(1500);
});
