// One picture of the run for the screen. Parts that seldom change are sent only when they differ.

import type { Micros } from '#base/ids.ts';
import { accentAt } from './accent.ts';
import { packFlights } from './flights.ts';
import { firstAtOrAfter } from './landmarks.ts';
import { segmentAt } from './pace.ts';
import type { Pace, SeldomPart, SentStill, Still } from './protocol.ts';
import type { Run } from './run.ts';
import { sceneOf } from './scene.ts';

/** Events that the "Next" strip shows. */
const NEXT = 3;

export class StillMaker {
  readonly #run: Run;
  readonly #sent = new Map<SeldomPart, string>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The present, with the parts that the page does not have yet. */
  still(at: { readonly epoch: number; readonly pace: Pace | undefined }): SentStill {
    const run = this.#run;
    const { timeline } = run;
    run.follow();
    return {
      epoch: at.epoch,
      status: at.pace !== undefined ? 'playing' : run.isOver() ? 'ended' : 'paused',
      now: timeline.now,
      clock: clockOf(run, at.pace),
      step: timeline.step,
      seq: timeline.seq,
      known: timeline.known,
      endAt: run.endAt,
      flights: packFlights(run.inFlight(), run.numbers),
      ladderRows: run.ladderRows(),
      digest: timeline.digest(),
      parts: this.#changedParts(),
    };
  }

  #changedParts(): SentStill['parts'] {
    const parts: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this.#seldom())) {
      const text = JSON.stringify(value ?? null);
      if (this.#sent.get(name as SeldomPart) === text) continue;
      this.#sent.set(name as SeldomPart, text);
      parts[name] = value;
    }
    return parts as SentStill['parts'];
  }

  #seldom(): Pick<Still, SeldomPart> {
    const run = this.#run;
    const { timeline, landmarks } = run;
    return {
      nodeIds: run.nodeIds,
      linkIds: run.linkIds,
      scene: sceneOf(run.sceneSource()),
      accent: accentAt(run.accentSource(), timeline.seq),
      next: run.next(NEXT),
      marks: landmarks.marks.slice(
        0,
        firstAtOrAfter(landmarks.marks, timeline.known.seq, (m) => m.seq),
      ),
      branches: run.branches(),
      script: timeline.script,
    };
  }
}

function clockOf(run: Run, pace: Pace | undefined): Still['clock'] {
  const now: Micros = run.timeline.now;
  if (pace === undefined) return { rate: 0, until: now, skips: 0 };
  return segmentAt(pace, run.paceSight());
}
