// Mobile nodes: the phone, the ghost of where it left, its addresses beside it, the card of what it
// believes. Labels take the first place that is free; a card that finds none is not drawn.

import type { Box, Point } from './geometry.ts';
import { at, place } from './geometry.ts';
import type { BoxShape, LocalShape, Size } from './layout-frame.ts';
import { toPane } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import { phonesOf } from './layout-phones.ts';
import { portsOf, type PortShape } from './layout-ports.ts';
import { layStack, type StackShape } from './layout-stack.ts';
import { mastBox, tallyBox, tallyBoxes } from './layout-tallies.ts';
import type { NodeMark } from './scene.ts';
import { monoWidth, textWidth } from './text-width.ts';

export interface MobileShape {
  readonly node: NodeMark;
  readonly box: Box;
  /** Tops of the ports, one for each radio: where radio links end. */
  readonly ports: readonly PortShape[];
  readonly ghost: Box | undefined;
  /** Its layers, where it is drawn as a box of them. */
  readonly stack?: StackShape;
  /** Addresses and their states; absent when no place is free. */
  readonly label:
    | {
        readonly box: Box;
        readonly style: LabelStyle;
        /** Letters in a line. */ readonly across: number;
      }
    | undefined;
  /** Top left of its tally of losses; absent when no place is free. */
  readonly tally: Point | undefined;
  readonly card:
    { readonly box: Box; readonly side: 'left' | 'right'; readonly long: boolean } | undefined;
}

/** full: with identity and state in words; short: addresses; tiles: letters and states; letters: letters. */
export type LabelStyle = 'full' | 'short' | 'tiles' | 'letters';

/** Room from letter to letter, and from line to line. */
export const LETTER = { x: 20, y: 23 };

interface Placed {
  readonly size: Size;
  readonly roomy: boolean;
  readonly gateways: readonly GatewayShape[];
  readonly correspondents: readonly BoxShape[];
  readonly locals: readonly LocalShape[];
  readonly believer: string | undefined;
}

export const LABEL_LINE = 26;
const GAP = 16;

/** Words beside an address in the short form: only what is not usual. */
export const shortState = (state: string): string =>
  state === 'deprecated' ? 'lft 0' : state === 'tentative' ? 'DAD' : '';

function labelSize(node: NodeMark, style: LabelStyle): { w: number; h: number } {
  const addresses = node.mn?.addresses ?? [];
  const wide = (texts: readonly number[]): number => Math.max(0, ...texts);
  switch (style) {
    case 'full': {
      const lines = addresses.map(
        ({ short, state }) => 25 + monoWidth(short, 14) + 10 + textWidth(state, 14),
      );
      const w = wide([textWidth(node.mn?.mnId ?? '', 14), ...lines]);
      return { w, h: (addresses.length + 1) * LABEL_LINE };
    }
    case 'short': {
      const lines = addresses.map(({ short, state }) => {
        const word = shortState(state);
        return 25 + monoWidth(short, 13) + (word ? 8 + textWidth(word, 13) : 0);
      });
      return { w: wide(lines), h: addresses.length * 24 };
    }
    case 'tiles': {
      const lines = addresses.map(({ state }) => 23 + textWidth(state, 13));
      return { w: wide(lines), h: addresses.length * 22 };
    }
    case 'letters':
      return lettersSize(addresses.length, addresses.length);
  }
}

const lettersSize = (count: number, across: number): { w: number; h: number } => ({
  w: across * LETTER.x - 3,
  h: Math.ceil(count / Math.max(1, across)) * LETTER.y - 2,
});

function labelOf(
  node: NodeMark,
  box: Box,
  around: { obstacles: readonly Box[]; frame: Box; styles: readonly LabelStyle[] },
): MobileShape['label'] {
  if ((node.mn?.addresses.length ?? 0) === 0 && !around.styles.includes('full')) return undefined;
  for (const style of around.styles) {
    const label = style === 'letters' ? lettersOf(node, box, around) : undefined;
    if (label) return label;
    const { w, h } = labelSize(node, style);
    const y = box.y + box.h / 2 - h / 2 + 4;
    const spots = [
      { x: box.x + box.w + GAP, y, w, h },
      { x: box.x - GAP - w, y, w, h },
      { x: box.x + box.w / 2 - w / 2, y: box.y + box.h + 6, w, h },
    ];
    const found = place(spots, around.obstacles, around.frame);
    if (found) return { box: found, style, across: 1 };
  }
  return undefined;
}

/** Letters go under the phone, in one line or in two; else beside it. */
function lettersOf(
  node: NodeMark,
  box: Box,
  around: { obstacles: readonly Box[]; frame: Box },
): MobileShape['label'] {
  const count = node.mn?.addresses.length ?? 0;
  for (const across of new Set([count, Math.ceil(count / 2)])) {
    const { w, h } = lettersSize(count, across);
    const middle = box.x + box.w / 2 - w / 2;
    const most = around.frame.x + around.frame.w - w;
    const under = {
      x: Math.max(around.frame.x, Math.min(most, middle)),
      y: box.y + box.h + 5,
      w,
      h,
    };
    const beside = [box.x + box.w + 8, box.x - 8 - w].map((x) => ({ x, y: box.y + 4, w, h }));
    const found = place([under, ...beside], around.obstacles, around.frame);
    if (found) return { box: found, style: 'letters', across };
  }
  return undefined;
}

