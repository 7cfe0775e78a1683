// Tallies of what is lost: of gateways beside the mast, clear of phones and of radio paths, of anchors
// beside or under them, clear of tunnels.

import type { Box, Point } from './geometry.ts';
import { at, place } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { phonesOf } from './layout-phones.ts';
import type { PipeShape } from './layout-pipes.ts';
import type { LmaShape } from './layout-proxies.ts';
import type { NodeMark } from './scene.ts';
import { textWidth } from './text-width.ts';

/** From the foot of a mast down to a box of layers. */
const UNDER_MAST = 28;

export const mastBox = ({ mast }: GatewayShape): Box => ({
  x: mast.x - 22,
  y: mast.top,
  w: 44,
  h: mast.bottom - mast.top,
});

export const tallyBox = ({ lost }: NodeMark, { x, y }: Point): Box => ({
  x,
  y,
  w: 24 + Math.max(48, ...lost.map(({ why }) => textWidth(why, 14))),
  h: 18 + 18 * lost.length,
});

/** The room of a tally, where there is one and something is lost. */
export const tallyBoxes = (
  node: NodeMark,
  spot: (Point & { readonly brief?: boolean }) | undefined,
): readonly Box[] =>
  spot === undefined || node.lost.length === 0
    ? []
    : [tallyBox(spot.brief === true ? { ...node, lost: [] } : node, spot)];

/** Tallies of losses keep clear of phones, mast and each other; in little room they give no reason. */
export function layTallies(
  gateways: readonly GatewayShape[],
  nodes: readonly NodeMark[],
  size: Size,
): readonly GatewayShape[] {
  const taken = phonesOf(nodes, size).flatMap(({ box, ghost }) => (ghost ? [box, ghost] : [box]));
  return gateways.map((gateway): GatewayShape => {
    const { node, tally, mast } = gateway;
    const { w, h } = tallyBox(node, tally);
    const frame = { x: 4, y: 0, w: size.w - 8, h: size.h };
    const obstacles = [...taken, mastBox(gateway), ...pathsAt(gateway, nodes, size)];
    const spots = (wide: number, high: number): readonly Box[] =>
      [tally.x, ...[26, 36, 46].map((far) => mast.x - far - wide), mast.x + 26].map((x) => {
        return { x, y: tally.y, w: wide, h: high };
      });
    const whole = place(spots(w, h), obstacles, frame);
    const found = whole ?? place(spots(72, 20), obstacles, frame) ?? { ...tally, w: 72, h: 20 };
    if (node.lost.length > 0) taken.push(found);
    return { ...gateway, tally: { ...at(found.x, found.y), brief: whole === undefined } };
  });
}

/** Where radio paths to boxes of layers go aside under a mast: those stand lower than phones. */
const pathsAt = (
  { node: { id }, mast }: GatewayShape,
  nodes: readonly NodeMark[],
  size: Size,
): readonly Box[] =>
  nodes.flatMap((node) => {
    const isThere = node.mn?.radios?.some(({ attachedTo }) => attachedTo === id) === true;
    if (node.mn?.stack === undefined || !isThere) return [];
    const { x } = toPane(size, node);
    return { x: Math.min(x, mast.x), y: mast.bottom - 4, w: Math.abs(x - mast.x), h: UNDER_MAST };
  });

/** Losses of an anchor: beside it or under it, where no tunnel runs. */
export function layAnchorTallies(
  lmas: readonly LmaShape[],
  around: {
    readonly pipes: readonly PipeShape[];
    readonly taken: readonly Box[];
    readonly size: Size;
  },
): readonly LmaShape[] {
  const { size } = around;
  const obstacles = [...around.taken, ...around.pipes.flatMap(boxesOf)];
  const frame = { x: 4, y: 0, w: size.w - 8, h: size.h };
  return lmas.map((lma): LmaShape => {
    const { node, box } = lma;
    const { w, h } = tallyBox(node, box);
    const [middle, under] = [box.x + box.w / 2, box.y + box.h];
    const spots = [
      at(box.x - 12 - w, under - 8),
      at(middle + 14, under + 8),
      at(middle - 14 - w, under + 8),
      at(box.x + box.w + 12, under - 8),
    ].map(({ x, y }) => ({ x, y, w, h }));
    const { x, y } = place(spots, obstacles, frame) ?? at(middle + 14, under + 8);
    return { ...lma, tally: at(x, y) };
  });
}

/** The room that a pipe takes, piece by piece. */
export const boxesOf = ({ line, width }: PipeShape): readonly Box[] =>
  line.slice(1).map((end, i) => {
    const start = line[i] ?? end;
    return {
      x: Math.min(start.x, end.x) - width / 2,
      y: Math.min(start.y, end.y) - width / 2,
      w: Math.abs(start.x - end.x) + width,
      h: Math.abs(start.y - end.y) + width,
    };
  });
