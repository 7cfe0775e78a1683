// A small domain for tests of this folder: an anchor, gateways that are played by hand, and a
// correspondent, each on a wire of its own to the anchor. Nothing else imports it.

import { must } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import { ms } from '#base/ids.ts';
import type { FlowRow } from '#net/flow.ts';
import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import { Timeline } from '#sim/timeline.ts';
import {
  address,
  datagram,
  eventsOf,
  macOf,
  neighbour,
  node,
  ofKind,
  puppet,
  route,
  sink,
  wire,
  wired,
  world,
} from '#sim/toy.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption, Packet, Profile } from '#wire/packet.ts';
import {
  buildUpdate,
  readProxyAcknowledgement,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, toTicks, writeProxyOptions } from '#protocols/pmipv6/options.ts';
import type { ProxyOptions } from '#protocols/pmipv6/options.ts';
import { lma } from './lma.ts';
import {
  LMA,
  MAG1,
  MAG2,
  MAG3,
  CN1,
  HNP1,
  HNP2,
  HNP3,
  hostIn,
  M1,
  MN1,
  config,
} from './toy-cast.ts';
import type { BindingRow, LmaConfig, LmaRows } from './rows.ts';

/** What a PBU says that differs from the usual one. */
export interface Wish extends Partial<ProxyOptions> {
  readonly lifetime?: number;
  readonly sequence?: number;
  readonly extensions?: readonly MobilityOption[];
}

export type Gateway = 1 | 2 | 3;
const addresses = { 1: MAG1, 2: MAG2, 3: MAG3 } as const;
/** One way between anchor and gateway. */
export const DELAY = ms(10);

/** A gateway's end of the plain tunnel, with the hosts of all prefixes behind it. */
const tunnelOf = (local: Ipv6): readonly Effect[] => [
  {
    do: 'addInterface',
    iface: { id: 'tun', kind: 'tunnel', tunnel: { local, remote: LMA }, mtu: 1460 },
  },
  ...[HNP1, HNP2, HNP3].map((one): Effect => ({
    do: 'setAddress',
    address: { address: hostIn(one), iface: 'tun', prefixLength: 64, state: 'preferred' },
  })),
];

/** The domain at work. */
export class Domain {
  readonly timeline: Timeline;
  readonly #said = new Map<string, Effect[]>();
  readonly #heard: { readonly mag: Gateway; readonly at: Micros; readonly packet: Packet }[] = [];
  #sequence = 0;

