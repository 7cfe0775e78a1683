import { expect, test } from 'vitest';
import type { LadderRow } from '#view/ladder.ts';
import { NO_ROWS } from './ladder-feed.ts';
import { stretchBands } from './stretch-bands.ts';

const note = (at: number): LadderRow =>
  ({ row: 'note', seq: at, lastSeq: at, at, until: at, text: '', cite: '' }) as LadderRow;
const stay = (node: string, to: string, from: number, until?: number) => ({
  node,
  to,
  letter: 'A',
  from,
  until,
});
const column = (node: string, x: number, kind = 'mn') => ({ node, kind, name: node, x });

test('words of one length over the same slots are one band, all others stand alone', () => {
  const rows = [0, 10, 20, 30, 40, 50].map(note);
  const data = { ...NO_ROWS, total: rows.length, now: rows.length, rows };
  const stays = [
    stay('mn1', 'dgw1', 0),
    stay('mn2', 'dgw2', 0),
    stay('mn3', 'dgw10', 0),
    stay('mn4', 'dgw1', 0, 25),
    stay('mn4', 'dgw2', 25),
    stay('dgw1', 'dgw1', 0),
  ];
  const geometry = {
    seen: [
      column('mn1', 10),
      column('mn2', 20),
      column('mn3', 30),
      column('mn4', 40),
      column('dgw1', 50, 'dgw'),
    ],
  };
  const bands = stretchBands({ data, stays, geometry, name: (node) => node });
  expect(
    bands.map(({ from, to, words }) => [from, to, words.map(({ x, text }) => `${x} ${text}`)]),
  ).toEqual([
    [0, 6, ['10 on dgw1', '20 on dgw2']],
    [0, 6, ['30 on dgw10']],
    [0, 3, ['40 on dgw1']],
    [3, 6, ['40 on dgw2']],
  ]);
});
