// Small made-up worlds and roles, for tests and benchmarks of this folder. Nothing else imports it.

import { assert } from '#base/assert.ts';
import { ms } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import { ipv6, mac, prefix, type Ipv6 } from '#wire/address.ts';
import { decodePacket, ETHERNET_OCTETS, type Packet } from '#wire/packet.ts';
import type { Effect } from './effect.ts';
import { defineRole, type AnyRole, type Stimulus } from './role.ts';
import type { Timeline } from './timeline.ts';
import type { TraceEvent } from './trace.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from './world.ts';

/** Everything that happened up to the playhead. */
export const eventsOf = (timeline: Timeline): readonly TraceEvent[] =>
  Array.from({ length: timeline.log.length }, (_, seq) => timeline.log.event(seq));

/** What happened of one kind. */
export const ofKind = <K extends TraceEvent['kind']>(
  timeline: Timeline,
  kind: K,
): readonly Extract<TraceEvent, { kind: K }>[] =>
  eventsOf(timeline).filter((e): e is Extract<TraceEvent, { kind: K }> => e.kind === kind);

/** `node why` of every drop. */
export const dropsOf = (timeline: Timeline): readonly string[] =>
  ofKind(timeline, 'dropped').map((event) => `${event.node} ${event.why}`);

/** The packet of a frame, decoded. */
export function packetIn(timeline: Timeline, frame: number): Packet {
  const octets = timeline.log.frame(frame).octets();
  const decoded = decodePacket(octets, 'draft-05', ETHERNET_OCTETS);
  assert(decoded.ok, `frame ${frame} is well formed`);
  return decoded.value;
}

/** A packet with the usual header. */
export const packetOf = (src: Ipv6, dst: Ipv6, payload: Packet['payload']): Packet => ({
  src,
  dst,
  hopLimit: 64,
  trafficClass: 0,
  flowLabel: 0,
  payload,
});

/** A UDP datagram of so many octets of payload. */
export const datagram = (src: Ipv6, dst: Ipv6, data: Uint8Array): Packet =>
  packetOf(src, dst, { is: 'udp', sourcePort: 40000, destinationPort: 5001, data });

export interface PingConfig {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  readonly every: number;
  /** What each datagram carries. */
  readonly data: Uint8Array;
  readonly count: number;
}

/** Sends `count` datagrams, one every so often; its one row counts them. */
export const ping: AnyRole = defineRole<{ sent: { count: number } }, PingConfig>({
  name: 'ping',
  takes: {},
  tables: { sent: { id: 'sent', title: 'Sent', cite: '', columns: [] } },
  begin: (_tables, config) => [{ do: 'arm', timer: 'next', after: config.every }],
  handle: (tables, stimulus, _sight, config): readonly Effect[] => {
    if (stimulus.on !== 'timer') return [];
    const count = (tables.sent.get('all')?.count ?? 0) + 1;
    tables.sent.set('all', { count });
    const { src, dst, data } = config;
    const send: Effect = { do: 'send', packet: datagram(src, dst, data) };
    if (count === config.count) return [send];
    return [send, { do: 'arm', timer: 'next', after: config.every }];
  },
});

/** Counts the datagrams that come in. */
export const sink: AnyRole = defineRole<{ received: { count: number } }, undefined>({
  name: 'sink',
  takes: { udp: true },
  tables: { received: { id: 'received', title: 'Received', cite: '', columns: [] } },
  begin: () => [],
  handle: (tables, stimulus) => {
    if (stimulus.on !== 'packet') return [];
    tables.received.set('all', { count: (tables.received.get('all')?.count ?? 0) + 1 });
    return [];
  },
});

/** A role that hands every stimulus to a function: for tests that play a protocol by hand. */
export const puppet = (
  hear: (stimulus: Stimulus) => readonly Effect[],
  begin: readonly Effect[] = [],
  takes: { icmpv6?: readonly number[]; mobility?: readonly number[]; udp?: boolean } = {},
): AnyRole =>
  defineRole<Record<never, never>, undefined>({
    name: 'puppet',
    takes,
    tables: {},
    begin: () => begin,
    handle: (_tables, stimulus) => hear(stimulus),
  });

/** What a made-up node needs besides its name. */
export type NodePart = Partial<Omit<NodeSpec, 'id'>>;

export const node = (id: string, part: NodePart = {}): NodeSpec => ({
  id,
  kind: 'node',
  name: id.toUpperCase(),
  roles: [],
  x: 0,
  y: 0,
  forwarding: false,
  interfaces: [],
  addresses: [],
  routes: [],
  neighbours: [],
  ...part,
});

