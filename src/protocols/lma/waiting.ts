// A PBU whose gateway cannot say whether it is about a session that another one has, PMIP §5.4.1.2
// rule 4 and §5.4.1.3 rule 3: it waits until the session is de-registered or revoked, and else is
// one for a new session (resume.ts).

import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { stepBinding } from './bindings.ts';
import type { Found } from './lookup.ts';
import { canRevoke, revokeForHandover } from './revoking.ts';
import { nameOf, note } from './rows.ts';
import type { LmaProfile, Turn } from './rows.ts';
import { createSession } from './sessions.ts';

/** PMIP §5.4.1.2 rule 4, or with knob `unknownHandoff` what RFC 5846 §8.1 has instead. */
export function waitForEnd(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
  found: Extract<Found, { readonly is: 'wait' }>,
): void {
  const { key, row, cite } = found;
  const how = turn.sight.knob('unknownHandoff');
  if (how === 'newSession') return createSession(turn, request, profile);
  const before = turn.tables.pending.get(key);
  const who = `PBU ${request.sequence} of ${nameOf(turn, request.source)}`;
  if (before !== undefined && isOlder(request, before.request)) {
    return note(turn, 'silent', `${who} is older than the one that waits`, cite);
  }
  const since = before?.since ?? turn.sight.now;
  turn.tables.pending.set(key, { mnId: row.mnId, source: request.source, since, request });
  if (before !== undefined) {
    // no second answer, and no longer wait.
    return note(turn, 'silent', `${who} replaces the one that waits`, cite);
  }
  if (how === 'revoke' && canRevoke(turn, row)) return revokeForHandover(turn, key);
  note(turn, 'silent', `${who} waits until ${nameOf(turn, row.gateway)} lets ${row.mnId} go`, cite);
  // A revocation that goes on already will tell.
  if (row.state !== 'revoking') stepBinding(turn, key, { type: 'WAIT' });
}

const isOlder = (one: ProxyUpdate, other: ProxyUpdate): boolean =>
  one.timestamp !== undefined && other.timestamp !== undefined && one.timestamp < other.timestamp;
