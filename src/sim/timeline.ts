// A run and its playhead: forward, to a time, back, and into another branch. Worlds are kept on the
// way, so that going back is restoring one and replaying the rest.

import { assert } from '#base/assert.ts';
import type { Micros, Seq } from '#base/ids.ts';
import { Branches, inserted, parting, type Branch, type Script } from './branches.ts';
import { makeWorld } from './build.ts';
import type { Command, Stamped } from './command.ts';
import { nextAt, step } from './engine.ts';
import { Keeper } from './keeper.ts';
import { Log, MOST_EVENTS } from './log.ts';
import { pendingOf, type Pending } from './pending.ts';
import type { TraceEvent } from './trace.ts';
import type { Run, World, WorldSpec } from './world.ts';

export interface TimelineOptions {
  /** Called with each event that is new, not replayed. */
  readonly onEvent?: (event: TraceEvent) => void;
  /** The run stops when it has so many events; default 1,000,000. */
  readonly mostEvents?: number;
}

export class Timeline {
  readonly log: Log;
  readonly #run: Run;
  readonly #keeper: Keeper;
  readonly #branches: Branches;
  #now: Micros = 0;
  /** Time up to which the run is known. */
  #knownAt: Micros = 0;
  readonly #mostEvents: number;

  constructor(spec: WorldSpec, script: readonly Stamped[], options: TimelineOptions = {}) {
    const world = makeWorld(spec);
    this.log = new Log(
      spec.nodes.map((node) => node.id),
      spec.links.map((link) => link.id),
    );
    this.#run = { world, log: this.log };
    this.#branches = new Branches(script);
    this.#keeper = new Keeper(this.#run);
    const { onEvent, mostEvents = MOST_EVENTS } = options;
    this.#mostEvents = mostEvents;
    if (onEvent !== undefined) this.log.onEvent = (seq) => onEvent(this.log.event(seq));
  }

  get world(): World {
    return this.#run.world;
  }
  /** The script of the current branch. */
  get script(): Script {
    return this.#branches.current.script;
  }
  get now(): Micros {
    return this.#now;
  }
  /** Engine events at the playhead. */
  get step(): number {
    return this.world.step;
  }
  /** Trace events at the playhead. */
  get seq(): Seq {
    return this.log.length;
  }
  get known(): { readonly at: Micros; readonly step: number; readonly seq: Seq } {
    return { at: this.#knownAt, step: this.log.knownSteps, seq: this.log.known };
  }
  /** `full`: the log holds as many events as it may, and the run stands. */
  get status(): 'open' | 'full' {
    return this.#isFull() ? 'full' : 'open';
  }

  #isFull(): boolean {
    return this.log.length >= this.#mostEvents;
  }

  // ── forward ───────────────────────────────────────────────────────────────────────────────────

  /** Time of the next engine event. */
  next(): { readonly at: Micros } | undefined {
    const at = this.#nextAt();
    return at === Infinity ? undefined : { at };
  }

  #nextAt(): Micros {
    return nextAt(this.#run, this.script);
  }

