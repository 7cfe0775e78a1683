// Faults of single frames, on a chain cn — r1 — r2 — mn: a datagram leaves cn every 10 ms, and each
// link takes 5 ms.

import { describe, expect, test } from 'vitest';
import { ms, seconds, type Micros } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Command, FrameFault, Stamped } from './command.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';

freezeRows();

type StampedOf<D extends Command['do']> = Extract<Stamped, { do: D }>;

/** In wait from the beginning, on the middle link, for the second datagram. */
const caught = (
  fault: Omit<FrameFault, 'name'>,
  more: Partial<StampedOf<'catch'>> = {},
): Stamped => ({
  do: 'catch',
  name: 'f1',
  link: 'r1-r2',
  kind: 'udp',
  nth: 2,
  at: 0,
  ...fault,
  ...more,
});
const release = (at: Micros, name = 'f1'): Stamped => ({ do: 'release', name, at });

function play(...script: readonly Stamped[]): Timeline {
  const timeline = new Timeline(toy.pinging({ count: 5 }), script);
  timeline.runTo(seconds(1));
  return timeline;
}

/** `datagram@milliseconds` of each delivery. */
const deliveries = (timeline: Timeline): readonly string[] =>
  toy.ofKind(timeline, 'delivered').map((event) => `${event.datagram}@${event.at / 1000}`);
const warnings = (timeline: Timeline): readonly string[] =>
  toy.ofKind(timeline, 'note').map((event) => event.text);

const UNTOUCHED = ['0@25', '1@35', '2@45', '3@55', '4@65'];

test('nothing is done to frames unless someone asks', () => {
  expect(deliveries(play())).toEqual(UNTOUCHED);
});

