// A mobile node with several ways to the network as a box of layers: sub-interfaces on top, where the
// gateways are, the virtual interface, IP, sockets; lines bind sockets to addresses and addresses to
// paths (VIP Figures 1 and 2, VMN Figure 1).

import type { Box, Line, Point } from './geometry.ts';
import { at, place } from './geometry.ts';
import type { MobileMark, RadioMark, SessionMark, StackMark } from './scene.ts';
import { monoWidth, textWidth } from './text-width.ts';

/** One thing of a layer. */
export interface Cell<M> {
  readonly mark: M;
  readonly box: Box;
}

type AddressMark = MobileMark['addresses'][number];

/** A line between two layers. */
export interface Bond {
  /** Stays the same while the line moves. */
  readonly key: string;
  readonly line: Line;
  /** session: socket to address; path: address to radio; down: packets that come by another radio. */
  readonly kind: 'session' | 'path' | 'down';
  /** deprecated: the address is on its way out; broken: what comes so is not taken. */
  readonly state: 'firm' | 'deprecated' | 'broken';
  /** Number of the flow, for bonds of one flow. */
  readonly number?: number;
}

export interface StackShape {
  readonly box: Box;
  readonly radios: readonly Cell<RadioMark>[];
  readonly slab: Box | undefined;
  /** The interface switching module, where one path at a time is in use (VMN §4.1). */
  readonly switcher: Box | undefined;
  readonly addresses: readonly Cell<AddressMark>[];
  readonly sessions: readonly Cell<SessionMark>[];
  /** Sockets that have no room. */
  readonly more: number;
  readonly bonds: readonly Bond[];
  /** Names of the layers, at the left. */
  readonly layers: readonly { readonly words: string; readonly y: number }[];
  /** Base line of the node's name. */
  readonly title: Point;
}

const LABELS = 36;
const PAD = 5;
const GAP = 8;
const RADIO_H = 36;
const SLAB_H = 22;
const ADDRESS_H = 22;
const SESSION_H = 23;
const TITLE_H = 20;
/** Room for lines between layers: long ones, and where the slab takes part of the way. */
const WIRES = 14;
const SHORT_WIRES = 8;
const SWITCHER_W = 38;
const SESSION_MOST = 150;
const MOST_SESSIONS = 6;
/** A session's chip: disc, arrow, name of the other end. */
const SESSION_LEAST = 76;

interface Plan {
  readonly mn: MobileMark;
  readonly stack: StackMark;
  readonly radios: readonly RadioMark[];
  /** Lines of addresses in their layer. */
  readonly lines: number;
  readonly across: number;
  readonly rows: number;
  readonly w: number;
  readonly h: number;
}

const addressWidth = ({ short, state }: AddressMark): number =>
  24 + monoWidth(short, 13) + (state === 'preferred' ? 0 : 6 + textWidth(stateWord(state), 13));

/** What is not usual of an address, in a word. */
export const stateWord = (state: string): string =>
  state === 'preferred'
    ? ''
    : state === 'deprecated'
      ? 'lft 0'
      : state === 'tentative'
        ? 'DAD'
        : state;

/** How large the box is. */
function planOf(mn: MobileMark, stack: StackMark, roomy: boolean): Plan {
  const radios = mn.radios ?? [];
  const columns = Math.max(1, radios.length);
  const lines = Math.max(
    1,
    ...radios.map(({ iface }, i) => addressesOf(mn, stack, iface, i).length),
  );
  const widest = Math.max(roomy ? 146 : 120, ...mn.addresses.map(addressWidth).map((w) => w + GAP));
  const inner = columns * Math.min(widest, columns > 2 ? 128 : 190);
  const shown = Math.min(MOST_SESSIONS, stack.sessions.length);
  const across = Math.max(1, Math.floor(inner / SESSION_LEAST));
  const rows = Math.max(1, Math.ceil(shown / across));
  const virtual = mn.virtual === undefined ? 0 : SLAB_H + SHORT_WIRES;
  const h =
    PAD + RADIO_H + WIRES + virtual + lines * ADDRESS_H + WIRES + rows * SESSION_H + TITLE_H + 2;
  const w = LABELS + inner + PAD + (mn.virtual?.mode === 'active' ? SWITCHER_W : 0);
  return { mn, stack, radios, lines, across, rows, w, h };
}

