// Which entries a revocation is about, RFC 5846 §8.1: looked up, and let go when a registration or
// an end makes it pointless.

import type { Ipv6 } from '#wire/address.ts';
import { TRIGGER } from '#protocols/pmipv6/revocation-messages.ts';
import { ask } from './rows.ts';
import type { RevocationRow, Turn } from './rows.ts';

/** The timer of a BRI. */
export const revocationTimer = (key: string): string => `revocation ${key}`;

/** B-2: a registration comes through where the trigger speaks of a handover or of doubt. */
const YIELDING: readonly number[] = [
  TRIGGER.handoverSameAccess,
  TRIGGER.handoverOtherAccess,
  TRIGGER.handoverUnknown,
  TRIGGER.outOfSync,
];

/** The revocation that goes on for an entry. */
function revocationOf(turn: Turn, key: string): RevocationRow | undefined {
  const row = turn.tables.bindings.get(key);
  const isGoingOn = row?.state === 'revoking' && row.revocation !== undefined;
  return isGoingOn ? turn.tables.revocations.get(row.revocation ?? '') : undefined;
}

/** B-2: whether a PBU of a gateway for the entry is refused while it is being revoked. */
export function isRefusedWhileRevoked(turn: Turn, key: string, gateway: Ipv6): boolean {
  const revocation = revocationOf(turn, key);
  // The IPv4 part alone keeps nobody from registering.
  if (revocation === undefined || revocation.ipv4 !== undefined) return false;
  // Choice: where all of one gateway are revoked, a node may well go on at another one.
  if (revocation.trigger === TRIGGER.perPeer) return gateway === revocation.peer;
  return !YIELDING.includes(revocation.trigger);
}

/** The entry is registered anew or gone: a revocation of it alone is over. */
export function forgetRevocation(turn: Turn, key: string): void {
  const { revocations, bindings } = turn.tables;
  const at = bindings.get(key)?.revocation;
  const row = at === undefined ? undefined : revocations.get(at);
  if (at === undefined || row === undefined || row.global) return;
  const others = row.bindings.filter((one) => one !== key);
  if (others.length > 0) revocations.set(at, { ...row, bindings: others });
  else endRevocation(turn, at);
}

/** Nothing is waited for any more. */
export function endRevocation(turn: Turn, key: string): void {
  turn.tables.revocations.delete(key);
  ask(turn, { do: 'disarm', timer: revocationTimer(key) });
}