describe('catch: the n-th frame of a kind on a link', () => {
  test('drop: the frame ends where and when it would have arrived', () => {
    const timeline = play(caught({ act: 'drop' }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '4@65']);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { at: ms(30), node: 'r2', datagram: 1, why: 'command', words: 'dropped by f1' },
    ]);
    const [drop] = toy.ofKind(timeline, 'dropped');
    expect(timeline.log.frame(drop?.frame ?? -1)).toMatchObject({
      fate: 'loss',
      touches: [{ name: 'f1', act: 'drop' }],
    });
  });

  test('a drop draws nothing from the stream of losses, and a loss stays a loss', () => {
    const spec = toy.pinging({ count: 40, link: { loss: 0.2 } });
    const losses = (script: readonly Stamped[]): readonly string[] => {
      const timeline = new Timeline(spec, script);
      timeline.runTo(seconds(1));
      return toy
        .ofKind(timeline, 'dropped')
        .map((event) => `${event.node} ${event.datagram} ${event.why}`);
    };
    const plain = losses([]);
    expect(plain.length).toBeGreaterThan(5);
    // It falls on the last link, so every draw of the run comes as before.
    const dropped = losses([caught({ act: 'drop' }, { link: 'r2-mn' })]);
    expect(dropped.filter((each) => each.endsWith('loss'))).toEqual(plain);
    expect(dropped.filter((each) => each.endsWith('command'))).toHaveLength(1);
  });

  test('delay: later frames overtake it', () => {
    const timeline = play(caught({ act: 'delay', by: ms(12) }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '1@47', '3@55', '4@65']);
  });

  test('delay on a link with a rate: what comes behind arrives when it would have', () => {
    const spec = toy.pinging({ count: 5, link: { rate: 1_000_000 } });
    const arrivals = (script: readonly Stamped[]): readonly string[] => {
      const timeline = new Timeline(spec, script);
      timeline.runTo(seconds(1));
      return deliveries(timeline).filter((each) => !each.startsWith('1@'));
    };
    expect(arrivals([caught({ act: 'delay', by: ms(200) })])).toEqual(arrivals([]));
  });

  test('duplicate: a second frame of the datagram, at once or later', () => {
    const timeline = play(caught({ act: 'duplicate', by: ms(3) }));
    expect(deliveries(timeline)).toEqual(['0@25', '1@35', '1@38', '2@45', '3@55', '4@65']);
    expect(deliveries(play(caught({ act: 'duplicate' })))).toEqual([
      '0@25',
      '1@35',
      '1@35',
      '2@45',
      '3@55',
      '4@65',
    ]);
    const frames = toy
      .ofKind(timeline, 'sent')
      .filter((event) => event.node === 'r1' && event.datagram === 1)
      .map((event) => timeline.log.frame(event.frame));
    expect(frames.map(({ touches }) => touches.map(({ act }) => act))).toEqual([
      ['duplicate'],
      ['copy'],
    ]);
    expect(frames[1]?.octets()).toEqual(frames[0]?.octets());
  });

  test('hold: until its name is released, and then the rest of its way', () => {
    const timeline = play(caught({ act: 'hold' }), release(ms(52)));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '1@62', '4@65']);
    timeline.seek(ms(40));
    expect([...timeline.world.held.values()]).toEqual([
      {
        name: 'f1',
        frame: 4,
        link: 'r1-r2',
        from: 'r1',
        to: 'r2',
        kind: 'udp',
        since: ms(25),
        rest: ms(5),
      },
    ]);
    expect(timeline.log.frame(4).arriveAt).toBe(ms(30));
    timeline.seek(ms(55));
    expect(timeline.world.held.size).toBe(0);
    expect(timeline.log.frame(4).arriveAt).toBe(ms(57));
  });

  test('a frame that is never released never arrives, and nothing waits for it', () => {
    const timeline = play(caught({ act: 'hold' }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '4@65']);
    expect([timeline.next(), timeline.world.held.size]).toEqual([undefined, 1]);
  });

  test('corrupt: a flipped bit of the payload goes as far as someone looks at it', () => {
    const timeline = play(caught({ act: 'corrupt' }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '4@65']);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { at: ms(35), node: 'mn', datagram: 1, why: 'malformed' },
    ]);
    const frameOn = (node: string, datagram: number): Uint8Array => {
      const sent = toy.ofKind(timeline, 'sent');
      const found = sent.find((event) => event.node === node && event.datagram === datagram);
      return timeline.log.frame(found?.frame ?? -1).octets();
    };
    const [before, after] = [frameOn('cn', 1), frameOn('r1', 1)];
    expect(after.at(-1)).toBe((before.at(-1) ?? 0) ^ 1);
    expect(frameOn('r2', 1).at(-1)).toBe(after.at(-1));
    expect(frameOn('r1', 2).at(-1)).toBe(before.at(-1));
  });

  test('corrupt: each bit can be named, from the first of the Ethernet frame', () => {
    const reasons = (bit: number): readonly string[] =>
      toy.dropsOf(play(caught({ act: 'corrupt', bit })));
    expect(reasons(47)).toEqual(['r2 notMine']); // the address of the receiver
    expect(reasons(8 * (14 + 24))).toEqual(['r2 hopLimit']); // the destination: default routes lead to and fro
    expect(reasons(8 * (14 + 40))).toEqual(['mn malformed']); // the source port
    const out = play(caught({ act: 'corrupt', bit: 8 * 162 }));
    expect(deliveries(out)).toEqual(UNTOUCHED);
    expect(warnings(out)).toEqual(['f1: the frame has 1296 bits, there is no bit 1296']);
  });
});

