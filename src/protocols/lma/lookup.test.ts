// The existence test of PMIP §5.4.1, branch by branch, over a cache that is written down.
import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { seconds } from '#base/ids.ts';
import { ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { buildProxyUpdate, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO } from '#protocols/pmipv6/options.ts';
import { ipv6, prefix } from '#wire/address.ts';
import { linkLayerIdOf, lookUp } from './lookup.ts';
import type { Cache, Entry } from './lookup.ts';
import type { BindingRow } from './rows.ts';
import { HNP1, HNP2, HNP3, LMA, M1, M2, MAG1, MAG2, MN1, MN2 } from './toy-cast.ts';

const row: BindingRow = {
  mnId: MN1,
  linkLayerId: M1,
  accessTechnology: 4,
  handoff: 1,
  magLinkLocal: undefined,
  prefixes: [HNP1],
  proxyCareOfAddress: MAG1,
  gateway: MAG1,
  tunnel: `tun-${MAG1}`,
  state: 'active',
  until: undefined,
  lifetime: 75,
  expiresAt: seconds(300),
  lastTimestamp: 1,
  lastSequence: 1,
  ipv4Home: undefined,
  gre: false,
  greKeyDown: undefined,
  greKeyUp: undefined,
  lastRequest: 0,
  revocation: undefined,
};

const one: BindingRow = row;
const nameless: BindingRow = { ...row, linkLayerId: undefined };
const wimax: BindingRow = {
  ...row,
  linkLayerId: M2,
  accessTechnology: 5,
  prefixes: [HNP2],
  proxyCareOfAddress: MAG2,
};
const pair: BindingRow = { ...row, prefixes: [HNP1, HNP2] };

/** The rules say "any": an index is a search here. */
function cacheOf(rows: readonly BindingRow[]): Cache {
  const entries: readonly Entry[] = rows.map((each, n) => [`#${n + 1}`, each]);
  return {
    byPrefix: (wanted) => entries.find(([, each]) => each.prefixes.includes(wanted)),
    sharersOf: (wanted) => entries.filter(([, each]) => each.prefixes.includes(wanted)),
    isSharing: true,
    byIpv4: (address) => entries.find(([, each]) => each.ipv4Home === address),
    byLink: (mnId, att, linkLayerId) =>
      entries.find(
        ([, each]) =>
          each.mnId === mnId && each.accessTechnology === att && each.linkLayerId === linkLayerId,
      ),
    ofNode: (mnId) => entries.filter(([, each]) => each.mnId === mnId),
  };
}

const base: ProxyUpdate = must(
  readProxyUpdate(
    buildProxyUpdate({
      source: MAG1,
      destination: LMA,
      sequence: 1,
      lifetime: 75,
      distributed: false,
      mnId: MN1,
      prefixes: [],
      handoff: 1,
      accessTechnology: 4,
      linkLayerId: M1,
      now: 0,
    }),
  ),
  'a PBU',
);

/** The answer in a word: `#1`, `wait #1`, `new`, or a status; with its place. */
function answer(rows: readonly BindingRow[], change: Partial<ProxyUpdate>): string {
  const found = lookUp(cacheOf(rows), { ...base, ...change });
  switch (found.is) {
    case 'update':
      return found.key;
    case 'wait':
      return `wait ${found.key}, ${found.cite}`;
    case 'new':
      return `new, ${found.cite}`;
    case 'share':
      return `share ${found.row.prefixes.join(' ')}, ${found.cite}`;
    case 'refused':
      return `${found.status}, ${found.cite}`;
  }
}

const named = { prefixes: [HNP1] };
const elsewhere = { source: MAG2 };
const noLink = { linkLayerId: undefined };

describe('a prefix is named, PMIP §5.4.1.1: PMIP-86 to PMIP-96', () => {
  test.each<[string, readonly BindingRow[], Partial<ProxyUpdate>, string]>([
    ['nobody has it', [], named, 'new, PMIP §5.4.1.1 rule 2'],
    ['another node has it', [{ ...one, mnId: MN2 }], named, '155, PMIP §5.4.1.1 rule 3'],
    [
      'one of two is another node’s',
      [one, { ...wimax, mnId: MN2 }],
      { prefixes: [HNP1, HNP2] },
      '155, PMIP §5.4.1.1 rule 3',
    ],
    ['too few', [pair], named, '159, PMIP §5.4.1.1 rule 4'],
    ['too many', [one], { prefixes: [HNP1, HNP3] }, '159, PMIP §5.4.1.1 rule 4'],
    ['as many, but others', [pair], { prefixes: [HNP1, HNP3] }, '159, PMIP §5.4.1.1 rule 4'],
    ['one of them twice', [pair], { prefixes: [HNP1, HNP1] }, '159, PMIP §5.4.1.1 rule 4'],
    ['in another order', [pair], { prefixes: [HNP2, HNP1] }, '#1'],
    [
      'R-4: with an empty one, known',
      [one],
      { prefixes: [HNP1, ALL_ZERO] },
      '159, PMIP §5.4.1.1 rule 4',
    ],
    [
      'R-4: with an empty one, unknown',
      [],
      { prefixes: [HNP1, ALL_ZERO] },
      '128, PMIP §5.4.1.1 rule 2',
    ],
    ['same interface elsewhere', [one], { ...named, ...elsewhere, handoff: 4 }, '#1'],
    [
      'same interface, other technology',
      [one],
      { ...named, ...elsewhere, accessTechnology: 5, handoff: 4 },
      'new, PMIP §5.4.1.1 rule 6',
    ],
    [
      'HI 2 covers any interface',
      [one],
      { ...named, ...elsewhere, accessTechnology: 5, linkLayerId: M2, handoff: 2 },
      '#1',
    ],
    [
      'no identifier on both sides, HI 3',
      [nameless],
      { ...named, ...elsewhere, ...noLink, handoff: 3 },
      '#1',
    ],
    [
      'no identifier on both sides, HI 4',
      [nameless],
      { ...named, ...elsewhere, ...noLink, handoff: 4 },
      'new, PMIP §5.4.1.1 rule 6',
    ],
    [
      'no identifier in the PBU only, HI 3',
      [one],
      { ...named, ...elsewhere, ...noLink, handoff: 3 },
      'new, PMIP §5.4.1.1 rule 6',
    ],
    ['same gateway, same technology', [one], { ...named, linkLayerId: M2, handoff: 5 }, '#1'],
    [
      'same gateway, other technology',
      [one],
      { ...named, linkLayerId: M2, accessTechnology: 5 },
      'new, PMIP §5.4.1.1 rule 6',
    ],
    [
      'the Alternate Care-of Address is the gateway',
      [one],
      { ...named, ...elsewhere, linkLayerId: M2, alternateCareOf: MAG1 },
      '#1',
    ],
    [
      'the Alternate Care-of Address is not',
      [one],
      { ...named, linkLayerId: M2, alternateCareOf: MAG2 },
      'new, PMIP §5.4.1.1 rule 6',
    ],
  ])('%s', (_, rows, change, expected) => {
    expect(answer(rows, change)).toBe(expected);
  });
});

describe('only the interface is named, PMIP §5.4.1.2: PMIP-98 to PMIP-101, PMIP-104', () => {
  test.each<[string, readonly BindingRow[], Partial<ProxyUpdate>, string]>([
    ['nothing known', [], {}, 'new, PMIP §5.4.1.2 rule 5'],
    ['R-7: its entry, even with HI 1', [one], {}, '#1'],
    ['its entry among several', [wimax, one], elsewhere, '#2'],
    [
      'the same identifier of another node',
      [{ ...one, mnId: MN2 }],
      {},
      'new, PMIP §5.4.1.2 rule 5',
    ],
    ['another technology, HI 1', [one], { accessTechnology: 5 }, 'new, PMIP §5.4.1.2 rule 5'],
    ['HI 2, one entry', [one], { linkLayerId: M2, handoff: 2 }, '#1'],
    [
      'HI 2, two entries',
      [one, wimax],
      { accessTechnology: 6, handoff: 2 },
      'new, PMIP §5.4.1.2 rule 5',
    ],
    ['HI 2, none', [], { handoff: 2 }, 'new, PMIP §5.4.1.2 rule 5'],
    ['HI 3 does not help', [one], { linkLayerId: M2, handoff: 3 }, 'new, PMIP §5.4.1.2 rule 5'],
    ['HI 4, one entry', [one], { linkLayerId: M2, handoff: 4 }, 'wait #1, PMIP §5.4.1.2 rule 4'],
    ['HI 4, its own entry', [one], { ...elsewhere, handoff: 4 }, '#1'],
    [
      'HI 4, two entries',
      [one, wimax],
      { accessTechnology: 6, handoff: 4 },
      'new, PMIP §5.4.1.2 rule 5',
    ],
    [
      'HI 4, one entry that is de-registered already',
      [{ ...one, state: 'waitDelete' }],
      { linkLayerId: M2, handoff: 4 },
      '#1',
    ],
    [
      'HI 5, another interface',
      [one],
      { linkLayerId: M2, handoff: 5 },
      'new, PMIP §5.4.1.2 rule 5',
    ],
    ['no technology', [one], { accessTechnology: undefined }, 'new, PMIP §5.4.1.2 rule 5'],
    ['no prefix option at all', [one], { prefixes: [] }, '#1'],
  ])('%s', (_, rows, change, expected) => {
    expect(answer(rows, change)).toBe(expected);
  });
});

describe('only the node is named, PMIP §5.4.1.3: PMIP-106 to PMIP-108, PMIP-111', () => {
  test.each<[string, readonly BindingRow[], Partial<ProxyUpdate>, string]>([
    ['nothing known', [], { handoff: 3 }, 'new, PMIP §5.4.1.3 rule 4'],
    ['HI 2, one entry', [one], { handoff: 2 }, '#1'],
    ['HI 3, one entry', [one], { handoff: 3 }, '#1'],
    ['HI 4, one entry', [one], { handoff: 4 }, 'wait #1, PMIP §5.4.1.3 rule 3'],
    ['HI 1, one entry', [one], { handoff: 1 }, 'new, PMIP §5.4.1.3 rule 4'],
    ['HI 3, two entries', [one, wimax], { handoff: 3 }, 'new, PMIP §5.4.1.3 rule 4'],
    ['HI 4, two entries', [one, wimax], { handoff: 4 }, 'new, PMIP §5.4.1.3 rule 4'],
    ['another node', [{ ...one, mnId: MN2 }], { handoff: 3 }, 'new, PMIP §5.4.1.3 rule 4'],
  ])('%s', (_, rows, change, expected) => {
    expect(answer(rows, { ...noLink, ...change })).toBe(expected);
  });

  test('an identifier of zeros says as little as none', () => {
    expect(linkLayerIdOf({ ...base, linkLayerId: '00:00:00:00:00:00' })).toBeUndefined();
    expect(answer([one], { linkLayerId: '00:00', handoff: 3 })).toBe('#1');
  });
});

describe('an IPv4 home address is named, RFC 5844 §3.1.2.7', () => {
  const dual = { ...one, ipv4Home: '192.0.2.17' };
  const wish = (address: string): Partial<ProxyUpdate> => ({
    options: [ipv4Request({ address, prefixLength: 24 })],
    prefixes: [],
  });
  test.each<[string, readonly BindingRow[], Partial<ProxyUpdate>, string]>([
    ['its own', [dual], { ...wish('192.0.2.17'), handoff: 5 }, '#1'],
    ['nobody’s', [dual], wish('192.0.2.18'), 'new, RFC 5844 §3.1.2.7'],
    ['another node’s', [{ ...dual, mnId: MN2 }], wish('192.0.2.17'), '171, RFC 5844 §3.1.2.7'],
    [
      'its own, another interface elsewhere',
      [dual],
      { ...wish('192.0.2.17'), ...elsewhere, linkLayerId: M2 },
      'new, RFC 5844 §3.1.2.7',
    ],
    ['any: by interface', [dual], wish('0.0.0.0'), '#1'],
    [
      'a prefix comes first',
      [dual, wimax],
      { ...wish('192.0.2.17'), prefixes: [HNP2] },
      'new, PMIP §5.4.1.1 rule 6',
    ],
  ])('%s', (_, rows, change, expected) => {
    expect(answer(rows, change)).toBe(expected);
  });
});

test('prefixes that only look alike are not the same', () => {
  expect(answer([one], { prefixes: [prefix('2001:db8:a1:1::/63')] })).toContain('new');
  expect(ipv6('2001:db8:a1:1::')).not.toBe(HNP1);
});
