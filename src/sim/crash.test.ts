// Nodes that crash, with their state and without it, and come back.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import { mac } from '#wire/address.ts';
import type { Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole, type Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import { associate, at, gateway, MN1, PHY1, PHY2, station } from './toy-radio.ts';

freezeRows();

interface Heard {
  readonly at: number;
  readonly what: string;
}

const wordsOf = (stimulus: Stimulus): string => {
  if (stimulus.on === 'timer') return stimulus.timer;
  if (stimulus.on === 'boot') return `boot ${stimulus.state}`;
  return stimulus.on;
};

/**
 * Writes down what it hears in one table that lasts and in one that does not, counts its beginnings,
 * and does things to its stack when it begins.
 */
const diary: AnyRole = defineRole<{ lasting: Heard; fleeting: Heard }, undefined>({
  name: 'diary',
  takes: { udp: true },
  durable: ['lasting'],
  tables: {
    lasting: { id: 'lasting', title: 'Lasting', cite: '', columns: [] },
    fleeting: { id: 'fleeting', title: 'Fleeting', cite: '', columns: [] },
  },
  begin: (tables, _config, sight): readonly Effect[] => {
    const what = `begin ${tables.lasting.size} ${tables.fleeting.size}`;
    tables.lasting.set(`${tables.lasting.size}`, { at: sight.now, what });
    return [
      { do: 'arm', timer: 'second', after: ms(12) },
      { do: 'arm', timer: 'first', after: ms(8) },
      { do: 'arm', timer: 'last', after: ms(60) },
    ];
  },
  handle: (tables, stimulus, sight) => {
    const row = { at: sight.now, what: wordsOf(stimulus) };
    tables.lasting.set(`${tables.lasting.size}`, row);
    tables.fleeting.set(`${tables.fleeting.size}`, row);
    if (stimulus.on !== 'timer' || stimulus.timer !== 'first') return [];
    return [
      { do: 'addRoute', route: toy.route('2001:db8:99::/64', 'eth0') },
      { do: 'setAddress', address: toy.address('2001:db8:99::1', 'eth0') },
      { do: 'removeAddress', address: toy.address('2001:db8:1::1', 'eth0').address },
    ];
  },
});

const down = (time: number, state?: 'kept' | 'lost'): Stamped => ({
  do: 'node',
  node: 'n1',
  up: false,
  at: ms(time),
  ...(state !== undefined && { state }),
});
const up = (time: number): Stamped => ({ do: 'node', node: 'n1', up: true, at: ms(time) });

const spec = toy.world(
  [
    toy.node('n1', {
      roles: [{ role: diary, config: undefined }],
      interfaces: [toy.wired('eth0', toy.macOf(1), 'l')],
      addresses: [toy.address('2001:db8:1::1', 'eth0')],
      routes: [toy.route('::/0', 'eth0', 'fe80::2')],
      neighbours: [toy.neighbour('eth0', 'fe80::2', toy.macOf(2))],
    }),
    toy.node('n2', { interfaces: [toy.wired('eth0', toy.macOf(2), 'l')] }),
  ],
  [
    toy.wire('l', [
      ['n1', 'eth0'],
      ['n2', 'eth0'],
    ]),
  ],
);

function play(...script: readonly Stamped[]): Timeline {
  const timeline = new Timeline(spec, script);
  timeline.runTo(seconds(1));
  return timeline;
}
const rowsOf = (timeline: Timeline, table: string): readonly unknown[] => [
  ...(timeline.world.tables.get(`n1/${table}`)?.entries() ?? []),
];
const heard = (timeline: Timeline, table = 'lasting'): readonly string[] =>
  [...(timeline.world.tables.get(`n1/diary/${table}`)?.values() ?? [])].map(
    (row) => `${Number(row['at']) / 1000} ${String(row['what'])}`,
  );
const stackOf = (timeline: Timeline): unknown =>
  ['interfaces', 'addresses', 'routes', 'neighbours'].map((table) =>
    rowsOf(timeline, `stack/${table}`),
  );

describe('a crash that keeps the state', () => {
  test('timers stand still; what came due fires at the restart, in order, and later ones in time', () => {
    const timeline = play(down(5), up(30));
    expect(heard(timeline)).toEqual([
      '0 begin 0 0',
      '30 boot kept',
      '30 first',
      '30 second',
      '60 last',
    ]);
    const fired = toy.ofKind(timeline, 'timer').filter(({ change }) => change === 'fired');
    expect(fired.map((event) => [event.timer, event.at, event.due])).toEqual([
      ['first', ms(30), ms(8)],
      ['second', ms(30), ms(12)],
      ['last', ms(60), ms(60)],
    ]);
  });

  test('a timer that is due in the instant of the restart fires once', () => {
    expect(heard(play(down(5), up(8)))).toEqual([
      '0 begin 0 0',
      '8 boot kept',
      '8 first',
      '12 second',
      '60 last',
    ]);
  });

  test('a node that stays down hears nothing more, and nothing waits for it', () => {
    const timeline = play(down(10));
    expect(heard(timeline)).toEqual(['0 begin 0 0', '8 first']);
    expect(timeline.next()).toBeUndefined();
    expect(timeline.pending(9)).toEqual([]);
    expect(rowsOf(timeline, 'diary/fleeting')).toHaveLength(1);
  });

  test('twice: timers keep their order', () => {
    expect(heard(play(down(5), up(6), down(7), up(30))).slice(-3)).toEqual([
      '30 first',
      '30 second',
      '60 last',
    ]);
  });

  test('the stack is as it was', () => {
    const timeline = play(down(20), up(30));
    expect(stackOf(timeline)).toEqual(stackOf(play()));
  });
});

describe('a crash that loses the state', () => {
  test('empties what does not last, at once, and disarms the timers', () => {
    const timeline = play(down(10, 'lost'));
    expect(heard(timeline)).toEqual(['0 begin 0 0', '8 first']);
    expect(heard(timeline, 'fleeting')).toEqual([]);
    const disarmed = toy.ofKind(timeline, 'timer').filter(({ change }) => change === 'disarmed');
    expect(disarmed.map((event) => `${event.at} ${event.timer}`)).toEqual([
      `${ms(10)} second`,
      `${ms(10)} last`,
    ]);
    expect([...timeline.world.nodeRows.entries()][0]).toEqual(['n1', { up: false, state: 'lost' }]);
    expect(timeline.next()).toBeUndefined();
  });

  test('the stack is as at the beginning', () => {
    const before = new Timeline(spec, []);
    const crashed = play(down(10, 'lost'));
    expect(stackOf(play(down(10)))).not.toEqual(stackOf(before));
    expect(stackOf(crashed)).toEqual(stackOf(before));
  });

  test('the role begins anew with what lasts, and then hears of the boot', () => {
    const timeline = play(down(10, 'lost'), up(30));
    expect(heard(timeline)).toEqual([
      '0 begin 0 0',
      '8 first',
      '30 begin 2 0',
      '30 boot lost',
      '38 first',
      '42 second',
      '90 last',
    ]);
    expect(heard(timeline, 'fleeting')[0]).toBe('30 boot lost');
    expect(timeline.world.nodeRows.get('n1')).toEqual({ up: true });
  });

  test('what waited for a neighbour is dropped', () => {
    const packet = toy.datagram(toy.CN, toy.MN, Uint8Array.of(1));
    const sender = toy.puppet(
      (stimulus) => (stimulus.on === 'timer' ? [{ do: 'send', packet }] : []),
      [{ do: 'arm', timer: 't', after: ms(5) }],
    );
    const [n1, ...others] = spec.nodes;
    const nodes = [
      {
        ...toy.node('n1', n1),
        roles: [{ role: sender, config: undefined }],
        addresses: [toy.address(toy.CN, 'eth0')],
        neighbours: [],
      },
      ...others,
    ];
    const drops = (state: 'kept' | 'lost'): readonly unknown[] => {
      const timeline = new Timeline({ ...spec, nodes }, [down(10, state)]);
      timeline.runTo(ms(20));
      return toy
        .ofKind(timeline, 'dropped')
        .filter(({ node, words }) => node === 'n1' && words !== '');
    };
    expect(drops('kept')).toEqual([]);
    expect(drops('lost')).toMatchObject([
      { at: ms(10), datagram: 0, why: 'nodeDown', words: 'n1 has crashed' },
    ]);
  });

  test('a node that is down can still lose it, and does not get it back', () => {
    const lost = play(down(10), down(12, 'lost'), up(30));
    expect(heard(lost)[2]).toBe('30 begin 2 0');
    const again = play(down(10, 'lost'), down(12, 'kept'), up(30));
    expect(heard(again)[2]).toBe('30 begin 2 0');
  });
});

test('a node that is up does not boot', () => {
  expect(heard(play(up(30)))).toEqual(heard(play()));
  expect(heard(play())).toEqual(['0 begin 0 0', '8 first', '12 second', '60 last']);
});

test.each(['kept', 'lost'] as const)('to and fro over a crash with state %s', (state) => {
  const script = [down(10, state), up(30), down(45, state), up(61)];
  const timeline = play(...script);
  const last = timeline.step;
  const there = new Timeline(spec, script);
  for (let step = 0; step <= last; step += 1) {
    there.seekStep(step);
    timeline.seekStep(last);
    timeline.seekStep(step);
    expect(timeline.fingerprint()).toBe(there.fingerprint());
    expect([...timeline.world.tables].map(([, table]) => [...table.entries()])).toEqual(
      [...there.world.tables].map(([, table]) => [...table.entries()]),
    );
    expect(timeline.world.timers.all()).toEqual(there.world.timers.all());
  }
});

describe('radio cells', () => {
  const effects = [associate('radio-dgw1'), associate('radio-dgw2')];
  const crash = (node: string, time: number, state: 'kept' | 'lost' = 'kept'): Stamped => ({
    do: 'node',
    node,
    up: false,
    state,
    at: ms(time),
  });
  const restart = (node: string, time: number): Stamped => ({
    do: 'node',
    node,
    up: true,
    at: ms(time),
  });
  function onAir(...script: readonly Stamped[]) {
    const [atGateway, atStation]: [Stimulus[], Stimulus[]] = [[], []];
    const nodes = [
      gateway('dgw1', PHY1, atGateway),
      gateway('dgw2', PHY2, []),
      station('mn1', MN1, effects, atStation),
    ];
    const timeline = new Timeline(
      toy.world(nodes, [
        toy.wire('radio-dgw1', [['dgw1', 'phy']], { kind: 'radio' }),
        toy.wire('radio-dgw2', [['dgw2', 'phy']], { kind: 'radio' }),
      ]),
      script,
    );
    timeline.runTo(seconds(1));
    const words = (all: readonly Stimulus[]): readonly string[] =>
      all.map((one) => (one.on === 'link' ? `${one.change} ${one.peer}` : wordsOf(one)));
    return { timeline, atGateway: words(atGateway), atStation: words(atStation) };
  }

  test('an access point that crashes takes its cell off the air: its stations are told', () => {
    const { timeline, atGateway, atStation } = onAir(at(ms(10), 0), crash('dgw1', 20));
    expect(atStation).toEqual(['up dgw1', 'down dgw1']);
    expect(atGateway).toEqual(['up mn1']);
    expect(timeline.world.associations.size).toBe(0);
    expect(toy.ofKind(timeline, 'link').at(-1)).toMatchObject({ at: ms(20), change: 'down' });
  });

  test('with its state it hears at the restart who has left', () => {
    const { atGateway } = onAir(at(ms(10), 0), crash('dgw1', 20), restart('dgw1', 30));
    expect(atGateway).toEqual(['up mn1', 'boot kept', 'down mn1']);
  });

  test('without it there is nobody to miss', () => {
    const { atGateway } = onAir(at(ms(10), 0), crash('dgw1', 20, 'lost'), restart('dgw1', 30));
    expect(atGateway).toEqual(['up mn1', 'boot lost']);
    const later = onAir(
      at(ms(10), 0),
      crash('dgw1', 20),
      crash('dgw1', 25, 'lost'),
      restart('dgw1', 30),
    );
    expect(later.atGateway).toEqual(['up mn1', 'boot lost']);
  });

  test('a station that crashes leaves its cell', () => {
    const { atGateway, atStation } = onAir(at(ms(10), 0), crash('mn1', 20), restart('mn1', 30));
    expect(atGateway).toEqual(['up mn1', 'down mn1']);
    expect(atStation).toEqual(['up dgw1', 'down dgw1']);
  });

  test('a station that lost its state does not know where it was', () => {
    const previous = (state: 'kept' | 'lost'): readonly unknown[] => {
      const heardBy: Stimulus[] = [];
      const nodes = [
        gateway('dgw1', PHY1, heardBy),
        gateway('dgw2', PHY2, heardBy),
        station('mn1', MN1, effects),
      ];
      const links = ['dgw1', 'dgw2'].map((id) =>
        toy.wire(`radio-${id}`, [[id, 'phy']], { kind: 'radio' }),
      );
      const timeline = new Timeline(toy.world(nodes, links), [
        at(ms(10), 0),
        crash('mn1', 20, state),
        restart('mn1', 30),
        at(ms(40), 1),
      ]);
      timeline.runTo(seconds(1));
      return heardBy.map((one) => one.on === 'link' && one.change === 'up' && one.previous);
    };
    expect(previous('kept')).toEqual([undefined, false, 'radio-dgw1']);
    expect(previous('lost')).toEqual([undefined, false, undefined]);
  });

  test('the restart of an access point is told to stations, which may look around', () => {
    const told: string[] = [];
    const role = toy.puppet((stimulus) => {
      if (stimulus.on === 'command') told.push(stimulus.command.do);
      return [];
    });
    const listener = (id: string, iface: 'radio' | 'wired') =>
      toy.node(id, {
        roles: [{ role, config: undefined }],
        interfaces: [{ id: 'if1', kind: iface, mac: mac(toy.macOf(9)), mtu: 1500 }],
      });
    const cell = toy.wire('radio-dgw1', [['dgw1', 'phy']], {
      kind: 'radio',
      cell: { x: 0, y: 0, rx: 1, ry: 1 },
    });
    const nodes = [gateway('dgw1', PHY1, []), listener('mn1', 'radio'), listener('cn1', 'wired')];
    const timeline = new Timeline(toy.world(nodes, [cell]), [
      crash('dgw1', 5),
      restart('dgw1', 6),
      crash('cn1', 7),
      restart('cn1', 8),
    ]);
    timeline.runTo(seconds(1));
    expect(told).toEqual(['node']);
  });
});
