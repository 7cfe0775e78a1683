// The cards of an LMA: its binding cache (RFC 5213 §5.1), and the table that says which flow goes into
// which tunnel (MIF Figure 3). They stand above it, side by side, and keep clear of what else is there.

import type { Box } from './geometry.ts';
import { place } from './geometry.ts';
import type { Size } from './layout-frame.ts';
import type { BindingMark, FlowMark, NodeMark } from './scene.ts';
import { monoWidth, textWidth } from './text-width.ts';

export const CARD_HEAD = 24;
export const CARD_ROW = 21;

/** Rows of a table, as many as there is room for. */
interface Card<M, C> {
  readonly box: Box;
  readonly rows: readonly M[];
  /** Rows that have no place here. */
  readonly more: number;
  readonly columns: C;
}

/** Columns of a binding card, from the left. */
export interface CardColumns {
  /** Left edges, relative to the card; the last column is set from its right edge. */
  readonly node: number;
  readonly prefix: number;
  readonly careOf: number;
  readonly state: number;
  /** Whole prefixes, or their names. */
  readonly whole: boolean;
  /** What is left of the state or of the lifetime, in the last column. */
  readonly left: boolean;
}

/** Left edges of the columns of a table of flows; packets are set from the right edge. */
export interface FlowColumns {
  readonly name: number;
  readonly short: number;
  readonly way: number;
  /** Bindings are not numbered: there is no room. */
  readonly brief: boolean;
}

export type BindingCard = Card<BindingMark, CardColumns>;
export type FlowCard = Card<FlowMark, FlowColumns>;

interface Wish {
  readonly size: Size;
  /** Cards begin here at the earliest. */
  readonly left: number;
  readonly hot: ReadonlySet<string>;
  readonly nameOf: (id: string) => string;
  readonly obstacles: readonly Box[];
}

/** Both cards; the second only where the anchor tells flows apart. */
export function layCards(
  node: NodeMark,
  box: Box,
  wish: Wish,
): { readonly card: BindingCard; readonly flows: FlowCard | undefined } {
  const card = bindingCard(node, box, wish);
  const flows = node.lma?.flows;
  const around = { ...wish, obstacles: [...wish.obstacles, card.box] };
  return { card, flows: flows && flowCard(flows, box, around) };
}

const GAP = 14;
const TIGHT = 10;
const LEFT_WIDTH = 56;
/** Room between a card and the edge of the pane, and between a card and its LMA. */
export const EDGE = 8;
/** Room between a card and what stands beside it. */
const APART = 6;
/** How far apart the places are that a card may take. */
const STEP = 12;

/** The nearest free place above the LMA: over its middle, else to one side, else to the other. */
function placeAbove(
  { w, h }: { readonly w: number; readonly h: number },
  lma: Box,
  { size, left, obstacles }: Wish,
  side: 1 | -1,
): Box | undefined {
  const middle = lma.x + lma.w / 2 - w / 2;
  const y = lma.y - EDGE - h;
  const most = size.w - w - EDGE;
  const boxAt = (x: number): Box => ({ x: Math.min(most, Math.max(left, x)), y, w, h });
  const steps = Array.from({ length: Math.ceil(size.w / STEP) }, (_, i) => i * STEP);
  const spots = [
    ...steps.map((step) => boxAt(middle + side * step)),
    ...steps.map((step) => boxAt(middle - side * step)),
  ];
  const frame = { x: 0, y: -size.h, w: size.w, h: size.h + y + h };
  const apart = obstacles.map((one) => ({ ...one, x: one.x - APART, w: one.w + 2 * APART }));
  return place(spots, apart, frame);
}

/** Room over an LMA in which a card can say something: one row, and how many there are besides. */
export const LEAST_OVER = EDGE + CARD_HEAD + 2 * CARD_ROW + 6 + EDGE;

/** How many rows fit above the LMA. */
const roomFor = (lma: Box): number =>
  Math.max(1, Math.floor((lma.y - 12 - CARD_HEAD - 6) / CARD_ROW));

/** Of more rows than fit, one line says how many are missing. */
function fitRows<M extends { readonly key: string }>(
  all: readonly M[],
  lma: Box,
  hot: ReadonlySet<string>,
): { readonly rows: readonly M[]; readonly more: number; readonly h: number } {
  const fit = roomFor(lma);
  const rows = fit >= all.length ? all : chosen(all, Math.max(1, fit - 1), hot);
  const more = all.length - rows.length;
  const lines = Math.max(1, rows.length) + (more > 0 ? 1 : 0);
  return { rows, more, h: CARD_HEAD + lines * CARD_ROW + 6 };
}

