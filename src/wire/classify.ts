// What kind of message octets hold, by a look at a few of them: for glyphs, filters and counters.
// Nothing is checked; octets that make no sense are `other`.

import { NEXT_HEADER } from './numbers.ts';
import { uint16At } from './octets.ts';

/** The classes; their numbers fit an octet. A proxy's message is one with P set. */
export const MESSAGE_CLASS = {
  other: 0,
  PBU: 1,
  PBA: 2,
  BU: 3,
  BA: 4,
  RS: 5,
  RA: 6,
  NS: 7,
  NA: 8,
  BRI: 9,
  BRA: 10,
  heartbeat: 11,
  UPN: 12,
  UPA: 13,
  FBI: 14,
  FBA: 15,
  BRR: 16,
  HoTI: 17,
  CoTI: 18,
  HoT: 19,
  CoT: 20,
  BE: 21,
  icmpError: 22,
  echo: 23,
  udp: 24,
} as const;
export type MessageClassName = keyof typeof MESSAGE_CLASS;
export type MessageClass = (typeof MESSAGE_CLASS)[MessageClassName];

/** Names by number. */
export const messageClassNames = Object.keys(MESSAGE_CLASS) as readonly MessageClassName[];

/** Where an upper layer begins, and its number. */
interface Upper {
  readonly nextHeader: number;
  readonly at: number;
}

const MOST_HEADERS = 32;

/** The layer behind the IPv6 header at `offset` and its extension headers. */
function upperAt(octets: Uint8Array, offset: number): Upper {
  let nextHeader = octets[offset + 6] ?? NEXT_HEADER.none;
  let at = offset + 40;
  for (let i = 0; i < MOST_HEADERS; i += 1) {
    const isExtension =
      nextHeader === NEXT_HEADER.hopByHop ||
      nextHeader === NEXT_HEADER.routing ||
      nextHeader === NEXT_HEADER.destinationOptions;
    if (!isExtension) break;
    nextHeader = octets[at] ?? NEXT_HEADER.none;
    at += 8 + 8 * (octets[at + 1] ?? 0);
  }
  return { nextHeader, at };
}

/** Where the packet inside a tunnel begins. */
function innerAt(octets: Uint8Array, { nextHeader, at }: Upper): number | undefined {
  if (nextHeader === NEXT_HEADER.ipv6) return at;
  if (nextHeader !== NEXT_HEADER.gre || uint16At(octets, at + 2) !== 0x86dd) return undefined;
  const flags = uint16At(octets, at);
  return at + 4 + ((flags & 0x8000) !== 0 ? 4 : 0) + ((flags & 0x2000) !== 0 ? 4 : 0);
}

/** Whether the packet at `offset` is a tunnel around another one. */
export const isTunnelled = (octets: Uint8Array, offset: number): boolean =>
  innerAt(octets, upperAt(octets, offset)) !== undefined;

/** The class of the packet at `offset`; of a tunnel, that of the innermost packet. */
export function classOf(octets: Uint8Array, offset: number): MessageClass {
  let upper = upperAt(octets, offset);
  for (let i = 0; i < MOST_HEADERS; i += 1) {
    const inner = innerAt(octets, upper);
    if (inner === undefined) break;
    upper = upperAt(octets, inner);
  }
  if (upper.at >= octets.length) return MESSAGE_CLASS.other;
  switch (upper.nextHeader) {
    case NEXT_HEADER.mobility:
      return mobilityClass(octets, upper.at);
    case NEXT_HEADER.icmpv6:
      return icmpv6Class(octets[upper.at] ?? 0);
    case NEXT_HEADER.udp:
      return MESSAGE_CLASS.udp;
    default:
      return MESSAGE_CLASS.other;
  }
}

function mobilityClass(octets: Uint8Array, at: number): MessageClass {
  const first = octets[at + 6] ?? 0;
  switch (octets[at + 2]) {
    case 0:
      return MESSAGE_CLASS.BRR;
    case 1:
      return MESSAGE_CLASS.HoTI;
    case 2:
      return MESSAGE_CLASS.CoTI;
    case 3:
      return MESSAGE_CLASS.HoT;
    case 4:
      return MESSAGE_CLASS.CoT;
    case 5:
      return ((octets[at + 8] ?? 0) & 0x02) !== 0 ? MESSAGE_CLASS.PBU : MESSAGE_CLASS.BU;
    case 6:
      return ((octets[at + 7] ?? 0) & 0x20) !== 0 ? MESSAGE_CLASS.PBA : MESSAGE_CLASS.BA;
    case 7:
      return MESSAGE_CLASS.BE;
    case 13:
      return MESSAGE_CLASS.heartbeat;
    case 16:
      return first === 1 ? MESSAGE_CLASS.BRI : MESSAGE_CLASS.BRA;
    case 19:
      return MESSAGE_CLASS.UPN;
    case 20:
      return MESSAGE_CLASS.UPA;
    case 21:
      return octets[at + 7] === 1 ? MESSAGE_CLASS.FBI : MESSAGE_CLASS.FBA;
    default:
      return MESSAGE_CLASS.other;
  }
}

function icmpv6Class(type: number): MessageClass {
  switch (type) {
    case 128:
    case 129:
      return MESSAGE_CLASS.echo;
    case 133:
      return MESSAGE_CLASS.RS;
    case 134:
      return MESSAGE_CLASS.RA;
    case 135:
      return MESSAGE_CLASS.NS;
    case 136:
      return MESSAGE_CLASS.NA;
    default:
      return type < 128 ? MESSAGE_CLASS.icmpError : MESSAGE_CLASS.other;
  }
}
