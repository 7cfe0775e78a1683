// When a PBU may leave: at most MAX_UPDATE_RATE in any second to one peer (MIP6 §11.8, RFC 8885
// §3.6; R-11), and 1 ms after the one before, to whomever. The rest wait in order.

import type { Micros } from '#base/ids.ts';
import { ms, seconds } from '#base/ids.ts';
import type { Ipv6 } from '#wire/address.ts';
import { ask } from './rows.ts';
import type { Turn, WaitingRow } from './rows.ts';

/** MIP6 §12. Choice: a window that slides over the sends; a bucket would let five through. */
const MAX_UPDATE_RATE = 3;
const WINDOW = seconds(1);
const SPACING = ms(1);

/** The one timer of the queue. */
export const PACE_TIMER = 'pace';

/**
 * Whether a PBU to this peer may leave now; else it waits its turn. `key` is that of its update.
 */
export function mayLeave(turn: Turn, key: string, row: Omit<WaitingRow, 'since'>): boolean {
  const { waiting } = turn.tables;
  if (waiting.has(key)) return false;
  if (mayLeaveAt(turn, row.anchor) <= turn.sight.now) return true;
  waiting.set(key, { ...row, since: turn.sight.now });
  armPace(turn);
  return false;
}

/** Hands out what may leave now, first come first, and arms the timer for the rest. */
export function drain(turn: Turn, send: (key: string, row: WaitingRow) => void): void {
  const { waiting } = turn.tables;
  for (const [key, row] of waiting.entries()) {
    if (mayLeaveAt(turn, row.anchor) > turn.sight.now) continue;
    waiting.delete(key);
    send(key, row);
  }
  armPace(turn);
}

function armPace(turn: Turn): void {
  let next: Micros | undefined;
  for (const row of turn.tables.waiting.values()) {
    const at = mayLeaveAt(turn, row.anchor);
    if (next === undefined || at < next) next = at;
  }
  if (next === undefined) return;
  const after = next - turn.sight.now;
  ask(turn, { do: 'arm', timer: PACE_TIMER, after, say: 'next PBU may leave' });
}

/** The earliest time at which a PBU may leave for a peer. */
function mayLeaveAt(turn: Turn, peer: Ipv6): Micros {
  const { tables, sight } = turn;
  const last = tables.self.get('self')?.lastPbuAt;
  const spaced = last === undefined ? sight.now : last + SPACING;
  const recent = recentSends(turn, peer);
  const oldest = recent.at(-MAX_UPDATE_RATE);
  return Math.max(sight.now, spaced, oldest === undefined ? 0 : oldest + WINDOW);
}

const recentSends = (turn: Turn, peer: Ipv6): readonly Micros[] =>
  (turn.tables.peers.get(peer)?.sends ?? []).filter((at) => at > turn.sight.now - WINDOW);

/** A PBU leaves: its sequence number, one counter for all peers (PMIP §6.9.1.1). */
export function noteSend(turn: Turn, peer: Ipv6): number {
  const { tables, sight, config } = turn;
  tables.peers.set(peer, {
    address: peer,
    name: config.peers[peer] ?? peer,
    sends: [...recentSends(turn, peer), sight.now],
  });
  const before = tables.self.get('self')?.sequence ?? 0;
  const sequence = (before + 1) & 0xffff;
  tables.self.set('self', { sequence, lastPbuAt: sight.now });
  return sequence;
}
