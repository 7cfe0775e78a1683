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
 * The row after one more datagram was heard. Choice: what comes more than 32 numbers late is taken as late, not
 * as a repetition; the window is one word.
 */
export function hear<T extends Heard>(
  before: T,
  { sequence, now }: { readonly sequence: number; readonly now: Micros },
): T {
  const gap = Math.max(before.gap, before.lastAt === undefined ? 0 : now - before.lastAt);
  const ahead = sequence - before.highest;
  if (ahead > 0) {
    const kept = before.highest < 0 || ahead >= WINDOW ? 0 : before.seen << ahead;
    return tally(before, { gap, lastAt: now, highest: sequence, seen: (kept | 1) >>> 0 });
  }
  const bit = -ahead < WINDOW ? (1 << -ahead) >>> 0 : 0;
  if ((before.seen & bit) !== 0) {
    return { ...before, gap, lastAt: now, duplicates: before.duplicates + 1 };
  }
  const { highest } = before;
  const late = tally(before, { gap, lastAt: now, highest, seen: (before.seen | bit) >>> 0 });
  return { ...late, reordered: before.reordered + 1 };
}

/** One datagram more that counts. Made in one go: rows are long, and one is made for each packet. */
function tally<T extends Heard>(
  before: T,
  news: Pick<Heard, 'gap' | 'highest' | 'seen'> & { readonly lastAt: Micros },
): T {
  const received = before.received + 1;
  const { gap, highest, seen, lastAt } = news;
  const lost = Math.max(0, highest + 1 - received);
  return { ...before, gap, lastAt, highest, seen, received, lost };
}
