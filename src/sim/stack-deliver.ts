// A packet whose way ends at this node: echo and neighbour discovery are the stack's, all else is
// offered to the roles that take it.

import type { Interface } from '#net/interface.ts';
import { isMulticast, macAt } from '#wire/address.ts';
import { decodePacket, type Icmpv6Message, type Packet } from '#wire/packet.ts';
import { originate } from './originate.ts';
import { IPV6_OCTETS, type Parcel } from './parcel.ts';
import type { Role, Tables } from './role.ts';
import { contiguous, refuse } from './stack-errors.ts';
import { onAdvertisement, onSolicitation } from './stack-neighbours.ts';
import { output, outputOn } from './stack-output.ts';
import { call, drop, flushRows, STACK } from './turn.ts';
import type { Actor, Node, Run } from './world.ts';

/** Where a packet came in. */
export interface Entrance {
  /** The interface, or for a group the interfaces, that heard it. */
  readonly heard: readonly Interface[];
  /** Where the frame begins in the parcel's chunk; absent: it came out of a tunnel. */
  readonly frameAt: number | undefined;
}

/** Offers a packet to the stack and the roles. */
export function deliver(run: Run, node: Node, parcel: Parcel, entrance: Entrance): void {
  const octets = contiguous(run, parcel);
  const decoded = decodePacket(octets, run.world.spec.profile);
  const via = entrance.heard[0];
  if (!decoded.ok) {
    const { words, cite, icmp } = decoded.why;
    const answer = icmp && ({ is: 'ParameterProblem', ...icmp } as const);
    const failure = { why: 'malformed', words: `${words} (${cite})` } as const;
    refuse(run, node, parcel, answer === undefined ? failure : { ...failure, answer }, via);
    return;
  }
  const packet = decoded.value;
  const isForStack = packet.payload.is === 'icmpv6' && isStackMessage(packet.payload.message);
  const takers = node.actors.filter((actor) => takes(node, actor, packet, octets));
  if (!isForStack && takers.length === 0) {
    refuseUnheard(run, node, parcel, packet, via);
    return;
  }
  const names = takers.map((actor) => actor.name);
  const role = isForStack ? [STACK, ...names].join('+') : names.join('+');
  const frame = parcel.frame ?? -1;
  const cause = run.log.delivered({ node: node.index, cause: parcel.cause }, frame, role);
  if (isForStack) hear(run, node, packet, entrance, cause);
  const { frameAt } = entrance;
  const fromMac = frameAt === undefined ? undefined : macAt(parcel.chunk.octets, frameAt + 6);
  for (const actor of takers) {
    for (const { id } of entrance.heard) {
      call(run, node, actor, { on: 'packet', packet, via: id, fromMac }, cause);
    }
  }
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
function takes(node: Node, actor: Actor, packet: Packet, octets: Uint8Array): boolean {
  const wanted: Role<Tables, unknown>['takes'] = actor.role.takes;
  const { payload } = packet;
  switch (payload.is) {
    case 'udp':
      return wanted.udp === true;
    case 'mobility':
      return wanted.mobility?.includes(octets[upperLayer(octets) + 2] ?? -1) === true;
    case 'icmpv6':
      if (wanted.icmpv6?.includes(octets[upperLayer(octets)] ?? -1) !== true) return false;
      // Duplicate address detection is the role's; other solicitations are the stack's alone.
      if (payload.message.is !== 'NeighborSolicitation') return true;
      return node.addresses.get(payload.message.target)?.state === 'tentative';
    default:
      return false;
  }
}

/** Extension headers that stand before an upper layer: hop-by-hop, routing, destination options. */
const EXTENSIONS = [0, 43, 60];

/** Where the upper layer begins. */
function upperLayer(octets: Uint8Array): number {
  let next = octets[6] ?? 0;
  let at = IPV6_OCTETS;
  while (EXTENSIONS.includes(next) && at < octets.length) {
    next = octets[at] ?? 0;
    at += 8 * ((octets[at + 1] ?? 0) + 1);
  }
  return at;
}

/** What the stack itself does with a message. */
function hear(run: Run, node: Node, packet: Packet, entrance: Entrance, cause: number): void {
  const via = entrance.heard[0];
  if (packet.payload.is !== 'icmpv6' || via === undefined) return;
  const { message } = packet.payload;
  const { src, dst } = packet;
  if (message.is === 'EchoRequest') {
    echo(run, node, packet, message, via, cause);
  } else if (packet.hopLimit !== 255) {
    return; // ND §7.1: neighbour discovery from beyond the link is not believed
  } else if (message.is === 'NeighborSolicitation') {
    for (const iface of entrance.heard) {
      const own = node.addresses.get(message.target);
      if (own?.iface === iface.id && own.state !== 'tentative') {
        onSolicitation(run, node, iface, { src, dst, message }, cause);
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
  const own = [...node.addresses.values()].find((row) => row.iface === via.id);
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
  const isLocal = via.kind !== 'tunnel' && packet.src.startsWith('fe80:');
  const failure = isLocal ? outputOn(run, node, reply, via) : output(run, node, reply);
  if (failure !== undefined) drop(run, node, reply, failure);
}

/** Nobody listens. RFC 4443 §3.1: a datagram to a closed port is answered. */
function refuseUnheard(
  run: Run,
  node: Node,
  parcel: Parcel,
  packet: Packet,
  via: Interface | undefined,
): void {
  const { payload } = packet;
  const isUdp = payload.is === 'udp';
  const words = isUdp ? `nobody listens at port ${payload.destinationPort}` : 'nobody listens';
  const answer = { is: 'DestinationUnreachable', code: 4 } as const;
  refuse(run, node, parcel, { why: 'noListener', words, ...(isUdp && { answer }) }, via);
}
