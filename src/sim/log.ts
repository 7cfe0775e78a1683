// The trace, packed: a record of 32 octets per event, one of 40 per frame, one of 12 per engine event,
// texts by number, rows by reference, octets in one arena. The log has a cursor, the playhead: a run
// that is replayed moves it over what is known, and must do the same again; a fork cuts there.

import { assert, must } from '#base/assert.ts';
import { Hash, type HashState } from '#base/hash.ts';
import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Write } from '#base/table.ts';
import type { Command } from './command.ts';
import type { News } from './effect.ts';
import { DROP_REASONS, EVENT_KINDS, LEVELS, LINK_CHANGES, TIMER_CHANGES } from './log-codes.ts';
import { Frames, type FrameInfo, type FrameSpec } from './log-frames.ts';
import { readEvent, type EventWords } from './log-read.ts';
import { Arena, Names, Records } from './store.ts';
import type { DropReason, EventKind, TraceEvent } from './trace.ts';

export type { FrameInfo } from './log-frames.ts';

/** A run has at most so many events; then it stops with a note. */
export const MOST_EVENTS = 1_000_000;

/** The log at one instant, to come back to. */
export interface LogMark {
  readonly seq: Seq;
  readonly steps: number;
  readonly frames: number;
  readonly datagrams: number;
  readonly refs: number;
  readonly octets: number;
  readonly hash: HashState;
}

/** What happened at a node because of something: the first words of each event. */
export interface Cause {
  /** Index of the node. */
  readonly node: number;
  /** The causing event, or -1. */
  readonly cause: number;
}

const WORDS = 8;
const NO_REF = -1;

export class Log {
  /** The cursor: number of events at the playhead. */
  length = 0;
  /** Number of events known, at the playhead and after it. */
  known = 0;
  /** Engine events begun at the playhead, and known. */
  steps = 0;
  knownSteps = 0;
  /** Datagrams made up to the playhead. */
  datagrams = 0;
  readonly names = new Names();
  readonly arena = new Arena();
  readonly hash = new Hash();
  readonly flights = new Frames(this.hash, this.arena);
  readonly #events = new Records(WORDS);
  readonly #steps = new Records(3);
  readonly #refs: unknown[] = [];
  #refsUsed = 0;
  /** Called with each event that is new, not replayed. */
  onEvent: ((seq: Seq) => void) | undefined;

  constructor(
    readonly nodeIds: readonly NodeId[],
    readonly linkIds: readonly LinkId[],
  ) {}

  // ── writing ───────────────────────────────────────────────────────────────────────────────────

  /** Opens the next engine event. */
  beginStep(at: Micros): void {
    this.hash.number(at);
    this.steps += 1;
    if (this.steps <= this.knownSteps) return;
    this.knownSteps = this.steps;
    this.#steps.set(this.steps, 0, this.length);
    this.#steps.set(this.steps, 1, Math.floor(at / 0x1_0000_0000));
    this.#steps.set(this.steps, 2, at | 0);
  }

  sent(by: Cause, iface: string, label: string | undefined, spec: FrameSpec): FrameId {
    const ifaceId = this.names.id(iface);
    const labelId = this.names.id(label);
    this.hash.word(this.names.hash(ifaceId));
    this.hash.word(this.names.hash(labelId));
    const frame = this.flights.add(spec, this.length);
    this.#write('sent', 0, by, frame, ifaceId, labelId, 0);
    return frame;
  }

  arrived(by: Cause, frame: FrameId, iface: string): Seq {
    this.flights.end(frame, this.length);
    return this.#write('arrived', 0, by, frame, this.#name(iface), 0, 0);
  }

  delivered(by: Cause, frame: FrameId, role: string): Seq {
    return this.#write('delivered', 0, by, frame, this.#name(role), 0, 0);
  }

