// The screen's own clock: virtual time runs on between two stills at the rate that the last one gave,
// and stops where that rate ends. It never runs backwards within an epoch.

import type { Still } from '#session/protocol.ts';

export interface Playhead {
  /** A still has come; `wall` in milliseconds. */
  hear(still: Still, wall: number): void;
  /** Virtual time at a wall time. */
  at(wall: number): number;
}

export function createPlayhead(): Playhead {
  let last: Still | undefined;
  let heardAt = 0;
  let shown = 0;

  const at = (wall: number): number => {
    if (!last) return 0;
    if (last.status !== 'playing') return last.now;
    const { rate, until } = last.clock;
    const run = Math.min(last.now + rate * Math.max(0, wall - heardAt), Math.max(until, last.now));
    shown = Math.max(shown, run);
    return shown;
  };

  return {
    hear(still, wall) {
      const before = last && last.epoch === still.epoch ? at(wall) : still.now;
      // A still that is a little behind the screen does not pull it back; a jump does.
      const behind = before - still.now;
      const slack = 150 * still.clock.rate;
      shown = still.status === 'playing' && behind > 0 && behind < slack ? before : still.now;
      last = still;
      heardAt = wall;
    },
    at,
  };
}
