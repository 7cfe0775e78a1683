// Gateways of a node hear of its other prefixes: by update notifications of RFC 7864 §3.2.2, which
// say all there is each time, or to the letter of MIF §5.2.3 by binding revocation (B-3).

import type { Ipv6, Prefix } from '#wire/address.ts';
import { sameRow } from '#base/table.ts';
import { UPDATE_REASON, UPDATE_STATUS } from '#protocols/pmipv6/notification-messages.ts';
import { readSummary } from '#protocols/pmipv6/flow-options.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { entriesOf, neededBy } from './flows.ts';
import { multihoming, othersOf, ownAt, partsOf } from './group.ts';
import type { Part } from './group.ts';
import { cancelNotification, canNotify, notify } from './notifying.ts';
import { canRevoke, tellByRevocation } from './revoking.ts';
import { nameOf, note } from './rows.ts';
import type { NotificationRow, ToldRow, Turn } from './rows.ts';

const keyOf = (gateway: Ipv6, mnId: string): string => `${gateway} ${mnId}`;

/** Tells each gateway of a node what it does not know yet. */
export function tellGateways(turn: Turn, mnId: string): void {
  const parts = partsOf(turn, mnId).filter((part) => part.isHere);
  const gateways = new Set(parts.map(({ row }) => row.gateway));
  const gone = [...turn.tables.told.entries()].filter(
    ([, row]) => row.mnId === mnId && !gateways.has(row.gateway),
  );
  for (const [key, row] of gone) {
    cancelNotification(turn, row.gateway, mnId);
    turn.tables.told.delete(key);
  }
  for (const gateway of gateways) tellGateway(turn, mnId, gateway, parts);
}

function tellGateway(turn: Turn, mnId: string, gateway: Ipv6, parts: readonly Part[]): void {
  const key = keyOf(gateway, mnId);
  const before = turn.tables.told.get(key);
  const prefixes = wantedAt(turn, mnId, gateway, parts);
  const fids = fidsAt(turn, mnId, gateway, parts);
  const known = before ?? { prefixes: [], fids: [] };
  if (sameSet(known.prefixes, prefixes) && sameRow(known.fids, fids)) return;
  const part = parts.find(({ row }) => row.gateway === gateway);
  if (part === undefined) return;
  const isLiteral = multihoming(turn) === 'literal';
  const by = isLiteral ? 'BRI' : 'UPN';
  const row: ToldRow = { gateway, mnId, prefixes, fids, state: 'telling', by };
  const isAble = isLiteral ? canRevoke(turn, part.row) : canNotify(turn, part.row);
  turn.tables.told.set(key, { ...row, state: isAble ? 'telling' : 'unsynchronised' });
  if (!isAble) {
    const text = `${nameOf(turn, gateway)} cannot be told of ${prefixes.join(', ')}`;
    return note(turn, 'warning', text, 'MIF §5.2.3');
  }
  if (isLiteral) return tellByRevocation(turn, part.row, prefixes);
  cancelNotification(turn, gateway, mnId);
  // Choice: at least one prefix has to be named, so the last foreign one goes by naming its own.
  const own = prefixes.length === 0 ? ownAt(turn, mnId, gateway) : [];
  return notify(turn, part.row, UPDATE_REASON.flowMobility, own, { offLink: prefixes, fids });
}

const sameSet = (a: readonly Prefix[], b: readonly Prefix[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** MIF §4.3: all of the node; RFC 7864 §3.2.2: those of flows that shall go there. */
function wantedAt(
  turn: Turn,
  mnId: string,
  gateway: Ipv6,
  parts: readonly Part[],
): readonly Prefix[] {
  const others = othersOf(turn, mnId, gateway);
  if (multihoming(turn) !== 'rfc7864') return others;
  const bids = bidsAt(parts, gateway);
  const needed = new Set(
    entriesOf(turn, mnId).flatMap(([, row]) =>
      row.bids.some((bid) => bids.includes(bid)) ? neededBy(turn, row) : [],
    ),
  );
  return others.filter((one) => needed.has(one));
}

/** RFC 7864 §3.3: flows by number, where gateways shall know them (knob `flowDetail`). */
function fidsAt(
  turn: Turn,
  mnId: string,
  gateway: Ipv6,
  parts: readonly Part[],
): readonly number[] {
  if (turn.sight.knob('flowDetail') !== 'fmi') return [];
  const bids = bidsAt(parts, gateway);
  return entriesOf(turn, mnId).flatMap(([, row]) =>
    row.bids.some((bid) => bids.includes(bid)) ? row.fid : [],
  );
}

const bidsAt = (parts: readonly Part[], gateway: Ipv6): readonly number[] =>
  parts.flatMap(({ bid, row }) => (row.gateway === gateway ? bid : []));

/** A notification about flows was answered, or never was (`status` undefined). */
export function onTold(turn: Turn, row: NotificationRow, status: number | undefined): void {
  settleTold(turn, row.peer, row.mnId, status === UPDATE_STATUS.success);
}

/** The same of a revocation that tells, B-3. */
export function settleTold(turn: Turn, gateway: Ipv6, mnId: string, isDone: boolean): void {
  const key = keyOf(gateway, mnId);
  const told = turn.tables.told.get(key);
  if (told === undefined) return;
  turn.touched.add(mnId);
  turn.tables.told.set(key, { ...told, state: isDone ? 'told' : 'unsynchronised' });
  if (isDone) return;
  const text = `${nameOf(turn, gateway)} does not know ${told.prefixes.join(', ')}: no flow goes there`;
  note(turn, 'warning', text, 'RFC 7864 §3.2.2');
}

/**
 * RFC 6089 §4.2.2: a gateway lists the flows that it knows; it is told again of all others. Choice:
 * one that registers the node anew where it was already, and lists none, knows nothing of it.
 */
export function heedSummary(turn: Turn, request: ProxyUpdate, mnId: string): void {
  const { told, signalled } = turn.tables;
  const gateway = request.source;
  const isAnew = request.handoff !== undefined && request.handoff !== HANDOFF.noChange;
  const known = readSummary(request.options) ?? (isAnew ? [] : undefined);
  if (known === undefined || multihoming(turn) === 'off') return;
  turn.touched.add(mnId);
  // RFC 7864 §3.2.2: its routes for other prefixes are gone as well, and no PBA names them.
  if (isAnew && multihoming(turn) === 'rfc7864') told.delete(keyOf(gateway, mnId));
  const row = told.get(keyOf(gateway, mnId));
  if (row !== undefined && row.state !== 'telling') {
    told.set(keyOf(gateway, mnId), { ...row, fids: row.fids.filter((fid) => known.includes(fid)) });
  }
  const missing = [...signalled.entries()].filter(
    ([, one]) => one.mnId === mnId && one.gateway === gateway && !known.includes(one.flow.fid),
  );
  for (const [key, one] of missing) if (!one.open) signalled.delete(key);
}

/** An operator wants a flow at a gateway that failed before: in RFC 7864 each move asks anew. */
export function retell(turn: Turn, gateway: Ipv6, mnId: string): void {
  const told = turn.tables.told.get(keyOf(gateway, mnId));
  if (told?.state === 'unsynchronised') turn.tables.told.delete(keyOf(gateway, mnId));
}
