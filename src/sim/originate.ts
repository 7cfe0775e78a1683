// From a message to a packet in the node's hands, and from a packet to one inside a tunnel.

import type { Seq } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import { must } from '#base/assert.ts';
import { writeIpv6 } from '#wire/address.ts';
import { classOf } from '#wire/classify.ts';
import { encodePacketAt, ETHERNET_OCTETS, MOST_PACKET_OCTETS, type Packet } from '#wire/packet.ts';
import { ECN_BITS, headed, IPV6_OCTETS, lengthOf, type Parcel } from './parcel.ts';
import type { Run } from './world.ts';

const IPV6_IN_IPV6 = 41;
const GRE = 47;
/** Without a key, and the key. */
const GRE_OCTETS = 4;
const GRE_KEY_OCTETS = 4;
const GRE_KEY_PRESENT = 0x2000;
const GRE_IPV6 = 0x86dd;
/** Bits of the first word of an IPv6 header. */
const IPV6_VERSION = 0x60000000;
/** Of a long datagram; its length and its checksum, which stand there, speak for the rest. */
const HASHED_OCTETS = 256;
/** RFC 2473 §6.3: a router's tunnel uses the default hop limit. */
const TUNNEL_HOP_LIMIT = 64;

/** A new datagram, encoded. */
export function originate(run: Run, packet: Packet, cause: Seq, label?: string): Parcel {
  const { log } = run;
  const { arena } = log;
  const place = arena.room(ETHERNET_OCTETS + MOST_PACKET_OCTETS);
  const chunk = arena.chunkOf(place);
  const at = arena.offsetOf(place) + ETHERNET_OCTETS;
  const end = encodePacketAt(chunk.octets, at, packet, run.world.spec.profile);
  const length = end - at;
  arena.reserve(ETHERNET_OCTETS + length);
  log.hash.octets(chunk.view, at, at + Math.min(length, HASHED_OCTETS));
  const datagram = log.datagrams;
  log.datagrams += 1;
  return {
    datagram,
    cause,
    frame: undefined,
    type: classOf(chunk.octets, at),
    chunk,
    at,
    headLength: IPV6_OCTETS,
    tail: place + ETHERNET_OCTETS + IPV6_OCTETS,
    tailLength: length - IPV6_OCTETS,
    hopLimit: packet.hopLimit,
    depth: 0,
    place,
    label,
  };
}

/** Octets that a tunnel puts before a packet. */
export function overheadOf(tunnel: NonNullable<Interface['tunnel']>): number {
  if (!isGre(tunnel)) return IPV6_OCTETS;
  return IPV6_OCTETS + GRE_OCTETS + (tunnel.greKey === undefined ? 0 : GRE_KEY_OCTETS);
}

const isGre = ({ gre, greKey }: NonNullable<Interface['tunnel']>): boolean =>
  gre === true || greKey !== undefined;

/** The packet inside a tunnel packet, RFC 2473 §3.1; with a GRE header and key, RFC 5845. */
export function encapsulate(run: Run, iface: Interface, parcel: Parcel): Parcel {
  const { arena } = run.log;
  const tunnel = must(iface.tunnel, 'a tunnel interface has ends');
  const overhead = overheadOf(tunnel);
  const headLength = overhead + parcel.headLength;
  const place = arena.reserve(ETHERNET_OCTETS + headLength);
  const chunk = arena.chunkOf(place);
  const { octets, view } = chunk;
  const at = arena.offsetOf(place) + ETHERNET_OCTETS;
  // RFC 2473 §6.4, §6.5: traffic class and flow label of the tunnel are 0, but for the ECN bits,
  // which are the inner packet's (RFC 6040 §4.1).
  const ecn = parcel.chunk.view.getUint32(parcel.at) & ECN_BITS;
  view.setUint32(at, IPV6_VERSION | ecn);
  view.setUint16(at + 4, lengthOf(parcel) + overhead - IPV6_OCTETS);
  view.setUint8(at + 6, isGre(tunnel) ? GRE : IPV6_IN_IPV6);
  view.setUint8(at + 7, TUNNEL_HOP_LIMIT);
  writeIpv6(octets, at + 8, tunnel.local);
  writeIpv6(octets, at + 24, tunnel.remote);
  if (isGre(tunnel)) {
    view.setUint16(at + 40, tunnel.greKey === undefined ? 0 : GRE_KEY_PRESENT);
    view.setUint16(at + 42, GRE_IPV6);
    if (tunnel.greKey !== undefined) view.setUint32(at + 44, tunnel.greKey);
  }
  // Heads are whole 32-bit words.
  const from = parcel.chunk.view;
  for (let i = 0; i < parcel.headLength; i += 4) {
    view.setInt32(at + overhead + i, from.getInt32(parcel.at + i));
  }
  octets[at + overhead + 7] = parcel.hopLimit;
  const { tail, tailLength } = parcel;
  const [hopLimit, depth] = [TUNNEL_HOP_LIMIT, parcel.depth + 1];
  return headed(parcel, { chunk, at, headLength, tail, tailLength, hopLimit, depth, place });
}
