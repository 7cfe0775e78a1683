// Role `host` on a real timeline: searching, configuring, testing, ending.

import { describe, expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import { ipv6, linkLocalOf, UNSPECIFIED } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { buildRouterAdvertisement } from './advertise.ts';
import { buildProbe } from './solicit.ts';
import * as toy from './toy.ts';
import { advertises, joins, sends, Stage } from './toy.ts';

freezeRows();

const mnLinkLocal = linkLocalOf(toy.MN_MAC);
const inA = '2001:db8:aa:1:0:5eff:fe00:101';

describe('link-local address, RFC 4862 §5.3', () => {
  test('is formed from the EUI-64 when the link comes up, and tested for one second', () => {
    const stage = new Stage({}).at(0.999);
    expect(stage.rows('host', 'addresses')).toMatchObject({
      [mnLinkLocal]: { state: 'tentative' },
    });
    const probes = stage.sent(135);
    expect(probes).toHaveLength(1);
    expect(probes[0]).toMatchObject({
      packet: { src: UNSPECIFIED, dst: 'ff02::1:ff00:101', hopLimit: 255 },
      message: { target: mnLinkLocal, options: [] },
    });
    expect(stage.at(1).rows('stack', 'addresses')).toMatchObject({
      [mnLinkLocal]: { state: 'preferred', prefixLength: 64 },
    });
  });

  test('a duplicate disables IPv6 on the interface, RFC 4862 §5.4.5', () => {
    const stage = new Stage({
      dgw1: [sends(0.1, 1, buildProbe(mnLinkLocal)), advertises(1.5, 1)],
    }).at(30);
    expect(stage.rows('host', 'addresses')).toMatchObject({ [mnLinkLocal]: { duplicate: true } });
    expect(stage.rows('stack', 'addresses')).toEqual({});
    expect(stage.notes).toEqual(['warning RFC 4862 §5.4.5', 'silent RFC 4862 §5.4.5']);
    expect(stage.sent(133)).toEqual([]);
  });

  test('a duplicate is tried again on another link', () => {
    const stage = new Stage({
      mn: [joins(0, 1), joins(2, 2)],
      dgw1: [sends(0.1, 1, buildProbe(mnLinkLocal))],
    }).at(4);
    expect(stage.rows('stack', 'addresses')).toMatchObject({
      [mnLinkLocal]: { state: 'preferred' },
    });
  });
});

describe('router solicitation, ND §6.3.7', () => {
  test('three, 4 s apart, the first after a random delay of at most one second', () => {
    const stage = new Stage({}).at(60);
    const times = stage.sent(133).map(({ at }) => at);
    expect(times).toHaveLength(3);
    expect(times[0]).toBeGreaterThan(0);
    expect(times[0]).toBeLessThan(1);
    expect(times.map((at) => Math.round((at - (times[0] ?? 0)) * 1e6) / 1e6)).toEqual([0, 4, 8]);
    expect(stage.notes).toEqual(['warning ND §6.3.7']);
  });

  test('the delay differs with the seed', () => {
    const first = (seed: number): unknown => new Stage({ seed }).at(2).sent(133)[0]?.at;
    expect(new Set([1, 2, 3].map(first)).size).toBe(3);
  });

  test('from :: without link-layer address while tentative; with both later, ND §4.1', () => {
    const [first, second] = new Stage({}).at(10).sent(133);
    expect(first).toMatchObject({
      packet: { src: '::', dst: 'ff02::2' },
      message: { options: [] },
    });
    expect(second).toMatchObject({
      packet: { src: mnLinkLocal, dst: 'ff02::2' },
      message: { options: [{ is: 'SourceLinkLayerAddress', address: toy.MN_MAC }] },
    });
  });

  test('an advertisement ends the search, also before the first solicitation (Choice)', () => {
    expect(new Stage({ dgw1: [advertises(0.01, 1)] }).at(60).sent(133)).toEqual([]);
    expect(new Stage({ dgw1: [advertises(3, 1)] }).at(60).sent(133)).toHaveLength(1);
  });

  test('an advertisement with router lifetime 0 does not end it', () => {
    const stage = new Stage({ dgw1: [advertises(3, 1, { routerLifetime: 0 })] });
    expect(stage.at(60).sent(133)).toHaveLength(3);
  });

  test('begins anew at another gateway, and is silent without a link', () => {
    const stage = new Stage({
      mn: [joins(0, 1), joins(10, undefined), joins(20, 2)],
      dgw1: [advertises(0.01, 1)],
    }).at(60);
    const times = stage.sent(133).map(({ at }) => at);
    expect(times).toHaveLength(3);
    expect(times[0]).toBeGreaterThan(20);
  });
});

describe('autoconfiguration, RFC 4862 §5.5.3', () => {
  test('an address from prefix and EUI-64: tentative for a second, then preferred', () => {
    const stage = new Stage({ dgw1: [advertises(2, 1)] }).at(2.5);
    expect(stage.rows('host', 'addresses')).toMatchObject({
      [inA]: { state: 'tentative', prefix: toy.prefA, router: toy.ROUTER_A },
    });
    expect(stage.rows('stack', 'addresses')).toMatchObject({ [inA]: { state: 'tentative' } });
    expect(stage.sent(135).at(-1)?.message).toMatchObject({ target: inA });
    expect(stage.at(4).rows('stack', 'addresses')).toMatchObject({ [inA]: { state: 'preferred' } });
  });

  test('valid lifetime 0 forms no address', () => {
    const stage = new Stage({
      dgw1: [advertises(2, 1, { prefixes: [{ prefix: toy.prefA, valid: 0, preferred: 0 }] })],
    }).at(4);
    expect(stage.addresses).toEqual([]);
  });

  test.each([
    ['a probe for it, RFC 4862 §5.4.3', buildProbe(ipv6(inA))],
    [
      'an advertisement of it, RFC 4862 §5.4.4',
      {
        ...buildProbe(ipv6(inA)),
        src: toy.ROUTER_A,
        dst: ipv6('ff02::1'),
        payload: {
          is: 'icmpv6',
          message: {
            is: 'NeighborAdvertisement',
            router: false,
            solicited: false,
            override: false,
            target: ipv6(inA),
            options: [],
          },
        },
      } satisfies Packet,
    ],
  ])('a tentative address is not used after %s', (_, packet) => {
    const stage = new Stage({
      dgw1: [advertises(2, 1), sends(2.5, 1, packet), advertises(10, 1)],
    }).at(20);
    expect(stage.rows('stack', 'addresses')).not.toHaveProperty(inA);
    expect(stage.rows('host', 'addresses')).toMatchObject({ [inA]: { duplicate: true } });
    expect(stage.notes).toContain('warning RFC 4862 §5.4.5');
  });

  test('a solicitation from a unicast address is no conflict, RFC 4862 §5.4.3', () => {
    const resolving = { ...buildProbe(ipv6(inA)), src: toy.ROUTER_A };
    const stage = new Stage({ dgw1: [advertises(2, 1), sends(2.5, 1, resolving)] }).at(4);
    expect(stage.rows('stack', 'addresses')).toMatchObject({ [inA]: { state: 'preferred' } });
  });

  test('lifetimes end: preferred → deprecated → gone, RFC 4862 §5.5.4', () => {
    const short = { prefixes: [{ prefix: toy.prefA, valid: 8000, preferred: 100 }] };
    const stage = new Stage({ dgw1: [advertises(2, 1, short)] });
    expect(stage.at(102).addresses).toEqual([`${toy.prefA} preferred 0.002 7900.002`]);
    expect(stage.at(102.1).rows('stack', 'addresses')).toMatchObject({
      [inA]: { state: 'deprecated' },
    });
    expect(stage.at(8003).rows('stack', 'addresses')).not.toHaveProperty(inA);
    expect(stage.rows('host', 'addresses')).not.toHaveProperty(inA);
  });

  test('the link-local address stays for ever', () => {
    const stage = new Stage({}).at(3_000_000);
    expect(stage.rows('stack', 'addresses')).toHaveProperty(mnLinkLocal);
  });
});

describe('routers and neighbours, ND §6.3.4', () => {
  test('a router with its link-layer address: listed, and STALE in the cache', () => {
    const stage = new Stage({ dgw1: [advertises(2, 1)] }).at(4);
    expect(stage.rows('host', 'routers')).toMatchObject({
      [toy.ROUTER_A]: { mac: '00:11:22:33:01:01', preference: 'medium', prefixes: [toy.prefA] },
    });
    expect(stage.rows('stack', 'neighbours')).toMatchObject({
      [`if1 ${toy.ROUTER_A}`]: { mac: '00:11:22:33:01:01', state: 'stale', isRouter: true },
    });
  });

  test('a router from elsewhere is ignored, ND §6.1.2', () => {
    const packet = buildRouterAdvertisement(toy.advertisement(1));
    const stage = new Stage({
      dgw1: [sends(2, 1, { ...packet, src: ipv6('2001:db8:d1::1') })],
    }).at(3);
    expect(stage.rows('host', 'routers')).toEqual({});
    expect(stage.notes).toContain('silent ND §6.1.2');
  });

  test('a default router ends with its lifetime, ND §6.3.5', () => {
    const stage = new Stage({ dgw1: [advertises(2, 1)] });
    expect(stage.at(1802).routes).toContain(`any → ::/0 by ${toy.ROUTER_A}`);
    expect(stage.at(1803).routes).toEqual([`any → ${toy.prefA} by the link`]);
    expect(stage.rows('host', 'routers')).toEqual({});
  });

  test('a prefix leaves the link by lifetime 0, though its address stays for two hours', () => {
    const gone = { prefixes: [{ prefix: toy.prefA, valid: 0, preferred: 0 }] };
    const stage = new Stage({ dgw1: [advertises(2, 1), advertises(10, 1, gone)] }).at(11);
    expect(stage.routes).toEqual([`any → ::/0 by ${toy.ROUTER_A}`]);
    expect(stage.rows('stack', 'addresses')).toMatchObject({ [inA]: { state: 'deprecated' } });
  });

  test('an MTU between 1280 and that of the link is taken, others are not', () => {
    const mtuAfter = (mtu: number): unknown =>
      new Stage({ dgw1: [advertises(2, 1, { mtu })] }).at(3).rows('stack', 'interfaces')['if1']?.[
        'mtu'
      ];
    expect([1460, 1280, 1279, 1501].map(mtuAfter)).toEqual([1460, 1280, 1500, 1500]);
  });
});

describe('a move to another gateway (S-22)', () => {
  const played = (): Stage =>
    new Stage({
      mn: [joins(0, 1), joins(10, undefined), joins(10.02, 2)],
      dgw1: [advertises(0.01, 1)],
      dgw2: [
        advertises(10.03, 2),
        advertises(10.07, 1, {
          prefixes: [{ prefix: toy.prefA, valid: 7200, preferred: 0 }],
          routes: [{ prefix: toy.localnet, lifetime: 1800, preference: 'medium' }],
          preference: 'low',
        }),
      ],
    });

  test('addresses and routers stay while the link is down', () => {
    const stage = played().at(10.01);
    expect(stage.rows('stack', 'addresses')).toMatchObject({ [inA]: { state: 'preferred' } });
    expect(stage.rows('host', 'routers')).toHaveProperty(toy.ROUTER_A);
  });

  test('afterwards: prefA deprecated, prefB preferred, two routers, a route to localnet', () => {
    const stage = played().at(12);
    expect(stage.addresses.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `${toy.prefA} deprecated`,
      `${toy.prefB} preferred`,
    ]);
    expect(stage.rows('host', 'routers')).toMatchObject({
      [toy.ROUTER_A]: { preference: 'low', prefixes: [toy.prefA] },
      [toy.ROUTER_B]: { preference: 'medium', prefixes: [toy.prefB] },
    });
    expect(stage.routes).toEqual([
      `any → ${toy.prefA} by the link`,
      `${toy.prefA} → ::/0 by ${toy.ROUTER_A}`,
      `any → ::/0 by ${toy.ROUTER_B}`,
      `any → ${toy.prefB} by the link`,
      `${toy.prefB} → ::/0 by ${toy.ROUTER_B}`,
      `${toy.prefA} → ${toy.localnet} by ${toy.ROUTER_A}`,
      `any → ${toy.localnet} by ${toy.ROUTER_A}`,
    ]);
  });

  test('the neighbour entry of mn1dgw1 is not touched: no NS storm, DMM §4.1', () => {
    const stage = played().at(15);
    const writes = stage.events.filter(
      (event) =>
        event.kind === 'row' && event.table === 'neighbours' && event.key.endsWith(toy.ROUTER_A),
    );
    expect(writes).toHaveLength(1);
    const resolutions = stage.sent(135).filter(({ packet }) => packet.src !== '::');
    expect(resolutions).toEqual([]);
  });

  test('addresses that were tested are not tested again (Choice)', () => {
    const targets = played()
      .at(15)
      .sent(135)
      .map(({ message }) => message);
    expect(targets).toMatchObject([
      { target: mnLinkLocal },
      { target: inA },
      { target: '2001:db8:bb:1:0:5eff:fe00:101' },
    ]);
  });

  test('a run and a seek give the same', () => {
    const straight = played().at(15).timeline;
    const sought = played().at(15).timeline;
    sought.seek(5_000_000);
    sought.runTo(15_000_000);
    expect(sought.fingerprint()).toBe(straight.fingerprint());
  });
});
