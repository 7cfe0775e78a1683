import { describe, expect, test } from 'vitest';
import { Table } from '#base/table.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { Preference } from './advertise.ts';
import { FOREVER } from './lifetimes.ts';
import { nextHopTo, routeEffects, routesOf, type Choice } from './next-hop.ts';
import { routeKey, type HostConfig, type HostTables } from './rows.ts';

type State = Neighbour['state'];

/** A host's tables, filled by hand. */
class Known {
  readonly tables: HostTables = {
    addresses: new Table('addresses'),
    routers: new Table('routers'),
    routes: new Table('routes'),
    onLink: new Table('onLink'),
    discovery: new Table('discovery'),
    questions: new Table('questions'),
    hostRoutes: new Table('hostRoutes'),
  };
  readonly neighbours = new Map<string, Neighbour>();

  router(name: string, preference: Preference, prefixes: readonly string[] = [], draw = 0): this {
    const row = { preference, until: FOREVER, iface: 'if1', draw, prefixes: prefixes.map(prefix) };
    this.tables.routers.set(at(name), {
      ...row,
      address: at(name),
      mac: mac(`02:00:00:00:00:0${name}`),
    });
    return this.neighbour(name, 'reachable');
  }
  route(to: string, name: string, preference: Preference): this {
    const row = { prefix: prefix(to), router: at(name), preference, until: FOREVER, iface: 'if1' };
    this.tables.routes.set(routeKey(row), row);
    return this;
  }
  onLink(text: string): this {
    this.tables.onLink.set(text, { prefix: prefix(text), iface: 'if1', until: FOREVER });
    return this;
  }
  neighbour(name: string, state: State | 'gone'): this {
    const address = at(name);
    if (state === 'gone') this.neighbours.delete(address);
    else this.neighbours.set(address, { address, iface: 'if1', state });
    return this;
  }
  choice(config: Partial<HostConfig> = {}): Choice {
    return {
      tables: this.tables,
      config: { ifaces: ['if1'], hostType: 'C', rule55: false, sourceRouter: false, ...config },
      entryOf: ({ router }) => this.neighbours.get(router),
      isUp: () => true,
    };
  }
  next(destination: string, config: Partial<HostConfig> = {}): string | undefined {
    return nextHopTo(this.choice(config), ipv6(destination))?.router.replace('fe80::', '');
  }
}
const at = (name: string): Ipv6 => ipv6(`fe80::${name}`);
const shown = (route: Route): string =>
  [route.order, route.from ?? 'any', '→', route.to, 'by', route.via ?? 'the link'].join(' ');

// The example's routers W, X, Y, Z are a, b, c, d.
const example = (): Known =>
  new Known()
    .router('a', 'medium')
    .route('2002::/16', 'b', 'medium')
    .route('2001:db8::/32', 'c', 'high')
    .route('2001:db8::/32', 'd', 'low');

describe('the example of RTR §3.6, type C', () => {
  test.each([
    ['all are reachable: Y', [], 'c'],
    ['Y is not: Z', ['c'], 'd'],
    ['Y and Z are not: W', ['c', 'd'], 'a'],
    ['W, Y and Z are not: Y', ['a', 'c', 'd'], 'c'],
  ] as const)('%s', (_, unreachable, expected) => {
    const known = example();
    for (const name of unreachable) known.neighbour(name, 'incomplete');
    expect(known.next('2001:db8::1')).toBe(expected);
  });

  test('no matching route: none', () => {
    const known = new Known().route('2002::/16', 'b', 'medium');
    expect(known.next('2001:db8::1')).toBeUndefined();
  });

  test('the stack gets one route per prefix, longest first by its own rule', () => {
    expect(routesOf(example().choice()).map(shown)).toEqual([
      '0 any → ::/0 by fe80::a',
      '0 any → 2002::/16 by fe80::b',
      '0 any → 2001:db8::/32 by fe80::c',
    ]);
  });

  test('a reachable router of a shorter prefix stands in for unreachable ones', () => {
    const known = example().neighbour('c', 'incomplete').neighbour('d', 'incomplete');
    expect(routesOf(known.choice()).map(shown)).toContain('0 any → 2001:db8::/32 by fe80::a');
  });
});

describe('default routers', () => {
  test('type B and C: preference decides, RTR §3.2', () => {
    const known = new Known().router('1', 'low').router('2', 'medium').router('3', 'high');
    expect(known.next('2001:db8::1', { hostType: 'B' })).toBe('3');
    expect(known.next('2001:db8::1')).toBe('3');
  });

  test('type B and C: a reachable router comes before a preferred one, RTR §3.2', () => {
    const known = new Known().router('1', 'low').router('2', 'high').neighbour('2', 'incomplete');
    expect(known.next('2001:db8::1', { hostType: 'B' })).toBe('1');
  });

  test('type B and C: a router that detection gave up is not reachable', () => {
    const known = new Known().router('1', 'low').router('2', 'high').neighbour('2', 'gone');
    expect(known.next('2001:db8::1')).toBe('1');
  });

  test('stale, delayed and probed routers count as reachable, ND §6.3.6', () => {
    for (const state of ['stale', 'delay', 'probe'] as const) {
      const known = new Known().router('1', 'low').router('2', 'high').neighbour('2', state);
      expect(known.next('2001:db8::1'), state).toBe('2');
    }
  });

  test('of equals the first learnt', () => {
    expect(new Known().router('2', 'medium').router('1', 'medium').next('2001:db8::1')).toBe('2');
  });

  test('type A: its draw decides, whatever the preference (S-27 a)', () => {
    const known = new Known().router('1', 'low', [], 0.2).router('2', 'high', [], 0.7);
    expect(known.next('2001:db8::1', { hostType: 'A' })).toBe('1');
    const other = new Known().router('1', 'low', [], 0.7).router('2', 'high', [], 0.2);
    expect(other.next('2001:db8::1', { hostType: 'A' })).toBe('2');
  });

  test('type A: a router in any state but INCOMPLETE first, ND §6.3.6 (1)', () => {
    const known = new Known().router('1', 'low', [], 0.2).router('2', 'low', [], 0.7);
    expect(known.neighbour('1', 'incomplete').next('2001:db8::1', { hostType: 'A' })).toBe('2');
    expect(known.neighbour('1', 'gone').next('2001:db8::1', { hostType: 'A' })).toBe('2');
  });
});

