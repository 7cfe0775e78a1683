// Movement detection of a mobile node (MIP6 §11.5.1 to §11.5.3): it listens to the routers of all its
// interfaces, and takes the care-of address that role `host` has formed from what they advertise.

import type { IfaceId } from '#base/ids.ts';
import { neighbourKey } from '#net/neighbour.ts';
import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { isLinkLocal, prefixContains, toPrefix, type Ipv6, type Prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { AddressRow } from '#protocols/nd/rows.ts';
import type { SubRow } from '#protocols/virtual/rows.ts';
import { ask, note } from './home-rows.ts';
import type { MovementRow, Turn } from './mobile-rows.ts';
import { movement, type MovementEvent } from './movement.machine.ts';

/** Where a mobile node is. */
export type Whereabouts =
  | { readonly at: 'home'; readonly iface: IfaceId }
  | { readonly at: 'away'; readonly iface: IfaceId; readonly careOfAddress: Ipv6 };

const nowhere = (iface: IfaceId): MovementRow => ({
  iface,
  state: startMachine(movement, undefined).row.value,
  router: undefined,
  prefixes: [],
  heardAt: undefined,
});

/** Layer 2 of an interface came up or went down. */
export function onLink(turn: Turn, iface: IfaceId, change: 'up' | 'down'): void {
  if (!turn.config.ifaces.includes(iface)) return;
  step(turn, rowOf(turn, iface), { type: change === 'up' ? 'UP' : 'DOWN' });
}

const rowOf = ({ tables }: Turn, iface: IfaceId): MovementRow =>
  tables.movement.get(iface) ?? nowhere(iface);

/** VMN §3.1: advertisements count on whichever interface, or sub-interface, they come. */
export function onAdvertisement(turn: Turn, packet: Packet, iface: IfaceId): void {
  if (packet.payload.is !== 'icmpv6' || !turn.config.ifaces.includes(iface)) return;
  const { message } = packet.payload;
  if (message.is !== 'RouterAdvertisement' || packet.hopLimit !== 255) return;
  if (!isLinkLocal(packet.src) || message.routerLifetime === 0) return;
  const row = rowOf(turn, iface);
  if (!isBelieved(turn, row, packet.src)) {
    const text = `${packet.src} is another router, but ${row.router} is still there`;
    return note(turn, 'silent', text, 'MIP6 §11.5.1');
  }
  const prefixes = message.options
    .filter((option) => option.is === 'PrefixInformation')
    .filter((option) => option.validLifetime > 0)
    .map((option) => toPrefix(option.prefix, option.prefixLength));
  const heard = { ...row, router: packet.src, prefixes, heardAt: turn.sight.now };
  const isHome = prefixes.includes(turn.config.homePrefix);
  step(turn, heard, { type: isHome ? 'HOME' : 'FOREIGN' });
}

/** MIP6 §11.5.1: a new router counts when the old one cannot be reached any more. */
function isBelieved({ sight, config }: Turn, row: MovementRow, router: Ipv6): boolean {
  if (row.state === 'down' || row.state === 'searching') return true;
  if (row.router === undefined || row.router === router) return true;
  const entry = sight.neighbours.get(neighbourKey(config.carrier ?? row.iface, row.router));
  return entry === undefined || entry.state === 'incomplete' || entry.state === 'probe';
}

/** A router has been silent for too long. */
export function fireMovement(turn: Turn, iface: IfaceId, timer: string): void {
  const row = turn.tables.movement.get(iface);
  if (row !== undefined) settle(turn, row, fireMachine(movement, lifeOf(row), timer));
}

const lifeOf = ({ state }: MovementRow) => ({ value: state, context: {} });

function step(turn: Turn, row: MovementRow, event: MovementEvent): void {
  settle(turn, row, stepMachine(movement, lifeOf(row), event));
}

function settle(turn: Turn, row: MovementRow, next: Stepped<typeof movement>): void {
  const state = next.row.value;
  const isFound = state === 'home' || state === 'away';
  const after = isFound ? row : { ...row, router: undefined, prefixes: [] };
  turn.tables.movement.set(row.iface, { ...after, state });
  ask(turn, ...toEffects(next.asks, `movement ${row.iface}`, {}));
}

/** Where the node is, as far as it can say: at home before all else, else at a usable address. */
export function whereabouts(turn: Turn): Whereabouts | undefined {
  const { carrier, ifaces } = turn.config;
  const rows = ifaces.filter((iface) => isOnPath(turn, iface)).map((iface) => rowOf(turn, iface));
  const home = rows.find(({ state }) => state === 'home');
  if (home !== undefined) return { at: 'home', iface: carrier ?? home.iface };
  for (const row of rows) {
    const careOfAddress = row.state === 'away' ? careOfOn(turn, row) : undefined;
    const iface = carrier ?? row.iface;
    if (careOfAddress !== undefined) return { at: 'away', iface, careOfAddress };
  }
  return undefined;
}

/** VMN §4.2: of a virtual interface only the path that is chosen counts. */
function isOnPath({ sight, config }: Turn, iface: IfaceId): boolean {
  if (config.carrier === undefined) return true;
  // The table is role `vif`'s, of the same node.
  const row = sight.sibling('vif', 'subs').get(iface) as SubRow | undefined;
  return row?.active === true;
}

/** MIP6 §11.5.3: an address of the link that has passed duplicate address detection. */
function careOfOn({ sight, config }: Turn, { iface, prefixes }: MovementRow): Ipv6 | undefined {
  // The table is role `host`'s, of the same node.
  const rows = sight.sibling('host', 'addresses').values() as IterableIterator<AddressRow>;
  for (const row of rows) {
    const isThere = row.iface === (config.carrier ?? iface);
    const fits = isThere && row.state === 'preferred' && row.duplicate !== true;
    if (fits && isWithin(row.address, prefixes)) return row.address;
  }
  return undefined;
}

const isWithin = (address: Ipv6, prefixes: readonly Prefix[]): boolean =>
  prefixes.some((prefix) => prefixContains(prefix, address));
