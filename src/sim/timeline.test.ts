import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Command, Stamped } from './command.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { WorldSpec } from './world.ts';

freezeRows();

const fingerprintAt = (of: WorldSpec, by: readonly Stamped[], at: number): string => {
  const timeline = new Timeline(of, by);
  timeline.runTo(at);
  return timeline.fingerprint();
};

describe('the playhead', () => {
  test('stands at a time, also where nothing happens', () => {
    const timeline = new Timeline(toy.pinging({ every: ms(10), count: 3 }), []);
    expect([timeline.now, timeline.step, timeline.seq]).toEqual([0, 0, 0]);
    timeline.runTo(ms(12));
    expect(timeline.now).toBe(ms(12));
    expect(timeline.next()).toEqual({ at: ms(15) });
    timeline.seek(ms(4));
    expect([timeline.now, timeline.step]).toEqual([ms(4), 1]);
    expect(timeline.known).toMatchObject({ at: ms(12), step: 2 });
  });

  test('goes on to the end and no further', () => {
    const timeline = new Timeline(toy.pinging({ count: 2 }), []);
    timeline.runTo(seconds(1));
    expect(timeline.next()).toBeUndefined();
    expect(timeline.forward()).toBe(false);
    expect(timeline.now).toBe(seconds(1));
  });

  test('stops where a condition holds, or at a limit', () => {
    const timeline = new Timeline(toy.pinging({ count: 5 }), []);
    const delivered = (): boolean =>
      timeline.seq > 1 && timeline.log.kindOf(timeline.seq - 2) === 'delivered';
    expect(timeline.runUntil(delivered)).toBe(true);
    expect(timeline.now).toBe(ms(25));
    expect(timeline.runUntil(() => false, { at: ms(40) })).toBe(false);
    expect(timeline.world.now).toBeLessThanOrEqual(ms(40));
    expect(timeline.runUntil(() => false, { steps: 2 })).toBe(false);
  });

  test('finds the engine event of a trace event', () => {
    const timeline = new Timeline(toy.pinging({ count: 5 }), []);
    timeline.seekSeq(10);
    expect(timeline.seq).toBeGreaterThan(10);
    const { step, now } = timeline;
    timeline.runTo(seconds(1));
    timeline.seekSeq(10);
    expect([timeline.step, timeline.now]).toEqual([step, now]);
  });

  test('tells what comes next', () => {
    const place: Stamped = { do: 'place', node: 'mn', x: 1, y: 1, at: ms(20) };
    const timeline = new Timeline(toy.pinging({ every: ms(10) }), [place]);
    timeline.runTo(ms(10));
    expect(timeline.pending(3)).toEqual([
      { at: ms(15), node: 'r1', words: 'a frame from cn' },
      { at: ms(20), node: 'mn', words: 'mn is moved' },
      { at: ms(20), node: 'cn', words: 'next' },
    ]);
  });

  test('stops with a note when the log is full, also on the way back to there', () => {
    const timeline = new Timeline(toy.pinging(), [], { mostEvents: 40 });
    timeline.runTo(seconds(1));
    const { now, step } = timeline;
    expect(timeline.status).toBe('full');
    expect(now).toBeLessThan(ms(60));
    expect(toy.eventsOf(timeline).at(-1)).toMatchObject({
      kind: 'note',
      level: 'warning',
      text: 'The run stops here: it has 40 events.',
    });
    expect(timeline.forward()).toBe(false);
    timeline.seek(ms(20));
    expect(timeline.status).toBe('open');
    timeline.runTo(seconds(1));
    expect([timeline.now, timeline.step]).toEqual([now, step]);
  });

  test('looks ahead and stands where it stood; what was seen is known', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.runTo(ms(32));
    const before = [timeline.now, timeline.step, timeline.fingerprint()];
    timeline.lookAhead(() => {
      timeline.runTo(ms(60));
    });
    expect([timeline.now, timeline.step, timeline.fingerprint()]).toEqual(before);
    expect(timeline.known.at).toBe(ms(60));
    timeline.runTo(ms(60));
    expect(timeline.fingerprint()).toBe(fingerprintAt(toy.pinging(), [], ms(60)));
  });

  test('forgets what is known beyond, without a branch', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.runTo(ms(60));
    timeline.seek(ms(32));
    timeline.forget();
    expect(timeline.known).toEqual({ at: ms(32), step: timeline.step, seq: timeline.seq });
    expect(timeline.branches).toHaveLength(1);
  });

  test('events are told once, when they are new', () => {
    const told: number[] = [];
    const onEvent = (event: { seq: number }): void => {
      told.push(event.seq);
    };
    const timeline = new Timeline(toy.pinging({ count: 5 }), [], { onEvent });
    timeline.runTo(ms(30));
    timeline.seek(0);
    timeline.runTo(ms(40));
    expect(told).toEqual(told.map((_, i) => i));
    expect(told).toHaveLength(timeline.log.known);
  });
});

