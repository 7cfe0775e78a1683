// A layout as the box drawing of the RFCs: first a model of rows of 32 bits for whoever draws, then
// the text drawing. Formats that stand behind others begin at the column where they fall.

import { bitsOf } from './fixed-field.ts';
import type { Field, Layout } from './layout.ts';
import { labelOf } from './span.ts';

/** A field, or the part of it that lies in one row. */
export interface Cell {
  /** Ordinal of the field in the drawing; its parts share it. */
  readonly field: number;
  readonly name: string;
  readonly label: string;
  readonly doc: string;
  readonly kind: Field['kind'];
  /** Bits of the row that it covers: `from` up to and without `to`. */
  readonly from: number;
  readonly to: number;
  /** Which part of the field this is, of how many. */
  readonly part: number;
  readonly parts: number;
  /** Whether the label of the field stands in this part; else between two parts, or nowhere. */
  readonly labelled: boolean;
  /** The field fills whole rows: an even number of them has its label on the line in the middle. */
  readonly whole: boolean;
  /** Its size depends on the octets: the part stands for any number of rows. */
  readonly open: boolean;
  /** First bit of the field in the format, when that is fixed. */
  readonly bit: number | undefined;
}

/** 32 bits; a row may begin behind its first bit and end before its last. */
export type Row = readonly Cell[];

export interface Diagram {
  readonly title: string;
  readonly cite: string;
  readonly rows: readonly Row[];
}

const WIDTH = 32;

/** The column at which an option with this alignment begins. */
function columnOf({ align }: Layout): number {
  return align === undefined || typeof align === 'function' ? 0 : 8 * (align[1] % 4);
}

/**
 * The rows of a layout. `skip` leaves out the first fields up to that bit, as the RFCs do with the
 * head that all messages of the Mobility Header share.
 */
export function diagramOf(layout: Layout, skip = 0): Diagram {
  const rows: Cell[][] = [];
  let column = skip > 0 ? skip % WIDTH : columnOf(layout);
  let bit = 0;
  let row: Cell[] = [];
  for (const [field, one] of layout.fields.flatMap(single).entries()) {
    const size = sizeOf(one);
    if (size !== undefined && bit < skip) {
      bit += size;
      continue;
    }
    for (const cell of cut(one, { field, column, size, bit })) {
      row.push(cell);
      column = cell.to % WIDTH;
      if (column > 0) continue;
      rows.push(row);
      row = [];
    }
    bit += size ?? 0;
  }
  if (row.length > 0) rows.push(row);
  return { title: layout.title, cite: layout.cite, rows };
}

/** Fields as they are drawn: flags without a bit are not, the letters of a presence field are. */
function single(field: Field): readonly Field[] {
  if (field.kind === 'absent') return [];
  if (field.kind === 'when') {
    return field.skip === 0 ? [field.field] : [{ kind: 'reserved', bits: field.skip }, field.field];
  }
  if (field.kind === 'optional') return field.fields.slice(-1);
  if (field.kind !== 'presence') return [field];
  const letters: Field[] = [];
  for (const letter of field.letters) {
    const last = letters.at(-1);
    if (letter !== ' ') {
      letters.push({ kind: 'flag', name: letter, label: letter, doc: field.doc });
    } else if (last?.kind === 'reserved') {
      letters[letters.length - 1] = { kind: 'reserved', bits: last.bits + 1 };
    } else {
      letters.push({ kind: 'reserved', bits: 1 });
    }
  }
  return letters;
}

function sizeOf(field: Field): number | undefined {
  switch (field.kind) {
    case 'rest':
    case 'text':
    case 'uints':
    case 'addresses':
    case 'shortPrefix':
    case 'options':
    case 'optional':
    case 'when':
      return undefined;
    default:
      return bitsOf(field);
  }
}

interface Place {
  readonly field: number;
  readonly column: number;
  /** Undefined: open. What is left of its row, when that has begun, and a row for all others. */
  readonly size: number | undefined;
  readonly bit: number;
}