  dropped(
    by: Cause,
    what: { readonly frame: FrameId | undefined; readonly datagram: number },
    why: DropReason,
    words: string,
  ): Seq {
    const frame = what.frame ?? -1;
    if (frame >= 0) this.flights.end(frame, this.length);
    const reason = DROP_REASONS.indexOf(why);
    return this.#write('dropped', reason, by, frame, what.datagram, this.#name(words), 0);
  }

  row(by: Cause, write: Write): Seq {
    const table = this.#name(write.table.name);
    const key = this.#name(write.key);
    this.hash.value(write.after);
    const before = this.#ref(write.before);
    const after = this.#ref(write.after);
    return this.#write('row', 0, by, table, key, before, after);
  }

  link(by: Cause, iface: string, change: 'up' | 'down', link: string, peer: number): Seq {
    const linkId = this.#name(link);
    const detail = LINK_CHANGES.indexOf(change);
    return this.#write('link', detail, by, this.#name(iface), linkId, peer, 0);
  }

  timer(by: Cause, timer: string, change: (typeof TIMER_CHANGES)[number], due: Micros): Seq {
    const high = Math.floor(due / 0x1_0000_0000);
    const detail = TIMER_CHANGES.indexOf(change);
    return this.#write('timer', detail, by, this.#name(timer), high, due | 0, 0);
  }

  signal(
    by: Cause,
    what: {
      readonly from: number;
      readonly to: number;
      readonly label: string;
      readonly news: News;
    },
    arrived: boolean,
  ): Seq {
    this.hash.value(what.news);
    const news = this.#ref(what.news);
    const label = this.#name(what.label);
    const ends = (what.from << 16) | what.to;
    return this.#write('signal', arrived ? 1 : 0, by, ends, label, news, 0);
  }

  note(by: Cause, text: string, cite: string, level: (typeof LEVELS)[number]): Seq {
    const textId = this.#name(text);
    return this.#write('note', LEVELS.indexOf(level), by, textId, this.#name(cite), 0, 0);
  }

  command(by: Cause, command: Command): Seq {
    this.hash.value(command);
    return this.#write('command', 0, by, this.#ref(command), 0, 0, 0);
  }

