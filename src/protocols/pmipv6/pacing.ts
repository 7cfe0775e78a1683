// When a binding update may leave: at most MAX_UPDATE_RATE in any second to one peer (MIP6 §11.8,
// RFC 8885 §3.6; R-11). The rest wait in order. Who waits, and what was sent, stands in the tables
// of the caller.

import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import type { Ipv6 } from '#wire/address.ts';

/** MIP6 §12. Choice: a window that slides over the sends; a bucket would let five through. */
const MAX_UPDATE_RATE = 3;
const WINDOW = seconds(1);

/** The one timer of the queue. */
export const PACE_TIMER = 'pace';

/** A queue of updates. `W` is a row of those that wait, with the key of its update. */
export interface Pace<W extends object> {
  readonly now: Micros;
  readonly waiting: Table<W>;
  readonly peerOf: (row: W) => Ipv6;
  /** The instants of the last sends to a peer; older ones may be there. */
  readonly sendsTo: (peer: Ipv6) => readonly Micros[];
  /** Nothing leaves before this instant, to whomever. */
  readonly notBefore: () => Micros;
  readonly effects: Effect[];
}

/** Whether an update may leave now; else it waits its turn as `row`. */
export function mayLeave<W extends object>(pace: Pace<W>, key: string, row: W): boolean {
  if (pace.waiting.has(key)) return false;
  if (mayLeaveAt(pace, pace.peerOf(row)) <= pace.now) return true;
  pace.waiting.set(key, row);
  armPace(pace);
  return false;
}

/** Hands out what may leave now, first come first, and arms the timer for the rest. */
export function drain<W extends object>(pace: Pace<W>, send: (key: string, row: W) => void): void {
  const { waiting } = pace;
  const rows = [...waiting.entries()]; // sending may let others wait
  for (const [key, row] of rows) {
    if (!waiting.has(key) || mayLeaveAt(pace, pace.peerOf(row)) > pace.now) continue;
    waiting.delete(key);
    send(key, row);
  }
  armPace(pace);
}

function armPace<W extends object>(pace: Pace<W>): void {
  let next: Micros | undefined;
  for (const row of pace.waiting.values()) {
    const at = mayLeaveAt(pace, pace.peerOf(row));
    if (next === undefined || at < next) next = at;
  }
  if (next === undefined) return;
  const after = next - pace.now;
  pace.effects.push({ do: 'arm', timer: PACE_TIMER, after, say: 'next PBU may leave' });
}

/** The earliest time at which an update may leave for a peer. */
function mayLeaveAt<W extends object>(pace: Pace<W>, peer: Ipv6): Micros {
  const oldest = recentSends(pace.sendsTo(peer), pace.now).at(-MAX_UPDATE_RATE);
  return Math.max(pace.now, pace.notBefore(), oldest === undefined ? 0 : oldest + WINDOW);
}

/** Those of the last second. */
export const recentSends = (sends: readonly Micros[], now: Micros): readonly Micros[] =>
  sends.filter((at) => at > now - WINDOW);
