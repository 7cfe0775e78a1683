// S-40: the anchor revokes sessions, IPv4 addresses, all of a gateway, a realm.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { prefix } from '#wire/address.ts';
import { config, HNP1, HNP2, HNP3, hostIn, M2, MAG2, MN1, MN2, profile } from './toy-cast.ts';
import { bris, lastBri, answer, OTHER, UNKNOWN, registered } from './toy-revocation.ts';
import { DELAY, Domain } from './toy.ts';

describe('S-40: the anchor revokes', () => {
  const order = (domain: Domain, more: object = {}): void => {
    domain.command({ do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', ...more });
    domain.run(DELAY + ms(1));
  };

  test('a, BRI-5, BRI-11, BRI-29, BRI-30, BRI-32, BRI-49: one session by its prefix', () => {
    const domain = registered();
    order(domain);
    expect(bris(domain, 1)).toMatchObject([
      { trigger: 1, proxy: true, ipv4Only: false, global: false, mnId: MN1, prefixes: [HNP1] },
    ]);
    expect(domain.binding).toMatchObject({ state: 'revoking' });
    answer(domain, 1, 0);
    expect(domain.bindings).toEqual([]);
    expect(domain.table('tunnels').size).toBe(0);
    domain.run(seconds(10));
    expect(bris(domain, 1)).toHaveLength(1);
  });

  test('b: no BRA: again at 1 s, ended at 3 s', () => {
    const domain = registered();
    order(domain);
    domain.runTo(seconds(4) - 1);
    expect(domain.bindings).toHaveLength(1);
    domain.runTo(seconds(4) + 1);
    expect(domain.bindings).toEqual([]);
    expect(bris(domain, 1)).toHaveLength(2);
    expect(domain.notes.at(-1)).toContain('warning: MAG1 has not answered 2 BRIs');
  });

  test('128: what the gateway does not have ends here too', () => {
    const domain = registered();
    order(domain);
    answer(domain, 1, 128);
    expect(domain.bindings).toEqual([]);
  });

  test.each([129, 130, 131, 132, 133, 134, 135])(
    'BRI-50, BRI-51: %i: the binding stays',
    (status) => {
      const domain = registered();
      order(domain);
      answer(domain, 1, status);
      expect(domain.bindings).toMatchObject([{ state: 'active', revocation: undefined }]);
      expect(domain.notes.at(-1)).toContain(`warning: MAG1 refuses to revoke: ${status}`);
      domain.runTo(seconds(300) + DELAY);
      expect(domain.bindings).toEqual([]);
    },
  );

  test('1: partial success is success', () => {
    const domain = registered();
    order(domain);
    answer(domain, 1, 1);
    expect(domain.bindings).toEqual([]);
  });

  test.each([
    [0, 129],
    [1, 129],
    [5, 129],
    [6, 129],
    [2, 0],
    [3, 0],
    [4, 0],
    [7, 0],
  ])('i, B-2: a PBU during a revocation with trigger %i: %i', (trigger, status) => {
    const domain = registered();
    order(domain, { trigger });
    const pba = domain.register(1, { handoff: 5, prefixes: [HNP1] });
    expect(pba?.status).toBe(status);
    expect(domain.binding.state).toBe(status === 0 ? 'active' : 'revoking');
    expect(domain.table('revocations').size).toBe(status === 0 ? 0 : 1);
    domain.run(seconds(10));
    expect(domain.bindings).toHaveLength(status === 0 ? 1 : 0);
  });

  test('d: the gateway itself cannot register meanwhile', () => {
    const domain = registered();
    domain.command({ do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' });
    domain.run(ms(20));
    expect(domain.register(1, { handoff: 5, prefixes: [HNP1] })?.status).toBe(129);
  });

  test('i: also one of another gateway', () => {
    const domain = registered();
    order(domain);
    expect(domain.register(2, { handoff: 3 })?.status).toBe(129);
    expect(domain.register(2, UNKNOWN)?.status).toBe(129);
  });

  test('j: of two sessions only the one with the prefix', () => {
    const domain = registered();
    domain.register(1, OTHER);
    order(domain, { prefix: HNP2 });
    expect(lastBri(domain, 1)).toMatchObject({ mnId: MN1, prefixes: [HNP2] });
    answer(domain, 1, 0);
    expect(domain.bindings).toMatchObject([{ prefixes: [HNP1], state: 'active' }]);
  });

  test('BRI-77: all sessions of a node at one gateway are named by the node alone', () => {
    const domain = registered();
    domain.register(1, OTHER);
    order(domain);
    expect(bris(domain, 1)).toMatchObject([{ mnId: MN1, prefixes: [] }]);
    answer(domain, 1, 0);
    expect(domain.bindings).toEqual([]);
  });

  test('BRI-4: sessions at two gateways: a BRI to each, with numbers of their own', () => {
    const domain = registered();
    domain.register(2, OTHER);
    order(domain);
    expect(lastBri(domain, 1)).toMatchObject({ sequence: 1, prefixes: [HNP1] });
    expect(lastBri(domain, 2)).toMatchObject({ sequence: 2, prefixes: [HNP2] });
    answer(domain, 2, 0);
    expect(domain.bindings).toMatchObject([{ prefixes: [HNP1], state: 'revoking' }]);
  });

  test('BRI-63, BRI-76: two of three sessions are named by their prefixes', () => {
    const domain = registered();
    domain.register(1, OTHER);
    domain.register(2, { linkLayerId: '02:00:5e:00:01:03', accessTechnology: 6 });
    order(domain);
    expect(lastBri(domain, 1)).toMatchObject({ mnId: MN1, prefixes: [HNP1, HNP2] });
    expect(lastBri(domain, 2)).toMatchObject({ mnId: MN1, prefixes: [HNP3] });
  });

  test('BRI-18: to the gateway that sent the PBU, with the Alternate Care-of Address', () => {
    const domain = new Domain();
    domain.register(1, { alternateCareOf: MAG2 });
    order(domain);
    expect(lastBri(domain, 1)).toMatchObject({ alternateCareOf: MAG2 });
  });

  test('d, B-1, BRI-3, BRI-7, BRI-31: all of a gateway: G, trigger 128, no option', () => {
    const domain = registered();
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    domain.register(2, OTHER);
    domain.command({ do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' });
    domain.run(ms(20));
    expect(bris(domain, 1)).toMatchObject([
      { trigger: 128, global: true, proxy: true, mnId: undefined, prefixes: [] },
    ]);
    expect(bris(domain, 2)).toEqual([]);
    answer(domain, 1, 0);
    expect(domain.bindings).toMatchObject([{ proxyCareOfAddress: MAG2 }]);
  });

  test('d: a binding that moves meanwhile is not ended by the answer', () => {
    const domain = registered();
    domain.register(1, { mnId: MN2, linkLayerId: M2 });
    domain.command({ do: 'operate', node: 'lma', order: 'revokeAll', peer: 'mag1' });
    domain.run(ms(20));
    domain.register(2, { handoff: 3 });
    answer(domain, 1, 0);
    expect(domain.bindings).toMatchObject([{ mnId: MN1, proxyCareOfAddress: MAG2 }]);
  });

  test('e: a realm, exactly', () => {
    const ids = [MN1, 'a@sub.example.net', 'b@example.com', 'c@example.net'];
    const profiles = Object.fromEntries(ids.map((id) => [id, profile]));
    const pool = [...config.pool, prefix('2001:db8:a4:4::/64')];
    const domain = new Domain({ profiles, pool });
    for (const [n, mnId] of ids.entries()) {
      domain.register(1, { mnId, linkLayerId: `02:00:00:00:00:0${n}` });
    }
    domain.command({ do: 'operate', node: 'lma', order: 'revokeRealm', realm: 'example.net' });
    domain.run(ms(20));
    expect(bris(domain, 1)).toMatchObject([
      { trigger: 129, global: true, mnId: '@example.net', prefixes: [] },
    ]);
    answer(domain, 1, 0);
    expect(domain.bindings.map((row) => row.mnId)).toEqual(['a@sub.example.net', 'b@example.com']);
  });

  test('g, BRI-6, BRI-17, BRI-33, BRI-84 to BRI-88: V takes the IPv4 home address alone', () => {
    const domain = new Domain({ profiles: { [MN1]: { ...profile, ipv4: 'pool' } } });
    const any = ipv4Request({ address: '0.0.0.0', prefixLength: 0 });
    domain.register(1, { extensions: [any] });
    domain.runTo(seconds(1));
    order(domain, { ipv4: true });
    expect(lastBri(domain, 1)).toMatchObject({
      ipv4Only: true,
      prefixes: [],
      ipv4: { address: '192.0.2.17' },
    });
    answer(domain, 1, 0);
    expect(domain.bindings).toMatchObject([
      { state: 'active', prefixes: [HNP1], ipv4Home: undefined },
    ]);
    expect(domain.ping(hostIn(HNP1))).toEqual([1]);
  });

  test('an anchor without revocation just ends the session', () => {
    const domain = new Domain({ supports: [] });
    domain.register(1);
    order(domain);
    expect(bris(domain, 1)).toEqual([]);
    expect(domain.bindings).toEqual([]);
  });

  test('a de-registration while a BRI is out is answered, and the BRA ends it at once', () => {
    const domain = registered();
    order(domain);
    expect(domain.register(1, { lifetime: 0, handoff: 4, prefixes: [HNP1] })?.status).toBe(0);
    expect(domain.binding.state).toBe('waitDelete');
    answer(domain, 1, 128);
    expect(domain.bindings).toEqual([]);
  });

  test('who has nothing cannot be revoked', () => {
    const domain = new Domain();
    order(domain);
    expect(domain.notes).toEqual(['info: mn1@example.net has nothing to revoke (RFC 5846 §8.1)']);
  });
});
