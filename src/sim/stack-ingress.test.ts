import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import { ALL_NODES, ipv6, mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import type { Stimulus } from './role.ts';
import { keyed, MN, R1, R2, tunnel, tunnelled, udp } from './toy-tunnel.ts';
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

describe('rules by the way in', () => {
  /** What r2 does with a packet from the tunnel, by its rules. */
  const at2 = (rules: readonly Route[], packet: Packet = udp(200)) =>
    tunnelled({ packet, more: { r2: { routes: rules } } });
  const all = (more: Partial<Route>): Route =>
    toy.route('::/0', 'left', undefined, { id: 'rule', ...more });

  test('discard drops in silence, with the words and the place of the rule', () => {
    const why = 'no binding';
    const rule = all({ order: -1, rule: 'discard', why, cite: 'PMIP §5.6.2' });
    const timeline = at2([rule]);
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'r2', why: 'policy', words: 'no binding (PMIP §5.6.2)' },
    ]);
    expect(toy.ofKind(timeline, 'sent').map(({ node }) => node)).toEqual(['cn', 'r1']);
  });

  test('from a tunnel, from this tunnel, from elsewhere', () => {
    const rule = (ingress: NonNullable<Route['ingress']>): string =>
      toy.dropsOf(at2([all({ order: -1, rule: 'discard', ingress })])).join();
    expect(rule('tunnel')).toBe('r2 policy');
    expect(rule({ iface: `tun-${R1}` })).toBe('r2 policy');
    expect(rule({ iface: 'left' })).toBe('');
    expect(rule('access')).toBe('');
  });

  test('R-10: a source is believed from its own tunnel only', () => {
    const from = toy.address('2001:db8:c1::10', 'left').address;
    const own = { order: -1, rule: 'pass', from: `${from}/128` } as Partial<Route>;
    const refuse = all({ order: -1, rule: 'discard', ingress: 'tunnel', why: 'not the care-of' });
    const pass = (iface: string): Route => all({ ...own, id: `pass ${iface}`, ingress: { iface } });
    expect(toy.dropsOf(at2([refuse, pass(`tun-${R1}`)]))).toEqual([]);
    expect(toy.dropsOf(at2([refuse, pass('another')]))).toEqual(['r2 policy']);
  });

  test('S-07: hairpin lets a packet go back into the tunnel that it came from', () => {
    const back = toy.route(MN, `tun-${R1}`, undefined, { hairpin: true });
    const timeline = tunnelled({
      packet: udp(200),
      at1: [tunnel(R1, R2)],
      more: { r1: { routes: [] }, r2: { routes: [back] } },
    });
    const [, , third] = toy.ofKind(timeline, 'sent');
    expect(third).toMatchObject({ node: 'r2' });
    expect(toy.packetIn(timeline, third?.frame ?? -1)).toMatchObject({ src: R2, dst: R1 });
  });

  test('link-local sources go no further, and hear that they cannot (RFC 4443 §3.1)', () => {
    const packet = { ...udp(200), src: ipv6('fe80::1') };
    const send: Effect = { do: 'send', packet, out: 'eth0', toMac: mac(toy.macOf(2)) };
    const role = { ...toy.puppet(() => [], [send]), name: 'stray' };
    const more = {
      cn: { roles: [{ role, config: undefined }] },
      r1: {
        addresses: [toy.address('fe80::2', 'left')],
        neighbours: [toy.neighbour('left', 'fe80::1', toy.macOf(1))],
      },
    };
    const timeline = tunnelled({ packet: udp(200), more });
    expect(toy.ofKind(timeline, 'dropped')[0]).toMatchObject({
      node: 'r1',
      words: 'link-local packets stay on their link (RFC 4291 §2.5.6)',
    });
    const [answer] = toy.ofKind(timeline, 'sent').filter((one) => one.to === 'cn');
    expect(toy.packetIn(timeline, answer?.frame ?? -1)).toMatchObject({
      dst: 'fe80::1',
      payload: { message: { is: 'DestinationUnreachable', code: 2 } },
    });
  });
});

