// A small domain for tests of this folder: two gateways, mobile nodes that are moved by hand, and
// an anchor that answers as a test says. Nothing else imports it.

import { must } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import { ms } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import type { Stimulus } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import * as toy from '#sim/toy.ts';
import type { LinkSpec, NodeSpec } from '#sim/world.ts';
import { linkLocalOf, mac } from '#wire/address.ts';
import type { Ipv6, Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import { buildProxyAcknowledgement, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO } from '#protocols/pmipv6/options.ts';
import type { MagConfig, MagRows, UpdateRow } from './rows.ts';
import {
  CN1,
  DELAY,
  FIXED,
  FIXED_MAC,
  HNP1,
  HNP2,
  LMA,
  MAGS,
  VISITED,
  cell,
  gateway,
  hostIn,
  identity,
  macOf,
} from './toy-cast.ts';
import type { Which } from './toy-cast.ts';
import { lineOf } from './toy-lines.ts';

/** What the anchor says to an update; undefined: nothing. */
export type Say = (update: ProxyUpdate) => Partial<Answer> | undefined;

/** The first node has the first prefix, the second the second. */
const accepts: Say = () => ({});

export interface Part {
  readonly config?: Partial<MagConfig>;
  readonly knobs?: Readonly<Record<string, string>>;
  readonly say?: Say;
  /** Of the first node. */
  readonly mnMac?: Mac;
  readonly radioMtu?: number;
}

/** The domain at work. */
export class Access {
  readonly timeline: Timeline;
  say: Say;
  readonly #said = new Map<string, readonly Effect[]>();
  readonly #heard: { readonly node: string; readonly at: Micros; readonly packet: Packet }[] = [];

  constructor(part: Part = {}) {
    this.say = part.say ?? accepts;
    const nodes = [
      this.#mobile(1, part.mnMac),
      this.#mobile(2),
      gateway(1, part.config, part.radioMtu),
      gateway(2, part.config, part.radioMtu),
      this.#anchor(),
    ];
    const ends = [
      ['mag1', 'core'],
      ['mag2', 'core'],
      ['lma', 'core'],
    ] as const;
    const links: LinkSpec[] = [toy.wire('core', ends, { delay: DELAY }), cell(1), cell(2)];
    const spec = { ...toy.world(nodes, links), knobs: part.knobs ?? {} };
    this.timeline = new Timeline(spec, []);
  }

  #mobile(n: Which, own: Mac = macOf(n)): NodeSpec {
    const addresses = [linkLocalOf(macOf(n)), hostIn(n === 1 ? HNP1 : HNP2, n), hostIn(VISITED, n)];
    const role = toy.puppet((stimulus) => this.#hear(`mn${n}`, stimulus), [], {
      icmpv6: [134],
      udp: true,
    });
    return toy.node(`mn${n}`, {
      roles: [{ role, config: undefined }],
      interfaces: [
        { id: 'if1', kind: 'radio', mac: own, mtu: 1500 },
        { id: 'if2', kind: 'radio', mac: mac(`02:00:5e:00:0${n}:02`), mtu: 1500 },
      ],
      addresses: addresses.map((address) => toy.address(address, 'if1')),
      routes: [toy.route('::/0', 'if1', FIXED)],
      neighbours: [toy.neighbour('if1', FIXED, FIXED_MAC)],
      mnId: identity(n),
    });
  }

  #anchor(): NodeSpec {
    const role = toy.puppet((stimulus) => this.#hear('lma', stimulus), [], {
      mobility: [5, 7, 13, 16, 20],
      udp: true,
    });
    const tunnels = ([1, 2] as const).map((n) => ({
      id: `tun${n}`,
      kind: 'tunnel' as const,
      tunnel: { local: LMA, remote: MAGS[n] },
      mtu: 1460,
    }));
    return toy.node('lma', {
      forwarding: true,
      roles: [{ role, config: undefined }],
      interfaces: [toy.wired('core', toy.macOf(9), 'core'), ...tunnels],
      addresses: [toy.address(LMA, 'core'), toy.address(CN1, 'core')],
      routes: ([1, 2] as const).map((n) => toy.route(`${MAGS[n]}/128`, 'core')),
      neighbours: ([1, 2] as const).map((n) => toy.neighbour('core', MAGS[n], toy.macOf(n))),
    });
  }

  #hear(node: string, stimulus: Stimulus): readonly Effect[] {
    if (stimulus.on === 'command') {
      const said = this.#said.get(node) ?? [];
      this.#said.delete(node);
      return said;
    }
    if (stimulus.on !== 'packet') return [];
    const { packet } = stimulus;
    this.#heard.push({ node, at: this.timeline.world.now, packet });
    const update = readProxyUpdate(packet);
    const answer = update === undefined ? undefined : this.say(update);
    if (update === undefined || answer === undefined) return [];
    return [{ do: 'send', packet: pbaOf(update, answer) }];
  }

  /** Time goes on, in milliseconds. */
  run(by: number): this {
    this.timeline.runTo(this.timeline.now + ms(by));
    return this;
  }
  /** An operator's order, or a fault, now. */
  command(command: Command): this {
    this.timeline.command(command);
    return this;
  }
  /** A node does something now. */
  does(node: string, ...effects: readonly Effect[]): this {
    this.#said.set(node, effects);
    this.command({ do: 'operate', node, order: 'notify' });
    this.timeline.runTo(this.timeline.now + 1);
    return this;
  }
  /** A node's radio joins a gateway, or none. */
  attach(n: Which, at: Which | undefined, iface = 'if1'): this {
    const to = at && `radio-mag${at}`;
    return this.does(`mn${n}`, { do: 'associate', iface, cell: to });
  }
  send(node: string, packet: Packet, out?: string): this {
    return this.does(node, { do: 'send', packet, ...(out !== undefined && { out }) });
  }
  /** The anchor sends something to the first gateway. */
  lma(packet: Packet): this {
    return this.send('lma', packet).run(30);
  }

  table<K extends keyof MagRows>(name: K, n: Which = 1): ReadonlyMap<string, MagRows[K]> {
    const table = must(this.timeline.world.tables.get(`mag${n}/mag/${name}`), 'a table of it');
    // The role's own table.
    return new Map([...table.entries()] as unknown as [string, MagRows[K]][]);
  }
  /** The registration of the first node at a gateway. */
  update(n: Which = 1): UpdateRow | undefined {
    return this.table('updates', n).get(`${identity(1)} mn1-if1`);
  }
  node(id: string) {
    return must(this.timeline.world.nodeById.get(id), 'a node');
  }

  /** What a node has sent, a line each: `20 PBU 1 L75 HI1 ::/0`. Times in milliseconds. */
  sent(node: string, pattern = /./): readonly string[] {
    return toy
      .ofKind(this.timeline, 'sent')
      .filter((event) => event.node === node)
      .map(({ at, frame }) => lineOf(at, toy.packetIn(this.timeline, frame)))
      .filter((line) => pattern.test(line));
  }
  /** The times of the PBUs of a gateway. */
  pbuTimes(n: Which = 1): readonly number[] {
    return this.sent(`mag${n}`, / PBU /).map((line) => Number.parseInt(line, 10));
  }
  /** `level: words (place)` of each note of a gateway. */
  notes(n: Which = 1): readonly string[] {
    return toy
      .ofKind(this.timeline, 'note')
      .filter((event) => event.node === `mag${n}`)
      .map((event) => `${event.level}: ${event.text} (${event.cite})`);
  }
  /** Words of drops at a gateway. */
  drops(n: Which = 1): readonly string[] {
    return toy
      .ofKind(this.timeline, 'dropped')
      .filter((event) => event.node === `mag${n}`)
      .map((event) => `${event.why}: ${event.words}`);
  }
  /** Who has got a datagram since the last look. */
  receivers(): readonly string[] {
    const found = this.#heard.filter(({ packet }) => packet.payload.is === 'udp');
    this.#heard.length = 0;
    return found.map(({ node }) => node);
  }
  /** A node sends a datagram; gives who got it. */
  ping(from: string, src: Ipv6, dst: Ipv6, out?: string): readonly string[] {
    this.receivers();
    this.send(from, toy.datagram(src, dst, new Uint8Array(32)), out).run(60);
    return this.receivers();
  }
}

/** A PBA of the anchor; what is left out is as when it accepts. */
export function pbaOf(update: ProxyUpdate, answer: Partial<Answer>): Packet {
  const own = update.mnId === identity(2) ? HNP2 : HNP1;
  const asked = update.prefixes.filter((one) => one !== ALL_ZERO);
  const refused = (answer.status ?? 0) >= 128;
  return buildProxyAcknowledgement(update, {
    status: 0,
    lifetime: refused ? 0 : update.lifetime,
    distributed: false,
    prefixes: asked.length > 0 ? asked : [own],
    ...answer,
  });
}
