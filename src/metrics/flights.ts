// The datagrams of flows, from the first link to the last: which flow and direction, which way, and how
// each one ended. What asks for a stream or ends it is not counted.

import type { DatagramId, FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import { decodePayload, INITIATOR_PORT, type Payload } from '#protocols/traffic/payload.ts';
import type { DropReason, TraceEvent } from '#sim/trace.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { uint16At } from '#wire/octets.ts';
import { innerOf } from '#view/packet-peek.ts';
import type { Bench, EventOf } from './played.ts';

/** up: from who opened the socket. */
export type Direction = 'up' | 'down';

/** One hop, with the octets of the headers around the datagram. */
export interface Hop {
  readonly frame: FrameId;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly link: LinkId;
  readonly outer: number;
}

/** One datagram. */
export interface Flight {
  readonly flow: string;
  readonly direction: Direction;
  readonly run: number;
  readonly sequence: number;
  /** UDP payload octets. */
  readonly octets: number;
  /** Who anchors the prefix of the mobile node's address. */
  readonly anchor: NodeId | undefined;
  readonly hops: Hop[];
  delivered: boolean;
  died: DropReason | undefined;
  /** The event of that. */
  diedSeq: Seq | undefined;
}

/** One delivery: when, and by which hops. */
export interface Delivery {
  readonly flight: Flight;
  readonly at: Micros;
  readonly seq: Seq;
  readonly path: readonly Hop[];
}

const IPV6_AND_UDP = 48;

/** Takes events in, and tells who listens of each datagram. */
export class Flights {
  readonly #flights = new Map<DatagramId, Flight>();
  readonly #names = new Map<number, string>();
  /** Datagrams that have been delivered, and flights of those that never left their node. */
  readonly #flowOf = new Map<Seq, Flight>();
  readonly all: Flight[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly onDelivery: (delivery: Delivery) => void,
  ) {}

  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'row':
        this.#named(event);
        break;
      case 'sent':
        this.#sent(event);
        break;
      case 'delivered':
        this.#delivered(event);
        break;
      case 'dropped':
        this.#dropped(event);
        break;
      default:
    }
  }

  /** Flows that are defined on the way are known by their rows. */
  #named({ role, table, key, after }: EventOf<'row'>): void {
    const number = after?.['number'];
    if (role === 'source' && table === 'flows' && typeof number === 'number') {
      this.#names.set(number, key);
    }
  }

  #sent(event: EventOf<'sent'>): void {
    const { datagram, frame, link, to, node } = event;
    const facts = this.bench.trace.frame(frame);
    const known = this.#flights.get(datagram);
    const octets = known === undefined || facts.tunnelled ? facts.octets() : undefined;
    const flight = known ?? this.#begun(octets);
    if (flight === undefined) return;
    this.#flights.set(datagram, flight);
    const offset = octets === undefined ? undefined : innerOf(octets)?.offset;
    const outer = (offset ?? ETHERNET_OCTETS) - ETHERNET_OCTETS;
    flight.hops.push({ frame, from: node, to, link, outer });
  }

  #begun(frame: Uint8Array | undefined): Flight | undefined {
    const inner = frame && innerOf(frame);
    if (frame === undefined || inner?.isData !== true) return undefined;
    const data = frame.subarray(inner.offset + IPV6_AND_UDP);
    const said = decodePayload(data);
    if (said === undefined || said.kind === 'ask' || said.kind === 'stop') return undefined;
    const { cast } = this.bench;
    const port = uint16At(frame, inner.offset + IPV6_AND_UDP - 6);
    const anchors = [inner.src, inner.dst].map((one) => cast.prefixes.anchorOf(one)?.gateway);
    return this.#add({
      flow: this.#names.get(said.flow) ?? cast.flowOf(said.flow) ?? `flow ${said.flow}`,
      direction: directionOf(said, port),
      run: said.run,
      sequence: said.sequence,
      octets: data.length,
      anchor: anchors.find((one) => one !== undefined),
    });
  }

  #add(known: Omit<Flight, 'hops' | 'delivered' | 'died' | 'diedSeq'>): Flight {
    const alive = { delivered: false, died: undefined, diedSeq: undefined };
    const flight: Flight = { ...known, hops: [], ...alive };
    this.all.push(flight);
    return flight;
  }

  #delivered({ datagram, frame, at, seq }: EventOf<'delivered'>): void {
    const flight = this.#flights.get(datagram);
    if (flight === undefined) return;
    this.#flowOf.set(seq, flight);
    this.onDelivery({ flight, at, seq, path: wayTo(frame, flight.hops) });
    flight.delivered = true;
  }

  #dropped(event: EventOf<'dropped'>): void {
    const flight = this.#flights.get(event.datagram) ?? this.#neverSent(event);
    if (flight === undefined) return;
    flight.died = event.why;
    flight.diedSeq = event.seq;
  }

  /** It died in its own node: the timer or the datagram behind it tells its flow. */
  #neverSent({ cause, datagram }: EventOf<'dropped'>): Flight | undefined {
    if (cause === undefined) return undefined;
    const reason = this.bench.trace.event(cause);
    const timer = reason.kind === 'timer' ? reason.timer : '';
    const flow = this.bench.cast.flowOfTimer(timer);
    const asked = this.#flowOf.get(cause);
    if (flow === undefined && asked === undefined) return undefined;
    const flight = this.#add({
      flow: flow ?? asked?.flow ?? '',
      direction: flow === undefined ? 'down' : 'up',
      run: asked?.run ?? 0,
      sequence: -1,
      octets: 0,
      anchor: undefined,
    });
    this.#flights.set(datagram, flight);
    return flight;
  }
}

/** Replies come back; a stream comes to who asked for it, whose port is the higher one. */
function directionOf({ kind }: Payload, port: number): Direction {
  if (kind === 'echo') return 'up';
  return kind === 'reply' || port >= INITIATOR_PORT ? 'down' : 'up';
}

/** The hops that led to a frame: of a datagram with copies, only those of this copy. */
function wayTo(frame: FrameId, hops: readonly Hop[]): readonly Hop[] {
  const way: Hop[] = [];
  let place = hops.findLastIndex((hop) => hop.frame === frame);
  for (let hop = hops[place]; hop !== undefined; hop = hops[place]) {
    way.unshift(hop);
    const { from } = hop;
    place = hops.slice(0, place).findLastIndex((one) => one.to === from);
  }
  return way;
}
