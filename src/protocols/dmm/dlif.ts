// The DLIF set of a gateway, DMM §4.1: own ones for the nodes that it anchors, clones for the
// gateways that it portrays. Each lives by dlif.machine.ts; here are the rows and what the machine
// asks for.

import { fromPrefixAndIid, ipv6Octets, linkLocalOf, macAt } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import { sameRow } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import { fireMachine, stepMachine } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { advertise, advertisementOf, endOf } from './advertise.ts';
import { carryOut } from '#protocols/pmipv6/asks.ts';
import { rowsOf } from './by-node.ts';
import { dlif } from './dlif.machine.ts';
import type { DlifEvent, DlifState } from './dlif.machine.ts';
import type { DlifParameters } from './messages.ts';
import { dlifName, makeMac } from './names.ts';
import { bufferRoom, isSet } from './readings.ts';
import { ask } from './rows.ts';
import type { BindingRow, DlifRow, Turn } from './rows.ts';

const LINK_MTU = 1500;

/**
 * The DLIF that stands here for an anchor towards a node; the own one when the anchor is this
 * gateway.
 */
export function dlifFor(turn: Turn, mnId: string, anchor: Ipv6): DlifRow | undefined {
  for (const row of rowsOf(turn.tables.dlifs, mnId).values()) {
    if (row.anchor === anchor) return row;
  }
  return undefined;
}

/** DMM §4.2 steps 2 and 6; X-14: the old one again when the node comes back. */
export function serveDlif(turn: Turn, binding: BindingRow): void {
  const row = dlifFor(turn, binding.mnId, turn.config.address) ?? ownDlif(turn, binding);
  stepDlif(turn, row, { type: 'SERVE' });
}

/** The node is elsewhere: its own DLIF is parameters for PBAs. */
export function keepDlif(turn: Turn, binding: BindingRow): void {
  const row = dlifFor(turn, binding.mnId, turn.config.address);
  if (row?.state === 'serving') stepDlif(turn, row, { type: 'MOVED' });
  if (row !== undefined) return;
  const kept = ownDlif(turn, binding);
  turn.tables.dlifs.set(kept.name, kept);
}

/** A DLIF of this gateway, not in use yet. */
function ownDlif(turn: Turn, binding: BindingRow): DlifRow {
  const { config, sight } = turn;
  const { mnId, mn } = binding;
  const name = dlifName(mn, sight.node);
  const mac = config.dlifMacs[name] ?? makeMac(turn, binding.linkLayerId);
  const linkLocal = linkLocalOf(mac);
  const prefixes = [binding.prefix];
  const { localPrefixes } = config;
  const globalAddress = globalAddressOf(prefixes, linkLocal);
  const base = { name, mnId, mn, anchor: config.address, mac, linkLocal, globalAddress };
  return { ...base, prefixes, localPrefixes, state: 'kept', deprecated: false };
}

/** the options of the draft have no global address, so it is derived. */
function globalAddressOf(prefixes: readonly Prefix[], linkLocal: Ipv6): Ipv6 | undefined {
  const first = prefixes[0];
  return first === undefined ? undefined : fromPrefixAndIid(first, linkLocal);
}

/** What is known of a gateway that is to be portrayed to a node. */
export interface Portrait {
  readonly name: string;
  readonly mnId: string;
  readonly mn: string;
  readonly anchor: Ipv6;
  readonly dlif: DlifParameters;
  readonly prefixes: readonly Prefix[];
  readonly localPrefixes: readonly Prefix[];
}

/**
 * DMM §4.2 step 8: sets up the double of an anchor's DLIF, or renews it. Advertises when something
 * is new or the node has just come (`again`). False: another DLIF here has its link-layer address
 * (I-12).
 */
export function portrayDlif(turn: Turn, portrait: Portrait, again: boolean): boolean {
  const { dlif: parameters, ...facts } = portrait;
  const before = dlifFor(turn, facts.mnId, facts.anchor);
  const mac =
    parameters.mac ?? macFrom(parameters.linkLocal) ?? before?.mac ?? makeMac(turn, undefined);
  const { linkLocal } = parameters;
  for (const other of turn.tables.dlifs.values()) {
    if (other.mac === mac && other.name !== before?.name) return false;
  }
  const row: DlifRow = {
    ...facts,
    name: before?.name ?? facts.name,
    mac,
    linkLocal,
    globalAddress: globalAddressOf(facts.prefixes, linkLocal),
    state: 'clone',
    deprecated: !staysPreferred(turn),
  };
  if (before === undefined) {
    stepDlif(turn, row, { type: 'PORTRAY' }, 'planned');
  } else if (before.mac !== mac || before.linkLocal !== linkLocal) {
    // The anchor made a new DLIF: it lost the old one.
    stepDlif(turn, before, { type: 'DROP' });
    stepDlif(turn, row, { type: 'PORTRAY' }, 'planned');
  } else {
    const isNew = !sameRow(before, row);
    turn.tables.dlifs.set(row.name, row);
    if (isNew) readdress(turn, before, row);
    if (isNew || again) stepDlif(turn, row, { type: 'PORTRAY' });
  }
  return true;
}

