import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from '#sim/role.ts';
import { coveringCell } from './coverage.ts';

const cell = (
  link: string,
  x: number,
  y: number,
  rx: number,
  ry: number,
  up = true,
  att = 4,
): Cell => ({
  link,
  accessPoint: link.replace('radio-', ''),
  x,
  y,
  rx,
  ry,
  up,
  att,
});

describe('coverage', () => {
  const left = cell('radio-dgw1', 200, 300, 150, 100);
  const right = cell('radio-dgw2', 400, 300, 150, 100);

  test('a point on the rim is inside', () => {
    expect(coveringCell([left], { x: 350, y: 300 }, 4)).toBe(left);
    expect(coveringCell([left], { x: 351, y: 300 }, 4)).toBeUndefined();
    expect(coveringCell([left], { x: 200, y: 400 }, 4)).toBe(left);
    expect(coveringCell([left], { x: 200, y: 401 }, 4)).toBeUndefined();
  });

  test('a corner of the bounding box is outside', () => {
    expect(coveringCell([left], { x: 340, y: 390 }, 4)).toBeUndefined();
  });

  test('the nearest mast wins where cells overlap', () => {
    expect(coveringCell([left, right], { x: 290, y: 300 }, 4)).toBe(left);
    expect(coveringCell([left, right], { x: 310, y: 300 }, 4)).toBe(right);
  });

  test('nearness is measured in units of each ellipse', () => {
    const wide = cell('radio-dgw3', 100, 300, 400, 400);
    expect(coveringCell([left, wide], { x: 290, y: 300 }, 4)).toBe(wide);
  });

  test('of equally near masts the first of the list wins', () => {
    expect(coveringCell([left, right], { x: 300, y: 300 }, 4)).toBe(left);
    expect(coveringCell([right, left], { x: 300, y: 300 }, 4)).toBe(right);
  });

  test('a cell that is down covers nothing', () => {
    expect(coveringCell([{ ...left, up: false }], { x: 200, y: 300 }, 4)).toBeUndefined();
  });

  test('a cell of another technology covers nothing', () => {
    const other = cell('radio-mag3', 200, 300, 150, 100, true, 5);
    expect(coveringCell([other, left], { x: 200, y: 300 }, 4)).toBe(left);
    expect(coveringCell([other, left], { x: 200, y: 300 }, 5)).toBe(other);
    expect(coveringCell([left], { x: 200, y: 300 }, 5)).toBeUndefined();
  });

  test('a cell without extent covers nothing', () => {
    expect(coveringCell([cell('radio-dgw1', 10, 10, 0, 0)], { x: 10, y: 10 }, 4)).toBeUndefined();
  });

  test('the winner does not depend on the order of cells but for equals', () => {
    const coordinate = fc.integer({ min: 0, max: 1000 });
    const size = fc.integer({ min: 1, max: 1000 });
    const cells = fc
      .array(fc.tuple(coordinate, coordinate, size, size), { maxLength: 6 })
      .map((rows) => rows.map((row, i) => cell(`radio-dgw${i}`, ...row)));
    const metric = (c: Cell, x: number, y: number): number =>
      ((x - c.x) / c.rx) ** 2 + ((y - c.y) / c.ry) ** 2;
    fc.assert(
      fc.property(cells, coordinate, coordinate, (all, x, y) => {
        const won = coveringCell(all, { x, y }, 4);
        const least = Math.min(2, ...all.map((c) => metric(c, x, y)));
        const reached = won === undefined ? Math.max(1, least) : metric(won, x, y);
        expect(reached).toBeCloseTo(least, 9);
      }),
    );
  });
});
