// What a node does with a frame that has arrived: which interface hears it, whether it is for this
// node, decapsulation, and else forwarding.

import { must } from '#base/assert.ts';
import type { FrameId, IfaceId } from '#base/ids.ts';
import { addressAt, type Interface } from '#net/interface.ts';
import { ALL_NODES, ALL_ROUTERS, macAt, type Ipv6 } from '#wire/address.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { NO_GRE, NO_KEY, tunnelKey } from './caches.ts';
import type { Tunnels } from './flow-cache.ts';
import { FRAGMENT } from './fragments.ts';
import { hearing } from './hearing.ts';
import { mishapOf } from './link.ts';
import { membersOf } from './members.ts';
import {
  destinationOf,
  ECN_BITS,
  IPV6_OCTETS,
  nextHeaderOf,
  nextOf,
  sourceOf,
  type Parcel,
} from './parcel.ts';
import { reassembled } from './reassembly.ts';
import { deliver, type Entrance } from './stack-deliver.ts';
import { isTunnelPacket, refuse } from './stack-errors.ts';
import { output, verdictFor } from './stack-output.ts';
import type { Chunk } from './store.ts';
import { call, drop, STACK } from './turn.ts';
import type { Node, Run } from './world.ts';

const GRE = 47;
const GRE_KEY_PRESENT = 0x2000;
/** ECN-Capable Transport, RFC 3168 §5. */
const ECT_0 = 0x0020_0000;
const ECT_1 = 0x0010_0000;

/** A frame's time has come. */
export function arrive(run: Run, frame: FrameId): void {
  const { world, log } = run;
  const { flights } = log;
  const link = must(world.links[flights.link(frame)], 'the link exists');
  const node = must(world.nodes[flights.to(frame)], 'the receiver exists');
  const sent = flights.sentSeq(frame);
  const mishap = mishapOf(run, frame, link, node);
  if (mishap !== undefined) {
    const { why, words } = mishap.failure;
    const lost = { frame, datagram: flights.datagram(frame) };
    log.dropped({ node: mishap.node.index, cause: sent }, lost, why, words);
    return;
  }
  const head = flights.head(frame);
  const chunk = log.arena.chunkOf(head);
  const at = log.arena.offsetOf(head);
  const physical = must(membersOf(world, link).ifaces.get(node.index), 'it is on the link');
  const heard = heardBy(node, physical, chunk, at);
  const iface = heard[0]?.id ?? must(physical[0], 'it is on the link by an interface');
  const cause = log.arrived({ node: node.index, cause: sent }, frame, iface);
  const parcel: Parcel = {
    datagram: flights.datagram(frame),
    cause,
    frame,
    type: flights.type(frame),
    chunk,
    at: at + ETHERNET_OCTETS,
    headLength: flights.headLength(frame) - ETHERNET_OCTETS,
    tail: flights.tail(frame),
    tailLength: flights.tailLength(frame),
    hopLimit: chunk.octets[at + ETHERNET_OCTETS + 7] ?? 0,
    depth: flights.isTunnelled(frame) ? 1 : 0,
    place: -1,
    label: undefined,
  };
  if (heard.length > 0) receive(run, node, parcel, { heard, frameAt: at });
  else {
    const words = `no interface ${macAt(chunk.octets, at)}`;
    drop(run, node, parcel, { why: 'notMine', words });
  }
}

/** Who hears a frame: a node may be on a link by several interfaces. */
function heardBy(
  node: Node,
  physical: readonly IfaceId[],
  chunk: Chunk,
  at: number,
): readonly Interface[] {
  const [only] = physical;
  if (physical.length === 1 && only !== undefined) return hearing(node, only, chunk, at);
  return physical.flatMap((id) => hearing(node, id, chunk, at));
}

/** A packet on one interface, or for a group on several. */
function receive(run: Run, node: Node, parcel: Parcel, entrance: Entrance): void {
  const via = must(entrance.heard[0], 'an interface hears the packet');
  if (parcel.chunk.octets[parcel.at + 24] === 0xff) {
    const group = destinationOf(parcel);
    if (isMember(node, group)) deliver(run, node, parcel, entrance);
    else drop(run, node, parcel, { why: 'notMine', words: `not a member of ${group}` });
    return;
  }
  const { decision, tellsSource } = verdictFor(run, node, parcel, via);
  if (tellsSource) tellSource(run, node, parcel, via);
  if (decision.is === 'local') receiveLocal(run, node, parcel, entrance, decision.tunnels);
  else if (node.spec.forwarding) forward(run, node, parcel, via);
  else {
    const words = `${destinationOf(parcel)} is not an address of this node`;
    drop(run, node, parcel, { why: 'notMine', words });
  }
}

/** A packet for this node: fragments are put together first, then tunnels end. */
function receiveLocal(
  run: Run,
  node: Node,
  parcel: Parcel,
  entrance: Entrance,
  tunnels: Tunnels,
): void {
  if (nextHeaderOf(parcel) === FRAGMENT) {
    const whole = reassembled(run, node, parcel);
    if (whole !== undefined) receiveLocal(run, node, whole, entrance, tunnels);
  } else if (isTunnelPacket(parcel)) decapsulate(run, node, parcel, tunnels);
  else deliver(run, node, parcel, entrance);
}

/** A packet that a node sends to itself. */
export function receiveOwn(run: Run, node: Node, parcel: Parcel): void {
  const own = must(
    addressAt(node.addresses, destinationOf(parcel)),
    'it is an address of the node',
  );
  const iface = must(node.interfaces.get(own.iface), 'an address has an interface');
  receive(run, node, parcel, { heard: [iface], frameAt: undefined });
}

