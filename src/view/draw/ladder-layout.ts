// Where things stand on the ladder: columns across, and within one row its line, words and tags.
// All in pixels from the left end of the drawing, which begins right of the times.

import type { Micros, NodeId } from '#base/ids.ts';
import type { Effect, LadderRow, Leg, Lifeline } from '#view/ladder.ts';
import { fitText, textWidth } from './text-width.ts';

export const LABEL_SIZE = 13;

export interface LadderColumn extends Lifeline {
  readonly x: number;
}

/** Sizes of one ladder; a row is drawn within its own height, so rows may be moved freely. */
export interface LadderGeometry {
  /** Narrow panes: lower rows, shorter words. */
  readonly dense: boolean;
  /** Width of the column of numbers and times, left of the drawing. */
  readonly gutter: number;
  readonly width: number;
  readonly row: number;
  /** Height of the line within a row, and of the words above it. */
  readonly lineY: number;
  readonly labelY: number;
  readonly tagY: number;
  readonly tagHeight: number;
  readonly columns: readonly LadderColumn[];
  /** The stretch that is drawn, and the columns in it: of a wide ladder, what is in sight. */
  readonly from: number;
  readonly until: number;
  readonly seen: readonly LadderColumn[];
}

const WIDE = { gutter: 136, row: 36, lineY: 24, labelY: 14, tagY: 13, tagHeight: 22, first: 40 };
const DENSE = { gutter: 108, row: 27, lineY: 20, labelY: 11, tagY: 6, tagHeight: 20, first: 18 };
/** Below this width the ladder is dense. */
const DENSE_BELOW = 600;

/** Room that a column wants on its way to the next: gateways talk most, stores and hosts little. */
function weightOf(a: Lifeline, b: Lifeline): number {
  const quiet = (kind: string): boolean => kind !== 'mn' && kind !== 'dgw' && kind !== 'mag';
  if (quiet(a.kind) || quiet(b.kind)) return 0.8;
  return a.kind === b.kind ? 1.15 : 1;
}

/** Columns in the given order. Wider than `width` when there are too many to stand side by side. */
export function ladderGeometry(lifelines: readonly Lifeline[], width: number): LadderGeometry {
  const dense = width < DENSE_BELOW;
  const { first, ...sizes } = dense ? DENSE : WIDE;
  const last = dense ? 30 : 48;
  const room = width - sizes.gutter - first - last;
  const gaps = gapsFor(lifelines, room, dense ? 54 : 72);
  let x = first;
  const columns = lifelines.map((line, i) => {
    x += gaps[i - 1] ?? 0;
    return { ...line, x: Math.round(x) };
  });
  const whole = Math.max(width - sizes.gutter, Math.floor(x + last));
  return { dense, ...sizes, width: whole, columns, from: 0, until: whole, seen: columns };
}

/** The same, drawn between two places alone; itself where that is all of it. */
export function seenBetween(geometry: LadderGeometry, a: number, b: number): LadderGeometry {
  const from = Math.max(0, a);
  const until = Math.min(geometry.width, b);
  if (from === geometry.from && until === geometry.until) return geometry;
  const seen = geometry.columns.filter(({ x }) => x >= from && x <= until);
  return { ...geometry, from, until, seen };
}

/** Gaps by weight; all the same where that would make one of them too narrow. */
function gapsFor(lifelines: readonly Lifeline[], room: number, least: number): number[] {
  const weights = lifelines.slice(1).map((line, i) => weightOf(lifelines[i] ?? line, line));
  const sum = weights.reduce((a, b) => a + b, 0);
  const gaps = weights.map((weight) => (weight * room) / sum);
  const same = Math.max(least, room / Math.max(1, weights.length));
  return Math.min(...gaps) >= least ? gaps : gaps.map(() => same);
}

/** Where a node stands; `undefined` when it has no lifeline. */
export function columnX(geometry: LadderGeometry, node: NodeId | undefined): number | undefined {
  return geometry.columns.find((column) => column.node === node)?.x;
}

/** Something wide placed on the row, by its left end. */
export interface Placed {
  readonly x: number;
  readonly width: number;
  readonly text: string;
}

/** Words above a line from `a` to `b`: in its middle, within the drawing, and clear of `taken`. */
export function placeLabel(
  geometry: LadderGeometry,
  span: { readonly a: number; readonly b: number },
  text: string,
  taken: readonly Placed[],
): Placed {
  const gap = 6;
  // The first lifeline's strip stays free.
  let low = (geometry.columns[0]?.x ?? 0) + 8;
  let high = geometry.width - 4;
  const middle = (span.a + span.b) / 2;
  for (const tag of taken) {
    if (tag.x + tag.width / 2 > middle) high = Math.min(high, tag.x - gap);
    else low = Math.max(low, tag.x + tag.width + gap);
  }
  const shown = fitText(text, LABEL_SIZE, high - low);
  const width = textWidth(shown, LABEL_SIZE) + 4;
  const x = Math.min(Math.max(middle - width / 2, low), Math.max(low, high - width));
  return { x, width, text: shown };
}

/** Least room that a tag is given. */
const TAG_LEAST = 64;
const TAG_PAD = 8;

/**
 * Tags of what a row did, one per node: outside the line, on the side of the node; where there is no
 * room, on the other side, with the name of the node. They begin beyond the words of the row when
 * there is room for both.
 */
