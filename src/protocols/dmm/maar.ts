// What a gateway does beside a CMD, as a MAAR of RFC 8885: every attachment is registered there
// (§3.1), link loss is not signalled, and a binding that runs out is asked about before it ends
// (§3.5).

import type { Cite, Micros } from '#base/ids.ts';
import { STATUS } from '#protocols/pmipv6/checks.ts';
import { fromUnits, HANDOFF } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { bindingsOf, bindingTimer, endBinding, servingMaarOf } from './bindings.ts';
import { lifetimeIn } from './readings.ts';
import { register, signOff, stepUpdate, updateKey, updatesOf } from './registration.ts';
import { ask } from './rows.ts';
import type { BindingRow, Turn, UpdateRow } from './rows.ts';

/** A registration at the CMD has no tunnel and no DLIF. */
const NOTHING_KNOWN = { name: undefined, dlif: undefined, localPrefixes: [] } as const;

/** The registration of a node at the CMD. */
export function cmdUpdate(turn: Turn, mnId: string): UpdateRow | undefined {
  const { cmd } = turn.config;
  return cmd === undefined ? undefined : turn.tables.updates.get(updateKey(mnId, cmd));
}

/** §3.1 step 2: the own prefix of the node. */
export function registerAtCmd(turn: Turn, mnId: string): void {
  const { cmd } = turn.config;
  const prefixes = bindingsOf(turn, mnId).map((row) => row.prefix);
  if (cmd === undefined || prefixes.length === 0) return;
  const isNew = turn.tables.stations.get(mnId)?.previous === undefined;
  const handoff = isNew ? HANDOFF.newInterface : HANDOFF.betweenGateways;
  register(turn, { mnId, anchor: cmd, via: cmd, prefixes, handoff }, NOTHING_KNOWN);
}

/** §3.5: how long a node that layer 2 lost may take to come to another MAAR. */
export function guardInterval(turn: Turn, mnId: string): Micros {
  const expiresAt = cmdUpdate(turn, mnId)?.expiresAt;
  return expiresAt === undefined
    ? fromUnits(lifetimeIn(turn.sight))
    : Math.max(0, expiresAt - turn.sight.now);
}

/** What is wrong with a PBU of the CMD, beyond the rules of RFC 5213. */
export function faultOfRelayed(
  turn: Turn,
  request: ProxyUpdate,
): { readonly status: number; readonly cite: Cite } | undefined {
  if (request.source !== turn.config.cmd) return undefined;
  if (servingMaarOf(turn, request) === undefined) {
    return { status: STATUS.unspecified, cite: 'RFC 8885 §4.6' };
  }
  // The node has come back since: the CMD will hear so.
  const isHere = turn.tables.stations.get(request.mnId ?? '')?.present === true;
  const isOnTheWay = cmdUpdate(turn, request.mnId ?? '')?.state === 'registering';
  return isHere && isOnTheWay
    ? { status: STATUS.timestampLower, cite: 'RFC 8885 §3.2' }
    : undefined;
}

/** §3.5: a binding ran out. Beside a CMD it ends when the CMD agrees, or is silent. */
export function expireBinding(turn: Turn, row: BindingRow): void {
  const { cmd } = turn.config;
  const { mnId, prefix, lifetime } = row;
  const isKnown = turn.tables.stations.has(mnId) && lifetime > 0;
  const at = { mnId, anchor: cmd, prefixes: [prefix] };
  const isAsked =
    cmd !== undefined &&
    isKnown &&
    signOff(turn, { ...at, anchor: cmd, via: cmd, handoff: HANDOFF.unknown }, NOTHING_KNOWN);
  if (!isAsked) endBinding(turn, row);
}

/** §3.5, second way: the CMD answers with a lifetime: the node is in the domain. */
export function renewBindings(turn: Turn, mnId: string, lifetime: number): void {
  const after = fromUnits(lifetime);
  for (const row of bindingsOf(turn, mnId)) {
    const expiresAt = turn.sight.now + after;
    turn.tables.bindings.set(row.prefix, { ...row, lifetime, expiresAt });
    ask(turn, { do: 'arm', timer: bindingTimer(row.prefix), after, say: 'binding ends' });
  }
}

/** The question is over: what has run out and was not renewed ends, and all that hangs on it. */
export function endReleased(turn: Turn, mnId: string): void {
  const { cmd } = turn.config;
  if (cmd === undefined || cmdUpdate(turn, mnId) !== undefined) return;
  for (const row of bindingsOf(turn, mnId)) {
    if (row.expiresAt !== undefined && row.expiresAt <= turn.sight.now) endBinding(turn, row);
  }
  if (bindingsOf(turn, mnId).length > 0) return;
  for (const [key] of updatesOf(turn, mnId)) stepUpdate(turn, key, { type: 'DROP' });
}
