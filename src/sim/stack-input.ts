// What a node does with a frame that has arrived: which interface hears it, whether it is for this node,
// decapsulation, and else forwarding.

import { must } from '#base/assert.ts';
import type { FrameId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import {
  ALL_NODES,
  ALL_ROUTERS,
  ipv6At,
  macAt,
  solicitedNodeOf,
  type Ipv6,
  type Mac,
} from '#wire/address.ts';
import { uint16At } from '#wire/octets.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { land } from './link.ts';
import { IPV6_OCTETS, nextHeaderOf, type Parcel } from './parcel.ts';
import { deliver } from './stack-deliver.ts';
import { isTunnelPacket, refuse } from './stack-errors.ts';
import { decisionFor, output, routeOf } from './stack-output.ts';
import { call, drop } from './turn.ts';
import type { Node, Run } from './world.ts';

/** A frame's time has come. */
export function arrive(run: Run, frame: FrameId): void {
  const { log } = run;
  const { flights } = log;
  const landing = land(run, frame);
  const { node } = landing;
  const by = { node: node.index, cause: flights.sentSeq(frame) };
  if (landing.failure !== undefined) {
    const { why, words } = landing.failure;
    log.dropped(by, { frame, datagram: flights.datagram(frame) }, why, words);
    return;
  }
  const head = flights.head(frame);
  const octets = log.arena.chunkOf(head);
  const at = log.arena.offsetOf(head);
  const physical = must(node.interfaces.get(landing.iface), 'the frame comes in somewhere');
  const heard = hearing(node, physical, octets, at);
  const via = heard[0] ?? physical;
  const parcel: Parcel = {
    datagram: flights.datagram(frame),
    cause: log.arrived(by, frame, via.id),
    frame,
    type: flights.type(frame),
    octets,
    at: at + ETHERNET_OCTETS,
    headLength: flights.headLength(frame) - ETHERNET_OCTETS,
    tail: flights.tail(frame),
    tailLength: flights.tailLength(frame),
    hopLimit: octets[at + ETHERNET_OCTETS + 7] ?? 0,
    depth: flights.isTunnelled(frame) ? 1 : 0,
    place: -1,
    label: undefined,
  };
  if (heard.length === 0) {
    drop(run, node, parcel, { why: 'notMine', words: `no interface ${macAt(octets, at)}` });
  } else receive(run, node, parcel, heard, macAt(octets, at + 6));
}

/**
 * The interfaces that a frame is for. A DLIF hears its own address, and groups, from its own station
 * only (DMM §4.1); groups from a station without a DLIF are heard by the physical interface.
 */
function hearing(
  node: Node,
  physical: Interface,
  octets: Uint8Array,
  at: number,
): readonly Interface[] {
  const to = macAt(octets, at);
  if (physical.mac === to) return [physical];
  const isGroup = ((octets[at] ?? 0) & 1) === 1;
  if (physical.kind === 'wired') return isGroup ? [physical] : [];
  const from = macAt(octets, at + 6);
  const logical = [...node.interfaces.values()].filter(
    (iface) => iface.over === physical.id && iface.peer === from && (isGroup || iface.mac === to),
  );
  return logical.length === 0 && isGroup ? [physical] : logical;
}

/** A packet on one interface, or for a group on several. */
function receive(
  run: Run,
  node: Node,
  parcel: Parcel,
  heard: readonly Interface[],
  fromMac: Mac | undefined,
): void {
  const via = must(heard[0], 'an interface hears the packet');
  if ((parcel.octets[parcel.at + 24] ?? 0) === 0xff) {
    const group = ipv6At(parcel.octets, parcel.at + 24);
    if (isMember(node, group)) deliver(run, node, parcel, { heard, fromMac });
    else drop(run, node, parcel, { why: 'notMine', words: `not a member of ${group}` });
    return;
  }
  const decision = decisionFor(run, node, parcel, via);
  if (decision.is === 'local') {
    if (isTunnelPacket(parcel)) decapsulate(run, node, parcel);
    else deliver(run, node, parcel, { heard: [via], fromMac });
  } else if (node.spec.forwarding) forward(run, node, parcel, via);
  else {
    const dst = ipv6At(parcel.octets, parcel.at + 24);
    drop(run, node, parcel, { why: 'notMine', words: `${dst} is not an address of this node` });
  }
}

/** Sends a packet on. RFC 8200 §3: a packet whose hop limit runs out is not forwarded. */
function forward(run: Run, node: Node, parcel: Parcel, via: Interface): void {
  if (parcel.hopLimit <= 1) {
    const answer = { is: 'TimeExceeded', code: 0 } as const;
    refuse(run, node, parcel, { why: 'hopLimit', words: 'hop limit exceeded', answer }, via);
    return;
  }
  const failure = output(run, node, { ...parcel, hopLimit: parcel.hopLimit - 1 }, via);
  if (failure !== undefined) refuse(run, node, parcel, failure, via);
}

/** The inner packet of a tunnel that ends here, RFC 2473 §3.3. */
function decapsulate(run: Run, node: Node, parcel: Parcel): void {
  const local = ipv6At(parcel.octets, parcel.at + 24);
  const remote = ipv6At(parcel.octets, parcel.at + 8);
  const via = tunnelBetween(node, local, remote);
  if (via === undefined) {
    drop(run, node, parcel, { why: 'notMine', words: `no tunnel from ${remote}` });
    return;
  }
  const inner = innerOf(run, parcel);
  if (via.tunnel?.tellSources === true) tellSource(run, node, inner, via);
  receive(run, node, inner, [via], undefined);
}

function tunnelBetween(node: Node, local: Ipv6, remote: Ipv6): Interface | undefined {
  for (const iface of node.interfaces.values()) {
    if (iface.tunnel?.remote === remote && iface.tunnel.local === local) return iface;
  }
  return undefined;
}

/** The packet behind the first header, and behind a GRE header with or without a key. */
function innerOf(run: Run, parcel: Parcel): Parcel {
  const { arena } = run.log;
  const isGre = nextHeaderOf(parcel) === 47;
  const isInHead = parcel.headLength > IPV6_OCTETS;
  const gre = isInHead ? parcel.octets : arena.chunkOf(parcel.tail);
  const greAt = isInHead ? parcel.at + IPV6_OCTETS : arena.offsetOf(parcel.tail);
  const skip = !isGre ? 0 : (uint16At(gre, greAt) & 0x2000) === 0 ? 4 : 8;
  const depth = Math.max(0, parcel.depth - 1);
  if (isInHead) {
    const at = parcel.at + IPV6_OCTETS + skip;
    const hopLimit = parcel.octets[at + 7] ?? 0;
    const headLength = parcel.headLength - IPV6_OCTETS - skip;
    return { ...parcel, at, headLength, hopLimit, depth };
  }
  const at = greAt + skip;
  const past = skip + IPV6_OCTETS;
  return {
    ...parcel,
    octets: gre,
    at,
    headLength: IPV6_OCTETS,
    hopLimit: gre[at + 7] ?? 0,
    tail: parcel.tail + past,
    tailLength: parcel.tailLength - past,
    depth,
  };
}

/** Lets the gateway know of a source that the tunnel brings, when replies would not go back into it. */
function tellSource(run: Run, node: Node, inner: Parcel, via: Interface): void {
  const source = ipv6At(inner.octets, inner.at + 8);
  const destination = ipv6At(inner.octets, inner.at + 24);
  const back = routeOf(node, { src: destination, dst: source }, undefined);
  if (back.is === 'tunnel' && back.iface.id === via.id) return;
  const actor = node.actors.find((each) => each.name === 'dgw');
  if (actor === undefined) return;
  const news = { say: 'tunnelSource', iface: via.id, source, destination };
  call(run, node, actor, { on: 'news', from: 'stack', news }, inner.cause);
}

/** Groups that a node belongs to: all nodes, all routers, and those of its own addresses. */
function isMember(node: Node, group: Ipv6): boolean {
  if (group === ALL_NODES) return true;
  if (group === ALL_ROUTERS) return node.spec.forwarding;
  for (const address of node.addresses.keys()) {
    if (solicitedNodeOf(address as Ipv6) === group) return true; // keys are addresses
  }
  return false;
}
