// The operator takes a prefix from a session, PMIP §6.12: another one of the pool comes in its
// place if there is one, and the gateway is told. How is open in the RFC.

import type { Prefix } from '#wire/address.ts';
import { TRIGGER } from '#protocols/pmipv6/revocation-messages.ts';
import { UPDATE_REASON } from '#protocols/pmipv6/notification-messages.ts';
import { put } from './bindings.ts';
import { cacheOf } from './cache.ts';
import { canNotify, notify } from './notifying.ts';
import { nextPrefix, withdrawPrefix } from './prefixes.ts';
import { revoke } from './revoking.ts';
import { note } from './rows.ts';
import type { BindingRow, Turn } from './rows.ts';

/** Withdraws a prefix of a node. */
export function renumber(turn: Turn, mnId: string, prefix: Prefix): void {
  const entry = cacheOf(turn).byPrefix(prefix);
  if (entry === undefined || entry[1].mnId !== mnId) {
    return note(turn, 'info', `${mnId} does not have ${prefix}`, 'PMIP §6.12');
  }
  const sharers = cacheOf(turn).sharersOf(prefix);
  const next = nextPrefix(turn);
  for (const [key, row] of sharers) replace(turn, { key, row, prefix, next });
}

/** In one of the sessions that have it. */
function replace(
  turn: Turn,
  {
    key,
    row,
    prefix,
    next,
  }: { key: string; row: BindingRow; prefix: Prefix; next?: Prefix | undefined },
): void {
  const { mnId } = row;
  const prefixes = row.prefixes.flatMap((one) => (one !== prefix ? one : (next ?? [])));
  // Choice: a gateway learns of it by an update notification with all prefixes of the session that
  // are left; where it knows none, or nothing is left, the session is revoked.
  if (prefixes.length === 0 || !canNotify(turn, row)) {
    return revoke(turn, { mnId, prefix, trigger: TRIGGER.administrative, ipv4Only: false });
  }
  put(turn, key, { ...row, prefixes });
  withdrawPrefix(turn, prefix);
  note(turn, 'info', `${mnId} has ${prefixes.join(', ')} in place of ${prefix}`, 'PMIP §6.12');
  notify(turn, { ...row, prefixes }, UPDATE_REASON.updateParameters, prefixes);
}
