// A made-up world for tests of this folder: one mobile node with role `host`, two gateways whose
// interfaces advertise what the test says when it says, and a role that asks for sources. Nothing
// else imports it.

import { must } from '#base/assert.ts';
import { ms, seconds, type Micros } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole, type AnyRole } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { LinkSpec, NodeSpec, WorldSpec } from '#sim/world.ts';
import { linkLocalOf, mac, prefix } from '#wire/address.ts';
import { decodePacket, ETHERNET_OCTETS, type Icmpv6Message, type Packet } from '#wire/packet.ts';
import { buildRouterAdvertisement, freshPrefix, type Advertisement } from './advertise.ts';
import { host } from './host.ts';
import type { HostConfig } from './rows.ts';

export const prefA = prefix('2001:db8:aa:1::/64');
export const prefB = prefix('2001:db8:bb:1::/64');
export const localnet = prefix('2001:db8:1c::/64');
export const everywhere = prefix('::/0');
export const MN_MAC = mac('02:00:5e:00:01:01');
const macs = { 1: mac('00:11:22:33:01:01'), 2: mac('00:11:22:33:02:02') };
export const ROUTER_A = linkLocalOf(macs[1]);
export const ROUTER_B = linkLocalOf(macs[2]);

/** Something that a test role does at a time, in seconds. */
export interface Deed {
  readonly at: number;
  readonly do: readonly Effect[];
}

/** A role that does things at times, and keeps the news that it hears. */
const actor = (name: string): AnyRole =>
  defineRole<{ news: { at: Micros; news: News } }, readonly Deed[]>({
    name,
    takes: {},
    tables: { news: { id: 'news', title: 'News', cite: '', columns: [] } },
    begin: (_tables, deeds) =>
      deeds.map((deed, i) => ({ do: 'arm', timer: `deed${i}`, after: seconds(deed.at) })),
    handle: (tables, stimulus, sight, deeds) => {
      if (stimulus.on === 'news') {
        tables.news.set(`n${tables.news.size}`, { at: sight.now, news: stimulus.news });
      }
      if (stimulus.on !== 'timer') return [];
      return must(deeds[Number(stimulus.timer.slice(4))], 'a deed').do;
    },
  });

/** What the advertisement of one of the two DLIFs says, when not otherwise told. */
export function advertisement(n: 1 | 2, change: Partial<Advertisement> = {}): Advertisement {
  const whole = { source: linkLocalOf(macs[n]), mac: macs[n], preference: 'medium' as const };
  const prefixes = [freshPrefix(n === 1 ? prefA : prefB)];
  return { ...whole, prefixes, routes: [], routerLifetime: 1800, ...change };
}

/** A gateway sends a packet through a DLIF. */
export const sends = (at: number, n: 1 | 2, packet: Packet): Deed => ({
  at,
  do: [{ do: 'send', packet, out: `mn1dgw${n}` }],
});
/** A gateway advertises through a DLIF. */
export const advertises = (at: number, n: 1 | 2, change: Partial<Advertisement> = {}): Deed =>
  sends(at, n, buildRouterAdvertisement(advertisement(n, change)));
/** The mobile node's radio joins a gateway, or none. */
export const joins = (at: number, gateway: 1 | 2 | undefined): Deed => ({
  at,
  do: [{ do: 'associate', iface: 'if1', cell: gateway && `radio-dgw${gateway}` }],
});
/** A role asks role `host` something. */
export const asks = (at: number, news: News): Deed => ({
  at,
  do: [{ do: 'tell', role: 'host', news }],
});

/** What is played: deeds of the mobile node and of the two gateways. */
export interface Play {
  readonly config?: Partial<HostConfig>;
  readonly mn?: readonly Deed[];
  readonly dgw1?: readonly Deed[];
  readonly dgw2?: readonly Deed[];
  readonly asks?: readonly Deed[];
  readonly seed?: number;
  readonly loss?: number;
}

const bare = { x: 0, y: 0, forwarding: false, addresses: [], routes: [], neighbours: [] };

function gateway(n: 1 | 2, deeds: readonly Deed[]): NodeSpec {
  const dlif = (of: 1 | 2): Interface => ({
    id: `mn1dgw${of}`,
    kind: 'dlif',
    mac: macs[of],
    over: 'phy',
    peer: MN_MAC,
    mtu: 1500,
  });
  const phy = { id: 'phy', kind: 'radio' as const, mtu: 1500, link: `radio-dgw${n}` };
  return {
    ...bare,
    id: `dgw${n}`,
    kind: 'dgw',
    name: `D-GW${n}`,
    roles: [{ role: actor('router'), config: deeds }],
    interfaces: [{ ...phy, mac: mac(`00:11:22:33:00:0${n}`) }, dlif(1), dlif(2)],
    addresses: ([1, 2] as const).map((of) => ({
      address: linkLocalOf(macs[of]),
      iface: `mn1dgw${of}`,
      prefixLength: 64,
      state: 'preferred' as const,
    })),
  };
}

