import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Command, Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { WorldSpec } from './world.ts';

freezeRows();

/** Draws from both streams, keeps rows that come and go, and signals to its peer at the other end. */
const restless: AnyRole = defineRole<{ marks: { at: number; draw: number } }, { peer: string }>({
  name: 'restless',
  takes: { udp: true },
  tables: { marks: { id: 'marks', title: 'Marks', cite: '', columns: [] } },
  begin: () => [{ do: 'arm', timer: 'tick', after: ms(3) }],
  handle: (tables, stimulus, sight, config): readonly Effect[] => {
    if (stimulus.on === 'command') return [{ do: 'disarm', timer: 'late' }];
    if (stimulus.on !== 'timer') {
      tables.marks.delete(`m${sight.now % 7}`);
      return [{ do: 'arm', timer: 'late', after: ms(40) }];
    }
    const draw = sight.random('ids');
    tables.marks.set(`m${sight.now % 7}`, { at: sight.now, draw });
    const after = Math.floor(sight.random('jitter') * ms(20));
    const news = { say: 'mark', draw };
    return [
      { do: 'arm', timer: 'tick', after },
      {
        do: 'signal',
        to: config.peer,
        role: 'restless',
        news,
        after: ms(5),
        label: `draw ${Math.floor(draw * 8)}`,
      },
      { do: 'tell', role: 'restless', news },
    ];
  },
});

const spec = (seed = 1): WorldSpec =>
  toy.pinging({
    every: ms(2),
    count: 5000,
    seed,
    link: { loss: 0.05, rate: 2_000_000, queue: 3 },
    cn: [{ role: restless, config: { peer: 'mn' } }],
    mn: [{ role: restless, config: { peer: 'cn' } }],
  });

const END = ms(150);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    node: fc.constant('mn'),
    x: fc.nat(9),
    y: fc.nat(9),
  }),
  fc.record({ do: fc.constant('link' as const), link: fc.constant('r1-r2'), up: fc.boolean() }),
  fc.record({ do: fc.constant('link' as const), link: fc.constant('cn-r1'), delay: fc.nat(9000) }),
  fc.record({ do: fc.constant('node' as const), node: fc.constant('r2'), up: fc.boolean() }),
);
const time = fc.nat({ max: END });
const script: fc.Arbitrary<readonly Stamped[]> = fc.array(
  fc.tuple(command, time).map(([what, at]) => ({ ...what, at })),
  { maxLength: 5 },
);

const fingerprintAt = (of: WorldSpec, by: readonly Stamped[], at: number): string => {
  const timeline = new Timeline(of, by);
  timeline.runTo(at);
  return timeline.fingerprint();
};

describe('the same world comes out', () => {
  test('of two runs, and another one of another seed or script', () => {
    const place: Stamped = { do: 'place', node: 'mn', x: 1, y: 1, at: ms(5) };
    const runs = [fingerprintAt(spec(), [], END), fingerprintAt(spec(), [], END)];
    expect(runs[0]).toBe(runs[1]);
    expect(fingerprintAt(spec(2), [], END)).not.toBe(runs[0]);
    expect(fingerprintAt(spec(), [place], END)).not.toBe(runs[0]);
  });

  test('of run, seek and step, wherever the playhead was', () => {
    const move = fc.oneof(
      fc.record({ to: fc.constant('time' as const), at: time }),
      fc.record({ to: fc.constant('step' as const), at: fc.nat({ max: 1000 }) }),
      fc.record({ to: fc.constant('seq' as const), at: fc.nat({ max: 2000 }) }),
      fc.record({ to: fc.constant('back' as const), at: fc.constant(0) }),
    );
    fc.assert(
      fc.property(script, fc.array(move, { maxLength: 8 }), time, (by, moves, at) => {
        const timeline = new Timeline(spec(), by);
        for (const each of moves) {
          if (each.to === 'time') timeline.seek(each.at);
          else if (each.to === 'step') timeline.seekStep(each.at);
          else if (each.to === 'seq') timeline.seekSeq(each.at);
          else timeline.seekStep(Math.max(0, timeline.step - 1));
        }
        timeline.seek(at);
        expect(timeline.now).toBe(at);
        expect(timeline.fingerprint()).toBe(fingerprintAt(spec(), by, at));
      }),
      { seed: 1, numRuns: 15 },
    );
  });

  test('of a script and of the same commands given by hand, at any time and after any detour', () => {
    const act = fc.tuple(command, time, fc.option(time));
    fc.assert(
      fc.property(script, fc.array(act, { maxLength: 5 }), (by, acts) => {
        const timeline = new Timeline(spec(), by);
        for (const [what, at, detour] of acts) {
          timeline.seek(at);
          timeline.command(what);
          if (detour !== null) timeline.seek(detour);
        }
        timeline.seek(END);
        expect(timeline.fingerprint()).toBe(fingerprintAt(spec(), timeline.script, END));
      }),
      { seed: 2, numRuns: 15 },
    );
  });

  test('of undo and of going back to a branch that was left', () => {
    fc.assert(
      fc.property(script, command, time, time, (by, what, at, look) => {
        const timeline = new Timeline(spec(), by);
        timeline.runTo(END);
        const before = timeline.fingerprint();
        timeline.seek(at);
        timeline.command(what);
        timeline.seek(look);
        timeline.switchTo(0);
        expect(timeline.now).toBe(look);
        timeline.seek(END);
        expect(timeline.fingerprint()).toBe(before);
      }),
      { seed: 3, numRuns: 15 },
    );
  });
});

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

  test('undo of a command that is still to come leaves the playhead', () => {
    const timeline = new Timeline(toy.pinging(), []);
    timeline.command(place(1), ms(80));
    timeline.runTo(ms(30));
    timeline.undo();
    expect(timeline.now).toBe(ms(30));
    expect(timeline.script).toEqual([]);
  });
});

test('what was sent was delivered, dropped, is flying or waits (I-13)', () => {
  fc.assert(
    fc.property(script, time, (by, at) => {
      const timeline = new Timeline(spec(), by);
      timeline.runTo(at);
      const { log } = timeline;
      const made = new Set(Array.from({ length: log.datagrams }, (_, id) => id));
      const ended = new Map<number, number>();
      for (const event of toy.eventsOf(timeline)) {
        if (event.kind !== 'delivered' && event.kind !== 'dropped') continue;
        ended.set(event.datagram, (ended.get(event.datagram) ?? 0) + 1);
      }
      const flying = Array.from({ length: log.frames }, (_, id) => log.frame(id))
        .filter((frame) => frame.endSeq < 0)
        .map((frame) => frame.datagram);
      expect([...ended.values()].every((times) => times === 1)).toBe(true);
      expect(flying.some((datagram) => ended.has(datagram))).toBe(false);
      expect(ended.size + flying.length).toBe(made.size);
    }),
    { seed: 4, numRuns: 15 },
  );
});
