// Arrows of the ASCII ladder: messages, signals, attachments, with what they did beside them.

import type { LadderRow } from '#view/ladder.ts';
import { besideLines, columnOf, labelLines, stamp, textLines, type Paper } from './ascii-words.ts';
import { asciiOf, Line } from './canvas.ts';

type Of<K extends LadderRow['row']> = Extract<LadderRow, { row: K }>;
export type Arrow = Of<'message'> | Of<'signal'> | Of<'attach' | 'detach'>;

/** An arrow with its words: one line or more above it, and what does not fit beside it below. */
export function arrowLines(row: Arrow, paper: Paper, stroke: string): readonly Line[] {
  const from = columnOf(paper, row.from);
  const to = columnOf(paper, row.to);
  if (from === undefined || to === undefined || from === to) {
    return textLines(row, `${paper.cast.nameOf(row.from)}: ${row.label}`, from ?? to, paper);
  }
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const lines = labelLines(asciiOf(`${row.label}${endWords(row)}`), [low, high], paper);
  const line = new Line(paper.columns);
  line.fill(low + 1, high - 1, isTunnelled(row) ? '=' : stroke);
  if (row.row === 'message' || row.row === 'signal') drawEnd(line, row, from, to, paper);
  else {
    line.put(low + 1, '<');
    line.put(high - 1, '>');
  }
  stamp(lines[0] ?? line, row);
  return [...lines, line, ...effectLines(line, row, [low, high], paper)];
}

const isTunnelled = (row: Arrow): boolean =>
  row.row === 'message' && row.legs.length > 0 && row.legs.every((leg) => leg.tunnelled);

/** How it ended when not well, and what a person did to it. */
function endWords(row: Arrow): string {
  if (row.row !== 'message') return '';
  if (row.end === 'lost') return ` (lost: ${row.why ?? 'unknown'})`;
  const { fault, end } = row;
  if (fault !== undefined) return ` (${fault})`;
  return end === 'flying' ? ' (on its way)' : '';
}

/** The head of an arrow, or the place where it ends before. */
function drawEnd(
  line: Line,
  row: Of<'message'> | Of<'signal'>,
  from: number,
  to: number,
  paper: Paper,
): void {
  const isRight = to > from;
  if (row.row === 'signal' || row.end === 'delivered') {
    line.put(isRight ? to - 1 : to + 1, isRight ? '>' : '<');
    return;
  }
  const place = row.lostAt === undefined ? undefined : columnOf(paper, row.lostAt);
  const isOnWay = place !== undefined && place !== from && place > from === isRight;
  const until = isOnWay ? place : Math.floor((from + to) / 2);
  const beyond = isRight ? [until, to - 1] : [to + 1, until];
  line.fill(beyond[0] ?? 0, beyond[1] ?? 0, ' ');
  for (const x of paper.columns.at) if (line.isFree(x, x)) line.put(x, '|');
  line.put(until + (isRight ? -1 : 1), row.end === 'lost' ? 'x' : isRight ? '>' : '<');
}

/** Tags: beside the arrow where there is room, else below it. */
function effectLines(
  arrow: Line,
  row: Arrow,
  [low, high]: readonly [number, number],
  paper: Paper,
): readonly Line[] {
  const { columns } = paper;
  const below: Line[] = [];
  for (const effect of row.effects) {
    const x = columnOf(paper, effect.node);
    const text = asciiOf(effect.text);
    if (
      x === high &&
      high + 2 + text.length <= columns.width &&
      arrow.isFree(high + 2, high + 1 + text.length)
    ) {
      arrow.put(high + 2, text);
    } else if (
      x === low &&
      low - 1 - text.length > columns.gutter &&
      arrow.isFree(low - 1 - text.length, low - 2)
    ) {
      arrow.put(low - 1 - text.length, text);
    } else if (x === undefined) {
      below.push(
        ...besideLines(`${paper.cast.nameOf(effect.node)}: ${text}`, columns.gutter, paper),
      );
    } else below.push(...besideLines(text, x, paper));
  }
  return below;
}
