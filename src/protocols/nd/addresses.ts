// The addresses of a host: link-local (RFC 4862 §5.3), autoconfigured from prefixes (§5.5.3),
// tested for duplicates (§5.4), and the two lifetimes of each (§5.5.4). The stack's table follows.

import type { Effect } from '#sim/effect.ts';
import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { fromTimer, Stepped } from '#sim/machine.ts';
import {
  fromPrefixAndIid,
  interfaceIdOf,
  linkLocalOf,
  prefix,
  UNSPECIFIED,
} from '#wire/address.ts';
import { isLinkLocal, isUnspecified, prefixLength } from '#wire/address.ts';
import type { Ipv6, Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { address as machine, type AddressEvent } from './address.machine.ts';
import type { TakenPrefix } from './interpret.ts';
import { endOf, FOREVER, nextValidEnd } from './lifetimes.ts';
import { forgetPrefix } from './routers.ts';
import type { AddressRow } from './rows.ts';
import { buildProbe } from './solicit.ts';
import { warning, type Desk, type Turn } from './turn.ts';

const LINK_LOCAL = prefix('fe80::/64');
/** Timers of addresses belong to `address <text>`. */
const OWNER = 'address ';

type Step = Stepped<typeof machine>;

/** The row's machine, at the present time. */
const machineRow = ({ sight }: Turn, row: AddressRow) => ({
  value: row.duplicate === true ? ('duplicate' as const) : row.state,
  context: {
    preferredUntil: row.preferredUntil,
    validUntil: row.validUntil,
    now: sight.now,
  },
});

/** Takes a step of a machine into both tables, this role's and the stack's. */
function take(turn: Turn, row: AddressRow, { row: next, isDone, asks }: Step): readonly Effect[] {
  const { tables } = turn;
  const { preferredUntil, validUntil } = next.context;
  const known = tables.addresses.get(row.address);
  // A lifetime that never ends needs no timer.
  const finite = asks.filter((ask) => ask.ask !== 'arm' || ask.after < FOREVER / 2);
  const effects = toEffects(finite, OWNER + row.address, {
    probe: () => [{ do: 'send', packet: buildProbe(row.address), out: row.iface }],
    reportDuplicate: () => [warning(`${row.address} is a duplicate: not used`, 'RFC 4862 §5.4.5')],
  });
  if (isDone) {
    tables.addresses.delete(row.address);
    forgetPrefix(turn, row.prefix);
    return [...effects, { do: 'removeAddress', address: row.address }];
  }
  const { duplicate: _duplicate, ...kept } = row;
  const ends = { ...kept, preferredUntil, validUntil };
  if (next.value === 'duplicate') {
    tables.addresses.set(row.address, { ...ends, state: 'tentative', duplicate: true });
    return [...effects, { do: 'removeAddress', address: row.address }];
  }
  const state = next.value as AddressRow['state']; // the machine's other states, see above
  tables.addresses.set(row.address, { ...ends, state });
  if (known?.state === state && known.duplicate !== true) return effects;
  const set = { address: row.address, iface: row.iface, prefixLength: prefixLength(row.prefix) };
  return [{ do: 'setAddress', address: { ...set, state } }, ...effects];
}

function create(turn: Turn, row: Omit<AddressRow, 'state' | 'iface'>): readonly Effect[] {
  const { preferredUntil, validUntil } = row;
  const input = { preferredUntil, validUntil, now: turn.sight.now };
  const first: AddressRow = { ...row, iface: turn.iface, state: 'tentative' };
  return take(turn, first, startMachine(machine, input));
}

function step(turn: Turn, row: AddressRow, event: AddressEvent): readonly Effect[] {
  return take(turn, row, stepMachine(machine, machineRow(turn, row), event));
}

/** A timer of an address fired. Undefined: it is none of these. */
export function onAddressTimer(
  desk: Desk,
  { owner, timer }: ReturnType<typeof fromTimer>,
): readonly Effect[] | undefined {
  if (!owner.startsWith(OWNER)) return undefined;
  const row = desk.tables.addresses.get(owner.slice(OWNER.length));
  if (row === undefined) return [];
  const turn = { ...desk, iface: row.iface };
  return take(turn, row, fireMachine(machine, machineRow(turn, row), timer));
}

// ── link-local ──────────────────────────────────────────────────────────────────────────────────

/** The link-local address of the interface, whatever its state. */
export const linkLocalRow = (turn: Turn): AddressRow | undefined =>
  addressesOn(turn).find((row) => isLinkLocal(row.address));

/** The addresses of the interface. */
const addressesOn = ({ tables, iface }: Turn): readonly AddressRow[] =>
  [...tables.addresses.values()].filter((row) => row.iface === iface);

/**
 * RFC 4862 §5.3: the interface came up. The first time it gets its link-local address. Choice:
 * after a re-attachment nothing is tested again that was found unique before, since the link to
 * each gateway is point-to-point and the identity of a gateway's interface moves along (DMM §4.1);
 * a test that was not finished, or failed, begins anew.
 */
export function onLinkUp(turn: Turn, mac: Mac): readonly Effect[] {
  if (linkLocalRow(turn) === undefined) {
    return create(turn, {
      address: linkLocalOf(mac),
      prefix: LINK_LOCAL,
      preferredUntil: FOREVER,
      validUntil: FOREVER,
      router: UNSPECIFIED,
    });
  }
  return addressesOn(turn)
    .filter((row) => row.state === 'tentative')
    .flatMap((row) => step(turn, row, { type: 'LINK_UP' }));
}

// ── autoconfiguration ───────────────────────────────────────────────────────────────────────────

/** RFC 4862 §5.5.3: a prefix with the autonomous flag. */
export function autoconfigure(
  turn: Turn,
  said: TakenPrefix,
  { router, mac }: { readonly router: Ipv6; readonly mac: Mac },
): readonly Effect[] {
  const { sight } = turn;
  const known = addressesOn(turn).find((row) => row.prefix === said.prefix);
  const preferredUntil = endOf(sight.now, said.preferred);
  if (known !== undefined) {
    // §5.5.3 e: the preferred lifetime is taken always, the valid one by the two-hour rule.
    const validUntil = nextValidEnd({
      now: sight.now,
      end: known.validUntil,
      lifetime: said.valid,
    });
    return step(turn, { ...known, router }, { type: 'ADVERTISED', preferredUntil, validUntil });
  }
  // §5.5.3 d: valid lifetime 0 forms no address.
  if (said.valid === 0) return [];
  return create(turn, {
    address: fromPrefixAndIid(said.prefix, interfaceIdOf(mac)),
    prefix: said.prefix,
    preferredUntil,
    validUntil: endOf(sight.now, said.valid),
    router,
  });
}

/** The interface is switched off: its addresses go with it. */
export function dropAddresses(turn: Turn): readonly Effect[] {
  return addressesOn(turn).flatMap((row) => step(turn, row, { type: 'REMOVED' }));
}

// ── duplicate address detection ─────────────────────────────────────────────────────────────────

/**
 * RFC 4862 §5.4.3, §5.4.4: a message that shows that another node has, or wants, a tentative
 * address.
 */
export function onNeighbourMessage(turn: Turn, packet: Packet): readonly Effect[] {
  if (packet.payload.is !== 'icmpv6') return [];
  const { message } = packet.payload;
  const isProbe = message.is === 'NeighborSolicitation' && isUnspecified(packet.src);
  if (!isProbe && message.is !== 'NeighborAdvertisement') return [];
  const row = turn.tables.addresses.get(message.target);
  if (row?.iface !== turn.iface || row.duplicate === true) return [];
  if (row.state === 'tentative') return step(turn, row, { type: 'DUPLICATE' });
  // §5.4.4 case 2: not for this document to handle.
  return [warning(`${packet.src} claims ${row.address}`, 'RFC 4862 §5.4.4')];
}
