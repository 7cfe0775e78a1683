// Wires and the "same identity" links: their polylines.

import type { Box, Line, Point } from './geometry.ts';
import { at } from './geometry.ts';
import type { BoxShape, LocalShape } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { adjacent } from './layout-gateways.ts';
import type { MobileShape } from './layout-mobiles.ts';
import type { LmaShape } from './layout-proxies.ts';
import type { LinkMark } from './scene.ts';

export interface LinkShape extends LinkMark {
  /** From `ends[0]` to `ends[1]`. */
  readonly line: Line;
  /** The lane of user data beside it. */
  readonly lane: Line;
}

/** Two DLIFs at different gateways that are one to the mobile node. */
export interface SameShape {
  readonly from: Point;
  readonly to: Point;
  readonly badge: Point;
  readonly count: number;
  readonly room: number;
}

/** What stands on the stage before links are drawn. */
export interface Placed {
  readonly gateways: readonly GatewayShape[];
  readonly lmas: readonly LmaShape[];
  readonly core: BoxShape | undefined;
  readonly correspondents: readonly BoxShape[];
  readonly stores: readonly BoxShape[];
  readonly locals: readonly LocalShape[];
  readonly mobiles: readonly MobileShape[];
}

/** Room between a wire and its data lane. */
const LANE = 12;

/** Corner points of the way from the core's bar to a node, and of its data lane. */
function spoke(node: string, placed: Placed): { line: Line; lane: Line } | undefined {
  if (!placed.core) return undefined;
  const c = at(
    placed.core.box.x + placed.core.box.w / 2,
    placed.core.box.y + placed.core.box.h / 2,
  );
  const gateway = placed.gateways.find((shape) => shape.node.id === node);
  if (gateway) {
    const { x } = gateway.mast;
    const top = gateway.box.y;
    return {
      line: [c, at(x, c.y), at(x, top)],
      lane: [at(c.x, c.y + LANE), at(x + LANE, c.y + LANE), at(x + LANE, top)],
    };
  }
  const lma = placed.lmas.find((shape) => shape.node.id === node);
  if (lma) return toLma(c, lma);
  const store = placed.stores.find((shape) => shape.node.id === node);
  if (store) return toStore(c, store);
  const cn = placed.correspondents.find((shape) => shape.node.id === node);
  if (!cn) return undefined;
  const right = cn.box.x > c.x;
  const edge = right ? cn.box.x : cn.box.x + cn.box.w;
  const y = cn.box.y + cn.box.h / 2;
  if (Math.abs(y - c.y) < cn.box.h / 2 - LANE) {
    return {
      line: [c, at(edge, c.y)],
      lane: [at(c.x, c.y + LANE), at(edge, c.y + LANE)],
    };
  }
  const bend = edge + (right ? -16 : 16);
  return {
    line: [c, at(bend, c.y), at(bend, y), at(edge, y)],
    lane: [
      at(c.x, c.y + LANE),
      at(bend - LANE, c.y + LANE),
      at(bend - LANE, y + LANE),
      at(edge, y + LANE),
    ],
  };
}

/** A database that speaks by packets stands over the core's bar, or under it. */
function toStore(c: Point, { box }: BoxShape): { line: Line; lane: Line } {
  const x = box.x + box.w / 2;
  const edge = box.y > c.y ? box.y : box.y + box.h;
  return {
    line: [c, at(x, c.y), at(x, edge)],
    lane: [at(c.x, c.y + LANE), at(x + LANE, c.y + LANE), at(x + LANE, edge)],
  };
}

/** An LMA stands over the core's bar, or under it: the wire meets it from there. */
function toLma(c: Point, { box }: LmaShape): { line: Line; lane: Line } {
  const x = box.x + box.w / 2;
  const y = box.y > c.y ? box.y : box.y + box.h;
  const foot = Math.abs(x - c.x) < 1 ? [] : [at(x, c.y)];
  const lane = foot.length === 0 ? [] : [at(c.x, c.y + LANE)];
  return {
    line: [c, ...foot, at(x, y)],
    lane: [...lane, at(x + LANE, c.y + LANE), at(x + LANE, y)],
  };
}