export function placeTags(
  geometry: LadderGeometry,
  span: { readonly a: number; readonly b: number },
  effects: readonly Effect[],
  words?: Placed,
): Placed[] {
  const low = Math.min(span.a, span.b);
  const high = Math.max(span.a, span.b);
  const leftEnd = (geometry.columns[0]?.x ?? 0) + 10;
  const placed: Placed[] = [];
  // The next tag on either side begins where the last one ended.
  let left = low - 18;
  let right = high + 12;
  const roomAt = (side: 'left' | 'right'): number =>
    side === 'left' ? left - leftEnd : geometry.width - 6 - right;
  for (const [node, plain] of textsByNode(effects)) {
    const x = columnX(geometry, node);
    const own: 'left' | 'right' = x === low && low !== high ? 'left' : 'right';
    const other = own === 'left' ? 'right' : 'left';
    const named = `${nameIn(geometry, node)}: ${plain}`;
    const wanted = textWidth(plain, LABEL_SIZE) + 2 * TAG_PAD;
    const side = roomAt(own) >= Math.min(wanted, roomAt(other)) ? own : other;
    const beyond = words === undefined ? 0 : words.x + words.width + 6;
    if (side === 'right' && beyond > right && geometry.width - 6 - beyond >= wanted) right = beyond;
    const room = roomAt(side);
    if (room < TAG_LEAST && room < wanted) continue;
    const isEnd = x === (side === 'left' ? low : high);
    const text = fitText(isEnd ? plain : named, LABEL_SIZE, room - 2 * TAG_PAD);
    const width = textWidth(text, LABEL_SIZE) + 2 * TAG_PAD;
    placed.push({ x: side === 'left' ? left - width : right, width, text });
    if (side === 'left') left -= width + 6;
    else right += width + 6;
  }
  return placed;
}

function textsByNode(effects: readonly Effect[]): Map<NodeId, string> {
  const texts = new Map<NodeId, string>();
  for (const { node, text } of effects) {
    const before = texts.get(node);
    texts.set(node, before === undefined ? text : `${before}, ${text}`);
  }
  return texts;
}

function nameIn(geometry: LadderGeometry, node: NodeId): string {
  return geometry.columns.find((column) => column.node === node)?.name ?? node;
}

/** The stretches between lifelines that a datagram crossed inside a tunnel. */
export function tunnelSpans(
  geometry: LadderGeometry,
  legs: readonly Pick<Leg, 'from' | 'to' | 'tunnelled'>[],
): { readonly a: number; readonly b: number }[] {
  const spans: { a: number; b: number }[] = [];
  let start: number | undefined;
  let end: number | undefined;
  const close = (): void => {
    if (start !== undefined && end !== undefined && start !== end) spans.push({ a: start, b: end });
    start = undefined;
    end = undefined;
  };
  for (const leg of legs) {
    if (!leg.tunnelled) {
      close();
      continue;
    }
    start ??= columnX(geometry, leg.from);
    end = columnX(geometry, leg.to) ?? end;
  }
  close();
  return spans;
}

/** A node's stay somewhere, for its state strip. `to` undefined: nowhere. */
export interface Stay {
  readonly node: NodeId;
  /** For a mobile node its gateway; for a gateway where its mobile node is, itself when here. */
  readonly to: NodeId | undefined;
  /** Letter of the anchor whose shade is shown. */
  readonly letter: string | undefined;
  readonly from: Micros;
  readonly until: Micros | undefined;
}

/** How a piece of a state strip looks. `away`: a gateway whose mobile node is elsewhere. */
export interface StripPiece {
  readonly look: 'anchor' | 'away' | 'detached' | 'none';
  readonly letter: string | undefined;
}

/** A lifeline's state before and after a row: one that attaches or detaches changes it at its line. */
export function stripAt(
  stays: readonly Stay[],
  line: Pick<Lifeline, 'node' | 'kind'>,
  row: Pick<LadderRow, 'at' | 'until' | 'row'>,
): { readonly before: StripPiece; readonly after: StripPiece } {
  const changes = row.row === 'attach' || row.row === 'detach';
  return {
    before: pieceAt(stays, line, row.at, !changes),
    after: pieceAt(stays, line, changes ? row.until : row.at, true),
  };
}

// A cache beside the stays: asked for by each row and column.
const byNode = new WeakMap<readonly Stay[], ReadonlyMap<NodeId, readonly Stay[]>>();

function grouped(stays: readonly Stay[]): ReadonlyMap<NodeId, readonly Stay[]> {
  const groups = new Map<NodeId, Stay[]>();
  for (const stay of stays) {
    const known = groups.get(stay.node);
    if (known === undefined) groups.set(stay.node, [stay]);
    else known.push(stay);
  }
  return groups;
}

/** The stays of one node, in their order. */
export function staysAt(stays: readonly Stay[], node: NodeId): readonly Stay[] {
  const known = byNode.get(stays) ?? grouped(stays);
  byNode.set(stays, known);
  return known.get(node) ?? [];
}

const NOTHING: StripPiece = { look: 'none', letter: undefined };

/** `begun`: a stay that begins at this very instant has begun. */
function pieceAt(
  stays: readonly Stay[],
  line: Pick<Lifeline, 'node' | 'kind'>,
  at: Micros,
  begun: boolean,
): StripPiece {
  const stay = staysAt(stays, line.node).findLast(
    (one) => one.from < at || (begun && one.from === at),
  );
  if (!stay) return NOTHING;
  const over = stay.until !== undefined && (stay.until < at || (begun && stay.until === at));
  const to = over ? undefined : stay.to;
  if (line.kind === 'mn') {
    return to === undefined
      ? { look: 'detached', letter: undefined }
      : { look: 'anchor', letter: stay.letter };
  }
  if (to === undefined) return NOTHING;
  return { look: to === line.node ? 'anchor' : 'away', letter: stay.letter };
}
