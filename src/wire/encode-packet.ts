// Packet → octets: lengths, padding and checksums are computed. A packet that does not fit its
// fields is a fault of the caller, so it is an assertion.

import { assert } from '#base/assert.ts';
import { addressSum, checksumOf } from './checksum.ts';
import { codecOf } from './codec.ts';
import { icmpv6Directory, mobilityDirectory, MOST_TUNNELS } from './decode-packet.ts';
import type { Directory } from './directory.ts';
import { extensionsOf } from './headers.ts';
import { fragmentHeader, greHeader, ipv6Header, udpHeader } from './ipv6.ts';
import type { Profile } from './malformed.ts';
import { NEXT_HEADER } from './numbers.ts';
import { writeUint16 } from './octets.ts';
import type { Packet, Payload } from './packet-types.ts';
import type { Rec } from './record.ts';

/** An IPv6 packet has at most so many octets. */
export const MOST_PACKET_OCTETS = 40 + 0xffff;
const MOST_OCTETS = 0xffff;
const TOO_DEEP = `at most ${MOST_TUNNELS} tunnels stand in each other`;
const NOTHING = new Uint8Array(0);
const ipv6 = codecOf(ipv6Header);
const udp = codecOf(udpHeader);
const gre = codecOf(greHeader);
const fragment = codecOf(fragmentHeader);

// Written from the start by each call, so that nothing of an earlier one is read.
const scratch = new Uint8Array(2 * MOST_OCTETS);

/** The octets of a packet. */
export function encodePacket(packet: Packet, profile: Profile): Uint8Array {
  return scratch.slice(0, writePacket(scratch, 0, packet, { profile, depth: 0 }));
}

/**
 * Writes the octets of a packet to where `MOST_PACKET_OCTETS` have room, and gives the place behind
 * them. What stood there before does not matter.
 */
export function encodePacketAt(
  octets: Uint8Array,
  at: number,
  packet: Packet,
  profile: Profile,
): number {
  return writePacket(octets, at, packet, { profile, depth: 0 });
}

interface Around {
  readonly profile: Profile;
  readonly depth: number;
}

function writePacket(octets: Uint8Array, at: number, packet: Packet, around: Around): number {
  assert(around.depth <= MOST_TUNNELS, TOO_DEEP);
  const { src, dst, hopLimit, trafficClass, flowLabel, payload } = packet;
  const extensions = packet.extensions ?? extensionsOf(packet);
  const nextHeader = extensions[0]?.header ?? numberOf(payload);
  ipv6.write(octets, at, { src, dst, hopLimit, trafficClass, flowLabel, nextHeader }, at);
  let p = at + ipv6.fixed;
  for (let i = 0; i < extensions.length; i += 1) {
    octets[p] = extensions[i + 1]?.header ?? numberOf(payload);
    const data = extensions[i]?.data ?? NOTHING;
    octets.set(data, p + 1);
    p += 1 + data.length;
  }
  const { homeAddress = src, routeTo = dst } = packet;
  const { profile, depth } = around;
  const end = writePayload(octets, p, payload, { profile, depth, homeAddress, routeTo });
  return ipv6.close(octets, at, end);
}

function numberOf(payload: Payload): number {
  switch (payload.is) {
    case 'icmpv6':
      return NEXT_HEADER.icmpv6;
    case 'mobility':
      return NEXT_HEADER.mobility;
    case 'udp':
      return NEXT_HEADER.udp;
    case 'ipv6':
      return NEXT_HEADER.ipv6;
    case 'gre':
      return NEXT_HEADER.gre;
    case 'fragment':
      return NEXT_HEADER.fragment;
    case 'raw':
      return payload.nextHeader;
  }
}

/** The addresses of the pseudo-header are the home addresses where there are some. */
type Ends = Around & Required<Pick<Packet, 'homeAddress' | 'routeTo'>>;

function writePayload(octets: Uint8Array, at: number, payload: Payload, ends: Ends): number {
  switch (payload.is) {
    case 'mobility': {
      const end = writeMessage(octets, at, mobilityDirectory[ends.profile], payload.message);
      return sealed(octets, { at, end, sumAt: at + 4, nextHeader: NEXT_HEADER.mobility }, ends);
    }
    case 'icmpv6': {
      const end = writeMessage(octets, at, icmpv6Directory, payload.message);
      return sealed(octets, { at, end, sumAt: at + 2, nextHeader: NEXT_HEADER.icmpv6 }, ends);
    }
    case 'udp': {
      const end = udp.write(octets, at, fitting(payload), at);
      return sealed(octets, { at, end, sumAt: at + 6, nextHeader: NEXT_HEADER.udp }, ends);
    }
    case 'ipv6':
      return writePacket(octets, at, payload.packet, { ...ends, depth: ends.depth + 1 });
    case 'gre': {
      const inner = gre.write(octets, at, payload, at);
      return writePacket(octets, inner, payload.packet, { ...ends, depth: ends.depth + 1 });
    }
    case 'fragment': {
      const part = fragment.write(octets, at, payload, at);
      octets.set(fitting(payload).data, part);
      return part + payload.data.length;
    }
    case 'raw':
      octets.set(fitting(payload).data, at);
      return at + payload.data.length;
  }
}

function fitting<T extends { readonly data: Uint8Array }>(payload: T): T {
  assert(payload.data.length <= MOST_OCTETS, 'a packet holds at most 65,535 octets');
  return payload;
}

/** Writes a message whose layout its record names. */
export function writeMessage(
  octets: Uint8Array,
  at: number,
  { byName }: Directory,
  message: { readonly is: string },
): number {
  const codec = byName.get(message.is);
  if (codec === undefined) assert(false, `${message.is} is no message here`);
  return codec.write(octets, at, message as Rec, at); // the codec reads the fields by name
}

interface Sealing {
  readonly at: number;
  readonly end: number;
  readonly sumAt: number;
  readonly nextHeader: number;
}

/** Fills in the checksum. */
function sealed(octets: Uint8Array, sealing: Sealing, ends: Ends): number {
  const { at, end, sumAt, nextHeader } = sealing;
  const addresses = addressSum(ends.homeAddress) + addressSum(ends.routeTo);
  const sum = checksumOf(octets, at, end, { addresses, nextHeader });
  // RFC 8200 §8.1: only UDP has no zero; MIP6 §6.1.1 and RFC 4443 §2.3 send it as it is.
  const isUdp = nextHeader === NEXT_HEADER.udp;
  writeUint16(octets, sumAt, isUdp && sum === 0 ? 0xffff : sum);
  return end;
}
