import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Command, FrameAct, Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import { ENTRY, type WorldSpec } from './world.ts';

freezeRows();

/**
 * Draws from both streams, keeps rows that come and go, and signals to its peer at the other end.
 */
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
const fault = {
  name: fc.constantFrom('a', 'b', 'c'),
  act: fc.constantFrom<FrameAct[]>('drop', 'delay', 'duplicate', 'hold', 'corrupt'),
  by: fc.nat(ms(30)),
  bit: fc.nat(800),
};
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('place' as const),
    node: fc.constant('mn'),
    x: fc.nat(9),
    y: fc.nat(9),
  }),
  fc.record({ do: fc.constant('link' as const), link: fc.constant('r1-r2'), up: fc.boolean() }),
  fc.record({ do: fc.constant('link' as const), link: fc.constant('cn-r1'), delay: fc.nat(9000) }),
  fc.record({
    do: fc.constant('node' as const),
    node: fc.constantFrom('cn', 'r2', 'mn'),
    up: fc.boolean(),
    state: fc.constantFrom('kept' as const, 'lost' as const),
  }),
  fc.record({
    do: fc.constant('catch' as const),
    ...fault,
    link: fc.constantFrom('cn-r1', 'r1-r2'),
    kind: fc.constantFrom('any' as const, 'udp' as const),
    nth: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('frame' as const), ...fault, frame: fc.nat(60) }),
  fc.record({ do: fc.constant('release' as const), name: fault.name }),
  fc.record({ do: fc.constant('clock' as const), node: fc.constant('mn'), offset: fc.nat(9) }),
  fc.record({
    do: fc.constant('inject' as const),
    node: fc.constant('cn'),
    hex: fc.constant(`6000000000003b40${'20010db800c1'.padEnd(32, '0')}${'0'.repeat(31)}1`),
  }),
);
const time = fc.nat({ max: END });
const script: fc.Arbitrary<readonly Stamped[]> = fc.array(
  fc.tuple(command, time).map(([what, at]) => ({ ...what, at })),
  { maxLength: 8 },
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

  test('of a script and of the same commands given by hand, after any detour', () => {
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

test('what was sent or copied was delivered, dropped, is flying, held or waits (I-13)', () => {
  fc.assert(
    fc.property(script, time, (by, at) => {
      const timeline = new Timeline(spec(), by);
      timeline.runTo(at);
      const { log } = timeline;
      const count = new Map<number, number>();
      const add = (datagram: number, more: number): void => {
        count.set(datagram, (count.get(datagram) ?? 0) + more);
      };
      for (let id = 0; id < log.datagrams; id += 1) add(id, 1);
      for (const event of toy.eventsOf(timeline)) {
        if (event.kind === 'delivered' || event.kind === 'dropped') add(event.datagram, -1);
      }
      for (const frame of Array.from({ length: log.frames }, (_, id) => log.frame(id))) {
        if (frame.endSeq < 0) add(frame.datagram, -1);
        if (frame.touches.some(({ act }) => act === 'copy')) add(frame.datagram, 1);
      }
      expect([...count].filter(([, left]) => left !== 0)).toEqual([]);
      // What has not ended is on its way, or someone holds it.
      const flying = timeline.world.queue.entries().filter(({ kind }) => kind === ENTRY.frame);
      const held = [...timeline.world.held.values()].map(({ frame }) => frame);
      const open = Array.from({ length: log.frames }, (_, id) => id).filter(
        (id) => log.frame(id).endSeq < 0,
      );
      const byNumber = (a: number, b: number): number => a - b;
      expect([...flying.map(({ data }) => data), ...held].sort(byNumber)).toEqual(open);
    }),
    { seed: 4, numRuns: 60 },
  );
});
