// S-27 of the acceptance scenarios on the whole network: how a gateway keeps new sessions off prefA, and
// what MN1 makes of it. What a host makes of each single advertisement is in protocols/nd.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import { mac } from '#wire/address.ts';
import { ALL_NODES, ipv6, prefix } from '#wire/address.ts';
import { buildRouterAdvertisement } from '#protocols/nd/advertise.ts';
import { lab, type Lab } from './lab.ts';

const PREF_A = '2001:db8:aa:1::/64';
const PREF_B = '2001:db8:bb:1::/64';
const MOVE = ms(1600);
const ROUTER_A = { source: ipv6('fe80::211:22ff:fe33:101'), mac: mac('00:11:22:33:01:01') };
const ROUTER_B = { source: ipv6('fe80::211:22ff:fe33:202'), mac: mac('00:11:22:33:02:02') };

type Host = Partial<Scenario['nodes'][number]>;

/** Figure 4 without flows: MN1, a host of some kind, moves at 1.6 s. */
function moved(
  knobs: Scenario['knobs'] = {},
  host: Host = {},
  change: Partial<Scenario> = {},
): Lab {
  const { script, nodes } = lab('dmm-f4').scenario;
  const moves = script.filter((one) => one.do === 'place').map((one) => ({ ...one, at: MOVE }));
  const hosts = nodes.map((node) => (node.kind === 'mn' ? { ...node, ...host } : node));
  return lab('dmm-f4', { script: moves, nodes: hosts, knobs, ...change }).to(seconds(3));
}
const addresses = (run: Lab): readonly string[] =>
  run.columns('mn1', 'host/addresses', ['prefix', 'state']).filter((row) => row.startsWith('2001'));
/** Whole seconds that prefA is valid for. */
function validOf(run: Lab): number {
  const row = run.table('mn1', 'host/addresses').find((one) => one['prefix'] === PREF_A);
  return Math.round((Number(row?.['validUntil']) - run.now) / seconds(1));
}
function sourceOf(run: Lab, id = 'N1'): string {
  const route = { from: 'mn1', to: 'cn1' } as const;
  const define = { id, ...route, every: ms(100), octets: 64, mode: 'echo' } as const;
  run.do({ do: 'flow', flow: id, change: 'start', define }).to(run.now + ms(500));
  return String(run.flow(id)['source']).slice(0, 13);
}
const says = (run: Lab, ra: Partial<Parameters<typeof buildRouterAdvertisement>[0]>): Lab =>
  run
    .inject(
      'dgw2',
      buildRouterAdvertisement({
        ...ROUTER_A,
        prefixes: [],
        routes: [],
        preference: 'low',
        routerLifetime: 1800,
        ...ra,
      }),
    )
    .to(run.now + ms(100));
const about = (valid: number, preferred: number) => ({
  prefixes: [{ prefix: prefix(PREF_A), valid, preferred }],
});

describe('S-27 a) low preference', () => {
  const LOW = { anchoredPrefixMode: 'lowPreference' };

  test('both prefixes stay preferred, and the RA says low', () => {
    const run = moved(LOW);
    expect(addresses(run)).toEqual([`${PREF_A} preferred`, `${PREF_B} preferred`]);
    expect(run.columns('mn1', 'host/routers', ['address', 'preference'])).toEqual([
      `${ROUTER_A.source} low`,
      `${ROUTER_B.source} medium`,
    ]);
  });

  test.each(['B', 'C'] as const)('a host of type %s sends to mn1dgw2, from prefB', (hostType) => {
    const run = moved(LOW, { hostType, rule55: true });
    const route = run.table('mn1', 'stack/routes').find((row) => row['id'] === 'default');
    expect(route?.['via']).toBe(ROUTER_B.source);
    expect(sourceOf(run)).toBe('2001:db8:bb:1');
    expect(run.path('N1')).toBe('MN1 -> D-GW2 -> CN1');
  });

  test('one of type A may send to either, by the seed', () => {
    const routers = [1, 2, 3, 4, 5, 6].map((seed) => {
      const run = moved(LOW, { hostType: 'A', rule55: false }, { seed });
      return run.table('mn1', 'stack/routes').find((row) => row['id'] === 'default')?.['via'];
    });
    expect(new Set(routers)).toEqual(new Set([ROUTER_A.source, ROUTER_B.source]));
  });
});