describe('a catch', () => {
  test('counts frames of its kind, its link and its sender', () => {
    const dropped = (more: Partial<StampedOf<'catch'>>): readonly number[] =>
      toy
        .ofKind(play(caught({ act: 'drop' }, more)), 'dropped')
        .filter((event) => event.why === 'command')
        .map((event) => event.datagram);
    expect(dropped({ nth: 1 })).toEqual([0]);
    expect(dropped({ nth: 4 })).toEqual([3]);
    expect(dropped({ nth: 6 })).toEqual([]);
    expect(dropped({ kind: 'any' })).toEqual([1]);
    expect(dropped({ kind: 'PBU' })).toEqual([]);
    expect(dropped({ from: 'r1' })).toEqual([1]);
    expect(dropped({ from: 'r2' })).toEqual([]);
    expect(dropped({ at: ms(36) })).toEqual([4]); // from now on: two more cross the link
  });

  test('shows how many it has seen, and is gone when it has caught', () => {
    const timeline = play(caught({ act: 'drop' }));
    const rows = toy.ofKind(timeline, 'row').filter((event) => event.table === 'catches');
    expect(rows.map(({ before, after }) => [before?.['seen'], after?.['seen']])).toEqual([
      [undefined, 0],
      [0, 1],
      [1, undefined],
    ]);
    const last = timeline.log.event(rows[2]?.cause ?? -1);
    expect(last).toMatchObject({ kind: 'sent', node: 'r1', datagram: 1 });
  });

  test('does not disturb another on the same frame', () => {
    const timeline = play(
      caught({ act: 'delay', by: ms(12) }, { name: 'late' }),
      caught({ act: 'duplicate', by: ms(1) }, { name: 'twice' }),
      caught({ act: 'hold' }, { name: 'still' }),
      release(ms(100), 'still'),
    );
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '1@48', '3@55', '4@65', '1@122']);
  });

  test('of the name of an unused one replaces it, and says so', () => {
    const timeline = play(
      caught({ act: 'drop' }, { nth: 4 }),
      caught({ act: 'delay', by: 10 }, { at: 1, nth: 1 }),
    );
    expect(toy.dropsOf(timeline)).toEqual([]);
    expect(deliveries(timeline)[0]).toBe('0@25.01');
    expect(warnings(timeline)).toEqual(['f1 had caught nothing; it waits for another frame now.']);
  });

  test('is taken back by its name', () => {
    expect(deliveries(play(caught({ act: 'drop' }), release(ms(1))))).toEqual(UNTOUCHED);
  });

  test.each([
    [{ link: 'r9' }, 'f1: there is no link r9.'],
    [{ from: 'r9' }, 'f1: there is no node r9.'],
    [{ nth: 0 }, 'f1: frames are counted from 1, not 0.'],
    [{ act: 'delay' as const }, 'f1: delay a frame by how long?'],
    [{ by: -1 }, 'f1: a delay is a time of at most an hour, not -1.'],
    [{ by: 1.5 }, 'f1: a delay is a time of at most an hour, not 1.5.'],
    [{ by: 3_600_000_001 }, 'f1: a delay is a time of at most an hour, not 3600000001.'],
  ])('that makes no sense is a note: %j', (more, words) => {
    const timeline = play(caught({ act: 'drop' }, more));
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
    expect(warnings(timeline)).toEqual([words]);
    expect(toy.ofKind(timeline, 'note')[0]?.level).toBe('warning');
  });

  test('does not take the name of what holds a frame', () => {
    const timeline = play(caught({ act: 'hold' }), caught({ act: 'drop' }, { at: ms(30) }));
    expect(warnings(timeline)).toEqual(['f1 holds a frame: let it go first.']);
    expect(timeline.world.held.size).toBe(1);
  });
});

