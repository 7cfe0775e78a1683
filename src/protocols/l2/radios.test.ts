// A mobile node with two radios, at gateways of two technologies, on a real timeline.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Stamped } from '#sim/command.ts';
import { defineRole } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import type { LinkSpec, NodeSpec } from '#sim/world.ts';
import { mac } from '#wire/address.ts';
import { accessPoint, type StationNews } from './access-point.ts';
import { station } from './station.ts';

freezeRows();

const WLAN = 4;
const WIMAX = 5;

/** A gateway that writes down what it is told. */
const mag = defineRole<{ heard: { text: string } }, undefined>({
  name: 'mag',
  takes: {},
  tables: { heard: { id: 'heard', title: 'Heard', cite: '', columns: [] } },
  begin: () => [],
  handle: (tables, stimulus, sight) => {
    if (stimulus.on !== 'news') return [];
    const { say, peerIface, att, previous } = stimulus.news as StationNews;
    const from = previous === undefined ? '' : ` from ${previous}`;
    const text = `${sight.now / 1000} ${say} ${peerIface} ${att}${from}`;
    tables.heard.set(`n${tables.heard.size}`, { text });
    return [];
  },
});

const bare = { forwarding: false, addresses: [], routes: [], neighbours: [], y: 0 };
const gateway = (n: number): NodeSpec => ({
  ...bare,
  id: `mag${n}`,
  kind: 'mag',
  name: `MAG${n}`,
  x: 0,
  roles: [
    { role: accessPoint, config: { gateway: 'mag' } },
    { role: mag, config: undefined },
  ],
  interfaces: [
    {
      id: 'phy',
      kind: 'radio',
      mac: mac(`02:00:5e:00:00:0${n}`),
      link: `radio-mag${n}`,
      mtu: 1500,
    },
  ],
});
const cell = (n: number, x: number, att: number): LinkSpec => ({
  id: `radio-mag${n}`,
  kind: 'radio',
  ends: [{ node: `mag${n}`, iface: 'phy' }],
  delay: ms(2),
  mtu: 1500,
  cell: { x, y: 0, rx: 100, ry: 100 },
  att,
});

function play(cells: readonly LinkSpec[], atts: readonly [number, number], script: Stamped[] = []) {
  const radios = [
    { iface: 'if1', att: atts[0] },
    { iface: 'if2', att: atts[1] },
  ];
  const mn: NodeSpec = {
    ...bare,
    id: 'mn1',
    kind: 'mn',
    name: 'MN1',
    x: 200,
    roles: [{ role: station, config: { radios, attachDelay: ms(20) } }],
    interfaces: radios.map(({ iface }, i) => ({
      id: iface,
      kind: 'radio',
      mac: mac(`02:00:5e:00:01:0${i + 1}`),
      mtu: 1500,
    })),
    mnId: 'mn1@example.net',
  };
  const nodes = [mn, gateway(1), gateway(2)];
  const world = { seed: 1, profile: 'draft-05' as const, knobs: {}, nodes, links: cells };
  const timeline = new Timeline(world, script);
  timeline.runTo(seconds(3));
  return timeline;
}

const heard = (timeline: Timeline, n: number): readonly unknown[] =>
  [...(timeline.world.tables.get(`mag${n}/mag/heard`)?.values() ?? [])].map((row) => row['text']);
const place = (at: number, x: number): Stamped => ({ do: 'place', node: 'mn1', x, y: 0, at });

describe('a node with two radios', () => {
  test('each radio joins the cell of its own technology', () => {
    const timeline = play([cell(1, 200, WLAN), cell(2, 210, WIMAX)], [WLAN, WIMAX]);
    expect(heard(timeline, 1)).toEqual(['20 attached if1 4']);
    expect(heard(timeline, 2)).toEqual(['20 attached if2 5']);
  });

  test('one may move on while the other stays', () => {
    const wide = { ...cell(2, 300, WIMAX), cell: { x: 300, y: 0, rx: 300, ry: 100 } };
    const script = [place(seconds(1), 400), place(seconds(2), 210)];
    const timeline = play([cell(1, 200, WLAN), wide], [WLAN, WIMAX], script);
    expect(heard(timeline, 1)).toEqual([
      '20 attached if1 4',
      '1000 detached if1 4',
      '2020 attached if1 4 from radio-mag1',
    ]);
    expect(heard(timeline, 2)).toEqual(['20 attached if2 5']);
  });

  test('two radios of one technology are two stations of one cell', () => {
    const timeline = play([cell(1, 200, WLAN)], [WLAN, WLAN], [place(seconds(1), 900)]);
    expect(heard(timeline, 1)).toEqual([
      '20 attached if1 4',
      '20 attached if2 4',
      '1000 detached if1 4',
      '1000 detached if2 4',
    ]);
    timeline.seek(ms(500));
    const stations = timeline.world.tables.get('mag1/accessPoint/stations');
    expect([...(stations?.keys() ?? [])]).toEqual(['mn1@example.net', 'mn1@example.net if2']);
    timeline.seek(seconds(2));
    expect(timeline.world.tables.get('mag1/accessPoint/stations')?.size).toBe(0);
  });
});
