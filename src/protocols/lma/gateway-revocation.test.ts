// S-40: a gateway revokes at the anchor, RFC 5846 §8.2.
import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { buildIndication } from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication } from '#protocols/pmipv6/revocation-messages.ts';
import { HNP1, HNP2, HNP3, LMA, MAG1, MAG2, MAG3, MN1, M2, MN2, profile } from './toy-cast.ts';
import { bras, OTHER, registered } from './toy-revocation.ts';
import { DELAY, Domain } from './toy.ts';

describe('S-40: a gateway revokes, RFC 5846 §8.2; BRI-21, BRI-89, BRI-96, BRI-97, BRI-102', () => {
  const indication: Indication = {
    source: MAG1,
    destination: LMA,
    trigger: 5,
    sequence: 9,
    proxy: true,
    ipv4Only: false,
    global: false,
    mnId: MN1,
    prefixes: [],
    ipv4: undefined,
    alternateCareOf: undefined,
  };
  const revoke = (domain: Domain, change: Partial<Indication> = {}) => {
    domain.send('mag1', buildIndication({ ...indication, ...change }));
    domain.run(2 * DELAY + ms(1));
    return bras(domain, 1).at(-1);
  };

  test.each<[string, Partial<Indication>, number]>([
    ['its node', {}, 0],
    ['its session by prefix', { prefixes: [HNP1] }, 0],
    ['a prefix more than it has', { prefixes: [HNP1, HNP3] }, 1],
    ['an unknown node', { mnId: 'mn9@example.net' }, 128],
    ['no node at all', { mnId: undefined }, 128],
    ['another prefix', { prefixes: [HNP2] }, 128],
    ['a binding that is no proxy’s', { proxy: false }, 128],
    ['one that is elsewhere', { alternateCareOf: MAG2 }, 128],
    ['V without an address', { ipv4Only: true }, 129],
    [
      'V with an address that it lacks',
      { ipv4Only: true, ipv4: { address: '192.0.2.9', prefixLength: 32 } },
      128,
    ],
    ['h: all of the gateway', { global: true, trigger: 128, mnId: 'mag1@example.net' }, 130],
    ['all, without identity', { global: true, trigger: 128, mnId: undefined }, 130],
    ['f: G with a trigger for nodes', { global: true, trigger: 1 }, 134],
    ['a global trigger without G', { trigger: 128 }, 134],
    ['f: trigger 77', { trigger: 77 }, 133],
  ])('%s', (_, change, status) => {
    const domain = registered();
    const bra = revoke(domain, change);
    expect(bra).toMatchObject({
      status,
      sequence: 9,
      proxy: change.proxy ?? true,
      global: change.global ?? false,
      ipv4Only: change.ipv4Only ?? false,
    });
    expect(domain.bindings).toHaveLength(status < 128 ? 0 : 1);
    // RFC 5846 §8.2: with partial success it tells what was not there.
    expect(bra?.prefixes).toEqual(status === 1 ? [HNP3] : []);
    expect(bra?.mnId).toBe(status === 1 ? MN1 : undefined);
  });

  describe('BRI-90 to BRI-95: all of a gateway that may', () => {
    const all = { global: true, trigger: 128, mnId: 'mag1' } as const;
    const allowed = (): Domain => {
      const domain = new Domain({ mayRevokeAll: [MAG1] });
      domain.register(1);
      domain.register(1, { mnId: MN2, linkLayerId: M2 });
      domain.register(2, OTHER);
      domain.run(ms(5));
      return domain;
    };

    test('all with its care-of address', () => {
      const domain = allowed();
      expect(revoke(domain, all)).toMatchObject({ status: 0, global: true });
      expect(domain.bindings).toMatchObject([{ proxyCareOfAddress: MAG2 }]);
    });

    test('or with the care-of address that it names', () => {
      const domain = allowed();
      expect(revoke(domain, { ...all, alternateCareOf: MAG2 })?.status).toBe(0);
      expect(domain.bindings.map((row) => row.proxyCareOfAddress)).toEqual([MAG1, MAG1]);
    });

    test.each<[string, Partial<Indication>]>([
      ['without its identity', { mnId: undefined }],
      ['without P', { proxy: false }],
      ['a realm', { trigger: 129 }],
    ])('but not %s: 130', (_, change) => {
      const domain = allowed();
      expect(revoke(domain, { ...all, ...change })?.status).toBe(130);
      expect(domain.bindings).toHaveLength(3);
    });
  });

  test('BRI-98 to BRI-100: the session of a prefix, those of two, or all of the node', () => {
    for (const [prefixes, left] of [
      [[HNP2], [HNP1]],
      [[HNP1, HNP2], []],
      [[], []],
    ] as const) {
      const domain = registered();
      domain.register(1, OTHER);
      expect(revoke(domain, { prefixes })?.status).toBe(0);
      expect(domain.bindings.flatMap((row) => row.prefixes)).toEqual(left);
    }
  });

  test('BRI-101: with V only the IPv4 home address', () => {
    const domain = new Domain({ profiles: { [MN1]: { ...profile, ipv4: 'pool' } } });
    const any = ipv4Request({ address: '0.0.0.0', prefixLength: 0 });
    domain.register(1, { extensions: [any] });
    const wish = { address: '192.0.2.17', prefixLength: 32 };
    expect(revoke(domain, { ipv4Only: true, ipv4: wish })).toMatchObject({
      status: 0,
      ipv4Only: true,
    });
    expect(domain.bindings).toMatchObject([{ ipv4Home: undefined, prefixes: [HNP1] }]);
  });

  test('only the sessions that it has', () => {
    const domain = registered();
    domain.register(2, OTHER);
    expect(revoke(domain)?.status).toBe(0);
    expect(domain.bindings).toMatchObject([{ proxyCareOfAddress: MAG2 }]);
  });

  test('a stranger is not answered', () => {
    const domain = registered();
    domain.send('mag3', buildIndication({ ...indication, source: MAG3 }));
    domain.run(ms(50));
    expect(domain.heard(3)).toEqual([]);
    expect(domain.notes.at(-1)).toContain('silent: BRI of 2001:db8:3::1');
    expect(domain.bindings).toHaveLength(1);
  });

  test('an anchor without revocation of proxy bindings says so: 135', () => {
    const domain = new Domain({ supports: ['revocation'] });
    domain.register(1);
    expect(revoke(domain)?.status).toBe(135);
    expect(domain.bindings).toHaveLength(1);
  });

  test('an anchor without revocation answers with a Binding Error, status 2', () => {
    const domain = new Domain({ supports: [] });
    domain.register(1);
    revoke(domain);
    expect(domain.heard(1).at(-1)?.packet.payload).toMatchObject({
      message: { is: 'BindingError', status: 2 },
    });
    expect(domain.bindings).toHaveLength(1);
  });
});