describe('frame: what is on its way now', () => {
  /** Datagram 1 is on the middle link from 25 to 30 ms: frame 4. */
  const touch = (fault: Omit<FrameFault, 'name'>, at = ms(27), frame = 4): StampedOf<'frame'> => ({
    do: 'frame',
    name: 'f1',
    frame,
    at,
    ...fault,
  });

  test('drop: it ends at once', () => {
    const timeline = play(touch({ act: 'drop' }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '4@65']);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { at: ms(27), node: 'r2', datagram: 1, why: 'command', words: 'dropped by f1' },
    ]);
  });

  test('delay: it arrives later, and the page can foresee when', () => {
    const timeline = play(touch({ act: 'delay', by: ms(31) }));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '4@65', '1@66']);
    timeline.seek(ms(26));
    expect(timeline.log.frame(4).arriveAt).toBe(ms(30));
    timeline.seek(ms(28));
    expect(timeline.log.frame(4)).toMatchObject({
      arriveAt: ms(61),
      touches: [{ act: 'delay' }],
    });
  });

  test('duplicate: a copy arrives with it, or so much later', () => {
    const timeline = play(touch({ act: 'duplicate', by: ms(1) }));
    expect(deliveries(timeline)).toEqual(['0@25', '1@35', '1@36', '2@45', '3@55', '4@65']);
    const copy = toy.ofKind(timeline, 'sent').find((event) => event.at === ms(27));
    expect(copy).toMatchObject({ node: 'r1', iface: 'right', datagram: 1, to: 'r2' });
    expect(timeline.log.frame(copy?.frame ?? -1)).toMatchObject({
      arriveAt: ms(31),
      touches: [{ name: 'f1', act: 'copy' }],
    });
  });

  test('hold: it stands where it is, and flies the rest of its way', () => {
    const timeline = play(touch({ act: 'hold' }), release(ms(47)));
    expect(deliveries(timeline)).toEqual(['0@25', '2@45', '3@55', '1@55', '4@65']);
    timeline.seek(ms(40));
    expect(timeline.world.held.get('f1')).toMatchObject({ since: ms(27), rest: ms(3) });
  });

  test('corrupt: the octets are as they were before, and other ones after', () => {
    const timeline = play(touch({ act: 'corrupt' }));
    expect(toy.dropsOf(timeline)).toEqual(['mn malformed']);
    const lastAt = (at: Micros): number | undefined => {
      timeline.seek(at);
      return timeline.log.frame(4).octets().at(-1);
    };
    expect(lastAt(ms(28))).toBe((lastAt(ms(26)) ?? 0) ^ 1);
    const far = play(touch({ act: 'corrupt', bit: 8 * 162 }));
    expect(deliveries(far)).toEqual(UNTOUCHED);
    expect(warnings(far)).toEqual(['f1: the frame has 1296 bits, there is no bit 1296.']);
  });

  test('twice corrupted in one place it is as it was', () => {
    const again = { ...touch({ act: 'corrupt' }, ms(28)), name: 'f2' } as const;
    const timeline = play(touch({ act: 'corrupt' }), again);
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
    for (const at of [ms(27.5), ms(26), ms(200)]) timeline.seek(at);
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
  });

  test('a frame that is held can be dropped, delayed, copied and corrupted', () => {
    const held = caught({ act: 'hold' });
    const other = (fault: Omit<FrameFault, 'name'>): Stamped => ({
      ...touch(fault, ms(40)),
      name: 'f2',
    });
    const drop = play(held, other({ act: 'drop' }), release(ms(50)));
    expect(toy.dropsOf(drop)).toEqual(['r2 command']);
    expect(warnings(drop)).toEqual(['Nothing is held or awaited under the name f1.']);
    const delay = play(held, other({ act: 'delay', by: ms(20) }), release(ms(50)));
    expect(deliveries(delay).at(-1)).toBe('1@80');
    const copy = play(held, other({ act: 'duplicate' }), release(ms(90)));
    expect(deliveries(copy)).toEqual(['0@25', '2@45', '1@50', '3@55', '4@65', '1@100']);
    const corrupt = play(held, other({ act: 'corrupt' }), release(ms(90)));
    expect(toy.dropsOf(corrupt)).toEqual(['mn malformed']);
    const hold = play(held, other({ act: 'hold' }));
    expect(warnings(hold)).toEqual(['f1 holds the frame already.']);
  });

  test.each([
    [touch({ act: 'drop' }, ms(40)), 'f1: frame 4 is not on its way.'],
    [touch({ act: 'drop' }, ms(27), 4000), 'f1: frame 4000 is not on its way.'],
    [touch({ act: 'drop' }, ms(27), -1), 'f1: frame -1 is not on its way.'],
    [touch({ act: 'delay' }), 'f1: delay a frame by how long?'],
  ])('what it does not find is a note: %j', (command, words) => {
    const timeline = play(command);
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
    expect(warnings(timeline)).toEqual([words]);
  });

  test('a hold does not take the name of another fault', () => {
    const timeline = play(caught({ act: 'drop' }, { nth: 99 }), touch({ act: 'hold' }));
    expect(warnings(timeline)).toEqual(['f1 is the name of another fault.']);
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
  });
});

