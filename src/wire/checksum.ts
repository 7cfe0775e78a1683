// The Internet checksum (RFC 1071) with the IPv6 pseudo-header (RFC 8200 §8.1).

import { addressWords, type Ipv6 } from './address.ts';

/** The 16-bit words from `at` to `end` added to `sum`; an odd last octet counts as a high one. */
function addWords(octets: Uint8Array, at: number, end: number, sum: number): number {
  let total = sum;
  let i = at;
  // Four words a turn: datagrams are long.
  for (const last = end - 7; i < last; i += 8) {
    const high = (octets[i] ?? 0) + (octets[i + 2] ?? 0) + (octets[i + 4] ?? 0);
    const low = (octets[i + 1] ?? 0) + (octets[i + 3] ?? 0) + (octets[i + 5] ?? 0);
    total += ((high + (octets[i + 6] ?? 0)) << 8) + low + (octets[i + 7] ?? 0);
  }
  for (const last = end - 1; i < last; i += 2) {
    total += ((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0);
  }
  if (i < end) total += (octets[i] ?? 0) << 8;
  return total;
}

/** One's complement of the sum in 16 bits. */
function folded(sum: number): number {
  let total = sum;
  while (total > 0xffff) total = Math.floor(total / 0x10000) + (total & 0xffff);
  return ~total & 0xffff;
}

/** The words of the address in sixteen octets, added up. */
export const addressSumAt = (octets: Uint8Array, at: number): number =>
  addWords(octets, at, at + 16, 0);

/** The words of an address, added up. */
export function addressSum(address: Ipv6): number {
  const words = addressWords(address);
  let sum = 0;
  for (let i = 0; i < 4; i += 1) {
    const word = words[i] ?? 0;
    sum += (word >>> 16) + (word & 0xffff);
  }
  return sum;
}

/** What a checksum covers beside the octets themselves. */
export interface PseudoHeader {
  /** Sums of source and destination. */
  readonly addresses: number;
  readonly nextHeader: number;
}

/**
 * The checksum of the octets from `at` to `end`. Zero when a correct checksum stands among them;
 * the value to send when zero stands there.
 */
export function checksumOf(
  octets: Uint8Array,
  at: number,
  end: number,
  { addresses, nextHeader }: PseudoHeader,
): number {
  return folded(addWords(octets, at, end, end - at + nextHeader + addresses));
}
