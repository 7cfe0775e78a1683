// The coverage of the five drafts: each figure and each normative statement is shown by acceptance
// scenarios, each of which is a test; and each requirement of RFC 7333 that appendix A answers is a
// demand, and is named by a test of a scenario or a measured figure.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requirements } from '#specs/requirements.ts';
import { vectors } from '#wire/vectors.ts';

/** Figure or statement; the scenarios that show it; the demands that it became. */
type Coverage = readonly (readonly [what: string, scenarios: string, demands: string])[];

/** Drafts 003 and 004. */
const DMM: Coverage = [
  ['Figure 1', 'S-21 S-22', '1 2 4'],
  ['Figure 2', 'S-22', '5 6'],
  ['Figure 3', 'S-23', '7 8'],
  ['Figure 4', 'S-21 S-22 S-26', '12 13 14 16 18'],
  ['Figure 5', 'S-29', '33'],
  ['boxes of 4.3.1 to 4.3.6', 'S-22 S-28', '19 21 23 26 29 30'],
  ['step 7: what a PBA may say, and where else it may come from', 'S-22 S-28', '14 15'],
  ['step 8: deprecate, or low preference; a route', 'S-22 S-27 S-26', '16 17 18'],
  ['the D flag of PBU and PBA', 'S-22 S-28', '19 21'],
  ['unknown options are skipped', 'S-28 S-39', '20 22'],
  ['lengths, alignments and reserved octets of options', 'S-28 S-39', '23 24 26 27 29 30 31'],
  ['several Anchored and Local Prefix options', 'S-28', '25 28'],
  [
    'one prefix per node; who serves anchors; old flows survive, new ones are native',
    'S-21 S-22 S-23 S-24',
    '1 3 8 9 10',
  ],
  ['the link-layer option where links have no addresses', 'S-28', '32'],
  ['a local network behind one gateway', 'S-26', '11'],
  ['section 5: no tunnel between operators', 'S-29', '33'],
  ['section 7: trust', 'S-34', '34'],
  ['A.1, RFC 7333 REQ1: distributed anchors', 'S-22 S-36', '35'],
  ['A.2, RFC 7333 REQ2: mobility can be done without', 'S-22', '36'],
  ['A.3, RFC 7333 REQ3: IPv6', 'S-07', '37'],
  ['A.4, RFC 7333 REQ4: what exists is used', 'S-28', '38'],
  ['A.5, RFC 7333 REQ5: coexistence, legacy, across operators', 'S-28 S-29', '39 41'],
  ['A.6, RFC 7333 REQ6: management', 'S-35', '44'],
  ['A.7, RFC 7333 REQ7: security', 'S-34', '40 42'],
  ['A.8, RFC 7333 REQ8: multicast', '', '43'],
];

/** Draft 000, which has properties instead of statements. */
const VIP: Coverage = [
  ['Figure 1 and the six properties', 'S-08', '1 2 3 4 5 6 7'],
  ['Figure 2 and what multihoming needs', 'S-09', '8 9 10 11 12'],
  ['Figure 3 and what a handoff needs', 'S-10', '13 14 15'],
  ['4.3: some of the prefixes move', 'S-11', '16'],
];

/** Draft 001. */
const VMN: Coverage = [
  ['Figure 1: one active path, which a module manages', 'S-12', '1 2 7 8 9 10 11'],
  ['the two questions of section 3', 'S-12 S-13', '3 4 5 12'],
  ['4.1: a mobile router', 'S-13', '6'],
];

/** Draft 002. */
const MIF: Coverage = [
  ['Figures 1 and 2: what there is without it', 'S-14', '1 2 3'],
  ['Figure 3: bindings of a node belong together', 'S-15', '6 17 18 20 21'],
  ['Figures 3 and 4: gateways know the prefixes', 'S-15 S-17', '9 10 11 12 19'],
  ['Figures 3, 4 and 5: the table of flows', 'S-16', '7 8 23 24 25 26 27 28'],
  ['4.1: a weak host', 'S-17', '4 5'],
  ['5.3.2: the uplink', 'S-16 S-17', '29 30 31 32'],
  ['5.2.3: earlier gateways are told', 'S-18', '22'],
  ['5.4: interfaces bonded into one', 'S-19', '33 34 35'],
  ['4.4: who decides', 'S-20', '13 14 15'],
  ['4.4: IPv4 addresses do not overlap', 'S-07', '16'],
];

const COVERAGE = { DMM, VIP, VMN, MIF } as const;
const ALL: Coverage = Object.values(COVERAGE).flat();

const strings = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
/** `S-21 to S-24` names four scenarios. */
function scenariosIn(text: string): readonly string[] {
  return [...text.matchAll(/\bS-(\d\d)(?: to S-(\d\d))?/g)].flatMap(
    ([, first = '', last = first]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => {
        return `S-${String(Number(first) + n).padStart(2, '0')}`;
      }),
  );
}

/** All strings of the tests whose files match. */
function titlesOf(which: RegExp): readonly string[] {
  const src = join(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => which.test(file) && !file.includes('coverage'))
    .flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(strings)])
    .map(([string]) => string);
}

/** The acceptance scenarios that titles of tests name. */
const tested = (): ReadonlySet<string> => new Set(titlesOf(/\.test\.ts$/).flatMap(scenariosIn));

test('each figure and statement of the drafts has acceptance scenarios that are tests', () => {
  const known = tested();
  const missing = ALL.flatMap(([what, scenarios]) =>
    scenariosIn(scenarios)
      .filter((one) => !known.has(one))
      .map((one) => `${what}: ${one}`),
  );
  expect(missing).toEqual([]);
});

test('all acceptance scenarios, those of faults too, are tests', () => {
  const all = scenariosIn('S-01 to S-40');
  expect(all.filter((one) => !tested().has(one))).toEqual([]);
});

test.each(Object.entries(COVERAGE))('of %s it names every demand, and no other', (draft, rows) => {
  const named = new Set(rows.flatMap(([, , demands]) => demands.split(' ')));
  const own = requirements.flatMap(({ id }) =>
    id.startsWith(`${draft}-`) ? [id.slice(draft.length + 1)] : [],
  );
  expect(own.filter((one) => !named.has(one))).toEqual([]);
  expect([...named].filter((one) => !own.includes(one))).toEqual([]);
});

test('every requirement of RFC 7333 that appendix A answers is a demand', () => {
  const sections = requirements.filter(({ cite }) => cite.startsWith('DMM §A.'));
  const cites = new Set(sections.map(({ cite }) => cite.slice('DMM §'.length)));
  expect([...cites]).toEqual(['A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.6', 'A.7', 'A.8']);
});

test('each claim of appendix A that a run can show is played or measured under its name', () => {
  const titles = titlesOf(/^(testing|metrics|protocols)\/.*\.test\.ts$/);
  const claims = ['A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.7'];
  expect(claims.filter((claim) => !titles.some((title) => title.includes(`${claim}:`)))).toEqual(
    [],
  );
});

test('the options of the drafts have vectors', () => {
  const names = vectors.map(({ name }) => name).join('\n');
  for (const name of ['dmm-pbu-draft05-flag-layout', 'dmm-pba-draft05-flag-layout']) {
    expect(names).toContain(name);
  }
});
