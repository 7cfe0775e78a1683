// Tunnels as pipes: straight between neighbours, else in lanes over the heads of what stands between, and
// from an LMA sideways and down to each MAG, outside of the wires.

import type { Line, Point } from './geometry.ts';
import { along, at, length } from './geometry.ts';
import type { DrawnPipe } from './layout-arcs.ts';
import { layArcs } from './layout-arcs.ts';
import type { GatewayShape } from './layout-gateways.ts';
import type { LmaShape } from './layout-proxies.ts';
import type { TunnelMark } from './scene.ts';

export interface PipeShape extends DrawnPipe {
  readonly mark: TunnelMark;
  /** From `ends[0]` to `ends[1]`. */
  readonly line: Line;
  /** What the pipe is of, for its colour. */
  readonly of: 'dgw' | 'lma';
}

const NONE: DrawnPipe = { line: [], width: 0, label: { ...at(0, 0), room: 0 } };

export function layPipes(
  tunnels: readonly TunnelMark[],
  gateways: readonly GatewayShape[],
  around: { readonly lmas: readonly LmaShape[]; readonly ceiling: number },
): readonly PipeShape[] {
  const { lmas, ceiling } = around;
  const arcs = layArcs(tunnels, gateways, ceiling);
  return tunnels.map((mark, i): PipeShape => {
    const [first, second] = mark.ends;
    const a = gateways.find(({ node }) => node.id === first);
    const b = gateways.find(({ node }) => node.id === second);
    const lma = lmas.find(({ node }) => node.id === first || node.id === second);
    const mag = a ?? b;
    if (lma && mag) {
      const shape = lmaPipe(lma, mag, { tunnels, gateways });
      const line = lma.node.id === first ? shape.line : shape.line.toReversed();
      return { mark, of: 'lma', ...shape, line };
    }
    if (!a || !b) return { mark, of: 'dgw', ...NONE };
    const [left, right] = a.mast.x < b.mast.x ? [a, b] : [b, a];
    const shape = arcs.get(i) ?? straightPipe(left, right);
    const of = [a, b].some(({ node }) => node.kind === 'ha') ? 'lma' : 'dgw';
    return { mark, of, ...shape, line: left === a ? shape.line : shape.line.toReversed() };
  });
}

function straightPipe(left: GatewayShape, right: GatewayShape): DrawnPipe {
  const yOf = ({ strips }: GatewayShape): number => (strips.head + strips.stack) / 2;
  const start = at(left.box.x + left.box.w, yOf(left));
  const end = at(right.box.x, yOf(right));
  const room = end.x - start.x;
  const label = { x: start.x + room / 2, y: Math.min(start.y, end.y) - 30, room };
  return { line: [start, end], width: room < 50 ? 16 : 28, label };
}

/** Room between the wire to a MAG and the pipe beside it. */
const ASIDE = 34;

/**
 * Leaves the LMA on the side where the MAG stands, the outermost MAG highest, and comes down beside the
 * MAG's wire. A MAG right under the LMA gets a straight one.
 */
function lmaPipe(
  lma: LmaShape,
  mag: GatewayShape,
  all: { tunnels: readonly TunnelMark[]; gateways: readonly GatewayShape[] },
): DrawnPipe {
  const { box } = lma;
  const middle = box.x + box.w / 2;
  const left = mag.mast.x < middle;
  const side = left ? -1 : 1;
  const x = mag.mast.x + side * ASIDE;
  if (mag.box.y < box.y + box.h && box.y < mag.box.y + mag.box.h) return besidePipe(lma, mag);
  const under = Math.abs(mag.mast.x - middle) < box.w / 2 + ASIDE;
  const upright = mag.box.y >= box.y + box.h ? mag.box.y : mag.box.y + mag.box.h;
  if (under) {
    const from = upright > box.y ? box.y + box.h : box.y;
    const foot = Math.max(box.x + 24, Math.min(box.x + box.w - 24, x));
    const label = { x: foot + side * 36, y: (from + upright) / 2, room: 60 };
    return { line: [at(foot, from), at(foot, upright)], width: 18, label };
  }
  const mates = all.gateways
    .filter(({ node, mast }) => {
      const joined = all.tunnels.some(
        ({ ends }) => ends.includes(node.id) && ends.includes(lma.node.id),
      );
      const same = mast.x < middle === left;
      return joined && same && Math.abs(mast.x - middle) >= box.w / 2 + ASIDE;
    })
    .toSorted((a, b) => side * (b.mast.x - a.mast.x));
  const lane = mates.findIndex(({ node }) => node.id === mag.node.id);
  const width = mates.length > 1 ? 16 : 24;
  const y = box.y + box.h / 2 + (lane - (mates.length - 1) / 2) * (width + 3);
  const start = left ? box.x : box.x + box.w;
  const room = Math.abs(start - x) - 24;
  const line = [at(start, y), at(x, y), at(x, upright)];
  // Over each other there is no room for words between them.
  const isCrowded = all.tunnels.length > 3;
  const label = { x: (start + x) / 2, y: isCrowded ? y : y - width / 2 - 14, room };
  return { line, width, label: isCrowded ? { ...label, brief: true } : label };
}

/** Side by side: from edge to edge, on the height of the gateway's IP stack. */
function besidePipe({ box }: LmaShape, mag: GatewayShape): DrawnPipe {
  const left = mag.mast.x < box.x + box.w / 2;
  const start = at(left ? box.x : box.x + box.w, box.y + box.h / 2);
  const end = at(
    left ? mag.box.x + mag.box.w : mag.box.x,
    (mag.strips.head + mag.strips.stack) / 2,
  );
  const middle = (start.x + end.x) / 2;
  const level = Math.abs(start.y - end.y) < 6;
  const line = level
    ? [at(start.x, end.y), end]
    : [start, at(middle, start.y), at(middle, end.y), end];
  const room = Math.abs(end.x - start.x);
  return { line, width: 24, label: { x: middle, y: Math.min(start.y, end.y) - 28, room } };
}

/** The two halves of a pipe's line: what goes in at one end comes out of the middle. */
export function halves(line: Line): readonly [Line, Line] {
  const middle = along(line, 0.5);
  const whole = length(line);
  const before: Point[] = [];
  const after: Point[] = [];
  for (let i = 0; i < line.length; i += 1) {
    const p = line[i] as Point;
    if (length(line.slice(0, i + 1)) < whole / 2) before.push(p);
    else after.push(p);
  }
  const m = at(middle.x, middle.y);
  return [
    [...before, m],
    [m, ...after],
  ];
}
