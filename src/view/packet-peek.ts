// A look at the octets of an Ethernet frame without decoding it: data or not, and between whom.

import { ipv6At, type Ipv6 } from '#wire/address.ts';

const ETHERNET = 14;
const IPV6 = 40;
const UDP = 17;
const IN_IPV6 = 41;
const GRE = 47;

/** The innermost IPv6 header. */
export interface Inner {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  readonly isData: boolean;
  /** Where it begins in the frame. */
  readonly offset: number;
}

/** What a frame carries, inside of at most two tunnels. */
export function innerOf(frame: Uint8Array): Inner | undefined {
  let at = ETHERNET;
  for (let depth = 0; depth < 3; depth += 1) {
    if (frame.length < at + IPV6 || (frame[at] ?? 0) >> 4 !== 6) return undefined;
    const next = frame[at + 6];
    if (next === IN_IPV6) at += IPV6;
    else if (next === GRE) at += IPV6 + (((frame[at + IPV6] ?? 0) & 0x20) === 0 ? 4 : 8);
    else {
      const isData = upperOf(frame, at) === UDP;
      const [src, dst] = [ipv6At(frame, at + 8), ipv6At(frame, at + 24)];
      return { src, dst, isData, offset: at };
    }
  }
  return undefined;
}

/** Hop-by-hop options, routing, destination options. */
const EXTENSIONS: readonly number[] = [0, 43, 60];
const MOST_HEADERS = 16;

/** The number of the upper layer of the packet at `at`. */
function upperOf(frame: Uint8Array, at: number): number {
  let next = frame[at + 6] ?? 0;
  let p = at + IPV6;
  for (let i = 0; i < MOST_HEADERS && EXTENSIONS.includes(next); i += 1) {
    next = frame[p] ?? 0;
    p += 8 * ((frame[p + 1] ?? 0) + 1);
  }
  return next;
}