describe('commands', () => {
  const place: Command = { do: 'place', node: 'mn', x: 8, y: 8 };
  const timesOf = (timeline: Timeline): readonly number[] =>
    toy.ofKind(timeline, 'command').map((event) => event.at);

  test('come before all else of their instant', () => {
    const timeline = new Timeline(toy.pinging({ every: ms(10) }), [{ ...place, at: ms(10) }]);
    timeline.runTo(ms(10));
    const kinds = toy.eventsOf(timeline).map((event) => `${event.at} ${event.kind}`);
    expect(kinds.slice(0, 4)).toEqual(['0 timer', '10000 command', '10000 row', '10000 timer']);
  });

  test('are stamped with now, or a microsecond later when something has happened now', () => {
    const timeline = new Timeline(toy.pinging({ every: ms(10) }), []);
    timeline.runTo(ms(12));
    timeline.command(place);
    timeline.runTo(ms(15));
    timeline.command({ ...place, x: 16 });
    expect(timeline.script.map((entry) => entry.at)).toEqual([ms(12), ms(15) + 1]);
    timeline.runTo(ms(20));
    expect(timesOf(timeline)).toEqual([ms(12), ms(15) + 1]);
  });

  test('may be given for later', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.command(place, ms(50));
    timeline.runTo(seconds(1));
    expect(timesOf(timeline)).toEqual([ms(50)]);
    expect(() => {
      timeline.command(place, ms(50));
    }).toThrow('for now or for later');
  });

  test('where nothing is known beyond, they make no branch', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.runTo(ms(12));
    timeline.command(place);
    expect(timeline.branches).toHaveLength(1);
  });
});

describe('branches', () => {
  const place = (x: number): Command => ({ do: 'place', node: 'mn', x, y: 0 });
  const scripts = (timeline: Timeline): readonly (readonly number[])[] =>
    timeline.branches.map(({ script: by }) => by.map((entry) => ('x' in entry ? entry.x : -1)));

  test('a command in the past leaves what was known as a branch', () => {
    const timeline = new Timeline(toy.pinging(), [{ ...place(1), at: ms(60) }]);
    timeline.runTo(ms(100));
    timeline.seek(ms(32));
    timeline.command(place(2));
    expect(timeline.known.at).toBe(ms(32));
    expect(scripts(timeline)).toEqual([[2], [1]]);
    expect(timeline.branches).toMatchObject([
      { current: true, forkedAt: ms(32) },
      { current: false, forkedAt: 0, until: ms(100) },
    ]);
    timeline.runTo(ms(100));
    timeline.switchTo(timeline.branches[1]?.id ?? -1);
    expect(timeline.now).toBe(ms(100));
    expect(timeline.world.positions.get('mn')).toEqual({ x: 1, y: 0 });
    timeline.switchTo(timeline.branches[0]?.id ?? -1);
    expect(timeline.world.positions.get('mn')).toEqual({ x: 2, y: 0 });
  });

  test('at most four are remembered, never without the current one', () => {
    const timeline = new Timeline(toy.pinging(), []);
    for (let x = 1; x <= 6; x += 1) {
      timeline.seek(ms(100));
      timeline.seek(ms(12));
      timeline.command(place(x));
    }
    expect(scripts(timeline)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4],
      [1, 2, 3],
    ]);
    expect(timeline.branches[0]?.current).toBe(true);
  });

  test('undo takes back the last command, where it was given', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.runTo(ms(12));
    timeline.command(place(1));
    timeline.runTo(ms(100));
    timeline.undo();
    expect(timeline.now).toBe(ms(12));
    expect(timeline.script).toEqual([]);
    expect(timeline.world.positions.get('mn')).toEqual({ x: 0, y: 0 });
    timeline.runTo(ms(100));
    expect(timeline.fingerprint()).toBe(fingerprintAt(toy.pinging(), [], ms(100)));
    timeline.undo();
    expect(timeline.now).toBe(ms(100));
  });

  test('a command in the past may keep what the script has for later, but for frames by number', () => {
    const later: readonly Stamped[] = [
      { do: 'frame', name: 'f', frame: 3, act: 'hold', at: ms(40) },
      { ...place(1), at: ms(60) },
      { do: 'release', name: 'f', at: ms(70) },
    ];
    const timeline = new Timeline(toy.pinging(), later);
    timeline.runTo(ms(100));
    const before = timeline.fingerprint();
    timeline.seek(ms(32));
    const given = timeline.command(place(2), ms(32), 'kept');
    expect(scripts(timeline)).toEqual([
      [2, 1],
      [-1, 1, -1],
    ]);
    timeline.switchTo(timeline.branches[1]?.id ?? -1);
    timeline.seek(ms(100));
    expect(timeline.fingerprint()).toBe(before);
    expect(given).toEqual({ ...place(2), at: ms(32) });
  });

  test('any command can be taken back, not only the last', () => {
    const timeline = new Timeline(toy.pinging(), [{ ...place(1), at: ms(60) }]);
    timeline.runTo(ms(12));
    const given = timeline.command(place(2), ms(12), 'kept');
    expect(timeline.branches).toHaveLength(1);
    timeline.runTo(ms(100));
    timeline.undo(given);
    expect(timeline.now).toBe(ms(12));
    timeline.runTo(ms(100));
    const script = [{ ...place(1), at: ms(60) }];
    expect(timeline.script).toEqual(script);
    expect(timeline.fingerprint()).toBe(fingerprintAt(toy.pinging(), script, ms(100)));
    timeline.undo(given);
    expect(timeline.now).toBe(ms(100));
  });

  test('undo of a command that is still to come leaves the playhead', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.command(place(1), ms(80));
    timeline.runTo(ms(30));
    timeline.undo();
    expect(timeline.now).toBe(ms(30));
    expect(timeline.script).toEqual([]);
  });
});
