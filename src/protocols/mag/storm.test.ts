// Nodes come and go at random, and the anchor says anything or nothing: whatever happens, a gateway
// has exactly the tunnels, routes, links and timers of its registrations, and in the end none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndication } from '#protocols/pmipv6/revocation-messages.ts';
import type { Answer } from '#protocols/pmipv6/messages.ts';
import { Access } from './toy.ts';
import { HNP1, HNP2, HNP3, identity, LMA, MAGS } from './toy-cast.ts';

type Which = 1 | 2;
const which = fc.constantFrom<Which>(1, 2);
const pause = fc.constantFrom(1, 5, 15, 30, 250, 1100, 5000, 60_000, 250_000);
const answer = fc.constantFrom<Partial<Answer> | undefined>(
  {},
  {},
  undefined,
  { status: 130 },
  { status: 152 },
  { status: 155 },
  { status: 156 },
  { status: 157 },
  { status: 163 },
  { lifetime: 10 },
  { prefixes: [HNP3] },
  { prefixes: [HNP1, HNP2] },
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constant('go' as const), which, fc.constantFrom(0, 1, 2)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('wait' as const), which, pause) },
  fc.tuple(fc.constant('say' as const), which, answer),
  fc.tuple(fc.constantFrom('revoke' as const, 'forget' as const, 'resume' as const), which),
  fc.tuple(fc.constantFrom('crash' as const, 'forgetful' as const), which),
);
const knobs = fc.record({
  magAddress: fc.constantFrom('fixed', 'lma', 'own'),
  localRouting: fc.constantFrom('off', 'on'),
  gre: fc.constantFrom('off', 'wanted', 'withoutKey'),
  heartbeat: fc.constantFrom('off', 'on'),
  timestamps: fc.constantFrom('on', 'off'),
  lateDetach: fc.constantFrom('off', 'on'),
});

const SENDING = ['registering', 'refreshing', 'invalid', 'deregistering'];

/** What does not fit at a gateway. */
function misfits(access: Access, n: Which): readonly string[] {
  const node = access.node(`mag${n}`);
  const updates = [...access.table('updates', n).entries()];
  const links = [...access.table('links', n).keys()];
  const found: string[] = [];
  const check = (fits: boolean, words: string): void => {
    if (!fits) found.push(`MAG${n}: ${words}`);
  };
  for (const tunnel of access.table('tunnels', n).values()) {
    const users = updates.filter(([, row]) => row.tunnel === tunnel.iface).length;
    check(users === tunnel.sessions, `${tunnel.iface} counts ${tunnel.sessions}, not ${users}`);
    check(node.interfaces.has(tunnel.iface), `${tunnel.iface} is no interface`);
  }
  for (const iface of node.interfaces.values()) {
    const isTunnel = [...access.table('tunnels', n).values()].some((row) => row.iface === iface.id);
    if (iface.kind === 'tunnel') check(isTunnel, `${iface.id} is an orphan`);
    const isLink = links.includes(iface.id) || updates.some(([, row]) => row.iface === iface.id);
    if (iface.kind === 'access') check(isLink, `${iface.id} is an orphan`);
  }
  const wanted = updates
    .filter(([, row]) => row.tunnel !== undefined)
    .flatMap(([, row]) => row.prefixes.map((one) => `to ${one} ${row.iface}`));
  const routes = [...node.routes.keys()].filter((id) => id.startsWith('to '));
  expect(routes.toSorted()).toEqual(wanted.toSorted());
  for (const [key, row] of updates) {
    const isAdvertised = access.table('links', n).get(row.iface)?.state === 'advertising';
    check(!isAdvertised || row.tunnel !== undefined, `${key} is advertised without a binding`);
    check(row.outstanding.length <= 8, `${key} remembers too much`);
    const isIdle = access.table('waiting', n).has(key) && !SENDING.includes(row.state);
    check(!isIdle, `${key} waits in ${row.state}`);
  }
  const sessions = access.table('peers', n).get(LMA)?.sessions ?? 0;
  const watched = updates.filter(([, row]) => row.isWatched).length;
  check(sessions === watched, `${sessions} sessions, not ${watched}`);
  const indexed = [...access.table('byNode', n).values()].flatMap((row) => row.updates);
  expect(indexed.toSorted()).toEqual(updates.map(([key]) => key).toSorted());
  return found;
}

test('a gateway holds what its registrations need, and nothing else', () => {
  fc.assert(
    fc.property(knobs, fc.array(step, { minLength: 3, maxLength: 25 }), (set, steps) => {
      const access = new Access({ knobs: set });
      const at: Record<Which, Which | undefined> = { 1: undefined, 2: undefined };
      for (const one of steps) {
        play(access, at, one);
        expect([...misfits(access, 1), ...misfits(access, 2)]).toEqual([]);
      }
      for (const n of [1, 2] as const) access.attach(n, undefined);
      access.run(30_000);
      for (const n of [1, 2] as const) {
        expect(access.table('updates', n).size + access.table('links', n).size).toBe(0);
        expect(access.table('tunnels', n).size + access.table('waiting', n).size).toBe(0);
        expect(misfits(access, n)).toEqual([]);
      }
    }),
    { numRuns: 60, seed: 5213 },
  );
}, 60_000);

function play(
  access: Access,
  at: Record<Which, Which | undefined>,
  one: typeof step extends fc.Arbitrary<infer S> ? S : never,
): void {
  const [what, n] = one;
  switch (what) {
    case 'go': {
      const to = one[2] === 0 ? undefined : (one[2] as Which);
      if (at[n] !== undefined) access.attach(n, undefined);
      if (to !== undefined) access.attach(n, to);
      at[n] = to;
      break;
    }
    case 'wait':
      access.run(one[2]);
      break;
    case 'say':
      access.say = () => one[2];
      break;
    case 'revoke':
      access.lma(
        buildIndication({
          source: LMA,
          destination: MAGS[1],
          trigger: 1,
          sequence: n,
          proxy: true,
          ipv4Only: false,
          global: false,
          mnId: identity(n),
          prefixes: [],
          ipv4: undefined,
          alternateCareOf: undefined,
        }),
      );
      break;
    case 'forget':
    case 'resume':
      access.command({ do: 'operate', node: 'mag1', order: what, mn: `mn${n}` });
      break;
    case 'crash':
    case 'forgetful':
      access
        .command({
          do: 'node',
          node: `mag${n}`,
          up: false,
          state: what === 'crash' ? 'kept' : 'lost',
        })
        .run(700)
        .command({ do: 'node', node: `mag${n}`, up: true })
        .run(1);
      for (const mn of [1, 2] as const) if (at[mn] === n) at[mn] = undefined;
      break;
  }
}
