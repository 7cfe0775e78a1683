import { describe, expect, test } from 'vitest';
import { bend } from './bend.ts';

describe('the bent time axis', () => {
  const axis = bend([0, 20_000, 2_000_000, 9_968_000, 9_988_000, 10_010_000, 14_000_000], 600);

  test('keeps its ends and its order', () => {
    expect(axis.x(0)).toBe(0);
    expect(axis.x(14_000_000)).toBe(600);
    const xs = [0, 10, 20_000, 3_000_000, 9_968_000, 9_990_000, 14_000_000].map((at) => axis.x(at));
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });

  test('gives a pixel back as its time', () => {
    for (const at of [0, 5_000, 1_000_000, 9_970_000, 12_345_678]) {
      expect(axis.at(axis.x(at))).toBeCloseTo(at, 3);
    }
  });

  test('says which idle spans it skips', () => {
    expect(axis.skips.map(({ span }) => span)).toContain(7_968_000);
  });

  test('takes one landmark', () => {
    expect(bend([0], 600).x(5)).toBe(0);
  });
});
