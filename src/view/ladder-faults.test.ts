import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import type { Stamped } from '#sim/command.ts';
import { lab, SIGNALLING, type Lab } from '#testing/lab.ts';
import { Ladder } from './ladder-builder.ts';
import { ALL_ROWS } from './ladder-list.ts';
import type { LadderRow } from './ladder.ts';
import type { TraceReader } from './trace-reader.ts';

const TO_MAG2 = { do: 'place', node: 'mn1', x: 736, y: 544 } as const;
const TO_MAG1 = { do: 'place', node: 'mn1', x: 264, y: 544 } as const;
const FLOW = { do: 'flow', flow: 'F1', change: 'start', at: ms(300) } as const;

/** All that may be done to frames and nodes, in one run. */
const script = [
  { do: 'catch', name: 'a', act: 'drop', link: 'core-mag1', kind: 'PBA', nth: 1, at: 0 },
  FLOW,
  { ...TO_MAG2, at: ms(2500) },
  {
    do: 'catch',
    name: 'd',
    act: 'duplicate',
    link: 'core-mag2',
    kind: 'PBU',
    nth: 1,
    at: ms(2501),
  },
  { do: 'catch', name: 'h', act: 'hold', link: 'core-mag2', kind: 'PBA', nth: 1, at: ms(2502) },
  { do: 'catch', name: 'c', act: 'corrupt', link: 'core-lma', kind: 'PBU', nth: 2, at: ms(2503) },
  { do: 'clock', node: 'mag1', offset: ms(400), at: ms(2600) },
  { ...TO_MAG1, at: ms(2700) },
  { do: 'release', name: 'h', at: ms(2900) },
  { do: 'node', node: 'lma', up: false, state: 'lost', at: ms(4200) },
  { do: 'node', node: 'lma', up: true, at: ms(4500) },
  { do: 'operate', node: 'lma', order: 'revoke', mn: 'mn1', trigger: 1, at: ms(6000) },
] as const;
const run = lab('pmip-handoff', { script }).to(seconds(7));
const { log } = run.timeline;

function reader(known: number): TraceReader {
  return {
    known,
    event: (seq) => log.event(seq),
    at: (seq) => log.at(seq),
    frame: (id) => log.frame(id),
  };
}
function ladderOf(known = log.known): Ladder {
  const ladder = new Ladder(reader(known), run.cast);
  ladder.update();
  return ladder;
}
const all = (ladder: Ladder, before: number): readonly LadderRow[] =>
  ladder.window({ from: 0, count: 10_000, filter: ALL_ROWS, before }).rows;
const whole = ladderOf();

describe('with faults, too', () => {
  test('told as of any event, it says what it would say had the run ended there', () => {
    for (let before = 1; before < log.known; before += 41) {
      const told = all(whole, before).filter((row) => row.seq < before && row.row !== 'gap');
      const known = new Map(all(ladderOf(before), before).map((row) => [row.seq, row]));
      const there = told.filter((row) => row.row !== 'data' || row.count > 0);
      expect(there.map((row) => known.get(row.seq))).toEqual(there);
    }
  });

  test('cut anywhere and taken in again, it is the same', () => {
    const ladder = ladderOf();
    for (const from of [log.known - 1, 2048, 1500, 1024, 700, 1, 0]) {
      ladder.reset(from);
      ladder.update();
      expect(ladder.rows(ALL_ROWS), String(from)).toEqual(whole.rows(ALL_ROWS));
    }
  });

  test('read from a playhead in the middle, a frame is as it was then', () => {
    const middle = lab('pmip-handoff', { script }).to(seconds(7));
    middle.timeline.seek(ms(2800));
    const rows = new Ladder(middle.timeline.log, middle.cast);
    rows.update();
    const held = rows
      .window({ from: 0, count: 1000, filter: SIGNALLING, before: middle.timeline.seq })
      .rows.find((row) => row.row === 'message' && row.fault !== undefined && row.end === 'flying');
    expect(held).toMatchObject({ type: 'PBA', fault: 'held' });
  });
});

