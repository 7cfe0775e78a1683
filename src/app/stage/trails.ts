// The trail of a flow: each hop that carried its data, fading for a second of wall time.

import type { Line } from '#view/draw/geometry.ts';
import { along } from '#view/draw/geometry.ts';

/** How long a trail stays without traffic (`--t-trail`), and how dark it is. */
const STAYS = 1000;
const ALPHA = 0.62;
const WIDTH = 3;

export interface Trails {
  /** Data is on this hop now. */
  mark(hop: string, line: Line, wall: number): void;
  has(hop: string): boolean;
  draw(canvas: CanvasRenderingContext2D, ink: string, wall: number): void;
  clear(): void;
}

export function createTrails(): Trails {
  const seen = new Map<string, { line: Line; wall: number }>();
  return {
    mark(hop, line, wall) {
      const trail = seen.get(hop);
      if (trail) {
        trail.line = line;
        trail.wall = wall;
      } else {
        seen.set(hop, { line, wall });
      }
    },
    has: (hop) => seen.has(hop),
    draw(canvas, ink, wall) {
      for (const [hop, trail] of seen) {
        const age = wall - trail.wall;
        if (age > STAYS) seen.delete(hop);
        else drawTrail(canvas, trail.line, { ink, alpha: 1 - Math.max(0, age) / STAYS, until: 1 });
      }
    },
    clear: () => seen.clear(),
  };
}

/** A trail up to a share of its line. */
export function drawTrail(
  canvas: CanvasRenderingContext2D,
  line: Line,
  how: { ink: string; alpha: number; until: number },
): void {
  canvas.globalAlpha = ALPHA * how.alpha;
  canvas.strokeStyle = how.ink;
  canvas.lineWidth = WIDTH;
  canvas.lineJoin = 'round';
  canvas.lineCap = 'butt';
  strokeLine(canvas, line, how.until);
  canvas.globalAlpha = 1;
}

/** Strokes a polyline from its start up to a share of its length. */
export function strokeLine(canvas: CanvasRenderingContext2D, line: Line, until: number): void {
  const end = along(line, until);
  let passed = false;
  canvas.beginPath();
  for (const [i, p] of line.entries()) {
    const previous = line[i - 1];
    if (!previous) canvas.moveTo(p.x, p.y);
    else if (!passed) {
      passed = until < 1 && isBetween(previous, end, p);
      canvas.lineTo(passed ? end.x : p.x, passed ? end.y : p.y);
    }
  }
  canvas.stroke();
}

function isBetween(
  a: { x: number; y: number },
  p: { x: number; y: number },
  b: { x: number; y: number },
): boolean {
  const dot = (p.x - a.x) * (b.x - p.x) + (p.y - a.y) * (b.y - p.y);
  const cross = (p.x - a.x) * (b.y - a.y) - (p.y - a.y) * (b.x - a.x);
  return dot >= -0.01 && Math.abs(cross) < 0.5;
}
