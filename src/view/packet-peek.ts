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
      const [src, dst] = [ipv6At(frame, at + 8), ipv6At(frame, at + 24)];
      return { src, dst, isData: next === UDP, offset: at };
    }
  }
  return undefined;
}
