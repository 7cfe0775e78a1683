// Packets as shapes on a canvas. Each class has a shape of its own; colour repeats nothing but ink.

/** What a glyph is drawn with, read from the tokens of the theme. */
export interface Inks {
  readonly ink: string;
  readonly paper: string;
  readonly data: string;
  readonly onData: string;
  readonly edge: string;
  readonly font: string;
}

export type Glyph =
  | 'pbu'
  | 'pba'
  | 'rs'
  | 'ra'
  | 'ra0'
  | 'ns'
  | 'na'
  | 'bri'
  | 'upn'
  | 'heartbeat'
  | 'data'
  | 'icmp'
  | 'echo'
  | 'other';

const PATHS = {
  triangle: new Path2D('M-10 -12L12 0L-10 12z'),
  triangleWide: new Path2D('M-11 -12.5L13 0L-11 12.5z'),
  triangleIn: new Path2D('M-9 -9.5L8.5 0L-9 9.5z'),
  diamond: new Path2D('M0-10L10 0L0 10L-10 0z'),
  diamondWide: new Path2D('M0-11L11 0L0 11L-11 0z'),
  slashBed: new Path2D('M-11 11L11 -11'),
  slash: new Path2D('M-12 12L12 -12'),
  square: new Path2D('M-9 -9h18v18h-18z'),
  diagonal: new Path2D('M-9 9L9 -9'),
  pentagon: new Path2D('M0 -11L10.5 -3.4L6.5 9H-6.5L-10.5 -3.4z'),
  beat: new Path2D('M-7 0h3.4l2.2 -5.5l3.4 9.5l2.2 -4h2.8'),
  disc: new Path2D('M10 0a10 10 0 1 0 -20 0a10 10 0 1 0 20 0z'),
  bar: new Path2D('M-7 7L7 -7'),
  cross: new Path2D('M-7 -7L7 7M7 -7L-7 7'),
  capsule: new Path2D('M-13 -12h26a12 12 0 0 1 0 24h-26a12 12 0 0 1 0 -24z'),
  capsuleHead: new Path2D('M-13 -12a12 12 0 0 0 0 24h6V-12z'),
} as const;

type Canvas = CanvasRenderingContext2D;

function solid(canvas: Canvas, path: Path2D, ink: string): void {
  canvas.fillStyle = ink;
  canvas.fill(path);
  canvas.strokeStyle = ink;
  canvas.lineWidth = 2;
  canvas.stroke(path);
}

function hollow(canvas: Canvas, path: Path2D, inks: Inks): void {
  canvas.fillStyle = inks.paper;
  canvas.fill(path);
  canvas.strokeStyle = inks.ink;
  canvas.lineWidth = 2;
  canvas.stroke(path);
}

function letter(canvas: Canvas, text: string, at: { ink: string; font: string; x?: number }): void {
  canvas.fillStyle = at.ink;
  canvas.font = `700 13px ${at.font}`;
  canvas.textAlign = 'center';
  canvas.textBaseline = 'alphabetic';
  canvas.fillText(text, at.x ?? 0, 4.7);
}

function line(canvas: Canvas, path: Path2D, ink: string, width: number): void {
  canvas.strokeStyle = ink;
  canvas.lineWidth = width;
  canvas.stroke(path);
}

