// Points, boxes and polylines of the stage.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Line = readonly Point[];

export const at = (x: number, y: number): Point => ({ x, y });
export const centre = (box: Box): Point => at(box.x + box.w / 2, box.y + box.h / 2);

/** True when two boxes come closer than `gap`. */
export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return (
    a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap
  );
}

function inside(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.w <= frame.x + frame.w &&
    box.y + box.h <= frame.y + frame.h
  );
}

/** The first candidate that fits the frame and keeps clear of all obstacles. */
export function place(
  candidates: readonly Box[],
  obstacles: readonly Box[],
  frame: Box,
): Box | undefined {
  return candidates.find(
    (box) => inside(box, frame) && !obstacles.some((obstacle) => overlaps(box, obstacle, 2)),
  );
}

/** Length of a polyline. */
export function length(line: Line): number {
  let sum = 0;
  for (let i = 1; i < line.length; i += 1) sum += between(line[i - 1], line[i]);
  return sum;
}

function between(a: Point | undefined, b: Point | undefined): number {
  if (!a || !b) return 0;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return Math.sqrt(dx * dx + dy * dy);
}

/** The point at a share (0 to 1) of a polyline's length, and the direction of travel there. */
export function along(line: Line, share: number): Point & { readonly angle: number } {
  let rest = Math.max(0, Math.min(1, share)) * length(line);
  for (let i = 1; i < line.length; i += 1) {
    const a = line[i - 1] as Point;
    const b = line[i] as Point;
    const piece = between(a, b);
    if (rest <= piece || i === line.length - 1) {
      const t = piece === 0 ? 0 : Math.min(1, rest / piece);
      const angle = Math.atan2(b.y - a.y, b.x - a.x);
      return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t, angle };
    }
    rest -= piece;
  }
  const only = line[0] ?? at(0, 0);
  return { ...only, angle: 0 };
}

/** The line without so much at both ends, and of a short piece without a third. */
export function inset(line: Line, by: number): Line {
  const shorter = (from: Point | undefined, to: Point | undefined): Point[] => {
    if (!from || !to) return [];
    const whole = between(from, to);
    const share = whole === 0 ? 0 : Math.min(by / whole, 1 / 3);
    return [at(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)];
  };
  return [...shorter(line[0], line[1]), ...line.slice(1, -1), ...shorter(line.at(-1), line.at(-2))];
}

/** SVG path data of a polyline, coordinates to a tenth of a pixel. */
export function pathOf(line: Line): string {
  return line.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

const round = (n: number): number => Math.round(n * 10) / 10;
