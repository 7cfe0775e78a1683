// Plays a scenario on the real engine with all invariants watched, and tells in words what went
// where: for tests that compare a run with a figure of the drafts.

import { must } from '#base/assert.ts';
import type { DatagramId, Micros, NodeId } from '#base/ids.ts';
import { flowOf } from '#protocols/traffic/payload.ts';
import { build } from '#scenario/build.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario, ScenarioNode } from '#scenario/scenario.ts';
import type { Command } from '#sim/command.ts';
import { Timeline } from '#sim/timeline.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Icmpv6Message, MobilityMessage, MobilityOption } from '#wire/packet.ts';
import { orphansOf, watchInvariants } from './invariants.ts';
import { packetIn, rowsOf } from './watched.ts';

/** What a test changes of a bundled scenario. */
export type Change = Partial<
  Pick<Scenario, 'profile' | 'knobs' | 'script' | 'flows' | 'attachDelay'>
> & {
  /** Fields of nodes, by id. */
  readonly nodes?: Readonly<Record<NodeId, Partial<ScenarioNode>>>;
};

/** One message, signal or move, and when it left. */
export interface Line {
  readonly at: Micros;
  readonly text: string;
}

export class Story {
  readonly timeline: Timeline;
  readonly scenario: Scenario;
  /** What the invariants said. */
  readonly broken: string[] = [];
  readonly #check: () => readonly string[];

  constructor(id: string, { nodes = {}, ...change }: Change = {}) {
    const base = must(bundled(id), `a scenario ${id}`);
    this.scenario = {
      ...base,
      ...change,
      nodes: base.nodes.map((node) => ({ ...node, ...nodes[node.id] })),
    };
    const { spec, script } = build(this.scenario);
    this.timeline = new Timeline(spec, script);
    this.#check = watchInvariants(this.timeline);
  }

  /** Runs on, with all invariants looked at after each engine event. */
  runTo(at: Micros): this {
    while ((this.timeline.next()?.at ?? Infinity) <= at && this.timeline.forward()) {
      this.broken.push(...this.#check());
    }
    this.timeline.runTo(at);
    return this;
  }

  do(command: Command): this {
    this.timeline.command(command);
    return this;
  }

  /** Places a node in the middle of a gateway's cell. */
  move(node: NodeId, gateway: NodeId): this {
    const { x, y, cell } = must(
      this.scenario.nodes.find((one) => one.id === gateway),
      `a gateway ${gateway}`,
    );
    const { dx, dy } = must(cell, `${gateway} has a cell`);
    return this.do({ do: 'place', node, x: x + dx, y: y + dy });
  }

  get orphans(): readonly string[] {
    return orphansOf(this.timeline);
  }
  /** What is broken or left over. */
  get faults(): readonly string[] {
    return [...this.broken, ...this.orphans];
  }
  /** Prefixes of a node's global addresses, with their states. */
  addresses(mn: NodeId = 'mn1'): readonly string[] {
    const all = this.table(`${mn}/host/addresses`, 'prefix', 'state');
    return all.filter((line) => !line.startsWith('fe80'));
  }

  /** Rows of a table as the row type that the caller knows: `dgw1/dgw/dlifs`. */
  rows<R extends object>(name: string): readonly R[] {
    return rowsOf<R>(this.timeline, name);
  }

  /** Some columns of a table, row by row, joined by spaces. */
  table(name: string, ...columns: readonly string[]): readonly string[] {
    return this.rows<Record<string, unknown>>(name).map((row) =>
      columns.map((column) => String(row[column])).join(' '),
    );
  }

  /** Control messages, signals and moves from a time on, in the order in which they left. */
  ladder(from: Micros): readonly string[] {
    return this.lines(from).map((line) => line.text);
  }

  lines(from: Micros): readonly Line[] {
    const { log } = this.timeline;
    const receivers = this.#receivers();
    const seen = new Set<DatagramId>();
    const lines: Line[] = [];
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      const { at, node } = event;
      if (event.kind === 'signal' && !event.arrived) {
        lines.push({ at, text: `${node}>${event.to} ${event.label}` });
      } else if (event.kind === 'link' && node.startsWith('mn')) {
        lines.push({ at, text: `${node} ${event.change} ${event.peer}` });
      } else if (event.kind === 'sent' && !seen.has(event.datagram)) {
        seen.add(event.datagram);
        const words = this.#words(log.frame(event.frame).octets(), event.label);
        const to = receivers.get(event.datagram) ?? 'nobody';
        if (words !== undefined) lines.push({ at, text: `${node}>${to} ${words}` });
      }
    }
    return lines.filter((line) => line.at >= from);
  }

