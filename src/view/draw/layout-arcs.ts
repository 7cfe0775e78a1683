// Tunnels between gateways that are no neighbours, or have no room for a pipe between them: each rises
// from its gateways into a lane over the heads of what stands between. Lanes and ports are given so that
// two tunnels cross only when their ends are interleaved.

import type { Line, Point } from './geometry.ts';
import { at } from './geometry.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { adjacent } from './layout-gateways.ts';
import type { TunnelMark } from './scene.ts';

/** A pipe without what it is of. */
export interface DrawnPipe {
  /** From the left gateway to the right one, along its middle. */
  readonly line: Line;
  readonly width: number;
  /** Middle of the label, and the room that it has; `brief`: letters only, on the pipe itself. */
  readonly label: Point & { readonly room: number; readonly brief?: boolean };
}

/** Least room between two neighbours for a pipe. */
const PIPE_ROOM = 26;
/** A wire and its data lane come down to a gateway here, relative to its mast. */
const WIRE = { from: -9, to: 21 };
/** Room between two pipes. */
const APART = 3;
/** More arcs than these have no letters. */
const MOST_LABELS = 20;
/** The thinnest pipe. */
const LEAST = 2;

interface Arc {
  /** Index of the tunnel. */
  readonly index: number;
  readonly left: GatewayShape;
  readonly right: GatewayShape;
  readonly span: number;
  lane: number;
}

const rowOf = ({ box }: GatewayShape): number => box.y;
const inOneRow = (a: GatewayShape, b: GatewayShape): boolean => Math.abs(rowOf(a) - rowOf(b)) < 60;

/** The tunnels that need a lane. */
function arcsOf(tunnels: readonly TunnelMark[], gateways: readonly GatewayShape[]): Arc[] {
  return tunnels.flatMap(({ ends }, index): Arc[] => {
    const [a, b] = ends.map((id) => gateways.find(({ node }) => node.id === id));
    if (!a || !b) return [];
    const [left, right] = a.mast.x < b.mast.x ? [a, b] : [b, a];
    const room = right.box.x - (left.box.x + left.box.w);
    if (inOneRow(a, b) && room >= PIPE_ROOM && adjacent(a, b, gateways)) return [];
    return [{ index, left, right, span: right.mast.x - left.mast.x, lane: 0 }];
  });
}

/** Shorter ones lie lower; each in the lowest lane over all that it spans a part of. */
function giveLanes(arcs: Arc[]): number {
  arcs.sort((a, b) => a.span - b.span || a.left.mast.x - b.left.mast.x);
  let lanes = 0;
  for (const [i, arc] of arcs.entries()) {
    const under = arcs
      .slice(0, i)
      .filter(
        ({ left, right }) => left.mast.x < arc.right.mast.x && arc.left.mast.x < right.mast.x,
      );
    arc.lane = Math.max(-1, ...under.map(({ lane }) => lane)) + 1;
    lanes = Math.max(lanes, arc.lane + 1);
  }
  return lanes;
}

/** Where the arcs of one gateway meet its upper edge, by index of the tunnel. */
function portsOf(gateway: GatewayShape, arcs: readonly Arc[]): ReadonlyMap<number, number> {
  const { box, mast } = gateway;
  // Of those to the left the shortest stands outermost, and so on the right: none crosses another's lane.
  const leftward = arcs
    .filter(({ right }) => right === gateway)
    .toSorted((a, b) => a.span - b.span || a.lane - b.lane);
  const rightward = arcs
    .filter(({ left }) => left === gateway)
    .toSorted((a, b) => b.span - a.span || b.lane - a.lane);
  const all = [...leftward, ...rightward];
  const beforeWire = { from: box.x + 10, to: mast.x + WIRE.from };
  const afterWire = { from: mast.x + WIRE.to, to: box.x + box.w - 10 };
  const long = ({ from, to }: { from: number; to: number }): number => Math.max(0, to - from);
  const share = long(beforeWire) / Math.max(1, long(beforeWire) + long(afterWire));
  const isBoth = leftward.length > 0 && rightward.length > 0;
  const before = isBoth
    ? leftward.length
    : Math.min(all.length, Math.round(all.length * share + (leftward.length > 0 ? -0.2 : 0.2)));
  return new Map(
    all.map(({ index }, i) => {
      const [part, n, of] =
        i < before ? [beforeWire, i, before] : [afterWire, i - before, all.length - before];
      return [index, part.from + (long(part) * (n + 0.5)) / of];
    }),
  );
}