describe('the router of the source, RFC 8028 §3.2', () => {
  const prefA = '2001:db8:aa:1::/64';
  const prefB = '2001:db8:bb:1::/64';
  const known = (): Known =>
    new Known()
      .router('1', 'low', [prefA])
      .router('2', 'medium', [prefB])
      .route('2001:db8:1c::/64', '1', 'medium');

  test('packets go to a router that advertised their prefix, whatever its preference', () => {
    expect(routesOf(known().choice({ sourceRouter: true })).map(shown)).toEqual([
      `-1 ${prefA} → ::/0 by fe80::1`,
      `-1 ${prefA} → 2001:db8:1c::/64 by fe80::1`,
      `-1 ${prefB} → ::/0 by fe80::2`,
      '0 any → ::/0 by fe80::2',
      '0 any → 2001:db8:1c::/64 by fe80::1',
    ]);
  });

  test('one that detection gave up is not preferred, one whose link is gone is', () => {
    const lost = known().neighbour('1', 'gone');
    const choice = lost.choice({ sourceRouter: true });
    const from = (of: Choice): readonly string[] =>
      routesOf(of)
        .map(shown)
        .filter((line) => line.startsWith(`-1 ${prefA}`));
    expect(from(choice)).toEqual([]);
    expect(from({ ...choice, isUp: ({ router }) => router !== at('1') })).toHaveLength(2);
    const other = lost.router('3', 'high', [prefA]).choice({ sourceRouter: true });
    expect(from(other)).toEqual([`-1 ${prefA} → ::/0 by fe80::3`]);
  });

  test('a host without it has the plain routes alone', () => {
    expect(routesOf(known().choice()).map(shown)).toEqual([
      '0 any → ::/0 by fe80::2',
      '0 any → 2001:db8:1c::/64 by fe80::1',
    ]);
  });

  test('among several routers of a prefix RTR §3.2 decides', () => {
    const twice = known().router('3', 'high', [prefA]);
    expect(routesOf(twice.choice({ sourceRouter: true })).map(shown)).toContain(
      `-1 ${prefA} → ::/0 by fe80::3`,
    );
  });

  test('a route to a single host goes before, of whichever router (MIF §4.4)', () => {
    const host = '2001:db8:c1::10/128';
    const told = known().route(host, '2', 'high');
    const ways = (): readonly string[] =>
      routesOf(told.choice({ sourceRouter: true }))
        .map(shown)
        .filter((line) => line.includes(host));
    expect(ways()).toEqual([
      `-1 any → ${host} by fe80::2`,
      `-1 ${prefB} → ${host} by fe80::2`,
      `0 any → ${host} by fe80::2`,
    ]);
    told.neighbour('2', 'gone');
    expect(ways()).not.toContain(`-1 any → ${host} by fe80::2`);
    expect(routesOf(told.choice()).map(shown)).not.toContain(`-1 any → ${host} by fe80::2`);
  });

  test('while no source is chosen the plain rules give the next hop', () => {
    expect(known().next('2001:db8:c1::10', { sourceRouter: true })).toBe('2');
    expect(known().next('2001:db8:1c::80', { sourceRouter: true })).toBe('1');
  });
});

test('what is on the link is sent there before all else, ND §5.2', () => {
  const known = new Known()
    .router('1', 'high', ['2001:db8:aa:1::/64'])
    .onLink('2001:db8:aa:1::/64');
  expect(routesOf(known.choice({ sourceRouter: true })).map(shown)[0]).toBe(
    '-2 any → 2001:db8:aa:1::/64 by the link',
  );
});

test('only differences reach the stack, and routes of others stay', () => {
  const choice = example().choice();
  const routes = new Table<Route>('routes');
  const kept: Route = { id: 'static', to: prefix('2001:db8:99::/48'), out: 'if1' };
  routes.set(kept.id, kept);
  for (const effect of routeEffects(choice, { routes })) {
    if (effect.do === 'addRoute') routes.set(effect.route.id, effect.route);
  }
  expect(routes.size).toBe(4);
  expect(routeEffects(choice, { routes })).toEqual([]);
  choice.tables.routes.delete('2002::/16 fe80::b');
  expect(routeEffects(choice, { routes })).toEqual([{ do: 'removeRoute', id: '2002::/16' }]);
});
