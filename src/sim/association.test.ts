import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import { ALL_NODES, ALL_ROUTERS, ipv6, mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Stamped } from './command.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import type { NodeSpec } from './world.ts';

freezeRows();

const PHY1 = toy.macOf(0x11);
const PHY2 = toy.macOf(0x12);
const MN1 = toy.macOf(0x21);
const MN2 = toy.macOf(0x22);
const DLIF = '00:11:22:33:01:01';
const GATEWAY = ipv6('fe80::211:22ff:fe33:101');

const radio = (id: string, macText: string, link?: string): Interface => ({
  id,
  kind: 'radio',
  mac: mac(macText),
  mtu: 1500,
  ...(link !== undefined && { link }),
});
const dlif = (station: string, macText = DLIF): Interface => ({
  id: `dlif-${station.slice(-1)}-${macText.slice(-1)}`,
  kind: 'dlif',
  mac: mac(macText),
  over: 'phy',
  peer: mac(station),
  mtu: 1500,
});
const cell = (id: string, node: string) =>
  toy.wire(id, [[node, 'phy']], {
    kind: 'radio',
    delay: ms(2),
    cell: { x: 100, y: 100, rx: 50, ry: 40 },
  });

/** A gateway that writes down what it hears. */
const gateway = (id: string, macText: string, heard: Stimulus[], part: toy.NodePart = {}) =>
  toy.node(id, {
    forwarding: true,
    interfaces: [radio('phy', macText, `radio-${id}`), ...(part.interfaces ?? [])],
    addresses: part.addresses ?? [],
    routes: part.routes ?? [],
    roles: [
      {
        role: toy.puppet(
          (stimulus) => {
            heard.push(stimulus);
            return [];
          },
          [],
          { icmpv6: [133], udp: true },
        ),
        config: undefined,
      },
      ...(part.roles ?? []),
    ],
  });

/** A station that does one thing per `place` command: the effect that the y of the place names. */
function station(id: string, macText: string, effects: readonly Effect[], heard: Stimulus[] = []) {
  const role = toy.puppet(
    (stimulus): readonly Effect[] => {
      if (stimulus.on === 'link' || stimulus.on === 'packet') heard.push(stimulus);
      if (stimulus.on !== 'command' || stimulus.command.do !== 'place') return [];
      const effect = effects[stimulus.command.y];
      return effect === undefined ? [] : [effect];
    },
    [],
    { icmpv6: [134], udp: true },
  );
  return toy.node(id, {
    roles: [{ role, config: undefined }],
    interfaces: [radio('if1', macText)],
    addresses: [toy.address(id === 'mn1' ? 'fe80::21' : 'fe80::22', 'if1')],
    mnId: `${id}@example.net`,
  });
}

const associate = (to: string | undefined): Effect => ({
  do: 'associate',
  iface: 'if1',
  cell: to,
});
const solicitation: Packet = {
  ...toy.packetOf(ipv6('fe80::21'), ALL_ROUTERS, {
    is: 'icmpv6',
    message: { is: 'RouterSolicitation', options: [] },
  }),
  hopLimit: 255,
};
const data = (src: string, dst: string): Packet =>
  toy.datagram(ipv6(src), ipv6(dst), Uint8Array.of(1));
const at = (time: number, effect: number, node = 'mn1'): Stamped => ({
  do: 'place',
  node,
  x: 0,
  y: effect,
  at: time,
});

function play(nodes: readonly NodeSpec[], script: readonly Stamped[]): Timeline {
  const gateways = nodes.filter((node) => node.forwarding).map((node) => node.id);
  const links = gateways.map((id) => cell(`radio-${id}`, id));
  const timeline = new Timeline(toy.world(nodes, links), script);
  timeline.runTo(seconds(5));
  return timeline;
}

