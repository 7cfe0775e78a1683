import { describe, expect, test } from 'vitest';
import { freezeRows } from '#base/table.ts';
import type { Effect } from './effect.ts';
import { defineRole } from './role.ts';
import * as toy from './toy.ts';
import { note, notesOf, none, puppet, single, type Hear } from './toy-roles.ts';

freezeRows();

describe('timers', () => {
  const arm = (timer: string, after: number): Effect => ({ do: 'arm', timer, after });

  test('of one instant fire in the order in which they were armed', () => {
    const hear: Hear = (stimulus) => (stimulus.on === 'timer' ? [note(stimulus.timer)] : []);
    const begin = [arm('late', 5), arm('b', 3), arm('a', 3), arm('now', 0)];
    const timeline = single([puppet('p', hear, begin)]);
    timeline.runTo(10);
    expect(notesOf(timeline)).toEqual(['now', 'b', 'a', 'late']);
  });

  test('that are disarmed or armed anew do not fire, and are no engine events', () => {
    const hear: Hear = (stimulus) => (stimulus.on === 'timer' ? [note(stimulus.timer)] : []);
    const begin: Effect[] = [
      arm('a', 3),
      arm('b', 4),
      { do: 'disarm', timer: 'a' },
      { do: 'disarm', timer: 'never' },
      arm('b', 8),
    ];
    const timeline = single([puppet('p', hear, begin)]);
    timeline.forward();
    expect(timeline.next()).toEqual({ at: 8 });
    timeline.runTo(10);
    expect([notesOf(timeline), timeline.step]).toEqual([['b'], 2]);
    expect(toy.ofKind(timeline, 'timer').map((e) => `${e.timer} ${e.change} ${e.due}`)).toEqual([
      'a armed 3',
      'b armed 4',
      'a disarmed 3',
      'b armed 8',
      'b fired 8',
    ]);
  });

  test('belong to their role', () => {
    const hear =
      (name: string): Hear =>
      (stimulus) =>
        stimulus.on === 'timer' ? [note(name)] : [];
    const roles = [puppet('a', hear('a'), [arm('t', 1)]), puppet('b', hear('b'), [arm('t', 2)])];
    const timeline = single(roles);
    timeline.runTo(5);
    expect(notesOf(timeline)).toEqual(['a', 'b']);
  });

  test('need a whole number of microseconds', () => {
    const timeline = single([puppet('p', none, [arm('t', 0.5)])]);
    expect(() => timeline.forward()).toThrow('is no time');
  });
});

describe('roles of one node', () => {
  const tell = (role: string, say: string): Effect => ({ do: 'tell', role, news: { say } });

  test('tell each other in the same instant, one after the other', () => {
    const a = puppet('a', none, [tell('b', 'one'), tell('b', 'two')]);
    const b = puppet('b', (stimulus) =>
      stimulus.on === 'news' ? [note(`${stimulus.from} ${stimulus.news.say}`)] : [],
    );
    const timeline = single([a, b]);
    timeline.forward();
    expect(notesOf(timeline)).toEqual(['a one', 'a two']);
    expect(timeline.world.now).toBe(0);
  });

  test('at most 64 things in a turn', () => {
    const ring = (from: string, to: string) => puppet(from, () => [tell(to, 'again')]);
    const roles = [ring('a', 'b'), ring('b', 'a'), puppet('c', none, [tell('a', 'begin')])];
    expect(() => single(roles).forward()).toThrow('at most 64');
  });

  test('a role that is not there is a bug', () => {
    expect(() => single([puppet('a', none, [tell('b', 'x')])]).forward()).toThrow('has a role b');
  });
});

describe('rows', () => {
  interface Mark {
    readonly n: number;
  }
  const marker = defineRole<{ marks: Mark }, undefined>({
    name: 'marker',
    takes: {},
    tables: { marks: { id: 'marks', title: 'Marks', cite: '', columns: [] } },
    begin: (tables) => {
      tables.marks.set('m', { n: 1 });
      tables.marks.set('m', { n: 1 });
      return [{ do: 'arm', timer: 't', after: 5 }];
    },
    handle: (tables) => {
      tables.marks.set('m', { n: 2 });
      return [note('after the row')];
    },
  });

  test('have events with the row before and after; the stimulus is their cause', () => {
    const timeline = single([marker]);
    timeline.runTo(10);
    expect(toy.ofKind(timeline, 'row')).toMatchObject([
      { role: 'marker', table: 'marks', key: 'm', before: undefined, after: { n: 1 } },
      { before: { n: 1 }, after: { n: 2 }, cause: 2 },
    ]);
    expect(timeline.log.kindOf(2)).toBe('timer');
    expect(timeline.log.kindOf(4)).toBe('note');
  });

  test('of the stack come from effects', () => {
    const route = toy.route('2001:db8::/32', 'if1');
    const iface = toy.wired('if1', toy.macOf(1), 'none');
    const begin: Effect[] = [
      { do: 'addInterface', iface },
      { do: 'setAddress', address: toy.address('fe80::1', 'if1') },
      { do: 'setNeighbour', neighbour: toy.neighbour('if1', 'fe80::2', toy.macOf(2)) },
      { do: 'addRoute', route },
      { do: 'addRoute', route },
      { do: 'removeRoute', id: route.id },
      { do: 'removeNeighbour', iface: 'if1', address: 'fe80::9' },
      { do: 'removeInterface', iface: 'if1' },
    ];
    const timeline = single([puppet('p', none, begin)]);
    timeline.forward();
    const said = toy
      .ofKind(timeline, 'row')
      .map((e) => `${e.role} ${e.after === undefined ? '-' : '+'} ${e.table} ${e.key}`);
    expect(said).toEqual([
      'stack + interfaces if1',
      'stack + addresses fe80::1',
      'stack + neighbours if1 fe80::2',
      `stack + routes ${route.id}`,
      `stack - routes ${route.id}`,
      'stack - addresses fe80::1',
      'stack - neighbours if1 fe80::2',
      'stack - interfaces if1',
    ]);
  });
});
