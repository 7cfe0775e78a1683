// Each reading of the drafts at one gateway, and context instead
// of an HSS. What the whole network makes of them is tested with the scenarios.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import {
  anchorA,
  anchoring,
  answerTo,
  DGW1,
  handover,
  PREF_A,
  registered,
} from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';

describe('DMM-19, X-4 and X-5: the advertisement of step 8', () => {
  test.each([
    [{}, 'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 7200/0, route 2001:db8:1c::/64 1800'],
    [
      { deprecatingRa: 'servingDlif' },
      'RA @mn1dgw2, medium 1800, 2001:db8:aa:1:: 7200/0, route 2001:db8:1c::/64 1800',
    ],
    [
      { deprecatingRa: 'servingDlif', anchoredPrefixMode: 'lowPreference' },
      'RA @mn1dgw2, low 1800, 2001:db8:aa:1:: 2592000/604800, route 2001:db8:1c::/64 1800',
    ],
    [
      { validLifetime: 'zero' },
      'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 0/0, route 2001:db8:1c::/64 1800',
    ],
    [
      { validLifetime: 'full' },
      'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 2592000/0, route 2001:db8:1c::/64 1800',
    ],
  ])('%o', (knobs, advertisement) => {
    expect(registered(knobs).advertisements).toEqual([advertisement]);
  });

  test('a router that speaks for another stays one when the other is withdrawn', () => {
    const gateway = registered({ deprecatingRa: 'servingDlif' });
    gateway.handle(forget);
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw2, medium 1800, 2001:db8:aa:1:: 0/0, route 2001:db8:1c::/64 0',
    ]);
  });
});

describe('X-20: advertising after signalling', () => {
  test('waits for the PBA', () => {
    const gateway = new Gateway(configOf(2), { raTiming: 'after' });
    gateway.attach();
    expect(gateway.advertisements).toEqual([]);
    gateway.now = ms(10);
    gateway.answer([anchorA]);
    expect(gateway.advertisements).toEqual([]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(gateway.advertisements.map((text) => text.slice(0, 11))).toEqual([
      'RA @mn1dgw1',
      'RA @mn1dgw2',
    ]);
  });

  test('without anchors it waits for the HSS only', () => {
    const gateway = new Gateway(configOf(1), { raTiming: 'after' });
    gateway.attach();
    gateway.answer([]);
    expect(gateway.advertisements).toHaveLength(1);
  });
});

const forget = {
  on: 'command',
  command: { do: 'operate', node: 'dgw2', order: 'forget', mn: 'mn1' },
} as const;
const lifetimesOf = (gateway: Gateway) =>
  gateway.pbus.map(({ lifetime, handoff, prefixes }) => ({ lifetime, handoff, prefixes }));

describe('X-25: link loss', () => {
  test('is not signalled', () => {
    const gateway = registered();
    gateway.detach();
    expect(gateway.pbus).toEqual([]);
  });

  test('is a de-registration when read as RFC 5213 has it', () => {
    const gateway = registered({ deregistration: 'onDetach' });
    gateway.now = seconds(2);
    gateway.detach();
    expect(lifetimesOf(gateway)).toEqual([{ lifetime: 0, handoff: 4, prefixes: [PREF_A] }]);
    const pbu = gateway.pbus[0];
    gateway.receive(answerTo(pbu, { lifetime: 0 }));
    expect([...gateway.tables.updates.keys()]).toEqual([]);
    expect([...gateway.tables.tunnels.keys()]).toEqual([]);
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
  });

  test('without an answer all is taken back after a second, and nothing is repeated', () => {
    const gateway = registered({ deregistration: 'onDetach' });
    gateway.now = seconds(2);
    gateway.detach();
    gateway.runTo(seconds(3));
    expect(gateway.pbus).toEqual([]);
    expect([...gateway.tables.tunnels.keys()]).toEqual([]);
  });

  test('R-14: while a PBU waits for its answer, the answer comes first', () => {
    const gateway = handover({ deregistration: 'onDetach' });
    const pbu = gateway.pbus[0];
    gateway.detach();
    expect(gateway.pbus).toEqual([]);
    gateway.now = ms(30);
    gateway.receive(answerTo(pbu));
    expect(lifetimesOf(gateway)).toEqual([{ lifetime: 0, handoff: 4, prefixes: [PREF_A] }]);
  });
});

describe('X-18: an anchor is released by the operator', () => {
  test('the node is told, the anchor gets a PBU of lifetime 0', () => {
    const gateway = registered();
    gateway.now = seconds(2);
    gateway.handle(forget);
    expect(lifetimesOf(gateway)).toEqual([{ lifetime: 0, handoff: 4, prefixes: [PREF_A] }]);
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 0, 2001:db8:aa:1:: 0/0, route 2001:db8:1c::/64 0',
    ]);
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
  });

  test('another node or prefix is left alone', () => {
    const gateway = registered();
    const { command } = forget;
    gateway.handle({ on: 'command', command: { ...command, mn: 'mn2' } });
    gateway.handle({ on: 'command', command: { ...command, prefix: '2001:db8:bb:1::/64' } });
    expect(gateway.update(DGW1)?.state).toBe('active');
  });
});