function local(
  node: string,
  gateway: string,
  placed: Placed,
): { line: Line; lane: Line } | undefined {
  const bus = placed.locals.find((shape) => shape.node.id === node)?.bus;
  const box = placed.gateways.find((shape) => shape.node.id === gateway);
  if (!bus || !box) return undefined;
  const y = (box.strips.head + box.strips.stack) / 2;
  const x = bus.x < box.box.x ? box.box.x : box.box.x + box.box.w;
  return { line: [at(bus.x, y), at(x, y)], lane: [at(bus.x, y + 8), at(x, y + 8)] };
}

/** Where a line from the middle of a box to another place leaves it. */
function edgeOf({ x, y, w, h }: Box, to: Point): Point {
  const middle = at(x + w / 2, y + h / 2);
  const across = Math.abs(to.x - middle.x);
  const down = Math.abs(to.y - middle.y);
  const share = Math.min(1, across > 0 ? w / 2 / across : 1, down > 0 ? h / 2 / down : 1);
  return at(middle.x + share * (to.x - middle.x), middle.y + share * (to.y - middle.y));
}

/** From edge to edge of two boxes, for links that are none of the known kinds. */
function straight(a: string, b: string, placed: Placed): { line: Line; lane: Line } {
  const boxes = [
    ...placed.gateways,
    ...placed.lmas,
    ...placed.correspondents,
    ...placed.mobiles,
    ...(placed.core ? [placed.core] : []),
  ];
  const ends = [a, b].flatMap((id) => boxes.find(({ node }) => node.id === id)?.box ?? []);
  const [first, second] = ends;
  if (first === undefined || second === undefined) return { line: [], lane: [] };
  const middleOf = ({ x, y, w, h }: Box): Point => at(x + w / 2, y + h / 2);
  const line = [edgeOf(first, middleOf(second)), edgeOf(second, middleOf(first))];
  return { line, lane: line };
}

export function layLinks(links: readonly LinkMark[], placed: Placed): readonly LinkShape[] {
  const core = placed.core?.node.id;
  return links.flatMap((link): LinkShape[] => {
    const [a, b] = link.ends;
    if (a === core || b === core) {
      const way = spoke(a === core ? b : a, placed);
      if (way) return [a === core ? { ...link, ...way } : { ...link, ...flip(way) }];
    }
    const way = local(a, b, placed);
    if (way) return [{ ...link, ...way }];
    const back = local(b, a, placed);
    if (back) return [{ ...link, ...flip(back) }];
    const rest = straight(a, b, placed);
    return rest.line.length === 2 ? [{ ...link, ...rest }] : [];
  });
}

const flip = (way: { line: Line; lane: Line }): { line: Line; lane: Line } => ({
  line: way.line.toReversed(),
  lane: way.lane.toReversed(),
});

export function laySames(gateways: readonly GatewayShape[]): readonly SameShape[] {
  const pairs = new Map<string, SameShape>();
  for (const there of gateways) {
    for (const clone of there.dlifs) {
      if (clone.mark.state !== 'clone') continue;
      const home = gateways.find(({ node }) => node.id === clone.mark.anchor.gateway);
      const own = home?.dlifs.find(({ mark }) => mark.name === clone.mark.name);
      if (!home || !own || !adjacent(home, there, gateways)) continue;
      const [left, right] = home.box.x < there.box.x ? [home, there] : [there, home];
      const [a, b] = home.box.x < there.box.x ? [own.box, clone.box] : [clone.box, own.box];
      const y = a.y + a.h / 2;
      const room = right.box.x - (left.box.x + left.box.w);
      const key = `${left.node.id} ${right.node.id}`;
      const before = pairs.get(key);
      // Behind another DLIF the line is seen only between the gateways.
      const outer = Math.max(...left.dlifs.map(({ box }) => box.x)) === a.x;
      const inner = Math.min(...right.dlifs.map(({ box }) => box.x)) === b.x;
      const from = at(outer ? a.x + a.w : left.box.x + left.box.w, y);
      const to = at(inner ? b.x : right.box.x, y);
      pairs.set(key, {
        from: before && before.from.x < from.x ? before.from : from,
        to: before && before.to.x > to.x ? before.to : to,
        badge: at(left.box.x + left.box.w + room / 2, y),
        count: (before?.count ?? 0) + 1,
        room,
      });
    }
  }
  return [...pairs.values()];
}
