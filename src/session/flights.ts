// Frames on the links at one instant, packed for transfer: all that the queue holds. A frame that is
// held is not among them.

import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { FrameInfo } from '#sim/log.ts';
import type { Timeline } from '#sim/timeline.ts';
import { ENTRY } from '#sim/world.ts';
import { ipv6At } from '#wire/address.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { isControl } from './kinds-of-traffic.ts';
import { MARK, type Flights, type Scene } from './protocol.ts';

/** The picture holds at most so many frames. */
const MOST = 4000;

/** Names to the small numbers that travel. */
export interface Numbers {
  readonly nodes: ReadonlyMap<NodeId, number>;
  readonly links: ReadonlyMap<LinkId, number>;
  /** Index of a flow, from the octets of a frame; -1 when it is none. */
  flowOf(frame: FrameInfo): number;
  /** Index of the pipe that carries a tunnelled frame; -1 when none is known. */
  tunnelOf(frame: FrameInfo): number;
}

/** Frames under way: what the queue holds. In order of departure; the latest when they are too many. */
export function framesInFlight({ world, log }: Timeline): readonly FrameInfo[] {
  const ids: FrameId[] = [];
  for (const { kind, data } of world.queue.entries()) if (kind === ENTRY.frame) ids.push(data);
  ids.sort((a, b) => a - b);
  return ids.slice(-MOST).map((id) => log.frame(id));
}

/**
 * When a frame left, as a picture draws it. One that was held stood in the middle of its link: it goes
 * on from there as if it had flown without a stop.
 */
function leftAt(frame: FrameInfo, at: (seq: Seq) => Micros): Micros {
  const released = frame.touches.findLast(({ act }) => act === 'release');
  if (released === undefined) return frame.sentAt;
  return frame.arriveAt - 2 * (frame.arriveAt - at(released.seq));
}

/** Packs frames into columns. */
export function packFlights(
  inFlight: readonly FrameInfo[],
  numbers: Numbers,
  at: (seq: Seq) => Micros,
): Flights {
  const size = inFlight.length;
  const flights: Flights = {
    frame: new Int32Array(size),
    datagram: new Int32Array(size),
    sentAt: new Float64Array(size),
    arriveAt: new Float64Array(size),
    from: new Int16Array(size),
    to: new Int16Array(size),
    link: new Int16Array(size),
    type: new Uint8Array(size),
    marks: new Uint8Array(size),
    flow: new Int16Array(size),
    tunnel: new Int16Array(size),
  };
  inFlight.forEach((frame, n) => {
    flights.frame[n] = frame.id;
    flights.datagram[n] = frame.datagram;
    flights.sentAt[n] = leftAt(frame, at);
    flights.arriveAt[n] = frame.arriveAt;
    flights.from[n] = numbers.nodes.get(frame.from) ?? -1;
    flights.to[n] = frame.to === undefined ? -1 : (numbers.nodes.get(frame.to) ?? -1);
    flights.link[n] = numbers.links.get(frame.link) ?? -1;
    flights.type[n] = frame.type;
    flights.marks[n] =
      (frame.tunnelled ? MARK.tunnelled : 0) |
      (frame.fate === 'arrives' ? 0 : MARK.willBeLost) |
      (deprecates(frame) ? MARK.deprecates : 0);
    flights.flow[n] = numbers.flowOf(frame);
    flights.tunnel[n] = frame.tunnelled ? numbers.tunnelOf(frame) : -1;
  });
  return flights;
}

/** The buffers of a picture, to transfer instead of copying. */
export function buffersOf(flights: Flights): ArrayBuffer[] {
  return Object.values(flights).map(
    (column: Flights[keyof Flights]) => column.buffer as ArrayBuffer,
  );
}

/** Octets before the options of a Router Advertisement: Ethernet, IPv6, and its own sixteen (ND §4.2). */
const RA_OPTIONS = 14 + 40 + 16;
const PREFIX_INFORMATION = 3;

/** A Router Advertisement with a prefix whose preferred lifetime is 0 (ND §4.6.2). */
function deprecates(frame: FrameInfo): boolean {
  if (frame.type !== MESSAGE_CLASS.RA) return false;
  const octets = frame.octets();
  for (let at = RA_OPTIONS; at + 16 <= octets.length;) {
    const length = (octets[at + 1] ?? 0) * 8;
    if (length === 0) return false;
    const preferred = octets.subarray(at + 8, at + 12);
    if (octets[at] === PREFIX_INFORMATION && preferred.every((octet) => octet === 0)) return true;
    at += length;
  }
  return false;
}

/** What names are looked up in. */
export interface NamesOfRun {
  readonly nodeIds: readonly NodeId[];
  readonly linkIds: readonly LinkId[];
  readonly cast: {
    flowNumber(frame: Uint8Array): number | undefined;
    routerAt(address: string): NodeId | undefined;
  };
}

/** Octets before the outer source and destination address of an Ethernet frame. */
const OUTER_SOURCE = 14 + 8;
const OUTER_DESTINATION = OUTER_SOURCE + 16;

/** The numbers of one run, with the pipes of one scene. */
export function numbersOf(run: NamesOfRun, scene: Scene): Numbers {
  return {
    nodes: new Map(run.nodeIds.map((id, n) => [id, n])),
    links: new Map(run.linkIds.map((id, n) => [id, n])),
    flowOf: (frame) => (isControl(frame.type) ? -1 : (run.cast.flowNumber(frame.octets()) ?? -1)),
    tunnelOf: (frame) => {
      const octets = frame.octets();
      const from = run.cast.routerAt(ipv6At(octets, OUTER_SOURCE));
      const to = run.cast.routerAt(ipv6At(octets, OUTER_DESTINATION));
      // MIP6 §10.4.2: a tunnel to a node goes on by radio, where no pipe is drawn.
      if (frame.from === to || frame.to === from) return -1;
      return scene.tunnels.findIndex(
        ({ ends: [a, b] }) => (a === from && b === to) || (a === to && b === from),
      );
    },
  };
}
