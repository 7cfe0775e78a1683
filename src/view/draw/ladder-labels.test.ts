import { expect, test } from 'vitest';
import type { LadderRow } from '#view/ladder.ts';
import { dataLabel, spanText, splitLabel } from './ladder-labels.ts';
import { ladderGeometry } from './ladder-layout.ts';
import { arrowStyle } from './ladder-style.ts';

const data: Extract<LadderRow, { row: 'data' }> = {
  row: 'data',
  seq: 1,
  lastSeq: 2,
  at: 0,
  until: 1,
  flow: 'F1',
  from: 'cn1',
  to: 'mn1',
  path: ['cn1', 'core', 'dgw1', 'mn1'],
  tunnelled: [],
  count: 397,
  lost: 0,
  prefix: 'prefA',
  frame: 3,
};
const lines = [
  { node: 'mn1', kind: 'mn', name: 'MN1' },
  { node: 'dgw1', kind: 'dgw', name: 'D-GW1' },
  { node: 'cn1', kind: 'cn', name: 'CN1' },
];
const wide = ladderGeometry(lines, 688);
const dense = ladderGeometry(lines, 480);

test.each([
  [data, wide, 'F1 ×397, prefA by D-GW1'],
  [data, dense, 'F1 ×397'],
  [{ ...data, count: 1 }, dense, 'F1'],
  [{ ...data, lost: 2, why: 'loss' }, wide, 'F1 ×397, prefA by D-GW1, 2 lost: loss'],
  [{ ...data, lost: 2, why: 'loss' }, dense, 'F1 ×397, 2 lost'],
  [{ ...data, count: 2, lost: 2, why: 'not attached' }, wide, 'F1 ×2 lost: not attached'],
])('a run of datagrams in words', (row, geometry, words) => {
  expect(dataLabel(row, geometry)).toBe(words);
});

test.each([
  [7_900_000, '7.9 s'],
  [480_000_000, '480 s'],
  [20_000, '20 ms'],
  [120, '120 µs'],
])('%i µs is %s', (span, words) => {
  expect(spanText(span)).toBe(words);
});

test('the type at the head of a label is set apart', () => {
  expect(splitLabel('PBA D st 0', 'PBA')).toEqual(['PBA', ' D st 0']);
  expect(splitLabel('HSS? mn1', '')).toEqual(['', 'HSS? mn1']);
});

test('classes of messages are told by line and sign', () => {
  expect(arrowStyle('PBU').line).toBe('solid');
  expect(arrowStyle('PBA').line).toBe('double');
  expect(arrowStyle('RA').sign).toBe('diamond');
  expect(arrowStyle('Destination Unreachable').sign).toBe('barred');
});
