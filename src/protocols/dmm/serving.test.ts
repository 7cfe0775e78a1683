// A node attaches, asks for routers, leaves: S-21, S-36 c, and what link loss leaves behind.
import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import {
  PREF_A,
  PREF_B,
  DGW1,
  dlif1,
  anchorA,
  answerTo,
  handover,
  registered,
} from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac } from '#wire/address.ts';

describe('an initial attachment', () => {
  const gateway = new Gateway(configOf(1));
  gateway.attach();

  test('DMM-1, DMM-8, DMM-13: the prefix is advertised through an own DLIF at once', () => {
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 1800, 2001:db8:aa:1:: 2592000/604800',
    ]);
    expect(gateway.asked('send')[0]).toMatchObject({ out: 'mn1dgw1', toMac: mn1.mac });
    expect(gateway.asked('send')[0]?.packet).toMatchObject({
      src: 'fe80::211:22ff:fe33:101',
      dst: 'ff02::1',
      hopLimit: 255,
    });
    expect(gateway.interfaces.get('mn1dgw1')).toMatchObject({
      kind: 'dlif',
      mac: '00:11:22:33:01:01',
      over: 'phy',
      peer: '02:00:5e:00:01:01',
    });
    expect(gateway.asked('setAddress').map((each) => each.address.address)).toEqual([
      'fe80::211:22ff:fe33:101',
      '2001:db8:aa:1:211:22ff:fe33:101',
    ]);
  });

  test('asks the HSS, by a signal of 5 ms', () => {
    expect(gateway.asked('signal')).toMatchObject([{ to: 'hss', label: 'HSS? mn1', after: 5000 }]);
  });

  test('DMM-2: packets of the prefix pass without a tunnel', () => {
    expect(gateway.route('to 2001:db8:aa:1::/64')).toBe('forward mn1dgw1');
    expect(gateway.route('from 2001:db8:aa:1::/64')).toBe('pass');
    expect(gateway.route('access')).toBe('reject');
    expect(gateway.route('to 2001:db8:aa:2::/64')).toBe('reject');
    expect(gateway.route('local 2001:db8:1c::/64')).toBe('reject');
  });

  test('has the binding that lets a later PBU update it', () => {
    expect(gateway.binding(PREF_A)).toMatchObject({
      mnId: mn1.mnId,
      linkLayerId: mn1.mac,
      att: 4,
      state: 'serving',
      proxyCareOfAddress: 'here',
      expiresAt: undefined,
    });
  });

  test('DMM-12: told of no anchors it sends no PBU, and writes itself to the HSS', () => {
    const told = new Gateway(configOf(1));
    told.attach();
    told.answer([]);
    expect(told.sent).toEqual([]);
    expect(told.asked('signal')).toMatchObject([
      {
        label: 'HSS! mn1 at D-GW1',
        news: { say: 'store', serving: DGW1, anchor: { prefix: PREF_A, dlif: dlif1 } },
      },
    ]);
  });

  test('without an answer of the HSS counts as such, with a warning', () => {
    const alone = new Gateway(configOf(2));
    alone.attach();
    alone.runTo(seconds(2));
    expect(alone.notes.join()).toContain('warning: the HSS does not answer');
    expect(alone.asked('signal')).toMatchObject([{ label: 'HSS! mn1 at D-GW2' }]);
  });

  test('without a free prefix serves nobody, with a warning', () => {
    const full = new Gateway({ ...configOf(2), pool: [] });
    full.attach();
    expect(full.dlifs).toEqual([]);
    expect(full.notes).toEqual(['warning: no prefix is left for mn1 (DMM §4.2 step 2)']);
  });
});

