// A PBU that waited goes on: it takes the session over, or is one for a new session (PMIP §5.4.1.2
// rule 4, RFC 5846 §8.1).

import { takePending } from './pending.ts';
import type { Turn } from './rows.ts';
import { createSession, handOff } from './sessions.ts';

/** The session was let go: the PBU that waits takes it over. */
export function resumeAfterEnd(turn: Turn, key: string): void {
  const waiting = takePending(turn, key);
  if (waiting !== undefined) handOff(turn, waiting.request, waiting.profile, key);
}

/** The session stays with its gateway, or has gone: the PBU that waits is for a new one. */
export function resumeAsNew(turn: Turn, key: string): void {
  const waiting = takePending(turn, key);
  if (waiting !== undefined) createSession(turn, waiting.request, waiting.profile);
}