describe('joining and leaving a cell', () => {
  const effects = [associate('radio-dgw1'), associate('radio-dgw2'), associate(undefined)];

  test('both ends come to know who the other is', () => {
    const [atGateway, atStation]: [Stimulus[], Stimulus[]] = [[], []];
    const nodes = [gateway('dgw1', PHY1, atGateway), station('mn1', MN1, effects, atStation)];
    const timeline = play(nodes, [at(ms(10), 0), at(ms(20), 2)]);
    const up = { on: 'link', change: 'up', cell: 'radio-dgw1', att: 4 };
    expect(atStation[0]).toEqual({ ...up, iface: 'if1', peer: 'dgw1', peerMac: PHY1 });
    expect(atGateway[0]).toEqual({
      ...up,
      iface: 'phy',
      peer: 'mn1',
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

describe('logical interfaces of an access point (DMM §4.1)', () => {
  const solicit: Effect = { do: 'send', packet: solicitation, out: 'if1' };
  const toDlif: Effect = {
    do: 'send',
    packet: data('fe80::21', GATEWAY),
    out: 'if1',
    toMac: mac(DLIF),
  };
  const effects = [associate('radio-dgw1'), solicit, toDlif];
  const vias = (heard: readonly Stimulus[]): readonly string[] =>
    heard.flatMap((stimulus) => (stimulus.on === 'packet' ? [stimulus.via] : []));
  const run = (interfaces: readonly Interface[], effect: number): [readonly string[], Timeline] => {
    const heard: Stimulus[] = [];
    const addresses = interfaces.map((iface) => toy.address(GATEWAY, iface.id));
    const nodes = [
      gateway('dgw1', PHY1, heard, { interfaces, addresses: addresses.slice(0, 1) }),
      station('mn1', MN1, effects),
    ];
    const timeline = play(nodes, [at(ms(5), 0), at(ms(10), effect)]);
    return [vias(heard), timeline];
  };

  test('a group from a station without a DLIF is heard by the physical interface', () => {
    expect(run([], 1)[0]).toEqual(['phy']);
    expect(run([dlif(MN2)], 1)[0]).toEqual(['phy']);
  });

  test('a group from a station is heard by all its DLIFs, and delivered once', () => {
    const second = dlif(MN1, '00:11:22:33:02:02');
    const [heard, timeline] = run([dlif(MN1), second], 1);
    expect(heard).toEqual(['dlif-1-1', 'dlif-1-2']);
    expect(toy.ofKind(timeline, 'delivered')).toHaveLength(1);
  });

  test('a DLIF hears its own station', () => {
    const [heard, timeline] = run([dlif(MN1)], 2);
    expect(heard).toEqual(['dlif-1-1']);
    expect(toy.ofKind(timeline, 'arrived')).toMatchObject([{ iface: 'dlif-1-1' }]);
  });

  test('a DLIF does not hear another station (S-23)', () => {
    const [heard, timeline] = run([dlif(MN2)], 2);
    expect(heard).toEqual([]);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([{ node: 'dgw1', why: 'notMine' }]);
  });

  test('what a DLIF sends to a group reaches its station only', () => {
    const advertise: Effect = {
      do: 'send',
      packet: data('fe80::1', ALL_NODES),
      out: 'dlif-1-1',
    };
    const [atFirst, atSecond]: [Stimulus[], Stimulus[]] = [[], []];
    const roles: NodeSpec['roles'] = [
      {
        role: {
          ...toy.puppet(
            (stimulus) => (stimulus.on === 'timer' ? [advertise] : []),
            [{ do: 'arm', timer: 'send', after: ms(50) }],
          ),
          name: 'sender',
        },
        config: undefined,
      },
    ];
    const nodes = [
      gateway('dgw1', PHY1, [], { interfaces: [dlif(MN1)], roles }),
      station('mn1', MN1, effects, atFirst),
      station('mn2', MN2, effects, atSecond),
    ];
    const timeline = play(nodes, [at(ms(5), 0), at(ms(6), 0, 'mn2')]);
    expect(vias(atFirst)).toEqual(['if1']);
    expect(vias(atSecond)).toEqual([]);
    expect(timeline.log.frame(0).octets().slice(0, 6)).toEqual(
      Uint8Array.of(0x33, 0x33, 0, 0, 0, 1),
    );
  });
});

test('cells are seen while they are on the air', () => {
  const timeline = play([gateway('dgw1', PHY1, [])], []);
  const { sight } = timeline.world.nodes[0] ?? {};
  const seen = (): unknown => sight?.cells;
  const shown = { link: 'radio-dgw1', accessPoint: 'dgw1', x: 100, y: 100, rx: 50, ry: 40 };
  expect(seen()).toEqual([{ ...shown, up: true }]);
  timeline.command({ do: 'node', node: 'dgw1', up: false });
  timeline.forward();
  expect(seen()).toEqual([{ ...shown, up: false }]);
});
