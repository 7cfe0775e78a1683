import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { freezeRows } from '#base/table.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import { Timeline } from './timeline.ts';
import { tunnel } from './toy-tunnel.ts';
import * as toy from './toy.ts';
import type { NodeSpec } from './world.ts';

// cn — r1 — r2 — mn, with a tunnel from r1 to mn, so that r2 stands inside it.

freezeRows();

const R1 = '2001:db8:1::1';
const INSIDE = '2001:db8:a1:1::1';
const udp = (octets: number): Packet => ({
  ...toy.datagram(toy.CN, toy.MN, new Uint8Array(octets - 48)),
  dst: toy.address(INSIDE, 'tun').address,
});

interface Part {
  readonly packets: readonly Packet[];
  /** Between two of them; default 100 ms. */
  readonly every?: number;
  readonly mtu?: number;
  /** Routes of r1 and r2 before all others. */
  readonly r1?: NodeSpec['routes'];
  readonly r2?: NodeSpec['routes'];
  /** Neighbours of r1 are not known. */
  readonly strangers?: true;
}

function play(part: Part): Timeline {
  const { packets, every = ms(100), mtu = 1500, r1 = [], r2 = [], strangers } = part;
  const arm = packets.map((_, i): Effect => ({ do: 'arm', timer: `${i}`, after: every * i }));
  const send = toy.puppet((stimulus): readonly Effect[] => {
    const packet = stimulus.on === 'timer' ? packets[Number(stimulus.timer)] : undefined;
    return packet === undefined ? [] : [{ do: 'send', packet }];
  }, arm);
  const plain = toy.chain({ cn: [{ role: send, config: undefined }] });
  const nodes = plain.nodes.map((node): NodeSpec => {
    if (node.id === 'r1') {
      const into = toy.route('2001:db8:a1:1::/64', `tun-${toy.MN}`);
      return {
        ...node,
        interfaces: [...node.interfaces, tunnel(R1, toy.MN)],
        routes: [...r1, into, ...node.routes],
        neighbours: strangers === true ? node.neighbours.slice(0, 1) : node.neighbours,
      };
    }
    if (node.id === 'r2') return { ...node, routes: [...r2, ...node.routes] };
    if (node.id !== 'mn') return node;
    const sink = { role: toy.sink, config: undefined };
    return {
      ...node,
      interfaces: [...node.interfaces, tunnel(toy.MN, R1)],
      addresses: [...node.addresses, toy.address(INSIDE, `tun-${R1}`)],
      roles: [...node.roles, sink],
    };
  });
  const links = plain.links.map((link) => (link.id === 'r2-mn' ? { ...link, mtu } : link));
  const timeline = new Timeline({ ...plain, nodes, links }, []);
  timeline.runTo(every * packets.length + seconds(10));
  return timeline;
}

/** What the correspondent was told. */
const told = (timeline: Timeline): readonly object[] =>
  toy
    .ofKind(timeline, 'sent')
    .filter(({ node, to }) => node === 'r1' && to === 'cn')
    .map(({ frame }) => {
      const { payload } = toy.packetIn(timeline, frame);
      return payload.is === 'icmpv6' ? payload.message : payload;
    });
const delivered = (timeline: Timeline): number =>
  toy.ofKind(timeline, 'delivered').filter(({ role }) => role === 'sink').length;

