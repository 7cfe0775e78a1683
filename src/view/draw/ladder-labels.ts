// The words of a row's drawing: the label of an arrow, of a band of data, of a gap.

import type { Micros } from '#base/ids.ts';
import type { LadderRow } from '#view/ladder.ts';
import type { LadderGeometry } from './ladder-layout.ts';

type DataRow = Extract<LadderRow, { row: 'data' }>;

/** `F1 ×397, prefA by D-GW1, 2 lost: MN1 not attached`; on a dense ladder only what is needed. */
export function dataLabel(
  row: DataRow,
  geometry: Pick<LadderGeometry, 'dense' | 'columns'>,
): string {
  const { dense, columns } = geometry;
  const times = row.count === 1 ? row.flow : `${row.flow} ×${row.count}`;
  if (row.lost === row.count) return `${times} lost${why(row, dense)}`;
  const via = row.path
    .map((node) => columns.find((column) => column.node === node))
    .filter((column) => column?.kind === 'dgw')
    .map((column) => column?.name);
  const by = via.length > 0 && !dense ? ` by ${via.join(', ')}` : '';
  const prefix = row.prefix !== '' && !dense ? `, ${row.prefix}` : '';
  const lost = row.lost > 0 ? `, ${row.lost} lost${why(row, dense)}` : '';
  return `${times}${prefix}${by}${lost}`;
}

function why(row: DataRow, dense: boolean): string {
  return row.why === undefined || dense ? '' : `: ${row.why}`;
}

/** A length of time, in the unit that reads best: `7.9 s`, `480 ms`, `120 µs`. */
export function spanText(span: Micros): string {
  if (span >= 1_000_000) return `${trim(span / 1_000_000)} s`;
  if (span >= 1000) return `${trim(span / 1000)} ms`;
  return `${span} µs`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}

/** The type at the head of a label, to be set in bold, and the rest. */
export function splitLabel(label: string, type: string): readonly [strong: string, rest: string] {
  return type !== '' && label.startsWith(type) ? [type, label.slice(type.length)] : ['', label];
}