  /** The number of a text, mixed into the fingerprint. */
  #name(text: string): number {
    const id = this.names.id(text);
    this.hash.word(this.names.hash(id));
    return id;
  }

  #ref(value: unknown): number {
    if (value === undefined) return NO_REF;
    const at = this.#refsUsed;
    this.#refsUsed += 1;
    if (at === this.#refs.length) this.#refs.push(value);
    return at;
  }

  #write(
    kind: EventKind,
    detail: number,
    by: Cause,
    a: number,
    b: number,
    c: number,
    d: number,
  ): Seq {
    const seq = this.length;
    const first = EVENT_KINDS.indexOf(kind) | (detail << 8) | (by.node << 16);
    this.hash.word(first);
    this.hash.word(by.cause);
    this.length += 1;
    const chunk = this.#events.chunkOf(seq);
    const at = this.#events.indexOf(seq);
    if (seq < this.known) {
      assert(chunk[at + 3] === this.hash.lane, `event ${seq} is the same when it is replayed`);
      return seq;
    }
    this.known = this.length;
    chunk[at] = first;
    chunk[at + 1] = by.cause;
    chunk[at + 2] = this.steps;
    chunk[at + 3] = this.hash.lane;
    chunk[at + 4] = a;
    chunk[at + 5] = b;
    chunk[at + 6] = c;
    chunk[at + 7] = d;
    this.onEvent?.(seq);
    return seq;
  }

  // ── the cursor ────────────────────────────────────────────────────────────────────────────────

  mark(): LogMark {
    return {
      seq: this.length,
      steps: this.steps,
      frames: this.flights.length,
      datagrams: this.datagrams,
      refs: this.#refsUsed,
      octets: this.arena.used,
      hash: this.hash.keep(),
    };
  }

  rewind(mark: LogMark): void {
    this.length = mark.seq;
    this.steps = mark.steps;
    this.flights.length = mark.frames;
    this.datagrams = mark.datagrams;
    this.#refsUsed = mark.refs;
    this.arena.used = mark.octets;
    this.hash.restore(mark.hash);
  }

  /** Forgets what lies after the playhead. */
  truncate(): void {
    this.known = this.length;
    this.knownSteps = this.steps;
    this.#refs.length = this.#refsUsed;
    this.flights.truncate(this.length);
  }

  // ── reading ───────────────────────────────────────────────────────────────────────────────────

  /** Number of frames at the playhead. */
  get frames(): number {
    return this.flights.length;
  }
  frame(id: FrameId): FrameInfo {
    const flights = this.flights;
    const sentSeq = flights.sentSeq(id);
    const sentAt = this.at(sentSeq);
    const to = flights.to(id);
    return {
      id,
      datagram: flights.datagram(id),
      link: this.linkId(flights.link(id)),
      from: this.nodeOf(sentSeq),
      to: to < 0 ? undefined : this.nodeId(to),
      sentAt,
      arriveAt: sentAt + flights.flight(id),
      sentSeq,
      endSeq: flights.endSeq(id),
      fate: flights.isLost(id) ? 'loss' : 'arrives',
      type: flights.type(id),
      tunnelled: flights.isTunnelled(id),
      octets: () => flights.octetsOf(id),
    };
  }

  event(seq: Seq): TraceEvent {
    return readEvent(this, this.#wordsOf(seq));
  }
  kindOf(seq: Seq): EventKind {
    const code = this.#word(seq, 0) & 255;
    return must(EVENT_KINDS[code], 'an event has a kind');
  }
  at(seq: Seq): Micros {
    return this.stepAt(this.#word(seq, 2));
  }
  cause(seq: Seq): Seq | undefined {
    const cause = this.#word(seq, 1);
    return cause < 0 ? undefined : cause;
  }
  nodeOf(seq: Seq): NodeId {
    return this.nodeId(this.#word(seq, 0) >>> 16);
  }
  /** The engine event, counted from 1, that an event belongs to. */
  stepOf(seq: Seq): number {
    return this.#word(seq, 2);
  }
  /** The first event of an engine event; beyond the last one: the number of events known. */
  firstOfStep(step: number): Seq {
    if (step > this.knownSteps) return this.known;
    return step < 1 ? 0 : this.#steps.get(step, 0);
  }
  /** The time of an engine event. */
  stepAt(step: number): Micros {
    return this.#steps.get(step, 1) * 0x1_0000_0000 + (this.#steps.get(step, 2) >>> 0);
  }

  /** The name of a node by index; one past the last is the world itself. */
  nodeId(index: number): NodeId {
    return this.nodeIds[index] ?? 'world';
  }
  linkId(index: number): LinkId {
    return this.linkIds[index] ?? '';
  }
  text(id: number): string | undefined {
    return this.names.text(id);
  }
  ref(index: number): unknown {
    return index === NO_REF ? undefined : this.#refs[index];
  }

  fingerprint(): string {
    return this.hash.hex();
  }

  /** Octets in use: of the records and references, and of the frames. */
  memory(): { readonly trace: number; readonly octets: number } {
    const records = this.#events.octets + this.#steps.octets + this.flights.octets;
    return { trace: records + this.#refs.length * 8 + this.names.octets, octets: this.arena.used };
  }

  #word(seq: Seq, word: number): number {
    assert(seq >= 0 && seq < this.known, `event ${seq} is known`);
    return this.#events.get(seq, word);
  }

  #wordsOf(seq: Seq): EventWords {
    const first = this.#word(seq, 0);
    return {
      seq,
      at: this.at(seq),
      kind: this.kindOf(seq),
      detail: (first >>> 8) & 255,
      node: this.nodeId(first >>> 16),
      cause: this.cause(seq),
      a: this.#word(seq, 4),
      b: this.#word(seq, 5),
      c: this.#word(seq, 6),
      d: this.#word(seq, 7),
    };
  }
}