describe('GRE keys tell tunnels between the same ends apart (RFC 5845 §3)', () => {
  const gre = (id: string, more: object): Interface =>
    tunnel(R2, R1, { id, tunnel: { local: R2, remote: R1, ...more } });
  const arrivesBy = (sends: Interface, ends: readonly Interface[]): string => {
    const rules = ends.map(({ id }) =>
      toy.route('::/0', 'left', undefined, {
        id: `by ${id}`,
        order: -1,
        rule: 'discard',
        ingress: { iface: id },
        why: id,
      }),
    );
    const timeline = tunnelled({
      packet: udp(200),
      at1: [sends],
      at2: ends,
      more: { r2: { routes: rules } },
    });
    return toy.ofKind(timeline, 'dropped')[0]?.words ?? '';
  };
  const keyless = tunnel(R1, R2, { tunnel: { local: R1, remote: R2, gre: true } });
  const ends = [
    gre('plain', {}),
    gre('gre', { gre: true }),
    gre('one', { greKey: 5, greKeyIn: 77 }),
    gre('two', { greKey: 78 }),
  ];

  test('the key that arrives decides, not the one that is sent', () => {
    expect(arrivesBy(keyed(R1, R2), ends)).toBe('one');
    expect(arrivesBy(keyless, ends)).toBe('gre');
    expect(arrivesBy(tunnel(R1, R2), ends)).toBe('plain');
  });

  test('a key that nobody has opens no tunnel', () => {
    expect(arrivesBy(keyed(R1, R2), ends.slice(0, 2))).toBe(
      `no tunnel from ${R1} with GRE key 0x4d`,
    );
    expect(arrivesBy(tunnel(R1, R2), ends.slice(1))).toBe(`no tunnel from ${R1}`);
  });

  test('without a key the header is four octets', () => {
    const timeline = tunnelled({ packet: udp(200), at1: [keyless], at2: [ends[1] as Interface] });
    expect(timeline.log.frame(1).octets().length).toBe(14 + 40 + 4 + 200);
    expect(toy.packetIn(timeline, 1)).toMatchObject({ payload: { is: 'gre', protocol: 0x86dd } });
    expect(toy.ofKind(timeline, 'delivered')).toHaveLength(1);
  });
});

describe('tunnel packets that hold no packet', () => {
  const raw = (nextHeader: number, octets: readonly number[]): Packet =>
    toy.packetOf(R1, R2, { is: 'raw', nextHeader, data: Uint8Array.from(octets) });
  const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);
  const at2 = [
    tunnel(R2, R1),
    tunnel(R2, R1, { id: 'gre', tunnel: { local: R2, remote: R1, gre: true } }),
    tunnel(R2, R1, { id: 'keyed', tunnel: { local: R2, remote: R1, greKey: 0 } }),
  ];
  const noHeader = 'no whole header in the tunnel (RFC 8200 §3)';
  const half = 'half a GRE header (RFC 2890 §2)';
  const another = 'GRE of another kind (RFC 5845 §3)';

  test.each([
    ['nothing', raw(41, []), noHeader],
    ['half a header', raw(41, zeros(39)), noHeader],
    ['half a header behind GRE', raw(47, [0, 0, 0x86, 0xdd, ...zeros(39)]), noHeader],
    ['half a header behind a key', raw(47, [0x20, 0, 0x86, 0xdd, ...zeros(43)]), noHeader],
    ['half of GRE', raw(47, [0, 0, 0x86]), half],
    ['half a key', raw(47, [0x20, 0, 0x86, 0xdd, 0, 0]), half],
    ['GRE with a checksum', raw(47, [0x80, 0, 0x86, 0xdd, ...zeros(60)]), another],
    ['GRE around IPv4', raw(47, [0, 0, 0x08, 0, ...zeros(60)]), another],
  ])('%s', (_, packet, words) => {
    const timeline = tunnelled({ packet, at2 });
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'r2', why: 'malformed', words },
    ]);
  });

  test('a bit that makes GRE of IPv6 in IPv6 does no harm', () => {
    for (let bit = 0; bit < 8; bit += 1) {
      const corrupt = {
        do: 'catch',
        name: 'bend',
        link: 'r1-r2',
        kind: 'any',
        nth: 1,
        act: 'corrupt',
        bit: 8 * (14 + 6) + bit,
        at: ms(1),
      } as const;
      const timeline = tunnelled({ packet: udp(200), at2, script: [corrupt] });
      expect(toy.ofKind(timeline, 'delivered').map(({ node }) => node)).not.toContain('mn');
      expect(toy.dropsOf(timeline)[0]).toMatch(/^r2 /);
    }
  });
});
