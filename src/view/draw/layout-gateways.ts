// Gateways side by side: how wide each box is, and where its DLIFs stand in it (Figures 2 and 3).

import type { Box, Point } from './geometry.ts';
import { at, overlaps } from './geometry.ts';
import type { BindingCard } from './layout-cards.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { BracketShape, DlifShape, Packed } from './layout-dlifs.ts';
import { BRACKET, groupsOf, inOneRow, packDlifs, SHELF } from './layout-dlifs.ts';
import type { NodeMark } from './scene.ts';

/**
 * full: whole addresses; short: last octets; compact: two words; rows: two rows of compact ones; chips:
 * letters of the anchors; mini: how many.
 */
export type Density = 'full' | 'short' | 'compact' | 'rows' | 'chips' | 'mini';

export interface GatewayShape {
  readonly node: NodeMark;
  readonly box: Box;
  /** Lower edges of the four strips. */
  readonly strips: { readonly head: number; readonly stack: number; readonly dlifs: number };
  readonly dlifs: readonly DlifShape[];
  /** DLIFs that have no place here. */
  readonly folded: number;
  /** One thin bracket per mobile node, where there are several. */
  readonly brackets: readonly BracketShape[];
  /** Top left of its tally of losses. */
  readonly tally: Point & { readonly brief: boolean };
  readonly mast: { readonly x: number; readonly top: number; readonly bottom: number };
  /** Of a home agent: its binding cache, over the wires. */
  readonly card?: BindingCard;
  readonly cell:
    | { readonly cx: number; readonly cy: number; readonly rx: number; readonly ry: number }
    | undefined;
}

interface Measure {
  readonly density: Density;
  readonly dlif: number;
  readonly gap: number;
  readonly pad: number;
  readonly least: number;
  /** Room between two boxes. */
  readonly between: number;
}

const MEASURES: readonly Measure[] = [
  { density: 'full', dlif: 168, gap: 12, pad: 12, least: 208, between: 116 },
  { density: 'short', dlif: 132, gap: 12, pad: 12, least: 200, between: 108 },
  { density: 'compact', dlif: 82, gap: 6, pad: 8, least: 182, between: 92 },
  { density: 'compact', dlif: 80, gap: 4, pad: 6, least: 176, between: 64 },
  { density: 'rows', dlif: 80, gap: 4, pad: 6, least: 170, between: 56 },
];

/** What the gateways leave to tunnels and to mobile nodes above and below them. */
export interface GatewayRoom {
  readonly size: Size;
  /** Tunnels that go over the heads of gateways. */
  readonly lanes: number;
  /** Lower edge of what stands over them. */
  readonly ceiling: number;
  readonly nameOf: (node: string) => string;
}

/** Widest row of DLIFs when they stand in two rows, no mobile node in both. */
function columnsOf(node: NodeMark, density: Density): number {
  const groups = groupsOf(node.dlifs ?? []).map(({ length }) => length);
  const count = groups.reduce((sum, one) => sum + one, 0);
  if (density !== 'rows' || count < 2) return count;
  for (let columns = Math.ceil(count / 2); columns < count; columns += 1) {
    const rows = [0, 0];
    const fits = groups.every((wide) => {
      const row = rows.findIndex((taken) => taken + wide <= columns);
      if (row >= 0) rows[row] = (rows[row] ?? 0) + wide;
      return row >= 0 || (groups.length === 1 && wide <= 2 * columns);
    });
    if (fits) return columns;
  }
  return count;
}

function widthOf(node: NodeMark, measure: Measure): number {
  const count = Math.max(1, columnsOf(node, measure.density));
  return Math.max(
    measure.least,
    count * measure.dlif + (count - 1) * measure.gap + 2 * measure.pad,
  );
}

/** Nodes that stand on one height, from the left; rows from above. */
function rowsOf(nodes: readonly NodeMark[], size: Size): readonly (readonly NodeMark[])[] {
  const rows: NodeMark[][] = [];
  for (const node of nodes.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    const head = row?.[0];
    if (row && head && toPane(size, node).y - toPane(size, head).y < 100) row.push(node);
    else rows.push([node]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.x - b.x));
}

