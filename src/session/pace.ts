// How virtual time follows wall time. Adaptive: signalling is slowed until each hop can be seen, idle
// spans are passed quickly. Proportional: one rate for everything. Pure: wall time comes in as a number.

import type { Micros } from '#base/ids.ts';
import type { Pace } from './protocol.ts';

/** Wall milliseconds that an idle span takes at most in adaptive pace. */
const IDLE_MILLISECONDS = 600;
/** Below this rate a tick of the clock would not move virtual time by one microsecond. */
const SLOWEST = 0.01;

/** What the pace looks at: the present and what is scheduled. */
export interface PaceSight {
  readonly now: Micros;
  /** Control-plane hops under way, each from its departure to its arrival. */
  readonly hops: readonly { readonly from: Micros; readonly until: Micros }[];
  /** The next scheduled event that is not of the data plane. */
  readonly nextControl: Micros | undefined;
  /** Where the run ends. */
  readonly endAt: Micros;
}

/** A stretch of one rate. */
export interface Segment {
  /** Virtual microseconds per wall millisecond. */
  readonly rate: number;
  /** The rate holds until here. */
  readonly until: Micros;
  /** Length of the idle span that is being passed faster than real time; 0: none. */
  readonly skips: Micros;
}

/** The rate from now on and how long it holds. */
export function segmentAt(pace: Pace, sight: PaceSight): Segment {
  if (pace.mode === 'proportional') {
    return { rate: Math.max(SLOWEST, pace.microsPerSecond / 1000), until: sight.endAt, skips: 0 };
  }
  const nextControl = Math.min(sight.nextControl ?? sight.endAt, sight.endAt);
  if (sight.hops.length > 0) {
    let fastest = Infinity;
    let until = nextControl;
    for (const hop of sight.hops) {
      fastest = Math.min(fastest, hop.until - hop.from);
      if (hop.until > sight.now) until = Math.min(until, hop.until);
    }
    return {
      rate: Math.max(SLOWEST, fastest / pace.hop),
      until: Math.max(until, sight.now),
      skips: 0,
    };
  }
  const span = Math.max(0, nextControl - sight.now);
  const realMilliseconds = span / 1000;
  if (realMilliseconds <= IDLE_MILLISECONDS) return { rate: 1000, until: nextControl, skips: 0 };
  return { rate: span / IDLE_MILLISECONDS, until: nextControl, skips: span };
}