describe('Packet Too Big from inside a tunnel (RFC 2473 §8.1, RFC 8201)', () => {
  test('is relayed with the MTU less the tunnel header, and known from then on', () => {
    const timeline = play({ packets: [udp(1400), udp(1400), udp(1360)], mtu: 1400 });
    expect(told(timeline)).toMatchObject([
      { is: 'PacketTooBig', mtu: 1360 },
      { is: 'PacketTooBig', mtu: 1360 },
    ]);
    const drops = toy.ofKind(timeline, 'dropped').map(({ node, words }) => `${node} ${words}`);
    expect(drops).toEqual([
      'r2 1440 octets, r2-mn takes 1400',
      `r1 1400 octets, tun-${toy.MN} takes 1360`,
    ]);
    expect(delivered(timeline)).toBe(1);
    expect([...(timeline.world.nodeById.get('r1')?.paths.values() ?? [])]).toEqual([
      { destination: toy.MN, mtu: 1400, since: expect.any(Number) as number },
    ]);
  });

  test('quotes the packet that was inside', () => {
    const [error] = told(play({ packets: [udp(1400)], mtu: 1400 }));
    const { invoking } = error as { readonly invoking: Uint8Array };
    const { payload, ...header } = udp(1400);
    expect(payload.is).toBe('udp');
    expect(header.hopLimit - 1).toBe(invoking[7]);
    expect(invoking[6]).toBe(17);
  });

  test('about 1280 octets is not relayed: the next one goes in fragments', () => {
    const timeline = play({ packets: [udp(1280), udp(1280)], mtu: 1300 });
    expect(told(timeline)).toEqual([]);
    expect(toy.dropsOf(timeline)).toEqual(['r2 tooBig']);
    expect(delivered(timeline)).toBe(1);
    const labels = toy.ofKind(timeline, 'sent').flatMap(({ label }) => label ?? []);
    expect(labels).toContain('fragment 2 of 2');
  });

  test('is forgotten after ten minutes', () => {
    const after = (every: number): number =>
      told(play({ packets: [udp(1400), udp(1400)], mtu: 1400, every })).length;
    const dropsAt = (every: number): readonly string[] =>
      toy.dropsOf(play({ packets: [udp(1400), udp(1400)], mtu: 1400, every }));
    expect([after(seconds(599)), after(seconds(601))]).toEqual([2, 2]);
    expect(dropsAt(seconds(599))).toEqual(['r2 tooBig', 'r1 tooBig']);
    expect(dropsAt(seconds(601))).toEqual(['r2 tooBig', 'r2 tooBig']);
  });
});

describe('other errors from inside a tunnel (RFC 2473 §8.2)', () => {
  const unreachable = { is: 'DestinationUnreachable', code: 3 };

  test('no route at a node in it', () => {
    const r2 = [toy.route(`${toy.MN}/128`, 'nowhere', undefined, { rule: 'reject', order: -1 })];
    const timeline = play({ packets: [udp(200)], r2 });
    expect(told(timeline)).toMatchObject([unreachable]);
  });

  test('a loop in it, which ends when its hop limit does', () => {
    const r2 = [toy.route(`${toy.MN}/128`, 'left', 'fe80::3')];
    const timeline = play({ packets: [udp(200)], r2 });
    expect(toy.dropsOf(timeline).at(0)).toMatch(/^r[12] hopLimit$/);
    expect(told(timeline)).toMatchObject([unreachable]);
  });

  test('no route to its exit, at its entry', () => {
    const r1 = [toy.route(`${toy.MN}/128`, 'gone', undefined, { order: -1, rule: 'reject' })];
    const timeline = play({ packets: [udp(200)], r1 });
    expect(told(timeline)).toMatchObject([unreachable]);
  });

  test('a next hop that does not answer, at its entry', () => {
    const r1 = [toy.route(`${toy.MN}/128`, 'right', 'fe80::99')];
    const timeline = play({ packets: [udp(200)], r1, strangers: true });
    expect(toy.dropsOf(timeline)).toContain('r1 noNeighbour');
    expect(told(timeline)).toMatchObject([unreachable]);
  });

  test('about an error nobody is told', () => {
    const message = { is: 'TimeExceeded', code: 0, invoking: new Uint8Array(48) } as const;
    const error = { ...udp(200), payload: { is: 'icmpv6', message } } as const;
    const r2 = [toy.route(`${toy.MN}/128`, 'nowhere', undefined, { rule: 'reject', order: -1 })];
    expect(told(play({ packets: [error], r2 }))).toEqual([]);
  });
});