  /**
   * The way of the last delivered datagram of a flow that a node sent, without the core: `->`
   * plain, `=>` in a tunnel; undefined when none was delivered since `from`.
   */
  path(flow: string, sender: NodeId, from: Micros = 0): string | undefined {
    const { log } = this.timeline;
    const number = this.scenario.flows.findIndex((one) => one.id === flow);
    for (let seq = log.length - 1; seq >= 0 && log.at(seq) >= from; seq -= 1) {
      const event = log.event(seq);
      if (event.kind !== 'delivered' || event.frame < 0) continue;
      if (flowOf(log.frame(event.frame).octets(), ETHERNET_OCTETS) !== number) continue;
      const way = this.#way(event.datagram);
      if (way.startsWith(sender)) return way;
    }
    return undefined;
  }

  #way(datagram: DatagramId): string {
    const { log } = this.timeline;
    let way = '';
    for (let id = 0; id < log.frames; id += 1) {
      const frame = log.frame(id);
      if (frame.datagram !== datagram) continue;
      if (way === '') way = frame.from;
      if (frame.from === 'core') way += frame.to;
      else way += `${frame.tunnelled ? '=>' : '->'}${frame.to === 'core' ? '' : frame.to}`;
    }
    return way;
  }

  #receivers(): ReadonlyMap<DatagramId, NodeId> {
    const { log } = this.timeline;
    const found = new Map<DatagramId, NodeId>();
    for (let seq = 0; seq < log.length; seq += 1) {
      if (log.kindOf(seq) !== 'delivered') continue;
      const event = log.event(seq);
      if (event.kind === 'delivered') found.set(event.datagram, event.node);
    }
    return found;
  }

  #words(octets: Uint8Array, label: string | undefined): string | undefined {
    const packet = packetIn(octets, this.scenario.profile);
    if (packet?.payload.is === 'mobility') return mobilityWords(packet.payload.message);
    if (packet?.payload.is === 'icmpv6') return advertisementWords(packet.payload.message, label);
    return undefined;
  }
}

function mobilityWords(message: MobilityMessage): string {
  switch (message.is) {
    case 'BindingUpdate': {
      const { sequence, lifetime, distributed, options } = message;
      const parts = [distributed ? 'D' : '', `seq${sequence}`, `L${lifetime}`, ...words(options)];
      return `PBU{${parts.filter((part) => part !== '').join(',')}}`;
    }
    case 'BindingAcknowledgement': {
      const { status, lifetime, distributed, options } = message;
      const parts = [`${status}`, distributed ? 'D' : '', `L${lifetime}`, ...words(options)];
      return `PBA{${parts.filter((part) => part !== '').join(',')}}`;
    }
    default:
      return message.is;
  }
}

/** The options that tell one message from another. */
const words = (options: readonly MobilityOption[]): readonly string[] =>
  options.flatMap((option): readonly string[] => {
    switch (option.is) {
      case 'HomeNetworkPrefix':
        return [`${option.prefix}/${option.prefixLength}`];
      case 'HandoffIndicator':
        return [`HI${option.value}`];
      case 'AnchoredPrefix':
        return [`Anchored ${option.prefix}`];
      case 'LocalPrefix':
        return [`Local ${option.prefix}`];
      case 'DlifLinkLocalAddress':
        return ['DLIF-LL'];
      case 'DlifLinkLayerAddress':
        return ['DLIF-MAC'];
      default:
        return [];
    }
  });

function advertisementWords(message: Icmpv6Message, label: string | undefined): string | undefined {
  if (message.is === 'RouterSolicitation') return 'RS';
  if (message.is !== 'RouterAdvertisement') return undefined;
  const preference = ['medium', 'high', '', 'low'][message.preference];
  const parts = message.options.flatMap((option): readonly string[] => {
    if (option.is === 'PrefixInformation') {
      return [`${option.prefix} ${option.validLifetime}/${option.preferredLifetime}`];
    }
    return option.is === 'RouteInformation' ? [`RIO ${option.prefix}`] : [];
  });
  return `${label ?? 'RA'}{${[...parts, preference].join(', ')}}`;
}
