// Tallies of what is lost at gateways: beside the mast, clear of phones and of radio paths.

import type { Box, Point } from './geometry.ts';
import { at, place } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { phonesOf } from './layout-phones.ts';
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

/** Tallies of losses keep clear of phones and mast; where there is little room they give no reason. */
export function layTallies(
  gateways: readonly GatewayShape[],
  nodes: readonly NodeMark[],
  size: Size,
): readonly GatewayShape[] {
  const phones = phonesOf(nodes, size).flatMap(({ box, ghost }) => (ghost ? [box, ghost] : [box]));
  return gateways.map((gateway): GatewayShape => {
    const { node, tally, mast } = gateway;
    const { w, h } = tallyBox(node, tally);
    const frame = { x: 4, y: 0, w: size.w - 8, h: size.h };
    const obstacles = [...phones, mastBox(gateway), ...pathsAt(gateway, nodes, size)];
    const spots = (wide: number, high: number): readonly Box[] =>
      [tally.x, ...[26, 36, 46].map((far) => mast.x - far - wide), mast.x + 26].map((x) => {
        return { x, y: tally.y, w: wide, h: high };
      });
    const whole = place(spots(w, h), obstacles, frame);
    if (whole) return { ...gateway, tally: { ...at(whole.x, whole.y), brief: false } };
    const { x, y } = place(spots(72, 20), obstacles, frame) ?? tally;
    return { ...gateway, tally: { ...at(x, y), brief: true } };
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
