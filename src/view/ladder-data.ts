// Sorts datagrams of flows into folds. A datagram joins the fold whose path it may take, and moves to
// another one when it leaves that path: into a tunnel, out of the other gateway, or to its death.

import type { DatagramId, NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from './cast.ts';
import { fits, type Death, type Flight, type Fold, type Hop } from './ladder-fold.ts';
import { innerOf } from './packet-peek.ts';

/** Losses that happen by chance: they do not change where a fold leads. */
const CHANCE = new Set(['loss', 'queueFull']);

interface Opened {
  readonly fold: Fold;
  readonly epoch: number;
}

/** What a fold needs of the ladder: a place among its rows. */
export type MakeRow = (make: (index: number) => Fold) => Fold;

type Sent = TraceEvent & { readonly kind: 'sent' };
type Dropped = TraceEvent & { readonly kind: 'dropped' };

export class DataFolds {
  readonly #flights = new Map<DatagramId, Flight>();
  readonly #opened = new Map<string, Opened[]>();
  readonly #flows = new Map<number, string>();
  #epoch = 0;
  /** Events in which data had a part, ascending. */
  readonly activity: Seq[] = [];
  /** The row of the datagram that ended last, or -1. */
  lastRow = -1;

  constructor(
    private readonly cast: Cast,
    private readonly makeRow: MakeRow,
  ) {}

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
    this.#flows.set(number, flow);
  }

  /** Starts a flow anew: its datagrams have a row of their own. */
  restart(flow: string): void {
    this.#opened.delete(flow);
  }

  /** A datagram leaves its first node. False when it belongs to no flow. */
  begin(event: Sent, hop: Hop, frame: Uint8Array): boolean {
    const inner = innerOf(frame);
    const number = inner?.isData === true ? this.cast.flowNumber(frame) : undefined;
    if (inner === undefined || number === undefined) return false;
    const flow = this.#flows.get(number) ?? this.cast.flowOf(number) ?? `flow ${number}`;
    const flight = {
      flow,
      hops: [hop],
      prefix: this.#prefixOf(inner.src, inner.dst),
      to: this.#nodeOf(inner.dst),
      beganSeq: event.seq,
    };
    this.#start(event.datagram, flight, event.seq);
    return true;
  }

  /** A datagram of a flow goes over its next link. */
  go(datagram: DatagramId, hop: Hop): void {
    const flight = this.#flights.get(datagram);
    if (flight === undefined) return;
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
    const isShort = fold.isWhole && hops.length !== fold.hops.length;
    if (isShort || !fits(fold, hops)) this.#move(flight, seq);
    flight.fold.isWhole = true;
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
      isWhole: false,
      death: undefined,
    }));
    this.#remember(fold);
    return fold;
  }

  #remember(fold: Fold): void {
    const opened = this.#opened.get(fold.flow) ?? [];
    const kept = opened.filter((one, i) => one.epoch === this.#epoch || i === opened.length - 1);
    this.#opened.set(fold.flow, [...kept, { fold, epoch: this.#epoch }].slice(-8));
  }

  /** The first to go beyond what is known of a path makes it known. */
  #extend(flight: Flight): void {
    const { fold, hops } = flight;
    if (fold.isWhole || fold.hops.length >= hops.length) return;
    const hop = hops.at(-1);
    if (hop !== undefined) fold.hops.push(hop);
  }

  #move(flight: Flight, seq: Seq): void {
    flight.fold.left.push(seq);
    const fold = this.#pick(flight) ?? this.#open(flight, seq);
    fold.joined.push(seq);
    flight.fold = fold;
    this.#extend(flight);
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
    fold.left.push(death.seq);
    const made = grave ?? this.#open(flight, death.seq);
    made.death ??= death;
    made.joined.push(death.seq);
    return made;
  }

  #findGrave({ flow, hops }: Pick<Flight, 'flow' | 'hops'>, death: Death): Fold | undefined {
    return this.#candidates(flow).find(
      (fold) =>
        fold.death?.node === death.node &&
        fold.death.why === death.why &&
        fold.hops.length === hops.length &&
        fits(fold, hops),
    );
  }

  #whyOf(event: Dropped, flight: Flight | undefined): string {
    const ends = [event.node, flight?.hops[0]?.from, flight?.to];
    const mobile = ends.find((node) => node !== undefined && this.cast.kindOf(node) === 'mn');
    return lossWords(event, mobile, this.cast);
  }

  #prefixOf(src: string, dst: string): string {
    const { prefixes } = this.cast;
    const mobile = [src, dst].find((address) => prefixes.anchorOf(address) !== undefined);
    return mobile === undefined ? '' : prefixes.nameOf(mobile);
  }

  #nodeOf(address: string): NodeId | undefined {
    return this.cast.nodeAt(address) ?? this.cast.mobileOf(address);
  }
}

/** Why a packet was lost, in a few words. `mobile` is the mobile node that it came from or went to. */
export function lossWords(event: Dropped, mobile: NodeId | undefined, cast: Cast): string {
  if (event.why === 'loss') return 'lost on the link';
  if (event.why !== 'notAttached') return event.words;
  return mobile === undefined ? 'not attached' : `${cast.nameOf(mobile)} not attached`;
}