/** Addresses in the column of a radio: those that live there; homeless ones in the first. */
function addressesOf(
  { addresses, virtual }: MobileMark,
  { paths }: StackMark,
  iface: string,
  column: number,
): readonly AddressMark[] {
  return addresses.filter(({ address }, i) => {
    const path = paths.find((one) => one.address === address);
    // Over a virtual interface an address keeps its place while its path moves.
    if (virtual !== undefined) return column === i % 2;
    return path === undefined ? column === 0 : path.iface === iface;
  });
}

/** The box round a point, moved into the frame and off what stands there. */
export function layStack(
  mn: MobileMark,
  middle: Point,
  around: { readonly frame: Box; readonly obstacles: readonly Box[] },
): StackShape | undefined {
  const { stack } = mn;
  if (stack === undefined) return undefined;
  const { frame, obstacles } = around;
  const plan = planOf(mn, stack, frame.w >= 880);
  const { w, h } = plan;
  const within = (low: number, high: number, wish: number): number =>
    Math.max(low, Math.min(high, wish));
  const boxAt = (dx: number, dy: number): Box => ({
    x: within(frame.x, frame.x + frame.w - w, middle.x - w / 2 + dx),
    y: within(frame.y, frame.y + frame.h - h, middle.y - h / 2 + dy),
    w,
    h,
  });
  const asides = [0, 40, -40, 80, -80, 120, -120, 160, -160];
  const spots = asides.flatMap((dx) => [boxAt(dx, 0), boxAt(dx, h)]);
  return fillBox(plan, place(spots, obstacles, frame) ?? boxAt(0, h));
}

function fillBox(plan: Plan, box: Box): StackShape {
  const { mn, stack, radios, lines } = plan;
  const inner = {
    x: box.x + LABELS,
    w: box.w - LABELS - PAD - (mn.virtual?.mode === 'active' ? SWITCHER_W : 0),
  };
  const step = inner.w / Math.max(1, radios.length);
  const tops = topsOf(plan, box.y);
  const radioCells = radios.map((mark, i) => ({
    mark,
    box: { x: inner.x + i * step + GAP / 2, y: tops.radios, w: step - GAP, h: RADIO_H },
  }));
  const half = inner.w / 2;
  const addressCells = radios.flatMap(({ iface }, i) =>
    addressesOf(mn, stack, iface, i).map((mark, line) => {
      const isOver = mn.virtual !== undefined;
      const [w, left] = isOver ? [half, inner.x + i * half] : [step, inner.x + i * step];
      const y = tops.addresses + line * ADDRESS_H;
      return { mark, box: { x: left + GAP / 2, y, w: w - GAP, h: ADDRESS_H - 2 } };
    }),
  );
  const { cells: sessions, more } = sessionsOf(plan, inner, tops.sessions);
  const slab = mn.virtual && {
    x: inner.x + GAP / 2,
    y: tops.slab,
    w: inner.w - GAP,
    h: SLAB_H,
  };
  const shape = { radios: radioCells, addresses: addressCells, sessions, slab };
  return {
    ...shape,
    box,
    switcher: slab && mn.virtual?.mode === 'active' ? beside(slab) : undefined,
    more,
    bonds: [...pathBonds(stack, shape), ...sessionBonds(stack, shape)],
    layers: [
      { words: 'L2', y: tops.radios + RADIO_H / 2 + 5 },
      { words: 'IP', y: tops.addresses + (lines * ADDRESS_H) / 2 + 4 },
      { words: 'UDP', y: tops.sessions + SESSION_H / 2 + 4 },
    ],
    title: at(box.x + PAD + 4, box.y + box.h - 7),
  };
}

/** Upper edges of the layers. */
function topsOf({ mn, lines }: Plan, top: number) {
  const radios = top + PAD;
  const slab = radios + RADIO_H + WIRES;
  const addresses = mn.virtual === undefined ? slab : slab + SLAB_H + SHORT_WIRES;
  return { radios, slab, addresses, sessions: addresses + lines * ADDRESS_H + WIRES };
}

