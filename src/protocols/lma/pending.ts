// PBUs that wait until the gateway that has the session lets it go, PMIP §5.4.1.2 rule 4: at most
// one per session.

import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { nameOf, note } from './rows.ts';
import type { LmaProfile, Turn } from './rows.ts';

/** What waited, taken out of the list. */
export interface Waiting {
  readonly request: ProxyUpdate;
  readonly profile: LmaProfile;
}

/** The PBU that waits for a session, to go on with. */
export function takePending(turn: Turn, key: string): Waiting | undefined {
  const row = turn.tables.pending.get(key);
  const profile = row && turn.config.profiles[row.mnId];
  if (row === undefined || profile === undefined) return undefined;
  turn.tables.pending.delete(key);
  return { request: row.request, profile };
}

/** The session is elsewhere now, so what waited for it will be asked again. */
export function dropPending(turn: Turn, key: string): void {
  const row = turn.tables.pending.get(key);
  if (row === undefined) return;
  turn.tables.pending.delete(key);
  const text = `PBU ${row.request.sequence} of ${nameOf(turn, row.source)} waits no longer`;
  note(turn, 'silent', text, 'PMIP §5.4.1.2 rule 4');
}
