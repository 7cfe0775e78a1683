// Proxy Mobile IPv6 on the stage: MAGs as flat-top hexagons with their masts, LMAs as octagons with the
// binding cache as a card above them (RFC 5213 §5.1, §6.1).

import type { Box } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { cellOf } from './layout-gateways.ts';
import type { BindingMark, NodeMark } from './scene.ts';
import { monoWidth, textWidth } from './text-width.ts';

/** Columns of a binding card, from the left. */
export interface CardColumns {
  /** Left edges, relative to the card; the last column is set from its right edge. */
  readonly node: number;
  readonly prefix: number;
  readonly careOf: number;
  readonly state: number;
  /** Whole prefixes, or their names. */
  readonly whole: boolean;
}

export interface LmaShape {
  readonly node: NodeMark;
  readonly box: Box;
  /** Lower edge of the header. */
  readonly head: number;
  readonly card:
    | {
        readonly box: Box;
        readonly rows: readonly BindingMark[];
        /** Bindings that have no row here. */
        readonly more: number;
        readonly columns: CardColumns;
      }
    | undefined;
}

/** Slant of a hexagon's and of an octagon's corner. */
export const HEX_CORNER = 24;
export const OCT_CORNER = 20;
export const CARD_HEAD = 24;
export const CARD_ROW = 21;
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

/** `HNP1` where there is no room for the prefix itself. */
export const prefixName = ({ names }: BindingMark): string =>
  names.length > 1 ? `${names.length} prefixes` : (names[0] ?? 'none');

const GAP = 14;
const LEFT_WIDTH = 56;

function columnsOf(
  rows: readonly BindingMark[],
  whole: boolean,
  nameOf: (id: string) => string,
): { columns: CardColumns; width: number } {
  const most = (head: string, texts: readonly number[]): number =>
    Math.max(textWidth(head, 13), ...texts);
  const node = 10;
  const nodeW = most(
    'MN',
    rows.map((row) => textWidth(nodeText(row, nameOf), 13, true)),
  );
  const prefix = node + nodeW + GAP;
  const prefixW =
    23 +
    most(
      'Prefix',
      rows.map((row) =>
        whole && row.prefixes.length === 1
          ? monoWidth(row.prefixes[0] ?? '', 13)
          : textWidth(prefixName(row), 13),
      ),
    );
  const careOf = prefix + prefixW + GAP;
  const careOfW = most(
    'Care-of',
    rows.map((row) => textWidth(nameOf(row.careOf), 13)),
  );
  const state = careOf + careOfW + GAP;
  const stateW = most(
    'State',
    rows.map((row) => textWidth(row.state, 13)),
  );
  const width = state + stateW + GAP + LEFT_WIDTH + 10;
  return { columns: { node, prefix, careOf, state, whole }, width };
}

/** The node of a binding by its name on the stage, else by its identifier without the realm. */
export const nodeText = (row: BindingMark, nameOf: (id: string) => string): string =>
  row.mn === undefined ? row.mnId.replace(/@.*/, '') : nameOf(row.mn);

/** The card above the LMA; rows that just changed come first where not all fit. */
function cardOf(
  node: NodeMark,
  box: Box,
  wish: { size: Size; hot: ReadonlySet<string>; nameOf: (id: string) => string },
): LmaShape['card'] {
  const bindings = node.lma?.bindings ?? [];
  const room = box.y - 12 - CARD_HEAD - 6;
  const fit = Math.max(1, Math.floor(room / CARD_ROW));
  const kept = fit >= bindings.length ? bindings : chosen(bindings, Math.max(1, fit - 1), wish.hot);
  const more = bindings.length - kept.length;
  const lines = Math.max(1, kept.length) + (more > 0 ? 1 : 0);
  const h = CARD_HEAD + lines * CARD_ROW + 6;
  const limit = wish.size.w - 16;
  const whole = wish.size.w >= 900 ? columnsOf(kept, true, wish.nameOf) : undefined;
  const short = columnsOf(kept, false, wish.nameOf);
  const { columns, width } = whole && whole.width <= limit / 2 ? whole : short;
  const w = Math.min(limit, Math.max(220, width));
  const middle = box.x + box.w / 2;
  const x = Math.max(8, Math.min(wish.size.w - w - 8, middle - w / 2));
  return { box: { x, y: box.y - 8 - h, w, h }, rows: kept, more, columns };
}

function chosen(
  bindings: readonly BindingMark[],
  count: number,
  hot: ReadonlySet<string>,
): readonly BindingMark[] {
  const changed = bindings.filter(({ key }) => hot.has(key)).slice(0, count);
  const rest = bindings.filter((one) => !changed.includes(one));
  const kept = new Set([...changed, ...rest.slice(0, count - changed.length)]);
  return bindings.filter((one) => kept.has(one));
}

/** LMAs; `hot`: keys of bindings that just changed. */
export function layLmas(
  nodes: readonly NodeMark[],
  wish: { size: Size; hot: ReadonlySet<string>; nameOf: (id: string) => string },
): readonly LmaShape[] {
  const { size } = wish;
  const [w, h] = size.w >= 900 ? [168, 68] : [148, 62];
  return nodes.map((node) => {
    const { x, y } = toPane(size, node);
    const box = { x: Math.max(8, Math.min(size.w - w - 8, x - w / 2)), y: y - h / 2, w, h };
    return { node, box, head: box.y + 28, card: cardOf(node, box, wish) };
  });
}
