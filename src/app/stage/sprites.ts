// Glyphs drawn once and copied: a picture per shape, digit and direction, at the scale of the screen.

import type { Glyph, Inks } from './glyphs.ts';
import { drawCapsule, drawGlyph, points } from './glyphs.ts';

export interface Wanted {
  readonly glyph: Glyph;
  readonly flow: number;
  readonly tunnelled: boolean;
  /** Direction of travel, radians. */
  readonly angle: number;
}

export interface Sprites {
  /** Copies a glyph to a point of the canvas, whose transform is that of the drawing. */
  draw(canvas: CanvasRenderingContext2D, wanted: Wanted, x: number, y: number): void;
}

/** Side of a picture, and directions that are told apart. */
const SIDE = 60;
const STEPS = 72;
/** A glyph alone is a little smaller than on the component sheet; so is what a capsule holds. */
const SIZE = 0.86;

/** A picture without its empty margin, and where its corner lies from the glyph's centre. */
interface Picture {
  readonly canvas: HTMLCanvasElement;
  /** In pixels of the drawing. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The part of a picture that holds ink: hundreds are copied per frame, so empty pixels cost. */
function trimmed(canvas: CanvasRenderingContext2D, scale: number): Picture {
  const { width, height } = canvas.canvas;
  const { data } = canvas.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[4 * (y * width + x) + 3] === 0) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
    }
  }
  const w = Math.max(1, right - left);
  const h = Math.max(1, bottom - top);
  const part = document.createElement('canvas');
  part.width = w;
  part.height = h;
  const own = part.getContext('2d') as CanvasRenderingContext2D;
  own.drawImage(canvas.canvas, left, top, w, h, 0, 0, w, h);
  const side = SIDE / 2;
  return {
    canvas: part,
    x: left / scale - side,
    y: top / scale - side,
    w: w / scale,
    h: h / scale,
  };
}

/** Pictures for one theme and scale (device pixels per pixel of the drawing). */
export function createSprites(inks: Inks, scale: number): Sprites {
  const pictures = new Map<number, Picture>();
  const names: Glyph[] = [];

  const indexOf = (glyph: Glyph): number => {
    const known = names.indexOf(glyph);
    return known < 0 ? names.push(glyph) - 1 : known;
  };

  function make({ glyph, flow, tunnelled }: Wanted, angle: number): Picture {
    const picture = document.createElement('canvas');
    picture.width = Math.ceil(SIDE * scale);
    picture.height = picture.width;
    const canvas = picture.getContext('2d') as CanvasRenderingContext2D;
    canvas.scale(picture.width / SIDE, picture.width / SIDE);
    canvas.translate(SIDE / 2, SIDE / 2);
    const inner = (): void => drawGlyph(canvas, { glyph, flow, angle }, inks);
    if (tunnelled) drawCapsule(canvas, angle, inks, inner);
    else {
      canvas.scale(SIZE, SIZE);
      inner();
    }
    return trimmed(canvas, picture.width / SIDE);
  }

  return {
    draw(canvas, wanted, x, y) {
      const turns = wanted.tunnelled || points(wanted.glyph);
      const step = turns ? Math.round((wanted.angle / (2 * Math.PI)) * STEPS) : 0;
      const flow = wanted.flow < 0 ? 0 : (wanted.flow % 9) + 1;
      const shape = indexOf(wanted.glyph) * 2 + (wanted.tunnelled ? 1 : 0);
      const key = (shape * 10 + flow) * 2 * STEPS + step + STEPS;
      let picture = pictures.get(key);
      if (!picture) {
        picture = make(wanted, (step / STEPS) * 2 * Math.PI);
        pictures.set(key, picture);
      }
      const { canvas: image, w, h } = picture;
      canvas.drawImage(image, x + picture.x, y + picture.y, w, h);
    },
  };
}
