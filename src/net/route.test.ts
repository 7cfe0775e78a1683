import { describe, expect, test } from 'vitest';
import { ipv6, prefix } from '#wire/address.ts';
import { Table } from '#base/table.ts';
import { RouteIndex } from './route-index.ts';
import type { InterfaceKind } from './interface.ts';
import type { Route, RouteQuery } from './route.ts';

const route = (id: string, to: string, more: Partial<Route> = {}): Route => ({
  id,
  to: prefix(to),
  out: id,
  ...more,
});
const query = (src: string, dst: string, fromAccess = false): RouteQuery => ({
  src: ipv6(src),
  dst: ipv6(dst),
  via: fromAccess ? { id: 'dlif-1', kind: 'dlif' } : undefined,
});
const ask = (routes: readonly Route[], of: RouteQuery, out?: string): string => {
  const table = new Table<Route>('routes');
  const index = new RouteIndex(table);
  for (const each of routes) table.set(each.id, each);
  const answer = index.lookUp(of, out);
  return answer.is === 'none' ? 'none' : `${answer.is} ${answer.route.id}`;
};

describe('a lookup', () => {
  const plain = [route('default', '::/0'), route('a', '2001:db8:a::/48')];

  test('takes the longest destination', () => {
    expect(ask(plain, query('2001:db8::1', '2001:db8:a::1'))).toBe('forward a');
    expect(ask(plain, query('2001:db8::1', '2001:db8:b::1'))).toBe('forward default');
    expect(ask([route('a', '2001:db8:a::/48')], query('::1', '2001:db8:b::1'))).toBe('none');
  });

  test('takes the longest source among equal destinations, then the first that was set', () => {
    const routes = [
      route('any', '::/0'),
      route('short', '::/0', { from: prefix('2001:db8::/32') }),
      route('long', '::/0', { from: prefix('2001:db8:aa:1::/64') }),
      route('late', '::/0', { from: prefix('2001:db8:aa:1::/64') }),
    ];
    expect(ask(routes, query('2001:db8:aa:1::5', '2001:db8:c1::1'))).toBe('forward long');
    expect(ask(routes, query('2001:db8:bb:1::5', '2001:db8:c1::1'))).toBe('forward short');
    expect(ask(routes, query('2001:dead::5', '2001:db8:c1::1'))).toBe('forward any');
  });

  test('looks at the order before the length', () => {
    const routes = [...plain, route('policy', '::/0', { order: -1 })];
    expect(ask(routes, query('2001:db8::1', '2001:db8:a::1'))).toBe('forward policy');
  });

  test('for one interface skips the others', () => {
    expect(ask(plain, query('2001:db8::1', '2001:db8:a::1'), 'default')).toBe('forward default');
  });
});

describe('rules for packets of mobile nodes', () => {
  const prefB = prefix('2001:db8:bb:1::/64');
  const rules = [
    route('refuse', '::/0', { order: -1, ingress: 'access', rule: 'reject', why: 'no binding' }),
    route('own', '::/0', { order: -1, ingress: 'access', from: prefB, rule: 'pass' }),
    route('later policy', '::/0', { order: -0.5, ingress: 'access' }),
    route('core', '::/0'),
  ];

  test('pass goes on with order 0', () => {
    expect(ask(rules, query('2001:db8:bb:1::5', '2001:db8:c1::1', true))).toBe('forward core');
  });

  test('reject ends the lookup', () => {
    expect(ask(rules, query('2001:db8:ee::5', '2001:db8:c1::1', true))).toBe('reject refuse');
  });

  test('discard ends it too', () => {
    const silent = [...rules, route('silent', '::/0', { order: -2, rule: 'discard' })];
    expect(ask(silent, query('2001:db8:ee::5', '2001:db8:c1::1', true))).toBe('discard silent');
  });

  test('do not touch what comes from elsewhere', () => {
    expect(ask(rules, query('2001:db8:ee::5', '2001:db8:c1::1'))).toBe('forward core');
  });
});

describe('the way in', () => {
  const rules = [
    route('access', '::/0', { ingress: 'access' }),
    route('tunnel', '::/0', { ingress: 'tunnel' }),
    route('this', '::/0', { ingress: { iface: 'a1' }, order: -1 }),
    route('any', '::/0'),
  ];
  const from = (id: string, kind: InterfaceKind): string =>
    ask(rules, { ...query('2001:db8::1', '2001:db8:a::1'), via: { id, kind } });

  test.each<[string, InterfaceKind, string]>([
    ['a1', 'access', 'this'],
    ['a2', 'access', 'access'],
    ['d1', 'dlif', 'access'],
    ['phy', 'radio', 'access'],
    ['t1', 'tunnel', 'tunnel'],
    ['eth0', 'wired', 'any'],
  ])('%s (%s) takes %s', (id, kind, expected) => {
    expect(from(id, kind)).toBe(`forward ${expected}`);
  });

  test('what the node makes itself came no way', () => {
    expect(ask(rules, query('2001:db8::1', '2001:db8:a::1'))).toBe('forward any');
  });
});
