// A load on an anchor, for its benchmark: gateways that register, refresh and hand over so many
// mobile nodes as octets, one PBU a millisecond each. Nothing else imports it.

import { assert, must } from '#base/assert.ts';
import { ms } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { Sight } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import { address, neighbour, node, route, wire, wired, world } from '#sim/toy.ts';
import { ipv6, prefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import {
  BINDING_LIFETIME,
  buildProxyUpdate,
  HANDOFF,
  readProxyAcknowledgement,
} from '#protocols/pmipv6/messages.ts';
import { lma } from './lma.ts';
import type { LmaConfig, LmaProfile } from './rows.ts';

const GATEWAYS = 20;
/** So many trace events may a run have. */
const MOST_EVENTS = 8_000_000;
const SPACING = ms(1);
const LMA = ipv6('2001:db8:ff::1');

const gatewayOf = (k: number): Ipv6 => ipv6(`2001:db8:${(k + 1).toString(16)}::1`);
const prefixOf = (i: number): Prefix => prefix(`2001:db8:a${i >> 12}:${(i & 0xfff) + 1}::/64`);
const mnIdOf = (i: number): string => `mn${i}@example.net`;
const pair = (n: number): string => n.toString(16).padStart(2, '0');
const linkLayerIdOf = (i: number): string => `02:00:5e:10:${pair(i >> 8)}:${pair(i & 255)}`;
const macOf = (n: number): string => `02:00:00:00:${pair(n >> 8)}:${pair(n & 255)}`;

interface LoadConfig {
  /** Which gateway of the twenty. */
  readonly k: number;
  readonly nodes: number;
}

interface LoadRow {
  /** PBUs sent. */
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
}

type LoadTables = { readonly counts: LoadRow };

/**
 * One gateway of a load. In pass 0 nodes are registered; in each later one every other node is
 * refreshed and the rest are handed over to the next gateway, in turn.
 */
const load = defineRole<LoadTables, LoadConfig>({
  name: 'load',
  takes: { mobility: [6] },
  tables: { counts: { id: 'counts', title: 'Counts', cite: '', columns: [] } },
  begin: (tables) => {
    tables.counts.set('all', { sent: 0, accepted: 0, refused: 0 });
    return [{ do: 'arm', timer: 'next', after: SPACING }];
  },
  handle: (tables, stimulus, sight, config): readonly Effect[] => {
    const row = must(tables.counts.get('all'), 'counts');
    if (stimulus.on === 'packet') {
      const isAccepted = readProxyAcknowledgement(stimulus.packet)?.status === 0;
      const { accepted, refused } = row;
      tables.counts.set(
        'all',
        isAccepted ? { ...row, accepted: accepted + 1 } : { ...row, refused: refused + 1 },
      );
      return [];
    }
    if (stimulus.on !== 'timer') return [];
    tables.counts.set('all', { ...row, sent: row.sent + 1 });
    return [
      { do: 'send', packet: nextUpdate(row.sent, sight, config) },
      { do: 'arm', timer: 'next', after: SPACING },
    ];
  },
});

function nextUpdate(sent: number, { now }: Sight, { k, nodes }: LoadConfig) {
  const slots = nodes / GATEWAYS;
  const pass = Math.floor(sent / slots);
  const slot = sent % slots;
  const moves = Math.floor((pass + (slot % 2)) / 2);
  const i = slot * GATEWAYS + ((((k - moves) % GATEWAYS) + GATEWAYS) % GATEWAYS);
  const isRefresh = pass > 0 && (pass + slot) % 2 === 1;
  const first = pass === 0 ? HANDOFF.newInterface : HANDOFF.betweenGateways;
  return buildProxyUpdate({
    source: gatewayOf(k),
    destination: LMA,
    sequence: (sent + 1) & 0xffff,
    lifetime: BINDING_LIFETIME,
    distributed: false,
    mnId: mnIdOf(i),
    prefixes: isRefresh ? [prefixOf(i)] : [],
    handoff: isRefresh ? HANDOFF.noChange : first,
    accessTechnology: 4,
    linkLayerId: linkLayerIdOf(i),
    now,
  });
}

function anchorOf(nodes: number): LmaConfig {
  const all = Array.from({ length: nodes }, (_, i) => i);
  const gateways = Array.from({ length: GATEWAYS }, (_, k) => k);
  const profile: LmaProfile = {
    proxy: true,
    prefixes: [],
    prefixCount: 1,
    ipv4: 'none',
    ipv6: true,
  };
  return {
    address: LMA,
    name: 'LMA',
    pool: all.map(prefixOf),
    lifetime: 65_535,
    peers: Object.fromEntries(gateways.map((k) => [gatewayOf(k), `MAG${k + 1}`])),
    profiles: Object.fromEntries(all.map((i) => [mnIdOf(i), profile])),
    supports: [],
  };
}

/** The anchor, its gateways, and so many nodes registered; then PBU after PBU. */
export class Load {
  readonly timeline: Timeline;

  constructor(readonly nodes: number) {
    assert(nodes % GATEWAYS === 0, 'as many nodes at each gateway');
    const gateways = Array.from({ length: GATEWAYS }, (_, k) => k);
    const anchor = node('lma', {
      forwarding: true,
      roles: [{ role: lma, config: anchorOf(nodes) }],
      interfaces: gateways.map((k) => wired(`eth${k}`, macOf(k), `wire${k}`)),
      addresses: [address(LMA, 'eth0')],
      routes: gateways.map((k) => route(`${gatewayOf(k)}/128`, `eth${k}`)),
      neighbours: gateways.map((k) => neighbour(`eth${k}`, gatewayOf(k), macOf(256 + k))),
    });
    const others = gateways.map((k) =>
      node(`mag${k}`, {
        roles: [{ role: load, config: { k, nodes } }],
        interfaces: [wired('eth0', macOf(256 + k), `wire${k}`)],
        addresses: [address(gatewayOf(k), 'eth0')],
        routes: [route('::/0', 'eth0', LMA)],
        neighbours: [neighbour('eth0', LMA, macOf(k))],
      }),
    );
    const wires = gateways.map((k) =>
      wire(
        `wire${k}`,
        [
          ['lma', `eth${k}`],
          [`mag${k}`, 'eth0'],
        ],
        { delay: ms(10) },
      ),
    );
    const spec = world([anchor, ...others], wires);
    this.timeline = new Timeline(spec, [], { mostEvents: MOST_EVENTS });
    this.run(nodes);
  }

  /** So many PBUs more, with the PBAs that come in the same time. */
  run(updates: number): void {
    assert(updates % GATEWAYS === 0, 'as many PBUs from each gateway');
    this.timeline.runTo(this.timeline.now + (updates / GATEWAYS) * SPACING);
  }

  /** All answers are there, and none is a refusal. */
  check(): void {
    assert(this.timeline.status === 'open', 'the log has room');
    const most = 21 * GATEWAYS; // on their way: two times 10 ms
    let sent = 0;
    let accepted = 0;
    for (let k = 0; k < GATEWAYS; k += 1) {
      const table = this.timeline.world.tables.get(`mag${k}/load/counts`);
      const counts = table?.get('all') as unknown as LoadRow; // the role's own
      assert(counts.refused === 0, () => `${counts.refused} refused at ${k}`);
      sent += counts.sent;
      accepted += counts.accepted;
    }
    assert(sent - accepted <= most, () => `${sent} sent, ${accepted} accepted`);
    assert(this.#size('bindings') === this.nodes, 'a binding for each node');
    assert(this.#size('tunnels') === GATEWAYS, 'a tunnel to each gateway');
  }

  #size(table: string): number {
    return must(this.timeline.world.tables.get(`lma/lma/${table}`), 'a table').size;
  }
}
