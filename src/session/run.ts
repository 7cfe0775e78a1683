// A loaded scenario: its timeline, and what is gathered from the trace beside it. Everything here
// follows the timeline; after each change of it `follow()` takes in what is new.

import { must } from '#base/assert.ts';
import type { FrameId, Micros, NodeId, Seq } from '#base/ids.ts';
import { fail, ok, type Result } from '#base/result.ts';
import { build } from '#scenario/build.ts';
import { castOf } from '#scenario/cast.ts';
import { endOf } from '#scenario/ending.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Command, Stamped } from '#sim/command.ts';
import type { FrameInfo } from '#sim/log.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { Ladder } from '#view/ladder-builder.ts';
import { ALL_ROWS } from '#view/ladder-list.ts';
import type { LadderRow } from '#view/ladder.ts';
import { isMobileKind, type Cast } from '#view/cast.ts';
import { commandWords } from '#view/command-words.ts';
import { eventWords } from '#view/words.ts';
import { accentAt } from './accent.ts';
import { admitted, isOfOpening } from './admit.ts';
import { agendaOf, type Agenda } from './agenda.ts';
import { Watch } from './breaks.ts';
import { framesInFlight, numbersOf, type Numbers } from './flights.ts';
import { faultOf } from './fault-of.ts';
import { bindingMessage, isControl } from './kinds-of-traffic.ts';
import { Landmarks, firstAtOrAfter } from './landmarks.ts';
import type { PaceSight } from './pace.ts';
import type { Accent, Break, LadderFilter, Queries, Scene } from './protocol.ts';
import type { Reader } from './reader.ts';
import { accentSource, faultSource, watchedRun } from './run-sources.ts';
import { readerOf } from './world-reader.ts';
import { stays } from './stays.ts';
import { stepBefore, type Steppable } from './steps.ts';

/** Single steps go on after the end, and links name events there; one further on is not sought. */
const BEYOND: Micros = 60_000_000;

export class Run implements Steppable {
  readonly timeline: Timeline;
  readonly landmarks: Landmarks;
  readonly ladder: Ladder;
  readonly cast: Cast;
  readonly reader: Reader;
  readonly nodeIds: readonly NodeId[];
  readonly linkIds: readonly string[];
  /** Furthest event that the playhead has been at on this branch; beyond it the run only looked ahead. */
  #visited: Seq = 0;
  /** What was done by hand, in order: the branch that each command left, and where to go back to. */
  readonly #deeds: { readonly left: number; readonly at: Micros; readonly given: Stamped }[] = [];

  constructor(readonly scenario: Scenario) {
    const { spec, script } = build(scenario);
    this.timeline = new Timeline(spec, script);
    this.cast = castOf(scenario);
    const { log } = this.timeline;
    this.landmarks = new Landmarks({
      get known() {
        return log.known;
      },
      event: (seq) => log.event(seq),
      kindOf: (seq) => log.kindOf(seq),
      bindingMessage: (frame) => bindingMessage(log.flights.type(frame)),
      nameOf: (node) => this.cast.nameOf(node),
      isStation: (node) => isMobileKind(this.cast.kindOf(node)),
      isControlFrame: (frame) => isControl(log.flights.type(frame)),
    });
    this.ladder = new Ladder(log, this.cast);
    this.reader = readerOf(this.timeline);
    this.nodeIds = spec.nodes.map(({ id }) => id);
    this.linkIds = spec.links.map(({ id }) => id);
  }

  get now(): Micros {
    return this.timeline.now;
  }
  get step(): number {
    return this.timeline.step;
  }
  /** Where Play ends: the figure's end, or later when a hand acted near it. */
  get endAt(): Micros {
    return endOf(this.scenario, this.timeline.script);
  }
  isOver(): boolean {
    return this.timeline.now >= this.endAt || this.timeline.status === 'full';
  }

  /** Takes in what the timeline has gained. */
  follow(): void {
    this.landmarks.follow();
    this.ladder.update();
    this.#visited = Math.max(this.#visited, this.timeline.seq);
  }

  // ── acting ────────────────────────────────────────────────────────────────────────────────────

  /** The command in the form that the script has it in, or why it makes no sense here. */
  admit(command: Command): Result<Command> {
    const { script, now } = this.timeline;
    return admitted(command, now, { scenario: this.scenario, script });
  }

  /** The command for one frame, with its instant. */
  faultOf(ask: Queries['faultOf']['ask']): Result<Queries['faultOf']['answer']> {
    const answer = faultOf(faultSource(this), ask);
    if (!answer.ok) return answer;
    const command = this.admit(answer.value.command);
    return command.ok ? ok({ ...answer.value, command: command.value }) : fail(command.why);
  }

