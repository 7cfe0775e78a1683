// Alternate Care-of Addresses, link-local addresses, several prefixes, prefixes given back.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { ipv6, UNSPECIFIED } from '#wire/address.ts';
import type { LmaConfig } from './rows.ts';
import { HNP1, HNP2, HNP3, hostIn, M2, MAG1, MN1, MN2, profile } from './toy-cast.ts';
import { Domain } from './toy.ts';
import type { Wish } from './toy.ts';

const only = (change: Partial<typeof profile>): Partial<LmaConfig> => ({
  profiles: { [MN1]: { ...profile, ...change }, [MN2]: profile },
});

describe('Alternate Care-of Address', () => {
  const other = ipv6('2001:db8:2::1');

  test('PMIP-62: the tunnel leads there, the PBA to the sender', () => {
    const domain = new Domain();
    expect(domain.register(1, { alternateCareOf: other })?.status).toBe(0);
    expect(domain.binding).toMatchObject({ proxyCareOfAddress: other, gateway: MAG1 });
    expect([...domain.table('tunnels').keys()]).toEqual([other]);
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
  });

  test('a de-registration without it is not for that binding', () => {
    const domain = new Domain();
    domain.register(1, { alternateCareOf: other });
    domain.run(ms(10));
    expect(domain.register(1, { lifetime: 0, prefixes: [HNP1] })).toBeUndefined();
    const end = { lifetime: 0, prefixes: [HNP1], alternateCareOf: other };
    expect(domain.register(1, end)?.status).toBe(0);
  });
});

describe('link-local addresses of the gateway, PMIP §5.3.6', () => {
  const made = ipv6('fe80::52:13ff:fe00:1');

  test('none is asked for, none is given', () => {
    const domain = new Domain();
    expect(domain.register(1)?.linkLocal).toBeUndefined();
    expect(domain.binding.magLinkLocal).toBeUndefined();
  });

  test('PMIP-75, PMIP-76: `::` asks for one; the same goes to each gateway of the session', () => {
    const domain = new Domain();
    expect(domain.register(1, { linkLocal: UNSPECIFIED })?.linkLocal).toBe(made);
    expect(domain.register(2, { linkLocal: UNSPECIFIED, handoff: 3 })?.linkLocal).toBe(made);
    expect(domain.binding.magLinkLocal).toBe(made);
    const wish = { linkLocal: UNSPECIFIED, mnId: MN2, linkLayerId: M2 };
    expect(domain.register(1, wish)?.linkLocal).toBe('fe80::52:13ff:fe00:2');
  });

  test('PMIP §6.9.1.2, PMIP-77: another one that the gateway has picked is kept', () => {
    const domain = new Domain();
    domain.register(1, { linkLocal: UNSPECIFIED });
    const picked = ipv6('fe80::77');
    expect(domain.register(1, { linkLocal: picked, handoff: 5 })?.linkLocal).toBe(picked);
    expect(domain.register(2, { linkLocal: UNSPECIFIED, handoff: 3 })?.linkLocal).toBe(picked);
  });

  test('PMIP-74: a refusal gives back what was asked', () => {
    const domain = new Domain({ pool: [] });
    expect(domain.register(1, { linkLocal: UNSPECIFIED })?.linkLocal).toBe(UNSPECIFIED);
  });
});

