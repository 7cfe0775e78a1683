import { describe, expect, test } from 'vitest';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { NdOption } from '#wire/packet.ts';
import { buildRouterAdvertisement } from './advertise.ts';
import { faultOf, interpret, type HostType, type RouterAdvertisement } from './interpret.ts';

const router = ipv6('fe80::211:22ff:fe33:101');
const packet = buildRouterAdvertisement({
  source: router,
  mac: mac('00:11:22:33:01:01'),
  prefixes: [],
  routes: [],
  preference: 'medium',
  routerLifetime: 1800,
});

const header = {
  is: 'RouterAdvertisement',
  curHopLimit: 64,
  managed: false,
  otherConfig: false,
  homeAgent: false,
  preference: 0,
  proxy: false,
  routerLifetime: 1800,
  reachableTime: 0,
  retransTimer: 0,
  options: [],
} as const satisfies RouterAdvertisement;

const pio = (change: Partial<Extract<NdOption, { is: 'PrefixInformation' }>>): NdOption => ({
  is: 'PrefixInformation',
  prefixLength: 64,
  onLink: true,
  autonomous: true,
  routerAddress: false,
  validLifetime: 2_592_000,
  preferredLifetime: 604_800,
  prefix: ipv6('2001:db8:aa:1::'),
  ...change,
});
const rio = (change: Partial<Extract<NdOption, { is: 'RouteInformation' }>>): NdOption => ({
  is: 'RouteInformation',
  prefixLength: 64,
  preference: 0,
  routeLifetime: 1800,
  prefix: ipv6('2001:db8:1c::'),
  ...change,
});
const read = (
  change: Partial<RouterAdvertisement>,
  hostType: HostType = 'C',
): ReturnType<typeof interpret> => interpret(router, { ...header, ...change }, hostType);

describe('validity, ND §6.1.2', () => {
  test('a link-local source and hop limit 255 are right', () => {
    expect(faultOf(packet)).toBeUndefined();
  });
  test('a source that is not link-local is refused', () => {
    expect(faultOf({ ...packet, src: ipv6('2001:db8:d1::1') })?.cite).toBe('ND §6.1.2');
  });
  test('another hop limit is refused', () => {
    expect(faultOf({ ...packet, hopLimit: 254 })?.cite).toBe('ND §6.1.2');
  });
});

describe('preference of a default router, RTR §2.2 and §3.1', () => {
  test.each([
    [0b00, 'medium', 'medium', 'medium'],
    [0b01, 'medium', 'high', 'high'],
    [0b11, 'medium', 'low', 'low'],
    [0b10, 'medium', 'medium', 'medium'],
  ] as const)('bits %i: type A %s, B %s, C %s', (preference, a, b, c) => {
    const seen = (hostType: HostType): string =>
      read({ preference }, hostType).asDefault.preference;
    expect([seen('A'), seen('B'), seen('C')]).toEqual([a, b, c]);
  });
});

describe('prefixes', () => {
  const taken = (change: Parameters<typeof pio>[0]): unknown =>
    read({ options: [pio(change)] }).prefixes[0];

  test('a prefix for addresses on the link, RFC 4862 §5.5.3', () => {
    expect(taken({})).toEqual({
      prefix: '2001:db8:aa:1::/64',
      valid: 2_592_000,
      preferred: 604_800,
      onLink: true,
      autonomous: true,
    });
  });

  test('preferred above valid: ignored as a whole, RFC 4862 §5.5.3 c (S-27 e)', () => {
    const { prefixes, ignored } = read({ options: [pio({ validLifetime: 604_799 })] });
    expect(prefixes).toEqual([]);
    expect(ignored[0]?.cite).toBe('RFC 4862 §5.5.3 c');
  });

  test('the link-local prefix: ignored, RFC 4862 §5.5.3 b, ND §6.3.4', () => {
    const { prefixes, ignored } = read({ options: [pio({ prefix: ipv6('fe80::') })] });
    expect(prefixes).toEqual([]);
    expect(ignored[0]?.cite).toBe('RFC 4862 §5.5.3 b');
  });

  test('63 bits: on the link, but no address from it, RFC 4862 §5.5.3 d', () => {
    expect(taken({ prefixLength: 63 })).toMatchObject({ onLink: true, autonomous: false });
  });

  test('bits behind the prefix length are ignored, ND §4.6.2', () => {
    expect(taken({ prefix: ipv6('2001:db8:aa:1::77') })).toMatchObject({
      prefix: '2001:db8:aa:1::/64',
    });
  });

  test('L and A are read apart, ND §6.3.4', () => {
    expect(taken({ onLink: false })).toMatchObject({ onLink: false, autonomous: true });
    expect(taken({ autonomous: false })).toMatchObject({ onLink: true, autonomous: false });
  });
});

describe('routes, RTR §2.3 and §3.1', () => {
  test('only a host of type C takes them', () => {
    const count = (type: HostType): number => read({ options: [rio({})] }, type).routes.length;
    expect([count('A'), count('B'), count('C')]).toEqual([0, 0, 1]);
  });

  test('a reserved preference: the option is ignored (S-27 f)', () => {
    const { routes, ignored } = read({ options: [rio({ preference: 0b10 })] });
    expect(routes).toEqual([]);
    expect(ignored[0]?.cite).toBe('RTR §2.3');
  });

  test('the example of RTR §3.1: ::/0 overrides lifetime and preference for type C alone', () => {
    const everywhere = rio({
      prefixLength: 0,
      prefix: ipv6('::'),
      routeLifetime: 200,
      preference: 0b11,
    });
    const seen = (hostType: HostType): unknown =>
      read({ routerLifetime: 100, preference: 0b00, options: [everywhere] }, hostType).asDefault;
    expect(seen('A')).toMatchObject({ lifetime: 100, preference: 'medium' });
    expect(seen('B')).toMatchObject({ lifetime: 100, preference: 'medium' });
    expect(seen('C')).toMatchObject({ lifetime: 200, preference: 'low' });
  });

  test('router lifetime 0: no default router, but prefixes and routes count (S-27 g)', () => {
    const it = read({ routerLifetime: 0, options: [pio({}), rio({})] });
    expect(it.asDefault.lifetime).toBe(0);
    expect(it.prefixes).toHaveLength(1);
    expect(it.routes).toEqual([
      { prefix: prefix('2001:db8:1c::/64'), lifetime: 1800, preference: 'medium' },
    ]);
  });
});

test('link-layer address and MTU are read, ND §6.3.4', () => {
  const it = read({
    options: [
      { is: 'SourceLinkLayerAddress', address: mac('00:11:22:33:01:01') },
      { is: 'Mtu', mtu: 1460 },
    ],
  });
  expect(it).toMatchObject({ mac: '00:11:22:33:01:01', mtu: 1460 });
});

test('unknown options are ignored, ND §4.2', () => {
  const unknown: NdOption = { is: 'UnknownNdOption', type: 222, data: new Uint8Array(6) };
  expect(read({ options: [unknown, pio({})] }).prefixes).toHaveLength(1);
});
