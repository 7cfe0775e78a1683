// Figures as CSV: quoting as in RFC 4180, numbers without needless digits, and what a row weighs.
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';
import { figure } from './figure.ts';
import { octetsOf } from './state.ts';

test('a header; definitions are quoted; texts with commas and quotes are', () => {
  const odd = { ...figure('pathStretch', 'a "b", c', 22 / 12), definition: 'one, "two"' };
  expect(csvOf([odd, figure('databaseMessages', 'all', 6)]).split('\n')).toEqual([
    'name,scope,value,unit,definition',
    'pathStretch,"a ""b"", c",1.833333,times,"one, ""two"""',
    'databaseMessages,all,6,messages,"Questions to the HSS, answers and records; they have no octets here."',
    '',
  ]);
});

test.each([
  [{ address: '2001:db8::1' }, 16],
  [{ prefix: '2001:db8::/64' }, 17],
  [{ mac: '02:00:5e:00:01:01' }, 6],
  [{ lifetime: 75, present: true }, 5],
  [{ name: 'mn1dgw1', none: undefined }, 7],
  [{ prefixes: ['2001:db8::/64', '2001:db8:1::/64'] }, 34],
  [{ id: 'to x', why: 'words for people', cite: 'PMIP §5' }, 0],
])('%j takes %i octets', (row, octets) => {
  expect(octetsOf(row)).toBe(octets);
});
