// Cost of an engine event in a node with many rows: routes that change while packets pass, rows that
// are rewritten while worlds are kept. It must not grow with their number.

import { ms } from '#base/ids.ts';
import type { Route } from '#net/route.ts';
import { ipv6, prefix, type Ipv6 } from '#wire/address.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';

/** Rounds: in each, one row and one route change, and a packet passes. */
const ROUNDS = 5000;

interface Crowd {
  readonly users: number;
}

const homeOf = (user: number): string => `2001:db8:${(0xa000 + user).toString(16)}:1::`;
const addressOf = (user: number): Ipv6 => ipv6(`${homeOf(user)}5`);

/** The route of a user: by turns over one of two neighbours that lead to the same place. */
const routeOf = (user: number, round: number): Route => ({
  id: `user ${user}`,
  to: prefix(`${homeOf(user)}/64`),
  out: 'right',
  via: ipv6('fe80::4'),
  why: `round ${round}`,
});

/** Changes a user's row and route each millisecond. */
const registrar: AnyRole = defineRole<{ users: { user: number; round: number } }, Crowd>({
  name: 'registrar',
  takes: {},
  tables: { users: { id: 'users', title: 'Users', cite: '', columns: [] } },
  begin: (tables, { users }) => {
    const all = Array.from({ length: users }, (_, user) => user);
    for (const user of all) tables.users.set(`user ${user}`, { user, round: 0 });
    const routes = all.map((user): Effect => ({ do: 'addRoute', route: routeOf(user, 0) }));
    return [...routes, { do: 'arm', timer: 'round', after: ms(1) }];
  },
  handle: (tables, stimulus, sight, { users }): readonly Effect[] => {
    if (stimulus.on !== 'timer') return [];
    const round = sight.now / ms(1);
    const user = (round * 7919) % users;
    tables.users.set(`user ${user}`, { user, round });
    const route = routeOf(user, round);
    return [
      { do: 'addRoute', route },
      { do: 'arm', timer: 'round', after: ms(1) },
    ];
  },
});

/** Sends a datagram to one user after the other. */
const caller: AnyRole = defineRole<Record<never, never>, Crowd>({
  name: 'caller',
  takes: {},
  tables: {},
  begin: () => [{ do: 'arm', timer: 'call', after: ms(1) }],
  handle: (_tables, stimulus, sight, { users }): readonly Effect[] => {
    if (stimulus.on !== 'timer') return [];
    const user = ((sight.now / ms(1)) * 104_729) % users;
    const packet = toy.datagram(toy.CN, addressOf(user), new Uint8Array(64));
    return [
      { do: 'send', packet },
      { do: 'arm', timer: 'call', after: ms(1) },
    ];
  },
});

function microsecondsPerRound(users: number): number {
  const plain = toy.chain({ cn: [{ role: caller, config: { users } }] });
  const nodes = plain.nodes.map((node) => {
    if (node.id === 'r2') return { ...node, forwarding: false }; // every packet ends there
    return node.id === 'r1' ? { ...node, roles: [{ role: registrar, config: { users } }] } : node;
  });
  const timeline = new Timeline({ ...plain, nodes }, []);
  timeline.runTo(ms(1));
  const began = performance.now();
  timeline.runTo(ms(ROUNDS));
  return ((performance.now() - began) * 1000) / ROUNDS;
}

export const benchmarks: readonly {
  readonly name: string;
  readonly unit: string;
  readonly isLong?: boolean;
  readonly run: () => number;
}[] = [
  {
    name: 'scale.microsecondsPerRound',
    unit: 'µs with 10,000 users',
    isLong: true,
    run: () => microsecondsPerRound(10_000),
  },
  {
    name: 'scale.costRatio10000to100',
    unit: 'times',
    isLong: true,
    run: () => {
      const few = microsecondsPerRound(100);
      return microsecondsPerRound(10_000) / few;
    },
  },
];