  constructor(
    change: Partial<LmaConfig> = {},
    knobs: Readonly<Record<string, string>> = {},
    bits: Profile = 'draft-05',
  ) {
    const gateways = [1, 2, 3] as const;
    const isMultihomed = knobs['multihoming'] !== undefined;
    const anchor = node('lma', {
      forwarding: true,
      ...(isMultihomed && { steering: { labels: 'exact', tells: 'lma' } }),
      roles: [{ role: lma, config: { ...config, ...change } }],
      interfaces: [...gateways, 4].map((n) => wired(`eth${n}`, macOf(n), `wire${n}`)),
      addresses: [address(LMA, 'eth1')],
      routes: [
        ...gateways.map((n) => route(`${addresses[n]}/128`, `eth${n}`)),
        route('2001:db8:c1::/64', 'eth4'),
      ],
      neighbours: [
        ...gateways.map((n) => neighbour(`eth${n}`, addresses[n], macOf(n + 16))),
        neighbour('eth4', CN1, macOf(20)),
      ],
    });
    const mags = gateways.map((n) =>
      node(`mag${n}`, {
        roles: [{ role: this.#played(n), config: undefined }],
        interfaces: [wired('eth0', macOf(n + 16), `wire${n}`)],
        addresses: [address(addresses[n], 'eth0')],
        routes: [route('::/0', 'eth0', LMA)],
        neighbours: [neighbour('eth0', LMA, macOf(n))],
      }),
    );
    const cn = node('cn', {
      roles: [
        { role: puppet((stimulus) => this.#speak('cn', stimulus.on)), config: undefined },
        { role: sink, config: undefined },
      ],
      interfaces: [wired('eth0', macOf(20), 'wire4')],
      addresses: [address(CN1, 'eth0')],
      routes: [route('::/0', 'eth0', LMA)],
      neighbours: [neighbour('eth0', LMA, macOf(4))],
    });
    const ends = [...gateways, 4].map((n) =>
      wire(
        `wire${n}`,
        [
          ['lma', `eth${n}`],
          [n === 4 ? 'cn' : `mag${n}`, 'eth0'],
        ],
        { delay: DELAY },
      ),
    );
    const spec = { ...world([anchor, ...mags, cn], ends), knobs, profile: bits };
    this.timeline = new Timeline(spec, []);
  }

  #played(mag: Gateway) {
    return puppet(
      (stimulus) => {
        if (stimulus.on !== 'packet') return this.#speak(`mag${mag}`, stimulus.on);
        this.#heard.push({ mag, at: this.timeline.world.now, packet: stimulus.packet });
        return [];
      },
      tunnelOf(addresses[mag]),
      { mobility: [5, 6, 7, 13, 16, 19, 20, 21], udp: true },
    );
  }

  #speak(who: string, on: string): readonly Effect[] {
    if (on !== 'command') return [];
    const said = this.#said.get(who) ?? [];
    this.#said.delete(who);
    return said;
  }

  get now(): Micros {
    return this.timeline.now;
  }
  runTo(at: Micros): void {
    this.timeline.runTo(at);
  }
  run(by: Micros): void {
    this.timeline.runTo(this.timeline.now + by);
  }

  /** An operator's order, or a fault, now. */
  command(command: Command): void {
    this.timeline.command(command);
  }

  /** A node sends a packet now, by an interface if one is given. */
  send(who: string, packet: Packet, out?: string): void {
    const effect: Effect = { do: 'send', packet, ...(out !== undefined && { out }) };
    this.#said.set(who, [effect]);
    this.command({ do: 'operate', node: who, order: 'resume' });
    this.timeline.runTo(this.timeline.now + 1);
  }

  /** The options of a PBU that is sent now. */
  options(change: Partial<ProxyOptions>): readonly MobilityOption[] {
    return writeProxyOptions({
      mnId: MN1,
      prefixes: [ALL_ZERO],
      handoff: 1,
      accessTechnology: 4,
      timestamp: toTicks(this.now),
      linkLayerId: M1,
      linkLocal: undefined,
      alternateCareOf: undefined,
      ...change,
    });
  }

  /** A gateway sends a PBU now; it arrives `DELAY` later. */
  pbu(mag: Gateway, wish: Wish = {}): ProxyUpdate {
    const { lifetime = 75, sequence = (this.#sequence += 1), extensions = [], ...change } = wish;
    const options = this.options(change);
    const source = addresses[mag];
    const head = { source, destination: LMA, sequence, lifetime, distributed: false };
    const packet = buildUpdate(head, [...options, ...extensions]);
    this.send(`mag${mag}`, packet);
    return must(readProxyUpdate(packet), 'a PBU');
  }

  /** A PBU and the time for its PBA; gives the PBA. */
  register(mag: Gateway, wish: Wish = {}): ProxyAcknowledgement | undefined {
    const before = this.pbas(mag).length;
    this.pbu(mag, wish);
    this.run(2 * DELAY + ms(1));
    return this.pbas(mag)[before];
  }

  /** Packets that a gateway has heard, with their times. */
  heard(mag: Gateway) {
    return this.#heard.filter((one) => one.mag === mag);
  }
  pbas(mag: Gateway): readonly ProxyAcknowledgement[] {
    return this.heard(mag).flatMap(({ packet }) => readProxyAcknowledgement(packet) ?? []);
  }

  table<K extends keyof LmaRows>(name: K): ReadonlyMap<string, LmaRows[K]> {
    const table = must(this.timeline.world.tables.get(`lma/lma/${name}`), 'a table of the anchor');
    // The role's own table.
    return new Map([...table.entries()] as unknown as [string, LmaRows[K]][]);
  }
  /** All entries, in order. */
  get bindings(): readonly BindingRow[] {
    return [...this.table('bindings').values()];
  }
  get binding(): BindingRow {
    return must(this.bindings[0], 'an entry');
  }

  /** Flows that the anchor has seen, by mark. */
  get flows(): ReadonlyMap<string, FlowRow> | undefined {
    const table = this.timeline.world.nodeById.get('lma')?.steering?.flows;
    return table && new Map(table.entries());
  }
  /** How many rules for flows it has. */
  get flowRules(): number {
    return this.timeline.world.nodeById.get('lma')?.steering?.rules.size ?? 0;
  }

  /** Where the anchor sends packets for a prefix: an interface, or the word of a rule. */
  routeOf(one: Prefix): string | undefined {
    const anchor = must(this.timeline.world.nodeById.get('lma'), 'the anchor');
    const found = anchor.routes.get(`to ${one}`);
    return found?.out ?? found?.why;
  }

  /** An interface of the anchor. */
  interfaceOf(id: string): object | undefined {
    return this.timeline.world.nodeById.get('lma')?.interfaces.get(id);
  }

  /** `level: words (place)` of each note of the anchor so far. */
  get notes(): readonly string[] {
    return ofKind(this.timeline, 'note')
      .filter((event) => event.node === 'lma')
      .map((event) => `${event.level}: ${event.text} (${event.cite})`);
  }
  /** Words of drops at the anchor. */
  get drops(): readonly string[] {
    return ofKind(this.timeline, 'dropped')
      .filter((event) => event.node === 'lma')
      .map((event) => `${event.why}: ${event.words}`);
  }
  /** How many events there were. */
  get events(): number {
    return eventsOf(this.timeline).length;
  }

  /** A datagram of the correspondent; gives the gateways that got it. */
  ping(to: Ipv6): readonly Gateway[] {
    const before = this.#heard.length;
    this.send('cn', datagram(CN1, to, new Uint8Array(32)));
    this.run(ms(50));
    return this.#heard.slice(before).map((one) => one.mag);
  }

  /** A datagram through the plain tunnel of a gateway; gives whether the correspondent got it. */
  pong(mag: Gateway, from: Ipv6): boolean {
    const before = this.#received();
    this.send(`mag${mag}`, datagram(from, CN1, new Uint8Array(32)), 'tun');
    this.run(ms(50));
    return this.#received() > before;
  }

  #received(): number {
    // The sink of the toys counts in a row of its own.
    const row = this.timeline.world.tables.get('cn/sink/received')?.get('all');
    return (row as { readonly count: number } | undefined)?.count ?? 0;
  }
}