/** Where there is no room for ports all that go one way meet the gateway in one place. */
function trunksOf({ box }: GatewayShape, arcs: readonly Arc[]): ReadonlyMap<number, number> {
  return new Map(
    arcs.flatMap(({ index, left, right }): (readonly [number, number])[] => {
      if (left.box === box) return [[index, box.x + box.w * 0.85]];
      return right.box === box ? [[index, box.x + box.w * 0.15]] : [];
    }),
  );
}

/** Least distance between two ports of one gateway. */
function leastApart(ports: ReadonlyMap<GatewayShape, ReadonlyMap<number, number>>): number {
  const gaps = [...ports.values()].flatMap((of) => {
    const xs = [...of.values()].toSorted((a, b) => a - b);
    return xs.flatMap((x, i) => (i === 0 ? [] : [x - (xs[i - 1] ?? 0)]));
  });
  return Math.min(Infinity, ...gaps);
}

/** Lines of all tunnels that do not go straight; they stay under `ceiling`. */
export function layArcs(
  tunnels: readonly TunnelMark[],
  gateways: readonly GatewayShape[],
  ceiling: number,
): ReadonlyMap<number, DrawnPipe> {
  const arcs = arcsOf(tunnels, gateways);
  const lanes = giveLanes(arcs);
  const single = new Map(gateways.map((gateway) => [gateway, portsOf(gateway, arcs)]));
  const isNarrow = leastApart(single) < LEAST + APART;
  const ports = isNarrow
    ? new Map(gateways.map((gateway) => [gateway, trunksOf(gateway, arcs)]))
    : single;
  const top = Math.min(...gateways.map(({ box }) => box.y));
  const step = Math.min(26, (top - ceiling - 12) / Math.max(1, lanes));
  const apart = isNarrow ? Infinity : leastApart(ports);
  const width = Math.max(LEAST, Math.min(18, step - APART, apart - APART));
  return new Map(
    arcs.map((arc) => {
      const { index, left, right, lane } = arc;
      const [x1 = 0, x2 = 0] = [ports.get(left)?.get(index), ports.get(right)?.get(index)];
      const rise = 10 + width / 2 + lane * step;
      const line = inOneRow(left, right)
        ? over(left, right, { x1, x2, rise })
        : between(left, right, { x1, x2, rise });
      const label = labelOf(arc, line, tunnels);
      // Among so many only lines can be told apart.
      return [
        index,
        { line, width, label: arcs.length > MOST_LABELS ? { ...label, room: 0 } : label },
      ];
    }),
  );
}

interface Ports {
  readonly x1: number;
  readonly x2: number;
  /** Height of the lane over the upper edge. */
  readonly rise: number;
}

function over(left: GatewayShape, right: GatewayShape, { x1, x2, rise }: Ports): Line {
  const y = Math.min(left.box.y, right.box.y) - rise;
  return [at(x1, left.box.y), at(x1, y), at(x2, y), at(x2, right.box.y)];
}

/** From the side of the upper one down to a lane over the lower row. */
function between(left: GatewayShape, right: GatewayShape, { x1, x2, rise }: Ports): Line {
  const isDown = left.box.y < right.box.y;
  const [upper, lower] = isDown ? [left, right] : [right, left];
  const down = isDown ? x2 : x1;
  const side = lower.mast.x < upper.mast.x ? -1 : 1;
  const edge = side < 0 ? upper.box.x : upper.box.x + upper.box.w;
  const gutter = edge + side * (rise / 2 + 4);
  const y = (upper.strips.head + upper.strips.stack) / 2;
  const lane = lower.box.y - rise;
  const line = [
    at(edge, y),
    at(gutter, y),
    at(gutter, lane),
    at(down, lane),
    at(down, lower.box.y),
  ];
  return isDown ? line : line.toReversed();
}

/** From the corner over an anchor to the letter, past the wire. */
const LABEL = 44;

/** On the lane beside the corner over the anchor: there no other arc of its gateway passes. */
function labelOf(
  { index, left, right }: Arc,
  line: Line,
  tunnels: readonly TunnelMark[],
): DrawnPipe['label'] {
  const users = tunnels[index]?.users ?? [];
  const atLeft = users.filter(({ anchor }) => anchor.gateway === left.node.id).length;
  const atRight = users.filter(({ anchor }) => anchor.gateway === right.node.id).length;
  const corners = line.slice(1, -1);
  const [corner, next] =
    atLeft >= atRight ? [corners[0], corners[1]] : [corners.at(-1), corners.at(-2)];
  const from = corner ?? at(0, 0);
  const toward = Math.sign((next?.x ?? 0) - from.x);
  const long = Math.abs((next?.x ?? 0) - from.x);
  return { x: from.x + toward * Math.min(LABEL, long / 2), y: from.y, room: 40, brief: true };
}
