// One row of the ladder as SVG: the lifelines that pass through it, its arrow or band, words and tags.
// No hooks, no state; the screen stacks these, and nothing of a row leaves its own height.

import type { Effect, LadderRow as Row, Leg } from '#view/ladder.ts';
import { LadderArrow } from './LadderArrow.tsx';
import { Data, Gap, Note } from './LadderBands.tsx';
import { Bolt, Cross } from './LadderGlyphs.tsx';
import { spanText } from './ladder-labels.ts';
import {
  columnX,
  placeLabel,
  placeTags,
  tunnelSpans,
  type LadderGeometry,
  type Stay,
} from './ladder-layout.ts';
import { arrowStyle, type ArrowStyle } from './ladder-style.ts';
import { Lives } from './LadderLives.tsx';
import { Label, Tags } from './LadderWords.tsx';

interface RowProps {
  readonly row: Row;
  readonly geometry: LadderGeometry;
  readonly stays: readonly Stay[];
  /** The row is the cause of what just changed. */
  readonly accent: boolean;
  /** Mark the nodes that a message passes. */
  readonly hops: boolean;
}

export function LadderRow(props: RowProps) {
  return (
    <>
      <Lives {...props} />
      <Content {...props} />
    </>
  );
}

function Content({ row, geometry, accent, hops }: RowProps) {
  const common = { geometry, accent };
  switch (row.row) {
    case 'message':
      return <Arrowed arrow={{ ...row, style: arrowStyle(row.type) }} hops={hops} {...common} />;
    case 'signal':
      return <Arrowed arrow={{ ...row, ...DIRECT, style: DOTTED }} hops={hops} {...common} />;
    case 'attach':
      return <Arrowed arrow={{ ...row, ...DIRECT, style: DASHED }} hops={hops} bolt {...common} />;
    case 'detach':
      return <Detach node={row.from} label={row.label} effects={row.effects} {...common} />;
    case 'data':
      return <Data row={row} {...common} />;
    case 'note':
      return <Note text={row.text} cite={row.cite} geometry={geometry} />;
    case 'gap':
      return <Gap text={spanText(row.until - row.at)} geometry={geometry} />;
  }
}

/** What an arrow shows, of whichever kind its row is. */
interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly label: string;
  readonly legs: readonly Leg[];
  readonly end: 'delivered' | 'lost' | 'flying';
  readonly lostAt?: string;
  readonly why?: string;
  /** What a command did to it. */
  readonly fault?: string;
  readonly effects: readonly Effect[];
  readonly style: ArrowStyle;
}

const DIRECT = { type: '', legs: [], end: 'delivered' } as const;
const DOTTED = { line: 'dotted', sign: undefined } as const;
const DASHED = { line: 'dashed', sign: undefined } as const;

interface ArrowedProps {
  readonly arrow: Arrow;
  readonly geometry: LadderGeometry;
  readonly accent: boolean;
  readonly hops: boolean;
  readonly bolt?: boolean;
}

function Arrowed({ arrow, geometry, accent, hops, bolt = false }: ArrowedProps) {
  const a = columnX(geometry, arrow.from);
  const to = columnX(geometry, arrow.to);
  if (a === undefined || to === undefined) return null;
  const span = { a, b: a === to ? Math.min(a + 48, geometry.width) : to };
  const { end, type, why } = arrow;
  const isTold = end === 'lost' && why !== undefined && !geometry.dense;
  // A loss says by itself that it was dropped.
  const isTampered = arrow.fault !== undefined && end !== 'lost';
  const done = isTampered ? `${arrow.label}, ${arrow.fault}` : arrow.label;
  const label = isTold ? `${done}, lost: ${why}` : done;
  const tags = placeTags(geometry, span, arrow.effects, placeLabel(geometry, span, label, []));
  return (
    <>
      <LadderArrow
        {...span}
        y={geometry.lineY}
        style={arrow.style}
        accent={accent}
        pipes={tunnelSpans(geometry, arrow.legs)}
        stops={hops ? stopsOf(arrow, geometry) : []}
        {...(end === 'lost' && { lostAt: lostX(arrow, geometry, span) })}
        {...(end === 'flying' && { reached: reachedX(arrow, geometry, span) })}
      />
      {bolt && <Bolt x={a + (span.b > a ? 21 : -21)} y={geometry.lineY} />}
      <Label placed={placeLabel(geometry, span, label, tags)} type={type} geometry={geometry} />
      <Tags tags={tags} geometry={geometry} accent={accent} />
    </>
  );
}

interface Span {
  readonly a: number;
  readonly b: number;
}

/** Lifelines between the ends that the datagram touched. */
function stopsOf({ legs, from, to }: Arrow, geometry: LadderGeometry): number[] {
  const ends = [columnX(geometry, from), columnX(geometry, to)];
  const stops = legs.slice(0, -1).map((leg) => columnX(geometry, leg.to));
  return [...new Set(stops)].filter((x) => x !== undefined && !ends.includes(x)) as number[];
}

/** At the node where it ended; on the way when no lifeline is known. */
function lostX(arrow: Arrow, geometry: LadderGeometry, { a, b }: Span): number {
  return columnX(geometry, arrow.lostAt) ?? a + (b - a) * 0.62;
}

/** The last lifeline that it reached, or a little way along when it has just left. */
function reachedX(arrow: Arrow, geometry: LadderGeometry, { a, b }: Span): number {
  let reached = a + (b - a) * 0.3;
  for (const leg of arrow.legs) {
    const x = leg.arrivedAt === undefined ? undefined : columnX(geometry, leg.to);
    if (x !== undefined && Math.abs(x - a) > Math.abs(reached - a)) reached = x;
  }
  return reached;
}

interface DetachProps {
  readonly node: string;
  readonly label: string;
  readonly effects: readonly Effect[];
  readonly geometry: LadderGeometry;
  readonly accent: boolean;
}

/** A station leaves: a cross on its lifeline. */
function Detach({ node, label, effects, geometry, accent }: DetachProps) {
  const x = columnX(geometry, node) ?? 0;
  const middle = geometry.row / 2;
  const placed = { ...placeLabel(geometry, { a: x + 16, b: x + 16 }, label, []), x: x + 14 };
  const tags = placeTags(geometry, { a: x, b: x + 10 + placed.width }, effects);
  return (
    <>
      {accent && <path className="ladder-halo" d={`M${x - 9} ${middle}h18`} />}
      <Cross x={x} y={middle} />
      <Label placed={placed} type="" y={middle + 4.7} geometry={geometry} />
      <Tags tags={tags} geometry={geometry} accent={accent} />
    </>
  );
}