const beside = (slab: Box): Box => ({
  x: slab.x + slab.w + GAP,
  y: slab.y,
  w: SWITCHER_W - GAP / 2,
  h: slab.h,
});

/** Sockets side by side, in rows; what does not fit is counted. */
function sessionsOf(
  { stack, across, rows }: Plan,
  inner: { readonly x: number; readonly w: number },
  top: number,
): { readonly cells: readonly Cell<SessionMark>[]; readonly more: number } {
  const shown = stack.sessions.slice(0, across * rows);
  const each = inner.w / Math.min(across, Math.max(1, shown.length));
  const step = Math.min(SESSION_MOST, each);
  const cells = shown.map((mark, i) => ({
    mark,
    box: {
      x: inner.x + (i % across) * step + GAP / 2,
      y: top + Math.floor(i / across) * SESSION_H,
      w: step - GAP,
      h: SESSION_H - 2,
    },
  }));
  return { cells, more: stack.sessions.length - shown.length };
}

interface Layers {
  readonly radios: StackShape['radios'];
  readonly addresses: StackShape['addresses'];
  readonly sessions: StackShape['sessions'];
  readonly slab: Box | undefined;
}

const middleOf = ({ x, w }: Box): number => x + w / 2;
const bottomOf = (box: Box): Point => at(middleOf(box), box.y + box.h);
const topOf = (box: Box): Point => at(middleOf(box), box.y);

/** From each address to its radio; over a virtual interface the line goes through the slab. */
function pathBonds({ paths }: StackMark, { radios, addresses, slab }: Layers): readonly Bond[] {
  return addresses.flatMap(({ mark, box }, i): readonly Bond[] => {
    const over = paths.find(({ address }) => address === mark.address)?.over;
    const radio = radios.find((one) => one.mark.iface === over);
    if (radio === undefined) return [];
    const start = topOf(box);
    const end = bottomOf(radio.box);
    // Several lines that end at one radio stand side by side.
    const aside = (i - (addresses.length - 1) / 2) * 10;
    const line = slab
      ? [start, at(start.x, slab.y), at(end.x + aside, end.y)]
      : [start, at(end.x + aside, end.y)];
    const state = mark.state === 'deprecated' ? 'deprecated' : 'firm';
    return [{ key: `path ${mark.address}`, kind: 'path', line, state }];
  });
}

/** From each socket to its address, and to the radio by which its packets come when it is another. */
function sessionBonds(stack: StackMark, layers: Layers): readonly Bond[] {
  const { radios, addresses, sessions } = layers;
  return sessions.flatMap(({ mark, box }, i): readonly Bond[] => {
    const own = addresses.find((one) => one.mark.address === mark.address);
    const { number } = mark;
    const bond: readonly Bond[] = own
      ? [
          {
            key: `session ${mark.flow}`,
            kind: 'session',
            line: [topOf(box), bottomOf(own.box)],
            state: own.mark.state === 'deprecated' ? 'deprecated' : 'firm',
            number,
          },
        ]
      : [];
    if (own === undefined) return bond;
    const path = stack.paths.find(({ address }) => address === mark.address)?.over;
    const others = mark.comes.filter(({ iface, broken }) => iface !== path || broken !== undefined);
    const aside = (i - (sessions.length - 1) / 2) * 14 + 9;
    const start = topOf(own.box);
    const ways = others.flatMap(({ iface, broken }, n): readonly Bond[] => {
      const radio = radios.find((one) => one.mark.iface === iface);
      if (radio === undefined) return [];
      const end = bottomOf(radio.box);
      const line = [at(start.x + aside, start.y), at(middleOf(radio.box) + aside, end.y)];
      const key = n === 0 ? `down ${mark.flow}` : `down ${mark.flow} ${n}`;
      return [{ key, kind: 'down', line, state: broken === undefined ? 'firm' : 'broken', number }];
    });
    return [...bond, ...ways];
  });
}
