// The ladder as text, in the manner of the draft's figures: heads in boxes, `|` lifelines, `<....>` for
// layer 2, `<====>` for tunnels, traffic in parentheses. At most 69 columns as a rule; pure ASCII.

import type { NodeId } from '#base/ids.ts';
import type { Cast } from '#view/cast.ts';
import type { LadderRow, Lifeline } from '#view/ladder.ts';
import { arrowLines } from './ascii-arrows.ts';
import { columnOf, labelLines, secondsOf, stamp, textLines, type Paper } from './ascii-words.ts';
import { asciiOf, Line, placeColumns, type Columns } from './canvas.ts';
import { segmentsOf, type Segment } from './segments.ts';

/** A figure of an Internet-Draft: 72 columns less an indent of 3. */
const WIDTH = 69;
/** Number and time: ` 11   10.010 `. */
const GUTTER = 13;
/** Rows after which the heads are repeated. */
const ROWS_PER_PART = 48;

type Of<K extends LadderRow['row']> = Extract<LadderRow, { row: K }>;

/** The rows as text, with a line break at its end. */
export function asciiLadder(rows: readonly LadderRow[], cast: Cast, width = WIDTH): string {
  const lifelines = usedLifelines(rows, cast);
  const names = lifelines.map((line) => asciiOf(line.name));
  const roomy = placeColumns(
    names.map((name) => name.length + 4),
    width,
    GUTTER,
  );
  const isTight = roomy.width > width;
  const columns = isTight
    ? placeColumns(
        names.map((name) => name.length + 2),
        width,
        GUTTER,
      )
    : roomy;
  const paper = { columns, lifelines, cast };
  const heads = headLines(names, columns, isTight ? '' : ' ');
  const text: string[] = [];
  rows.forEach((row, i) => {
    if (i % ROWS_PER_PART === 0) text.push(...(i === 0 ? [] : ['']), ...heads);
    text.push(...rowLines(row, paper).map(String));
  });
  if (rows.length === 0) text.push(...heads);
  return `${[...text, new Line(columns).toString()].join('\n')}\n`;
}

/** Lifelines on which something happens, in their order. */
function usedLifelines(rows: readonly LadderRow[], cast: Cast): readonly Lifeline[] {
  const used = new Set<NodeId>();
  for (const row of rows) for (const node of nodesIn(row)) used.add(node);
  const found = cast.lifelines.filter((line) => used.has(line.node));
  return found.length === 0 ? cast.lifelines : found;
}

function nodesIn(row: LadderRow): readonly NodeId[] {
  switch (row.row) {
    case 'message':
    case 'signal':
    case 'attach':
    case 'detach':
      return [row.from, row.to, ...row.effects.map((effect) => effect.node)];
    case 'data':
      return row.path;
    case 'note':
      return [row.node];
    case 'gap':
      return [];
  }
}

function headLines(names: readonly string[], columns: Columns, pad: string): readonly string[] {
  const lines = ['edge', 'name', 'edge'].map((kind) => {
    const line = new Line({ ...columns, at: [] });
    names.forEach((name, i) => {
      const inside =
        kind === 'name' ? `${pad}${name}${pad}` : '-'.repeat(name.length + 2 * pad.length);
      const box = kind === 'name' ? `|${inside}|` : `+${inside}+`;
      line.put((columns.at[i] ?? 0) - Math.floor((box.length - 1) / 2), box);
    });
    return line.toString();
  });
  return lines;
}

function rowLines(row: LadderRow, paper: Paper): readonly Line[] {
  switch (row.row) {
    case 'message':
      return arrowLines(row, paper, '-');
    case 'signal':
      return arrowLines(row, paper, '~');
    case 'attach':
    case 'detach':
      return row.row === 'attach' ? arrowLines(row, paper, '.') : detachLines(row, paper);
    case 'data':
      return dataLines(row, paper);
    case 'note':
      return noteLines(row, paper);
    case 'gap': {
      const line = new Line(paper.columns, ':');
      line.put(0, `(${secondsOf(row.until - row.at)} s)`.padStart(GUTTER - 1));
      return [line];
    }
  }
}

function detachLines(row: Of<'attach' | 'detach'>, paper: Paper): readonly Line[] {
  const x = columnOf(paper, row.from);
  const lines = textLines(row, row.label, x, paper);
  if (x !== undefined) lines[0]?.put(x, 'x');
  return lines;
}

/** What a role says of itself, a rule that acts without an answer, what a person did. */
const NOTE_SIGNS = { info: '*', silent: '!', warning: '!', command: '#' } as const;

function noteLines(row: Of<'note'>, paper: Paper): readonly Line[] {
  const cite = row.cite === '' ? '' : ` (${row.cite})`;
  return textLines(
    row,
    `${NOTE_SIGNS[row.level]} ${row.text}${cite}`,
    columnOf(paper, row.node),
    paper,
  );
}

/** `(F1 x397, prefA)` above the way of the datagrams, a line for each stretch. */
function dataLines(row: Of<'data'>, paper: Paper): readonly Line[] {
  const label = asciiOf(dataWords(row));
  const segments = segmentsOf(row, (node) => columnOf(paper, node));
  const places = segments.flatMap((segment) => segment.places);
  if (places.length === 0) return textLines(row, label, columnOf(paper, row.from), paper);
  const lines = labelLines(label, [Math.min(...places), Math.max(...places)], paper);
  if (lines[0] !== undefined) stamp(lines[0], row);
  return [
    ...lines,
    ...segments.map((segment, i) =>
      segmentLine(segment, paper, isCut(row) && i === segments.length - 1),
    ),
  ];
}

const isCut = (row: Of<'data'>): boolean => row.lost === row.count;

function dataWords(row: Of<'data'>): string {
  const prefix = row.prefix === '' ? '' : `, ${row.prefix}`;
  if (isCut(row)) return `(${row.flow} x${row.count}${prefix}, lost: ${row.why ?? 'unknown'})`;
  const lost = row.lost === 0 ? '' : `, ${row.lost} lost`;
  return `(${row.flow} x${row.count}${prefix}${lost})`;
}

/** One stretch: plain or inside a tunnel, through the lifelines that it passes. */
function segmentLine(segment: Segment, paper: Paper, endsHere: boolean): Line {
  const line = new Line(paper.columns);
  const [first = 0, last = 0] = [segment.places[0], segment.places.at(-1)];
  const [low, high] = [Math.min(first, last), Math.max(first, last)];
  line.fill(low + 1, high - 1, segment.tunnelled ? '=' : '-');
  for (const x of segment.places.slice(1, -1)) line.put(x, '|');
  if (endsHere) line.put(last > first ? high - 1 : low + 1, 'x');
  else {
    line.put(low + 1, '<');
    line.put(high - 1, '>');
  }
  return line;
}
