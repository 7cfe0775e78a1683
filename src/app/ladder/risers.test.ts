import { expect, test } from 'vitest';
import { ladderGeometry } from '#view/draw/ladder-layout.ts';
import type { LadderRow } from '#view/ladder.ts';
import { NO_ROWS } from './ladder-feed.ts';
import { risersOf } from './Risers.tsx';

const lifelines = [
  { node: 'mag1', kind: 'mag', name: 'MAG1' },
  { node: 'lma', kind: 'lma', name: 'LMA' },
];
const geometry = ladderGeometry(lifelines, 700);

const message = (seq: number, more: Partial<LadderRow> = {}): LadderRow =>
  ({
    row: 'message',
    seq,
    lastSeq: seq,
    at: seq,
    until: seq,
    number: seq,
    from: 'mag1',
    to: 'lma',
    type: 'PBU',
    label: 'PBU',
    legs: [],
    end: 'delivered',
    frame: seq,
    datagram: seq,
    effects: [],
    ...more,
  }) as LadderRow;

const risers = (rows: readonly LadderRow[]) =>
  risersOf({
    data: { ...NO_ROWS, rows, from: 0, total: rows.length, now: rows.length, lifelines },
    geometry,
    top: 0,
  });

test('each repetition is tied to the sending before it, beside its sender', () => {
  const rows = [1, 2, 3].map((seq) => message(seq, seq > 1 ? { repeats: 1 } : {}));
  const found = risers(rows);
  expect(found.map(({ from, to }) => (to - from) / geometry.row)).toEqual([1, 1]);
  const lifeline = geometry.gutter + (geometry.columns[0]?.x ?? 0);
  for (const { x } of found) expect(x).toBeLessThan(lifeline);
});

test('a first sending that is out of sight has no line, nor has another message', () => {
  expect(risers([message(7, { repeats: 1 }), message(8)])).toEqual([]);
});
