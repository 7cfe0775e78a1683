// Which radio cell covers a point: cells are ellipses around masts. All arithmetic is on integers,
// so every engine of every browser gives the same answer. No draft says this; it is the
// laboratory's radio.

import type { Cell } from '#sim/role.ts';

/** A point of the stage, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The squared distance from the mast in units of the ellipse, as a fraction: at most 1 inside. */
interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const square = (n: number): bigint => BigInt(Math.round(n)) ** 2n;

function distance(cell: Cell, at: Point): Fraction {
  const rx2 = square(cell.rx);
  const ry2 = square(cell.ry);
  return {
    over: square(at.x - cell.x) * ry2 + square(at.y - cell.y) * rx2,
    under: rx2 * ry2,
  };
}

const inside = (d: Fraction): boolean => d.under > 0n && d.over <= d.under;
const nearer = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;

/** Whether one cell is heard better than another at a point: its mast is nearer. */
export const isNearer = (one: Cell, other: Cell, at: Point): boolean =>
  nearer(distance(one, at), distance(other, at));

/**
 * The cell that a radio at a point joins: of the cells of its technology that are up and cover it
 * the one whose mast is nearest, measured in units of its own ellipse; of equal ones the first.
 */
export function coveringCell(cells: readonly Cell[], at: Point, att: number): Cell | undefined {
  let best: { readonly cell: Cell; readonly distance: Fraction } | undefined;
  for (const cell of cells) {
    if (!cell.up || cell.att !== att) continue;
    const d = distance(cell, at);
    if (inside(d) && (best === undefined || nearer(d, best.distance))) best = { cell, distance: d };
  }
  return best?.cell;
}
