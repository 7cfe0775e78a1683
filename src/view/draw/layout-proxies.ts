// Proxy Mobile IPv6 on the stage: MAGs as flat-top hexagons with their masts, LMAs as octagons with the
// binding cache as a card above them (RFC 5213 §5.1, §6.1).

import type { Box, Point } from './geometry.ts';
import { at } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { cellOf } from './layout-gateways.ts';
import type { BindingCard, FlowCard } from './layout-cards.ts';
import { layCards, LEAST_OVER } from './layout-cards.ts';
import type { NodeMark } from './scene.ts';

export interface LmaShape {
  readonly node: NodeMark;
  readonly box: Box;
  /** Lower edge of the header. */
  readonly head: number;
  readonly card: BindingCard | undefined;
  readonly flows: FlowCard | undefined;
  /** Top left of its tally of losses. */
  readonly tally: Point;
}

/** Slant of a hexagon's and of an octagon's corner. */
export const HEX_CORNER = 24;
export const OCT_CORNER = 20;
/** Rows of an access link in a MAG. */
export const LINK_ROW = 22;
const LINKS_SHOWN = 2;
const HEAD = 30;
const ADDRESS = 26;

function layMag(node: NodeMark, size: Size, width: number): GatewayShape {
  const centre = toPane(size, node);
  const rows = Math.max(1, Math.min(LINKS_SHOWN, node.mag?.links.length ?? 0));
  const h = HEAD + ADDRESS + rows * LINK_ROW + 10;
  const box = { x: centre.x - width / 2, y: centre.y - 46, w: width, h };
  return {
    node,
    box,
    // A wire at the middle of the second strip meets the hexagon's corner.
    strips: { head: box.y + HEAD, stack: box.y + h - HEAD, dlifs: box.y + h },
    dlifs: [],
    folded: 0,
    brackets: [],
    mast: { x: centre.x, top: box.y + h, bottom: box.y + h + (size.h >= 600 ? 40 : 36) },
    tally: { x: Math.max(8, box.x - 30), y: box.y + h + 14, brief: false },
    cell: cellOf(node, size),
  };
}

/** MAGs as wide as their distance allows, all alike. */
export function layMags(nodes: readonly NodeMark[], size: Size): readonly GatewayShape[] {
  const sorted = nodes.toSorted((a, b) => a.x - b.x);
  const xs = sorted.map((node) => toPane(size, node).x);
  const gaps = xs.flatMap((x, i) => (i === 0 ? [] : [x - (xs[i - 1] ?? 0)]));
  const room = Math.min(...gaps.map((gap) => gap - 40), size.w >= 900 ? 208 : 180);
  return sorted.map((node) => layMag(node, size, Math.max(112, room)));
}

/** Room between a home agent's card and the wires under it. */
const OVER_WIRES = 20;

/** A home agent with its binding cache (MIP6 §9.1), over the wires: under them run its tunnels. */
export function withCard(
  shape: GatewayShape,
  wire: number,
  wish: Parameters<typeof layCards>[2],
): GatewayShape {
  if (shape.node.kind !== 'ha') return shape;
  const { x, y, w, h } = shape.box;
  const top = Math.min(y, wire > 0 ? wire - OVER_WIRES : y);
  return { ...shape, card: layCards(shape.node, { x, y: top, w, h }, wish).card };
}

/** LMAs with their cards; `hot`: keys of rows that just changed. */
export function layLmas(
  nodes: readonly NodeMark[],
  wish: {
    readonly size: Size;
    readonly left: number;
    readonly hot: ReadonlySet<string>;
    readonly nameOf: (id: string) => string;
    /** What cards keep clear of. */
    readonly obstacles: readonly Box[];
  },
): readonly LmaShape[] {
  const { size } = wish;
  const [w, h] = size.w >= 900 ? [168, 68] : [148, 62];
  return nodes.map((node) => {
    const { x, y } = toPane(size, node);
    // However high it stands, its cards have room over it.
    const top = Math.max(LEAST_OVER, y - h / 2);
    const box = { x: Math.max(8, Math.min(size.w - w - 8, x - w / 2)), y: top, w, h };
    const tally = at(box.x, box.y + h + 8);
    return { node, box, head: box.y + 28, tally, ...layCards(node, box, wish) };
  });
}