/** What was done to messages, in short. */
const faults = (of: Lab): readonly string[] =>
  of
    .rows(SIGNALLING)
    .filter((row) => row.row === 'message')
    .flatMap((row) => (row.fault === undefined ? [] : [`${row.type} ${row.end} ${row.fault}`]));

test('what was done to a message is told with it', () => {
  expect(faults(run)).toEqual([
    'PBA lost dropped',
    // The frame that was corrupted is the second one.
    'PBU delivered duplicated, bit flipped',
    expect.stringMatching(/^PBA delivered held \d+(\.\d)? ms$/),
  ]);
});

test('a duplicate of a lost message that arrives makes it a delivered one', () => {
  const both = [
    {
      do: 'catch',
      name: 'd',
      act: 'duplicate',
      by: ms(50),
      link: 'core-mag1',
      kind: 'PBU',
      nth: 1,
      at: 0,
    },
    { do: 'catch', name: 'l', act: 'drop', link: 'core-lma', kind: 'PBU', nth: 1, at: 1 },
  ] as const;
  const twice = lab('pmip-handoff', { script: both }).to(ms(500));
  const pbu = twice.rows(SIGNALLING).find((row) => row.row === 'message' && row.type === 'PBU');
  expect(pbu).toMatchObject({ end: 'delivered', fault: 'duplicated, dropped' });
  const early = lab('pmip-handoff', { script: both }).to(ms(75));
  expect(
    early.rows(SIGNALLING).find((row) => row.row === 'message' && row.type === 'PBU'),
  ).toMatchObject({
    end: 'lost',
  });
});

test('commands are lines at their node, in the order of time', () => {
  const said = run
    .rows(SIGNALLING)
    .flatMap((row) => (row.row === 'note' && row.level === 'command' ? [row.text] : []));
  expect(said).toEqual([
    'The next PBA on core-mag1 is to be dropped',
    'The next PBU on core-mag2 is to be duplicated',
    'The next PBA on core-mag2 is to be held',
    'The 2nd PBU on core-lma is to be corrupted',
    'The clock of MAG1 is 400 ms ahead',
    'h is released',
    'LMA crashes, its state is lost',
    'LMA is up again',
    'The operator of LMA revokes MN1, trigger 1',
  ]);
});

test('a frame that a command names is told by its message, at its sender', () => {
  const held = lab('pmip-handoff').to(ms(62));
  const { frame } = held.timeline.log.event(held.until((event) => event.kind === 'sent').seq) as {
    frame: number;
  };
  held.do({ do: 'frame', name: 'x', act: 'delay', by: ms(3), frame });
  held.do({ do: 'frame', name: 'y', act: 'drop', frame: 99_999 }).to(ms(90));
  const lines = held
    .rows(SIGNALLING)
    .flatMap((row) =>
      row.row === 'note' && row.level === 'command' ? [`${row.node}: ${row.text}`] : [],
    );
  expect(lines).toEqual([
    'core: PBU seq1 L75 HI1 any prefix on core-lma is delayed by 3 ms (x)',
    ': A message on its way is dropped (y)',
  ]);
});

test('copies of data make no rows of their own, and their death is no loss', () => {
  const rowsWith = (...faults: readonly Stamped[]) =>
    lab('pmip-attach', { script: [...attach, ...faults] })
      .to(seconds(4.2))
      .rows()
      .filter((row) => row.row === 'data')
      // A datagram that is taken twice may be answered twice: they are not counted here.
      .map(({ path, lost, why }) => [path.join(' '), lost, why ?? '']);
  const attach = lab('pmip-attach').scenario.script;
  const plain = rowsWith();
  expect(plain).toHaveLength(1);
  const twice = { do: 'catch', name: 'a', act: 'duplicate', kind: 'udp', nth: 1 } as const;
  for (const link of ['core-cn1', 'core-lma', 'core-mag1', 'radio-mag1']) {
    for (const by of [0, ms(30)]) {
      expect(rowsWith({ ...twice, link, by, at: seconds(4) }), `${link} ${by}`).toEqual(plain);
    }
  }
});
