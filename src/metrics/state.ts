// How much gateways, anchors and stores have to remember: rows beyond those that they began with.

import type { NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { parseIpv6, parseMac, parsePrefix } from '#wire/address.ts';
import { figure, type Figure, type Gauge } from './figure.ts';
import type { Bench, EventOf } from './played.ts';

const KEEPERS: ReadonlySet<string> = new Set(['dgw', 'mag', 'lma', 'hss']);

interface Held {
  rows: number;
  peak: number;
  octets: number;
  /** When it changed last, and when there were the most. */
  seq: Seq | undefined;
  peakSeq: Seq | undefined;
}

export class State implements Gauge<TraceEvent> {
  readonly #held = new Map<NodeId, Map<string, Held>>();

  constructor({ scenario }: Bench) {
    for (const { id, kind } of scenario.nodes) {
      if (KEEPERS.has(kind)) this.#held.set(id, new Map([['', nothing()]]));
    }
  }

  take(event: TraceEvent): void {
    if (event.kind !== 'row' || event.at === 0) return;
    const tables = this.#held.get(event.node);
    if (tables === undefined) return;
    const name = `${event.role}/${event.table}`;
    const table = tables.get(name) ?? nothing();
    tables.set(name, table);
    for (const held of [table, tables.get('')]) if (held !== undefined) change(held, event);
  }

  figures(): readonly Figure[] {
    return [...this.#held].flatMap(([node, tables]) =>
      [...tables].flatMap(([table, { rows, peak, octets, seq, peakSeq }]) => {
        const scope = table === '' ? node : `${node} ${table}`;
        if (table !== '' && peak === 0) return [];
        return [
          figure('stateRows', scope, rows, seq),
          figure('stateRowsPeak', scope, peak, peakSeq),
          figure('stateOctets', scope, octets, seq),
        ];
      }),
    );
  }
}

const nothing = (): Held => ({
  rows: 0,
  peak: 0,
  octets: 0,
  seq: undefined,
  peakSeq: undefined,
});

function change(held: Held, { before, after, seq }: EventOf<'row'>): void {
  held.rows += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
  held.seq = seq;
  if (held.rows > held.peak) {
    held.peak = held.rows;
    held.peakSeq = seq;
  }
  held.octets += octetsOf(after) - octetsOf(before);
}

const [NUMBER, FLAG, MAC, ADDRESS, PREFIX] = [4, 1, 6, 16, 17];
/** Fields that explain a row, and names of rows. */
const FOR_PEOPLE = new Set(['id', 'why', 'cite']);
const encoder = new TextEncoder();

/** Octets that a value takes when it is written as on the wire; names of fields take none. */
export function octetsOf(value: unknown): number {
  if (typeof value === 'number') return NUMBER;
  if (typeof value === 'boolean') return FLAG;
  if (typeof value === 'string') return octetsOfText(value);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [field, one]) => sum + (FOR_PEOPLE.has(field) ? 0 : octetsOf(one)),
    0,
  );
}

function octetsOfText(text: string): number {
  if (parseMac(text) !== undefined) return MAC;
  if (parseIpv6(text) !== undefined) return ADDRESS;
  return parsePrefix(text) === undefined ? encoder.encode(text).length : PREFIX;
}
