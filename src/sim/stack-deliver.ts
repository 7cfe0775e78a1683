// A packet whose way ends at this node: echo and neighbour discovery are the stack's, all else is
// offered to the roles that take it.

import type { IfaceId } from '#base/ids.ts';
import { addressAt, isAssigned, type Interface } from '#net/interface.ts';
import { isLinkLocal, isMulticast, macAt, UNSPECIFIED, type Ipv6 } from '#wire/address.ts';
import { lengthened } from '#net/direct-path.ts';
import { decodePacket, decodePacketView, type Icmpv6Message, type Packet } from '#wire/packet.ts';
import type { ErrorAnswer } from './failure.ts';
import { originate } from './originate.ts';
import { IPV6_OCTETS, type Parcel } from './parcel.ts';
import type { Role, Tables } from './role.ts';
import { contiguous, refuse } from './stack-errors.ts';
import { onAdvertisement, onSolicitation } from './stack-neighbours.ts';
import { homeFaultOf } from './home-addresses.ts';
import { output, outputOn } from './stack-output.ts';
import { onTunnelError } from './tunnel-errors.ts';
import { call, drop, flushRows, STACK } from './turn.ts';
import { upperLayerOf } from './upper-layer.ts';
import type { Actor, Node, Run } from './world.ts';

/** RFC 8200 §4.7. */
const NO_NEXT_HEADER = 59;

/** Where a packet came in. */
export interface Entrance {
  /** The interface, or for a group the interfaces, that heard it. */
  readonly heard: readonly Interface[];
  /** Where the frame begins in the parcel's chunk; absent: it came out of a tunnel. */
  readonly frameAt: number | undefined;
  /** The sub-interface that it came over, when a virtual interface heard it. */
  readonly over?: Interface;
}

/** Offers a packet to the stack and the roles. */
export function deliver(run: Run, node: Node, parcel: Parcel, entrance: Entrance): void {
  const via = entrance.heard[0];
  const { profile } = run.world.spec;
  const first = asWritten(run, parcel);
  const octets = first === undefined ? contiguous(run, parcel) : first.octets;
  const decoded =
    first === undefined
      ? decodePacket(octets, profile)
      : decodePacketView(octets, profile, first.at);
  if (!decoded.ok) {
    const { words, cite, icmp } = decoded.why;
    const answer = icmp && ({ is: 'ParameterProblem', ...icmp } as const);
    const failure = { why: 'malformed', words: `${words} (${cite})` } as const;
    refuse(run, node, parcel, answer === undefined ? failure : { ...failure, answer }, via);
    return;
  }
  const written = first === undefined ? decoded.value : asHopped(decoded.value, parcel.hopLimit);
  const fault = homeFaultOf(node, written, octets);
  if (fault !== undefined) {
    refuse(run, node, parcel, fault, via);
    return;
  }
  const packet = lengthened(written);
  const isForStack = packet.payload.is === 'icmpv6' && isStackMessage(packet.payload.message);
  const takers = node.actors.filter((actor) => takes(node, actor, packet, octets, via?.id));
  if (!isForStack && takers.length === 0) {
    refuseUnheard(run, node, parcel, packet, via);
    return;
  }
  const role = namesOf(takers, isForStack);
  const by = { node: node.index, cause: parcel.cause };
  // What a node sends to itself is no frame, and has no end to show.
  const cause =
    parcel.frame === undefined ? parcel.cause : run.log.delivered(by, parcel.frame, role);
  if (isForStack) hear(run, node, packet, entrance, cause);
  const { frameAt, over } = entrance;
  const fromMac = frameAt === undefined ? undefined : macAt(parcel.chunk.octets, frameAt + 6);
  for (const actor of takers) {
    for (const { id } of entrance.heard) {
      const heard = { on: 'packet', packet, via: id, fromMac } as const;
      call(run, node, actor, over === undefined ? heard : { ...heard, over: over.id }, cause);
    }
  }
}

const UDP = 17;
/** Place of the Next Header and the Hop Limit fields in an IPv6 header. */
const NEXT_HEADER_AT = 6;
const HOP_LIMIT_AT = 7;

/**
 * A datagram of UDP where its sender wrote it, when hops have changed nothing but its hop limit: data
 * are many, and need not be copied to be read.
 */
function asWritten(
  run: Run,
  { chunk, at, headLength, tail }: Parcel,
): { readonly octets: Uint8Array; readonly at: number } | undefined {
  if (headLength !== IPV6_OCTETS || chunk.octets[at + NEXT_HEADER_AT] !== UDP) return undefined;
  const { arena } = run.log;
  const { octets, view } = arena.chunkOf(tail);
  const written = arena.offsetOf(tail) - IPV6_OCTETS;
  if (written < 0) return undefined;
  for (let i = 0; i < IPV6_OCTETS; i += 4) {
    const differs = view.getInt32(written + i) ^ chunk.view.getInt32(at + i);
    // The hop limit is the last octet of its word.
    if (i === HOP_LIMIT_AT - 3 ? differs >>> 8 !== 0 : differs !== 0) return undefined;
  }
  return { octets, at: written };
}

/** A packet without extension headers, after its hops. */
const asHopped = (
  { src, dst, trafficClass, flowLabel, payload }: Packet,
  hopLimit: number,
): Packet => ({ src, dst, hopLimit, trafficClass, flowLabel, payload });