describe('a node that leaves', () => {
  test('X-25: is not de-registered; X-26: its prefix waits for the rest of the lifetime', () => {
    const gateway = registered();
    gateway.now = seconds(5);
    gateway.detach();
    expect(gateway.sent).toEqual([]);
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving', 'mn1dgw1 clone']);
    expect(gateway.update(DGW1)?.state).toBe('idle');
    expect(gateway.binding(PREF_B).expiresAt).toBe(seconds(305));
  });

  test('R-14: during a registration no PBU follows, and after 1 s nothing is left of it', () => {
    const gateway = handover();
    gateway.detach();
    expect(gateway.asked('signal').map((each) => each.label)).toEqual(['HSS! mn1 prefB']);
    gateway.runTo(seconds(60));
    expect(gateway.pbus).toEqual([]);
    expect(gateway.tables.updates.size).toBe(0);
  });

  test('a PBA that still comes sets the tunnel up, so that packets do not circle', () => {
    const gateway = handover();
    const pbu = gateway.pbus[0];
    gateway.detach();
    gateway.receive(answerTo(pbu));
    expect(gateway.update(DGW1)?.state).toBe('idle');
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward mn1dgw1');
    expect(gateway.advertisements).toEqual([]);
  });

  test('an answer of the HSS for an attachment that is over is ignored', () => {
    const gateway = new Gateway(configOf(2));
    gateway.attach();
    gateway.detach();
    gateway.answer([anchorA]);
    expect(gateway.pbus).toEqual([]);
    expect(gateway.notes.join()).toContain('silent: anchors of mn1@example.net');
  });

  test('in the end leaves nothing behind', () => {
    const gateway = registered();
    gateway.detach();
    gateway.runTo(seconds(700));
    expect(gateway.dlifs).toEqual([]);
    for (const id of ['bindings', 'updates', 'tunnels', 'stations', 'waiting'] as const) {
      expect([id, gateway.tables[id].size]).toEqual([id, 0]);
    }
    expect(gateway.timers.size).toBe(0);
    expect([...gateway.routes.values()].filter((route) => route.rule !== 'reject')).toEqual([]);
    expect([...gateway.interfaces.keys()]).toEqual([]);
  });

  test('and comes back here gets its prefix and DLIF again, and is registered anew', () => {
    const gateway = registered();
    gateway.now = seconds(5);
    gateway.detach();
    gateway.now = seconds(6);
    gateway.attach();
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw2, medium 1800, 2001:db8:bb:1:: 2592000/604800',
    ]);
    gateway.answer([anchorA]);
    expect(gateway.pbus).toMatchObject([{ sequence: 2, handoff: 3, prefixes: [PREF_A] }]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(gateway.advertisements).toHaveLength(1);
    expect(gateway.update(DGW1)?.state).toBe('active');
  });
});

describe('a Router Solicitation', () => {
  const solicitation = {
    src: ipv6('fe80::5eff:fe00:101'),
    dst: ipv6('ff02::2'),
    hopLimit: 255,
    trafficClass: 0,
    flowLabel: 0,
    payload: {
      is: 'icmpv6' as const,
      message: { is: 'RouterSolicitation' as const, options: [] },
    },
  };

  test('is answered by each DLIF that hears it', () => {
    const gateway = registered();
    gateway.receive(solicitation, 'mn1dgw2', mn1.mac);
    expect(gateway.advertisements.map((text) => text.slice(0, 11))).toEqual(['RA @mn1dgw2']);
    gateway.receive(solicitation, 'mn1dgw1', mn1.mac);
    expect(gateway.advertisements.map((text) => text.slice(0, 11))).toEqual(['RA @mn1dgw1']);
  });

  test('from a stranger is ignored with a note', () => {
    const gateway = registered();
    gateway.receive(solicitation, 'phy', mac('02:00:5e:00:09:09'));
    expect(gateway.advertisements).toEqual([]);
    expect(gateway.notes.join()).toContain('silent: a Router Solicitation');
  });
});

test('the own prefix is advertised again every ten minutes while the node is here', () => {
  const gateway = new Gateway(configOf(1));
  gateway.attach();
  gateway.answer([]);
  gateway.runTo(seconds(1300));
  expect(gateway.advertisements).toHaveLength(2);
  gateway.detach();
  gateway.runTo(seconds(1590));
  expect(gateway.advertisements).toEqual([]);
});