/** Step 8: a low router preference instead of the lifetime; X-23: no other prefix is there. */
const staysPreferred = ({ sight }: Turn): boolean =>
  isSet(sight, 'anchoredPrefixMode', 'lowPreference') || isSet(sight, 'legacy', 'firstAnchor');

/** RFC 4862 §5.3, backwards: the link-layer address that an EUI-64 interface id was made of. */
function macFrom(linkLocal: Ipv6): Mac | undefined {
  const octets = ipv6Octets(linkLocal);
  if (octets[11] !== 0xff || octets[12] !== 0xfe) return undefined;
  const mac = Uint8Array.of(...octets.subarray(8, 11), ...octets.subarray(13, 16));
  mac[0] = (mac[0] ?? 0) ^ 0x02;
  return macAt(mac, 0);
}

/** One event in the life of a DLIF; `from` when it is not in the table yet. */
export function stepDlif(
  turn: Turn,
  row: DlifRow,
  event: DlifEvent,
  from: DlifState = row.state,
): void {
  settle(turn, row, stepMachine(dlif, { value: from, context: {} }, event));
}

/** One of its timers fired. */
export function fireDlif(turn: Turn, name: string, timer: string): void {
  const row = turn.tables.dlifs.get(name);
  if (row === undefined) return;
  settle(turn, row, fireMachine(dlif, { value: row.state, context: {} }, timer));
}

function settle(turn: Turn, row: DlifRow, next: Stepped<typeof dlif>): void {
  const { dlifs } = turn.tables;
  const { value } = next.row;
  // `planned` is no row yet, `gone` none any more.
  const isRow = value === 'serving' || value === 'clone' || value === 'kept';
  const after: DlifRow = isRow ? { ...row, state: value } : row;
  if (isRow) dlifs.set(row.name, after);
  carryOut(turn, next.asks, `dlif ${row.name}`, (action) => act(turn, after, action));
  if (!isRow) dlifs.delete(row.name);
}

function act(turn: Turn, row: DlifRow, action: string): void {
  switch (action) {
    case 'plug':
      return plug(turn, row);
    case 'unplug':
      return ask(turn, { do: 'removeInterface', iface: row.name });
    case 'advertise':
      return advertise(turn, row, advertisementOf(turn, row));
    case 'advertiseEnd':
      return advertise(turn, row, endOf(turn, row));
    default:
      return undefined;
  }
}

/** The interface and its addresses, DMM §4.1: a MAC of its own, one station at the other end. */
function plug(turn: Turn, row: DlifRow): void {
  const station = turn.tables.stations.get(row.mnId);
  const { phy } = turn.config;
  const plain = { id: row.name, kind: 'dlif', mac: row.mac, over: phy, mtu: LINK_MTU } as const;
  // packets to a router that is not portrayed yet are to wait, not to be lost.
  const isBuffering = row.anchor === turn.config.address && bufferRoom(turn.sight) > 0;
  const iface = isBuffering ? { ...plain, hearsAll: true as const } : plain;
  ask(turn, {
    do: 'addInterface',
    iface: station === undefined ? iface : { ...iface, peer: station.mac },
  });
  ask(turn, ...addressesOf(row).map((address) => assign(row, address)));
}

/** Its link-local address and one of each prefix. */
const addressesOf = (row: DlifRow): readonly Ipv6[] => [
  row.linkLocal,
  ...row.prefixes.map((one) => fromPrefixAndIid(one, row.linkLocal)),
];

/** The anchor keeps other prefixes than before. */
function readdress(turn: Turn, before: DlifRow, after: DlifRow): void {
  const kept = addressesOf(after);
  for (const address of addressesOf(before)) {
    if (!kept.includes(address)) ask(turn, { do: 'removeAddress', address });
  }
  ask(turn, ...kept.map((address) => assign(after, address)));
}

const assign = (row: DlifRow, address: Ipv6): Effect => ({
  do: 'setAddress',
  address: { address, iface: row.name, prefixLength: 64, state: 'preferred' },
});
