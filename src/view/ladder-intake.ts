// Takes the events of a run in, one after the other, and makes the rows of the ladder from them.

import type { DatagramId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { isMulticast } from '#wire/address.ts';
import { isMobileKind, type Cast } from './cast.ts';
import { labelOf } from './labels.ts';
import { isByTimer, isForwarded } from './ladder-causes.ts';
import { DataFolds, type KeptData } from './ladder-data.ts';
import { EventRows, NO_ROW } from './ladder-event-rows.ts';
import { deedDraft, noteDraft, rulingOf } from './ladder-notes.ts';
import { cutDraft, type Draft, type MessageDraft } from './ladder-drafts.ts';
import { Encounters, type KeptEncounters } from './ladder-encounters.ts';
import { effectFact } from './ladder-effects.ts';
import { lossWords, refill } from './ladder-flows.ts';
import type { Hop } from './ladder-fold.ts';
import { innerOf } from './packet-peek.ts';
import { Repeats, type KeptRepeats, type Thread } from './ladder-repeats.ts';
import type { TraceReader } from './trace-reader.ts';

/** Messages between neighbours that the ladder does not number. */
const UNNUMBERED = new Set(['NS', 'NA']);
/** Messages after which data may take another way. */
const TURNS = new Set(['PBU', 'PBA']);

/** What is under way is kept as often, so that a fork need not begin at the beginning. */
const KEEP_EVERY = 1024;

interface Kept {
  readonly taken: Seq;
  readonly drafts: number;
  readonly number: number;
  readonly frames: number;
  readonly encounters: KeptEncounters;
  readonly data: KeptData;
  readonly repeats: KeptRepeats;
  readonly threads: readonly (readonly [DatagramId, Thread])[];
}

type Of<K extends TraceEvent['kind']> = TraceEvent & { readonly kind: K };

export class LadderIntake {
  readonly drafts: Draft[] = [];
  readonly data: DataFolds;
  /** Events taken in. */
  taken = 0;
  readonly #rows = new EventRows();
  #number = 0;
  /** Frames that have been sent. */
  frames = 0;
  /** Rows of control messages by datagram. */
  readonly #messages = new Map<DatagramId, number>();
  readonly #encounters: Encounters;
  readonly #repeats = new Repeats();
  /** Threads of messages that have not ended. */
  readonly #threads = new Map<DatagramId, Thread>();

  readonly #kept: Kept[] = [];

  constructor(
    private readonly trace: TraceReader,
    private readonly cast: Cast,
  ) {
    this.#encounters = new Encounters(this.drafts, cast, trace);
    this.data = new DataFolds(cast, (make) => {
      const fold = make(this.drafts.length);
      this.drafts.push({ row: 'data', seq: fold.seq, facts: [], fold });
      return fold;
    });
  }

  /** Takes in what has become known. */
  update(): void {
    for (; this.taken < this.trace.known; this.taken += 1) {
      if (this.taken % KEEP_EVERY === 0) this.#keep();
      this.#rows.set(this.taken, this.#take(this.trace.event(this.taken)));
    }
  }

  /** Forgets events from `from` on, and some before it, which are taken in again. */
  cut(from: Seq): void {
    if (from >= this.taken) return;
    const place = this.#kept.findLastIndex((kept) => kept.taken <= from);
    const kept = this.#kept[place];
    if (kept === undefined) return;
    this.#kept.length = place;
    this.drafts.length = kept.drafts;
    for (const draft of this.drafts) cutDraft(draft, kept.taken);
    this.taken = kept.taken;
    this.#number = kept.number;
    this.frames = kept.frames;
    refill(
      this.#messages,
      [...this.#messages].filter(([, row]) => row < kept.drafts),
    );
    this.#encounters.restore(kept.encounters);
    this.data.restore(kept.data, kept.taken);
    this.#repeats.restore(kept.repeats);
    refill(this.#threads, kept.threads);
  }

  #keep(): void {
    this.#kept.push({
      taken: this.taken,
      drafts: this.drafts.length,
      number: this.#number,
      frames: this.frames,
      encounters: this.#encounters.keep(),
      data: this.data.keep(),
      repeats: this.#repeats.keep(),
      threads: [...this.#threads],
    });
  }

  /** The row of an event, or -1. */
  rowOf(seq: Seq): number {
    return seq < this.taken ? this.#rows.get(seq) : NO_ROW;
  }

  #add(draft: Draft): number {
    this.drafts.push(draft);
    return this.drafts.length - 1;
  }

  #next(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Takes one event in; gives the row that it belongs to. */
  #take(event: TraceEvent): number {
    switch (event.kind) {
      case 'sent':
        return this.#takeSent(event);
      case 'arrived':
        return this.#takeArrived(event);
      case 'delivered':
        return this.#takeDelivered(event);
      case 'dropped':
        return this.#takeDropped(event);
      case 'row':
        return this.#takeRow(event);
      case 'link':
        return this.#takeLink(event);
      case 'signal':
        return this.#encounters.signal(event, () => this.#next());
      case 'note': {
        this.#rule(event);
        return this.#add(noteDraft(event));
      }
      case 'timer':
        return event.change === 'fired' ? NO_ROW : this.#inherit(event);
      case 'command':
        return this.#takeCommand(event);
    }
  }

  /** Moves and flows are seen by what follows from them; other commands have a line of words. */
  #takeCommand(event: Of<'command'>): number {
    const { command } = event;
    if (command.do === 'flow') this.data.restart(command.flow);
    else this.data.turn();
    if (command.do === 'flow' || command.do === 'place') return NO_ROW;
    return this.#add(deedDraft(event, this.cast, { trace: this.trace, frames: this.frames }));
  }

  /** A message that a node ignored or refused says so itself, too. */
  #rule(event: Of<'note'>): void {
    const draft = event.cause === undefined ? undefined : this.drafts[this.rowOf(event.cause)];
    const ruling = rulingOf(event);
    if (draft?.row === 'message' && ruling !== undefined) draft.rulings.push(ruling);
  }

  /** The row of the event's cause. */
  #inherit(event: TraceEvent): number {
    return event.cause === undefined ? NO_ROW : this.rowOf(event.cause);
  }

  #message(datagram: DatagramId): MessageDraft | undefined {
    const draft = this.drafts[this.#messages.get(datagram) ?? NO_ROW];
    return draft?.row === 'message' ? draft : undefined;
  }

  #takeSent(event: Of<'sent'>): number {
    const { datagram, frame, node, to, link, seq } = event;
    this.frames = frame + 1;
    const facts = this.trace.frame(frame);
    const { tunnelled } = facts;
    const hop: Hop = { frame, from: node, to, link, tunnelled, sentSeq: seq, arrivedSeq: -1 };
    const row = this.#messages.get(datagram);
    if (row !== undefined) {
      this.#message(datagram)?.hops.push(hop);
      return row;
    }
    if (this.data.foldOf(datagram) !== undefined) this.data.go(datagram, hop);
    else if (isForwarded(this.trace, event)) return this.#inherit(event);
    else {
      const octets = facts.octets();
      if (!this.data.begin(event, hop, octets)) return this.#beginMessage(event, hop, octets);
    }
    return this.data.foldOf(datagram)?.index ?? NO_ROW;
  }

  #beginMessage(event: Of<'sent'>, hop: Hop, octets: Uint8Array): number {
    const { seq, node, frame, datagram } = event;
    const inner = innerOf(octets);
    const { type, label, thread } = labelOf(octets, event.label, this.cast);
    const number = UNNUMBERED.has(type) ? 0 : this.#next();
    const to = inner && (this.cast.nodeAt(inner.dst) ?? this.cast.mobileOf(inner.dst) ?? event.to);
    const sending = { from: node, to: to ?? '', seq, isByTimer: isByTimer(this.trace, event) };
    const row = this.#add({
      row: 'message',
      seq,
      number,
      from: node,
      to,
      type,
      label,
      frame,
      datagram,
      hops: [hop],
      isMulticast: inner !== undefined && isMulticast(inner.dst),
      ends: [],
      repeats: thread && this.#repeats.sent(thread, sending),
      rulings: [],
      facts: [],
    });
    if (thread !== undefined) this.#threads.set(datagram, thread);
    this.#messages.set(datagram, row);
    return row;
  }

  #takeArrived(event: Of<'arrived'>): number {
    const message = this.#message(event.datagram);
    if (message === undefined) return this.data.foldOf(event.datagram)?.index ?? NO_ROW;
    const hop = message.hops.findLast((one) => one.frame === event.frame);
    if (hop !== undefined) hop.arrivedSeq = event.seq;
    return this.rowOf(message.seq);
  }

  #takeDelivered(event: Of<'delivered'>): number {
    const { datagram, seq, node } = event;
    const message = this.#message(datagram);
    if (message === undefined) {
      this.data.deliver(datagram, seq);
      return this.data.lastRow;
    }
    message.ends.push({ seq, node, why: undefined });
    const thread = this.#threads.get(datagram);
    if (thread !== undefined) this.#repeats.delivered(thread, message.from, node);
    this.#threads.delete(datagram);
    if (TURNS.has(message.type)) this.data.turn();
    return this.rowOf(message.seq);
  }

  #takeDropped(event: Of<'dropped'>): number {
    const message = this.#message(event.datagram);
    if (message === undefined) {
      this.data.die(event, this.#flowBehind(event));
      return this.data.lastRow;
    }
    const mobile = [message.to, message.from, event.node].find(
      (node) => node !== undefined && isMobileKind(this.cast.kindOf(node)),
    );
    // Who is not in a multicast group drops its packets; nothing is lost by that.
    const isUnheard = message.isMulticast && event.why === 'notMine';
    const why = isUnheard ? undefined : lossWords(event, mobile, this.cast);
    message.ends.push({ seq: event.seq, node: event.node, why });
    return this.rowOf(message.seq);
  }

  /** The flow of a datagram that never left its node: from the timer or the datagram that caused it. */
  #flowBehind(event: Of<'dropped'>): string | undefined {
    if (event.cause === undefined || event.frame !== undefined) return undefined;
    const cause = this.trace.event(event.cause);
    if (cause.kind === 'timer') return this.cast.flowOfTimer(cause.timer);
    const draft = this.drafts[this.rowOf(event.cause)];
    return draft?.row === 'data' ? draft.fold.flow : undefined;
  }

  #takeRow(event: Of<'row'>): number {
    const { after, role, table } = event;
    if (role === 'source' && table === 'flows' && typeof after?.['number'] === 'number') {
      this.data.name(after['number'], event.key);
    }
    const row = this.#inherit(event);
    const draft = this.drafts[row];
    if (draft === undefined || draft.row === 'data' || draft.row === 'note') return row;
    const fact = effectFact(event, this.cast);
    if (fact !== undefined) draft.facts.push(fact);
    return row;
  }

  #takeLink(event: Of<'link'>): number {
    const before = this.drafts.length;
    const row = this.#encounters.link(event, () => this.#next());
    if (this.drafts.length > before) this.data.turn();
    return row;
  }
}
