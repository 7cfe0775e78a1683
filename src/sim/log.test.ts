import { describe, expect, test } from 'vitest';
import { Table, type Row, type Write } from '#base/table.ts';
import { Log } from './log.ts';
import type { FrameSpec } from './log-frames.ts';

const by = { node: 1, cause: 0 };
const stamp = { at: 5_000_000_123, node: 'mn1', cause: 0 };

/** A log with one engine event open, late enough that its time needs more than 32 bits. */
function opened(): Log {
  const log = new Log(['cn1', 'mn1'], ['core-dgw1', 'radio-dgw1']);
  log.beginStep(stamp.at);
  return log;
}

function frameSpec(log: Log, more: Partial<FrameSpec> = {}): FrameSpec {
  const head = log.arena.reserve(54);
  const tail = log.arena.reserve(6);
  log.arena.piece(head, 54).fill(1);
  log.arena.piece(tail, 6).fill(2);
  const place = { head, headLength: 54, tail, tailLength: 6 };
  const what = { datagram: 4, link: 1, to: 0, type: 24, tunnelled: false, isLost: false } as const;
  return { ...what, ...place, flight: 2000, ...more };
}

const write = (before: Row | undefined, after: Row | undefined): Write => ({
  table: new Table<Row>('mn1/host/addresses'),
  key: 'fe80::1',
  before,
  after,
});

describe('every kind of event comes back as it was written', () => {
  test('sent, arrived, delivered', () => {
    const log = opened();
    const frame = log.sent(by, 'if1', 'RS', frameSpec(log));
    log.arrived(by, frame, 'phy');
    log.delivered(by, frame, 'host');
    const where = { frame: 0, datagram: 4, link: 'radio-dgw1' };
    expect(log.event(0)).toEqual({
      ...stamp,
      seq: 0,
      kind: 'sent',
      ...where,
      iface: 'if1',
      to: 'cn1',
      label: 'RS',
    });
    expect(log.event(1)).toEqual({ ...stamp, seq: 1, kind: 'arrived', ...where, iface: 'phy' });
    expect(log.event(2)).toEqual({
      ...stamp,
      seq: 2,
      kind: 'delivered',
      frame: 0,
      datagram: 4,
      role: 'host',
    });
  });

  test('dropped, with and without a frame', () => {
    const log = opened();
    log.dropped({ node: 2, cause: -1 }, { frame: undefined, datagram: 9 }, 'nodeDown', 'words');
    expect(log.event(0)).toEqual({
      seq: 0,
      at: stamp.at,
      node: 'world',
      cause: undefined,
      kind: 'dropped',
      frame: undefined,
      datagram: 9,
      why: 'nodeDown',
      words: 'words',
    });
  });

  test('row: made, changed, removed', () => {
    const log = opened();
    const [first, second] = [{ n: 1 }, { n: 2 }];
    log.row(by, write(undefined, first));
    log.row(by, write(first, second));
    log.row(by, write(second, undefined));
    const common = { ...stamp, kind: 'row', role: 'host', table: 'addresses', key: 'fe80::1' };
    expect([0, 1, 2].map((seq) => log.event(seq))).toEqual([
      { ...common, seq: 0, before: undefined, after: first },
      { ...common, seq: 1, before: first, after: second },
      { ...common, seq: 2, before: second, after: undefined },
    ]);
  });

  test('link, timer, signal, note, command', () => {
    const log = opened();
    const news = { say: 'query', mnId: 'mn1' };
    const command = { do: 'place', node: 'mn1', x: 8, y: 16 } as const;
    const due = 2 ** 40 + 7;
    log.link(by, 'if1', 'down', 'radio-dgw1', 0);
    log.timer(by, { timer: 'refresh', number: 0 }, 'disarmed', due);
    log.signal(by, { from: 0, to: 1, label: 'HSS? mn1', news }, true);
    log.note(by, 'ignored', 'ND §6.1.2', 'silent');
    log.command(by, command);
    const event = (seq: number, more: object) => ({ ...stamp, seq, ...more });
    expect([0, 1, 2, 3, 4].map((seq) => log.event(seq))).toEqual([
      event(0, { kind: 'link', iface: 'if1', change: 'down', link: 'radio-dgw1', peer: 'cn1' }),
      event(1, { kind: 'timer', timer: 'refresh', change: 'disarmed', due }),
      event(2, {
        kind: 'signal',
        from: 'cn1',
        to: 'mn1',
        label: 'HSS? mn1',
        news,
        arrived: true,
      }),
      event(3, { kind: 'note', text: 'ignored', cite: 'ND §6.1.2', level: 'silent' }),
      event(4, { kind: 'command', command }),
    ]);
  });
});