/** The parts of a field, row by row. */
function cut(one: Field, { field, column, size, bit }: Place): Cell[] {
  const open = size === undefined;
  const bits = size ?? WIDTH + ((WIDTH - column) % WIDTH);
  const parts = Math.ceil((column + bits) / WIDTH);
  const whole = column === 0 && !open && bits % WIDTH === 0;
  const base = {
    field,
    name: 'name' in one ? one.name : one.kind,
    label: labelOf(one),
    doc: 'doc' in one ? one.doc : 'Sent as zero, ignored on receipt.',
    kind: one.kind,
    parts,
    whole,
    bit: open ? undefined : bit,
  };
  // in the middle of whole rows, else in the widest part; an open field is named where it begins
  const middle = parts % 2 === 1 ? (parts - 1) / 2 : -1;
  const labelled = whole ? middle : parts > 1 && column > 0 && !open ? 1 : 0;
  return Array.from({ length: parts }, (_, part) => ({
    ...base,
    part,
    labelled: part === labelled,
    from: part === 0 ? column : 0,
    to: Math.min(WIDTH, column + bits - part * WIDTH),
    open: open && part === parts - 1,
  }));
}

// ── text ────────────────────────────────────────────────────────────────────────────────────────

const TENS = ' 0                   1                   2                   3';
const ONES = ` ${Array.from({ length: WIDTH }, (_, i) => i % 10).join(' ')}`;

/** The drawing as text, 65 columns wide. */
export function drawingOf({ rows }: Diagram): string {
  const lines = [TENS, ONES];
  for (const [i, row] of rows.entries()) lines.push(border(rows[i - 1], row), ...contentOf(row));
  lines.push(border(rows.at(-1), undefined));
  return lines.map((line) => line.trimEnd()).join('\n');
}

const cellAt = (row: Row | undefined, column: number): Cell | undefined =>
  row?.find(({ from, to }) => from <= column && column < to);

/** The line between two rows: none within a field, whose label may stand there. */
function border(above: Row | undefined, below: Row | undefined): string {
  const joined = (column: number): boolean => {
    const upper = cellAt(above, column);
    return upper !== undefined && upper.field === cellAt(below, column)?.field;
  };
  const drawn = (column: number): boolean =>
    !joined(column) && (cellAt(above, column) ?? cellAt(below, column)) !== undefined;
  let line = '';
  for (let column = 0; column <= WIDTH; column += 1) {
    const isEdge = (column === 0 && joined(0)) || (column === WIDTH && joined(WIDTH - 1));
    line += isEdge || drawn(column) || drawn(column - 1) ? '+' : ' ';
    if (column < WIDTH) line += drawn(column) ? '-' : ' ';
  }
  const cell = below?.[0];
  const isMiddle = cell?.whole === true && 2 * cell.part === cell.parts;
  return isMiddle ? side('+', cell.label) : line;
}

const INNER = 2 * WIDTH - 1;
const side = (edge: string, text: string): string => `${edge}${centred(text, INNER)}${edge}`;

function centred(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return `${' '.repeat(Math.max(0, left))}${text}`.padEnd(width).slice(0, width);
}

function contentOf(row: Row): readonly string[] {
  const first = row[0];
  if (first === undefined) return [];
  if (first.open) return openField(first);
  const cells = row.map((cell) => centred(labelIn(cell), 2 * (cell.to - cell.from) - 1));
  return [`${'  '.repeat(first.from)}|${cells.join('|')}|`];
}

function labelIn({ label, labelled, kind, bit, from, to }: Cell): string {
  const room = 2 * (to - from) - 1;
  if (kind === 'reserved') {
    return ['Reserved', 'Rsrvd', 'Rsv'].find((words) => words.length <= room) ?? '';
  }
  if (!labelled) return '';
  return bit === undefined ? `${label} ...` : label;
}

/** A field without a fixed size; it may have begun in the row before. */
function openField({ label, labelled, kind }: Cell): readonly string[] {
  const words = labelled ? label : '';
  if (kind === 'options') {
    return [side('|', ''), side('.', ''), side('.', words), side('.', ''), side('|', '')];
  }
  const first = labelled ? [side('|', ''), side('+', words)] : [];
  return [...first, side('.', '...'), side('|', '')];
}
