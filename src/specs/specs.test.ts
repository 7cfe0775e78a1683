// The lists of documents and demands hold together, each demand names a document that is listed,
// and each is named by a test, is not modelled, or stands on the list of open ones.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demandsOf, type Requirement } from './demands.ts';
import { documentOf, documents } from './drafts.ts';
import { idsIn, openIds } from './open.ts';
import { requirements } from './requirements.ts';

test('no document code and no requirement id stands twice', () => {
  for (const ids of [documents.map((one) => one.code), requirements.map((one) => one.id)]) {
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('every requirement cites a listed document and is one plain sentence', () => {
  for (const one of requirements) {
    expect(documentOf(one.cite), one.id).toBeDefined();
    expect(documentOf(one.also ?? 'DMM-02')?.code, one.id).toBe('DMM-02');
    expect(one.words, one.id).toMatch(/^[A-Z].*\.$/);
    expect(one.words, one.id).not.toMatch(/ {2}|\. [A-Z]/);
  }
});

test('a citation is read by its longest code', () => {
  expect(documentOf('DMM §4.2 step 7')?.code).toBe('DMM');
  expect(documentOf('DMM-02 §4.2')?.code).toBe('DMM-02');
  expect(documentOf('RFC 4862 §5.5.3')?.date).toBe('2007-09');
  expect(documentOf('RFC 9999 §1')).toBeUndefined();
});

test('a table is read with its places, levels, scenarios and reasons', () => {
  const table = `
§4.1 rule 2 also DMM-02 @dmm-f4
1 MUST NOT First, and so
  on.
2 MAY Second. @dmm-f3
§4.2
3 property Third. ~goal
`;
  expect(demandsOf('XYZ', 'DMM', table)).toEqual([
    {
      id: 'XYZ-1',
      cite: 'DMM §4.1 rule 2',
      also: 'DMM-02 §4.1 rule 2',
      level: 'MUST NOT',
      words: 'First, and so on.',
      scenario: 'dmm-f4',
    },
    {
      id: 'XYZ-2',
      cite: 'DMM §4.1 rule 2',
      also: 'DMM-02 §4.1 rule 2',
      level: 'MAY',
      words: 'Second.',
      scenario: 'dmm-f3',
    },
    {
      id: 'XYZ-3',
      cite: 'DMM §4.2',
      level: 'property',
      words: 'Third.',
      outOfScope: 'It is an aim of the design that no run can show.',
    },
  ]);
});

test.each([
  ['a level that is none', '§1\n1 SHALL Words.'],
  ['no number', '§1\nMUST Words.'],
  ['no full stop', '§1\n1 MUST Words'],
  ['no place', '1 MUST Words.'],
  ['a reason that is none', '§1\n1 MUST Words. ~because'],
])('a table with %s is refused', (_, table) => {
  expect(() => demandsOf('XYZ', 'DMM', table)).toThrow(/is written otherwise|no reason is called/);
});

const families = new Set(requirements.map((one) => one.id.replace(/\d+$/, '')));

/** Whether an id is one of a demand; decisions have ids of the same form, `S-21` or `R-2`. */
const isOfFamily = (id: string): boolean => families.has(id.replace(/\d+$/, ''));

/** The titles of a source's tests, also those in tables: all its strings, but no comment. */
function titlesOf(source: string): string {
  const strings = source.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/g);
  return [...strings].map(([string]) => string).join('\n');
}

/** What the tests of the project name. */
function namedByTests(): ReadonlySet<string> {
  const src = join(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => /\.test\.tsx?$/.test(file) && !file.includes('specs.test'));
  const titles = tests.map((file) => titlesOf(readFileSync(join(src, file), 'utf8')));
  return new Set(titles.flatMap(idsIn).filter(isOfFamily));
}

test('ids are read from titles, alone and in rows', () => {
  const source = `// PMIP-9\ntest('PMIP-1, BRI-2 to BRI-4: DMM-02 §1', () => {});`;
  expect(idsIn(titlesOf(source))).toEqual(['PMIP-1', 'BRI-2', 'BRI-3', 'BRI-4']);
});

/** In order of the list; neighbours as `PMIP-3 to PMIP-5`. */
function rowsOf(ids: readonly string[]): readonly string[] {
  const rows: { first: string; last: string }[] = [];
  const next = (id: string) => id.replace(/\d+$/, (number) => String(Number(number) + 1));
  for (const id of ids) {
    const row = rows.at(-1);
    if (row !== undefined && next(row.last) === id) row.last = id;
    else rows.push({ first: id, last: id });
  }
  return rows.map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
}

const isModelled = (one: Requirement): boolean => one.outOfScope === undefined;

test('every requirement is named by a test, or open', () => {
  const named = namedByTests();
  const left = requirements.filter((one) => isModelled(one) && !named.has(one.id));
  expect(rowsOf(left.map((one) => one.id))).toEqual(rowsOf([...openIds]));
});

test('tests name only requirements that there are', () => {
  const known = new Set(requirements.map((one) => one.id));
  expect([...namedByTests()].filter((id) => !known.has(id))).toEqual([]);
});