/** Sends a packet on. RFC 8200 §3: a packet whose hop limit runs out is not forwarded. */
function forward(run: Run, node: Node, parcel: Parcel, via: Interface): void {
  if (parcel.hopLimit <= 1) {
    const answer = { is: 'TimeExceeded', code: 0 } as const;
    refuse(run, node, parcel, { why: 'hopLimit', words: 'hop limit exceeded', answer }, via);
    return;
  }
  parcel.hopLimit -= 1;
  const failure = output(run, node, parcel, via);
  if (failure !== undefined) refuse(run, node, parcel, failure, via);
}

/** The inner packet of a tunnel that ends here, RFC 2473 §3.3. */
function decapsulate(run: Run, node: Node, parcel: Parcel, tunnels: Tunnels): void {
  const key = greKeyOf(run, parcel);
  let via = tunnels.get(key);
  if (via === undefined && !tunnels.has(key)) {
    via = tunnelOf(node, parcel, key);
    tunnels.set(key, via);
  }
  if (via === undefined) {
    const which = key < 0 ? '' : ` with GRE key 0x${key.toString(16)}`;
    const words = `no tunnel from ${sourceOf(parcel)}${which}`;
    drop(run, node, parcel, { why: 'notMine', words });
    return;
  }
  const inner = marked(run, parcel, innerOf(run, parcel));
  if (inner !== undefined) receive(run, node, inner, { heard: [via], frameAt: undefined });
  else {
    const words = 'congestion that the packet cannot show (RFC 6040 §4.2)';
    drop(run, node, parcel, { why: 'policy', words });
  }
}

/** Congestion that the tunnel met shows on the inner packet; nothing, if that has no place for it. */
function marked(run: Run, outer: Parcel, inner: Parcel): Parcel | undefined {
  const ecn = outer.chunk.view.getUint32(outer.at) & ECN_BITS;
  const first = inner.chunk.view.getUint32(inner.at);
  const own = first & ECN_BITS;
  // RFC 6040 §4.2: CE outside makes CE inside; ECT(1) outside makes ECT(0) inside ECT(1).
  const isMarked = ecn === ECN_BITS || (ecn === ECT_1 && own === ECT_0);
  if (!isMarked || own === ecn) return inner;
  if (own === 0) return undefined;
  const place = run.log.arena.reserve(inner.headLength);
  const chunk = run.log.arena.chunkOf(place);
  const at = run.log.arena.offsetOf(place);
  const head = inner.chunk.octets.subarray(inner.at, inner.at + inner.headLength);
  chunk.octets.set(head, at);
  chunk.view.setUint32(at, (first & ~ECN_BITS) | ecn);
  return { ...inner, chunk, at };
}

function tunnelOf(node: Node, parcel: Parcel, key: number): Interface | undefined {
  const group = tunnelKey(destinationOf(parcel), sourceOf(parcel), key);
  return node.caches.tunnels.of(group).values().next().value;
}

/** RFC 5845 §3: the key, or that there is none. */
function greKeyOf(run: Run, parcel: Parcel): number {
  if (nextHeaderOf(parcel) !== GRE) return NO_GRE;
  const { view, next } = nextOf(run.log.arena, parcel);
  return (view.getUint16(next) & GRE_KEY_PRESENT) === 0 ? NO_KEY : view.getUint32(next + 4);
}

/** The packet behind the first header, and behind a GRE header with or without a key. */
function innerOf(run: Run, parcel: Parcel): Parcel {
  const isInHead = parcel.headLength > IPV6_OCTETS;
  const { octets, view, next } = nextOf(run.log.arena, parcel);
  const skip = nextHeaderOf(parcel) === GRE ? greOctets(view.getUint16(next)) : 0;
  const at = next + skip;
  const hopLimit = octets[at + 7] ?? 0;
  const depth = Math.max(0, parcel.depth - 1);
  if (isInHead) {
    const headLength = parcel.headLength - IPV6_OCTETS - skip;
    return { ...parcel, at, headLength, hopLimit, depth };
  }
  // The sender's own headers lie with the rest of its packet: the inner one becomes the head.
  const headLength = IPV6_OCTETS;
  const tail = parcel.tail + skip + IPV6_OCTETS;
  const tailLength = parcel.tailLength - skip - IPV6_OCTETS;
  const chunk = { octets, view };
  return { ...parcel, chunk, at, headLength, hopLimit, tail, tailLength, depth };
}

/** RFC 5845 §3: a GRE header with a key, or without. */
const greOctets = (flags: number): number => ((flags & GRE_KEY_PRESENT) === 0 ? 4 : 8);

/** Lets the gateway know of a source that a tunnel brings. */
function tellSource(run: Run, node: Node, parcel: Parcel, via: Interface): void {
  const actor = node.actors.find((each) => each.name === 'dgw');
  if (actor === undefined) return;
  const ends = { source: sourceOf(parcel), destination: destinationOf(parcel) };
  const news = { say: 'tunnelSource', iface: via.id, ...ends };
  call(run, node, actor, { on: 'news', from: STACK, news }, parcel.cause);
}

/** Groups that a node belongs to: all nodes, all routers, and those of its own addresses. */
function isMember(node: Node, group: Ipv6): boolean {
  if (group === ALL_NODES) return true;
  if (group === ALL_ROUTERS) return node.spec.forwarding;
  return node.caches.solicited.of(group).size > 0;
}
