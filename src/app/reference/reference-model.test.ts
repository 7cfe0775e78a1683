import { describe, expect, test } from 'vitest';
import { library } from '#scenario/library.ts';
import type { Requirement } from '#specs/demands.ts';
import { requirements } from '#specs/requirements.ts';
import { ANY, documentOf, documentsIn, fitting, stateOf } from './reference-model.ts';

const demand = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  cite: 'PMIP §5.3.1 rule 4',
  level: 'MUST',
  words: 'It drops the message.',
  ...more,
});

const list = [
  demand('PMIP-1'),
  demand('PMIP-2', { level: 'MAY', words: 'It keeps a table.' }),
  demand('BRI-1', { cite: 'RFC 5846 §7', outOfScope: 'IPsec is not modelled.' }),
];
const open = new Set(['PMIP-2']);
const ids = (wish: Partial<typeof ANY>): readonly string[] =>
  fitting(list, { ...ANY, ...wish }, open).map(({ id }) => id);

describe('a wish', () => {
  test.each([
    [{}, ['PMIP-1', 'PMIP-2', 'BRI-1']],
    [{ document: 'PMIP' }, ['PMIP-1', 'PMIP-2']],
    [{ document: 'RFC 5846' }, ['BRI-1']],
    [{ level: 'MAY' }, ['PMIP-2']],
    [{ state: 'tested' }, ['PMIP-1']],
    [{ state: 'open' }, ['PMIP-2']],
    [{ state: 'out' }, ['BRI-1']],
    [{ text: 'DROPS message' }, ['PMIP-1', 'BRI-1']],
    [{ text: 'bri-1' }, ['BRI-1']],
    [{ text: '§5.3.1 table' }, ['PMIP-2']],
    [{ text: 'nowhere' }, []],
  ] as const)('%j finds %j', (wish, found) => {
    expect(ids(wish)).toEqual(found);
  });
});

describe('the list as it is', () => {
  test('every demand stands in a document with a name', () => {
    for (const { code, name } of documentsIn(requirements)) expect(name, code).not.toBe(code);
  });

  test('every demand has one state, and those that are modelled are told from the others', () => {
    for (const one of requirements) {
      expect(stateOf(one, new Set()) === 'out').toBe(one.outOfScope !== undefined);
      expect(documentOf(one)).not.toContain('§');
    }
  });

  test('a scenario that shows a demand comes with the app', () => {
    const known = new Set(library.map(({ id }) => id));
    const missing = requirements.filter(({ scenario }) => scenario && !known.has(scenario));
    expect(missing.map(({ id, scenario }) => `${id} ${scenario}`)).toEqual([]);
  });
});