describe('frames', () => {
  test('a frame knows where it went, and its octets are whole', () => {
    const log = opened();
    const id = log.sent(by, 'if1', undefined, frameSpec(log, { isLost: true, tunnelled: true }));
    const { octets, ...rest } = log.frame(id);
    expect(rest).toEqual({
      id: 0,
      datagram: 4,
      link: 'radio-dgw1',
      from: 'mn1',
      to: 'cn1',
      sentAt: stamp.at,
      arriveAt: stamp.at + 2000,
      sentSeq: 0,
      endSeq: -1,
      fate: 'loss',
      type: 24,
      tunnelled: true,
      touches: [],
    });
    expect([...octets()]).toEqual([...Array(54).fill(1), ...Array(6).fill(2)]);
  });

  test('a flight ends once', () => {
    const log = opened();
    const id = log.sent(by, 'if1', undefined, frameSpec(log));
    const arrived = log.arrived(by, id, 'phy');
    log.dropped(by, { frame: id, datagram: 4 }, 'notMine', '');
    expect(log.frame(id).endSeq).toBe(arrived);
  });
});

describe('the cursor', () => {
  const fill = (log: Log, n: number): void => {
    const frame = log.sent(by, 'if1', `frame ${n}`, frameSpec(log));
    log.row(by, write(undefined, { n }));
    log.arrived(by, frame, 'phy');
  };

  test('a replay writes nothing new and gives the same fingerprint', () => {
    const log = opened();
    const mark = log.mark();
    fill(log, 1);
    const [fingerprint, memory] = [log.fingerprint(), log.memory()];
    log.rewind(mark);
    expect(log.length).toBe(0);
    expect(log.known).toBe(3);
    expect(log.frame(0).endSeq).toBe(2);
    fill(log, 1);
    expect(log.fingerprint()).toBe(fingerprint);
    expect(log.memory()).toEqual(memory);
  });

  test('a replay that differs is a bug', () => {
    const log = opened();
    const mark = log.mark();
    fill(log, 1);
    log.rewind(mark);
    expect(() => {
      fill(log, 2);
    }).toThrow('the same when it is replayed');
  });

  test('a fork cuts: what lay after the cursor is gone, flights are open again', () => {
    const log = opened();
    const frame = log.sent(by, 'if1', undefined, frameSpec(log));
    const mark = log.mark();
    log.arrived(by, frame, 'phy');
    log.rewind(mark);
    log.truncate();
    expect(log.known).toBe(1);
    expect(log.frame(frame).endSeq).toBe(-1);
    log.row(by, write(undefined, { n: 7 }));
    expect(log.event(1)).toMatchObject({ kind: 'row', after: { n: 7 } });
  });

  test('engine events know their events and times', () => {
    const log = opened();
    log.note(by, 'a', '', 'info');
    log.note(by, 'b', '', 'info');
    log.beginStep(stamp.at + 1);
    log.note(by, 'c', '', 'info');
    expect([0, 1, 2].map((seq) => log.stepOf(seq))).toEqual([1, 1, 2]);
    expect([0, 1, 2, 3].map((step) => log.firstOfStep(step))).toEqual([0, 0, 2, 3]);
    expect(log.at(2)).toBe(stamp.at + 1);
    expect(log.kindOf(2)).toBe('note');
    expect(() => log.event(3)).toThrow('known');
  });
});

test('long runs use several chunks', () => {
  const log = opened();
  for (let n = 0; n < 20_000; n += 1) log.note(by, `note ${n % 10}`, '', 'info');
  expect(log.event(19_999)).toMatchObject({ seq: 19_999, text: 'note 9' });
  expect(log.memory().trace / log.length).toBeLessThan(40);
});
