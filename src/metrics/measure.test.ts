// Figure 4 by hand: what every kind of figure must be, from the delays of its links (radio 2 ms, core
// 5 ms each way in, local network 1 ms, HSS 5 ms) and the layouts of its messages.
import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import { measured, valuesOf } from './toy.ts';

const f4 = measured(must(bundled('dmm-f4'), 'Figure 4 is bundled'));
const values = valuesOf(f4);
/** The figures of a scope that are not as expected. */
const unlike = (scope: string, expected: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(expected).flatMap(([name, value]) => {
    const found = values.get(`${name} ${scope}`) ?? NaN;
    return Math.abs(found - value) < 1e-9 ? [] : [`${name} ${scope}: ${found}, not ${value}`];
  });

/** Header 40, message 12; MN-ID 18, pad 6, prefix 20, HI 4, ATT 4, pad 2, time 10, LL-ID 10. */
const COMMON = 40 + 12 + 18 + 6 + 20 + 4 + 4 + 2 + 10 + 10;
const PBU = COMMON + 2;
/** Pad 6, Anchored Prefix 20, pad 4, Local Prefix 20, pad 6, DLIF address 18, DLIF MAC 10, pad 6. */
const PBA = COMMON + 6 + 20 + 4 + 20 + 6 + 18 + 10 + 6;
/** Header 40, RA 16, Source Link-layer Address 8, Prefix Information 32. */
const RA = 40 + 16 + 8 + 32;
/** A Route Information Option for a /64. */
const ROUTE = 16;
/** Header 40, NS 24; without a link-layer address in duplicate address detection. */
const DAD = 40 + 24;

test('signalling: each hop counts', () => {
  expect(unlike('PBU', { signallingMessages: 2, signallingOctets: 2 * PBU })).toEqual([]);
  expect(unlike('PBA', { signallingMessages: 2, signallingOctets: 2 * PBA })).toEqual([]);
  expect(unlike('RA', { signallingMessages: 3, signallingOctets: 3 * RA + ROUTE })).toEqual([]);
  expect(unlike('core', { signallingMessages: 4, signallingOctets: 2 * (PBU + PBA) })).toEqual([]);
  expect(unlike('interOperator', { signallingMessages: 0, signallingOctets: 0 })).toEqual([]);
  // Three addresses are checked; later MN1 probes its router, which answers.
  const probe = 2 * (DAD + 8);
  expect(
    unlike('access', {
      signallingMessages: 3 + 3 + 2,
      signallingOctets: 3 * RA + ROUTE + 3 * DAD + probe,
    }),
  ).toEqual([]);
  // Question, answer and record, at each of two gateways.
  expect(unlike('all', { databaseMessages: 6 })).toEqual([]);
});

test('the handover: two messages over two hops, two RAs and a check of the new address', () => {
  expect(unlike('mn1', { attachments: 2 })).toEqual([]);
  expect(unlike('mn1 attachment 1', { activeAnchors: 0, attachmentDatabaseMessages: 3 })).toEqual(
    [],
  );
  expect(
    unlike('mn1 attachment 1 all', { attachmentMessages: 3, attachmentOctets: RA + 2 * DAD }),
  ).toEqual([]);
  expect(unlike('mn1 attachment 2', { activeAnchors: 1, attachmentDatabaseMessages: 3 })).toEqual(
    [],
  );
  expect(
    unlike('mn1 attachment 2 core', { attachmentMessages: 4, attachmentOctets: 2 * (PBU + PBA) }),
  ).toEqual([]);
  expect(
    unlike('mn1 attachment 2 access', {
      attachmentMessages: 3,
      attachmentOctets: 2 * RA + ROUTE + DAD,
    }),
  ).toEqual([]);
});

test('the control latency is a question to the HSS and one round trip between gateways', () => {
  expect(
    unlike('mn1 attachment 2', {
      latencyLayer2: 20,
      latencyRouter: 2,
      latencyDatabase: 5 + 5,
      latencyRegistration: 4 * 5,
      controlLatency: 10 + 20,
      latencyAddress: 1000,
    }),
  ).toEqual([]);
  expect(values.has('controlLatency mn1 attachment 1')).toBe(false);
});

test('what F1 lost, and how long it stood still', () => {
  // From 2 s to 14 s, each 20 ms. MN1 is away from 9.968 s, D-GW2 knows of prefA at 10.018 s.
  expect(
    unlike('F1 up', {
      datagramsSent: 601,
      datagramsLost: 2,
      datagramsUnderWay: 2,
      datagramsDelivered: 597,
      datagramsReordered: 0,
      datagramsDuplicated: 0,
    }),
  ).toEqual([]);
  expect(unlike('F1 up notAttached', { datagramsLost: 1 })).toEqual([]);
  expect(unlike('F1 up notMine', { datagramsLost: 1 })).toEqual([]);
  expect(unlike('F1 down', { datagramsSent: 597, datagramsLost: 1, datagramsUnderWay: 1 })).toEqual(
    [],
  );
  // Up: sent at 9.960 and delivered 12 ms later, then sent at 10.020 and delivered 22 ms later.
  expect(unlike('F1 up change 1', { flowDisruption: 10_042 - 9_972 })).toEqual([]);
  // Down: the answer to 9.940 comes after 24 ms, that to 10.020 after 44 ms.
  expect(unlike('F1 down change 1', { flowDisruption: 10_064 - 9_964 })).toEqual([]);
  expect(unlike('L1 up change 1', { flowDisruption: 10_513 - 9_503 })).toEqual([]);
});

test('REQ1, A.1: old flows take a longer path, new ones the shortest', () => {
  const [native, tunnelled] = [2 + 5 + 5, 2 + 5 + 5 + 5 + 5];
  expect(unlike('F1 up via dgw1 core', { pathStretch: 1, hopStretch: 1 })).toEqual([]);
  expect(
    unlike('F1 up via dgw2 core dgw1 core', {
      pathStretch: tunnelled / native,
      hopStretch: 5 / 3,
    }),
  ).toEqual([]);
  const [before, after] = [399, 198];
  expect(
    unlike('F1 up', {
      pathStretch: (before + (after * tunnelled) / native) / 597,
      bypassShare: before / 597,
    }),
  ).toEqual([]);
  expect(unlike('F2 up', { pathStretch: 1, hopStretch: 1 })).toEqual([]);
  expect(unlike('F2 down', { pathStretch: 1, hopStretch: 1 })).toEqual([]);
  expect(unlike('anchored here', { pathStretch: 1, hopStretch: 1 })).toEqual([]);
  // To the local network there is no other way than by D-GW1.
  expect(unlike('L1 up via dgw2 core dgw1', { pathStretch: 1, hopStretch: 1 })).toEqual([]);
});

test('REQ2, A.2: what begins at D-GW2 is in no tunnel, and costs none', () => {
  expect(unlike('F2 up', { bypassShare: 1, tunnelOverhead: 0 })).toEqual([]);
  // Two tunnelled hops for those sent from 10.02 s to 13.98 s, one of which is under way.
  expect(unlike('F1 up', { tunnelOverhead: (199 * 2 * 40) / (597 * 160) })).toEqual([]);
  expect(unlike('L1 up', { tunnelOverhead: (7 * 2 * 40) / (23 * 64) })).toEqual([]);
});

test('the anchors share the load', () => {
  const [first, second] = [(597 + 595) * 160 + (23 + 23) * 64, (150 + 149) * 160];
  expect(unlike('dgw1', { anchorShare: first / (first + second) })).toEqual([]);
  expect(unlike('dgw2', { anchorShare: second / (first + second) })).toEqual([]);
  expect(unlike('all', { anchorConcentration: first / (first + second) })).toEqual([]);
});

test('state: one binding at each anchor, and at D-GW2 what portrays D-GW1', () => {
  expect(unlike('dgw1 dgw/bindings', { stateRows: 1, stateRowsPeak: 1 })).toEqual([]);
  expect(unlike('dgw1 dgw/dlifs', { stateRows: 1 })).toEqual([]);
  expect(unlike('dgw1 dgw/tunnels', { stateRows: 1 })).toEqual([]);
  expect(unlike('dgw2 dgw/bindings', { stateRows: 1 })).toEqual([]);
  expect(unlike('dgw2 dgw/dlifs', { stateRows: 2 })).toEqual([]);
  expect(unlike('dgw2 dgw/updates', { stateRows: 1 })).toEqual([]);
  expect(unlike('dgw2 dgw/tunnels', { stateRows: 1 })).toEqual([]);
  expect(unlike('hss hss/records', { stateRows: 1 })).toEqual([]);
  // Its station, and one that it learned as a neighbour, are gone.
  expect(
    unlike('dgw1 accessPoint/stations', { stateRows: 0, stateRowsPeak: 1, stateOctets: 0 }),
  ).toEqual([]);
  expect(unlike('dgw1 stack/neighbours', { stateRows: 0, stateRowsPeak: 1 })).toEqual([]);
});

test('a figure stands once, and is a number', () => {
  expect(values.size).toBe(f4.length);
  for (const { value } of f4) expect(Number.isFinite(value)).toBe(true);
});
