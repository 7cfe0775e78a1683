// A node comes from another gateway, seen from the one that serves it now: S-22, S-24, S-27 a,
// S-28 a, b, g and h.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import {
  PREF_A,
  PREF_B,
  LOCALNET,
  DGW1,
  dlif1,
  bareAnchorA,
  anchorA,
  anchorB,
  optionsOfA,
  optionsOfB,
  answerTo,
  handover,
  registered,
} from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import { dlifOptions } from './messages.ts';

describe('a handover', () => {
  test('DMM-3, DMM-19: the anchor gets a PBU with D, HI 3, prefix and next sequence', () => {
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

  test('DMM-4, DMM-5, DMM-6, DMM-9, DMM-16, DMM-18: the PBA brings tunnel, clone, RA', () => {
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

  test('DMM-11, DMM-35, DMM-36, X-9: local network first, then source, then destination', () => {
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
    gateway.receive(answerTo(gateway.pbus[0], { extensions: [] }));
    expect(gateway.tables.dlifs.get('mn1dgw1')).toEqual(full.tables.dlifs.get('mn1dgw1'));
    expect(gateway.advertisements).toEqual(full.advertisements);
  });

  test('S-28 b: with neither, the prefix works through the own DLIF, with a warning', () => {
    const gateway = handover({}, bareAnchorA);
    gateway.receive(answerTo(gateway.pbus[0], { extensions: [] }));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving']);
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward mn1dgw2');
    expect(gateway.route(`from ${PREF_A}`)).toBe('forward tun-2001:db8:d1::1');
    expect(gateway.notes.join()).toContain('no DLIF of D-GW1 to clone');
  });

  test('DMM-32: without the link-layer option the address follows from the link-local one', () => {
    const gateway = handover({}, bareAnchorA);
    const options = optionsOfA.filter((option) => option.is !== 'DlifLinkLayerAddress');
    gateway.receive(answerTo(gateway.pbus[0], { extensions: options }));
    expect(gateway.tables.dlifs.get('mn1dgw1')?.mac).toBe('00:11:22:33:01:01');
  });

  test('DMM-22: unknown options of the PBA change nothing, and are noted', () => {
    const unknown = { is: 'UnknownMobilityOption', type: 222, data: Uint8Array.of(1) } as const;
    const gateway = handover();
    gateway.receive(answerTo(gateway.pbus[0], { extensions: [unknown, ...optionsOfA, unknown] }));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving', 'mn1dgw1 clone']);
    expect(gateway.notes.join()).toContain('silent: option 222, 222 is not understood and skipped');
  });

  test('DMM-25: two Anchored Prefix options give two deprecated prefixes', () => {
    const gateway = handover();
    const second = prefix('2001:db8:aa:2::/64');
    const options = dlifOptions({ prefixes: [PREF_A, second], localPrefixes: [], dlif: dlif1 });
    gateway.receive(answerTo(gateway.pbus[0], { prefixes: [PREF_A, second], extensions: options }));
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
    const gateway = handover({}, bareAnchorA);
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
    gateway.receive(answerTo(gateway.pbus[0], { prefixes: [PREF_B], extensions: optionsOfB }));
    expect(gateway.dlifs).toEqual(['mn1dgw3 serving', 'mn1dgw2 clone']);
    gateway.runTo(seconds(1.5));
    expect(gateway.pbus.map((pbu) => pbu.destination)).toEqual([DGW1]);
  });
});
