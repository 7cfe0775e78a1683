import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { lab, type Lab } from '#testing/lab.ts';
import { Ladder } from './ladder-builder.ts';
import { ALL_ROWS } from './ladder-list.ts';
import type { LadderRow } from './ladder.ts';
import type { TraceReader } from './trace-reader.ts';

/** A run of which only the first events are known. */
function prefix(run: Lab, known: number): TraceReader {
  const { log } = run.timeline;
  return {
    known,
    event: (seq) => log.event(seq),
    at: (seq) => log.at(seq),
    frame: (id) => log.frame(id),
  };
}

function ladderOf(run: Lab, known = run.timeline.log.known): Ladder {
  const ladder = new Ladder(prefix(run, known), run.cast);
  ladder.update();
  return ladder;
}

const all = (ladder: Ladder, before: number): readonly LadderRow[] =>
  ladder.window({ from: 0, count: 10_000, filter: ALL_ROWS, before }).rows;

/** The handover of Figure 4 and what it takes. */
const script = [
  { do: 'flow', flow: 'F1', change: 'start', at: ms(1300) },
  { do: 'place', node: 'mn1', x: 712, y: 536, at: ms(1500) },
  { do: 'link', link: 'core-cn1', loss: 0.3, at: ms(2000) },
  { do: 'place', node: 'mn1', x: 264, y: 536, at: ms(2300) },
] as const;
const run = lab('dmm-f4', { script }).to(ms(2800));
const { log } = run.timeline;
const whole = ladderOf(run);

test('told as of any event, it says what it would say had the run ended there', () => {
  for (let before = 1; before < log.known; before += 29) {
    const told = all(whole, before).filter((row) => row.seq < before && row.row !== 'gap');
    const known = new Map(all(ladderOf(run, before), before).map((row) => [row.seq, row]));
    const there = told.filter((row) => row.row !== 'data' || row.count > 0);
    expect(there.map((row) => known.get(row.seq))).toEqual(there);
  }
});

test('taken in piece by piece, it is the same', () => {
  const reader = { ...prefix(run, 0) };
  const ladder = new Ladder(reader, run.cast);
  for (let known = 0; known < log.known; known += 97) {
    Object.assign(reader, { known });
    ladder.update();
  }
  Object.assign(reader, { known: log.known });
  ladder.update();
  expect(ladder.rows(ALL_ROWS)).toEqual(whole.rows(ALL_ROWS));
});

test('cut anywhere and taken in again, it is the same', () => {
  const ladder = ladderOf(run);
  for (const from of [log.known - 1, 2048, 1500, 1024, 1023, 700, 1, 0]) {
    ladder.reset(from);
    ladder.update();
    expect(ladder.rows(ALL_ROWS), String(from)).toEqual(whole.rows(ALL_ROWS));
  }
});

test('a fork is told as if it had been so from the start', () => {
  const forked = lab('dmm-f4', { script }).to(ms(1700));
  const ladder = new Ladder(forked.timeline.log, forked.cast);
  ladder.update();
  forked.timeline.seek(ms(1400));
  forked.drag('mn1').to('dgw2');
  ladder.reset(forked.timeline.log.known);
  ladder.update();
  forked.to(ms(1800));
  ladder.update();
  expect(ladder.rows(ALL_ROWS)).toEqual(ladderOf(forked).rows(ALL_ROWS));
});

describe('a row', () => {
  const rows = whole.rows(ALL_ROWS);

  test('is found by any event that belongs to it', () => {
    const pba = rows.find((row) => row.row === 'message' && row.type === 'PBA');
    const index = rows.indexOf(pba as LadderRow);
    expect(whole.indexOf(pba?.seq ?? 0, ALL_ROWS)).toBe(index);
    expect(whole.indexOf(pba?.lastSeq ?? 0, ALL_ROWS)).toBe(index);
    expect(whole.rowOf(pba?.lastSeq ?? 0, log.known)).toEqual(pba);
  });

  test('has the effects of its message, and only those that have come about', () => {
    const pba = rows.find((row) => row.row === 'message' && row.type === 'PBA');
    expect(pba).toMatchObject({
      label: 'PBA D st 0 prefA',
      effects: [{ node: 'dgw2', text: '+ mn1dgw1, tunnel, 4 routes' }],
    });
    expect(whole.rowOf(pba?.seq ?? 0, (pba?.lastSeq ?? 0) + 1)).toMatchObject({
      end: 'delivered',
      effects: [],
    });
    expect(whole.rowOf(pba?.seq ?? 0, pba?.lastSeq ?? 0)).toMatchObject({ end: 'flying' });
  });

  test('of data holds what goes one way, there and back', () => {
    const data = rows.filter((row) => row.row === 'data');
    expect(
      data.map(({ path, lost, why, count }) =>
        [path.join(' '), lost === count ? `lost: ${why ?? ''}` : ''].join(' ').trim(),
      ),
    ).toEqual([
      'mn1 dgw1 core cn1',
      'mn1 lost: MN1 not attached',
      'cn1 core dgw1 lost: MN1 not attached',
      'mn1 dgw2 lost: no interface 00:11:22:33:01:01',
      'mn1 dgw2 core dgw1 core cn1',
      'mn1 lost: MN1 not attached',
      'cn1 core dgw1 core dgw2 lost: MN1 not attached',
      'mn1 dgw1 core cn1',
    ]);
    const chance = data.filter((row) => row.lost > 0 && row.lost < row.count);
    expect(chance.length).toBeGreaterThan(0);
    expect(chance.every((row) => row.why === 'lost on the link')).toBe(true);
  });

  test('that a filter hides does not count', () => {
    const changes = { ...ALL_ROWS, onlyChanges: true };
    expect(whole.rows(changes).every((row) => row.row !== 'data' && row.row !== 'note')).toBe(true);
    const quiet = { ...ALL_ROWS, data: false, neighbourDiscovery: false };
    const types = whole.rows(quiet).map((row) => (row.row === 'message' ? row.type : row.row));
    expect(types).not.toContain('NS');
    expect(types).not.toContain('data');
    const numbers = whole.rows(quiet).flatMap((row) => ('number' in row ? [row.number] : []));
    const counted = numbers.filter((number) => number > 0);
    expect(counted).toEqual(counted.map((_, i) => i + 1));
  });

  test('of silence stands where nothing happened for a second', () => {
    const calm = lab('dmm-f4', { script: [script[0]] }).to(ms(1500));
    const late = lab('dmm-f4', { script: [{ ...script[1], at: seconds(9) }] }).to(seconds(10));
    expect(calm.rows().filter((row) => row.row === 'gap')).toHaveLength(1);
    const gaps = late.rows().filter((row) => row.row === 'gap');
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.until).toBe(seconds(9));
  });
});

test('data that gets through is told from where it began to, not from those that died before', () => {
  const refused = { do: 'catch', name: 'c', act: 'drop', link: 'core-mag2', kind: 'PBA' } as const;
  const script = [
    { do: 'flow', flow: 'F1', change: 'start', at: ms(2000) },
    { ...refused, nth: 1, at: ms(3900) },
    { do: 'place', node: 'mn1', x: 736, y: 544, at: ms(4000) },
  ] as const;
  const rows = lab('pmip-handoff', { script }).to(ms(6000)).rows();
  const data = rows.filter((row) => row.row === 'data' && row.at > ms(4050));
  expect(data.map((row) => ('count' in row ? [row.lost, row.at > ms(5050)] : []))).toEqual([
    [50, false],
    [0, true],
  ]);
});