/** Least distance between neighbours of a row, and twice that to the edges of the stage. */
function pitchOf(rows: readonly (readonly NodeMark[])[], size: Size): number {
  const distances = rows.flatMap((row) =>
    row.flatMap((node, i) => {
      const { x } = toPane(size, node);
      const next = row[i + 1];
      const gap = next ? [toPane(size, next).x - x] : [];
      return [2 * x + 20, 2 * (size.w - x) + 20, ...gap];
    }),
  );
  return Math.min(210, ...distances);
}

/** The richest measure with which all boxes keep their distance and stay on the stage. */
function choose(
  rows: readonly (readonly NodeMark[])[],
  size: Size,
): { measure: Measure; fixed?: number } {
  const fits = (measure: Measure): boolean =>
    rows.every((nodes) => {
      const spans = nodes.map((node) => {
        const half = widthOf(node, measure) / 2;
        const { x } = toPane(size, node);
        return { left: x - half, right: x + half };
      });
      return spans.every(({ left, right }, i) => {
        const next = spans[i + 1];
        return left >= 4 && right <= size.w - 4 && (!next || right + measure.between <= next.left);
      });
    });
  const found = rows.length > 1 ? undefined : MEASURES.find(fits);
  if (found) return { measure: found };
  const pitch = pitchOf(rows, size);
  const chips = { density: 'chips', dlif: 22, gap: 3, least: 0, between: 0 } as const;
  // With less room there is none for a pipe between two boxes.
  if (pitch >= 112) return { measure: { ...chips, pad: 7 }, fixed: pitch - 34 };
  if (pitch >= 72) return { measure: { ...chips, pad: 5 }, fixed: pitch - 8 };
  return { measure: { ...chips, density: 'mini', pad: 0 }, fixed: Math.max(20, pitch - 6) };
}

/** Heights of the four strips, pixels. */
interface Strips {
  readonly head: number;
  readonly stack: number;
  readonly dlifs: number;
  readonly phy: number;
}

/** Places the DLIFs of a gateway from the top left corner of their strip. */
function pack(
  node: NodeMark,
  { x, y, w }: { x: number; y: number; w: number },
  how: { measure: Measure; most: number; tall: boolean; nameOf: GatewayRoom['nameOf'] },
): Packed {
  const { measure, most, tall, nameOf } = how;
  const marks = node.dlifs ?? [];
  const inner = { x: x + measure.pad, y, w: w - 2 * measure.pad, h: tall ? 72 : 70 };
  switch (measure.density) {
    case 'mini':
      return { dlifs: [], brackets: [], folded: marks.length, h: 0 };
    case 'chips': {
      const cells = { w: measure.dlif, h: 22, gap: measure.gap, apart: 6, words: 13 };
      return packDlifs(groupsOf(marks), { ...inner, h: most }, { cells, nameOf });
    }
    case 'rows': {
      const groups = groupsOf(marks);
      if (marks.length < 2) return inOneRow(marks, { ...inner, h: 50 }, measure.gap);
      const columns = columnsOf(node, 'rows');
      const wide = (inner.w - (columns - 1) * measure.gap) / columns;
      // The last digits of a sum must not cost the last column.
      const cells = { w: wide - 0.01, h: 50, gap: measure.gap, apart: measure.gap, words: 0 };
      return packDlifs(groups, { ...inner, h: 2 * (50 + BRACKET) + SHELF }, { cells, nameOf });
    }
    default:
      return inOneRow(marks, inner, measure.gap);
  }
}

interface Frame {
  readonly measure: Measure;
  readonly strips: Strips;
  readonly w: number;
  /** Upper edge of the box. */
  readonly y: number;
  readonly mast: number;
  readonly most: number;
}

function layGateway(node: NodeMark, room: GatewayRoom, frame: Frame): GatewayShape {
  const { size, nameOf } = room;
  const { measure, strips, w, y, mast, most } = frame;
  const { x: middle } = toPane(size, node);
  const box = {
    x: middle - w / 2,
    y,
    w,
    h: strips.head + strips.stack + strips.dlifs + strips.phy,
  };
  const head = y + strips.head;
  const stack = head + strips.stack;
  const bottom = y + box.h;
  const from = { x: box.x, y: stack + topOf(measure.density), w };
  const packed = pack(node, from, { measure, most, tall: size.h >= 600, nameOf });
  return {
    node,
    box,
    strips: { head, stack, dlifs: bottom - strips.phy },
    dlifs: packed.dlifs,
    folded: packed.folded,
    brackets: packed.brackets,
    mast: { x: middle, top: bottom, bottom: bottom + mast },
    tally: { ...at(Math.max(8, box.x - 30), bottom + 14), brief: false },
    cell: cellOf(node, size),
  };
}

