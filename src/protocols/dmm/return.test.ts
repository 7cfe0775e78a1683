// An anchor after the first handover: the binding ends (S-38), the node comes back (S-25), clones
// end, the local network finds its way back.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { buildProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import {
  PREF_A,
  PREF_B,
  DGW1,
  DGW2,
  DGW3,
  anchorB,
  optionsOfB,
  anchoring,
  update,
  away,
} from '#testing/dmm-cast.ts';
import { configOf, Gateway, mn1 } from '#testing/gateway.ts';
import { ipv6, mac } from '#wire/address.ts';
import { dlifOptions } from './messages.ts';

describe('the end of a binding', () => {
  test('S-38 c: without refresh all goes, the HSS is told, and packets are dropped here', () => {
    const gateway = away();
    gateway.runTo(seconds(310) + ms(20));
    expect(gateway.tables.bindings.size).toBe(0);
    expect(gateway.dlifs).toEqual([]);
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.route(`to ${PREF_A}`)).toBe('reject');
    expect(gateway.asked('signal').map((each) => each.label)).toEqual(['HSS! mn1 without prefA']);
    expect(gateway.tables.stations.size).toBe(0);
  });

  test('S-38 d: a refresh just after it is a new session with the same prefix', () => {
    const gateway = away();
    gateway.runTo(seconds(310) + ms(21));
    update(gateway, { sequence: 2, handoff: 5 });
    expect(gateway.pbas).toMatchObject([{ status: 0, prefixes: [PREF_A] }]);
    expect(gateway.dlifs).toEqual(['mn1dgw1 kept']);
    expect(gateway.tables.dlifs.get('mn1dgw1')?.mac).toBe('00:11:22:33:01:01');
  });

  test('R-8: the node gets its prefix again, another one a prefix that nobody remembers', () => {
    const gateway = away();
    gateway.runTo(seconds(311));
    gateway.attach({ ...mn1, mnId: 'mn2@example.net', node: 'mn2' });
    gateway.attach();
    expect([...gateway.tables.bindings.values()].map((row) => [row.mnId, row.prefix])).toEqual([
      ['mn2@example.net', '2001:db8:aa:2::/64'],
      ['mn1@example.net', '2001:db8:aa:1::/64'],
    ]);
  });
});

describe('the return of the node, X-14', () => {
  function returned(): Gateway {
    const gateway = away();
    gateway.now = seconds(20);
    gateway.attach();
    return gateway;
  }

  test('S-25: brings prefix and DLIF back at once, and takes the tunnel away', () => {
    const gateway = returned();
    expect(gateway.advertisements).toEqual([
      'RA @mn1dgw1, medium 1800, 2001:db8:aa:1:: 2592000/604800',
    ]);
    expect(gateway.binding(PREF_A)).toMatchObject({
      state: 'serving',
      proxyCareOfAddress: 'here',
      expiresAt: undefined,
    });
    expect(gateway.tables.tunnels.size).toBe(0);
    expect(gateway.route(`to ${PREF_A}`)).toBe('forward mn1dgw1');
    expect(gateway.timers.has(`binding ${PREF_A}`)).toBe(false);
  });

  test('S-25: the prefix of the gateway in between is registered and portrayed', () => {
    const gateway = returned();
    gateway.answer([anchorB]);
    const [pbu] = gateway.pbus;
    expect(pbu).toMatchObject({ destination: DGW2, prefixes: [PREF_B], handoff: 3 });
    const answer = {
      status: 0,
      lifetime: 75,
      distributed: true,
      prefixes: [PREF_B],
      extensions: optionsOfB,
    };
    gateway.receive(buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), answer));
    expect(gateway.advertisements).toEqual(['RA @mn1dgw2, low 1800, 2001:db8:bb:1:: 7200/0']);
    expect(gateway.dlifs).toEqual(['mn1dgw1 serving', 'mn1dgw2 clone']);
    // The own local network is native, whatever the source.
    expect(gateway.route(`local ${PREF_B} 2001:db8:1c::/64`)).toBe('pass');
  });
});

describe('X-25: a PBU for the own prefix ends what this gateway held to serve the node', () => {
  test('clones, registrations, tunnels and routes; the own DLIF is kept', () => {
    const gateway = new Gateway(configOf(2));
    gateway.attach();
    gateway.answer([
      { anchor: DGW1, gateway: 'D-GW1', prefixName: 'prefA', prefix: PREF_A, localPrefixes: [] },
    ]);
    const [pbu] = gateway.pbus;
    const dlif = { linkLocal: ipv6('fe80::211:22ff:fe33:101'), mac: mac('00:11:22:33:01:01') };
    const extensions = dlifOptions({ prefixes: [PREF_A], localPrefixes: [], dlif });
    const answer = { status: 0, lifetime: 75, distributed: true, prefixes: [PREF_A], extensions };
    gateway.receive(buildProxyAcknowledgement(must(pbu, 'a PBU was sent'), answer));
    expect(gateway.dlifs).toEqual(['mn1dgw2 serving', 'mn1dgw1 clone']);
    gateway.now = seconds(5);
    gateway.detach();
    gateway.now = seconds(6);
    update(gateway, { source: DGW1, destination: DGW2, prefixes: [PREF_B] });
    expect(gateway.dlifs).toEqual(['mn1dgw2 kept']);
    expect(gateway.tables.updates.size).toBe(0);
    expect(gateway.tables.tunnels.get(DGW1)?.users).toEqual([{ mnId: mn1.mnId, prefix: PREF_B }]);
    expect(gateway.route(`to ${PREF_A}`)).toBeUndefined();
    expect(gateway.route(`from ${PREF_A}`)).toBeUndefined();
    expect(gateway.route(`to ${PREF_B}`)).toBe('forward tun-2001:db8:d1::1');
    expect(gateway.advertisements).toEqual([]);
  });
});

describe('X-8: the way back from the local network', () => {
  const host = '2001:db8:bb:1:0:5eff:fe00:101';

  test('is a host route into the tunnel that the source came from', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    expect(gateway.routes.get(`return ${host}`)).toMatchObject({
      to: `${host}/128`,
      from: '2001:db8:1c::/64',
      out: 'tun-2001:db8:d2::1',
    });
  });

  test('is not made for other destinations, nor for sources anchored here', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:c1::10', 'tun-2001:db8:d2::1');
    gateway.source('2001:db8:aa:1::1', '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    expect([...gateway.routes.keys()].filter((id) => id.startsWith('return'))).toEqual([]);
  });

  test('goes with the tunnel', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    gateway.now = seconds(20);
    gateway.attach();
    expect(gateway.routes.has(`return ${host}`)).toBe(false);
    expect(gateway.tables.returns.size).toBe(0);
  });

  test('follows the node to a third gateway', () => {
    const gateway = away();
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d2::1');
    gateway.now = seconds(20);
    update(gateway, { source: DGW3 });
    expect(gateway.routes.has(`return ${host}`)).toBe(false);
    gateway.source(host, '2001:db8:1c::80', 'tun-2001:db8:d3::1');
    expect(gateway.routes.get(`return ${host}`)?.out).toBe('tun-2001:db8:d3::1');
  });

  test('is not watched for when the reading is off', () => {
    const gateway = anchoring({ localNetwork: 'off' });
    update(gateway);
    expect(gateway.interfaces.get('tun-2001:db8:d2::1')?.tunnel?.tellSources).toBe(false);
  });
});
