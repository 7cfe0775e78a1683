// Where the upper layer of a packet begins: behind the IPv6 header and extension headers.

import { IPV6_OCTETS } from './parcel.ts';

/** Hop-by-hop options, routing, destination options. */
const EXTENSIONS = [0, 43, 60];
/** Place of the Next Header field in an IPv6 header. */
const NEXT_HEADER_AT = 6;
const ICMPV6 = 58;
/** RFC 4443 §2.1: types below are errors. */
const FIRST_INFORMATIONAL = 128;

export interface UpperLayer {
  /** Its number, and where that stands. */
  readonly next: number;
  readonly nextAt: number;
  readonly at: number;
}

/** The upper layer of a packet in one piece. */
export function upperLayerOf(octets: Uint8Array): UpperLayer {
  let nextAt = NEXT_HEADER_AT;
  let at = IPV6_OCTETS;
  while (EXTENSIONS.includes(octets[nextAt] ?? -1) && at < octets.length) {
    nextAt = at;
    at += 8 * ((octets[at + 1] ?? 0) + 1);
  }
  return { next: octets[nextAt] ?? -1, nextAt, at };
}

/** Whether the packet is an ICMPv6 error. */
export function isIcmpv6Error(octets: Uint8Array): boolean {
  const { next, at } = upperLayerOf(octets);
  return next === ICMPV6 && (octets[at] ?? 0) < FIRST_INFORMATIONAL;
}
