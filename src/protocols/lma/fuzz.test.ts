// Seeded storms of messages and orders: after each the tables of the anchor fit together, and in
// the end nothing is left over.
import { expect, test } from 'vitest';
import { assert, must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import { nextNumber, splitStream } from '#base/random.ts';
import { greKeyOption, ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { ALL_ZERO, toTicks } from '#protocols/pmipv6/options.ts';
import { buildRevocationAnswer, readIndication } from '#protocols/pmipv6/revocation-messages.ts';
import { cacheOf } from './cache.ts';
import type { BindingRow, Turn } from './rows.ts';
import { HNP1, HNP2, HNP3, MN1, MN2, profile } from './toy-cast.ts';
import { Domain } from './toy.ts';
import type { Wish } from './toy.ts';

const RUNS = 40;
const STEPS = 40;

/** What must hold at any time. */
function check(domain: Domain): void {
  const bindings = domain.table('bindings');
  const prefixes = domain.table('prefixes');
  const held = new Map<string, string>();
  const tunnels = new Map<string, number>();
  const peers = new Map<string, number>();
  for (const [key, row] of bindings) {
    for (const one of row.prefixes) {
      assert(!held.has(one), () => `${one} belongs to one session`); // I-3
      held.set(one, key);
      assert(prefixes.get(one)?.binding === key, () => `${one} knows its session`);
      const isDown = row.state === 'waitDelete';
      const route = domain.routeOf(one);
      assert(isDown ? route !== row.tunnel : route === row.tunnel, () => `route of ${one}`);
    }
    const tunnel = must(row.tunnel, 'a session has a tunnel');
    tunnels.set(tunnel, (tunnels.get(tunnel) ?? 0) + 1);
    peers.set(row.gateway, (peers.get(row.gateway) ?? 0) + 1);
    const mayBe = row.state === 'revoking' || row.state === 'waitDelete';
    assert(isRevoked(domain, row) ? mayBe : row.state !== 'revoking', () => `BRI of ${key}`);
    if (row.state === 'waitDereg') assert(domain.table('pending').has(key), () => `wait of ${key}`);
    checkIndexes(domain, key, row);
  }
  for (const [one, row] of prefixes) {
    if (row.state === 'used') assert(held.has(one), () => `${one} is in use`);
    else
      assert(
        domain.routeOf(row.prefix) === 'no binding for the prefix',
        () => `${one} leads nowhere`,
      );
  }
  const counted = [...domain.table('tunnels').values()];
  assert(counted.length === tunnels.size, 'no tunnel without a session'); // I-4
  for (const row of counted) assert(tunnels.get(row.iface) === row.sessions, 'I-4: sessions');
  for (const [address, row] of domain.table('peers')) {
    assert((peers.get(address) ?? 0) === row.sessions, () => `sessions of ${row.name}`);
  }
  for (const key of domain.table('pending').keys())
    assert(bindings.has(key), 'a wait for something');
}

/** A BRI is out for it. */
const isRevoked = (domain: Domain, row: BindingRow): boolean =>
  row.revocation !== undefined && domain.table('revocations').has(row.revocation);

function checkIndexes(domain: Domain, key: string, row: BindingRow): void {
  const byNode = domain.table('indexByNode').get(row.mnId)?.bindings ?? [];
  assert(byNode.includes(key), () => `${key} is found by its node`);
  if (row.linkLayerId !== undefined) {
    const link = `${row.mnId} ${row.accessTechnology} ${row.linkLayerId}`;
    const byLink = domain.table('indexByLink').get(link)?.bindings ?? [];
    assert(byLink.includes(key), () => `${key} is found by its interface`);
  }
  if (row.ipv4Home !== undefined) {
    const { bindings } = must(domain.table('ipv4').get(row.ipv4Home), 'an index by IPv4 address');
    assert(bindings.length === 1 && bindings[0] === key, () => `${row.ipv4Home} has one session`);
  }
}

/** One thing happens. */
function act(domain: Domain, pick: <T>(list: readonly T[]) => T): void {
  const mag = pick([1, 2] as const);
  switch (pick(['pbu', 'pbu', 'pbu', 'pbu', 'end', 'bra', 'order', 'time', 'repeat'] as const)) {
    case 'pbu':
      domain.pbu(mag, wishOf(domain, pick));
      break;
    case 'end':
      domain.pbu(mag, { ...wishOf(domain, pick), lifetime: 0, handoff: 4, extensions: [] });
      break;
    case 'repeat': {
      const wish = { ...wishOf(domain, pick), sequence: pick([1, 2, 3]) };
      domain.pbu(mag, wish);
      domain.pbu(mag, wish);
      break;
    }
    case 'bra': {
      const bri = domain
        .heard(mag)
        .flatMap(({ packet }) => readIndication(packet) ?? [])
        .at(-1);
      const status = pick([0, 0, 1, 128, 132, 134]);
      if (bri !== undefined) domain.send(`mag${mag}`, buildRevocationAnswer(bri, { status }));
      break;
    }
    case 'order':
      domain.command({
        do: 'operate',
        node: 'lma',
        order: pick(['revoke', 'revokeAll', 'revokeRealm', 'notify', 'renumber']),
        mn: pick(['mn1', 'mn2']),
        peer: pick(['mag1', 'mag2']),
        realm: 'example.net',
        trigger: pick([0, 1, 2, 7]),
        ...(pick([true, false]) && { prefix: pick([HNP1, HNP2, HNP3]) }),
        ipv4: pick([true, false, false]),
      });
      break;
    case 'time':
      domain.run(pick([ms(30), ms(400), seconds(2), seconds(11), seconds(70)]));
  }
  domain.run(pick([ms(1), ms(12), ms(25), ms(25), ms(700)]));
}

const wishOf = (domain: Domain, pick: <T>(list: readonly T[]) => T): Wish => ({
  mnId: pick([MN1, MN2]),
  linkLayerId: pick(['02:00:00:00:00:01', '02:00:00:00:00:02', undefined]),
  accessTechnology: pick([4, 4, 5]),
  handoff: pick([1, 2, 3, 4, 4, 5]),
  prefixes: pick([[ALL_ZERO], [ALL_ZERO], [HNP1], [HNP2], [HNP1, HNP2], [], [HNP3, ALL_ZERO]]),
  lifetime: pick([75, 75, 2]),
  timestamp: pick([
    toTicks(domain.now),
    toTicks(domain.now),
    toTicks(domain.now - ms(50)),
    undefined,
  ]),
  extensions: pick([
    [],
    [],
    [greKeyOption(pick([1, 2]))],
    [greKeyOption(undefined)],
    [ipv4Request({ address: '0.0.0.0', prefixLength: 0 })],
    [ipv4Request({ address: '192.0.2.17', prefixLength: 24 })],
  ]),
});

const knobs = [
  {},
  { unknownHandoff: 'revoke' },
  { unknownHandoff: 'newSession' },
  { lmaGre: 'require' },
  { heartbeat: 'on' },
];

test.each(Array.from({ length: RUNS }, (_, seed) => seed))('storm %i', (seed) => {
  const random = splitStream(seed, 'storm');
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(nextNumber(random) * list.length)] as T; // never beyond the list
  const person = { ...profile, ipv4: pick(['pool', 'none']), prefixCount: pick([1, 1, 2]) };
  const profiles = { [MN1]: person, [MN2]: person };
  const domain = new Domain({ profiles }, pick(knobs));
  for (let n = 0; n < STEPS; n += 1) {
    act(domain, pick);
    check(domain);
  }
  // All lifetimes end, all who wait give up.
  domain.run(seconds(400));
  check(domain);
  for (const name of ['bindings', 'pending', 'tunnels', 'revocations', 'notifications'] as const) {
    expect(domain.table(name).size, name).toBe(0);
  }
  for (const name of ['indexByNode', 'indexByLink', 'ipv4'] as const) {
    expect(domain.table(name).size, name).toBe(0);
  }
});

test('a lookup by index finds what a search finds', () => {
  const domain = new Domain();
  domain.register(1);
  domain.register(2, { mnId: MN2 });
  const { tables } = domain.timeline.world;
  const view = (name: string): unknown => tables.get(`lma/lma/${name}`);
  const names = ['bindings', 'prefixes', 'ipv4', 'indexByLink', 'indexByNode'];
  const turn = { tables: Object.fromEntries(names.map((name) => [name, view(name)])) };
  const cache = cacheOf(turn as unknown as Turn);
  expect(cache.byPrefix(HNP1)?.[1].mnId).toBe(MN1);
  expect(cache.byLink(MN2, 4, '02:00:5e:00:01:01')?.[1].prefixes).toEqual([HNP2]);
  expect(cache.ofNode(MN2)).toHaveLength(1);
  expect(cache.byPrefix(HNP3)).toBeUndefined();
});
