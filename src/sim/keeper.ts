// Worlds kept along a run: often enough that going back replays little, seldom enough that copying
// stays a small part of the run, and never too many.

import { must } from '#base/assert.ts';
import { keepWorld, restoreWorld, weightOf, type KeptWorld } from './keep.ts';
import type { LogMark } from './log.ts';
import type { Run } from './world.ts';

/** A world and the log's cursor at the same instant. */
export interface Kept {
  readonly world: KeptWorld;
  readonly mark: LogMark;
}

/** Engine events between kept worlds, at least. */
const USUAL_GAP = 256;
/** Octets that may be copied per engine event. */
const OCTETS_PER_STEP = 64;
/** Beyond so many, every second one is given up and the gap doubles. */
const MOST_KEPT = 512;

export class Keeper {
  #kept: Kept[];
  #thinned = 1;
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
    this.#kept = [this.#take()];
  }

  /** Keeps the world, if it is time to. */
  afterStep(): void {
    const { world } = this.#run;
    const last = must(this.#kept.at(-1), 'the beginning is kept');
    const gap = world.step - last.world.step;
    if (gap <= 0 || gap % (USUAL_GAP * this.#thinned) !== 0) return;
    if (gap * OCTETS_PER_STEP < weightOf(world)) return;
    this.#kept.push(this.#take());
    if (this.#kept.length > MOST_KEPT) {
      this.#thinned *= 2;
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    }
  }

  /**
   * Goes to the last kept world that fits, which the first one, the beginning, must. Stays when the
   * present is nearer and `isBack` is not set.
   */
  goNear(fits: (kept: KeptWorld) => boolean, isBack: boolean): void {
    const { world, log } = this.#run;
    const found = this.#kept.findLast((kept) => fits(kept.world));
    const kept = must(found ?? this.#kept[0], 'the beginning is kept');
    if (!isBack && kept.world.step <= world.step) return;
    restoreWorld(world, kept.world);
    log.rewind(kept.mark);
  }

  /** Marks the present; what it gives comes back to it at once, without a replay. */
  bookmark(): () => void {
    const { world, mark } = this.#take();
    return () => {
      restoreWorld(this.#run.world, world);
      this.#run.log.rewind(mark);
    };
  }

  /** Forgets worlds after the playhead. */
  truncate(): void {
    this.#kept = this.#kept.filter((kept) => kept.world.step <= this.#run.world.step);
  }

  #take(): Kept {
    return { world: keepWorld(this.#run.world), mark: this.#run.log.mark() };
  }
}
