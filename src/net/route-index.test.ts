import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Table, type KeptRows } from '#base/table.ts';
import { ipv6, prefix, prefixContains, prefixLength, type Prefix } from '#wire/address.ts';
import type { Interface } from './interface.ts';
import { RouteIndex } from './route-index.ts';
import { cameBy, type Route, type RouteAnswer, type RouteQuery } from './route.ts';

const lengthOf = (p: Prefix | undefined): number => (p === undefined ? -1 : prefixLength(p));

/** A lookup as its rules say it: all routes in order, the first that covers the packet decides. */
function lookUpSlowly(routes: Iterable<Route>, query: RouteQuery, out?: string): RouteAnswer {
  const sorted = [...routes].sort(
    (a, b) =>
      (a.order ?? 0) - (b.order ?? 0) ||
      lengthOf(b.to) - lengthOf(a.to) ||
      lengthOf(b.from) - lengthOf(a.from),
  );
  let isPassed = false;
  for (const route of sorted) {
    if (isPassed && (route.order ?? 0) < 0) continue;
    if (route.ingress !== undefined && !cameBy(route.ingress, query.via)) continue;
    if (route.from !== undefined && !prefixContains(route.from, query.src)) continue;
    if (!prefixContains(route.to, query.dst)) continue;
    if (route.rule === 'pass') isPassed = true;
    else if (route.rule === 'reject') return { is: 'reject', route };
    else if (route.rule === 'discard') return { is: 'discard', route };
    else if (route.rule === 'hold') return { is: 'hold', route };
    else if (route.out !== undefined && (out === undefined || out === route.out)) {
      return { is: 'forward', route, out: route.out };
    }
  }
  return { is: 'none' };
}

const prefixes = [
  '::/0',
  '2001:db8::/32',
  '2001:db8:a::/48',
  '2001:db8:a:1::/64',
  '2001:db8:b::/48',
];
const addresses = ['2001:db8:a:1::1', '2001:db8:a:2::1', '2001:db8:b::1', '2001:dead::1'].map(ipv6);
const interfaces: readonly Pick<Interface, 'id' | 'kind'>[] = [
  { id: 'a1', kind: 'access' },
  { id: 'a2', kind: 'access' },
  { id: 't1', kind: 'tunnel' },
  { id: 'eth0', kind: 'wired' },
];
const anyPrefix = fc.constantFrom(...prefixes.map(prefix));
const anyRoute = fc.record(
  {
    id: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8'),
    to: anyPrefix,
    from: anyPrefix,
    ingress: fc.constantFrom<NonNullable<Route['ingress']>>('access', 'tunnel', { iface: 'a1' }),
    order: fc.constantFrom(-2, -1, 0, 1),
    rule: fc.constantFrom<NonNullable<Route['rule']>>(
      'forward',
      'pass',
      'reject',
      'discard',
      'hold',
    ),
    out: fc.constantFrom('eth0', 't1'),
  },
  { requiredKeys: ['id', 'to'] },
);

test('finds what a search through all routes finds, whatever is set, removed and restored', () => {
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.record({ set: anyRoute }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat({ max: 8 }) }) },
    fc.record({ keep: fc.constant(true) }),
    fc.record({ restore: fc.nat({ max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40, size: 'max' }), (actions) => {
      const table = new Table<Route>('routes');
      const index = new RouteIndex(table);
      const kept: KeptRows[] = [];
      for (const one of actions) {
        if ('set' in one) table.set(one.set.id, one.set);
        else if ('remove' in one) table.delete(`r${one.remove}`);
        else if ('keep' in one) kept.push(table.keep());
        else {
          const chosen = kept[one.restore % Math.max(1, kept.length)];
          if (chosen !== undefined) table.restore(chosen);
        }
        for (const [i, src] of addresses.entries()) {
          for (const dst of addresses) {
            const via = interfaces[(i + kept.length + actions.length) % 5];
            const query = { src, dst, via };
            expect(index.lookUp(query)).toEqual(lookUpSlowly(table.values(), query));
            expect(index.lookUp(query, 't1')).toEqual(lookUpSlowly(table.values(), query, 't1'));
          }
        }
      }
    }),
    { seed: 5213, numRuns: 200 },
  );
});

test('does not look at routes that do not cover the packet', () => {
  const table = new Table<Route>('routes');
  const index = new RouteIndex(table);
  let looked = 0;
  for (let n = 0; n < 10_000; n += 1) {
    const to = prefix(`2001:db8:a1:${n.toString(16)}::/64`);
    const route = { id: `r${n}`, to, out: 't1' };
    Object.defineProperty(route, 'rule', {
      enumerable: true,
      get: () => {
        looked += 1;
        return 'forward';
      },
    });
    table.set(route.id, route);
  }
  const query = { src: ipv6('2001:db8:c1::1'), dst: ipv6('2001:db8:a1:99::1') };
  index.lookUp(query);
  looked = 0;
  expect(index.lookUp(query)).toMatchObject({ is: 'forward', route: { id: `r${0x99}` } });
  expect(looked).toBeLessThan(10);
});
