// A gateway that a node attaches to: S-21, S-22 from D-GW2's side, S-24, S-27 a, S-28 a, b and g, S-36 c.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { HssAnchor } from './hss.ts';
import { dlifOptions } from './messages.ts';

const PREF_A = prefix('2001:db8:aa:1::/64');
const PREF_B = prefix('2001:db8:bb:1::/64');
const LOCALNET = prefix('2001:db8:1c::/64');
const DGW1 = '2001:db8:d1::1';

const dlif1 = {
  name: 'mn1dgw1',
  mac: mac('00:11:22:33:01:01'),
  linkLocal: ipv6('fe80::211:22ff:fe33:101'),
};
const bareAnchor: HssAnchor = {
  anchor: ipv6(DGW1),
  gateway: 'D-GW1',
  prefixName: 'prefA',
  prefix: PREF_A,
  localPrefixes: [],
};
const anchorA: HssAnchor = { ...bareAnchor, dlif: dlif1, localPrefixes: [LOCALNET] };

const fullOptions = dlifOptions({ prefixes: [PREF_A], localPrefixes: [LOCALNET], dlif: dlif1 });
const answerTo = (
  pbu: ProxyUpdate | undefined,
  change: Partial<Answer> = {},
  extensions: readonly MobilityOption[] = fullOptions,
) =>
  buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), {
    status: 0,
    lifetime: 75,
    distributed: true,
    prefixes: [PREF_A],
    extensions,
    ...change,
  });

/** D-GW2 after the attachment of a node that D-GW1 anchors, up to the PBU. */
function handover(knobs: Readonly<Record<string, string>> = {}, anchor = anchorA): Gateway {
  const gateway = new Gateway(configOf(2), knobs);
  gateway.attach();
  gateway.now = ms(10);
  gateway.answer([anchor]);
  return gateway;
}

/** The same after the PBA. */
function registered(knobs: Readonly<Record<string, string>> = {}): Gateway {
  const gateway = handover(knobs);
  const pbu = gateway.pbus[0];
  gateway.now = ms(30);
  gateway.receive(answerTo(pbu));
  return gateway;
}

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

