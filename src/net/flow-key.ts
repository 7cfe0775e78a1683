// The facts of a flow as words: read from a packet where it lies, or made of a row. MIF §5.3.1.

import { addressWords } from '#wire/address.ts';
import { NEXT_HEADER } from '#wire/numbers.ts';
import type { FlowFacts, FlowTuple } from './flow.ts';

/** Words of a key: source 4, destination 4, ports or SPI, flow label and traffic class, protocol. */
const KEY_WORDS = 11;
export const PORTS = 8;
export const LABEL = 9;
export const PROTOCOL = 10;
/** Words that make a key; written anew for each packet. */
export const newKey = (): Int32Array => new Int32Array(KEY_WORDS);

const CLASS_SHIFT = 20;
const LABEL_BITS = 0xf_ffff;

const ESP = 50;
const AH = 51;
/** SCTP, UDP-Lite and DCCP begin with ports as TCP and UDP do. */
const WITH_PORTS: readonly number[] = [NEXT_HEADER.tcp, NEXT_HEADER.udp, 33, 132, 136];
/** Header chains are short; what is longer has no ports here. */
const MOST_HEADERS = 8;

/** Where a packet lies: its IPv6 header, and what follows it. */
export interface PacketPlace {
  readonly head: DataView;
  readonly at: number;
  readonly upper: DataView;
  readonly upperAt: number;
  /** Octets from `upperAt` on. */
  readonly upperLength: number;
}

/** Writes the key of a packet; its traffic class stands above its flow label. */
export function readFlowKey(key: Int32Array, place: PacketPlace): void {
  const { head, at } = place;
  const first = head.getUint32(at);
  for (let i = 0; i < 8; i += 1) key[i] = head.getInt32(at + 8 + 4 * i);
  key[PORTS] = 0;
  key[LABEL] = (first & LABEL_BITS) | (((first >>> 22) & 0x3f) << CLASS_SHIFT);
  readUpper(key, place, head.getUint8(at + 6));
}

/** Passes extension headers by; a fragment that is not the first has no ports. */
function readUpper(key: Int32Array, place: PacketPlace, firstHeader: number): void {
  const { upper, upperAt } = place;
  const end = upperAt + place.upperLength;
  let header = firstHeader;
  let at = upperAt;
  for (let i = 0; i < MOST_HEADERS && isExtension(header) && at + 8 <= end; i += 1) {
    const isFragment = header === NEXT_HEADER.fragment;
    header = upper.getUint8(at);
    if (isFragment && (upper.getUint16(at + 2) & 0xfff8) !== 0) {
      key[PROTOCOL] = header;
      return;
    }
    at += isFragment ? 8 : 8 + 8 * upper.getUint8(at + 1);
  }
  key[PROTOCOL] = header;
  const isEnough = at + 8 <= end;
  if (isEnough && WITH_PORTS.includes(header)) key[PORTS] = upper.getInt32(at);
  else if (isEnough && header === ESP) key[PORTS] = upper.getInt32(at);
  else if (isEnough && header === AH) key[PORTS] = upper.getInt32(at + 4);
}

const isExtension = (header: number): boolean =>
  header === NEXT_HEADER.hopByHop ||
  header === NEXT_HEADER.routing ||
  header === NEXT_HEADER.fragment ||
  header === NEXT_HEADER.destinationOptions;

/** The key of packets in the other direction, whatever their label: ends change places. */
export function reverseKey(key: Int32Array): void {
  for (let i = 0; i < 4; i += 1) {
    const word = key[i] ?? 0;
    key[i] = key[i + 4] ?? 0;
    key[i + 4] = word;
  }
  const ports = key[PORTS] ?? 0;
  if (!isSpi(key)) key[PORTS] = (ports << 16) | (ports >>> 16);
  key[LABEL] = 0;
}

const isSpi = (key: Int32Array): boolean => key[PROTOCOL] === ESP || key[PROTOCOL] === AH;

/** What tells flows apart besides addresses, ports and protocol. */
export interface Telling {
  readonly labels: boolean;
  readonly classes: boolean;
}

/** Forgets what does not tell flows apart. */
export function maskKey(key: Int32Array, has: Telling): void {
  if (!has.labels) key[LABEL] = (key[LABEL] ?? 0) & ~LABEL_BITS;
  if (!has.classes) key[LABEL] = (key[LABEL] ?? 0) & LABEL_BITS;
}

/** Writes the key of a flow's row. */
export function writeFlowKey(
  key: Int32Array,
  row: FlowTuple & { readonly trafficClass: number },
): void {
  key.set(addressWords(row.src), 0);
  key.set(addressWords(row.dst), 4);
  const { protocol, sourcePort, destinationPort } = row;
  key[PORTS] = (sourcePort << 16) | destinationPort;
  key[LABEL] = row.flowLabel | (row.trafficClass << CLASS_SHIFT);
  key[PROTOCOL] = protocol;
  key.fill(0, PROTOCOL + 1, KEY_WORDS);
}

/** What a key says, with addresses as given. */
export function factsOf(key: Int32Array, { src, dst }: Pick<FlowFacts, 'src' | 'dst'>): FlowFacts {
  const ports = key[PORTS] ?? 0;
  const label = key[LABEL] ?? 0;
  return {
    src,
    dst,
    sourcePort: ports >>> 16,
    destinationPort: ports & 0xffff,
    flowLabel: label & LABEL_BITS,
    protocol: key[PROTOCOL] ?? 0,
    trafficClass: (label >>> CLASS_SHIFT) & 0x3f,
    spi: isSpi(key) ? ports >>> 0 : undefined,
  };
}
