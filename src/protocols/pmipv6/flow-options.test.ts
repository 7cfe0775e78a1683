// Flow options and traffic selectors against an encoder of this file's own, written from RFC 6088
// §3.2 and RFC 6089 §4.2: octet by octet, with no part of the codec.
import { expect, test } from 'vitest';
import { nextBits, splitStream } from '#base/random.ts';
import type { FlowSelector, Range } from '#net/flow.ts';
import { selectorOf } from '#net/flow.ts';
import { ipv6, ipv6Octets, type Ipv6 } from '#wire/address.ts';
import { decodePacket, encodePacket } from '#wire/packet.ts';
import { buildFlowIndication, readFlowIndication, type FlowOption } from './flow-options.ts';

const HA = ipv6('2001:db8:ff::1');
const MAG = ipv6('2001:db8:2::1');
const MH = 40;

const be = (value: number, octets: number): number[] =>
  Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** (octets - 1 - i)) % 256);
const address = (one: Ipv6): number[] => [...ipv6Octets(one)];

/** Flags and fields of a selector, in the order of the letters A to P. */
function selectorOctets(selector: FlowSelector): { flags: number; fields: number[] } {
  let flags = 0;
  const fields: number[] = [];
  const put = <T>(letter: number, range: Range<T> | undefined, of: (one: T) => number[]): void => {
    if (range === undefined) return;
    flags |= 0x8000 >> letter;
    fields.push(...of(range[0]));
    if (range[0] === range[1]) return;
    flags |= 0x8000 >> (letter + 1);
    fields.push(...of(range[1]));
  };
  put(0, selector.src, address);
  put(2, selector.dst, address);
  put(4, selector.spi, (one) => be(one, 4));
  put(6, selector.flowLabel, (one) => be(one, 4));
  put(8, selector.sourcePort, (one) => be(one, 2));
  put(10, selector.destinationPort, (one) => be(one, 2));
  put(12, selector.trafficClass, (one) => [one << 2]);
  put(14, selector.protocol, (one) => [one]);
  return { flags, fields };
}

/** Padding so that `at + length` of padding leaves `offset` modulo `every`. */
function pad(at: number, every: number, offset: number): number[] {
  const need = (((offset - at) % every) + every) % every;
  if (need === 0) return [];
  return need === 1 ? [0] : [1, need - 2, ...be(0, need - 2)];
}

/** The Flow Identification option at its place in the Mobility Header. */
function optionOctets(flow: FlowOption, place: number): number[] {
  const before = pad(place, 2, 0);
  const start = place + before.length;
  const body = [...be(flow.fid, 2), ...be(flow.priority, 2), 0, flow.status];
  const subs: number[] = [];
  const here = (): number => start + 2 + body.length + subs.length;
  if (flow.bids.length > 0) {
    subs.push(...pad(here(), 2, 0), 2, 2 * flow.bids.length);
    for (const bid of flow.bids) subs.push(...be(bid, 2));
  }
  if (flow.selector !== undefined) {
    const { flags, fields } = selectorOctets(flow.selector);
    const every =
      (flags & 0xf000) !== 0 ? 8 : (flags & 0x0f00) !== 0 ? 4 : (flags & 0x00f0) !== 0 ? 2 : 1;
    subs.push(...pad(here(), every, 0), 3, 6 + fields.length, 2, 0, ...be(flags, 2), 0, 0);
    subs.push(...fields);
  }
  if (flow.action !== undefined) subs.push(4, 2, 0, flow.action);
  return [...before, 45, body.length + subs.length, ...body, ...subs];
}

const octetsOf = (flow: FlowOption): Uint8Array => {
  const parts = { source: HA, destination: MAG, sequence: 7, mnId: 'mn1@example.net' };
  return encodePacket(buildFlowIndication({ ...parts, flows: [flow] }, 1), 'draft-05');
};
/** Behind the fixed part of twelve octets and the MN-ID option of three and the identifier. */
const PLACE = 12 + 3 + 'mn1@example.net'.length;

function agrees(flow: FlowOption): void {
  const octets = octetsOf(flow);
  const expected = optionOctets(flow, PLACE);
  expect([...octets.subarray(MH + PLACE, MH + PLACE + expected.length)]).toEqual(expected);
  const packet = decodePacket(octets, 'draft-05');
  if (!packet.ok) throw new Error('it can be read');
  expect(readFlowIndication(packet.value)?.flows).toEqual([flow]);
}

const plain = { fid: 2, priority: 10, status: 0, action: undefined, target: undefined } as const;

test('the six facts of MIF §5.3.1 are flags A2A2', () => {
  const selector = selectorOf({
    src: ipv6('2001:db8:c1::10'),
    dst: ipv6('2001:db8:a1:1::5eff:fe00:101'),
    sourcePort: 5001,
    destinationPort: 40_000,
    flowLabel: 0x1_2345,
    protocol: 17,
  });
  expect(selectorOctets(selector).flags).toBe(0xa2a2);
  agrees({ ...plain, selector, bids: [2] });
});

test('random selectors, bindings and actions', () => {
  const random = splitStream(3, 'selectors');
  const below = (limit: number): number => nextBits(random) % limit;
  const range = (limit: number): Range<number> => {
    const first = below(limit);
    return [first, Math.min(limit - 1, first + below(2) * below(limit))];
  };
  const host = (): Ipv6 =>
    ipv6(`2001:db8:${below(0xffff).toString(16)}::${(below(9) + 1).toString()}`);
  for (let n = 0; n < 60; n += 1) {
    const selector: FlowSelector = {
      ...(below(2) === 0 && { src: [host(), host()] as const }),
      ...(below(2) === 0 && { spi: range(0xffff_ffff) }),
      ...(below(2) === 0 && { flowLabel: range(0xf_ffff) }),
      ...(below(2) === 0 && { sourcePort: range(0xffff) }),
      ...(below(2) === 0 && { destinationPort: range(0xffff) }),
      ...(below(2) === 0 && { trafficClass: range(64) }),
      ...(below(2) === 0 && { protocol: range(256) }),
    };
    const bids = Array.from({ length: below(4) }, (_, i) => i + 1);
    const action = below(2) === 0 ? 11 + below(6) : undefined;
    agrees({ ...plain, fid: 1 + below(0xffff), selector, bids, action });
  }
  expect.assertions(120);
});
