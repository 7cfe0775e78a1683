// The drawing on a small pane: laid out for a larger one and drawn smaller, so that all of it is in sight.

import type { Size } from '#view/draw/layout-frame.ts';

/** Below this size, in pixels, shapes begin to stand on each other. */
const LEAST: Size = { w: 500, h: 540 };
/** The smallest scale, of a phone that lies on its side: to read letters there one zooms in. */
const SMALLEST = 0.5;

/** Where the drawing is laid out, and how it is scaled to fill the pane. */
export interface Fit {
  readonly size: Size;
  readonly scale: number;
}

export function fitOf({ w, h }: Size): Fit {
  const scale = Math.max(SMALLEST, Math.min(1, w / LEAST.w, h / LEAST.h));
  return { size: { w: w / scale, h: h / scale }, scale };
}
