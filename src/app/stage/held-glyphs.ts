// Frames that are held: they stand on their link, each with a pause mark and the name that releases it.

import type { Held } from '#session/protocol.ts';
import { along } from '#view/draw/geometry.ts';
import type { StageLayout } from '#view/draw/layout.ts';
import { hopLine } from '#view/draw/layout.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import type { Inks } from './glyphs.ts';
import { glyphOf } from './message-glyph.ts';
import type { Sprites } from './sprites.ts';

export interface HeldSpot {
  readonly held: Held;
  readonly x: number;
  readonly y: number;
  /** Direction of travel, radians. */
  readonly angle: number;
}

/** Room between two that stand on one link. */
const APART = 34;

/** Where they stand: in the middle of their link, one behind the other. */
export function heldSpots(held: readonly Held[], layout: StageLayout): readonly HeldSpot[] {
  const count = new Map<string, number>();
  return held.flatMap((one): HeldSpot[] => {
    const { link, from, to, kind } = one;
    const line = hopLine(layout, { link, from, to, tunnel: -1, data: kind === 'udp' });
    if (line.length === 0) return [];
    const key = `${link} ${from}`;
    const before = count.get(key) ?? 0;
    count.set(key, before + 1);
    const { x, y, angle } = along(line, 0.5);
    const back = before * APART;
    return [{ held: one, x: x - back * Math.cos(angle), y: y - back * Math.sin(angle), angle }];
  });
}

function drawPause(canvas: CanvasRenderingContext2D, inks: Inks, x: number, y: number): void {
  canvas.fillStyle = inks.paper;
  canvas.strokeStyle = inks.ink;
  canvas.lineWidth = 1.5;
  canvas.beginPath();
  canvas.arc(x, y, 8, 0, 2 * Math.PI);
  canvas.fill();
  canvas.stroke();
  canvas.fillStyle = inks.ink;
  canvas.fillRect(x - 3.4, y - 4, 2.4, 8);
  canvas.fillRect(x + 1, y - 4, 2.4, 8);
}

export function drawHeld(
  canvas: CanvasRenderingContext2D,
  spots: readonly HeldSpot[],
  { inks, sprites }: { readonly inks: Inks; readonly sprites: Sprites },
): void {
  for (const { held, x, y, angle } of spots) {
    canvas.beginPath();
    canvas.arc(x, y, 17, 0, 2 * Math.PI);
    canvas.fillStyle = inks.paper;
    canvas.fill();
    canvas.setLineDash([3, 3]);
    canvas.strokeStyle = inks.ink;
    canvas.lineWidth = 1.5;
    canvas.stroke();
    canvas.setLineDash([]);
    const glyph = glyphOf(MESSAGE_CLASS[held.kind], false);
    sprites.draw(canvas, { glyph, flow: -1, tunnelled: false, angle }, x, y);
    drawPause(canvas, inks, x + 14, y - 13);
    canvas.font = `600 13px ${inks.font}`;
    canvas.textAlign = 'left';
    canvas.textBaseline = 'alphabetic';
    canvas.lineWidth = 5;
    canvas.strokeStyle = inks.paper;
    canvas.strokeText(held.name, x + 25, y - 8);
    canvas.fillStyle = inks.ink;
    canvas.fillText(held.name, x + 25, y - 8);
  }
}