describe('S-28 i, X-23: always one anchor', () => {
  const legacy = { legacy: 'firstAnchor' };

  test('a gateway that is not the first is a plain MAG', () => {
    const gateway = new Gateway(configOf(2), legacy);
    gateway.attach();
    expect(gateway.advertisements).toEqual([]);
    gateway.now = ms(10);
    gateway.answer([anchorA, { ...anchorA, prefix: PREF_A, gateway: 'D-GW3' }]);
    expect(gateway.pbus).toMatchObject([{ distributed: false, lifetime: 75, handoff: 3 }]);
    const plain = { distributed: false, extensions: [] };
    gateway.receive(answerTo(gateway.pbus[0], plain));
    expect(gateway.dlifs).toEqual(['mn1dgw1 clone']);
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 1800, 2001:db8:aa:1:: 2592000/604800, route 2001:db8:1c::/64 1800',
    ]);
    expect([...gateway.tables.bindings.keys()]).toEqual([]);
    gateway.now = seconds(2);
    gateway.detach();
    expect(gateway.pbus).toMatchObject([{ distributed: false, lifetime: 0, handoff: 4 }]);
  });

  test('the first one is an anchor as ever', () => {
    const gateway = new Gateway(configOf(1), legacy);
    gateway.attach();
    gateway.answer([]);
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 1800, 2001:db8:aa:1:: 2592000/604800',
    ]);
  });

  test('without an answer of the HSS a gateway anchors the node itself', () => {
    const gateway = new Gateway(configOf(2), legacy);
    gateway.attach();
    gateway.runTo(seconds(1));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
  });
});

describe('step 7: the anchors by context of layer 2', () => {
  const l2 = { anchorDiscovery: 'l2' };

  test('the gateway before is asked, and nothing is written to the HSS', () => {
    const gateway = new Gateway(configOf(2), l2);
    gateway.attach({ ...mn1, previous: 'radio-dgw1' });
    expect(gateway.asked('signal')).toMatchObject([
      { to: 'dgw1', role: 'dgw', label: 'context? mn1' },
    ]);
    gateway.now = ms(10);
    gateway.answer([anchorA]);
    expect(gateway.pbus).toMatchObject([{ destination: DGW1, prefixes: [PREF_A] }]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(gateway.asked('signal')).toEqual([]);
  });

  test('it tells its own prefix and those that it was told', () => {
    const own = anchoring(l2);
    own.hear('dgw2', { say: 'query', mnId: mn1.mnId, gateway: 'of D-GW2', since: 7 });
    expect(own.asked('signal')).toMatchObject([
      {
        to: 'dgw2',
        label: 'prefA',
        news: { say: 'anchors', since: 7, anchors: [{ anchor: DGW1, prefix: PREF_A }] },
      },
    ]);
    const served = registered(l2);
    served.hear('dgw3', { say: 'query', mnId: mn1.mnId, gateway: 'of D-GW3', since: 8 });
    expect(served.asked('signal')).toMatchObject([
      { to: 'dgw3', label: 'prefB, prefA', news: { anchors: [{}, { dlif: anchorA.dlif }] } },
    ]);
  });

  test('who comes from nowhere is not asked about', () => {
    const gateway = new Gateway(configOf(2), l2);
    gateway.attach();
    expect(gateway.asked('signal')).toEqual([]);
    expect(gateway.advertisements).toHaveLength(1);
  });
});
