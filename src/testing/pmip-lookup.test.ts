// Which session a PBU is about (RFC 5213 §5.4.1), branch by branch, by PBUs that a MAG sends by hand to
// an LMA in a domain. The invariants are checked after every event by the lab.
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { prefix } from '#wire/address.ts';
import type { Lab } from './lab.ts';
import { HNP1, HNP2, HNP3, M2, MAG1, MAG2 } from './pmip-cast.ts';
import { pbu, type UpdateByHand } from './pmip-packets.ts';
import { arriving, bindings } from './pmip-run.ts';
import { told } from './pmip-words.ts';

/** One PBU; MAG2 sends it where it says so. */
interface Wish extends UpdateByHand {
  readonly at?: 'mag1' | 'mag2';
}

const all = [prefix('::/0')];
const named = (...texts: readonly string[]) => ({ prefixes: texts.map((text) => prefix(text)) });
/** MN1's interface as it is registered at first, and another one. */
const first: Wish = {};
const wimax: Wish = { accessTechnology: 5, linkLayerId: M2 };
const nameless: Wish = { linkLayerId: undefined };

/** The LMA knows mn1, which MAG1 does not register by itself; a session may have two prefixes. */
function after(prefixCount: number, wishes: readonly Wish[]): Lab {
  const nodes = { mn1: { service: 'plain', prefixCount } } as const;
  const run = arriving({ nodes, knobs: { unknownHandoff: 'wait' } }).to(seconds(3));
  for (const [i, { at = 'mag1', ...wish }] of wishes.entries()) {
    const from = at === 'mag1' ? MAG1 : MAG2;
    run.inject(at, pbu(run.now, { from, sequence: i + 1, ...wish })).to(run.now + ms(100));
  }
  return run;
}

const last = (run: Lab): string => told(run, run.now - ms(100), /^PBA/).at(-1) ?? 'nothing';

/**
 * What the rule is, prefixes per session, PBUs before, the PBU, and what comes: an update, a new
 * session, a wait, silence, or a status.
 */
type Branch = readonly [
  string,
  number,
  readonly Wish[],
  Wish,
  'update' | 'new' | 'wait' | 'silence' | number,
];