/** Draws the shape at the origin, as if it travelled to the right. Letters are drawn apart. */
function drawShape(canvas: Canvas, glyph: Glyph, inks: Inks): void {
  canvas.lineJoin = 'round';
  canvas.lineCap = 'butt';
  switch (glyph) {
    case 'pbu':
      return solid(canvas, PATHS.triangle, inks.ink);
    case 'pba':
      solid(canvas, PATHS.triangleWide, inks.ink);
      canvas.fillStyle = inks.paper;
      return canvas.fill(PATHS.triangleIn);
    case 'rs':
      return hollow(canvas, PATHS.diamond, inks);
    case 'ra':
      return solid(canvas, PATHS.diamond, inks.ink);
    case 'ra0':
      solid(canvas, PATHS.diamond, inks.ink);
      line(canvas, PATHS.slashBed, inks.paper, 4);
      return line(canvas, PATHS.slash, inks.ink, 2);
    case 'ns':
    case 'na':
      return hollow(canvas, PATHS.diamondWide, inks);
    case 'bri':
      hollow(canvas, PATHS.square, inks);
      return line(canvas, PATHS.diagonal, inks.ink, 2);
    case 'upn':
      return solid(canvas, PATHS.pentagon, inks.ink);
    case 'heartbeat':
      hollow(canvas, PATHS.disc, inks);
      return line(canvas, PATHS.beat, inks.ink, 2);
    case 'icmp':
      hollow(canvas, PATHS.disc, inks);
      return line(canvas, PATHS.bar, inks.ink, 3);
    case 'echo':
    case 'other':
      return hollow(canvas, PATHS.disc, inks);
    case 'data':
      canvas.fillStyle = inks.data;
      return canvas.fill(PATHS.disc);
  }
}

/** The upright letter or digit inside a shape; `''` for shapes that have none. */
function letterOf(glyph: Glyph, flow: number): string {
  switch (glyph) {
    case 'pbu':
      return 'U';
    case 'pba':
      return 'A';
    case 'ns':
      return '?';
    case 'na':
      return '!';
    case 'data':
      return flow < 0 ? '' : String((flow % 9) + 1);
    default:
      return '';
  }
}

/** True for shapes that point the way they travel. */
export const points = (glyph: Glyph): boolean => glyph === 'pbu' || glyph === 'pba';

/** A glyph at the origin; `angle` turns the shapes that point. */
export function drawGlyph(
  canvas: Canvas,
  what: { glyph: Glyph; flow: number; angle: number },
  inks: Inks,
): void {
  const { glyph, flow, angle } = what;
  if (points(glyph)) {
    canvas.save();
    canvas.rotate(angle);
    drawShape(canvas, glyph, inks);
    canvas.restore();
  } else {
    drawShape(canvas, glyph, inks);
  }
  const text = letterOf(glyph, flow);
  if (text === '') return;
  const dark = glyph === 'pbu' ? inks.paper : glyph === 'data' ? inks.onData : inks.ink;
  canvas.save();
  if (points(glyph)) canvas.translate(-4 * Math.cos(angle), -4 * Math.sin(angle));
  letter(canvas, text, { ink: dark, font: inks.font });
  canvas.restore();
}

/** The outer header round a glyph, at the origin, travelling along `angle`; `inner` draws what it holds. */
export function drawCapsule(canvas: Canvas, angle: number, inks: Inks, inner: () => void): void {
  const back = Math.cos(angle) < -0.01;
  canvas.save();
  canvas.scale(0.92, 0.92);
  canvas.save();
  canvas.rotate(back ? angle + Math.PI : angle);
  if (back) canvas.scale(-1, 1);
  hollow(canvas, PATHS.capsule, inks);
  canvas.fillStyle = inks.ink;
  canvas.fill(PATHS.capsuleHead);
  canvas.restore();
  const side = back ? -1 : 1;
  const along = back ? angle + Math.PI : angle;
  canvas.translate(side * 9 * Math.cos(along), side * 9 * Math.sin(along));
  canvas.scale(0.9, 0.9);
  inner();
  canvas.restore();
}

export function drawCross(canvas: Canvas, inks: Inks): void {
  canvas.lineCap = 'round';
  line(canvas, PATHS.cross, inks.paper, 7);
  line(canvas, PATHS.cross, inks.ink, 3.5);
}

/** The inks of the present theme. */
export function readInks(element: Element): Inks {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    paper: token('--paper'),
    data: token('--data'),
    onData: token('--on-data'),
    edge: token('--edge'),
    font: token('--font-ui'),
  };
}
