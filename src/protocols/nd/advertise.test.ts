import { describe, expect, test } from 'vitest';
import { ALL_NODES, ipv6, linkLocalOf, mac, prefix } from '#wire/address.ts';
import { decodePacket, encodePacket, type Packet } from '#wire/packet.ts';
import { buildRouterAdvertisement, freshPrefix, type Advertisement } from './advertise.ts';

// Figure 4 of the DMM draft: mn1dgw1 while its own gateway serves MN1.
const dlif = mac('00:11:22:33:01:01');
const initial: Advertisement = {
  source: linkLocalOf(dlif),
  mac: dlif,
  prefixes: [freshPrefix(prefix('2001:db8:aa:1::/64'))],
  routes: [],
  preference: 'medium',
  routerLifetime: 1800,
};
const prefA = prefix('2001:db8:aa:1::/64');
const localnet = prefix('2001:db8:1c::/64');

const hex = (packet: Packet): string =>
  Array.from(encodePacket(packet, 'draft-05'), (octet) => octet.toString(16).padStart(2, '0')).join(
    '',
  );
const messageOf = (it: Advertisement): unknown => {
  const { payload } = buildRouterAdvertisement(it);
  return payload.is === 'icmpv6' ? payload.message : undefined;
};

describe('Router Advertisement', () => {
  test('goes to all nodes with hop limit 255, ND §4.2', () => {
    const packet = buildRouterAdvertisement(initial);
    expect(packet).toMatchObject({ src: 'fe80::211:22ff:fe33:101', dst: ALL_NODES, hopLimit: 255 });
  });

  test('what is encoded is decoded again', () => {
    const packet = buildRouterAdvertisement({ ...initial, mtu: 1460 });
    const decoded = decodePacket(encodePacket(packet, 'draft-05'), 'draft-05');
    expect(decoded).toEqual({ ok: true, value: packet });
  });

  // Octets of independent origin; they are sent to the MN's own address.
  const toMn = (it: Advertisement): string =>
    hex({ ...buildRouterAdvertisement(it), dst: ipv6('fe80::5eff:fe00:101') });
  const ends = 'fe80000000000000021122fffe330101fe8000000000000000005efffe000101';

  test('octets of the first advertisement of mn1dgw1, DMM §4.2', () => {
    expect(toMn(initial)).toBe(
      `6000000000383aff${ends}8600551d400007080000000000000000` +
        '0101001122330101' +
        '030440c000278d0000093a800000000020010db800aa00010000000000000000',
    );
  });

  test('octets of the deprecating advertisement with a route, DMM §4.2 step 8', () => {
    const deprecating = {
      ...initial,
      prefixes: [{ prefix: prefA, valid: 7200, preferred: 0 }],
      routes: [{ prefix: localnet, lifetime: 1800, preference: 'medium' as const }],
      preference: 'low' as const,
    };
    expect(toMn(deprecating)).toBe(
      `6000000000483aff${ends}860073a6401807080000000000000000` +
        '0101001122330101030440c000001c20000000000000000020010db800aa00010000000000000000' +
        '180240000000070820010db8001c0000',
    );
  });

  test('the preference is medium when the router lifetime is 0, RTR §2.2', () => {
    const withdrawn = { ...initial, preference: 'high' as const, routerLifetime: 0 };
    expect(messageOf(withdrawn)).toMatchObject({ routerLifetime: 0, preference: 0 });
    expect(messageOf({ ...initial, preference: 'high' })).toMatchObject({ preference: 1 });
    expect(messageOf({ ...initial, preference: 'low' })).toMatchObject({ preference: 3 });
  });

  test('a fresh prefix has the default lifetimes, ND §6.2.1', () => {
    expect(freshPrefix(prefA)).toMatchObject({ valid: 2_592_000, preferred: 604_800 });
  });

  test.each([
    [
      'a preferred lifetime above the valid one',
      { prefixes: [{ prefix: prefA, valid: 1, preferred: 2 }] },
    ],
    [
      'one route twice, RTR §2.3',
      {
        routes: [1, 2].map((lifetime) => ({
          prefix: localnet,
          lifetime,
          preference: 'low' as const,
        })),
      },
    ],
    [
      '18 routes, RTR §4',
      {
        routes: Array.from({ length: 18 }, (_, i) => ({
          prefix: prefix(`2001:db8:${i + 1}::/48`),
          lifetime: 1,
          preference: 'low' as const,
        })),
      },
    ],
  ])('is not built with %s', (_, wrong) => {
    expect(() => buildRouterAdvertisement({ ...initial, ...wrong })).toThrow(/advertise|lifetime/);
  });
});
