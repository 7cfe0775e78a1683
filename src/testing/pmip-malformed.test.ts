// S-39 of the acceptance scenarios: input that is unknown or malformed, as octets on the wire of a
// domain. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { nextBits, splitStream } from '#base/random.ts';
import { ms, seconds } from '#base/ids.ts';
import { ipv6Octets, ipv6 } from '#wire/address.ts';
import { encodePacket } from '#wire/packet.ts';
import { octetsOf, vectors } from '#wire/vectors.ts';
import type { Lab } from './lab.ts';
import { HNP1, LMA, mn1 } from './pmip-cast.ts';
import { pbu } from './pmip-packets.ts';
import { arriving, attached, bindings } from './pmip-run.ts';
import { told } from './pmip-words.ts';

const AT = seconds(3);
const ERRORS = /^(BE|Parameter|Unreachable|PBA)/;

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

/** MAG1 sends octets to the LMA, which knows mn1 but has no binding; timestamps may be old. */
function fed(hex: string): Lab {
  const nodes = { mn1: { service: 'plain' } } as const;
  const run = arriving({ nodes, knobs: { mnTimestamps: 'on' } }).to(AT);
  return run.do({ do: 'inject', node: 'mag1', hex }).to(AT + ms(500));
}

/** The octets with the right checksum of a Mobility Header behind the IPv6 header. */
function withChecksum(packet: Uint8Array): Uint8Array {
  const octets = packet.slice();
  octets.set([0, 0], 44);
  const length = 8 * ((octets[41] ?? 0) + 1);
  const covered = [...octets.subarray(8, 40), 0, 0, 0, length, 0, 0, 0, 135];
  covered.push(...octets.subarray(40, 40 + length));
  let sum = 0;
  for (let i = 0; i < covered.length; i += 2) {
    sum += (covered[i] ?? 0) * 256 + (covered[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = Math.floor(sum / 0x10000) + (sum & 0xffff);
  octets.set([(~sum >> 8) & 0xff, ~sum & 0xff], 44);
  return octets;
}

const vector = (name: string): string =>
  must(
    vectors.find((one) => one.name === name),
    `there is a vector ${name}`,
  ).hex;

/** What is wrong, what MAG1 hears of it, and how many bindings there are. */
const faults: readonly [string, string, readonly string[], number][] = [
  ['a wrong checksum', 'bad-checksum', [], 0],
  [
    'PMIP-18: another Payload Proto',
    'bad-payload-proto-not-59',
    ['Parameter Problem{code 0,pointer 40}'],
    0,
  ],
  ['a Header Len beyond the packet', 'bad-header-len-exceeds-packet', [], 0],
  ['MH type 99', 'unknown-mh-type-99', ['BE{2}'], 0],
  ['an option past the end (C-4)', 'option-length-overruns-header', [], 0],
  ['a truncated option', 'truncated-last-option', [], 0],
  ['an MH of 4 octets', 'mh-4-octets', [], 0],
];

describe('S-39 what is dropped', () => {
  test.each(faults)('%s', (_, name, answers, count) => {
    const run = fed(vector(name));
    expect(told(run, AT, ERRORS).map((line) => line.replace(/^.* -> MAG1 /, ''))).toEqual(answers);
    expect(run.table('lma', 'lma/bindings')).toHaveLength(count);
  });

  test('Header Len 0 of a Binding Update: Parameter Problem at the length', () => {
    const octets = encodePacket(pbu(AT), 'draft-05').slice(0, 48);
    octets.set([0, 8], 4);
    octets[41] = 0;
    const run = fed(hexOf(withChecksum(octets)));
    expect(told(run, AT, ERRORS)).toMatchInlineSnapshot(`
      [
        "LMA -> MAG1 Parameter Problem{code 0,pointer 41}",
      ]
    `);
  });
});

describe('S-39 what is accepted', () => {
  test.each([
    ['PMIP-298: an unknown option', 'unknown-option-222-skipped'],
    ['a misaligned prefix option', 'hnp-misaligned'],
    ['runs of Pad1 and empty PadN', 'pad1-run-and-padn-zero'],
    ['PadN with content', 'padn-nonzero-content'],
    ['octets behind the header', 'trailing-octets-after-header-len'],
  ])('%s', (_, name) => {
    const run = fed(vector(name));
    expect(told(run, AT, /^PBA/)[0]).toContain('PBA{0,');
    expect(bindings(run, 'mnId', 'prefixes')).toEqual([`${mn1} [${HNP1}]`]);
  });

  test.each([304, 306, 308, 310])('PMIP-%d: reserved octets that are not zero', (requirement) => {
    const octets = encodePacket(pbu(AT), 'draft-05');
    const type = { 304: 22, 306: 23, 308: 24, 310: 25 }[requirement] ?? 0;
    for (let at = 52; at < octets.length; at += 2 + (octets[at + 1] ?? 0)) {
      if (octets[at] === 0) at -= 1;
      // The lowest bit: the highest of option 22 is L of RFC 7864.
      if (octets[at] === type) octets[at + 2] = 0x01;
    }
    const run = fed(hexOf(withChecksum(octets)));
    expect(told(run, AT, /^PBA/)[0]).toContain('PBA{0,');
  });
});

describe('S-39 limits', () => {
  test('a Binding Error is never answered; there are 10 at once, then 10 in a second', () => {
    const run = attached();
    for (let i = 1; i <= 100; i += 1) {
      run.do({ do: 'inject', node: 'mag1', hex: vector('unknown-mh-type-99') });
      run.to(AT + ms(20 * i));
    }
    const errors = told(run.to(seconds(6)), AT, /^BE/);
    expect(errors.every((line) => line === 'LMA -> MAG1 BE{2}')).toBe(true);
    expect(errors.length).toBeGreaterThanOrEqual(28);
    expect(errors.length).toBeLessThanOrEqual(30);
  });

  test('every vector that breaks a rule, sent to the LMA: no error, no change', () => {
    const bad = vectors.filter((one) => one.kind === 'ipv6-packet' && one.conformant === false);
    const harmless = bad.filter(
      ({ name, expect: told }) =>
        !name.includes('pbu') && !/accept|processed/.test(told?.['action'] ?? ''),
    );

    expect(harmless.length).toBeGreaterThan(20);
    const run = attached();
    const before = JSON.stringify(run.table('lma', 'lma/bindings'));
    for (const one of harmless) {
      const octets = octetsOf(one).slice();
      octets.set(ipv6Octets(ipv6(LMA)), 24);
      run.do({ do: 'inject', node: 'mag1', hex: hexOf(octets) }).to(run.now + ms(200));
    }
    expect(JSON.stringify(run.table('lma', 'lma/bindings'))).toBe(before);
  });

  test('mutations of a valid PBU: no state changes unless the checksum is right', () => {
    const random = splitStream(39, 'mutations');
    const run = attached();
    const before = JSON.stringify(run.table('lma', 'lma/bindings'));
    const octets = encodePacket(pbu(AT, { handoff: 5 }), 'draft-05');
    for (let i = 0; i < 400; i += 1) {
      const mutant = octets.slice();
      const at = 40 + (nextBits(random) % (mutant.length - 40));
      mutant[at] = (mutant[at] ?? 0) ^ (1 << (nextBits(random) % 8));
      run.do({ do: 'inject', node: 'mag1', hex: hexOf(mutant) }).to(run.now + ms(1));
    }
    run.to(run.now + seconds(1));
    expect(JSON.stringify(run.table('lma', 'lma/bindings'))).toBe(before);
  });
});
