import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import { ALL_NODES, mac } from '#wire/address.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import type { Timeline } from './timeline.ts';
import * as toy from './toy.ts';
import {
  PHY1,
  MN1,
  MN2,
  DLIF,
  GATEWAY,
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
