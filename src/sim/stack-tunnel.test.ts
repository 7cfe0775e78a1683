import { describe, expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Effect, News } from './effect.ts';
import { keyed, MN, R1, R2, tunnel, tunnelled, udp } from './toy-tunnel.ts';
import * as toy from './toy.ts';

freezeRows();

describe('a tunnel (RFC 2473)', () => {
  test('wraps the packet on its way, and the datagram keeps its number', () => {
    const timeline = tunnelled({ packet: udp(1000) });
    const frames = [0, 1, 2].map((id) => timeline.log.frame(id));
    expect(frames.map((frame) => [frame.datagram, frame.tunnelled, frame.type])).toEqual([
      [0, false, 24],
      [0, true, 24],
      [0, false, 24],
    ]);
    expect(frames.map((frame) => frame.octets().length)).toEqual([1014, 1054, 1014]);
    expect(toy.packetIn(timeline, 1)).toMatchObject({
      src: R1,
      dst: R2,
      hopLimit: 64,
      payload: { is: 'ipv6', packet: { ...udp(1000), hopLimit: 63 } },
    });
    expect(toy.packetIn(timeline, 2)).toEqual({ ...udp(1000), hopLimit: 62 });
    expect(toy.ofKind(timeline, 'delivered')).toMatchObject([{ node: 'mn', role: 'sink' }]);
  });

  test('shows the ECN bits of what it carries, and nothing else of its traffic class', () => {
    const timeline = tunnelled({ packet: { ...udp(100), trafficClass: 0xbe, flowLabel: 7 } });
    expect(toy.packetIn(timeline, 1)).toMatchObject({ trafficClass: 0x02, flowLabel: 0 });
    expect(toy.packetIn(timeline, 2)).toMatchObject({ trafficClass: 0xbe, flowLabel: 7 });
  });

  test('with a GRE key (RFC 5845)', () => {
    const timeline = tunnelled({
      packet: udp(1000),
      at1: [keyed(R1, R2)],
      at2: [keyed(R2, R1)],
    });
    expect(toy.packetIn(timeline, 1)).toMatchObject({ payload: { is: 'gre', key: 77 } });
    expect(toy.packetIn(timeline, 2)).toEqual({ ...udp(1000), hopLimit: 62 });
  });

  test('of which this end knows nothing does not end here', () => {
    const timeline = tunnelled({ packet: udp(1000), at2: [tunnel(R2, '2001:db8:9::9')] });
    expect(toy.ofKind(timeline, 'dropped')).toMatchObject([
      { node: 'r2', why: 'notMine', words: `no tunnel from ${R1}` },
    ]);
  });

  test('that the sender itself put around its packet', () => {
    const inner = { ...udp(500), hopLimit: 9 };
    const packet = { ...toy.packetOf(R1, R2, { is: 'ipv6', packet: inner }), src: R1 };
    const timeline = tunnelled({ packet });
    const last = timeline.log.frames - 1;
    expect(toy.packetIn(timeline, last)).toEqual({ ...inner, hopLimit: 8 });
    expect(toy.ofKind(timeline, 'delivered')).toMatchObject([{ node: 'mn' }]);
  });
});

describe('the size of tunnel packets (RFC 2473 §7.1)', () => {
  test('1460 octets fit into a link of 1500', () => {
    expect(toy.dropsOf(tunnelled({ packet: udp(1460) }))).toEqual([]);
  });

  test('a larger one is answered with Packet Too Big 1460 to the inner source', () => {
    const timeline = tunnelled({ packet: udp(1461) });
    expect(toy.ofKind(timeline, 'dropped')[0]).toMatchObject({
      node: 'r1',
      why: 'tooBig',
      words: `1461 octets, tun-${R2} takes 1460`,
    });
    const answer = toy.packetIn(timeline, 1);
    expect(answer).toMatchObject({
      src: R1,
      dst: toy.CN,
      payload: { is: 'icmpv6', message: { is: 'PacketTooBig', mtu: 1460 } },
    });
    const { payload } = answer;
    const quoted =
      payload.is === 'icmpv6' && payload.message.is === 'PacketTooBig'
        ? payload.message.invoking.length
        : 0;
    expect(quoted).toBe(1280 - 48);
  });

  test('never less than 1280 is demanded', () => {
    const timeline = tunnelled({ packet: udp(1300), at1: [tunnel(R1, R2, { mtu: 900 })] });
    expect(toy.packetIn(timeline, 1)).toMatchObject({ payload: { message: { mtu: 1280 } } });
  });
});

describe('tunnels and routes', () => {
  test('I-10: a packet never goes back into the tunnel that it came from', () => {
    const back = { r2: { routes: [toy.route(MN, `tun-${R1}`)] } };
    const timeline = tunnelled({ packet: udp(200), more: back });
    expect(toy.ofKind(timeline, 'dropped')[0]).toMatchObject({
      node: 'r2',
      why: 'noRoute',
      words: `the route leads back into tun-${R1}`,
    });
  });

  test('I-11: there is no third tunnel around a packet', () => {
    const more = {
      r1: {
        interfaces: [tunnel(R1, '2001:db8:8::8'), tunnel(R1, '2001:db8:9::9')],
        routes: [
          toy.route(`${R2}/128`, 'tun-2001:db8:8::8'),
          toy.route('2001:db8:8::8/128', 'tun-2001:db8:9::9'),
        ],
      },
    };
    const timeline = tunnelled({ packet: udp(200), more });
    expect(toy.dropsOf(timeline)).toEqual(['r1 noRoute']);
  });

  test('a source without a way back is told to the gateway, once there is one no more', () => {
    const told: News[] = [];
    const dgw = {
      ...toy.puppet((stimulus): readonly Effect[] => {
        if (stimulus.on !== 'news') return [];
        told.push(stimulus.news);
        const route = toy.route('2001:db8:c1::10/128', `tun-${R1}`);
        return [{ do: 'addRoute', route }];
      }),
      name: 'dgw',
    };
    const { local, remote } = { local: R2, remote: R1 };
    const more = { r2: { roles: [{ role: dgw, config: undefined }] } };
    const cn = (times: number) =>
      Array.from({ length: times }, (_, i): Effect => ({
        do: 'arm',
        timer: `t${i}`,
        after: ms(i),
      }));
    const sender = toy.puppet(
      (stimulus) => (stimulus.on === 'timer' ? [{ do: 'send', packet: udp(100) }] : []),
      cn(3),
    );
    const timeline = tunnelled({
      packet: udp(100),
      at2: [tunnel(R2, R1, { tunnel: { local, remote, tellSources: true } })],
      more: { ...more, cn: { roles: [{ role: { ...sender, name: 'more' }, config: undefined }] } },
    });
    expect(told).toEqual([
      { say: 'tunnelSource', iface: `tun-${R1}`, source: toy.CN, destination: toy.MN },
    ]);
    expect(toy.ofKind(timeline, 'delivered')).toHaveLength(4);
  });
});