describe('a handover', () => {
  test('DMM-3, DMM-19: the anchor gets a PBU with D, HI 3, the prefix and the next sequence', () => {
    const gateway = handover();
    expect(gateway.pbus).toMatchObject([
      {
        source: '2001:db8:d2::1',
        destination: DGW1,
        sequence: 1,
        lifetime: 75,
        acknowledge: true,
        distributed: true,
        prefixes: [PREF_A],
        handoff: 3,
        accessTechnology: 4,
        linkLayerId: mn1.mac,
      },
    ]);
    expect(gateway.update(DGW1)).toMatchObject({
      state: 'registering',
      sequence: 1,
      sentAt: ms(10),
    });
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
  });

  test('DMM-4, DMM-5, DMM-6, DMM-9, DMM-16, DMM-18: the PBA brings tunnel, clone and a deprecating RA', () => {
    const gateway = registered();
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 7200/0, route 2001:db8:1c::/64 1800',
    ]);
    expect(gateway.asked('send')[0]?.out).toBe('mn1dgw1');
    expect(gateway.tables.dlifs.get('mn1dgw1')).toEqual({
      name: 'mn1dgw1',
      mnId: mn1.mnId,
      mn: 'mn1',
      anchor: DGW1,
      mac: '00:11:22:33:01:01',
      linkLocal: 'fe80::211:22ff:fe33:101',
      globalAddress: '2001:db8:aa:1:211:22ff:fe33:101',
      prefixes: [PREF_A],
      localPrefixes: [LOCALNET],
      state: 'clone',
      deprecated: true,
    });
    expect(gateway.tables.tunnels.get(DGW1)).toMatchObject({
      iface: 'tun-2001:db8:d1::1',
      users: [{ mnId: mn1.mnId, prefix: PREF_A }],
    });
    expect(gateway.update(DGW1)).toMatchObject({
      state: 'active',
      status: 0,
      acceptedAt: ms(30),
      refreshAt: ms(30) + seconds(240),
      expiresAt: ms(30) + seconds(300),
      outstanding: [],
    });
  });

  test('X-9: destination in the local network, then source, then destination', () => {
    const { routes } = registered();
    const tunnel = 'tun-2001:db8:d1::1';
    for (const from of [PREF_A, PREF_B]) {
      expect(routes.get(`local ${from} ${LOCALNET} ${DGW1}`)).toMatchObject({
        from,
        to: LOCALNET,
        ingress: 'access',
        order: -3,
        out: tunnel,
      });
    }
    expect(routes.get(`from ${PREF_A}`)).toMatchObject({ order: -2, out: tunnel });
    expect(routes.get(`from ${PREF_B}`)).toMatchObject({ order: -1, rule: 'pass' });
    expect(routes.get(`to ${PREF_A}`)).toMatchObject({ out: 'mn1dgw1' });
    expect(routes.get(`to ${PREF_B}`)).toMatchObject({ out: 'mn1dgw2' });
  });

  test('with the local network off only the source decides', () => {
    const { routes } = registered({ localNetwork: 'off' });
    expect([...routes.keys()].filter((id) => id.startsWith('local'))).toEqual([]);
  });

  test('the HSS hears once, when the PBA is in', () => {
    const gateway = handover();
    expect(gateway.asked('signal')).toEqual([]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(gateway.asked('signal').map((each) => each.label)).toEqual(['HSS! mn1 at D-GW2']);
  });

  test('or when the first PBU is not answered in time', () => {
    const gateway = handover();
    gateway.runTo(seconds(2));
    expect(gateway.asked('signal').map((each) => each.label)).toEqual(['HSS! mn1 at D-GW2']);
  });

  test('DMM-17: in lowPreference mode the prefix stays preferred behind a low router', () => {
    const gateway = registered({ anchoredPrefixMode: 'lowPreference' });
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 2592000/604800, route 2001:db8:1c::/64 1800',
    ]);
    expect(gateway.tables.dlifs.get('mn1dgw1')?.deprecated).toBe(false);
  });

  test('DMM-15: without options in the PBA the HSS record gives the same DLIF', () => {
    const full = registered();
    const gateway = handover();
    gateway.now = ms(30);
    gateway.receive(answerTo(gateway.pbus[0], {}, []));
    expect(gateway.tables.dlifs.get('mn1dgw1')).toEqual(full.tables.dlifs.get('mn1dgw1'));
    expect(gateway.advertisements).toEqual(full.advertisements);
  });

  test('S-28 b: with neither, the prefix works through the own DLIF, with a warning', () => {
    const gateway = handover({}, bareAnchor);
    gateway.receive(answerTo(gateway.pbus[0], {}, []));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward mn1dgw2');
    expect(gateway.route(`from ${PREF_A}`)).toBe('forward tun-2001:db8:d1::1');
    expect(gateway.notes.join()).toContain('no DLIF of D-GW1 to clone');
  });

  test('DMM-32: without the link-layer option the address follows from the link-local one', () => {
    const gateway = handover({}, bareAnchor);
    const options = fullOptions.filter((option) => option.is !== 'DlifLinkLayerAddress');
    gateway.receive(answerTo(gateway.pbus[0], {}, options));
    expect(gateway.tables.dlifs.get('mn1dgw1')?.mac).toBe('00:11:22:33:01:01');
  });

  test('DMM-25: two Anchored Prefix options give two deprecated prefixes', () => {
    const gateway = handover();
    const second = prefix('2001:db8:aa:2::/64');
    const options = dlifOptions({ prefixes: [PREF_A, second], localPrefixes: [], dlif: dlif1 });
    gateway.receive(answerTo(gateway.pbus[0], { prefixes: [PREF_A, second] }, options));
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, low 1800, 2001:db8:aa:1:: 7200/0, 2001:db8:aa:2:: 7200/0',
    ]);
    expect(gateway.tables.tunnels.get(DGW1)?.users.length).toBe(2);
  });

  test('X-11: when Anchored Prefix and HNP differ the first wins, with a warning', () => {
    const gateway = handover();
    gateway.receive(answerTo(gateway.pbus[0], { prefixes: [prefix('2001:db8:aa:9::/64')] }));
    expect(gateway.update(DGW1)?.prefixes).toEqual([PREF_A]);
    expect(gateway.notes.join()).toContain(
      'warning: Anchored Prefix and Home Network Prefix differ',
    );
  });

  test('X-13: a PBA without D is that of a plain anchor, its options are ignored', () => {
    const gateway = handover({}, bareAnchor);
    gateway.receive(answerTo(gateway.pbus[0], { distributed: false }));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
    expect(gateway.tables.tunnels.size).toBe(1);
  });

  test('DMM-33: an anchor outside the domain gets no PBU', () => {
    const gateway = handover({}, { ...anchorA, anchor: ipv6('2001:db8:dead::1') });
    expect(gateway.pbus).toEqual([]);
    expect(gateway.notes.join()).toContain('no gateway of the domain');
  });

  test('DMM-7: a clone whose link-layer address is taken here is not made', () => {
    const gateway = new Gateway({
      ...configOf(2),
      dlifMacs: { mn1dgw2: mac('00:11:22:33:01:01') },
    });
    gateway.attach();
    gateway.answer([anchorA]);
    gateway.receive(answerTo(gateway.pbus[0]));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
    expect(gateway.notes.join()).toContain('is in use here');
  });
});

describe('two anchors', () => {
  const anchorB: HssAnchor = {
    anchor: ipv6('2001:db8:d2::1'),
    gateway: 'D-GW2',
    prefixName: 'prefB',
    prefix: PREF_B,
    dlif: {
      name: 'mn1dgw2',
      mac: mac('00:11:22:33:02:02'),
      linkLocal: ipv6('fe80::211:22ff:fe33:202'),
    },
    localPrefixes: [],
  };

  test('X-16: get their PBUs in parallel, at least 1 ms apart', () => {
    const gateway = new Gateway(configOf(3));
    gateway.attach();
    gateway.answer([anchorA, anchorB]);
    expect(gateway.pbus.map((pbu) => pbu.destination)).toEqual([DGW1]);
    gateway.runTo(gateway.now + ms(1));
    expect(gateway.pbus.map((pbu) => [pbu.destination, pbu.sequence])).toEqual([
      ['2001:db8:d2::1', 2],
    ]);
  });

  test('the one that answers works, the other is asked again', () => {
    const gateway = new Gateway(configOf(3));
    gateway.attach();
    gateway.answer([anchorA, anchorB]);
    gateway.runTo(ms(5));
    const options = dlifOptions({ prefixes: [PREF_B], localPrefixes: [], dlif: anchorB.dlif });
    gateway.receive(answerTo(gateway.pbus[0], { prefixes: [PREF_B] }, options));
    expect(gateway.dlifs).toEqual(['mn1dgw3 serving', 'mn1dgw2 clone']);
    gateway.runTo(seconds(1.5));
    expect(gateway.pbus.map((pbu) => pbu.destination)).toEqual([DGW1]);
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

  test('a PBA that still comes sets the tunnel up, so that packets end here and not in a circle', () => {
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

  test('and comes back to the same gateway gets its prefix and DLIF again, and is registered anew', () => {
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
