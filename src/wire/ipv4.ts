// IPv4 addresses as they occur inside mobility options (RFC 5844). No IPv4 packets.

import { assert } from '#base/assert.ts';
import { wordAt, writeWord } from './octets.ts';

declare const brand: unique symbol;
/** An IPv4 address as dotted text: `192.0.2.17`. */
export type Ipv4 = string & { readonly [brand]: 'Ipv4' };

/** Four decimal numbers without leading zeros, as one 32-bit word. */
export function parseQuad(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let word = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    word = word * 256 + Number(part);
  }
  return word;
}

/** The address in four octets. */
export function ipv4At(octets: Uint8Array, offset: number): Ipv4 {
  const word = wordAt(octets, offset);
  const quad = [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
  return quad.join('.') as Ipv4; // canonical by construction
}

/** Writes four octets. */
export function writeIpv4(octets: Uint8Array, offset: number, address: Ipv4): void {
  const word = parseQuad(address);
  assert(word !== undefined, `not an IPv4 address: ${address}`);
  writeWord(octets, offset, word);
}
