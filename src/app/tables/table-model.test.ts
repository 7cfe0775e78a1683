import { describe, expect, test } from 'vitest';
import type { Accent, TableView } from '#session/protocol.ts';
import {
  changedWords,
  columnsThatFit,
  isMono,
  leftText,
  momentsOf,
  nodeOfAccent,
  orderTables,
  tableWidth,
} from './table-model.ts';

type Row = TableView['rows'][number];
type Cell = Row['cells'][number];

const row = (key: string, sign: Row['sign'], cells: readonly Cell[]): Row => ({
  key,
  sign,
  cells,
  why: undefined,
});
const table = (title: string, rows: readonly Row[], ids = ['a', 'b', 'c']): TableView => ({
  node: 'dgw2',
  role: 'dgw',
  table: title,
  title,
  cite: '',
  columns: ids.map((id) => ({ id, title: id })),
  rows,
});
const cells = (...texts: string[]): Cell[] => texts.map((text) => ({ text }));

test('tables with changes come first, empty ones apart', () => {
  const quiet = table('quiet', [row('x', '', cells('1'))]);
  const changed = table('changed', [row('x', '+', cells('1'))]);
  const empty = table('empty', []);
  const { shown, empty: none } = orderTables([quiet, empty, changed]);
  expect(shown.map(({ title }) => title)).toEqual(['changed', 'quiet']);
  expect(none.map(({ title }) => title)).toEqual(['empty']);
});

describe('columns', () => {
  const wide = 'a long text that takes much room';
  const full = table('t', [
    row('x', '~', [{ text: 'n' }, { text: wide }, { text: '2', was: '1' }]),
  ]);

  test('all fit where there is room', () => {
    expect(columnsThatFit(full, tableWidth(full))).toEqual([0, 1, 2]);
  });

  test('a changed one is kept before one that is not', () => {
    expect(columnsThatFit(full, 200)).toEqual([0, 2]);
  });

  test('the first and one that changed are kept always', () => {
    expect(columnsThatFit(full, 0)).toEqual([0, 2]);
  });
});

test.each([
  ['00:11:22:33:01:01', true],
  ['fe80::211:22ff:fe33:101', true],
  ['2001:db8:aa:1::/64', true],
  ['::/0', true],
  ['prefA', false],
  ['accepted', false],
  ['from 2001:db8::/64', false],
])('%s in the monospaced face: %s', (text, is) => {
  expect(isMono(text)).toBe(is);
});

test.each([
  [604_799_000_000, '6 d 23 h'],
  [7_199_000_000, '7199 s'],
  [7_260_000_000, '2 h 1 min'],
  [299_980_000, '299 s'],
  [9_540_000, '9.5 s'],
  [0, 'over'],
  [-1, 'over'],
])('%i µs are left: %s', (left, words) => {
  expect(leftText(left)).toBe(words);
});

test('the moments of a binding are in order of time, past and to come', () => {
  const ids = ['prefix', 'sentAt', 'acceptedAt', 'refreshAt'];
  const entry = [
    { text: 'prefA' },
    { text: '10.000' },
    { text: '10.020', was: '' },
    { text: '', expires: 250_020_000 },
  ];
  expect(momentsOf(table('updates', [row('x', '~', entry)], ids))).toEqual([
    { words: 'sentat', at: 10_000_000, changed: false },
    { words: 'acceptedat', at: 10_020_000, changed: true },
    { words: 'refreshat', at: 250_020_000, changed: false },
  ]);
  expect(momentsOf(table('other', [row('x', '', cells('1'))]))).toEqual([]);
});

test('the accent in words, and the node that it touches most', () => {
  const change = (node: string): Accent['changes'][number] => ({
    node,
    role: 'dgw',
    table: 'dlifs',
    key: 'x',
    sign: '+',
    columns: [],
  });
  const accent: Accent = {
    cause: 1,
    rowSeq: 1,
    frame: undefined,
    node: 'dgw2',
    short: '#11 PBA',
    words: '',
    path: [],
    changes: [change('hss'), change('dgw2'), change('dgw2')],
    notes: [],
  };
  expect(nodeOfAccent(accent)).toBe('dgw2');
  expect(nodeOfAccent(undefined)).toBeUndefined();
  expect(changedWords(accent)).toBe('3 rows changed by #11 PBA');
});
