import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import { ALL_NODES, ipv6, mac } from '#wire/address.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { associate, at, data, gateway, MN1, MN2, PHY1, play, station } from './toy-radio.ts';
import * as toy from './toy.ts';
import type { NodeSpec } from './world.ts';

freezeRows();

// RFC 6543 §4: one link-layer and one link-local address for the gateway's end of every link.
const FIXED_MAC = '00:00:5e:00:52:13';
const FIXED = 'fe80::200:5eff:fe00:5213';

const access = (id: string, station: string): Interface => ({
  id,
  kind: 'access',
  mac: mac(FIXED_MAC),
  over: 'phy',
  peer: mac(station),
  mtu: 1500,
});
const both = [access('a1', MN1), access('a2', MN2)];
const fixed = both.map((iface) => toy.address(FIXED, iface.id));

/** A role of the gateway that does one thing after 50 ms. */
const after50ms = (effects: readonly Effect[]): NodeSpec['roles'] => [
  {
    role: {
      ...toy.puppet(
        (stimulus) => (stimulus.on === 'timer' ? effects : []),
        [{ do: 'arm', timer: 'act', after: ms(50) }],
      ),
      name: 'actor',
    },
    config: undefined,
  },
];

describe('access interfaces that share their addresses (RFC 6543 §4)', () => {
  const toFixed: Effect = {
    do: 'send',
    packet: data('fe80::21', FIXED),
    out: 'if1',
    toMac: mac(FIXED_MAC),
  };
  const solicit: Effect = {
    do: 'send',
    packet: {
      ...data('fe80::21', 'ff02::1:ff00:5213'),
      hopLimit: 255,
      payload: {
        is: 'icmpv6',
        message: { is: 'NeighborSolicitation', target: ipv6(FIXED), options: [] },
      },
    },
    out: 'if1',
  };
  const play2 = (effect: Effect, roles: NodeSpec['roles'] = [], from: 'mn1' | 'mn2' = 'mn1') => {
    const heard: Stimulus[] = [];
    const join = associate('radio-mag1');
    const nodes = [
      gateway('mag1', PHY1, heard, { interfaces: both, addresses: fixed, roles }),
      station('mn1', MN1, [join, effect]),
      station('mn2', MN2, [join, effect]),
    ];
    const timeline = play(nodes, [at(ms(5), 0), at(ms(6), 0, 'mn2'), at(ms(80), 1, from)]);
    return { heard, timeline };
  };

  test('each hears its own station', () => {
    for (const [from, via] of [
      ['mn1', 'a1'],
      ['mn2', 'a2'],
    ] as const) {
      const { heard, timeline } = play2(toFixed, [], from);
      expect(heard.flatMap((one) => (one.on === 'packet' ? [one.via] : []))).toEqual([via]);
      expect(toy.ofKind(timeline, 'delivered')).toHaveLength(1);
    }
  });

  test('each answers for the address they share, to its own station', () => {
    const { timeline } = play2(solicit);
    const answers = toy.ofKind(timeline, 'sent').filter((event) => event.node === 'mag1');
    expect(answers).toMatchObject([{ iface: 'a1', to: 'mn1' }]);
    expect(toy.packetIn(timeline, answers[0]?.frame ?? -1)).toMatchObject({
      src: FIXED,
      payload: { message: { is: 'NeighborAdvertisement', target: FIXED } },
    });
  });

  test('a group that one sends reaches its station only', () => {
    const hello: Effect = { do: 'send', packet: data(FIXED, ALL_NODES), out: 'a2' };
    const { timeline } = play2(associate('radio-mag1'), after50ms([hello]));
    expect(toy.ofKind(timeline, 'sent')).toMatchObject([{ node: 'mag1', iface: 'a2', to: 'mn2' }]);
  });

  test('one goes with its address, and leaves the other its own', () => {
    const gone: Effect = { do: 'removeInterface', iface: 'a1' };
    const { heard, timeline } = play2(toFixed, after50ms([gone]), 'mn2');
    const rows = [...(timeline.world.nodeById.get('mag1')?.addresses.entries() ?? [])];
    expect(rows).toEqual([[`${FIXED}%a2`, fixed[1]]]);
    expect(heard.some((one) => one.on === 'packet' && one.via === 'a2')).toBe(true);
  });

  test('an address is removed from one of them', () => {
    const gone: Effect = { do: 'removeAddress', address: ipv6(FIXED), iface: 'a2' };
    const { timeline } = play2(toFixed, after50ms([gone]));
    const keys = [...(timeline.world.nodeById.get('mag1')?.addresses.keys() ?? [])];
    expect(keys).toEqual([`${FIXED}%a1`]);
  });

  test('a global address keeps its plain key', () => {
    const set: Effect = { do: 'setAddress', address: toy.address('2001:db8::1', 'a1') };
    const { timeline } = play2(toFixed, after50ms([set]));
    const keys = [...(timeline.world.nodeById.get('mag1')?.addresses.keys() ?? [])];
    expect(keys).toContain('2001:db8::1');
  });
});

describe('two radios of one node in one cell', () => {
  test('hear what is sent to each, and a group twice', () => {
    const heard: Stimulus[] = [];
    const two = station('mn1', MN1, [associate('radio-mag1')], heard);
    const second: Interface = { id: 'if2', kind: 'radio', mac: mac(MN2), mtu: 1500 };
    const join2 = after50ms([{ do: 'associate', iface: 'if2', cell: 'radio-mag1' }]);
    const mn1 = {
      ...two,
      interfaces: [...two.interfaces, second],
      addresses: [...two.addresses, toy.address('fe80::22', 'if2')],
      roles: [...two.roles, ...join2],
    };
    const say = (to: string, dst: string): Effect => ({
      do: 'send',
      packet: data('fe80::1', dst),
      out: 'phy',
      toMac: mac(to),
    });
    const later = {
      ...toy.puppet(
        (stimulus): readonly Effect[] =>
          stimulus.on === 'timer'
            ? [say(MN2, 'fe80::22'), say(MN1, 'fe80::21'), say('33:33:00:00:00:01', ALL_NODES)]
            : [],
        [{ do: 'arm', timer: 'say', after: ms(100) }],
      ),
      name: 'later',
    };
    const roles = [{ role: later, config: undefined }];
    const nodes = [gateway('mag1', PHY1, [], { roles }), mn1];
    play(nodes, [at(ms(5), 0)]);
    const vias = heard.flatMap((one) => (one.on === 'packet' ? [one.via] : []));
    expect(vias).toEqual(['if2', 'if1', 'if1', 'if2']);
  });
});
