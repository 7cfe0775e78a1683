import { expect, test } from 'vitest';
import type { LadderRow } from '#view/ladder.ts';
import { namesOf, rowSentence, rowWords } from './row-words.ts';
import { clockText } from './time-text.ts';

const name = namesOf([
  { node: 'dgw1', kind: 'dgw', name: 'D-GW1' },
  { node: 'dgw2', kind: 'dgw', name: 'D-GW2' },
]);
const base = { seq: 1, lastSeq: 2, at: 10_010_000, until: 10_020_000 };
const pba: LadderRow = {
  ...base,
  row: 'message',
  number: 11,
  from: 'dgw1',
  to: 'dgw2',
  type: 'PBA',
  label: 'PBA D st 0 prefA',
  legs: [],
  end: 'delivered',
  frame: 12,
  datagram: 9,
  effects: [{ node: 'dgw2', text: '+ mn1dgw1, tunnel' }],
};

test('a message in one sentence', () => {
  expect(rowSentence(pba, name)).toBe(
    '11 PBA D-GW1 to D-GW2: PBA D st 0 prefA, D-GW2 + mn1dgw1, tunnel, at 10.010 000 s',
  );
});

test('a lost message says where and why', () => {
  const lost: LadderRow = { ...pba, end: 'lost', lostAt: 'dgw2', why: 'loss', effects: [] };
  expect(rowWords(lost, name).summary).toBe('PBA D st 0 prefA, lost at D-GW2: loss');
});

test('tunnels over unnamed nodes are joined', () => {
  const data: LadderRow = {
    ...base,
    row: 'data',
    flow: 'F1',
    from: 'cn1',
    to: 'mn1',
    path: [],
    tunnelled: [
      ['dgw1', 'core'],
      ['core', 'dgw2'],
    ],
    count: 1,
    lost: 0,
    prefix: 'prefA',
    frame: 1,
  };
  expect(rowWords(data, name).summary).toBe(
    'F1, 1 datagram, prefA, tunnelled D-GW1 to D-GW2, 0 lost',
  );
});

test('quiet time is told', () => {
  const gap: LadderRow = { ...base, row: 'gap', until: 17_910_000 };
  expect(rowWords(gap, name).summary).toBe('nothing for 7.9 s');
});

test.each([
  [0, '0.000 000'],
  [10_010_000, '10.010 000'],
  [9_999_999, '9.999 999'],
])('%i µs on the clock', (at, words) => {
  expect(clockText(at)).toBe(words);
});
