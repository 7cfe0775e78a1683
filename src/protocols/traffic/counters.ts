// Counts what one end of a flow hears: loss, gaps, order and repetition, from sequence numbers
// alone. Used by both ends; plain data, so that it can stand in a row.

import type { Micros } from '#base/ids.ts';

/** What was heard of one sender. */
export interface Heard {
  /** Datagrams, each counted once. */
  readonly received: number;
  /**
   * An estimate: numbers below the highest one that have not come. What is still on its way counts.
   */
  readonly lost: number;
  /** Came after a datagram with a higher number. */
  readonly reordered: number;
  readonly duplicates: number;
  /** Longest time between two arrivals. */
  readonly gap: Micros;
  readonly lastAt?: Micros;
  /** Highest number so far; -1: none. */
  readonly highest: number;
  /** Bit n: the number `highest - n` has come. */
  readonly seen: number;
}

/** Nothing heard yet. */
export const nothingHeard: Heard = {
  received: 0,
  lost: 0,
  reordered: 0,
  duplicates: 0,
  gap: 0,
  highest: -1,
  seen: 0,
};

const WINDOW = 32;

/**
 * What was heard after one more datagram. Choice: what comes more than 32 numbers late is taken as late,
 * not as a repetition; the window is one word.
 */
export function hear(
  before: Heard,
  { sequence, now }: { readonly sequence: number; readonly now: Micros },
): Heard {
  const { highest, seen, received, lastAt, reordered, duplicates } = before;
  const gap = Math.max(before.gap, lastAt === undefined ? 0 : now - lastAt);
  const ahead = sequence - highest;
  if (ahead > 0) {
    const kept = highest < 0 || ahead >= WINDOW ? 0 : seen << ahead;
    const marks = { highest: sequence, seen: (kept | 1) >>> 0 };
    return tallied(received + 1, { gap, lastAt: now, reordered, duplicates }, marks);
  }
  const bit = -ahead < WINDOW ? (1 << -ahead) >>> 0 : 0;
  const marks = { highest, seen: (seen | bit) >>> 0 };
  if ((seen & bit) !== 0) {
    const times = { gap, lastAt: now, reordered, duplicates: duplicates + 1 };
    return tallied(received, times, marks);
  }
  return tallied(received + 1, { gap, lastAt: now, reordered: reordered + 1, duplicates }, marks);
}

function tallied(
  received: number,
  times: Pick<Heard, 'gap' | 'reordered' | 'duplicates'> & { readonly lastAt: Micros },
  { highest, seen }: Pick<Heard, 'highest' | 'seen'>,
): Heard {
  const { gap, lastAt, reordered, duplicates } = times;
  const lost = Math.max(0, highest + 1 - received);
  return { received, lost, reordered, duplicates, gap, highest, seen, lastAt };
}
