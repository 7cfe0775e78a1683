// What the draft claims in appendix A against RFC 7333, and what is held against it: one anchor for ever,
// several operators, Proxy Mobile IPv6, and up to sixteen anchors of one node.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import { measured, timelineOf, valuesOf, walking } from './toy.ts';

const valuesIn = (id: string, change: Partial<Scenario> = {}) =>
  valuesOf(measured({ ...must(bundled(id), `there is ${id}`), ...change }));

test('A.3: the wires carry IPv6 alone', () => {
  const scenario = must(bundled('dmm-f4'), 'there is dmm-f4');
  const timeline = timelineOf(scenario);
  timeline.runTo(scenario.end);
  const { log } = timeline;
  const kinds = new Set<string>();
  for (let id = 0; id < log.frames; id += 1) {
    const octets = log.frame(id).octets();
    kinds.add([octets[12], octets[13], (octets[14] ?? 0) >> 4].join(' '));
  }
  expect([...kinds]).toEqual([[0x86, 0xdd, 6].join(' ')]);
});

test('A.4: beside neighbour discovery there are the messages of RFC 5213, no others', () => {
  const kinds = [...valuesIn('dmm-f4').keys()].filter((name) =>
    /^signallingMessages [A-Z]/.test(name),
  );
  expect(kinds.map((name) => name.split(' ')[1])).toEqual(['NA', 'NS', 'PBA', 'PBU', 'RA']);
});

describe('A.5: legacy fallback', () => {
  const legacy = valuesIn('dmm-f4', { knobs: { legacy: 'firstAnchor' } });

  test('one anchor for all, and new flows take the long way in its tunnel', () => {
    expect(legacy.get('anchorConcentration all')).toBe(1);
    expect(legacy.get('pathStretch F2 up')).toBeCloseTo(22 / 12, 9);
    expect(legacy.get('bypassShare F2 up')).toBe(0);
    // The first datagrams of F1 were native at its anchor.
    expect(legacy.get('pathStretch F1 up via dgw1 core')).toBe(1);
  });

  test('and Proxy Mobile IPv6 itself has a stretch from the beginning', () => {
    const proxies = valuesIn('pmip-handoff');
    expect(proxies.get('pathStretch F1 down')).toBeCloseTo(22 / 12, 9);
    expect(proxies.get('bypassShare F1 down')).toBe(0);
    expect(proxies.get('anchorConcentration all')).toBe(1);
    expect(proxies.get('controlLatency mn1 attachment 2')).toBe(20);
    // PBU and PBA of both gateways, each over two hops.
    expect(proxies.get('attachmentMessages mn1 attachment 2 core')).toBe(8);
  });
});

test('A.5: across operators all signalling is theirs, and the way leads by the home LMA', () => {
  const values = valuesIn('dmm-f5');
  expect(values.get('signallingMessages core')).toBe(0);
  expect(values.get('signallingMessages interOperator')).toBe(8);
  expect(values.get('activeAnchors mn1 attachment 2')).toBe(1);
  expect(values.get('controlLatency mn1 attachment 2')).toBe(10 + 40);
  expect(values.get('pathStretch F1 up via dgw2 core lma core dgw1 core')).toBeCloseTo(32 / 12, 9);
  expect(values.get('pathStretch F2 up')).toBe(1);
});

describe('A.1: one node, 1 to 16 active anchors', () => {
  const walk = walking({ gateways: 17, mobiles: 1, moves: 16, stay: seconds(2) });
  const values = valuesOf(measured(walk));
  const ofMove = (name: string, anchors: number, part = '') =>
    values.get(`${name} mn1 attachment ${anchors + 1}${part}`);

  test.each(Array.from({ length: 16 }, (_, i) => i + 1))('%i', (anchors) => {
    expect(ofMove('activeAnchors', anchors)).toBe(anchors);
    // PBU 128 and PBA 192 octets, each over two hops: so much for each anchor, and no more.
    expect(ofMove('attachmentMessages', anchors, ' core')).toBe(4 * anchors);
    expect(ofMove('attachmentOctets', anchors, ' core')).toBe(2 * (128 + 192) * anchors);
    // One RA for the new prefix with its check, and one that deprecates each older prefix.
    expect(ofMove('attachmentOctets', anchors, ' access')).toBe(96 + 64 + 96 * anchors);
    expect(ofMove('attachmentDatabaseMessages', anchors)).toBe(3);
  });

  test('state: each older gateway keeps a binding, the last one a DLIF for each', () => {
    expect(values.get('stateRows dgw1 dgw/bindings')).toBe(1);
    expect(values.get('stateRows dgw9 dgw/bindings')).toBe(1);
    expect(values.get('stateRows dgw17 dgw/dlifs')).toBe(17);
    expect(values.get('stateRows dgw17 dgw/tunnels')).toBe(16);
  });

  test('the latency grows by the pace of the PBUs alone', () => {
    const [one, sixteen] = [ofMove('controlLatency', 1), ofMove('controlLatency', 16)];
    expect(one).toBe(30);
    expect(sixteen).toBeGreaterThan(30);
    expect(sixteen).toBeLessThan(30 * 16);
  });
});

describe('A.1: what a node keeps, with 1, 4 and 16 active anchors', () => {
  const ANCHORS = [1, 4, 16] as const;
  const walks = ANCHORS.map((anchors) => {
    const moves = { gateways: anchors + 1, mobiles: 1, moves: anchors, stay: seconds(2) };
    return { anchors, values: valuesOf(measured(walking(moves))) };
  });
  const rows = (gateway: (anchors: number) => number, what: 'stateRows' | 'stateOctets') =>
    walks.map(({ anchors, values }) =>
      must(values.get(`${what} dgw${gateway(anchors)}`), `${what} is measured`),
    );

  test('the serving gateway: so much for each anchor, no more', () => {
    const [one = 0, four = 0, sixteen = 0] = rows((anchors) => anchors + 1, 'stateRows');
    expect(four - one).toBeGreaterThan(0);
    expect((sixteen - four) / 12).toBe((four - one) / 3);
  });

  test('an anchor: the same, however many others there are', () => {
    const [one, four, sixteen] = rows(() => 1, 'stateRows');
    expect([four, sixteen]).toEqual([one, one]);
  });

  test('octets of the serving gateway grow with the anchors, those of an anchor do not', () => {
    const [one = 0, , sixteen = 0] = rows((anchors) => anchors + 1, 'stateOctets');
    expect(sixteen / one).toBeGreaterThan(4);
    expect(sixteen / one).toBeLessThan(16);
    const [first = 0, , last = 0] = rows(() => 1, 'stateOctets');
    // Names of DLIFs and gateways have a digit more where there are more of them.
    expect(Math.abs(last - first)).toBeLessThan(16);
  });
});
