import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import * as toy from './toy.ts';
import {
  PHY1,
  PHY2,
  MN1,
  dlif,
  gateway,
  station,
  associate,
  solicitation,
  data,
  at,
  play,
} from './toy-radio.ts';
import type { NodeSpec } from './world.ts';

freezeRows();

describe('joining and leaving a cell', () => {
  const effects = [associate('radio-dgw1'), associate('radio-dgw2'), associate(undefined)];

  test('both ends come to know who the other is', () => {
    const [atGateway, atStation]: [Stimulus[], Stimulus[]] = [[], []];
    const nodes = [gateway('dgw1', PHY1, atGateway), station('mn1', MN1, effects, atStation)];
    const timeline = play(nodes, [at(ms(10), 0), at(ms(20), 2)]);
    const up = { on: 'link', change: 'up', cell: 'radio-dgw1', att: 4 };
    expect(atStation[0]).toEqual({
      ...up,
      iface: 'if1',
      peer: 'dgw1',
      peerMac: PHY1,
      peerIface: 'phy',
    });
    expect(atGateway[0]).toEqual({
      ...up,
      iface: 'phy',
      peer: 'mn1',
      peerIface: 'if1',
      peerMac: MN1,
      mnId: 'mn1@example.net',
    });
    expect(atStation[1]).toMatchObject({ change: 'down', peer: 'dgw1' });
    expect(atGateway[1]).toMatchObject({ change: 'down', peer: 'mn1' });
    expect(toy.ofKind(timeline, 'link').map((e) => `${e.node} ${e.change} ${e.peer}`)).toEqual([
      'mn1 up dgw1',
      'dgw1 up mn1',
      'mn1 down dgw1',
      'dgw1 down mn1',
    ]);
  });

  test('whoever comes from another cell says so, as a reassociation does', () => {
    const [atFirst, atSecond]: [Stimulus[], Stimulus[]] = [[], []];
    const nodes = [
      gateway('dgw1', PHY1, atFirst),
      gateway('dgw2', PHY2, atSecond),
      station('mn1', MN1, effects),
    ];
    play(nodes, [at(ms(10), 0), at(ms(20), 1), at(ms(30), 2), at(ms(40), 0)]);
    const previous = (heard: readonly Stimulus[]): unknown[] =>
      heard.map((one) => one.on === 'link' && [one.change, one.previous]);
    expect(previous(atFirst)).toEqual([
      ['up', undefined],
      ['down', undefined],
      ['up', 'radio-dgw2'],
    ]);
    expect(previous(atSecond)).toEqual([
      ['up', 'radio-dgw1'],
      ['down', undefined],
    ]);
  });

  test('going over to another cell leaves the first one', () => {
    const nodes = [
      gateway('dgw1', PHY1, []),
      gateway('dgw2', PHY2, []),
      station('mn1', MN1, effects),
    ];
    const timeline = play(nodes, [at(ms(10), 0), at(ms(20), 1), at(ms(30), 1)]);
    expect(toy.ofKind(timeline, 'link').map((e) => `${e.node} ${e.change}`)).toEqual([
      'mn1 up',
      'dgw1 up',
      'mn1 down',
      'dgw1 down',
      'mn1 up',
      'dgw2 up',
    ]);
    expect(timeline.world.associations.get('mn1 if1')).toMatchObject({
      cell: 'radio-dgw2',
      accessPoint: 'dgw2',
      since: ms(20),
    });
  });

  test('a link event has the command as its last cause', () => {
    const nodes = [gateway('dgw1', PHY1, []), station('mn1', MN1, effects)];
    const timeline = play(nodes, [at(ms(10), 0)]);
    const [event] = toy.ofKind(timeline, 'link');
    expect(timeline.log.event(event?.cause ?? -1)).toMatchObject({ kind: 'command' });
  });
});

describe('a station that is not there (notAttached)', () => {
  const send: Effect = { do: 'send', packet: solicitation, out: 'if1' };
  const effects = [associate('radio-dgw1'), send, associate(undefined)];
  const toStation: Effect = {
    do: 'send',
    packet: data('fe80::1', 'fe80::21'),
    out: 'dlif-1-1',
  };
  const gatewaySends: NodeSpec['roles'] = [
    {
      role: {
        ...toy.puppet(
          (stimulus) => (stimulus.on === 'timer' ? [toStation] : []),
          [{ do: 'arm', timer: 'send', after: ms(19) }],
        ),
        name: 'sender',
      },
      config: undefined,
    },
  ];
  const dgw = (): NodeSpec =>
    gateway('dgw1', PHY1, [], { interfaces: [dlif(MN1)], roles: gatewaySends });

  test('drops what it sends itself', () => {
    const timeline = play([gateway('dgw1', PHY1, []), station('mn1', MN1, effects)], [at(5, 1)]);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'mn1', why: 'notAttached', frame: undefined },
    ]);
  });

  test('is not reached: the access point drops', () => {
    const timeline = play([dgw(), station('mn1', MN1, effects)], []);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'dgw1', why: 'notAttached', frame: undefined },
    ]);
  });

  test('has left while a frame was in the air: the access point drops, either way', () => {
    const down = play([dgw(), station('mn1', MN1, effects)], [at(ms(5), 0), at(ms(20), 2)]);
    expect(toy.ofKind(down, 'dropped')).toMatchObject([
      { node: 'dgw1', why: 'notAttached', at: ms(21), frame: 0 },
    ]);
    const up = play(
      [gateway('dgw1', PHY1, []), station('mn1', MN1, effects)],
      [at(ms(5), 0), at(ms(10), 1), at(ms(11), 2)],
    );
    expect(toy.ofKind(up, 'dropped')).toMatchObject([
      { node: 'dgw1', why: 'notAttached', at: ms(12), frame: 0 },
    ]);
  });
});

test('cells are seen while they are on the air', () => {
  const timeline = play([gateway('dgw1', PHY1, [])], []);
  const { sight } = timeline.world.nodes[0] ?? {};
  const seen = (): unknown => sight?.cells;
  const place = { x: 100, y: 100, rx: 50, ry: 40 };
  const shown = { link: 'radio-dgw1', accessPoint: 'dgw1', att: 4, ...place };
  expect(seen()).toEqual([{ ...shown, up: true }]);
  timeline.command({ do: 'node', node: 'dgw1', up: false });
  timeline.forward();
  expect(seen()).toEqual([{ ...shown, up: false }]);
});