describe('several prefixes, PMIP §5.2', () => {
  const two = { profiles: { [MN1]: { ...profile, prefixCount: 2 }, [MN2]: profile } };

  test('PMIP-82 to PMIP-84: through the whole life of a session', () => {
    const domain = new Domain(two);
    expect(domain.register(1)?.prefixes).toEqual([HNP1, HNP2]);
    expect(domain.binding.prefixes).toEqual([HNP1, HNP2]);
    expect([...domain.table('tunnels').values()]).toMatchObject([{ sessions: 1 }]);
    const refresh = { handoff: 5, prefixes: [HNP2, HNP1] };
    expect(domain.register(1, refresh)?.prefixes).toEqual([HNP1, HNP2]);
    domain.register(2, { handoff: 3 });
    expect(domain.ping(hostIn(HNP1))).toEqual([2]);
    expect(domain.ping(hostIn(HNP2))).toEqual([2]);
    domain.register(2, { lifetime: 0, handoff: 4, prefixes: [HNP1, HNP2] });
    expect(domain.ping(hostIn(HNP2))).toEqual([]);
    domain.run(seconds(11));
    expect(domain.bindings).toEqual([]);
    expect([HNP1, HNP2].map((one) => domain.routeOf(one))).toEqual([
      'no binding for the prefix',
      'no binding for the prefix',
    ]);
    expect(domain.register(1)?.prefixes).toEqual([HNP1, HNP2]);
  });

  test('130 when there are not so many', () => {
    const domain = new Domain({ ...two, pool: [HNP1] });
    expect(domain.register(1)?.status).toBe(130);
    expect(domain.table('prefixes').get(HNP1)?.state).toBe('free');
  });

  test('static ones are those of the profile', () => {
    const statics = only({ prefixes: [HNP3, HNP2] });
    const domain = new Domain({ ...statics, pool: [HNP1] });
    expect(domain.register(1)?.prefixes).toEqual([HNP3, HNP2]);
    expect(domain.register(1, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP1]);
  });
});

describe('prefixes that are given back', () => {
  const gone = (domain: Domain, wish: Wish): void => {
    domain.register(1, { ...wish, lifetime: 0, prefixes: [HNP1] });
    domain.run(seconds(11));
  };

  test('R-8: kept for the interface for 60 s, while others get fresh ones', () => {
    const domain = new Domain();
    domain.register(1);
    gone(domain, {});
    expect(domain.register(1, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP2]);
    domain.run(seconds(48));
    expect(domain.register(1)?.prefixes).toEqual([HNP1]);
  });

  test('after 60 s it gets the next one', () => {
    const domain = new Domain();
    domain.register(1);
    gone(domain, {});
    domain.run(seconds(60));
    expect(domain.register(1)?.prefixes).toEqual([HNP2]);
  });

  test('when all were had, the one that was given back first is next', () => {
    const domain = new Domain({ pool: [HNP1] });
    domain.register(1);
    gone(domain, {});
    domain.run(seconds(60));
    expect(domain.register(1, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP1]);
    expect(domain.register(2)?.status).toBe(130);
  });

  test('one that was had again meanwhile stands further back', () => {
    const domain = new Domain({ pool: [HNP1, HNP2] });
    const other = { mnId: MN2, linkLayerId: M2 };
    domain.register(1);
    domain.register(1, other);
    gone(domain, {});
    domain.register(1);
    domain.register(1, { ...other, lifetime: 0, prefixes: [HNP2] });
    domain.run(seconds(11));
    gone(domain, {});
    domain.run(seconds(60));
    expect(domain.register(1, { linkLayerId: '02:00:00:00:00:99' })?.prefixes).toEqual([HNP2]);
  });

  test('a static prefix of the pool is for its node alone', () => {
    const profiles = { [MN1]: profile, [MN2]: { ...profile, prefixes: [HNP1] } };
    const domain = new Domain({ profiles });
    expect(domain.register(1)?.prefixes).toEqual([HNP2]);
    expect(domain.register(1, { mnId: MN2, linkLayerId: M2 })?.prefixes).toEqual([HNP1]);
  });

  test('R-13: a prefix is asked for by name after a restart', () => {
    const domain = new Domain();
    expect(domain.register(1, { handoff: 5, prefixes: [HNP2] })?.prefixes).toEqual([HNP2]);
    const others = ['mn2@example.net'].map((mnId) => domain.register(1, { mnId, linkLayerId: M2 }));
    expect(others[0]?.prefixes).toEqual([HNP1]);
    // The next fresh one is passed over, since somebody has it.
    expect(domain.register(1, { linkLayerId: '02:00:00:00:00:99' })?.prefixes).toEqual([HNP3]);
  });
});
