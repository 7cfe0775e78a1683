// Links: a packet becomes one frame per receiver, with its octets and the time of its arrival. Rate,
// finite queue, loss and order; frames that have arrived are looked at again, since a link may have
// gone down or a station may have left meanwhile.

import { must } from '#base/assert.ts';
import type { FrameId, IfaceId, Micros } from '#base/ids.ts';
import { nextNumber } from '#base/random.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Way } from './flow-cache.ts';
import { emptyLane, type Lane } from './lane.ts';
import type { FrameSpec } from './log-frames.ts';
import { lengthOf, type Parcel } from './parcel.ts';
import type { DropReason } from './trace.ts';
import { ENTRY, type Link, type Node, type Run } from './world.ts';

/** Frames that wait in one direction of a link with a rate, when its spec does not say. */
const USUAL_QUEUE = 100;

/** Why a packet could not go on. */
export interface Failure {
  readonly why: DropReason;
  readonly words: string;
  /** What a router tells the source of the packet. */
  readonly answer?: ErrorAnswer;
}

/** An ICMPv6 error, RFC 4443 §3, without the octets that it quotes. */
export type ErrorAnswer =
  | { readonly is: 'DestinationUnreachable' | 'TimeExceeded'; readonly code: number }
  | { readonly is: 'PacketTooBig'; readonly code: 0; readonly mtu: number }
  | { readonly is: 'ParameterProblem'; readonly code: number; readonly pointer: number };

/** The failure of a packet that is larger than an MTU. */
export function tooBig(octets: number, mtu: number, where: string): Failure {
  return {
    why: 'tooBig',
    words: `${octets} octets, ${where} takes ${mtu}`,
    answer: { is: 'PacketTooBig', code: 0, mtu },
  };
}

/** Puts a packet on a link. The failure, if it does not even leave the node. */
export function transmit(run: Run, node: Node, way: Way, parcel: Parcel): Failure | undefined {
  const { world, log } = run;
  const link = must(world.links[way.link], 'the link exists');
  const state = must(world.linkRows.get(link.id), 'the link has a row');
  if (!state.up) return { why: 'linkDown', words: `${link.id} is down` };
  if (way.receivers.length === 0) {
    return { why: 'notAttached', words: `no such station at ${link.id}` };
  }
  const length = lengthOf(parcel);
  if (length > way.mtu) return tooBig(length, way.mtu, link.id);
  const octets = ETHERNET_OCTETS + length;
  const flight = occupy(world.now, laneOf(link, node.index), link, octets, state.delay);
  if (flight === undefined) return { why: 'queueFull', words: `the queue of ${link.id} is full` };
  const head = writeHead(run, way, parcel);
  for (const to of way.receivers) {
    const isLost = state.loss > 0 && nextNumber(world.random.loss) < state.loss;
    const spec: FrameSpec = {
      datagram: parcel.datagram,
      link: way.link,
      to,
      type: parcel.type,
      tunnelled: parcel.depth > 0,
      isLost,
      head,
      headLength: ETHERNET_OCTETS + parcel.headLength,
      tail: parcel.tail,
      tailLength: parcel.tailLength,
      flight,
    };
    const by = { node: node.index, cause: parcel.cause };
    const frame = log.sent(by, way.iface.id, parcel.label, spec);
    world.queue.push(world.now + flight, world.sequence, ENTRY.frame, frame);
    world.sequence += 1;
  }
  return undefined;
}

function laneOf(link: Link, sender: number): Lane {
  const known = link.lanes.get(sender);
  if (known !== undefined) return known;
  const lane = emptyLane();
  link.lanes.set(sender, lane);
  return lane;
}

/** Takes the lane for one frame; the time until it arrives, or nothing when the queue is full. */
function occupy(
  now: Micros,
  lane: Lane,
  link: Link,
  octets: number,
  delay: Micros,
): Micros | undefined {
  const { rate, queue = USUAL_QUEUE } = link.spec;
  let leaves = now;
  if (rate !== undefined) {
    const waiting = lane.departures.filter((departure) => departure > now);
    if (waiting.length > queue) return undefined;
    leaves = Math.max(now, lane.freeAt) + Math.ceil((octets * 8 * 1_000_000) / rate);
    lane.freeAt = leaves;
    lane.departures = [...waiting, leaves];
  }
  // A delay that was made shorter lets nothing overtake.
  lane.lastArrival = Math.max(leaves + delay, lane.lastArrival);
  return lane.lastArrival - now;
}

/** Writes the frame's head into the arena, unless it lies there already, and gives its place. */
function writeHead(run: Run, way: Way, parcel: Parcel): number {
  const { arena, hash } = run.log;
  hash.word(way.hash);
  hash.word(parcel.hopLimit);
  const isThere = parcel.place >= 0;
  const place = isThere ? parcel.place : arena.reserve(ETHERNET_OCTETS + parcel.headLength);
  const chunk = arena.chunkOf(place);
  let at = arena.offsetOf(place);
  for (let i = 0; i < ETHERNET_OCTETS; i += 1) chunk[at + i] = way.ethernet[i] ?? 0;
  at += ETHERNET_OCTETS;
  if (!isThere) {
    const { octets, at: from, headLength } = parcel;
    for (let i = 0; i < headLength; i += 1) chunk[at + i] = octets[from + i] ?? 0;
  }
  chunk[at + 7] = parcel.hopLimit;
  return place;
}

/** The node and interface that a frame reaches, or why it does not. */
export type Landing =
  | { readonly node: Node; readonly iface: IfaceId; readonly failure?: undefined }
  | { readonly node: Node; readonly failure: Failure };

/** Looks at a frame whose time has come. */
export function land(run: Run, frame: FrameId): Landing {
  const { world, log } = run;
  const link = must(world.links[log.flights.link(frame)], 'the link exists');
  const node = must(world.nodes[log.flights.to(frame)], 'the receiver exists');
  const fail = (why: DropReason, words: string, at = node): Landing => ({
    node: at,
    failure: { why, words },
  });
  if (log.flights.isLost(frame)) return fail('loss', `lost on ${link.id}`);
  if (world.linkRows.get(link.id)?.up !== true) return fail('linkDown', `${link.id} is down`);
  if (link.spec.kind === 'radio') {
    const sender = must(world.nodeById.get(log.nodeOf(log.flights.sentSeq(frame))), 'a sender');
    const accessPoint = link.spec.ends[0]?.node;
    const station = node.id === accessPoint ? sender : node;
    if (stationInterface(run, link, station) === undefined) {
      const at = must(world.nodeById.get(accessPoint ?? ''), 'a cell has an access point');
      return fail('notAttached', `${station.id} has left ${link.id}`, at);
    }
  }
  if (world.nodeRows.get(node.id)?.up !== true) return fail('nodeDown', `${node.id} is down`);
  const iface = endOf(run, link, node);
  return iface === undefined ? fail('notAttached', `${node.id} has left`) : { node, iface };
}

/** The interface by which a node is on a link. */
export function endOf(run: Run, link: Link, node: Node): IfaceId | undefined {
  const end = link.spec.ends.find((each) => each.node === node.id);
  return end?.iface ?? stationInterface(run, link, node);
}

/** The interface by which a station is in a cell. */
function stationInterface(run: Run, link: Link, station: Node): IfaceId | undefined {
  for (const row of run.world.associations.values()) {
    if (row.node === station.id && row.cell === link.id) return row.iface;
  }
  return undefined;
}
