// The stage's own measures, and how scenario pixels become pixels of the pane.

import type { Box, Point } from './geometry.ts';
import { at } from './geometry.ts';
import type { NodeMark } from './scene.ts';

export interface Size {
  readonly w: number;
  readonly h: number;
}

/** The scenario's stage. */
const STAGE: Size = { w: 1000, h: 640 };
/** Nodes stand on this grid (scenario pixels). */
const GRID = 8;

export interface BoxShape {
  readonly node: NodeMark;
  readonly box: Box;
}

export interface LocalShape {
  readonly node: NodeMark;
  readonly bus: { readonly x: number; readonly top: number; readonly bottom: number };
  readonly server: Box;
  readonly label: Point;
}

/** From scenario pixels to pixels of the pane, and back. */
export const toPane = (size: Size, p: Point): Point =>
  at((p.x * size.w) / STAGE.w, (p.y * size.h) / STAGE.h);
export const toScenario = (size: Size, p: Point): Point =>
  at((p.x * STAGE.w) / size.w, (p.y * STAGE.h) / size.h);

/** A point moved onto the grid and into the stage. */
export function snap(p: Point): Point {
  const clamp = (n: number, max: number): number =>
    Math.max(GRID * 4, Math.min(max - GRID * 4, Math.round(n / GRID) * GRID));
  return at(clamp(p.x, STAGE.w), clamp(p.y, STAGE.h));
}
