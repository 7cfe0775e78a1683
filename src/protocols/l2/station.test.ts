// Station and access point together, on a real timeline.

import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Stamped } from '#sim/command.ts';
import { defineRole } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from '#sim/world.ts';
import { mac } from '#wire/address.ts';
import { accessPoint } from './access-point.ts';
import { station } from './station.ts';

freezeRows();

/** A gateway that writes down what it is told. */
const dgw = defineRole<{ heard: { at: number; say: string; mnId: unknown } }, undefined>({
  name: 'dgw',
  takes: {},
  tables: { heard: { id: 'heard', title: 'Heard', cite: '', columns: [] } },
  begin: () => [],
  handle: (tables, stimulus, sight) => {
    if (stimulus.on !== 'news') return [];
    const { say, mnId } = stimulus.news;
    tables.heard.set(`n${tables.heard.size}`, { at: sight.now, say, mnId });
    return [];
  },
});

const bare = { forwarding: false, addresses: [], routes: [], neighbours: [] };
const gateway = (n: number): NodeSpec => ({
  ...bare,
  id: `dgw${n}`,
  kind: 'dgw',
  name: `D-GW${n}`,
  x: 0,
  y: 0,
  roles: [
    { role: accessPoint, config: undefined },
    { role: dgw, config: undefined },
  ],
  interfaces: [
    {
      id: 'phy',
      kind: 'radio',
      mac: mac(`00:11:22:33:00:0${n}`),
      link: `radio-dgw${n}`,
      mtu: 1500,
    },
  ],
});
const cell = (n: number, x: number): LinkSpec => ({
  id: `radio-dgw${n}`,
  kind: 'radio',
  ends: [{ node: `dgw${n}`, iface: 'phy' }],
  delay: ms(2),
  mtu: 1500,
  cell: { x, y: 0, rx: 100, ry: 100 },
});

function world(mnId?: string): WorldSpec {
  const mn: NodeSpec = {
    ...bare,
    id: 'mn1',
    kind: 'mn',
    name: 'MN1',
    x: 200,
    y: 0,
    roles: [{ role: station, config: { radios: [{ iface: 'if1', att: 4 }], attachDelay: ms(20) } }],
    interfaces: [{ id: 'if1', kind: 'radio', mac: mac('02:00:5e:00:01:01'), mtu: 1500 }],
    ...(mnId !== undefined && { mnId }),
  };
  return {
    seed: 1,
    profile: 'draft-05',
    knobs: {},
    nodes: [mn, gateway(1), gateway(2)],
    links: [cell(1, 200), cell(2, 500)],
  };
}

const place = (at: number, x: number): Stamped => ({ do: 'place', node: 'mn1', x, y: 0, at });
const play = (script: readonly Stamped[], mnId: string | undefined = 'mn1@example.net') =>
  new Timeline(world(mnId), script);
const rowOf = (timeline: Timeline, name: string, key: string): unknown =>
  timeline.world.tables.get(name)?.get(key);
const attachmentOf = (timeline: Timeline): unknown =>
  rowOf(timeline, 'mn1/station/attachment', 'if1');
const heard = (timeline: Timeline, n: number): unknown[] =>
  [...(timeline.world.tables.get(`dgw${n}/dgw/heard`)?.values() ?? [])].map(
    (row) => `${String(row['at'])} ${String(row['say'])}`,
  );

describe('a station', () => {
  test('joins at time 0 the cell it stands in, after the attachment delay', () => {
    const timeline = play([]);
    timeline.runTo(ms(20) - 1);
    expect(attachmentOf(timeline)).toMatchObject({ state: 'joining', cell: 'radio-dgw1' });
    expect(timeline.world.associations.size).toBe(0);
    timeline.runTo(ms(20));
    expect(attachmentOf(timeline)).toMatchObject({ state: 'attached', since: ms(20) });
    expect(timeline.world.associations.get('mn1 if1')?.cell).toBe('radio-dgw1');
    expect(heard(timeline, 1)).toEqual(['20000 attached']);
  });

  test('leaves the old cell at once when it moves, and joins the new one after the delay', () => {
    const timeline = play([place(seconds(1), 500)]);
    timeline.runTo(seconds(1));
    expect(timeline.world.associations.size).toBe(0);
    expect(attachmentOf(timeline)).toMatchObject({
      state: 'joining',
      accessPoint: 'dgw2',
      cameFrom: { x: 200, y: 0 },
    });
    timeline.runTo(seconds(2));
    expect(heard(timeline, 1)).toEqual(['20000 attached', '1000000 detached']);
    expect(heard(timeline, 2)).toEqual(['1020000 attached']);
  });

  test('stays where it is while it moves inside its cell', () => {
    const timeline = play([place(seconds(1), 240)]);
    timeline.runTo(seconds(2));
    expect(heard(timeline, 1)).toEqual(['20000 attached']);
    expect(attachmentOf(timeline)).toMatchObject({ since: ms(20), place: { x: 240, y: 0 } });
  });

  test('is detached where no cell is', () => {
    const timeline = play([place(seconds(1), 350)]);
    timeline.runTo(seconds(2));
    expect(attachmentOf(timeline)).toMatchObject({ state: 'detached', since: seconds(1) });
    expect(attachmentOf(timeline)).not.toHaveProperty('cell');
  });

  test('looks anew when it is placed again while joining', () => {
    const timeline = play([place(seconds(1), 500), place(seconds(1) + ms(10), 200)]);
    timeline.runTo(seconds(2));
    expect(heard(timeline, 2)).toEqual([]);
    expect(heard(timeline, 1)).toEqual(['20000 attached', '1000000 detached', '1030000 attached']);
  });

  test('does not join a cell that goes off the air during the delay', () => {
    const off: Stamped = { do: 'link', link: 'radio-dgw1', up: false, at: ms(10) };
    const timeline = play([off]);
    timeline.runTo(seconds(1));
    expect(attachmentOf(timeline)).toMatchObject({ state: 'detached' });
  });

  test('a run and a seek give the same', () => {
    const script = [place(seconds(1), 500), place(seconds(2), 200)];
    const straight = play(script);
    straight.runTo(seconds(3));
    const sought = play(script);
    sought.runTo(seconds(3));
    sought.seek(ms(1500));
    sought.runTo(seconds(3));
    expect(sought.fingerprint()).toBe(straight.fingerprint());
  });
});

describe('an access point', () => {
  test('knows its stations by the identity that layer 2 authenticated, PMIP §6.6', () => {
    const timeline = play([place(seconds(1), 500)]);
    timeline.runTo(ms(500));
    const key = 'mn1@example.net';
    expect(rowOf(timeline, 'dgw1/accessPoint/stations', key)).toEqual({
      mnId: key,
      node: 'mn1',
      mac: '02:00:5e:00:01:01',
      peerIface: 'if1',
      att: 4,
      since: ms(20),
    });
    timeline.runTo(seconds(2));
    expect(rowOf(timeline, 'dgw1/accessPoint/stations', key)).toBeUndefined();
    expect(rowOf(timeline, 'dgw2/accessPoint/stations', key)).toBeDefined();
  });

  test('gives no service to a station without an identity', () => {
    const timeline = new Timeline(world(), []);
    timeline.runTo(seconds(1));
    expect(heard(timeline, 1)).toEqual([]);
    const notes = Array.from({ length: timeline.log.length }, (_, seq) => timeline.log.event(seq));
    expect(notes).toContainEqual(expect.objectContaining({ kind: 'note', level: 'warning' }));
  });
});
