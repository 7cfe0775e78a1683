// Octets → packet, with the checks of a receiver in the order in which it makes them: the first
// fault ends the reading. Inner packets of tunnels are read along.

import { must } from '#base/assert.ts';
import { fail, ok, type Result } from '#base/result.ts';
import { addressSum, addressSumAt, checksumOf, type PseudoHeader } from './checksum.ts';
import { codecOf, decode } from './codec.ts';
import { directoryOf } from './directory.ts';
import { extensionsOf, isExtension, walkChain, type Chain } from './headers.ts';
import { icmpv6Messages, unknownIcmpv6, type Icmpv6Message } from './icmpv6.ts';
import { fragmentHeader, greHeader, ipv6Header, udpHeader } from './ipv6.ts';
import { readingOf, refuse, type Malformed, type Profile, type Reading } from './malformed.ts';
import { mobilityMessages, unknownMobility, type MobilityMessage } from './mobility-header.ts';
import { NEXT_HEADER } from './numbers.ts';
import { uint16At } from './octets.ts';
import type { Extension, Packet, Payload } from './packet-types.ts';

/** How many packets may stand inside each other. */
export const MOST_TUNNELS = 4;

/** The ICMPv6 messages by type. */
export const icmpv6Directory = directoryOf(icmpv6Messages, unknownIcmpv6, codecOf);
/** The messages of the Mobility Header by type. */
export const mobilityDirectory = {
  'draft-05': directoryOf(mobilityMessages['draft-05'], unknownMobility, codecOf),
  rfc8885: directoryOf(mobilityMessages.rfc8885, unknownMobility, codecOf),
} as const;

/** The packet that begins at `offset`; offsets of faults count from there. */
export function decodePacket(
  octets: Uint8Array,
  profile: Profile,
  offset = 0,
): Result<Packet, Malformed> {
  const reading = readingOf(profile, offset);
  const packet = readPacket(octets, { at: offset, end: octets.length, depth: 0 }, reading);
  if (packet !== undefined) return ok(packet);
  return fail(must(reading.fault, 'a packet that cannot be read has a fault'));
}

/** The same, when the octets stay what they are: data of UDP are a view of them. */
export function decodePacketView(
  octets: Uint8Array,
  profile: Profile,
  offset: number,
): Result<Packet, Malformed> {
  const reading = readingOf(profile, offset, { isView: true });
  const packet = readPacket(octets, { at: offset, end: octets.length, depth: 0 }, reading);
  if (packet !== undefined) return ok(packet);
  return fail(must(reading.fault, 'a packet that cannot be read has a fault'));
}

interface Stretch {
  readonly at: number;
  readonly end: number;
  /** Packets around this one. */
  readonly depth: number;
}

/** The packet at `at`; octets behind its payload length are ignored. */
export function readPacket(
  octets: Uint8Array,
  { at, end: limit, depth }: Stretch,
  reading: Reading,
): Packet | undefined {
  if (depth > MOST_TUNNELS) {
    const place = { layer: 'Ipv6', field: 'version', at, cite: 'RFC 2473 §4.1.1' };
    return refuse(reading, place, 'depth', `more than ${MOST_TUNNELS} tunnels in each other`);
  }
  const header = decode(ipv6Header, octets, { at, end: Math.min(limit, at + 40), reading });
  if (header === undefined) return undefined;
  const end = at + 40 + uint16At(octets, at + 4);
  if (end > limit) {
    const place = { layer: 'Ipv6', field: 'payloadLength', at: at + 4, cite: 'RFC 8200 §3' };
    return refuse(reading, place, 'truncated', `${end - limit} octets of the packet are missing`);
  }
  const { src, dst, hopLimit, trafficClass, flowLabel, nextHeader } = header;
  if (!isExtension(nextHeader)) {
    const addresses = addressSumAt(octets, at + 8) + addressSumAt(octets, at + 24);
    const upper = { at: at + 40, end, depth, packetAt: at, addresses, nextHeader };
    const payload = readPayload(octets, upper, reading);
    return payload && { src, dst, hopLimit, trafficClass, flowLabel, payload };
  }
  const chain = walkChain(octets, { first: nextHeader, at: at + 40, end }, reading);
  if (chain === undefined) return undefined;
  const { homeAddress = src, routeTo = dst } = chain;
  const addresses = addressSum(homeAddress) + addressSum(routeTo);
  const upper = { at: chain.at, end, depth, packetAt: at, addresses, nextHeader: chain.nextHeader };
  const payload = readPayload(octets, upper, reading);
  const base = { src, dst, hopLimit, trafficClass, flowLabel };
  return payload && { ...base, ...resolved(octets, chain), payload };
}

