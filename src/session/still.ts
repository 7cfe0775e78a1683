// One picture of the run for the screen. Parts that seldom change are sent only when they differ.

import type { Micros } from '#base/ids.ts';
import { forecast } from './forecast.ts';
import { packFlights } from './flights.ts';
import { armedOf, heldOf } from './held.ts';
import { segmentAt } from './pace.ts';
import type { Pace, SeldomPart, SentStill, Still } from './protocol.ts';
import type { Run } from './run.ts';
import { heldSource, sceneSource } from './run-sources.ts';
import { sceneOf } from './scene.ts';

/** Events that the "Next" strip shows. */
const NEXT = 3;
/** A branch that was known for less, and in which nobody acted, is not worth a line. */
const SHORT_BRANCH: Micros = 1_000_000;

/** What a picture needs to know beside the run. */
interface StillAt {
  readonly epoch: number;
  readonly pace: Pace | undefined;
  readonly stop: Still['stop'];
}

export class StillMaker {
  readonly #run: Run;
  readonly #sent = new Map<SeldomPart, string>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** The present, with the parts that the page does not have yet. */
  still(at: StillAt): SentStill {
    const run = this.#run;
    const { timeline } = run;
    run.follow();
    const { step, seq, now } = timeline;
    const digest = timeline.digest();
    const scene = sceneOf(sceneSource(run));
    const seldom: Pick<Still, SeldomPart> = {
      nodeIds: run.nodeIds,
      linkIds: run.linkIds,
      scene,
      accent: run.accent(),
      // While playing there is no time to read what is next, and looking ahead costs.
      next: at.pace === undefined ? forecast(run, NEXT) : [],
      marks: run.landmarks.marks,
      branches: branchesOf(run),
      script: timeline.script,
      held: heldOf(heldSource(run)),
      catches: armedOf(heldSource(run)),
    };
    return {
      epoch: at.epoch,
      status: at.pace !== undefined ? 'playing' : run.isOver() ? 'ended' : 'paused',
      now,
      clock: clockOf(run, at.pace),
      step,
      seq,
      known: timeline.known,
      endAt: run.endAt,
      flights: packFlights(run.inFlight(), run.numbers(scene), (one) => timeline.log.at(one)),
      lastMessage: run.lastMessage(),
      undoable: run.undoable,
      stop: at.stop,
      ladderRows: run.ladderRows(),
      digest,
      parts: this.#changed(seldom),
    };
  }

  #changed(seldom: Pick<Still, SeldomPart>): SentStill['parts'] {
    const parts: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(seldom)) {
      const text = JSON.stringify(value ?? null);
      if (this.#sent.get(name as SeldomPart) === text) continue;
      this.#sent.set(name as SeldomPart, text);
      parts[name] = value;
    }
    return parts as SentStill['parts'];
  }
}

function clockOf(run: Run, pace: Pace | undefined): Still['clock'] {
  const now: Micros = run.timeline.now;
  if (pace === undefined) return { rate: 0, until: now, skips: 0 };
  return segmentAt(pace, run.paceSight());
}

function branchesOf(run: Run): Still['branches'] {
  const { branches, script: current } = run.timeline;
  return branches
    .filter((branch) => {
      if (branch.current) return true;
      const acted = branch.script.some((one) => !current.includes(one));
      return acted || branch.until - branch.forkedAt > SHORT_BRANCH;
    })
    .map((branch) => {
      const own = branch.script.filter((one) => branch.current || !current.includes(one));
      const last = own.at(-1);
      return {
        id: branch.id,
        forkedAt: branch.forkedAt,
        until: branch.until,
        words: last === undefined ? 'nothing moved' : run.commandWords(last),
        current: branch.current,
      };
    });
}