/** Who took a packet: `host`, `stack`, `stack+source`. */
function namesOf(takers: readonly Actor[], isForStack: boolean): string {
  let names = isForStack ? STACK : '';
  for (const { name } of takers) names = names === '' ? name : `${names}+${name}`;
  return names;
}

/** Messages that end at the stack, whether or not a role listens too. */
function isStackMessage(message: Icmpv6Message): boolean {
  switch (message.is) {
    case 'EchoRequest':
    case 'NeighborSolicitation':
    case 'NeighborAdvertisement':
    case 'DestinationUnreachable':
    case 'PacketTooBig':
    case 'TimeExceeded':
    case 'ParameterProblem':
      return true;
    default:
      return false;
  }
}

/** Whether a role takes a packet. */
function takes(
  node: Node,
  actor: Actor,
  packet: Packet,
  octets: Uint8Array,
  via: IfaceId | undefined,
): boolean {
  const wanted: Role<Tables, unknown>['takes'] = actor.role.takes;
  const { payload } = packet;
  switch (payload.is) {
    case 'udp':
      return wanted.udp === true;
    case 'mobility':
      return wanted.mobility?.includes(octets[upperLayerOf(octets).at + 2] ?? -1) === true;
    case 'icmpv6':
      if (wanted.icmpv6?.includes(octets[upperLayerOf(octets).at] ?? -1) !== true) return false;
      // Of solicitations a role gets those that the stack does not answer.
      if (payload.message.is !== 'NeighborSolicitation') return true;
      return isAsked(node, payload.message.target, via);
    default:
      return false;
  }
}

/** Solicitations for what is tested, or answered for another node, are a role's. */
function isAsked(node: Node, target: Ipv6, via: IfaceId | undefined): boolean {
  const row = addressAt(node.addresses, target, via);
  return row !== undefined && !isAssigned(row);
}

/** What the stack itself does with a message. */
function hear(run: Run, node: Node, packet: Packet, entrance: Entrance, cause: number): void {
  const via = entrance.heard[0];
  if (packet.payload.is !== 'icmpv6' || via === undefined) return;
  const { message } = packet.payload;
  const { src, dst } = packet;
  if (message.is === 'EchoRequest') {
    echo(run, node, packet, message, via, cause);
  } else if ('invoking' in message) {
    onTunnelError(run, node, message, cause);
  } else if (packet.hopLimit !== 255) {
    return; // ND §7.1: neighbour discovery from beyond the link is not believed
  } else if (message.is === 'NeighborSolicitation') {
    for (const iface of entrance.heard) {
      const own = addressAt(node.addresses, message.target, iface.id);
      if (own?.iface === iface.id && isAssigned(own)) {
        onSolicitation(run, node, iface, { src, dst, message, over: entrance.over }, cause);
      }
    }
  } else if (message.is === 'NeighborAdvertisement') {
    onAdvertisement(run, node, via, message, cause);
  }
  flushRows(run, cause);
}

/** RFC 4443 §4.2: the reply comes from the address that was asked, or one of the interface. */
function echo(
  run: Run,
  node: Node,
  packet: Packet,
  message: Extract<Icmpv6Message, { is: 'EchoRequest' }>,
  via: Interface,
  cause: number,
): void {
  const own = node.caches.addressesOn.of(via.id).values().next().value;
  const src = isMulticast(packet.dst) ? own?.address : packet.dst;
  if (src === undefined) return;
  const reply = originate(
    run,
    {
      src,
      dst: packet.src,
      hopLimit: 64,
      trafficClass: 0,
      flowLabel: 0,
      payload: { is: 'icmpv6', message: { ...message, is: 'EchoReply' } },
    },
    cause,
  );
  const isLocal = via.kind !== 'tunnel' && isLinkLocal(packet.src);
  const failure = isLocal ? outputOn(run, node, reply, via) : output(run, node, reply);
  if (failure !== undefined) drop(run, node, reply, failure);
}

/** Nobody listens. */
function refuseUnheard(
  run: Run,
  node: Node,
  parcel: Parcel,
  packet: Packet,
  via: Interface | undefined,
): void {
  const { payload } = packet;
  const answer = answerFor(node, packet, contiguous(run, parcel));
  const words =
    payload.is === 'udp' ? `nobody listens at port ${payload.destinationPort}` : 'nobody listens';
  const failure = { why: 'noListener', words } as const;
  refuse(run, node, parcel, answer === undefined ? failure : { ...failure, answer }, via);
}

/** RFC 4443 §3.1: a port without a listener; §3.4: a next header that the node does not know. */
function answerFor(node: Node, packet: Packet, octets: Uint8Array): ErrorAnswer | undefined {
  const unknownNext = (): ErrorAnswer => {
    return { is: 'ParameterProblem', code: 1, pointer: upperLayerOf(octets).nextAt };
  };
  const { payload } = packet;
  switch (payload.is) {
    case 'udp':
      return { is: 'DestinationUnreachable', code: 4 };
    case 'mobility': {
      const isKnown = node.actors.some(({ role }) => role.takes.mobility !== undefined);
      if (!isKnown) return unknownNext();
      if (payload.message.is !== 'UnknownMobility') return undefined;
      // MIP6 §9.2: an unknown MH Type is answered with a Binding Error, status 2.
      const { homeAddress = UNSPECIFIED } = packet;
      return { is: 'BindingError', status: 2, homeAddress };
    }
    case 'raw':
      return payload.nextHeader === NO_NEXT_HEADER ? undefined : unknownNext();
    default:
      return undefined;
  }
}