/** The fields of a packet that its extension headers become. */
function resolved(octets: Uint8Array, chain: Chain): Partial<Packet> {
  const { homeAddress, routeTo } = chain;
  const extensions = chain.extensions.map(({ header, at, end }) => ({
    header,
    data: octets.slice(at + 1, end),
  }));
  return {
    ...(homeAddress === undefined ? {} : { homeAddress }),
    ...(routeTo === undefined ? {} : { routeTo }),
    ...(sameExtensions(extensions, extensionsOf(chain)) ? {} : { extensions }),
  };
}

const sameExtensions = (a: readonly Extension[], b: readonly Extension[]): boolean =>
  a.length === b.length &&
  a.every(({ header, data }, i) => header === b[i]?.header && sameOctets(data, b[i].data));

const sameOctets = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, i) => octet === b[i]);

/** Octets of an upper layer. */
export interface Upper extends Stretch, PseudoHeader {
  /** Where the packet around it begins. */
  readonly packetAt: number;
}

function readPayload(octets: Uint8Array, upper: Upper, reading: Reading): Payload | undefined {
  const { at, end, depth, nextHeader } = upper;
  switch (nextHeader) {
    case NEXT_HEADER.mobility: {
      const message = readMobility(octets, upper, reading);
      return message && { is: 'mobility', message };
    }
    case NEXT_HEADER.icmpv6: {
      const message = readIcmpv6(octets, upper, reading);
      return message && { is: 'icmpv6', message };
    }
    case NEXT_HEADER.udp:
      return readUdp(octets, upper, reading);
    case NEXT_HEADER.ipv6: {
      const packet = readPacket(octets, { at, end, depth: depth + 1 }, reading);
      return packet && { is: 'ipv6', packet };
    }
    case NEXT_HEADER.gre:
      return readGre(octets, upper, reading);
    case NEXT_HEADER.fragment:
      return readFragment(octets, upper, reading);
    default:
      return { is: 'raw', nextHeader, data: octets.slice(at, end) };
  }
}

/** Notes a wrong checksum; whether to go on. */
function hasGoodChecksum(
  octets: Uint8Array,
  upper: Upper,
  place: { readonly layer: string; readonly at: number; readonly cite: string },
  reading: Reading,
): boolean {
  if (checksumOf(octets, upper.at, upper.end, upper) === 0) return true;
  reading.badChecksum = true;
  if (reading.lenient) return true;
  refuse(reading, { ...place, field: 'checksum' }, 'checksum', 'the checksum is wrong');
  return false;
}

// ── Mobility Header ─────────────────────────────────────────────────────────────────────────────

/** MIP6 §9.2: checksum, type, Payload Proto, Header Len, options, in this order. */
function readMobility(
  octets: Uint8Array,
  upper: Upper,
  reading: Reading,
): MobilityMessage | undefined {
  const end = endOfMobility(octets, upper, reading);
  if (end === undefined) return undefined;
  const { at } = upper;
  const place = { layer: 'MobilityHeader', at: at + 4, cite: 'MIP6 §6.1.1' };
  if (!hasGoodChecksum(octets, { ...upper, end }, place, reading)) return undefined;
  return readMobilityMessage(octets, { at, end, packetAt: upper.packetAt }, reading);
}

/** Where the Mobility Header at `at` ends; octets behind it are ignored. */
export function endOfMobility(
  octets: Uint8Array,
  { at, end: limit }: { readonly at: number; readonly end: number },
  reading: Reading,
): number | undefined {
  const place = { layer: 'MobilityHeader', cite: 'MIP6 §6.1.1' };
  if (limit - at < 8) {
    const short = { ...place, field: 'payloadProto', at };
    return refuse(reading, short, 'truncated', 'a Mobility Header has at least 8 octets');
  }
  const end = at + 8 + 8 * (octets[at + 1] ?? 0);
  if (end <= limit) return end;
  const words = `the Mobility Header ends ${end - limit} octets behind its packet`;
  return refuse(reading, { ...place, field: 'headerLength', at: at + 1 }, 'truncated', words);
}

/** The checks behind the checksum. A message of unknown type is none that is malformed. */
export function readMobilityMessage(
  octets: Uint8Array,
  { at, end, packetAt }: { readonly at: number; readonly end: number; readonly packetAt: number },
  reading: Reading,
): MobilityMessage | undefined {
  const { pick, unknown } = mobilityDirectory[reading.profile];
  const codec = pick(octets[at + 2] ?? 0, octets, at, end);
  if (codec !== unknown) {
    const { is: layer, cite } = codec.layout;
    const problem = (field: string, by: number) => ({
      layer,
      field,
      at: at + by,
      cite,
      icmp: { code: 0, pointer: at + by - packetAt },
    });
    if (octets[at] !== NEXT_HEADER.none) {
      return refuse(reading, problem('payloadProto', 0), 'value', 'Payload Proto is not 59');
    }
    if (end - at < codec.fixed) {
      const words = `${end - at} octets are too few, it has at least ${codec.fixed}`;
      return refuse(reading, problem('headerLength', 1), 'length', words);
    }
  }
  reading.base = at;
  // the directory holds the layouts that the union is made of
  return codec.read(octets, at, end, reading) as MobilityMessage | undefined;
}