  /**
   * Carries out a command, now or at another instant; what was known after it becomes a branch, or is
   * forgotten.
   */
  command(command: Command, instant?: Micros): void {
    const { timeline } = this;
    const { now } = timeline;
    const isPast = instant !== undefined && instant < now;
    const isToCome = instant !== undefined && instant > now;
    const at = isPast || isToCome ? instant : this.#instantOf(command);
    if (this.#visited <= timeline.seq) timeline.forget();
    const left = this.#branch();
    if (isPast) timeline.seek(at - 1);
    const isOpening = isOfOpening(command);
    const given = timeline.command(command, at, isOpening ? 'dropped' : 'kept');
    this.#deeds.push({ left, at: isPast || isToCome ? now : at, given });
    // A fault is seen at once; a move waits for the next step.
    if (!isOpening && !isToCome) this.#carryOut(given);
    this.#cut();
  }
  #carryOut(given: Stamped): void {
    const { timeline } = this;
    const place = timeline.script.indexOf(given);
    timeline.runUntil(() => timeline.world.scripted > place, { at: given.at });
  }
  /** Choice: a figure's opening (first attachment, first flows) stands before a hand moves anything. */
  #instantOf(command: Command): Micros {
    const { now } = this.timeline;
    return isOfOpening(command) ? Math.max(now, this.scenario.ready ?? 0) : now;
  }
  /** Something was done by hand that can be taken back. */
  get undoable(): boolean {
    return this.#deeds.length > 0;
  }
  /** Takes back what was done last by hand: what it forked from is gone back to, as it was. */
  undo(): void {
    const { timeline } = this;
    const deed = this.#deeds.pop();
    if (deed === undefined) return;
    const isJump = deed.at > deed.given.at;
    const at = isJump ? deed.at : Math.min(timeline.now, deed.at);
    const isRemembered = timeline.branches.some((branch) => branch.id === deed.left);
    if (deed.left !== this.#branch() && isRemembered) timeline.switchTo(deed.left);
    else timeline.undo(deed.given);
    timeline.seek(at);
    this.#cut();
  }
  #branch(): number {
    return must(
      this.timeline.branches.find((branch) => branch.current),
      'one branch is the current one',
    ).id;
  }
  switchTo(branch: number): void {
    this.timeline.switchTo(branch);
    this.#cut();
  }

  #cut(): void {
    const { cutAt } = this.timeline.log;
    this.landmarks.cut(cutAt);
    this.ladder.reset(cutAt);
    this.#visited = this.timeline.seq;
    this.follow();
  }

  // ── moving the playhead ───────────────────────────────────────────────────────────────────────

  forward(): boolean {
    return this.timeline.forward();
  }
  /** Plays to a time; stands earlier, right behind the event, when the watch's breakpoint fits. */
  playTo(at: Micros, watch: Watch | undefined): void {
    const { timeline } = this;
    if (watch === undefined) {
      timeline.runTo(at);
      return;
    }
    const limit = Math.min(at, watch.limit);
    if (timeline.runUntil(() => watch.look(), { at: limit })) return;
    timeline.runTo(limit);
    watch.reach();
  }
  /** A watch over what happens from here on; `undefined` when there is nothing to watch for. */
  watch(breaks: readonly Break[]): Watch | undefined {
    return breaks.length === 0 ? undefined : new Watch(watchedRun(this), breaks);
  }
  seekStep(step: number): void {
    const { timeline } = this;
    const to = Math.max(0, Math.trunc(step));
    if (to <= timeline.known.step) timeline.seekStep(to);
    else timeline.runUntil(() => timeline.step >= to, { at: this.endAt + BEYOND });
  }
  /** Behind the engine event that an event belongs to. */
  seekAfter(seq: Seq): void {
    const known = this.timeline.log.known;
    if (known > 0) this.timeline.seekSeq(Math.max(0, Math.min(seq, known - 1)));
  }
  before(unit: 'message' | 'quiet' | 'handover'): Seq | undefined {
    const { milestones, moves } = this.landmarks;
    const list = unit === 'handover' ? moves : milestones;
    return stepBefore(list, this.timeline.log, this.timeline.step);
  }
  get milestones(): number {
    return this.#countBefore(this.landmarks.milestones);
  }
  get handovers(): number {
    return this.#countBefore(this.landmarks.arrivals);
  }
  #countBefore(list: readonly Seq[]): number {
    this.landmarks.follow();
    return firstAtOrAfter(list, this.timeline.seq, (seq) => seq);
  }

  // ── what is to come ───────────────────────────────────────────────────────────────────────────

  agenda(): Agenda {
    return agendaOf(this.timeline);
  }
  isQuiet(span: Micros): boolean {
    const { hops, nextControl } = this.agenda();
    return hops.length === 0 && (nextControl ?? Infinity) > this.now + span;
  }
  paceSight(): PaceSight {
    return { now: this.now, endAt: this.endAt, ...this.agenda() };
  }
  inFlight(): readonly FrameInfo[] {
    return framesInFlight(this.timeline);
  }

  numbers(scene: Scene): Numbers {
    return numbersOf(this, scene);
  }

  // ── the ladder ────────────────────────────────────────────────────────────────────────────────

  /** Rows of the ladder that have begun, all kinds. */
  ladderRows(): number {
    return this.ladder.window({ from: 0, count: 0, filter: ALL_ROWS, before: this.timeline.seq })
      .now;
  }
  ladderWindow(from: number, count: number, filter: LadderFilter): Queries['ladder']['answer'] {
    const window = this.ladder.window({ from, count, filter, before: this.timeline.seq });
    const attachment = stays(this.landmarks, this.timeline.log, this.cast);
    return { ...window, lifelines: this.cast.lifelines, attachment };
  }

  // ── what other files read ─────────────────────────────────────────────────────────────────────

  /** The ladder row that an event belongs to, as of the playhead. */
  rowOf(event: TraceEvent): LadderRow | undefined {
    return this.ladder.rowOf(event.seq, this.timeline.seq);
  }
  /** One line of words for an event, for a command. */
  words(event: TraceEvent): string {
    return eventWords(event, this.cast, this.timeline.log);
  }
  commandWords(command: Command): string {
    return commandWords(command, this.cast);
  }
  /** The frame of the last message of the control plane that was delivered. */
  lastMessage(): FrameId | undefined {
    const { milestones } = this.landmarks;
    for (let n = this.milestones - 1; n >= 0; n -= 1) {
      const event = this.timeline.log.event(must(milestones[n], 'a milestone'));
      if (event.kind === 'delivered') return event.frame;
    }
    return undefined;
  }
  /** The accent of this instant. */
  accent(): Accent | undefined {
    return accentAt(accentSource(this), this.timeline.seq);
  }
}
