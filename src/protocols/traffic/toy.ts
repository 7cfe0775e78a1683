// A made-up world for tests of this folder: a node that opens flows, one that answers, a wire
// between them. Nothing else imports it.

import { must } from '#base/assert.ts';
import { ms, seconds } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Command, FlowSpec, Stamped } from '#sim/command.ts';
import type { AnyRole } from '#sim/role.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { NodeSpec, WorldSpec } from '#sim/world.ts';
import { ipv6, mac, prefix } from '#wire/address.ts';
import type { SourceConfig } from './rows.ts';
import { sink } from './sink.ts';
import { source } from './source.ts';

export const A = ipv6('2001:db8:aa:1::1');
export const B = ipv6('2001:db8:c1::10');
const macs = { a: mac('02:00:00:00:00:0a'), b: mac('02:00:00:00:00:0b') };

/** A flow from `a` to `b`, a datagram each 20 ms. */
export const flow = (change: Partial<FlowSpec> = {}): FlowSpec => ({
  id: 'F1',
  from: 'a',
  to: 'b',
  every: ms(20),
  octets: 160,
  mode: 'echo',
  ...change,
});

export interface Play {
  readonly flows?: readonly FlowSpec[];
  readonly config?: Partial<SourceConfig>;
  /** Roles of `b`; default: a sink. */
  readonly b?: NodeSpec['roles'];
  /** A role `host` for `a`, whose interface is a radio then (it is wired all the same). */
  readonly host?: AnyRole;
}

const everywhere = (via: string) => [
  { id: 'default', to: prefix('::/0'), out: 'eth0', via: ipv6(via) },
];

function nodeOf(id: 'a' | 'b', roles: NodeSpec['roles'], kind: 'wired' | 'radio'): NodeSpec {
  const other = id === 'a' ? 'b' : 'a';
  return {
    id,
    kind: 'node',
    name: id.toUpperCase(),
    roles,
    x: 0,
    y: 0,
    forwarding: false,
    interfaces: [{ id: 'eth0', kind, mac: macs[id], link: 'wire', mtu: 1500 }],
    addresses: [
      { address: id === 'a' ? A : B, iface: 'eth0', prefixLength: 64, state: 'preferred' },
    ],
    routes: everywhere(`fe80::${other}`),
    neighbours: [
      { address: ipv6(`fe80::${other}`), iface: 'eth0', mac: macs[other], state: 'permanent' },
    ],
  };
}

function worldOf(play: Play): WorldSpec {
  const config: SourceConfig = {
    flows: play.flows ?? [flow()],
    addressOf: { b: B },
    anchorPrefixes: {},
    ...play.config,
  };
  const host = play.host === undefined ? [] : [{ role: play.host, config: undefined }];
  const roles = [{ role: source, config }, { role: sink, config: undefined }, ...host];
  const answering = play.b ?? [{ role: sink, config: undefined }];
  return {
    seed: 1,
    profile: 'draft-05',
    knobs: {},
    nodes: [
      nodeOf('a', roles, play.host === undefined ? 'wired' : 'radio'),
      nodeOf('b', answering, 'wired'),
    ],
    links: [
      {
        id: 'wire',
        kind: 'wired',
        ends: [
          { node: 'a', iface: 'eth0' },
          { node: 'b', iface: 'eth0' },
        ],
        delay: ms(5),
        mtu: 1500,
      },
    ],
  };
}

/** A command with its time in seconds. */
export const at = (time: number, command: Command): Stamped => ({ ...command, at: seconds(time) });
export const starts = (time: number, define?: FlowSpec): Stamped =>
  at(time, {
    do: 'flow',
    flow: define?.id ?? 'F1',
    change: 'start',
    ...(define !== undefined && { define }),
  });
export const stops = (time: number): Stamped =>
  at(time, { do: 'flow', flow: 'F1', change: 'stop' });
export const wireIs = (time: number, up: boolean): Stamped =>
  at(time, { do: 'link', link: 'wire', up });

/** A run, and what the tables of both ends say at a time. */
export class Stage {
  readonly timeline: Timeline;
  constructor(script: readonly Stamped[], play: Play = {}) {
    this.timeline = new Timeline(worldOf(play), script);
  }

  /** Runs to a time in seconds. */
  at(time: number): this {
    this.timeline.runTo(seconds(time));
    return this;
  }
  flow(id = 'F1'): Row {
    return must(this.timeline.world.tables.get('a/source/flows')?.get(id), 'a flow');
  }
  /** The sink's rows at `b`. */
  get peers(): Row[] {
    return [...(this.timeline.world.tables.get('b/sink/peers')?.values() ?? [])];
  }
  get events(): readonly TraceEvent[] {
    const { log } = this.timeline;
    return Array.from({ length: log.length }, (_, seq) => log.event(seq));
  }
  /** Times, in seconds, at which a node sent a frame. */
  sent(node: string): number[] {
    return this.events.flatMap((event) =>
      event.kind === 'sent' && event.node === node ? [event.at / 1e6] : [],
    );
  }
  get notes(): string[] {
    return this.events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
  }
}