function worldOf(play: Play): WorldSpec {
  const config: HostConfig = {
    ifaces: ['if1'],
    hostType: 'C',
    rule55: false,
    sourceRouter: true,
    ...play.config,
  };
  const mn: NodeSpec = {
    ...bare,
    id: 'mn1',
    kind: 'mn',
    name: 'MN1',
    roles: [
      { role: actor('radio'), config: play.mn ?? [joins(0, 1)] },
      { role: host, config },
      { role: actor('source'), config: play.asks ?? [] },
    ],
    interfaces: [{ id: 'if1', kind: 'radio', mac: MN_MAC, mtu: 1500 }],
  };
  const cell = (n: 1 | 2): LinkSpec => ({
    id: `radio-dgw${n}`,
    kind: 'radio',
    ends: [{ node: `dgw${n}`, iface: 'phy' }],
    delay: ms(2),
    mtu: 1500,
    ...(play.loss !== undefined && { loss: play.loss }),
  });
  const nodes = [mn, gateway(1, play.dgw1 ?? []), gateway(2, play.dgw2 ?? [])];
  const links = [cell(1), cell(2)];
  return { seed: play.seed ?? 1, profile: 'draft-05', knobs: {}, nodes, links };
}

/** A run, and what the mobile node's tables say at a time. */
export class Stage {
  readonly timeline: Timeline;
  constructor(play: Play) {
    this.timeline = new Timeline(worldOf(play), []);
  }

  /** Runs to a time in seconds. */
  at(time: number): this {
    this.timeline.runTo(seconds(time));
    return this;
  }
  /** Rows of a table of the mobile node, by key. */
  rows(role: string, table: string): Record<string, Row> {
    const found = must(this.timeline.world.tables.get(`mn1/${role}/${table}`), 'a table');
    return Object.fromEntries(found.entries());
  }
  get events(): readonly TraceEvent[] {
    const { log } = this.timeline;
    return Array.from({ length: log.length }, (_, seq) => log.event(seq));
  }
  /** `address-without-prefix state seconds-left-of-both-lifetimes` for each global address. */
  get addresses(): string[] {
    const left = (until: unknown): number => (Number(until) - this.timeline.now) / 1e6;
    return Object.values(this.rows('host', 'addresses'))
      .filter((row) => row['prefix'] !== 'fe80::/64')
      .map((row) =>
        [row['prefix'], row['state'], left(row['preferredUntil']), left(row['validUntil'])].join(
          ' ',
        ),
      );
  }
  /** The stack's routes, as `from → to by router`. */
  get routes(): string[] {
    return Object.values(this.rows('stack', 'routes')).map((row) =>
      [row['from'] ?? 'any', '→', row['to'], 'by', row['via'] ?? 'the link'].join(' '),
    );
  }
  /** What the mobile node sent of an ICMPv6 type, with times in seconds. */
  sent(type: number): { at: number; packet: Packet; message: Icmpv6Message }[] {
    return this.events.flatMap((event) => {
      if (event.kind !== 'sent' || event.node !== 'mn1') return [];
      const octets = this.timeline.log.frame(event.frame).octets();
      const decoded = decodePacket(octets, 'draft-05', ETHERNET_OCTETS);
      if (octets[54] !== type || !decoded.ok) return [];
      const packet = decoded.value;
      if (packet.payload.is !== 'icmpv6') return [];
      return [{ at: event.at / 1e6, packet, message: packet.payload.message }];
    });
  }
  /** Notes of the mobile node, as `level citation`. */
  get notes(): string[] {
    return this.events.flatMap((event) =>
      event.kind === 'note' && event.node === 'mn1' ? [`${event.level} ${event.cite}`] : [],
    );
  }
  /** The addresses that role `source` was told, by flow. */
  get told(): Record<string, unknown> {
    const chosen = Object.values(this.rows('source', 'news')).flatMap(
      (row) => (row['news'] as News)['chosen'] as { flow: string; address: string }[],
    );
    return Object.fromEntries(chosen.map((one) => [one.flow, one.address]));
  }
}