const topOf = (density: Density): number => (density === 'chips' ? 3 : density === 'rows' ? 5 : 10);

/** The radio cell of a gateway, in pixels of the pane. */
export function cellOf(node: NodeMark, size: Size): GatewayShape['cell'] {
  if (!node.cell) return undefined;
  const centre = toPane(size, node.cell);
  const radius = toPane(size, { x: node.cell.rx, y: node.cell.ry });
  return { cx: centre.x, cy: centre.y, rx: radius.x, ry: radius.y };
}

/** Strips but for the row of DLIFs. */
function stripsOf(density: Density, tall: boolean): Omit<Strips, 'dlifs'> {
  switch (density) {
    case 'mini':
      return { head: 22, stack: 0, phy: 0 };
    case 'chips':
      return { head: 26, stack: 24, phy: 20 };
    case 'rows':
      return { head: 32, stack: tall ? 40 : 36, phy: tall ? 26 : 24 };
    default:
      return { head: 32, stack: tall ? 44 : 42, phy: tall ? 28 : 26 };
  }
}

/** How far a box with chips reaches below the place of its gateway. */
const FOOT = 114;

/** All gateways in their rows, all alike, so that their strips stand on one height. */
export function layGateways(
  nodes: readonly NodeMark[],
  room: GatewayRoom,
): { gateways: readonly GatewayShape[]; density: Density } {
  const { size, lanes, ceiling, nameOf } = room;
  const tall = size.h >= 600;
  const rows = rowsOf(nodes, size);
  const { measure, fixed } = choose(rows, size);
  const { density } = measure;
  const heads = stripsOf(density, tall);
  const fixedHigh = heads.head + heads.stack + heads.phy;
  const foot = density === 'chips' ? FOOT : FOOT / 2;
  const over = ceiling + 14 + Math.min(lanes, 6) * 13;
  const least = Math.min(...nodes.map((node) => toPane(size, node).y));
  const left = least + foot - over - fixedHigh - 10;
  const most = Math.max(54, rows.length > 1 ? 54 : left);
  const gateways = rows.flatMap((row) => {
    const widths = row.map((node) => fixed ?? widthOf(node, measure));
    const inner = row.map((node, i) => {
      const from = { x: 0, y: 0, w: widths[i] ?? 0 };
      return pack(node, from, { measure, most, tall, nameOf }).h;
    });
    return row.map((node, i): GatewayShape => {
      const centre = toPane(size, node);
      const uneven = density === 'full' || density === 'short' || density === 'compact';
      const own = uneven ? (inner[i] ?? 0) : Math.max(24, ...inner);
      const strips = { ...heads, dlifs: own + topOf(density) + (uneven ? 10 : 6) };
      const high = fixedHigh + strips.dlifs;
      const up = density === 'rows' ? (own > 64 ? 116 : 98) : uneven ? 98 : high - foot;
      const y = rows.length > 1 ? centre.y - high / 2 : centre.y - up;
      const mast = density === 'rows' && own > 64 ? 22 : uneven ? (tall ? 40 : 36) : 26;
      return layGateway(node, room, { measure, strips, w: widths[i] ?? 0, y, mast, most });
    });
  });
  return { gateways: gateways.toSorted((a, b) => a.mast.x - b.mast.x), density };
}

/** True when nothing stands between two gateways. */
export function adjacent(a: GatewayShape, b: GatewayShape, all: readonly GatewayShape[]): boolean {
  const [left, right] = a.box.x < b.box.x ? [a, b] : [b, a];
  const x = left.box.x + left.box.w;
  const gap: Box = { x, y: left.box.y, w: right.box.x - x, h: left.box.h };
  return !all.some((one) => one !== a && one !== b && overlaps(one.box, gap));
}