export const wired = (id: string, macText: string, link: string, mtu = 1500): Interface => ({
  id,
  kind: 'wired',
  mac: mac(macText),
  link,
  mtu,
});

export const address = (text: string, iface: string) => ({
  address: ipv6(text),
  iface,
  prefixLength: 64,
  state: 'preferred' as const,
});

export const route = (to: string, out: string, via?: string, more: Partial<Route> = {}): Route => ({
  id: `${to} ${out}`,
  to: prefix(to),
  out,
  ...(via !== undefined && { via: ipv6(via) }),
  ...more,
});

export const neighbour = (iface: string, text: string, macText: string): Neighbour => ({
  iface,
  address: ipv6(text),
  mac: mac(macText),
  state: 'permanent',
});

export const wire = (
  id: string,
  ends: readonly (readonly [node: string, iface: string])[],
  more: Partial<LinkSpec> = {},
): LinkSpec => ({
  id,
  kind: 'wired',
  ends: ends.map(([name, iface]) => ({ node: name, iface })),
  delay: ms(5),
  mtu: 1500,
  ...more,
});

export const world = (
  nodes: readonly NodeSpec[],
  links: readonly LinkSpec[],
  seed = 1,
): WorldSpec => ({ seed, profile: 'draft-05', knobs: {}, nodes, links });

export const CN = ipv6('2001:db8:c1::10');
export const MN = ipv6('2001:db8:aa:1::1');

/** `02:00:00:00:00:0n` */
export const macOf = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`;

export interface ChainPart {
  readonly cn?: NodeSpec['roles'];
  readonly mn?: NodeSpec['roles'];
  readonly seed?: number;
  /** Of all three links. */
  readonly link?: Partial<LinkSpec>;
}

/** cn — r1 — r2 — mn, three links of 5 ms, with permanent neighbours. */
export function chain(part: ChainPart = {}): WorldSpec {
  const nodes = [
    node('cn', {
      roles: part.cn ?? [],
      interfaces: [wired('eth0', macOf(1), 'cn-r1')],
      addresses: [address(CN, 'eth0')],
      routes: [route('::/0', 'eth0', 'fe80::2')],
      neighbours: [neighbour('eth0', 'fe80::2', macOf(2))],
    }),
    node('r1', {
      forwarding: true,
      interfaces: [wired('left', macOf(2), 'cn-r1'), wired('right', macOf(3), 'r1-r2')],
      addresses: [address('2001:db8:1::1', 'right')],
      routes: [route('2001:db8:c1::/64', 'left'), route('::/0', 'right', 'fe80::4')],
      neighbours: [neighbour('left', CN, macOf(1)), neighbour('right', 'fe80::4', macOf(4))],
    }),
    node('r2', {
      forwarding: true,
      interfaces: [wired('left', macOf(4), 'r1-r2'), wired('right', macOf(5), 'r2-mn')],
      addresses: [address('2001:db8:1::2', 'left')],
      routes: [route('2001:db8:aa:1::/64', 'right'), route('::/0', 'left', 'fe80::3')],
      neighbours: [neighbour('right', MN, macOf(6)), neighbour('left', 'fe80::3', macOf(3))],
    }),
    node('mn', {
      roles: part.mn ?? [],
      interfaces: [wired('if1', macOf(6), 'r2-mn')],
      addresses: [address(MN, 'if1')],
      routes: [route('::/0', 'if1', 'fe80::5')],
      neighbours: [neighbour('if1', 'fe80::5', macOf(5))],
    }),
  ];
  const links = [
    wire(
      'cn-r1',
      [
        ['cn', 'eth0'],
        ['r1', 'left'],
      ],
      part.link,
    ),
    wire(
      'r1-r2',
      [
        ['r1', 'right'],
        ['r2', 'left'],
      ],
      part.link,
    ),
    wire(
      'r2-mn',
      [
        ['r2', 'right'],
        ['mn', 'if1'],
      ],
      part.link,
    ),
  ];
  return world(nodes, links, part.seed);
}

export interface PingPart extends ChainPart {
  readonly every?: number;
  /** Of UDP payload. */
  readonly octets?: number;
  readonly count?: number;
}

/** A chain on which the correspondent sends `count` datagrams to the mobile node. */
export const pinging = (part: PingPart = {}): WorldSpec => {
  const { every = ms(10), octets = 100, count = 10 } = part;
  const data = Uint8Array.from({ length: octets }, (_, i) => i);
  const config: PingConfig = { src: CN, dst: MN, every, data, count };
  return chain({
    ...part,
    cn: [{ role: ping, config }, ...(part.cn ?? [])],
    mn: [{ role: sink, config: undefined }, ...(part.mn ?? [])],
  });
};
