import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodePayload,
  encodePayload,
  flowOf,
  flowOfPayload,
  INITIATOR_PORT,
  MAX_FLOWS,
  responderPort,
  type Payload,
} from './payload.ts';

const data: Payload = { flow: 258, sequence: 3, kind: 'echo', run: 7 };

describe('payload', () => {
  test('begins with RS, flow and sequence', () => {
    expect([...encodePayload(data, 16)]).toEqual([
      0x52, 0x53, 1, 2, 0, 0, 0, 3, 1, 7, 0, 0, 12, 13, 14, 15,
    ]);
  });

  test('is never shorter than its fields', () => {
    expect(encodePayload(data, 0)).toHaveLength(12);
    const stream = { every: 20_000, octets: 160, count: 0 };
    expect(encodePayload({ ...data, kind: 'ask', stream }, 0)).toHaveLength(24);
  });

  test('octets in, record out, octets again', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const common = {
      flow: fc.integer({ min: 0, max: 9999 }),
      sequence: word,
      run: fc.integer({ min: 0, max: 255 }),
    };
    const plain = fc.record({
      ...common,
      kind: fc.constantFrom('data' as const, 'echo' as const, 'reply' as const, 'stop' as const),
    });
    const ask = fc.record({
      ...common,
      kind: fc.constant('ask' as const),
      stream: fc.record({ every: word, octets: word, count: word }),
    });
    fc.assert(
      fc.property(fc.oneof(plain, ask), fc.integer({ min: 0, max: 1400 }), (payload, octets) => {
        const encoded = encodePayload(payload, octets);
        expect(decodePayload(encoded)).toEqual(payload);
        expect(flowOfPayload(encoded)).toBe(payload.flow);
      }),
    );
  });

  test('cut short, or of another application, it says nothing', () => {
    const stream = { every: 20_000, octets: 160, count: 5 };
    const ask = encodePayload({ ...data, kind: 'ask', stream }, 24);
    for (let n = 0; n < 24; n += 1) expect(decodePayload(ask.subarray(0, n))).toBeUndefined();
    expect(decodePayload(new Uint8Array(40))).toBeUndefined();
    const unknown = encodePayload(data, 12);
    unknown[8] = 9;
    expect(decodePayload(unknown)).toBeUndefined();
  });
});

describe('the flow of a packet', () => {
  const udp = [...Array.from({ length: 8 }, () => 0), ...encodePayload(data, 20)];
  const ipv6 = (next: number, inner: readonly number[]): number[] => [
    0x60,
    0,
    0,
    0,
    inner.length >> 8,
    inner.length & 255,
    next,
    64,
    ...Array.from({ length: 32 }, () => 0x20),
    ...inner,
  ];
  const plain = ipv6(17, udp);

  test.each([
    ['plain', plain],
    ['in a tunnel', ipv6(41, plain)],
    ['in two tunnels', ipv6(41, ipv6(41, plain))],
    ['behind a destination option', ipv6(60, [17, 0, 1, 4, 0, 0, 0, 0, ...udp])],
    ['in GRE', ipv6(47, [0, 0, 0x86, 0xdd, ...plain])],
    ['in GRE with a key', ipv6(47, [0x20, 0, 0x86, 0xdd, 0, 0, 0, 9, ...plain])],
  ])('%s', (_, octets) => {
    expect(flowOf(Uint8Array.from(octets))).toBe(258);
  });

  test('behind an Ethernet header', () => {
    expect(flowOf(Uint8Array.from([...Array.from({ length: 14 }, () => 1), ...plain]), 14)).toBe(
      258,
    );
  });

  test.each([
    ['ICMPv6', ipv6(58, udp)],
    ['no IPv6', [0x45, ...plain.slice(1)]],
    ['GRE of something else', ipv6(47, [0, 0, 8, 0, ...plain])],
    [
      'tunnels without end',
      Array.from({ length: 20 }).reduce((it: number[]) => ipv6(41, it), plain),
    ],
    ['nothing', []],
  ])('%s: none', (_, octets) => {
    expect(flowOf(Uint8Array.from(octets))).toBeUndefined();
  });

  test('cut short at every length: none or the flow, never an error', () => {
    const tunnelled = Uint8Array.from(ipv6(41, plain));
    for (let n = 0; n < tunnelled.length; n += 1) {
      expect([undefined, 258]).toContain(flowOf(tunnelled.subarray(0, n)));
    }
  });
});

test('flows have ports of their own, below those of initiators, and none of another protocol', () => {
  const ports = Array.from({ length: MAX_FLOWS }, (_, number) => responderPort(number));
  expect(new Set(ports).size).toBe(MAX_FLOWS);
  expect(Math.max(...ports)).toBeLessThan(INITIATOR_PORT);
  // SBus, SIP, CAPWAP twice, multicast DNS, LLMNR, CoAP.
  for (const taken of [5050, 5060, 5246, 5247, 5353, 5355, 5683])
    expect(ports).not.toContain(taken);
});
