// Links: a packet becomes one frame per receiver, with its octets and the time of its arrival.
// Rate, finite queue, loss and order; frames that have arrived are looked at again, since a link
// may have gone down or a station may have left meanwhile.

import { must } from '#base/assert.ts';
import type { FrameId, Micros } from '#base/ids.ts';
import { nextNumber } from '#base/random.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { conditionOf, isUp } from './condition.ts';
import { tooBig, type Failure } from './failure.ts';
import type { Way } from './flow-cache.ts';
import { emptyLane, type Lane } from './lane.ts';
import { launch } from './launch.ts';
import type { FrameSpec } from './log-frames.ts';
import { membersOf } from './members.ts';
import { lengthOf, type Parcel } from './parcel.ts';
import type { DropReason } from './trace.ts';
import type { Link, Node, Run } from './world.ts';

const ETHERTYPE_IPV6 = 0x86dd;
/** Place of the field in an IPv6 header. */
const HOP_LIMIT_AT = 7;
/** Frames that wait in one direction of a link with a rate, when its spec does not say. */
const USUAL_QUEUE = 100;

/** Puts a packet on a link. The failure, if it does not even leave the node. */
export function transmit(run: Run, node: Node, way: Way, parcel: Parcel): Failure | undefined {
  const { world } = run;
  const link = must(world.links[way.link], 'the link exists');
  const state = conditionOf(world, link);
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
  const by = { node: node.index, cause: parcel.cause };
  const sender = { by, iface: way.iface.id, label: parcel.label };
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
    launch(run, sender, spec);
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
function writeHead(run: Run, { ethernet }: Way, parcel: Parcel): number {
  const { arena, hash } = run.log;
  hash.word(ethernet.first);
  hash.word(ethernet.second);
  hash.word(ethernet.third);
  hash.word(parcel.hopLimit);
  const isThere = parcel.place >= 0;
  const place = isThere ? parcel.place : arena.reserve(ETHERNET_OCTETS + parcel.headLength);
  const { view } = arena.chunkOf(place);
  const at = arena.offsetOf(place);
  view.setInt32(at, ethernet.first);
  view.setInt32(at + 4, ethernet.second);
  view.setInt32(at + 8, ethernet.third);
  view.setInt16(at + 12, ETHERTYPE_IPV6);
  const header = at + ETHERNET_OCTETS;
  if (!isThere) {
    // Heads are whole 32-bit words: IPv6 headers, and GRE headers with a key.
    const from = parcel.chunk.view;
    for (let i = 0; i < parcel.headLength; i += 4) {
      view.setInt32(header + i, from.getInt32(parcel.at + i));
    }
  }
  view.setUint8(header + HOP_LIMIT_AT, parcel.hopLimit);
  return place;
}

/** Why a frame whose time has come does not reach its receiver; and the node where that shows. */
export interface Mishap {
  readonly node: Node;
  readonly failure: Failure;
}

/** Looks at a frame whose time has come: what happened to it on the way, if something did. */
export function mishapOf(run: Run, frame: FrameId, link: Link, node: Node): Mishap | undefined {
  const { world, log } = run;
  if (log.flights.isLost(frame)) {
    const by = log.flights.touches(frame).find(({ act }) => act === 'drop')?.name;
    if (by !== undefined) return mishap(node, 'command', `dropped by ${by}`);
    return mishap(node, 'loss', `lost on ${link.id}`);
  }
  if (!conditionOf(world, link).up) return mishap(node, 'linkDown', `${link.id} is down`);
  const { accessPoint } = link;
  if (accessPoint !== undefined) {
    const station = node === accessPoint ? log.senderOf(frame) : node.index;
    if (!membersOf(world, link).ifaces.has(station)) {
      const words = `${log.nodeId(station)} has left ${link.id}`;
      return mishap(accessPoint, 'notAttached', words);
    }
  }
  if (!isUp(world, node)) return mishap(node, 'nodeDown', `${node.id} is down`);
  return undefined;
}

const mishap = (node: Node, why: DropReason, words: string): Mishap => ({
  node,
  failure: { why, words },
});
