// Commands to single nodes: clocks, orders, octets; and commands that find nothing.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { hexText } from '#wire/octets.ts';
import { encodePacket } from '#wire/packet.ts';
import type { Command, Stamped } from './command.ts';
import type { Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import { none, notesOf, puppet, single } from './toy-roles.ts';

freezeRows();

describe('clock', () => {
  test('a node believes what its clock shows; its timers run by the true time', () => {
    const seen: (readonly [number, number])[] = [];
    const role = puppet('looker', none, [{ do: 'arm', timer: 't', after: ms(10) }]);
    const looker = {
      ...role,
      handle: ((_tables: never, stimulus: Stimulus, sight: { now: number; clock: number }) => {
        seen.push([sight.now, sight.clock]);
        return stimulus.on === 'timer' ? [{ do: 'arm', timer: 't', after: ms(10) }] : [];
      }) as unknown as typeof role.handle,
    };
    const set = (at: number, offset: number): Stamped => ({ do: 'clock', node: 'mn', offset, at });
    const timeline = single([looker], [set(ms(15), ms(300)), set(ms(25), -5)]);
    timeline.runTo(ms(30));
    expect(seen).toEqual([
      [ms(10), ms(10)],
      [ms(20), ms(320)],
      [ms(30), ms(30) - 5],
    ]);
    expect(timeline.world.tables.get('world/world/clocks')?.get('mn')).toEqual({ offset: -5 });
    timeline.seek(ms(20));
    expect(timeline.world.clocks.get('mn')).toEqual({ offset: ms(300) });
  });
});

describe('operate', () => {
  const order: Stamped = { do: 'operate', node: 'mn', order: 'revoke', mn: 'mn7', at: 5 };

  test('is told to every role of the node', () => {
    const heard: Stimulus[] = [];
    const hear = (stimulus: Stimulus) => {
      heard.push(stimulus);
      return [];
    };
    const timeline = single([puppet('a', hear), puppet('b', hear)], [order]);
    timeline.runTo(10);
    const command = { do: 'operate', node: 'mn', order: 'revoke', mn: 'mn7' };
    expect(heard).toEqual([
      { on: 'command', command },
      { on: 'command', command },
    ]);
  });

  test('a node that is down does not obey', () => {
    const timeline = single(
      [puppet('a', none)],
      [{ do: 'node', node: 'mn', up: false, at: 1 }, order],
    );
    timeline.runTo(10);
    expect(notesOf(timeline)).toEqual(['mn is down.']);
  });
});

describe('inject', () => {
  const whole = hexText(
    encodePacket(toy.datagram(toy.CN, toy.MN, Uint8Array.of(1, 2, 3)), 'draft-05'),
  );
  const inject = (hex: string, node = 'cn'): Timeline => {
    const timeline = new Timeline(toy.pinging({ count: 0, every: seconds(9) }), [
      { do: 'inject', node, hex, at: ms(1) },
    ]);
    timeline.runTo(seconds(1));
    return timeline;
  };

  test('octets go as they are, by the routes of the node', () => {
    const timeline = inject(whole);
    expect(toy.ofKind(timeline, 'delivered')).toMatchObject([
      { node: 'mn', at: ms(16), role: 'sink' },
    ]);
    expect(hexText(timeline.log.frame(0).octets().subarray(14))).toBe(whole);
    expect(toy.ofKind(timeline, 'sent')[0]?.cause).toBe(toy.ofKind(timeline, 'command')[0]?.seq);
  });

  test('octets that are wrong are wrong for who reads them', () => {
    expect(toy.dropsOf(inject(`${whole.slice(0, -1)}0`))).toEqual(['mn malformed']);
    expect(toy.dropsOf(inject(whole.slice(0, 80)))).toEqual(['mn malformed']);
  });

  test.each([
    ['60f', 'cn sends octets: two hexadecimal digits for each.'],
    ['no', 'cn sends octets: two hexadecimal digits for each.'],
    ['', 'cn sends a packet of 40 to 65575 octets, not 0.'],
    ['60'.repeat(39), 'cn sends a packet of 40 to 65575 octets, not 39.'],
  ])('octets that are no packet are not sent: %s', (hex, words) => {
    const timeline = inject(hex);
    expect([notesOf(timeline), timeline.log.frames]).toEqual([[words], 0]);
  });
});

test.each<[Command, string]>([
  [{ do: 'place', node: 'x', x: 1, y: 1 }, 'There is no node x.'],
  [{ do: 'node', node: 'x', up: false }, 'There is no node x.'],
  [{ do: 'clock', node: 'x', offset: 1 }, 'There is no node x.'],
  [{ do: 'operate', node: 'x', order: 'resume' }, 'There is no node x.'],
  [{ do: 'inject', node: 'x', hex: '' }, 'There is no node x.'],
  [{ do: 'link', link: 'x', up: false }, 'There is no link x.'],
  [{ do: 'release', name: 'x' }, 'Nothing is held or awaited under the name x.'],
])('what a command does not find is a note: %j', (command, words) => {
  const timeline = single([puppet('a', none)], [{ ...command, at: 5 }]);
  timeline.runTo(10);
  expect(toy.ofKind(timeline, 'note')).toMatchObject([{ text: words, level: 'warning' }]);
  expect(toy.ofKind(timeline, 'note')[0]?.cause).toBe(toy.ofKind(timeline, 'command')[0]?.seq);
});

test('what is to come is told in words', () => {
  const at = ms(500);
  const script: readonly Stamped[] = [
    { do: 'catch', name: 'f1', act: 'drop', link: 'l', kind: 'PBA', nth: 2, at },
    { do: 'frame', name: 'f2', act: 'hold', frame: 7, at },
    { do: 'release', name: 'f1', at },
    { do: 'clock', node: 'mn', offset: 5, at },
    { do: 'operate', node: 'mn', order: 'revoke', at },
    { do: 'inject', node: 'mn', hex: '', at },
  ];
  const timeline = single([puppet('a', none)], script);
  timeline.runTo(1);
  expect(timeline.pending(9).map(({ node, words }) => `${node}: ${words}`)).toEqual([
    'world: f1: drop PBA 2 on l',
    'world: f2: hold a frame',
    'world: f1 is let go',
    'mn: the clock of mn is set',
    'mn: mn is told: revoke',
    'mn: mn sends given octets',
  ]);
});
