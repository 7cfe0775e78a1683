// Rows of the ladder that fold many things into one: datagrams of a flow, a note, quiet time.

import type { LadderRow } from '#view/ladder.ts';
import { LadderArrow, triangle } from './LadderArrow.tsx';
import { Cross } from './LadderGlyphs.tsx';
import { dataLabel } from './ladder-labels.ts';
import {
  columnX,
  LABEL_SIZE,
  placeLabel,
  tunnelSpans,
  type LadderGeometry,
} from './ladder-layout.ts';
import { textWidth } from './text-width.ts';
import { Label } from './LadderWords.tsx';

type DataRow = Extract<LadderRow, { row: 'data' }>;

interface DataProps {
  readonly row: DataRow;
  readonly geometry: LadderGeometry;
  readonly accent: boolean;
}

interface Span {
  readonly a: number;
  readonly b: number;
}

/** A few datagrams are an arrow, many a band; in a tunnel always an arrow, between the walls. */
export function Data({ row, geometry, accent }: DataProps) {
  const a = columnX(geometry, row.from);
  const b = columnX(geometry, row.to);
  if (a === undefined || b === undefined) return null;
  const text = dataLabel(row, geometry);
  if (row.tunnelled.length === 0 && row.count > 2 && row.lost < row.count) {
    return (
      <Band
        {...{ a, b, text, geometry }}
        lost={row.lost > 0 ? columnX(geometry, row.lostAt) : undefined}
      />
    );
  }
  const legs = row.tunnelled.map(([from, to]) => ({ from, to, tunnelled: true }));
  const lost =
    row.lost === row.count ? (columnX(geometry, row.lostAt) ?? a + (b - a) * 0.62) : undefined;
  return (
    <>
      <LadderArrow
        {...{ a, b, y: geometry.lineY, accent }}
        style={{ line: 'data', sign: undefined }}
        pipes={tunnelSpans(geometry, legs)}
        stops={[]}
        {...(lost !== undefined && { lostAt: lost })}
      />
      <Label
        placed={placeLabel(geometry, { a, b: lost ?? b }, text, [])}
        type=""
        {...{ geometry }}
      />
    </>
  );
}

interface BandProps extends Span {
  readonly text: string;
  readonly geometry: LadderGeometry;
  readonly lost: number | undefined;
}

/** Datagrams of one flow, folded. */
function Band({ a, b, text, geometry, lost }: BandProps) {
  const dir = b < a ? -1 : 1;
  const left = Math.min(a, b) + 8;
  const right = Math.max(a, b) - 8;
  const height = geometry.dense ? 20 : 26;
  const middle = geometry.row / 2;
  const taken = lost === undefined ? [] : [{ x: lost - 8, width: 16, text: '' }];
  const placed = placeLabel(geometry, { a: left + 8, b: right - 8 }, text, taken);
  return (
    <>
      <rect
        className="ladder-band"
        {...{ x: left, y: middle - height / 2, width: right - left, height, rx: height / 2 }}
      />
      <path className="ladder-head-data" d={triangle(b - 16 * dir, middle, dir, 10, 5)} />
      {lost !== undefined && <Cross x={lost} y={middle} />}
      <text
        className="ladder-band-text"
        x={placed.x + placed.width / 2}
        y={middle + 4.7}
        textAnchor="middle"
      >
        {placed.text}
      </text>
    </>
  );
}

export function Note({
  text,
  cite,
  geometry,
}: {
  text: string;
  cite: string;
  geometry: LadderGeometry;
}) {
  const x = (geometry.columns[0]?.x ?? 0) + 8;
  const height = geometry.dense ? 21 : 26;
  const middle = geometry.row / 2;
  const placed = placeLabel(geometry, { a: x, b: x }, text, []);
  return (
    <>
      <rect
        className="ladder-band"
        {...{ x, y: middle - height / 2, width: geometry.width - x - 8, height, rx: 4 }}
      />
      <text className="ladder-band-text" x={x + 12} y={middle + 4.7}>
        {placed.text}
      </text>
      {!geometry.dense && (
        <text className="ladder-cite" x={geometry.width - 20} y={middle + 4.7} textAnchor="end">
          {cite}
        </text>
      )}
    </>
  );
}

/** Nothing for a while. */
export function Gap({ text, geometry }: { text: string; geometry: LadderGeometry }) {
  const middle = geometry.row / 2;
  const bed = textWidth(text, LABEL_SIZE) + 12;
  let d = `M0 ${middle - 4}`;
  for (let x = 10, down = true; x <= geometry.width; x += 10, down = !down) {
    d += `L${x} ${middle + (down ? 4 : -4)}`;
  }
  return (
    <>
      <path className="ladder-zigzag" d={d} />
      <rect
        className="ladder-gap-bed"
        {...{ x: (geometry.width - bed) / 2, y: middle - 9, width: bed, height: 18 }}
      />
      <text
        className="ladder-label is-quiet"
        x={geometry.width / 2}
        y={middle + 4.7}
        textAnchor="middle"
      >
        {text}
      </text>
    </>
  );
}
