// Which tables come first, which columns fit, and how long is left of a lifetime. Pure.

import type { Accent, Micros, NodeId, TableView } from '#session/protocol.ts';
import { monoWidth, textWidth } from '#view/draw/text-width.ts';

type Cell = TableView['rows'][number]['cells'][number];

const TEXT = 13;
const CELL_PAD = 12;
const TILE = 23;
/** Columns of the sign and of the cause. */
const SIGN_WIDTH = 40;
const WHY_WIDTH = 74;

/** Tables with changed rows first, then those that hold something; the empty ones apart. */
export function orderTables(tables: readonly TableView[]): {
  readonly shown: readonly TableView[];
  readonly empty: readonly TableView[];
} {
  const changed = tables.filter((table) => table.rows.some((row) => row.sign !== ''));
  const still = tables.filter((table) => !changed.includes(table) && table.rows.length > 0);
  return { shown: [...changed, ...still], empty: tables.filter((one) => one.rows.length === 0) };
}

/** The node whose tables the accent touches most. */
export function nodeOfAccent(accent: Accent | undefined): NodeId | undefined {
  const counts = new Map<NodeId, number>();
  for (const { node } of accent?.changes ?? []) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

/** Addresses, MACs and prefixes are set in the monospaced face. */
export function isMono(text: string): boolean {
  return /^[0-9a-f]*:[0-9a-f:.]*(\/\d+)?$/i.test(text);
}

/** Columns that the timeline of a binding shows instead of the table. */
const MOMENTS = ['sentAt', 'acceptedAt', 'refreshAt'] as const;

/** Columns of the table, by index. */
export function listedColumns(table: TableView): number[] {
  const hasLine = MOMENTS.every((id) => table.columns.some((column) => column.id === id));
  return table.columns.flatMap(({ id }, i) =>
    hasLine && (MOMENTS as readonly string[]).includes(id) ? [] : [i],
  );
}

/** Width that a cell wants. */
function cellWidth(cell: Cell): number {
  const one = (text: string): number =>
    isMono(text) ? monoWidth(text, TEXT) : textWidth(text, TEXT);
  const was = cell.was === undefined ? 0 : one(cell.was === '' ? 'none' : cell.was) + 24;
  return one(cell.text) + was + (cell.anchor === undefined ? 0 : TILE) + CELL_PAD;
}

/** Width that each column wants. */
function columnWidths(table: TableView): number[] {
  return table.columns.map(({ title }, i) =>
    Math.ceil(
      table.rows.reduce(
        (widest, { cells }) => Math.max(widest, cells[i] ? cellWidth(cells[i]) : 0),
        textWidth(title, TEXT, true) + CELL_PAD,
      ),
    ),
  );
}

/** Width that the whole table wants. */
export function tableWidth(table: TableView): number {
  const widths = columnWidths(table);
  return listedColumns(table).reduce((sum, i) => sum + (widths[i] ?? 0), SIGN_WIDTH + WHY_WIDTH);
}

/**
 * Columns that fit, in their order: always the first, then those that hold changes, then the rest from
 * the left; empty ones last.
 */
export function columnsThatFit(table: TableView, width: number): number[] {
  const widths = columnWidths(table);
  const changed = table.columns.map((_, i) =>
    table.rows.some((row) => row.sign === '~' && row.cells[i]?.was !== undefined),
  );
  const filled = table.columns.map((_, i) => table.rows.some((row) => row.cells[i]?.text !== ''));
  const rank = (i: number): number => (i === 0 ? 0 : changed[i] ? 1 : filled[i] ? 2 : 3);
  const order = listedColumns(table).toSorted((a, b) => rank(a) - rank(b) || a - b);
  let room = width - SIGN_WIDTH - WHY_WIDTH;
  const fit: number[] = [];
  for (const i of order) {
    const wanted = widths[i] ?? 0;
    // The row's name and the first changed column are always there; others where there is room.
    const isNeeded = fit.length === 0 || (rank(i) === 1 && !fit.some((one) => rank(one) === 1));
    if (!isNeeded && wanted > room) {
      if (rank(i) === 1) room = 0;
      continue;
    }
    room -= wanted;
    fit.push(i);
  }
  return fit.toSorted((a, b) => a - b);
}

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is left of a lifetime: `6 d 23 h`, `1 h 59 min`, `290 s`, `9.5 s`, `over`. */
export function leftText(left: Micros): string {
  if (left <= 0) return 'over';
  if (left >= DAY) return `${Math.floor(left / DAY)} d ${Math.floor((left % DAY) / HOUR)} h`;
  if (left >= 2 * HOUR) {
    return `${Math.floor(left / HOUR)} h ${Math.floor((left % HOUR) / MINUTE)} min`;
  }
  if (left >= 100 * SECOND) return `${Math.floor(left / SECOND)} s`;
  return `${(Math.floor(left / (SECOND / 10)) / 10).toFixed(1)} s`;
}

/** `5 rows changed by #11 PBA`. */
export function changedWords(accent: Accent): string {
  const count = accent.changes.length;
  return `${count} ${count === 1 ? 'row' : 'rows'} changed by ${accent.short}`;
}

/** A moment of a binding: in the past by its text in seconds, in the future by what expires then. */
export interface Moment {
  readonly words: string;
  readonly at: Micros;
  readonly changed: boolean;
}

/** The moments of a binding update list entry, in order of time; the changed entry, else the first. */
export function momentsOf(table: TableView): Moment[] {
  const row = table.rows.find(({ sign }) => sign === '+' || sign === '~') ?? table.rows[0];
  if (!row) return [];
  return MOMENTS.flatMap((id) => {
    const i = table.columns.findIndex((column) => column.id === id);
    const cell = row.cells[i];
    const at = cell?.expires ?? secondsOf(cell?.text);
    if (cell === undefined || at === undefined) return [];
    const words = (table.columns[i]?.title ?? '').toLowerCase();
    return [{ words, at, changed: cell.was !== undefined }];
  }).toSorted((a, b) => a.at - b.at);
}

function secondsOf(text: string | undefined): Micros | undefined {
  const seconds = Number.parseFloat((text ?? '').replace(/(?<=\.\d+) /g, ''));
  return Number.isFinite(seconds) ? Math.round(seconds * SECOND) : undefined;
}