  /** The next things that will happen, earliest first. */
  pending(most: number): readonly Pending[] {
    return pendingOf(this.#run, this.script, most);
  }

  /** One engine event; false when nothing is to come. */
  forward(): boolean {
    return this.#forwardTo(Infinity);
  }

  /** One engine event, unless it comes after `limit`. */
  #forwardTo(limit: Micros): boolean {
    const at = this.#nextAt();
    if (at > limit || at === Infinity || this.#isFull()) return false;
    step(this.#run, this.script, at);
    this.#now = Math.max(this.#now, at);
    this.#knownAt = Math.max(this.#knownAt, this.#now);
    if (this.#isFull()) this.#noteFull();
    this.#keeper.afterStep();
    return true;
  }

  /** Runs until a time; what happens at that time is carried out. */
  runTo(at: Micros): void {
    while (this.#forwardTo(at));
    if (this.#isFull()) return;
    this.#now = Math.max(this.#now, at);
    this.#knownAt = Math.max(this.#knownAt, this.#now);
  }

  /** Runs until so many engine events are carried out. */
  runToStep(to: number): void {
    while (this.step < to && this.forward());
  }

  /** Runs until the condition holds, looked at after each engine event; false when it never did. */
  runUntil(
    stop: () => boolean,
    limits: { readonly at?: Micros; readonly steps?: number } = {},
  ): boolean {
    const { at = Infinity, steps = Infinity } = limits;
    for (let done = 0; done < steps; done += 1) {
      if (stop()) return true;
      if (!this.#forwardTo(at)) return false;
    }
    return stop();
  }

  #noteFull(): void {
    const words = `The run stops here: it has ${this.#mostEvents} events.`;
    this.log.note({ node: this.world.nodes.length, cause: -1 }, words, '', 'warning');
  }

  /** Lets `look` run on from here, then stands here again. What was seen stays known. */
  lookAhead(look: () => void): void {
    const now = this.#now;
    const comeBack = this.#keeper.bookmark();
    look();
    comeBack();
    this.#now = now;
  }

  // ── to and fro ────────────────────────────────────────────────────────────────────────────────

  /** The playhead at a time, after all that happens then. */
  seek(at: Micros): void {
    this.#keeper.goNear((kept) => kept.now <= at, at < this.#now);
    this.#now = this.world.now;
    this.runTo(at);
  }

  /** The playhead after so many engine events. */
  seekStep(to: number): void {
    this.#keeper.goNear((kept) => kept.step <= to, to < this.step);
    this.#now = this.world.now;
    this.runToStep(to);
  }

  /** The playhead after the engine event that an event belongs to. */
  seekSeq(seq: Seq): void {
    if (seq >= this.log.known) this.runUntil(() => this.log.length > seq);
    else this.seekStep(this.log.stepOf(seq));
  }

  // ── branches ──────────────────────────────────────────────────────────────────────────────────

  /**
   * Carries out a command at a time, now or later; gives it as it stands in the script. Where the run
   * is known beyond the playhead, or the script loses something, what was becomes a branch of its own.
   * Commands come before all else of their instant, so after something has happened now, the command
   * is stamped with the next microsecond. What the script has for later is dropped, or kept.
   */
  command(
    command: Command,
    at: Micros = this.#now,
    later: 'dropped' | 'kept' = 'dropped',
  ): Stamped {
    assert(at >= this.#now, 'a command is given for now or for later');
    const isLate = this.step > 0 && this.world.now >= at;
    const stamped: Stamped = { ...command, at: isLate ? this.world.now + 1 : at };
    const script = inserted(this.script, stamped, later);
    const isFork = this.log.known > this.log.length || script.length <= this.script.length;
    this.#continueWith(script, isFork, stamped.at);
    return stamped;
  }

  /** Forgets what is known after the playhead, and makes no branch of it. */
  forget(): void {
    this.#cut();
  }

  /** Takes back a command of this branch, the last one as a rule; the playhead goes to where it was given. */
  undo(command: Stamped | undefined = this.script.at(-1)): void {
    const place = command === undefined ? -1 : this.script.indexOf(command);
    if (command === undefined || place < 0) return;
    const at = Math.min(this.#now, command.at);
    if (this.world.scripted > place) {
      this.#keeper.goNear((kept) => kept.scripted <= place, true);
      while (this.world.scripted < place && this.forward());
      this.#now = this.world.now;
      while (this.#nextAt() < command.at && this.forward());
    }
    this.#now = at;
    const rest = this.script.filter((one) => one !== command);
    this.#continueWith(rest, true, command.at);
  }

  /** The branches: the current one and those that were left, newest first. */
  get branches(): readonly (Branch & { readonly current: boolean })[] {
    return this.#branches.list(this.#knownAt);
  }

  /** Goes over to another branch, at the same time. */
  switchTo(id: number): void {
    const branch = this.#branches.find(id);
    if (branch === undefined || id === this.#branches.current.id) return;
    const at = this.#now;
    const until = parting(this.script, branch.script);
    if (this.world.now >= until) this.#keeper.goNear((kept) => kept.now < until, true);
    this.#branches.select(this.#knownAt, branch);
    this.#cut();
    this.seek(at);
  }

  /** Cuts what is known after the playhead, and goes on with another script. */
  #continueWith(script: Script, isFork: boolean, forkedAt: Micros): void {
    if (isFork) this.#branches.fork(this.#knownAt, script, forkedAt);
    else this.#branches.replace(script);
    this.#cut();
  }

  #cut(): void {
    this.log.truncate();
    this.#keeper.truncate();
    this.#knownAt = this.#now;
  }

  // ── sameness ──────────────────────────────────────────────────────────────────────────────────

  /** Sixteen hexadecimal digits of all that happened up to the playhead. */
  fingerprint(): string {
    return this.log.fingerprint();
  }
  /** Six characters of it, for links. */
  digest(): string {
    return this.log.hash.digest();
  }
}
