// The parts of the stage that somebody runs: the core of one operator, or what is each operator's own;
// and where their names stand, clear of what is in them.

import type { Box, Point } from './geometry.ts';
import { place } from './geometry.ts';
import { EDGE } from './layout-cards.ts';
import type { BoxShape, Size } from './layout-frame.ts';
import type { GatewayShape } from './layout-gateways.ts';
import type { Placed } from './layout-links.ts';
import type { PipeShape } from './layout-pipes.ts';
import { boxesOf, mastBox, tallyBoxes } from './layout-tallies.ts';
import { textWidth } from './text-width.ts';

/** The part of the stage that one operator runs. */
export interface ZoneShape {
  readonly name: string;
  readonly box: Box;
  /** Where its name begins or ends, on the base line. */
  readonly label: Point & { readonly textAnchor: 'start' | 'end' };
}

/** What stands in zones and around them. */
interface ZoneRoom extends Placed {
  readonly pipes: readonly PipeShape[];
  readonly size: Size;
  readonly roomy: boolean;
  /** Tunnels need the room under the core. */
  readonly crowded: boolean;
}

/** Where the zone round the core begins. */
export const zoneLeft = (core: BoxShape, gateways: readonly GatewayShape[], size: Size): number => {
  const middles = [core.box.x + core.box.w / 2, ...gateways.map(({ mast }) => mast.x)];
  return Math.max(8, Math.min(...middles) - size.w * 0.127);
};

const over = (y: number): number => y - 14;

function layZone(layout: ZoneRoom): Box | undefined {
  const { core, gateways, lmas, stores, correspondents, size, crowded } = layout;
  if (!core) return undefined;
  const masts = gateways.map(({ mast }) => mast.x);
  const left = zoneLeft(core, gateways, size);
  // A node of a network that moves stands among the mobile nodes.
  const outside = correspondents.filter(({ node }) => node.kind === 'cn');
  const cnLeft = Math.min(size.w, ...outside.map(({ box }) => box.x));
  const coreX = core.box.x + core.box.w / 2;
  const right = Math.min(cnLeft - 22, Math.max(coreX, ...masts) + size.w * 0.052);
  const heads = [...stores, ...lmas].map(({ box }) => box.y);
  // A card that the zone has room for stands in it, not on its edge.
  const cards = [...gateways, ...lmas]
    .flatMap(({ card }) => card?.box ?? [])
    .filter(({ x, w }) => x >= left + EDGE && x + w <= right - EDGE)
    .map(({ y }) => y);
  const top = Math.max(
    4,
    Math.min(core.box.y - 18, ...heads.map((y) => y - 18), ...cards.map(over)),
  );
  const floor = Math.min(...gateways.map(({ box }) => box.y), size.h) - (lmas.length > 0 ? 12 : 38);
  const bottom = Math.min(floor, core.box.y + (lmas.length > 0 ? 36 : crowded ? 26 : 60));
  // In a very low pane gateways reach up to the core.
  const fits = right > left + 40 && bottom > top + 20;
  return fits ? { x: left, y: top, w: right - left, h: bottom - top } : undefined;
}

/** One zone round the core; or one behind the gateways of each operator. */
export function layZones(
  room: ZoneRoom,
  operators: ReadonlyMap<string, string> | undefined,
): readonly ZoneShape[] {
  const names = [...new Set(operators?.values())];
  if (names.length < 2) {
    const box = layZone(room);
    if (!box) return [];
    // Access routers and home agents of client Mobile IPv6 may be anybody's.
    const isOpen = room.gateways.some(({ node }) => node.kind === 'ar' || node.kind === 'ha');
    return [{ name: isOpen ? 'Internet' : "Operator's core", box, label: coreLabel(room, box) }];
  }
  return names.map((letter) => {
    const own = room.gateways.filter(({ node }) => operators?.get(node.id) === letter);
    const left = Math.min(...own.map(({ box }) => box.x)) - 14;
    const right = Math.max(...own.map(({ box }) => box.x + box.w)) + 14;
    const top = Math.min(...own.map(({ box }) => box.y)) - 12;
    const bottom = Math.max(...own.map(({ mast }) => mast.bottom)) + 12;
    const box = { x: left, y: top, w: right - left, h: bottom - top };
    const name = `Operator ${letter}`;
    return { name, box, label: operatorLabel(room, box, name) };
  });
}

/** In a corner of the core where no card and no pipe stands. */
function coreLabel({ lmas, gateways }: ZoneRoom, box: Box): ZoneShape['label'] {
  if (gateways.some(({ card }) => card)) {
    return { x: box.x + box.w - 20, y: box.y + 25, textAnchor: 'end' };
  }
  if (lmas.length === 0) return { x: box.x + 20, y: box.y + 25, textAnchor: 'start' };
  return { x: (gateways[0]?.mast.x ?? 0) + 18, y: box.y + box.h - 9, textAnchor: 'start' };
}

/** Height of a line of letters, of which so much stands over the base line. */
const LETTERS = { high: 15, over: 11 };

/** At the foot of what an operator runs, within its edge or just under it, clear of all else. */
function operatorLabel(room: ZoneRoom, box: Box, name: string): ZoneShape['label'] {
  const { size, roomy, gateways, mobiles, pipes } = room;
  const w = textWidth(name, roomy ? 14 : 13);
  const right = box.x + box.w - 20 - w;
  const foot = box.y + box.h;
  const spots = [foot - 12, foot + 16].flatMap((base) =>
    [right, box.x + 20, box.x + (box.w - w) / 2, box.x + 4].map((x) => {
      return { x, y: base - LETTERS.over, w, h: LETTERS.high };
    }),
  );
  const obstacles = [
    ...gateways.flatMap((gateway) => [
      mastBox(gateway),
      ...tallyBoxes(gateway.node, gateway.tally),
    ]),
    ...mobiles.flatMap(({ node, box: phone, ghost, label, card, tally }) => [
      phone,
      ...[ghost, label?.box, card?.box].flatMap((one) => one ?? []),
      ...tallyBoxes(node, tally),
    ]),
    ...pipes.flatMap(boxesOf),
  ];
  const frame = { x: 4, y: 0, w: size.w - 8, h: size.h };
  const { x, y } = place(spots, obstacles, frame) ?? spots[0] ?? box;
  return { x, y: y + LETTERS.over, textAnchor: 'start' };
}
