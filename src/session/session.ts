// One run and its playhead: load, command, pace, step, seek, fork, questions. The same object serves the
// worker, the command line and the tests; wall time comes in as a number, nothing here waits.

import type { Micros, Seq } from '#base/ids.ts';
import { check } from '#scenario/schema.ts';
import type { Command } from '#sim/command.ts';
import type { Watch } from './breaks.ts';
import type { Break, FromWorker, Pace, SentStill, StepUnit, Still, ToWorker } from './protocol.ts';
import { answer } from './queries.ts';
import { Run } from './run.ts';
import { segmentAt } from './pace.ts';
import { stepBack, stepOn } from './steps.ts';
import { StillMaker } from './still.ts';

/** Turns of one `advance`: a bound, not a limit that a run reaches. */
const MOST_SEGMENTS = 10_000;

export class Session {
  #run: Run | undefined;
  #stills: StillMaker | undefined;
  #epoch = 0;
  #pace: Pace | undefined;
  /** Part of a microsecond that the clock still owes. */
  #owed = 0;
  #breaks: readonly Break[] = [];
  /** Why the run stands; until the playhead moves. */
  #stop: Still['stop'];
  /** While playing: what to stop for. */
  #watch: Watch | undefined;

  get playing(): boolean {
    return this.#pace !== undefined;
  }
  get seed(): number {
    return this.#run?.scenario.seed ?? 0;
  }
  get now(): Micros {
    return this.#run?.timeline.now ?? 0;
  }

  /** Carries out a message; gives what is to be sent back, in order. */
  hear(message: ToWorker): readonly FromWorker[] {
    if ('epoch' in message) this.#epoch = message.epoch;
    if (message.say === 'ask') return [this.#answer(message)];
    if (message.say === 'breaks') this.#breaks = message.breaks;
    else if (message.say !== 'pause') this.#stop = undefined;
    if (message.say === 'load') return this.#load(message);
    const run = this.#run;
    if (run === undefined) return [{ say: 'refused', why: 'Nothing is loaded yet.' }];
    switch (message.say) {
      case 'command':
        return this.#command(run, message.command, message.at);
      case 'play':
        this.#pace = run.isOver() ? undefined : message.pace;
        this.#watch = run.watch(this.#breaks);
        break;
      case 'breaks':
        this.#watch = run.watch(this.#breaks);
        break;
      case 'pause':
        this.#pace = undefined;
        break;
      case 'step':
        this.#step(run, message.unit, message.back);
        break;
      case 'seek':
        this.#seek(run, message.to);
        break;
      case 'branch':
        run.switchTo(message.id);
        break;
      case 'undo':
        run.undo();
        break;
    }
    return [{ say: 'still', still: this.still() }];
  }

  /** Lets `wall` milliseconds pass. Does nothing while paused. */
  advance(wall: number): void {
    const run = this.#run;
    let left = wall;
    for (let n = 0; n < MOST_SEGMENTS && left > 0; n += 1) {
      if (run === undefined || this.#pace === undefined) return;
      const sight = run.paceSight();
      const segment = segmentAt(this.#pace, sight);
      const exact = left * segment.rate + this.#owed;
      const whole = Math.min(sight.now + Math.floor(exact), segment.until, sight.endAt);
      const used = (whole - sight.now) / segment.rate;
      const isShort = whole === segment.until;
      this.#owed = isShort ? 0 : exact - Math.floor(exact);
      run.playTo(whole, this.#watch);
      if (this.#isStopped(this.#watch)) return;
      left = isShort ? left - Math.max(used, 0.001) : 0;
      if (run.isOver()) this.#pace = undefined;
    }
  }

  /** The picture of the present. */
  still(): SentStill {
    const run = this.#run;
    const maker = this.#stills;
    if (run === undefined || maker === undefined) throw new Error('no scenario is loaded');
    return maker.still({ epoch: this.#epoch, pace: this.#pace, stop: this.#stop });
  }

  /** A breakpoint fitted: the run stands, and says why. */
  #isStopped(watch: Watch | undefined): boolean {
    if (watch?.stop === undefined) return false;
    this.#pace = undefined;
    this.#stop = watch.stop;
    return true;
  }

  #load(message: ToWorker & { say: 'load' }): readonly FromWorker[] {
    this.#pace = undefined;
    this.#owed = 0;
    const checked = check(message.scenario);
    if (!checked.ok) {
      const fault = checked.why[0];
      const words = fault === undefined ? '' : `${fault.path}: ${fault.what}`;
      return [{ say: 'refused', why: `This scenario can't be loaded. ${words}` }];
    }
    const run = new Run(checked.value.scenario);
    this.#run = run;
    this.#stills = new StillMaker(run);
    if (message.to !== undefined) this.#seek(run, message.to);
    return [{ say: 'still', still: this.still() }];
  }

  #command(run: Run, command: Command, at: Micros | undefined): readonly FromWorker[] {
    const admitted = run.admit(command);
    if (!admitted.ok) {
      return [
        { say: 'refused', why: admitted.why },
        { say: 'still', still: this.still() },
      ];
    }
    run.command(admitted.value, at);
    return [{ say: 'still', still: this.still() }];
  }

  #step(run: Run, unit: StepUnit, back: boolean): void {
    this.#pace = undefined;
    if (back) {
      stepBack(run, unit);
      return;
    }
    const watch = unit === 'event' ? undefined : run.watch(this.#breaks);
    stepOn(run, unit, () => watch?.look() === true);
    this.#isStopped(watch);
  }

  #seek(run: Run, to: { at: Micros } | { step: number } | { seq: Seq }): void {
    this.#owed = 0;
    if ('at' in to) run.timeline.seek(Math.max(0, Math.min(to.at, run.endAt)));
    else if ('step' in to) run.seekStep(to.step);
    else run.seekAfter(to.seq);
  }

  #answer(message: ToWorker & { say: 'ask' }): FromWorker {
    if (this.#run === undefined) {
      return { say: 'refused', id: message.id, why: 'Nothing is loaded yet.' };
    }
    const answered = answer(this.#run, message.query, message.with);
    return answered.ok
      ? { say: 'answer', id: message.id, answer: answered.value }
      : { say: 'refused', id: message.id, why: answered.why };
  }
}
