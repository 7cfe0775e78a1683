// The trace, packed: 32 octets per event, 40 per frame, 12 per engine event, texts by number, rows
// by reference, the octets of frames in one arena. The log has a cursor, the playhead: a run that
// is replayed moves it over what is known, and must do the same again; a fork cuts there.

import { assert, must } from '#base/assert.ts';
import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Write } from '#base/table.ts';
import type { Command } from './command.ts';
import type { News } from './effect.ts';
import { about, Ledger, withDetail, type About, type Cause, type LedgerMark } from './ledger.ts';
import {
  DROP_REASONS,
  EVENT_KINDS,
  KIND,
  LEVELS,
  LINK_CHANGES,
  TIMER_CHANGES,
} from './log-codes.ts';
import { Frames, type FrameInfo, type FrameSpec } from './log-frames.ts';
import { readEvent } from './log-read.ts';
import { Arena } from './store.ts';
import type { TimerName } from './timers.ts';
import type { DropReason, EventKind, TraceEvent } from './trace.ts';

export type { Cause } from './ledger.ts';
export type { FrameInfo } from './log-frames.ts';

/** A run has at most so many events; then it stops with a note. */
export const MOST_EVENTS = 1_000_000;

/** Nodes and links are kept as 16 bits; the last number stands for nobody. */
const MOST_NAMES = 0xffff;

/** The log at one instant, to come back to. */
export interface LogMark extends LedgerMark {
  readonly frames: number;
  readonly datagrams: number;
  readonly octets: number;
}

/** A signal, with its ends by index. */
export interface SignalSpec {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly news: News;
}

export class Log {
  readonly #ledger = new Ledger();
  readonly hash = this.#ledger.hash;
  readonly arena = new Arena();
  readonly flights = new Frames(this.hash, this.arena, () => this.#ledger.length);
  /** Datagrams made up to the playhead. */
  datagrams = 0;
  /** Called with each event that is new, not replayed. */
  onEvent: ((seq: Seq) => void) | undefined;

  constructor(
    readonly nodeIds: readonly NodeId[],
    readonly linkIds: readonly LinkId[],
  ) {
    assert(nodeIds.length < MOST_NAMES, 'the number of a node fits into 16 bits');
    assert(linkIds.length < MOST_NAMES, 'the number of a link fits into 16 bits');
  }

  // ── writing ───────────────────────────────────────────────────────────────────────────────────

  /** Opens the next engine event. */
  beginStep(at: Micros): void {
    this.#ledger.beginStep(at);
  }

  sent(by: Cause, iface: string, label: string | undefined, spec: FrameSpec): FrameId {
    const b = this.#ledger.name(iface);
    const c = this.#ledger.name(label);
    const frame = this.flights.add(spec, this.length);
    this.#write(KIND.sent, by, about(frame, b, c));
    return frame;
  }

  arrived(by: Cause, frame: FrameId, iface: string): Seq {
    this.flights.end(frame, this.length);
    const b = this.#ledger.name(iface);
    return this.#write(KIND.arrived, by, about(frame, b));
  }

  delivered(by: Cause, frame: FrameId, role: string): Seq {
    return this.#write(KIND.delivered, by, about(frame, this.#ledger.name(role)));
  }

  dropped(
    by: Cause,
    what: { readonly frame: FrameId | undefined; readonly datagram: number },
    why: DropReason,
    words: string,
  ): Seq {
    const { frame = -1, datagram } = what;
    if (frame >= 0) this.flights.end(frame, this.length);
    const detail = DROP_REASONS.indexOf(why);
    const c = this.#ledger.name(words);
    return this.#write(withDetail(KIND.dropped, detail), by, about(frame, datagram, c));
  }

  row(by: Cause, write: Write): Seq {
    const { table } = write;
    const a = this.#ledger.name(table.name, table.number);
    table.number = a;
    const b = this.#ledger.name(write.key);
    // The row before is the row after of an earlier event, or of the beginning.
    this.hash.change(write.before, write.after);
    const c = this.#ledger.ref(write.before);
    return this.#write(KIND.row, by, about(a, b, c, this.#ledger.ref(write.after)));
  }

  link(by: Cause, iface: string, change: 'up' | 'down', link: string, peer: number): Seq {
    const detail = LINK_CHANGES.indexOf(change);
    const a = this.#ledger.name(iface);
    return this.#write(withDetail(KIND.link, detail), by, about(a, this.#ledger.name(link), peer));
  }

  timer(
    by: Cause,
    timer: Pick<TimerName, 'timer' | 'number'>,
    change: (typeof TIMER_CHANGES)[number],
    due: Micros,
  ): Seq {
    const detail = TIMER_CHANGES.indexOf(change);
    const b = Math.floor(due / 0x1_0000_0000);
    const a = this.#ledger.name(timer.timer, timer.number);
    timer.number = a;
    return this.#write(withDetail(KIND.timer, detail), by, about(a, b, due | 0));
  }

  signal(by: Cause, what: SignalSpec, arrived: boolean): Seq {
    this.hash.value(what.news);
    const a = (what.from << 16) | what.to;
    const b = this.#ledger.name(what.label);
    const c = this.#ledger.ref(what.news);
    return this.#write(withDetail(KIND.signal, arrived ? 1 : 0), by, about(a, b, c));
  }

  note(by: Cause, text: string, cite: string, level: (typeof LEVELS)[number]): Seq {
    const detail = LEVELS.indexOf(level);
    const a = this.#ledger.name(text);
    return this.#write(withDetail(KIND.note, detail), by, about(a, this.#ledger.name(cite)));
  }

  command(by: Cause, command: Command): Seq {
    this.hash.value(command);
    return this.#write(KIND.command, by, about(this.#ledger.ref(command)));
  }

  #write(kind: number, by: Cause, words: About): Seq {
    const seq = this.length;
    const isNew = this.#ledger.write(kind, by, words);
    if (isNew) this.onEvent?.(seq);
    return seq;
  }