/** The binding cache; whole prefixes and lifetimes where there is room for them. */
function bindingCard(node: NodeMark, box: Box, wish: Wish): BindingCard {
  const { size, nameOf } = wish;
  const { rows, more, h } = fitRows(node.lma?.bindings ?? [], box, wish.hot);
  const limit = size.w - 2 * EDGE;
  const whole = columnsOf(rows, { whole: true, left: true }, nameOf);
  const plans = [
    ...(size.w >= 900 && whole.width <= limit / 2 ? [whole] : []),
    columnsOf(rows, { whole: false, left: true }, nameOf),
    columnsOf(rows, { whole: false, left: false }, nameOf),
  ];
  for (const { columns, width } of plans) {
    const w = Math.min(limit, Math.max(220, width));
    const found = placeAbove({ w, h }, box, wish, 1);
    if (found) return { box: found, rows, more, columns };
  }
  const { columns, width } = plans.at(-1) ?? whole;
  const w = Math.min(limit, Math.max(220, width));
  const x = Math.min(size.w - w - EDGE, Math.max(wish.left, box.x + box.w / 2 - w / 2));
  return { box: { x, y: box.y - EDGE - h, w, h }, rows, more, columns };
}

/** Which flow goes where; beside the binding cache. Without BIDs where they have no room. */
function flowCard(flows: readonly FlowMark[], box: Box, wish: Wish): FlowCard | undefined {
  const { rows, more, h } = fitRows(flows, box, wish.hot);
  const most = (head: string, texts: readonly string[], strong = false): number =>
    Math.max(textWidth(head, 13), ...texts.map((text) => textWidth(text, 13, strong)));
  const names = rows.map((row) => row.name);
  const shorts = rows.map((row) => row.short);
  const name = 10;
  const short = name + 22 + most('Flow', names, true) + TIGHT;
  const way = short + most('Packets of', shorts) + TIGHT;
  for (const brief of [false, true]) {
    const words = rows.map((row) => wayWords(row, { nameOf: wish.nameOf, brief }));
    const counts = TIGHT + textWidth('00000', 13) + 10;
    const w = Math.max(200, way + most('Go to', words) + counts);
    const found = placeAbove({ w, h }, box, wish, -1);
    if (found) return { box: found, rows, more, columns: { name, short, way, brief } };
  }
  return undefined;
}

/** `MAG2`, `MAG1 + MAG2, BIDs 1, 2`, `prefix: MAG1`, `fallback: MAG1`, `dropped`. */
export function wayWords(
  { state, to, bids }: FlowMark,
  { nameOf, brief }: { readonly nameOf: (id: string) => string; readonly brief: boolean },
): string {
  if (state === 'drop') return 'dropped';
  const where = to.map(nameOf).join(' + ') || 'nowhere';
  if (state !== 'active') return `${state}: ${where}`;
  return bids.length < 2 || brief ? where : `${where}, BIDs ${bids.join(', ')}`;
}

/** `HNP1` where there is no room for the prefix itself. */
export const prefixName = ({ names }: BindingMark): string =>
  names.length > 1 ? `${names.length} prefixes` : (names[0] ?? 'none');

function columnsOf(
  rows: readonly BindingMark[],
  { whole, left }: { readonly whole: boolean; readonly left: boolean },
  nameOf: (id: string) => string,
): { columns: CardColumns; width: number } {
  const most = (head: string, texts: readonly number[]): number =>
    Math.max(textWidth(head, 13), ...texts);
  const gap = left ? GAP : TIGHT;
  const node = 10;
  const nodeW = most(
    'MN',
    rows.map((row) => textWidth(nodeText(row, nameOf), 13, true)),
  );
  const prefix = node + nodeW + gap;
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
  const careOf = prefix + prefixW + gap;
  const careOfW = most(
    'Care-of',
    rows.map((row) => textWidth(nameOf(row.careOf), 13)),
  );
  const state = careOf + careOfW + gap;
  const stateW = most(
    'State',
    rows.map((row) => textWidth(row.state, 13)),
  );
  const width = state + stateW + (left ? gap + LEFT_WIDTH : 0) + 10;
  return { columns: { node, prefix, careOf, state, whole, left }, width };
}

/** The node of a binding, `MN1` or `MN1:if2`; else its identifier without the realm. */
export function nodeText({ mn, mnId, iface }: BindingMark, nameOf: (id: string) => string): string {
  const node = mn === undefined ? mnId.replace(/@.*/, '') : nameOf(mn);
  return iface === undefined ? node : `${node}:${iface}`;
}

/** So many rows; those that just changed first. */
function chosen<M extends { readonly key: string }>(
  all: readonly M[],
  count: number,
  hot: ReadonlySet<string>,
): readonly M[] {
  const changed = all.filter(({ key }) => hot.has(key)).slice(0, count);
  const rest = all.filter((one) => !changed.includes(one));
  const kept = new Set([...changed, ...rest.slice(0, count - changed.length)]);
  return all.filter((one) => kept.has(one));
}