function cardOf(
  shape: { node: NodeMark; box: Box; label: MobileShape['label'] },
  around: { obstacles: readonly Box[]; frame: Box; roomy: boolean },
): MobileShape['card'] {
  const routers = shape.node.mn?.believes.length ?? 0;
  if (routers === 0) return undefined;
  const { box, label } = shape;
  const right = Math.max(box.x + box.w, label ? label.box.x + label.box.w : 0);
  const left = Math.min(box.x, label ? label.box.x : box.x);
  for (const long of around.roomy ? [true, false] : [false]) {
    const w = long ? 270 : 192;
    const h = long ? 82 + routers * 24 : 66;
    const middle = box.y + box.h / 2 - h / 2;
    const low = Math.min(middle, around.frame.y + around.frame.h - h);
    const ys = [low, low - 24, low + 16, low - 48];
    const found = place(
      ys.flatMap((y) => [
        { x: left - 42 - w, y, w, h },
        { x: right + 42, y, w, h },
      ]),
      around.obstacles,
      around.frame,
    );
    if (found) return { box: found, side: found.x < box.x ? 'left' : 'right', long };
  }
  return undefined;
}

/** What labels must keep clear of: boxes, masts, tallies of losses, the bottom corners. */
function obstaclesOf(placed: Placed): readonly Box[] {
  const { gateways, correspondents, locals } = placed;
  return [
    ...gateways.map(({ box }) => box),
    ...gateways.map(mastBox),
    ...gateways.flatMap(({ node, tally }) => tallyBoxes(node, tally)),
    ...correspondents.map(({ box }) => box),
    ...locals.flatMap(({ bus, server }) => [
      { x: bus.x - 4, y: bus.top, w: 8, h: bus.bottom - bus.top },
      server,
    ]),
  ];
}

/** Below the phone, or at a lower side of it. */
function mobileTally(
  node: NodeMark,
  box: Box,
  around: { obstacles: readonly Box[]; frame: Box },
): Point | undefined {
  if (node.lost.length === 0) return undefined;
  const { w, h } = tallyBox(node, at(0, 0));
  const low = box.y + box.h - h;
  const spots = [
    at(box.x - 8, box.y + box.h + 6),
    at(box.x - 12 - w, low),
    at(box.x + box.w + 12, low),
    at(box.x - 12 - w, box.y),
    at(box.x + box.w + 12, box.y - 20),
  ];
  const boxes = spots.map(({ x, y }) => ({ x, y, w, h }));
  const found = place(boxes, around.obstacles, around.frame);
  return found && at(found.x, found.y);
}

export function layMobiles(nodes: readonly NodeMark[], placed: Placed): readonly MobileShape[] {
  const { size, roomy } = placed;
  // Among several nodes only the one in question shows where it left, and its layers.
  const leaves = ({ id }: NodeMark): boolean => nodes.length === 1 || placed.believer === id;
  const phones = phonesOf(nodes, size).map((phone): Phone =>
    leaves(phone.node) ? withStack(phone, placed) : phone,
  );
  const ghosts = phones.flatMap(({ node, ghost }) => (ghost && leaves(node) ? [ghost] : []));
  const frame = { x: 4, y: 4, w: size.w - 8, h: size.h - (roomy ? 56 : 8) };
  const fixed = obstaclesOf(placed);
  const taken: Box[] = [...fixed, ...phones.map(({ box }) => box), ...ghosts];
  const styles: readonly LabelStyle[] =
    nodes.length > 3
      ? ['letters']
      : nodes.length > 1
        ? ['tiles', 'letters']
        : roomy
          ? ['full', 'short', 'tiles', 'letters']
          : ['short', 'tiles', 'letters'];
  const labelled = phones.map(({ node, box, ghost, stack }) => {
    const obstacles = taken.filter((one) => one !== box);
    const label = stack ? undefined : labelOf(node, box, { obstacles, frame, styles });
    if (label) taken.push(label.box);
    const tally = mobileTally(node, box, { obstacles: taken.filter((one) => one !== box), frame });
    if (tally) taken.push(tallyBox(node, tally));
    return { node, box, ghost, stack, label, tally };
  });
  return labelled.map((shape): MobileShape => {
    const { node, box, ghost, stack, label, tally } = shape;
    const shown = nodes.length === 1 || placed.believer === node.id;
    const card = shown ? cardOf(shape, { obstacles: taken, frame, roomy }) : undefined;
    const left = leaves(node) ? ghost : undefined;
    const ports = portsOf(node, box, stack);
    const layers = stack === undefined ? {} : { stack };
    return { node, box, ports, ghost: left, label, tally, card, ...layers };
  });
}

type Phone = ReturnType<typeof phonesOf>[number] & { readonly stack?: StackShape };

/** A node with several ways to the network as the box of its layers. */
function withStack(phone: Phone, placed: Placed): Phone {
  const { size } = placed;
  const { node } = phone;
  const frame = { x: 4, y: 4, w: size.w - 8, h: size.h - (placed.roomy ? 60 : 7) };
  const obstacles = obstaclesOf(placed);
  const stack = node.mn && layStack(node.mn, toPane(size, node), { frame, obstacles });
  return stack ? { ...phone, box: stack.box, stack } : phone;
}