  // ── the cursor ────────────────────────────────────────────────────────────────────────────────

  /** The cursor: number of events at the playhead. */
  get length(): number {
    return this.#ledger.length;
  }
  /** Number of events known, at the playhead and after it. */
  get known(): number {
    return this.#ledger.known;
  }
  /** Number of engine events known. */
  get knownSteps(): number {
    return this.#ledger.knownSteps;
  }
  /** Number of frames at the playhead. */
  get frames(): number {
    return this.flights.length;
  }

  mark(): LogMark {
    const { flights, datagrams, arena } = this;
    const here = { frames: flights.length, datagrams, octets: arena.used };
    return { ...this.#ledger.mark(), ...here };
  }

  rewind(mark: LogMark): void {
    this.#ledger.rewind(mark);
    this.flights.length = mark.frames;
    this.datagrams = mark.datagrams;
    this.arena.used = mark.octets;
  }

  /** Number of events that the last truncation left: what was read up to there still stands. */
  cutAt: Seq = 0;

  /** Forgets what lies after the playhead. */
  truncate(): void {
    this.cutAt = this.length;
    this.#ledger.truncate();
    this.flights.truncate(this.length);
  }

  // ── reading ───────────────────────────────────────────────────────────────────────────────────

  event(seq: Seq): TraceEvent {
    const ledger = this.#ledger;
    const stamp = { seq, at: this.at(seq), node: this.nodeOf(seq), cause: this.cause(seq) };
    const { a, b, c, d } = ledger.about(seq);
    const words = { a, b, c, d, detail: ledger.detail(seq) };
    return readEvent(this, stamp, this.kindOf(seq), words);
  }
  kindOf(seq: Seq): EventKind {
    return must(EVENT_KINDS[this.#ledger.kind(seq)], 'an event has a kind');
  }
  at(seq: Seq): Micros {
    return this.#ledger.stepAt(this.#ledger.step(seq));
  }
  cause(seq: Seq): Seq | undefined {
    const cause = this.#ledger.cause(seq);
    return cause < 0 ? undefined : cause;
  }
  nodeOf(seq: Seq): NodeId {
    return this.nodeId(this.#ledger.node(seq));
  }
  /** The index of the node that sent a frame. */
  senderOf(frame: FrameId): number {
    return this.#ledger.node(this.flights.sentSeq(frame));
  }
  /** The engine event, counted from 1, that an event belongs to. */
  stepOf(seq: Seq): number {
    return this.#ledger.step(seq);
  }
  /** The first event of an engine event; beyond the last one: the number of events known. */
  firstOfStep(step: number): Seq {
    return this.#ledger.firstOfStep(step);
  }

  frame(id: FrameId): FrameInfo {
    const { flights } = this;
    const sentSeq = flights.sentSeq(id);
    const sentAt = this.at(sentSeq);
    const to = flights.to(id);
    const touches = flights.touches(id);
    const moved = touches.findLast((touch) => touch.arriveAt !== undefined)?.arriveAt;
    return {
      id,
      datagram: flights.datagram(id),
      link: this.linkId(flights.link(id)),
      from: this.nodeOf(sentSeq),
      to: to < 0 ? undefined : this.nodeId(to),
      sentAt,
      arriveAt: moved ?? sentAt + flights.flight(id),
      sentSeq,
      endSeq: flights.endSeq(id),
      fate: flights.isLost(id) ? 'loss' : 'arrives',
      type: flights.type(id),
      tunnelled: flights.isTunnelled(id),
      touches,
      octets: () => flights.octetsOf(id),
    };
  }

  /** The name of a node by index; one past the last is the world itself. */
  nodeId(index: number): NodeId {
    return this.nodeIds[index] ?? 'world';
  }
  linkId(index: number): LinkId {
    return this.linkIds[index] ?? '';
  }
  text(id: number): string | undefined {
    return this.#ledger.names.text(id);
  }
  ref(index: number): unknown {
    return this.#ledger.refAt(index);
  }

  /** Sixteen hexadecimal digits of all that happened up to the playhead. */
  fingerprint(): string {
    return this.hash.hex();
  }

  /** Octets in use: of the records and references, and of the frames. */
  memory(): { readonly trace: number; readonly octets: number } {
    return { trace: this.#ledger.octets + this.flights.octets, octets: this.arena.used };
  }
}
