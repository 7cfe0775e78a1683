// Frames on the links at one instant, packed for transfer. The log is in order of departure, so the
// frames under way are found by walking back for as long as a frame can be in flight.

import type { FrameId, Micros, NodeId, LinkId } from '#base/ids.ts';
import type { FrameInfo } from '#sim/log.ts';
import { ipv6At } from '#wire/address.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { isControl } from './kinds-of-traffic.ts';
import { MARK, type Flights, type Scene } from './protocol.ts';

/** No link keeps a frame longer: longest delay plus a full queue, with room to spare. */
const LONGEST_FLIGHT: Micros = 2_000_000;
/** The picture holds at most so many frames. */
const MOST = 4000;

/** The log, as far as this file needs it. */
export interface Frames {
  /** Frames that left before the playhead. */
  readonly frames: number;
  frame(id: FrameId): FrameInfo;
}

/** Names to the small numbers that travel. */
export interface Numbers {
  readonly nodes: ReadonlyMap<NodeId, number>;
  readonly links: ReadonlyMap<LinkId, number>;
  /** Index of a flow, from the octets of a frame; -1 when it is none. */
  flowOf(frame: FrameInfo): number;
  /** Index of the pipe that carries a tunnelled frame; -1 when none is known. */
  tunnelOf(frame: FrameInfo): number;
}

/** Frames under way at `now`: left, and not yet arrived. In order of departure. */
export function framesInFlight(frames: Frames, now: Micros): readonly FrameInfo[] {
  const found: FrameInfo[] = [];
  for (let id = frames.frames - 1; id >= 0 && found.length < MOST; id -= 1) {
    const frame = frames.frame(id);
    if (frame.sentAt < now - LONGEST_FLIGHT) break;
    if (frame.sentAt <= now && frame.arriveAt > now) found.push(frame);
  }
  return found.reverse();
}

/** Packs frames into columns. */
export function packFlights(inFlight: readonly FrameInfo[], numbers: Numbers): Flights {
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
    flights.sentAt[n] = frame.sentAt;
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
    nodeAt(address: string): NodeId | undefined;
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
      const from = run.cast.nodeAt(ipv6At(octets, OUTER_SOURCE));
      const to = run.cast.nodeAt(ipv6At(octets, OUTER_DESTINATION));
      return scene.tunnels.findIndex(
        ({ ends: [a, b] }) => (a === from && b === to) || (a === to && b === from),
      );
    },
  };
}