function outcomeOf(run: Lab, known: number, sequence: number): Branch[4] | 'neither' {
  const found = run.table('lma', 'lma/bindings');
  if (found.some((row) => row['state'] === 'waitDereg')) return 'wait';
  const status = /PBA\{(\d+),/.exec(last(run))?.[1];
  if (status === undefined) return 'silence';
  if (Number(status) >= 128) return Number(status);
  if (found.length > known) return 'new';
  return found[0]?.['lastSequence'] === sequence ? 'update' : 'neither';
}

const byPrefix: readonly Branch[] = [
  ['PMIP-88, PMIP-89: a prefix that nobody has', 1, [], named(HNP2), 'new'],
  ['PMIP-86, PMIP-87: the prefix decides, not the link', 1, [first], { ...named(HNP2) }, 'new'],
  ['PMIP-91: fewer prefixes', 2, [first], named(HNP1), 159],
  ['PMIP-91: others', 2, [first], named(HNP1, HNP3), 159],
  ['PMIP-92: same link and technology', 1, [first], { ...named(HNP1), at: 'mag2' }, 'update'],
  ['PMIP-93: HI 2', 1, [first], { ...named(HNP1), ...wimax, at: 'mag2', handoff: 2 }, 'update'],
  [
    'PMIP-94: no link on either side, HI 3',
    1,
    [nameless],
    { ...named(HNP1), ...nameless, at: 'mag2', handoff: 3 },
    'update',
  ],
  [
    'PMIP-95: same care-of address and technology',
    1,
    [first],
    { ...named(HNP1), linkLayerId: M2 },
    'update',
  ],
  // The prefix is in use, so the new session that rule 6 asks for cannot have it.
  [
    'PMIP-96: no link on either side, HI 4',
    1,
    [nameless],
    { ...named(HNP1), ...nameless, at: 'mag2', handoff: 4 },
    155,
  ],
  ['PMIP-96: another link elsewhere', 1, [first], { ...named(HNP1), ...wimax, at: 'mag2' }, 155],
  ['PMIP-97: the end of what is nowhere', 1, [first], { ...named(HNP2), lifetime: 0 }, 'silence'],
  [
    'PMIP-97: the end of what is not associated',
    1,
    [first],
    { ...named(HNP1), ...wimax, at: 'mag2', lifetime: 0, handoff: 4 },
    'silence',
  ],
];

const byLink: readonly Branch[] = [
  ['PMIP-98, PMIP-99: its own key', 1, [first], { at: 'mag2', handoff: 3 }, 'update'],
  ['PMIP-99: its own key, HI 1 (R-7)', 1, [first], {}, 'update'],
  ['PMIP-100: HI 2, one binding', 1, [first], { ...wimax, at: 'mag2', handoff: 2 }, 'update'],
  [
    'PMIP-104: HI 2, two bindings',
    1,
    [first, wimax],
    { accessTechnology: 6, linkLayerId: '02:00:5e:00:01:03', handoff: 2 },
    'new',
  ],
  ['PMIP-101: HI 4, one binding', 1, [first], { ...wimax, at: 'mag2', handoff: 4 }, 'wait'],
  ['PMIP-104: HI 1, another key', 1, [first], { ...wimax, at: 'mag2' }, 'new'],
  ['PMIP-104: HI 3, another key', 1, [first], { ...wimax, at: 'mag2', handoff: 3 }, 'new'],
  ['PMIP-105: the end of another key', 1, [first], { ...wimax, lifetime: 0 }, 'silence'],
];

const byNode: readonly Branch[] = [
  ['PMIP-107: HI 2, one binding', 1, [first], { ...nameless, at: 'mag2', handoff: 2 }, 'update'],
  ['PMIP-107: HI 3, one binding', 1, [first], { ...nameless, at: 'mag2', handoff: 3 }, 'update'],
  ['PMIP-106: HI 3, two bindings', 1, [first, wimax], { ...nameless, handoff: 3 }, 'new'],
  ['PMIP-108: HI 4, one binding', 1, [first], { ...nameless, at: 'mag2', handoff: 4 }, 'wait'],
  ['PMIP-111: HI 1', 1, [first], nameless, 'new'],
  ['PMIP-112: the end of nothing', 1, [], { ...nameless, lifetime: 0 }, 'silence'],
];

describe.each([
  ['§5.4.1.1: by prefix', byPrefix],
  ['§5.4.1.2: by link-layer identifier', byLink],
  ['§5.4.1.3: by node', byNode],
] as const)('PMIP-30, PMIP-85, %s', (_, branches) => {
  test.each(branches)('%s', (_rule, count, before, wish, expected) => {
    const known = bindings(after(count, before), 'prefixes').length;
    expect(outcomeOf(after(count, [...before, wish]), known, before.length + 1)).toBe(expected);
  });
});

describe('§5.3.1 rule 13: what is done with the session', () => {
  const moves: readonly [string, Wish, string][] = [
    ['PMIP-31: lifetime zero ends it', { lifetime: 0, handoff: 4 }, `${MAG1} waitDelete 0`],
    ['PMIP-32: the same MAG extends it', { handoff: 5, lifetime: 50 }, `${MAG1} active 50`],
    ['PMIP-33: another MAG takes it over', { at: 'mag2', handoff: 3 }, `${MAG2} active 75`],
  ];
  test.each(moves)('%s', (_, wish, expected) => {
    const run = after(1, [first, { ...named(HNP1), ...wish }]);
    expect(bindings(run, 'proxyCareOfAddress', 'state', 'lifetime')).toEqual([expected]);
  });

  test('PMIP-109: by node alone too, a wait without end makes a new session', () => {
    const run = after(1, [first, { ...nameless, at: 'mag2', handoff: 4 }]).to(seconds(5));
    expect(bindings(run, 'prefixes', 'proxyCareOfAddress')).toEqual([
      `[${HNP1}] ${MAG1}`,
      `[${HNP2}] ${MAG2}`,
    ]);
  });

  test('PMIP-110: or at once, where the LMA is set so', () => {
    const nodes = { mn1: { service: 'plain' } } as const;
    const run = arriving({ nodes, knobs: { unknownHandoff: 'newSession' } }).to(seconds(3));
    run.inject('mag1', pbu(run.now)).to(run.now + ms(100));
    const second = { from: MAG2, linkLayerId: undefined, handoff: 4, prefixes: all };
    run.inject('mag2', pbu(run.now, second)).to(run.now + ms(100));
    expect(bindings(run, 'prefixes')).toEqual([`[${HNP1}]`, `[${HNP2}]`]);
  });

  test('PMIP-82 to PMIP-84: a session with two prefixes moves between interfaces as a whole', () => {
    const run = after(2, [first, { ...wimax, at: 'mag2', handoff: 2 }]);
    expect(bindings(run, 'prefixes', 'accessTechnology', 'linkLayerId')).toEqual([
      `[${HNP1} ${HNP2}] 5 ${M2}`,
    ]);
    expect(last(run)).toContain('HNP HNP1,HNP HNP2,');
  });

  test('PMIP-11: an interface without identifier is one', () => {
    expect(bindings(after(1, [nameless]), 'linkLayerId', 'state')).toEqual(['undefined active']);
  });

  test('PMIP-59: prefixes that nobody has any more may go to another node', () => {
    const nodes = { mn1: { service: 'plain' }, lma: { pool: [HNP1] } } as const;
    const run = arriving({ mobiles: 2, nodes }).to(seconds(3));
    const other = { mnId: 'mn2@example.net', linkLayerId: '02:00:5e:00:02:01' };
    run.inject('mag1', pbu(run.now)).to(seconds(4));
    run.inject('mag1', pbu(run.now, { ...other, sequence: 2 })).to(seconds(5));
    expect(told(run, seconds(4), /^PBA/)[0]).toContain('PBA{130,');
    const end = { lifetime: 0, handoff: 4, sequence: 3, ...named(HNP1) };
    run.inject('mag1', pbu(run.now, end)).to(seconds(100));
    run.inject('mag1', pbu(run.now, { ...other, sequence: 4 })).to(seconds(101));
    expect(bindings(run, 'mnId', 'prefixes')).toEqual([`mn2@example.net [${HNP1}]`]);
  });
});
