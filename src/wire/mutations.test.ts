import { describe, expect, it } from 'vitest';
import { must } from '#base/assert.ts';
import { sameRow } from '#base/table.ts';
import { classOf } from './classify.ts';
import { readPacket } from './decode-packet.ts';
import { dissectPacket } from './dissect.ts';
import { encodePacket } from './encode-packet.ts';
import { readingOf, type Profile } from './malformed.ts';
import { decodePacket } from './packet.ts';
import { decodeKind } from './standalone.ts';
import { octetsOf, profileOf, vectors } from './vectors.ts';

/** Numbers from 0 to 2^32 - 1, the same in each run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Values that are more often wrong than others. */
const EDGES = [0, 1, 2, 3, 7, 8, 16, 18, 59, 60, 41, 43, 44, 47, 58, 127, 128, 135, 201, 254, 255];

/** A few octets changed, and sometimes the end cut off. */
function mutated(octets: Uint8Array, next: () => number): Uint8Array {
  const changed = Uint8Array.from(octets);
  for (let i = next() % 4; i >= 0; i -= 1) {
    const at = next() % changed.length;
    const kind = next() % 3;
    if (kind === 0) changed[at] = EDGES[next() % EDGES.length] ?? 0;
    else if (kind === 1) changed[at] = next();
    else changed[at] = (changed[at] ?? 0) ^ (1 << (next() % 8));
  }
  return next() % 8 === 0 ? changed.subarray(0, next() % (changed.length + 1)) : changed;
}

/** Reads behind wrong checksums too, so that the options behind them are reached. */
function readLeniently(octets: Uint8Array, profile: Profile) {
  const reading = readingOf(profile, 0, { lenient: true });
  const packet = readPacket(octets, { at: 0, end: octets.length, depth: 0 }, reading);
  return { packet, fault: reading.fault };
}

describe('a million changed messages', () => {
  const originals = vectors
    .filter(({ kind }) => kind === 'ipv6-packet')
    .map((vector) => ({ octets: octetsOf(vector), profile: profileOf(vector) }));
  const pick = (i: number) => must(originals[i % originals.length], 'there are vectors');

  it('are read or refused, never thrown at', { timeout: 120_000 }, () => {
    const next = generator(2015_03_09);
    let read = 0;
    let refused = 0;
    for (let i = 0; i < 1_000_000; i += 1) {
      const { octets, profile } = pick(i);
      const changed = mutated(octets, next);
      const { packet, fault } = readLeniently(changed, profile);
      if (packet !== undefined) read += 1;
      else if (fault !== undefined) refused += 1;
      classOf(changed, 0);
      if (i % 64 !== 0) continue;
      dissectPacket(changed, profile);
      decodePacket(changed, profile);
    }
    expect(read).toBeGreaterThan(100_000);
    expect(read + refused).toBe(1_000_000);
  });

  it('that are read are written so that they are read the same', { timeout: 60_000 }, () => {
    const next = generator(8885);
    const otherwise: unknown[] = [];
    for (let i = 0; i < 20_000; i += 1) {
      const { octets, profile } = pick(i);
      const { packet } = readLeniently(mutated(octets, next), profile);
      if (packet === undefined) continue;
      const again = decodePacket(encodePacket(packet, profile), profile);
      // only who looks reads on behind extension headers that a stack refuses
      if (!again.ok && packet.extensions !== undefined) continue;
      if (!again.ok || !sameRow(again.value, packet)) otherwise.push({ i, again, packet });
    }
    expect(otherwise).toEqual([]);
  });

  it('that stand alone are read or refused', { timeout: 60_000 }, () => {
    const next = generator(6275);
    let refused = 0;
    for (let i = 0; i < 10_000; i += 1) {
      const vector = must(vectors[i % vectors.length], 'there are vectors');
      const result = decodeKind(vector.kind, mutated(octetsOf(vector), next), profileOf(vector));
      if (!result.ok) refused += 1;
    }
    expect(refused).toBeGreaterThan(500);
  });
});
