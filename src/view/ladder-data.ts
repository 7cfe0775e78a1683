// Sorts datagrams of flows into folds. A datagram joins the fold whose path it may take, and moves to
// another one when it leaves that path: into a tunnel, out of the other gateway, or to its death.

import type { DatagramId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { isMobileKind, type Cast } from './cast.ts';
import {
  countBefore,
  fits,
  isWhole,
  type Death,
  type Flight,
  type Fold,
  type Hop,
} from './ladder-fold.ts';
import { FlowNames, lossWords, refill } from './ladder-flows.ts';

/** Losses that happen by chance: they do not change where a fold leads. */
const CHANCE = new Set(['loss', 'queueFull']);

/** Folds of one flow that a datagram may still join. */
const MOST_OPEN = 8;

interface Opened {
  readonly fold: Fold;
  readonly epoch: number;
}

/** What `keep` gives. */
export interface KeptData {
  readonly epoch: number;
  readonly flights: readonly (readonly [DatagramId, Flight])[];
  readonly opened: readonly (readonly [string, readonly Opened[]])[];
  readonly flows: readonly (readonly [number, string])[];
}

/** A copy, or another fragment, does not go on from where the datagram is. */
const goesOn = ({ hops }: Flight, hop: Hop): boolean => {
  const last = hops.at(-1)?.to;
  return last === undefined || last === hop.from;
};

const copied = (flight: Flight): Flight => ({ ...flight, hops: [...flight.hops] });

/** What a fold needs of the ladder: a place among its rows. */
export type MakeRow = (make: (index: number) => Fold) => Fold;

type Sent = TraceEvent & { readonly kind: 'sent' };
type Dropped = TraceEvent & { readonly kind: 'dropped' };

export class DataFolds {
  readonly #flights = new Map<DatagramId, Flight>();
  readonly #opened = new Map<string, Opened[]>();
  readonly #flows: FlowNames;
  #epoch = 0;
  /** Events in which data had a part, ascending. */
  readonly activity: Seq[] = [];
  /** The row of the datagram that ended last, or -1. */
  lastRow = -1;

  constructor(
    private readonly cast: Cast,
    private readonly makeRow: MakeRow,
  ) {
    this.#flows = new FlowNames(cast);
  }

  /** The fold that a datagram is in, if it is one of a flow. */
  foldOf(datagram: DatagramId): Fold | undefined {
    return this.#flights.get(datagram)?.fold;
  }

  /** Something happened after which an old path, taken again, is told anew. */
  turn(): void {
    this.#epoch += 1;
  }

  /** A source's row says which flow has a number. */
  name(number: number, flow: string): void {
    this.#flows.name(number, flow);
  }

  /** Starts a flow anew: its datagrams have a row of their own. */
  restart(flow: string): void {
    this.#opened.delete(flow);
  }

  /** What is under way, to come back to. Folds themselves are cut by their events. */
  keep(): KeptData {
    return {
      epoch: this.#epoch,
      flights: [...this.#flights].map(([id, flight]) => [id, copied(flight)]),
      opened: [...this.#opened].map(([flow, folds]) => [flow, [...folds]]),
      flows: this.#flows.keep(),
    };
  }

  /** Comes back to what was kept before event `from`. */
  restore(kept: KeptData, from: Seq): void {
    this.#epoch = kept.epoch;
    refill(
      this.#flights,
      kept.flights.map(([id, flight]) => [id, copied(flight)]),
    );
    refill(
      this.#opened,
      kept.opened.map(([flow, folds]) => [flow, [...folds]]),
    );
    this.#flows.restore(kept.flows);
    this.activity.length = countBefore(this.activity, from);
  }

  /** A datagram leaves its first node. False when it belongs to no flow. */
  begin(event: Sent, hop: Hop, frame: Uint8Array): boolean {
    const carried = this.#flows.carriedBy(frame);
    if (carried === undefined) return false;
    const flight = { ...carried, hops: [hop], beganSeq: event.seq };
    this.#start(event.datagram, flight, event.seq);
    return true;
  }

  /** A datagram of a flow goes over its next link. */
  go(datagram: DatagramId, hop: Hop): void {
    const flight = this.#flights.get(datagram);
    if (flight === undefined || !goesOn(flight, hop)) return;
    flight.hops.push(hop);
    if (fits(flight.fold, flight.hops)) this.#extend(flight);
    else this.#move(flight, hop.sentSeq);
    this.activity.push(hop.sentSeq);
  }

  /** A datagram of a flow is delivered. */
  deliver(datagram: DatagramId, seq: Seq): void {
    const flight = this.#flights.get(datagram);
    this.lastRow = -1;
    if (flight === undefined) return;
    this.#flights.delete(datagram);
    const { fold, hops } = flight;
    const isShort = isWhole(fold) && hops.length !== fold.hops.length;
    if (isShort || !fits(fold, hops)) this.#move(flight, seq);
    if (!isWhole(flight.fold)) flight.fold.wholeSeq = seq;
    flight.fold.ended.push(seq);
    this.lastRow = flight.fold.index;
    this.activity.push(seq);
  }

  /** A datagram of a flow dies. `flow` names it when it never left its node. */
  die(event: Dropped, flow: string | undefined): void {
    const known = this.#flights.get(event.datagram);
    this.lastRow = -1;
    if (known === undefined && flow === undefined) return;
    this.#flights.delete(event.datagram);
    const fold = this.#foldOfDead(event, known, flow ?? '');
    const why = this.#whyOf(event, known);
    fold.lost.push({ seq: event.seq, node: event.node, why });
    fold.ended.push(event.seq);
    this.activity.push(event.seq);
    this.lastRow = fold.index;
  }

  #foldOfDead(event: Dropped, known: Flight | undefined, flow: string): Fold {
    if (known !== undefined && CHANCE.has(event.why)) return known.fold;
    const death = { node: event.node, why: this.#whyOf(event, known), seq: event.seq };
    if (known !== undefined) return this.#bury(known, death);
    const nowhere = { flow, hops: [], prefix: '', to: event.node, beganSeq: event.seq };
    const fold = this.#findGrave(nowhere, death) ?? this.#open(nowhere, event.seq);
    fold.death ??= death;
    fold.joined.push(event.seq);
    return fold;
  }

  #start(datagram: DatagramId, flight: Omit<Flight, 'fold'>, seq: Seq): void {
    const fold = this.#pick(flight) ?? this.#open(flight, seq);
    fold.joined.push(seq);
    const whole: Flight = { ...flight, fold };
    this.#flights.set(datagram, whole);
    this.#extend(whole);
    this.activity.push(seq);
  }

  /** A fold that the flight may be in: one of this epoch, or the flow's last. */
  #pick(flight: Pick<Flight, 'flow' | 'hops'>): Fold | undefined {
    return this.#candidates(flight.flow).find(
      (fold) => fold.death === undefined && fits(fold, flight.hops),
    );
  }

  /** Newest first. */
  #candidates(flow: string): readonly Fold[] {
    const opened = this.#opened.get(flow) ?? [];
    return opened
      .filter((one, i) => one.epoch === this.#epoch || i === opened.length - 1)
      .map((one) => one.fold)
      .toReversed();
  }

  #open(flight: Omit<Flight, 'fold'>, seq: Seq): Fold {
    const first = flight.hops[0];
    const fold = this.makeRow((index) => ({
      index,
      flow: flight.flow,
      seq,
      from: first?.from ?? flight.to ?? '',
      to: flight.to,
      prefix: flight.prefix,
      frame: first?.frame,
      hops: [...flight.hops],
      joined: [],
      left: [],
      ended: [],
      lost: [],
      wholeSeq: -1,
      death: undefined,
    }));
    this.#remember(fold);
    return fold;
  }

  #remember(fold: Fold): void {
    const opened = this.#opened.get(fold.flow) ?? [];
    this.#opened.set(fold.flow, [...opened, { fold, epoch: this.#epoch }].slice(-MOST_OPEN));
  }

  /** The first to go beyond what is known of a path makes it known. */
  #extend(flight: Flight): void {
    const { fold, hops } = flight;
    if (isWhole(fold) || fold.hops.length >= hops.length) return;
    const hop = hops.at(-1);
    if (hop !== undefined) fold.hops.push(hop);
  }

  #move(flight: Flight, seq: Seq): void {
    this.#leave(flight.fold, seq);
    const fold = this.#pick(flight) ?? this.#open(flight, seq);
    fold.joined.push(seq);
    flight.fold = fold;
    this.#extend(flight);
  }

  /** A datagram goes; a fold that all have left takes no other in. */
  #leave(fold: Fold, seq: Seq): void {
    fold.left.push(seq);
    if (fold.left.length === fold.joined.length) this.#close(fold);
  }

  /** A fold takes no other in. */
  #close(fold: Fold): void {
    const opened = this.#opened.get(fold.flow) ?? [];
    this.#opened.set(
      fold.flow,
      opened.filter((one) => one.fold !== fold),
    );
  }

  /** Moves a dead datagram to those that died as it did. */
  #bury(flight: Flight, death: Death): Fold {
    const { fold } = flight;
    const isAlone = fold.joined.length - fold.left.length === 1 && fold.ended.length === 0;
    const grave = this.#findGrave(flight, death);
    if (grave === undefined && isAlone) {
      fold.death = death;
      return fold;
    }
    this.#leave(fold, death.seq);
    // Nobody is known to get through here: who starts from now on is told of anew.
    if (!isWhole(fold)) this.#close(fold);
    const made = grave ?? this.#open(flight, death.seq);
    made.death ??= death;
    made.joined.push(death.seq);
    return made;
  }

  /** Those that died as it did, when none of the flow has arrived since. */
  #findGrave({ flow, hops }: Pick<Flight, 'flow' | 'hops'>, death: Death): Fold | undefined {
    const folds = (this.#opened.get(flow) ?? []).map((one) => one.fold);
    const arrived = Math.max(-1, ...folds.map((fold) => this.#lastArrival(fold)));
    return folds.findLast(
      (fold) =>
        fold.death?.node === death.node &&
        fold.death.why === death.why &&
        fold.death.seq > arrived &&
        fold.hops.length === hops.length &&
        fits(fold, hops),
    );
  }

  #lastArrival(fold: Fold): Seq {
    return fold.death === undefined && isWhole(fold) ? (fold.ended.at(-1) ?? -1) : -1;
  }

  #whyOf(event: Dropped, flight: Flight | undefined): string {
    const ends = [event.node, flight?.hops[0]?.from, flight?.to];
    const mobile = ends.find((node) => node !== undefined && isMobileKind(this.cast.kindOf(node)));
    return lossWords(event, mobile, this.cast);
  }
}
