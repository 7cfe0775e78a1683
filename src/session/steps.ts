// Step units: one engine event, the next control message, until nothing is going on, the next handover.

import type { Micros, Seq } from '#base/ids.ts';
import type { StepUnit } from './protocol.ts';

/** A control timer that is due within this time belongs to what is going on. */
const QUIET_SPAN: Micros = 3_000_000;
/** Until quiet gives up after so much virtual time. */
const QUIET_CAP: Micros = 60_000_000;
/** Engine events of one step: a bound for runs in which nothing but data moves. */
const MOST_EVENTS = 500_000;

/** A run, as far as stepping needs it. */
export interface Steppable {
  readonly now: Micros;
  readonly endAt: Micros;
  /** One engine event forward; false when nothing is left. */
  forward(): boolean;
  /** Nothing of the control plane is under way, none of its timers is due within `span`. */
  isQuiet(span: Micros): boolean;
  /** Milestones of the control plane (deliveries, losses, moves) carried out so far. */
  readonly milestones: number;
  /** Moves (a station attached) carried out so far. */
  readonly handovers: number;
  readonly step: number;
  seekStep(step: number): void;
  /** The last milestone or handover that lies before the present step, as an event. */
  before(unit: 'message' | 'quiet' | 'handover'): Seq | undefined;
  seekAfter(seq: Seq): void;
}

/** Steps forward by one unit; less far when `halts`, looked at after each engine event, says so. */
export function stepOn(run: Steppable, unit: StepUnit, halts: () => boolean): void {
  switch (unit) {
    case 'event':
      run.forward();
      return;
    case 'message': {
      const seen = run.milestones;
      advance(run, halts, () => run.milestones > seen);
      return;
    }
    case 'handover': {
      const seen = run.handovers;
      advance(run, halts, () => run.handovers > seen);
      return;
    }
    case 'quiet': {
      const begun = run.now;
      // When all is quiet already, the next thing has to begin first.
      if (run.isQuiet(QUIET_SPAN)) {
        const seen = run.milestones;
        if (!advance(run, halts, () => run.milestones > seen)) return;
      }
      advance(run, halts, () => run.isQuiet(QUIET_SPAN) || run.now - begun > QUIET_CAP);
      return;
    }
  }
}

/** Steps back by one unit; to the beginning when there is none before. */
export function stepBack(run: Steppable, unit: StepUnit): void {
  if (unit === 'event') {
    run.seekStep(Math.max(0, run.step - 1));
    return;
  }
  const seq = run.before(unit);
  if (seq === undefined) run.seekStep(0);
  else run.seekAfter(seq);
}

/** Goes on until it is there; false when something ended it before. */
function advance(run: Steppable, halts: () => boolean, isThere: () => boolean): boolean {
  for (let n = 0; n < MOST_EVENTS && run.now <= run.endAt; n += 1) {
    if (!run.forward() || halts()) return false;
    if (isThere()) return true;
  }
  return false;
}

/** The last event of a list that happened before the present engine event began. */
export function stepBefore(
  list: readonly Seq[],
  events: { stepOf(seq: Seq): number },
  step: number,
): Seq | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events.stepOf(list[middle] as Seq) < step) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : list[low - 1];
}