describe('S-27 b to d) lifetimes', () => {
  test('b) valid 0 leaves two hours, however often it is said; then the address is gone', () => {
    const run = moved({ validLifetime: 'zero' });
    expect(addresses(run)).toContain(`${PREF_A} deprecated`);
    expect(validOf(run)).toBeGreaterThan(7195);
    says(run.to(seconds(600)), about(0, 0));
    expect(validOf(run)).toBeLessThan(6605);
    run.to(seconds(7210));
    expect(addresses(run)).toEqual([`${PREF_B} preferred`]);
  });

  test('c) valid 7200 in each advertisement renews it', () => {
    const run = moved().to(seconds(600));
    says(run, about(7200, 0));
    expect(validOf(run)).toBe(7200);
    expect(addresses(run)).toContain(`${PREF_A} deprecated`);
  });

  test('d) preferred 0, then 604800 at the return, turns the state back', () => {
    const run = moved();
    expect(addresses(run)).toEqual([`${PREF_A} deprecated`, `${PREF_B} preferred`]);
    run.drag('mn1').to('dgw1').to(seconds(5));
    expect(addresses(run)).toEqual([`${PREF_A} preferred`, `${PREF_B} deprecated`]);
  });
});

describe('S-27 e to g) what is wrong or withdrawn', () => {
  /** An advertisement whose message is bent before it leaves. */
  function bent(run: Lab, change: (message: object) => object): Lab {
    const packet = buildRouterAdvertisement({
      ...ROUTER_A,
      ...about(7200, 0),
      routes: [{ prefix: prefix('2001:db8:99::/64'), lifetime: 600, preference: 'low' }],
      preference: 'low',
      routerLifetime: 1800,
    });
    const { payload } = packet;
    if (payload.is !== 'icmpv6') throw new Error('an advertisement is ICMPv6');
    const message = change(payload.message) as typeof payload.message;
    return run
      .inject('dgw2', { ...packet, dst: ALL_NODES, payload: { ...payload, message } })
      .to(run.now + ms(100));
  }
  type Options = { readonly options: readonly { readonly is: string }[] };
  const withOption = (is: string, change: object) => (message: object) => ({
    ...message,
    options: (message as Options).options.map((one) =>
      one.is === is ? { ...one, ...change } : one,
    ),
  });

  test('e) preferred above valid: the prefix is ignored', () => {
    const run = bent(moved(), withOption('PrefixInformation', { preferredLifetime: 9000 }));
    expect(addresses(run)).toContain(`${PREF_A} deprecated`);
    expect(run.notes().join()).toContain('RFC 4862 §5.5.3 c');
  });

  test('f) preference 10 of a router is medium, of a route it ends the option', () => {
    const reserved = 0b10;
    const router = bent(moved(), (message) => ({ ...message, preference: reserved }));
    expect(router.columns('mn1', 'host/routers', ['preference'])).toEqual(['medium', 'medium']);
    expect(router.columns('mn1', 'host/routes', ['prefix'])).toContain('2001:db8:99::/64');
    const route = bent(moved(), withOption('RouteInformation', { preference: reserved }));
    expect(route.columns('mn1', 'host/routes', ['prefix'])).toEqual(['2001:db8:1c::/64']);
  });

  test('g) router lifetime 0 removes the router; prefix and route count', () => {
    const routes = [
      { prefix: prefix('2001:db8:99::/64'), lifetime: 600, preference: 'low' },
    ] as const;
    const run = says(moved(), { ...about(3600 * 24, 0), routes, routerLifetime: 0 });
    expect(run.columns('mn1', 'host/routers', ['address'])).toEqual([ROUTER_B.source]);
    expect(validOf(run)).toBe(3600 * 24);
    expect(run.columns('mn1', 'host/routes', ['prefix', 'router'])).toContain(
      `2001:db8:99::/64 ${ROUTER_A.source}`,
    );
  });
});
