// Breakpoints: which events of a run they fit, and a watch that reads what a run gains and remembers
// the first that fitted. The run stands right behind that event's step.

import type { FrameId, Micros, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { timeWords } from '#view/words.ts';
import { MESSAGE_CLASS, messageClassNames, type MessageClass } from '#wire/classify.ts';
import { isControl } from './kinds-of-traffic.ts';
import type { Break, Still } from './protocol.ts';

/** Why a run stands. */
export type Stop = NonNullable<Still['stop']>;

/** A run, as far as breakpoints read it. */
export interface Watched {
  readonly now: Micros;
  /** Events before the playhead. */
  readonly seq: Seq;
  event(seq: Seq): TraceEvent;
  kindOf(seq: Seq): TraceEvent['kind'];
  typeOf(frame: FrameId): MessageClass;
  words(event: TraceEvent): string;
  /** The ladder row of an event. */
  rowSeqOf(event: TraceEvent): Seq | undefined;
  /** The event is about a datagram of a flow. */
  isUserData(event: TraceEvent): boolean;
}

/** Kinds of events that some breakpoint may fit. */
const OF_INTEREST = new Set<TraceEvent['kind']>(['sent', 'delivered', 'dropped', 'row', 'note']);

/** Watches a run from where it stands. */
export class Watch {
  #read: Seq;
  readonly #begun: Micros;
  #stop: Stop | undefined;

  constructor(
    private readonly run: Watched,
    private readonly breaks: readonly Break[],
  ) {
    this.#read = run.seq;
    this.#begun = run.now;
  }

  /** What fitted first, if anything did. */
  get stop(): Stop | undefined {
    return this.#stop;
  }

  /** The next instant of a breakpoint on time; infinite when there is none. */
  get limit(): Micros {
    const times = this.breaks.flatMap((one) => (one.on === 'time' ? [one.at] : []));
    return Math.min(Infinity, ...times.filter((at) => at > this.#begun));
  }

  /** Reads what has happened since; true as soon as a breakpoint fitted. */
  look(): boolean {
    for (; this.#stop === undefined && this.#read < this.run.seq; this.#read += 1) {
      if (OF_INTEREST.has(this.run.kindOf(this.#read))) this.#take(this.run.event(this.#read));
    }
    return this.#stop !== undefined;
  }

  /** The clock has come to the limit. */
  reach(): void {
    const { limit, run } = this;
    const due = this.breaks.find((one) => one.on === 'time' && one.at === limit);
    if (due === undefined || this.#stop !== undefined || run.now < limit) return;
    const words = `Time ${timeWords(limit)} s is reached`;
    this.#stop = { id: due.id, seq: undefined, rowSeq: undefined, words };
  }

  #take(event: TraceEvent): void {
    const hit = this.breaks.find((one) => fits(one, event, this.run));
    if (hit === undefined) return;
    const { seq } = event;
    this.#stop = {
      id: hit.id,
      seq,
      rowSeq: this.run.rowSeqOf(event),
      words: this.run.words(event),
    };
  }
}

/** Whether an event fits a breakpoint. */
function fits(one: Break, event: TraceEvent, run: Watched): boolean {
  switch (one.on) {
    case 'message':
      return (one.node === undefined || one.node === event.node) && fitsMessage(one, event, run);
    case 'loss':
      if (event.kind !== 'dropped') return false;
      return (one.node === undefined || one.node === event.node) && run.isUserData(event);
    case 'row':
      if (event.kind !== 'row' || event.node !== one.node) return false;
      if (event.role !== one.role || event.table !== one.table) return false;
      return one.key === undefined || one.key === event.key;
    case 'note':
      if (event.kind !== 'note' || event.level === 'info') return false;
      return one.node === undefined || one.node === event.node;
    case 'time':
      return false;
  }
}

const KIND = { sent: 'sent', received: 'delivered', lost: 'dropped' } as const;

function fitsMessage(
  one: Break & { readonly on: 'message' },
  event: TraceEvent,
  run: Watched,
): boolean {
  if (event.kind !== KIND[one.when] || !('frame' in event) || event.frame === undefined) {
    return false;
  }
  const type = run.typeOf(event.frame);
  const isKind = one.type === 'any' ? isControl(type) : messageClassNames[type] === one.type;
  return isKind && (event.kind !== 'sent' || isFirstHop(event, run));
}

/** A router that sends on what it received is not the message's sender. */
function isFirstHop(event: TraceEvent & { readonly kind: 'sent' }, run: Watched): boolean {
  if (event.cause === undefined) return true;
  const cause = run.event(event.cause);
  return !('datagram' in cause) || cause.datagram !== event.datagram;
}

/** Whether a frame's class is that of a flow's datagrams. */
export const isUserClass = (type: MessageClass): boolean =>
  type === MESSAGE_CLASS.udp || type === MESSAGE_CLASS.echo;
