// How fast a stack reads the signalling of proxy mobility: whole packets, checksums verified.

import { decodePacket } from './packet.ts';
import { octetsOf, profileOf, vectors } from './vectors.ts';

const ROUNDS = 2000;
const messages = vectors
  .filter(({ name, conformant }) => conformant === true && /^(dmm-)?pb[au]-/.test(name))
  .map((vector) => ({ octets: octetsOf(vector), profile: profileOf(vector) }));

/** Messages that were read in a second. */
function decode(): number {
  const start = performance.now();
  let read = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    for (const { octets, profile } of messages) {
      if (decodePacket(octets, profile).ok) read += 1;
    }
  }
  return Math.round((1000 * read) / (performance.now() - start));
}

export const benchmarks: readonly { name: string; unit: string; run: () => number }[] = [
  { name: 'decode.messagesPerSecond', unit: 'messages/s', run: decode },
];
