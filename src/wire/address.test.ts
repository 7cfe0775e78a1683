import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  addressWords,
  ALL_NODES,
  commonPrefixLength,
  fromPrefixAndIid,
  interfaceIdOf,
  ipv6,
  ipv6At,
  ipv6Octets,
  isLinkLocal,
  isMulticast,
  linkLocalOf,
  mac,
  macAt,
  multicastMac,
  parseIpv6,
  parseMac,
  parsePrefix,
  prefix,
  prefixAddress,
  prefixContains,
  prefixLength,
  scopeOf,
  solicitedNodeOf,
  toPrefix,
  UNSPECIFIED,
  writeIpv6,
  writeMac,
  type Ipv6,
} from './address.ts';

/** Sixteen octets, rich in zero groups so that shortening is exercised. */
const sixteen = fc
  .array(fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255])));
const runs = { numRuns: 3000, seed: 20_150_309 };

describe('address text', () => {
  it('is the text of RFC 5952 that an independent library writes', () => {
    fc.assert(
      fc.property(sixteen, (octets) => {
        const oracle = new ipaddr.IPv6([...octets]).toRFC5952String();
        expect(ipv6At(octets, 0)).toBe(oracle);
      }),
      runs,
    );
  });

  it('comes back from octets and from every text form', () => {
    fc.assert(
      fc.property(sixteen, (octets) => {
        const address = ipv6At(octets, 0);
        const full = new ipaddr.IPv6([...octets]).toNormalizedString();
        expect(parseIpv6(full.toUpperCase())).toBe(address);
        expect(ipv6Octets(address)).toEqual(octets);
        expect(ipv6At(ipv6Octets(address), 0)).toBe(address);
      }),
      runs,
    );
  });

  it('is accepted exactly where an independent library accepts it', () => {
    const part = fc.constantFrom(
      '::',
      ':',
      '0',
      '1',
      'ffff',
      '10000',
      'g',
      '1.2.3.4',
      '1.2.3',
      '.',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        // The library also reads IPv4 parts with leading zeros, as octal numbers.
        fc.pre(!/\d\d+\./.test(text));
        expect(parseIpv6(text) !== undefined, text).toBe(ipaddr.IPv6.isValid(text));
      }),
      { ...runs, numRuns: 20_000 },
    );
  });

  it.each([
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'fe80:211:22ff:fe33:101',
  ])('refuses %j', (text) => {
    expect(parseIpv6(text)).toBeUndefined();
  });

  it('keeps a known address after thousands of others', () => {
    const octets = ipv6Octets(ipv6('2001:db8:d1::1'));
    for (let i = 0; i < 20_000; i += 1)
      ipv6At(
        Uint8Array.from({ length: 16 }, (_, k) => i >> k),
        0,
      );
    expect(ipv6At(octets, 0)).toBe('2001:db8:d1::1');
  });
});

describe('prefixes', () => {
  it('have zero host bits', () => {
    expect(parsePrefix('2001:DB8:aa:1::7/64')).toBe('2001:db8:aa:1::/64');
    expect(toPrefix(ipv6('ffff:ffff::ffff'), 31)).toBe('ffff:fffe::/31');
    expect(parsePrefix('::/129')).toBeUndefined();
    expect(parsePrefix('::/064')).toBeUndefined();
    expect(parsePrefix('::')).toBeUndefined();
  });

  it('contain the addresses that share their bits', () => {
    const p = prefix('2001:db8:aa:1::/64');
    expect(prefixContains(p, ipv6('2001:db8:aa:1::5'))).toBe(true);
    expect(prefixContains(p, ipv6('2001:db8:aa:2::5'))).toBe(false);
    expect(prefixContains(prefix('::/0'), ipv6('ff02::1'))).toBe(true);
    expect([prefixAddress(p), prefixLength(p)]).toEqual(['2001:db8:aa:1::', 64]);
  });

  it('agree with their definition bit by bit', () => {
    fc.assert(
      fc.property(sixteen, sixteen, fc.integer({ min: 0, max: 128 }), (one, other, length) => {
        const a = ipv6At(one, 0);
        const b = ipv6At(other, 0);
        const shared = commonPrefixLength(a, b);
        expect(prefixContains(toPrefix(a, length), b)).toBe(shared >= length);
        const mixed = fromPrefixAndIid(toPrefix(a, length), b);
        expect(commonPrefixLength(mixed, a)).toBeGreaterThanOrEqual(length);
      }),
      runs,
    );
  });
});

describe('derived addresses', () => {
  const routerMac = mac('00:11:22:33:01:01');

  it('gives the link-local address of the draft for its example link-layer address', () => {
    // DMM §4.3: printed there without its double colon.
    expect(interfaceIdOf(routerMac)).toBe('::211:22ff:fe33:101');
    expect(linkLocalOf(routerMac)).toBe('fe80::211:22ff:fe33:101');
  });

  it('gives solicited-node and multicast link-layer addresses', () => {
    expect(solicitedNodeOf(linkLocalOf(routerMac))).toBe('ff02::1:ff33:101');
    expect(multicastMac(solicitedNodeOf(linkLocalOf(routerMac)))).toBe('33:33:ff:33:01:01');
    expect(multicastMac(ALL_NODES)).toBe('33:33:00:00:00:01');
  });

  it('knows scopes', () => {
    const scopes = ['::1', 'fe80::1', 'fec0::1', '2001:db8::1', 'ff02::1', 'ff05::2', 'ff0e::1'];
    expect(scopes.map((text) => scopeOf(ipv6(text)))).toEqual([2, 2, 5, 14, 2, 5, 14]);
    expect(isLinkLocal(ipv6('febf::1'))).toBe(true);
    expect(isLinkLocal(ipv6('fec0::1'))).toBe(false);
    expect(isMulticast(ipv6('ff02::1'))).toBe(true);
    expect(isMulticast(ipv6('f::1'))).toBe(false);
    expect(UNSPECIFIED).toBe('::');
  });

  it('reads and writes link-layer addresses', () => {
    const octets = new Uint8Array(8);
    writeMac(octets, 1, routerMac);
    expect(macAt(octets, 1)).toBe(routerMac);
    expect(parseMac('00-11-22-33-01-0A')).toBe('00:11:22:33:01:0a');
    expect(parseMac('00:11:22:33:01')).toBeUndefined();
  });

  it('writes at an offset and nowhere else', () => {
    const octets = new Uint8Array(18).fill(0xee);
    writeIpv6(octets, 1, ipv6('2001:db8::1'));
    expect([octets[0], octets[17]]).toEqual([0xee, 0xee]);
    expect(addressWords(ipv6At(octets, 1))[0]).toBe(0x20010db8);
  });

  it('is a type of its own', () => {
    // @ts-expect-error a bare string is no address: it was not checked
    const address: Ipv6 = '2001:db8::1';
    expect(address).toBe('2001:db8::1');
  });
});
