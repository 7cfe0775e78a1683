// Gateways side by side: how wide each box is, and where its DLIFs stand in it (Figures 2 and 3).

import type { Box, Point } from './geometry.ts';
import { at, overlaps } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { DlifMark, NodeMark } from './scene.ts';

/** full: whole addresses; short: last octets; compact: two words; rows: two rows of compact ones. */
export type Density = 'full' | 'short' | 'compact' | 'rows';

export interface DlifShape {
  readonly mark: DlifMark;
  readonly box: Box;
}

export interface GatewayShape {
  readonly node: NodeMark;
  readonly box: Box;
  /** Lower edges of the four strips. */
  readonly strips: { readonly head: number; readonly stack: number; readonly dlifs: number };
  readonly dlifs: readonly DlifShape[];
  /** One thin bracket per mobile node, where there are several. */
  readonly brackets: readonly { readonly x: number; readonly y: number; readonly w: number }[];
  /** Top left of its tally of losses. */
  readonly tally: Point & { readonly brief: boolean };
  readonly mast: { readonly x: number; readonly top: number; readonly bottom: number };
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

const columns = (count: number, { density }: Measure): number =>
  density === 'rows' ? Math.ceil(count / 2) : count;

function widthOf(node: NodeMark, measure: Measure): number {
  const count = Math.max(1, columns(node.dlifs?.length ?? 0, measure));
  return Math.max(
    measure.least,
    count * measure.dlif + (count - 1) * measure.gap + 2 * measure.pad,
  );
}

/** The richest measure with which all boxes keep their distance and stay on the stage. */
function choose(nodes: readonly NodeMark[], size: Size): Measure {
  const last = MEASURES.at(-1) as Measure;
  const fits = (measure: Measure): boolean => {
    const spans = nodes.map((node) => {
      const half = widthOf(node, measure) / 2;
      const { x } = toPane(size, node);
      return { left: x - half, right: x + half };
    });
    return spans.every(({ left, right }, i) => {
      const next = spans[i + 1];
      return left >= 4 && right <= size.w - 4 && (!next || right + measure.between <= next.left);
    });
  };
  return MEASURES.find(fits) ?? last;
}

/** DLIFs of one mobile node stand together, in the order of their names. */
function grouped(dlifs: readonly DlifMark[]): readonly DlifMark[] {
  const order = [...new Set(dlifs.map(({ mn }) => mn))];
  return dlifs.toSorted(
    (a, b) => order.indexOf(a.mn) - order.indexOf(b.mn) || (a.name < b.name ? -1 : 1),
  );
}

function layGateway(
  node: NodeMark,
  size: Size,
  { measure, stacked }: { measure: Measure; stacked: boolean },
): GatewayShape {
  const tall = size.h >= 600;
  const centre = toPane(size, node);
  const marks = grouped(node.dlifs ?? []);
  const several = new Set(marks.map(({ mn }) => mn)).size > 1;
  const rows = measure.density === 'rows' && marks.length > 1 ? 2 : 1;
  const height = rows === 2 ? 50 : tall ? 72 : 70;
  const inner = rows * height + (rows - 1) * 6;
  const top = several && rows === 1 ? 18 : 10;
  const head = 32;
  const stack = tall ? 44 : 42;
  const phy = tall ? 28 : 26;
  const w = widthOf(node, measure);
  const h = head + stack + top + inner + 10 + phy;
  const box = { x: centre.x - w / 2, y: centre.y - (stacked ? 110 : 98), w, h };
  const strips = {
    head: box.y + head,
    stack: box.y + head + stack,
    dlifs: box.y + h - phy,
  };
  const count = Math.max(1, columns(marks.length, measure));
  const dlifW = (w - 2 * measure.pad - (count - 1) * measure.gap) / count;
  const dlifs = marks.map((mark, i): DlifShape => {
    const row = Math.floor(i / count);
    const x = box.x + measure.pad + (i % count) * (dlifW + measure.gap);
    return { mark, box: { x, y: strips.stack + top + row * (height + 6), w: dlifW, h: height } };
  });
  return {
    node,
    box,
    strips,
    dlifs,
    brackets: several && rows === 1 ? bracketsOf(dlifs) : [],
    mast: { x: centre.x, top: box.y + h, bottom: box.y + h + (rows === 2 ? 26 : tall ? 40 : 36) },
    tally: { ...at(Math.max(8, box.x - 30), box.y + h + 14), brief: false },
    cell: cellOf(node, size),
  };
}

function bracketsOf(dlifs: readonly DlifShape[]): GatewayShape['brackets'] {
  return [...new Set(dlifs.map(({ mark }) => mark.mn))].map((mn) => {
    const own = dlifs.filter(({ mark }) => mark.mn === mn).map(({ box }) => box);
    const first = own[0] as Box;
    const last = own.at(-1) as Box;
    return { x: first.x, y: first.y - 9, w: last.x + last.w - first.x };
  });
}

/** The radio cell of a gateway, in pixels of the pane. */
export function cellOf(node: NodeMark, size: Size): GatewayShape['cell'] {
  if (!node.cell) return undefined;
  const centre = toPane(size, node.cell);
  const radius = toPane(size, { x: node.cell.rx, y: node.cell.ry });
  return { cx: centre.x, cy: centre.y, rx: radius.x, ry: radius.y };
}

export function layGateways(
  nodes: readonly NodeMark[],
  size: Size,
): { gateways: readonly GatewayShape[]; density: Density } {
  const sorted = nodes.toSorted((a, b) => a.x - b.x);
  const measure = choose(sorted, size);
  const stacked =
    measure.density === 'rows' && sorted.some(({ dlifs }) => (dlifs?.length ?? 0) > 1);
  return {
    gateways: sorted.map((node) => layGateway(node, size, { measure, stacked })),
    density: measure.density,
  };
}

/** True when nothing stands between two gateways. */
export function adjacent(a: GatewayShape, b: GatewayShape, all: readonly GatewayShape[]): boolean {
  const [left, right] = a.box.x < b.box.x ? [a, b] : [b, a];
  const x = left.box.x + left.box.w;
  const gap: Box = { x, y: left.box.y, w: right.box.x - x, h: left.box.h };
  return !all.some((one) => one !== a && one !== b && overlaps(one.box, gap));
}
