// The test driver: plays a scenario, acts as a person would, and tells what happened in the words of
// the acceptance scenarios. The thirteen invariants are checked after every engine event.

import { assert, must } from '#base/assert.ts';
import { seconds, type Micros, type NodeId } from '#base/ids.ts';
import { build } from '#scenario/build.ts';
import { castOf } from '#scenario/cast.ts';
import { bundled } from '#scenario/library.ts';
import { check, type Scenario } from '#scenario/schema.ts';
import type { Command } from '#sim/command.ts';
import { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import { asciiLadder } from '#view/export/ascii.ts';
import { innerOf } from '#view/packet-peek.ts';
import { Ladder } from '#view/ladder-builder.ts';
import { ALL_ROWS, type RowFilter } from '#view/ladder-list.ts';
import type { LadderRow } from '#view/ladder.ts';
import { encodePacket, ETHERNET_OCTETS, type Packet } from '#wire/packet.ts';
import { watchInvariants } from './invariants.ts';

/** What a figure shows: signalling and data, without neighbour discovery. */
export const FIGURE: RowFilter = { ...ALL_ROWS, neighbourDiscovery: false };
/** Signalling only. */
export const SIGNALLING: RowFilter = { ...FIGURE, data: false };

const QUIET: Micros = seconds(3);
const PATIENCE: Micros = seconds(60);

/** A scenario at work. `change` alters the bundled one before it is built. */
export function lab(id: string, change: Partial<Scenario> = {}): Lab {
  const scenario = { ...must(bundled(id), `there is a scenario ${id}`), ...change };
  return labOf(scenario);
}

/** Any scenario at work. */
export function labOf(scenario: Scenario): Lab {
  const checked = check(scenario);
  assert(checked.ok, checked.ok ? '' : JSON.stringify(checked.why));
  return new Lab(checked.value.scenario);
}

type Row = Readonly<Record<string, unknown>>;

export class Lab {
  readonly timeline: Timeline;
  readonly cast: Cast;
  readonly #ladder: Ladder;
  readonly #broken: () => readonly string[];

  constructor(readonly scenario: Scenario) {
    const { spec, script } = build(scenario);
    this.timeline = new Timeline(spec, script);
    this.cast = castOf(scenario);
    this.#ladder = new Ladder(this.timeline.log, this.cast);
    this.#broken = watchInvariants(this.timeline);
  }

  get now(): Micros {
    return this.timeline.now;
  }

  // ── going on ──────────────────────────────────────────────────────────────────────────────────

  /** To the scenario's end. */
  play(): this {
    return this.to(this.scenario.end);
  }

  /** To a time, all that happens then included. */
  to(at: Micros): this {
    while ((this.timeline.next()?.at ?? Infinity) <= at && this.#step());
    this.timeline.runTo(at);
    return this;
  }

  /** Runs until unreachability detection gives up a neighbour on an interface. */
  untilGivenUp(node: NodeId, iface: string): TraceEvent {
    return this.until(
      (event) =>
        event.kind === 'row' &&
        event.node === node &&
        event.table === 'neighbours' &&
        event.key.startsWith(`${iface} `) &&
        event.after === undefined,
    );
  }

  /** Until an event that matches has happened; it is given. */
  until(match: (event: TraceEvent) => boolean): TraceEvent {
    const limit = this.now + PATIENCE;
    let read = this.timeline.seq;
    for (;;) {
      for (; read < this.timeline.seq; read += 1) {
        const event = this.timeline.log.event(read);
        if (match(event)) return event;
      }
      assert((this.timeline.next()?.at ?? Infinity) <= limit && this.#step(), 'it never happened');
    }
  }

  /** Until nothing of the control plane has been said for three seconds. */
  quiet(): this {
    const limit = this.now + PATIENCE;
    let last = this.now;
    let read = this.timeline.seq;
    for (;;) {
      for (; read < this.timeline.seq; read += 1) if (this.isControl(read)) last = this.now;
      const next = this.timeline.next()?.at ?? Infinity;
      if (next > last + QUIET) return this.to(last + QUIET);
      assert(next <= limit && this.#step(), 'it becomes quiet within a minute');
    }
  }

  #step(): boolean {
    const isOn = this.timeline.forward();
    const broken = this.#broken();
    assert(broken.length === 0, `at ${this.now}: ${broken.join('; ')}`);
    return isOn;
  }

  /** Whether an event belongs to the control plane: a message leaves, layer 2 changes, the HSS is told. */
  isControl(seq: number): boolean {
    const event = this.timeline.log.event(seq);
    if (event.kind === 'signal' || event.kind === 'link') return true;
    if (event.kind !== 'sent') return false;
    return innerOf(this.timeline.log.frame(event.frame).octets())?.isData === false;
  }

  // ── acting ────────────────────────────────────────────────────────────────────────────────────

  do(command: Command): this {
    this.timeline.command(command);
    return this;
  }

  /** Takes a mobile node into the cell of a gateway. */
  drag(node: NodeId): { to: (gateway: NodeId) => Lab } {
    return {
      to: (gateway) => {
        const { x, y, cell } = must(
          this.scenario.nodes.find((one) => one.id === gateway),
          `there is a gateway ${gateway}`,
        );
        const { dx, dy } = must(cell, `${gateway} has a cell`);
        return this.do({ do: 'place', node, x: x + dx, y: y + dy });
      },
    };
  }

  /** Puts a mobile node somewhere on the stage. */
  put(node: NodeId, { x, y }: { readonly x: number; readonly y: number }): this {
    return this.do({ do: 'place', node, x, y });
  }

  /** Lets a node send a packet. */
  inject(node: NodeId, packet: Packet): this {
    return this.do({ do: 'inject', node, hex: hexOf(encodePacket(packet, this.scenario.profile)) });
  }

  // ── telling ───────────────────────────────────────────────────────────────────────────────────

  rows(filter: RowFilter = FIGURE): readonly LadderRow[] {
    this.#ladder.update();
    return this.#ladder.rows(filter);
  }

  /** The ladder as text, of what happened since a time. */
  ladder(filter: RowFilter = FIGURE, since: Micros = 0): string {
    const rows = this.rows(filter).filter((row) => row.at >= since);
    return asciiLadder(rows, this.cast);
  }

  /** Messages and signals in one line each: `D-GW2 -> D-GW1 PBU D seq 1 prefA`. */
  messages(since: Micros = 0): readonly string[] {
    return this.rows(SIGNALLING).flatMap((row) => {
      if (row.at < since || !('from' in row) || row.row === 'data') return [];
      const [from, to] = [this.cast.nameOf(row.from), this.cast.nameOf(row.to)];
      const end = row.row === 'message' && row.end === 'lost' ? ' (lost)' : '';
      return [`${from} -> ${to} ${row.label}${end}`];
    });
  }

  /** The way of a flow's last datagram that arrived: `MN1 -> D-GW2 => D-GW1 -> CN1`. */
  path(flow: string): string {
    const row = this.rows().findLast(
      (one) => one.row === 'data' && one.flow === flow && one.lost < one.count,
    );
    if (row?.row !== 'data') return 'none';
    let inside: NodeId | undefined;
    const words: string[] = [];
    for (const node of row.path) {
      if (inside === node) inside = undefined;
      if (this.cast.kindOf(node) === 'core') continue;
      words.push(this.cast.nameOf(node));
      inside ??= row.tunnelled.find(([entry]) => entry === node)?.[1];
      words.push(inside === undefined ? '->' : '=>');
    }
    return words.slice(0, -1).join(' ');
  }

  /** Rows of a table, `dgw1`, `dgw/dlifs`. */
  table(node: NodeId, table: string): readonly Row[] {
    const found = this.timeline.world.tables.get(`${node}/${table}`);
    return [...must(found, `there is a table ${node}/${table}`).values()] as readonly Row[];
  }

  /** Some columns of a table, each row as text. */
  columns(node: NodeId, table: string, columns: readonly string[]): readonly string[] {
    return this.table(node, table).map((row) =>
      columns.map((column) => cellText(row[column])).join(' '),
    );
  }

  /** What was ignored or refused since a time: `LMA: words (PMIP §5.3.5 rule 1)`. */
  notes(since: Micros = 0): readonly string[] {
    const { log } = this.timeline;
    const all: string[] = [];
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'note' || event.level === 'info' || event.at < since) continue;
      all.push(`${this.cast.nameOf(event.node)}: ${event.text} (${event.cite})`);
    }
    return all;
  }

  /** Datagrams that were dropped at a node for a reason since a time, and the words. */
  drops(node: NodeId, since: Micros = 0): readonly string[] {
    const { log } = this.timeline;
    const all: string[] = [];
    for (let seq = 0; seq < log.length; seq += 1) {
      const event = log.event(seq);
      if (event.kind !== 'dropped' || event.node !== node || event.at < since) continue;
      all.push(`${event.why}: ${event.words}`);
    }
    return all;
  }

  /** The octets of the last message of a type, on its first link, without the Ethernet header. */
  octets(type: string): Uint8Array {
    const row = this.rows().findLast((one) => one.row === 'message' && one.type === type);
    assert(row?.row === 'message', `there was a ${type}`);
    return this.timeline.log.frame(row.frame).octets().subarray(ETHERNET_OCTETS);
  }

  /** The counters of a flow. */
  flow(id: string): Row {
    const rows = this.scenario.nodes
      .filter((node) => node.kind === 'mn')
      .flatMap((node) => this.table(node.id, 'source/flows'));
    return must(
      rows.find((row) => row['id'] === id),
      `there is a flow ${id}`,
    );
  }
}

const hexOf = (octets: Uint8Array): string =>
  [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');

function cellText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(cellText).join(' ')}]`;
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}
