// Words on the paper of the ASCII ladder: above an arrow, beside a lifeline, in the left margin.

import type { Micros, NodeId } from '#base/ids.ts';
import type { Cast } from '#view/cast.ts';
import type { LadderRow, Lifeline } from '#view/ladder.ts';
import { asciiOf, Line, wrap, type Columns } from './canvas.ts';

/** What a row is drawn on. */
export interface Paper {
  readonly columns: Columns;
  readonly lifelines: readonly Lifeline[];
  readonly cast: Cast;
}

/** Seconds with three decimals. */
export const secondsOf = (micros: Micros): string => (Math.round(micros / 1000) / 1000).toFixed(3);

/** Number and time of a row, at its first line. */
export function stamp(line: Line, row: LadderRow): void {
  const number = 'number' in row && row.number > 0 ? String(row.number) : '';
  line.put(0, `${number.padStart(3)} ${secondsOf(row.at).padStart(8)}`);
}

/** The place of a node's lifeline. */
export const columnOf = (paper: Paper, node: NodeId): number | undefined =>
  paper.columns.at[paper.lifelines.findIndex((line) => line.node === node)];

/** Words above a line: within its span, else further to the right, else in several lines. */
export function labelLines(text: string, span: readonly [number, number], paper: Paper): Line[] {
  const { columns } = paper;
  const [low, high] = span;
  const inside = high - low - 3;
  const right = columns.width - low - 2;
  const whole = columns.width - columns.gutter;
  const most = text.length <= inside ? inside : Math.max(right, Math.min(whole, 30));
  const x = Math.min(low + 2, columns.width - most);
  return wrap(text, most).map((part) => {
    const line = new Line(columns);
    const centred = part.length <= inside ? Math.floor((inside - part.length) / 2) : 0;
    line.put(x + centred, part);
    return line;
  });
}

/** Words right of a lifeline, or left of it where there is more room. */
export function besideLines(text: string, x: number, paper: Paper): Line[] {
  const { columns } = paper;
  const right = columns.width - x - 2;
  const left = x - 1 - columns.gutter;
  const isRight = right >= Math.min(text.length, left);
  const most = Math.max(8, isRight ? right : left);
  return wrap(text, most).map((part) => {
    const line = new Line(columns);
    line.put(isRight ? Math.min(x + 2, columns.width - part.length) : x - 1 - part.length, part);
    return line;
  });
}

/** A row that is only words, at a lifeline or at the left. */
export function textLines(
  row: LadderRow,
  text: string,
  x: number | undefined,
  paper: Paper,
): readonly Line[] {
  const lines = besideLines(asciiOf(text), x ?? paper.columns.gutter, paper);
  if (lines[0] !== undefined) stamp(lines[0], row);
  return lines;
}