// ── other upper layers ──────────────────────────────────────────────────────────────────────────

function readIcmpv6(octets: Uint8Array, upper: Upper, reading: Reading): Icmpv6Message | undefined {
  const { at, end } = upper;
  const place = { layer: 'Icmpv6', at: at + 2, cite: 'RFC 4443 §2.3' };
  if (end - at >= 4 && !hasGoodChecksum(octets, upper, place, reading)) return undefined;
  return readIcmpv6Message(octets, { at, end }, reading);
}

/** The message without regard to its checksum. */
export function readIcmpv6Message(
  octets: Uint8Array,
  { at, end }: { readonly at: number; readonly end: number },
  reading: Reading,
): Icmpv6Message | undefined {
  const codec = icmpv6Directory.pick(octets[at] ?? 0, octets, at, end);
  // the directory holds the layouts that the union is made of
  return codec.read(octets, at, end, reading) as Icmpv6Message | undefined;
}

function readUdp(octets: Uint8Array, upper: Upper, reading: Reading): Payload | undefined {
  const { at, end: limit } = upper;
  const length = uint16At(octets, at + 4);
  const end = at + length;
  if (limit - at < 8) {
    return refuse(reading, udpField('length', at), 'truncated', 'UDP has 8 octets');
  }
  if (length < 8 || end > limit) {
    const words = `${length} octets do not fit the ${limit - at} of the packet`;
    return refuse(reading, udpField('length', at + 4), 'length', words);
  }
  if (uint16At(octets, at + 6) === 0 && !reading.lenient) {
    const words = 'IPv6 needs a checksum';
    return refuse(reading, udpField('checksum', at + 6), 'checksum', words);
  }
  // Data are many: what a fault needs is made when there is one.
  if (checksumOf(octets, at, end, upper) !== 0) {
    const place = udpField('checksum', at + 6);
    if (!hasGoodChecksum(octets, { ...upper, end }, place, reading)) return undefined;
  }
  const { isView } = reading;
  const record = decode(udpHeader, octets, { at, end: isView ? at + 8 : end, reading });
  if (record === undefined) return undefined;
  const { sourcePort, destinationPort } = record;
  const data = isView ? octets.subarray(at + 8, end) : record.data;
  return { is: 'udp', sourcePort, destinationPort, data };
}

/** A field of UDP, and where it says what it must be. */
const udpField = (field: 'length' | 'checksum', at: number) => ({
  layer: 'Udp',
  field,
  at,
  cite: field === 'length' ? 'RFC 768' : 'RFC 8200 §8.1',
});

const GRE_KEY = 0x2000;
const ETHER_IPV6 = 0x86dd;

/** Where the header of GRE ends that carries IPv6, with a key or without; else undefined. */
export function endOfGre(octets: Uint8Array, at: number, end: number): number | undefined {
  const flags = uint16At(octets, at);
  if (end - at < 4 || (flags & ~GRE_KEY) !== 0) return undefined;
  if (uint16At(octets, at + 2) !== ETHER_IPV6) return undefined;
  return at + (flags === 0 ? 4 : 8);
}

function readGre(octets: Uint8Array, upper: Upper, reading: Reading): Payload | undefined {
  const { at, end, depth, nextHeader } = upper;
  const inner = endOfGre(octets, at, end);
  if (inner === undefined) return { is: 'raw', nextHeader, data: octets.slice(at, end) };
  const header = decode(greHeader, octets, { at, end: Math.min(inner, end), reading });
  if (header === undefined) return undefined;
  const packet = readPacket(octets, { at: inner, end, depth: depth + 1 }, reading);
  if (packet === undefined) return undefined;
  const { key, protocol } = header;
  return { is: 'gre', ...(key === undefined ? {} : { key }), protocol, packet };
}

const FRAGMENT_OCTETS = 8;

/** A part of a packet. What is in it may make no sense by itself, so it stays octets. */
function readFragment(octets: Uint8Array, upper: Upper, reading: Reading): Payload | undefined {
  const { at, end } = upper;
  const dataAt = at + FRAGMENT_OCTETS;
  const header = decode(fragmentHeader, octets, { at, end: Math.min(dataAt, end), reading });
  if (header === undefined) return undefined;
  const { nextHeader, fragmentOffset, moreFragments, identification } = header;
  const part = { nextHeader, fragmentOffset, moreFragments, identification };
  return { is: 'fragment', ...part, data: octets.slice(dataAt, end) };
}