test('a link that goes down while a frame is held drops it when it comes', () => {
  const down: Stamped = { do: 'link', link: 'r1-r2', up: false, at: ms(85) };
  const timeline = play(caught({ act: 'hold' }), release(ms(82)), down);
  expect(toy.dropsOf(timeline)).toEqual(['r2 linkDown']);
});

describe('to and fro over faults', () => {
  const scripts: readonly (readonly Stamped[])[] = [
    ...(['drop', 'duplicate', 'hold', 'corrupt'] as const).flatMap((act) => [
      [caught({ act }), release(ms(60))],
      [{ do: 'frame', name: 'f1', frame: 4, act, at: ms(27) } as const, release(ms(60))],
    ]),
    [caught({ act: 'delay', by: ms(33) })],
    [{ do: 'frame', name: 'f1', frame: 4, act: 'delay', by: ms(33), at: ms(27) }],
  ];
  const stateOf = ({ world, log }: Timeline): unknown => ({
    tables: [...world.tables].map(([name, table]) => [name, [...table.entries()]]),
    queue: world.queue.entries(),
    frames: Array.from({ length: log.frames }, (_none, id) => {
      const { octets, endSeq: _end, ...frame } = log.frame(id);
      return [frame, [...octets()]];
    }),
  });

  test.each(scripts)('every instant is the same, from whichever side: %j', (...script) => {
    const timeline = play(...script);
    const last = timeline.step;
    const there = new Timeline(toy.pinging({ count: 5 }), script);
    for (let step = 0; step <= last; step += 1) {
      there.seekStep(step);
      timeline.seekStep(last);
      timeline.seekStep(step);
      expect(timeline.fingerprint()).toBe(there.fingerprint());
      expect(stateOf(timeline)).toEqual(stateOf(there));
    }
  });

  test('a fork in the middle of a hold, and back', () => {
    const timeline = play(caught({ act: 'hold' }), release(ms(82)));
    const { log } = timeline;
    const whole = timeline.fingerprint();
    timeline.seek(ms(51));
    expect(timeline.world.held.size).toBe(1);
    timeline.command({ do: 'release', name: 'f1' });
    timeline.seek(ms(200));
    expect(deliveries(timeline)).toContain('1@61');
    expect(log.frame(4).touches.map(({ act }) => act)).toEqual(['hold', 'release']);
    timeline.undo();
    timeline.seek(ms(70));
    expect(timeline.world.held.size).toBe(1);
    expect(log.frame(4).touches.map(({ act }) => act)).toEqual(['hold']);
    timeline.switchTo(0);
    timeline.seek(seconds(1));
    expect(timeline.fingerprint()).toBe(whole);
    expect(deliveries(timeline)).toContain('1@92');
  });

  test('a fork before a frame was touched leaves it as it was sent', () => {
    const timeline = play({ do: 'frame', name: 'f1', frame: 4, act: 'corrupt', at: ms(27) });
    timeline.seek(ms(26));
    timeline.command({ do: 'clock', node: 'mn', offset: 1 });
    timeline.seek(seconds(1));
    expect(deliveries(timeline)).toEqual(UNTOUCHED);
    expect(timeline.log.frame(4).touches).toEqual([]);
  });
});
