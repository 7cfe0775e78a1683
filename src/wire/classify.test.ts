import { describe, expect, it } from 'vitest';
import { classOf, isTunnelled, messageClassNames } from './classify.ts';
import { octetsOf, vectors } from './vectors.ts';

const classNames = (names: RegExp): readonly string[] =>
  vectors
    .filter(({ kind, name }) => kind === 'ipv6-packet' && names.test(name))
    .map((vector) => messageClassNames[classOf(octetsOf(vector), 0)] ?? '?');

describe('a message class', () => {
  it.each([
    [/^(dmm-|interdomain-)?pbu-/, 'PBU'],
    [/^(dmm-)?pba-/, 'PBA'],
    [/^mip6-home-registration-bu/, 'BU'],
    [/^mip6-home-registration-ba/, 'BA'],
    [/^bri-/, 'BRI'],
    [/^bra-/, 'BRA'],
    [/^heartbeat-/, 'heartbeat'],
    [/^(upn|fmi)-/, 'UPN'],
    [/^(upa|fma)-/, 'UPA'],
    [/^fbi-/, 'FBI'],
    [/^fba-/, 'FBA'],
    [/^mip6-be-/, 'BE'],
    [/^rs-/, 'RS'],
    [/^ra-/, 'RA'],
    [/^ns-/, 'NS'],
    [/^na-/, 'NA'],
    [/^data-/, 'udp'],
  ])('of the vectors %s is %s', (names, expected) => {
    const found = classNames(names);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set([expected]));
  });

  it('is that of the innermost packet, and tunnels are known as such', () => {
    const tunnels = vectors.filter(({ name }) => /^data-(ip6|gre|dlif)/.test(name));
    expect(tunnels.map((vector) => isTunnelled(octetsOf(vector), 0))).toEqual([true, true, true]);
    const plain = vectors.filter(({ name }) => name === 'data-native-cn-to-mn');
    expect(plain.map((vector) => isTunnelled(octetsOf(vector), 0))).toEqual([false]);
  });

  it('is found for every beginning of every vector', () => {
    for (const vector of vectors) {
      const octets = octetsOf(vector);
      for (let end = 0; end <= octets.length; end += 1) {
        expect(messageClassNames[classOf(octets.subarray(0, end), 0)]).toBeDefined();
      }
    }
  });
});
