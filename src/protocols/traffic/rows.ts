// The tables of roles `source` and `sink`, and the configuration of both.

import type { Micros, NodeId } from '#base/ids.ts';
import type { FlowSpec } from '#sim/command.ts';
import type { Column, TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Heard } from './counters.ts';

/** What a source knows besides its node. */
export interface SourceConfig {
  /** All flows of the scenario: a flow's number is its place here. */
  readonly flows: readonly FlowSpec[];
  /** The address book: where the nodes are reached. */
  readonly addressOf: Readonly<Record<NodeId, Ipv6>>;
  /** Prefixes by the gateway that anchors them, for flows with `bind`. */
  readonly anchorPrefixes: Readonly<Record<NodeId, readonly Prefix[]>>;
  /** The role that chooses addresses; absent: `host`, where there is a radio interface. */
  readonly asks?: 'host' | 'mobile';
}

/** A flow that this node opens; key: its id. The counters are those of the present socket. */
export interface FlowRow extends FlowSpec, Heard {
  readonly number: number;
  readonly running: boolean;
  /** Started, and waiting for the node's next move. */
  readonly awaiting?: true;
  /** Sockets so far; a start opens a new one. */
  readonly run: number;
  /** The socket's address, chosen once (RFC 6724); absent while the flow waits for one. */
  readonly source?: Ipv6;
  readonly destination?: Ipv6;
  /** UDP destination port. */
  readonly port: number;
  readonly sent: number;
  readonly startedAt?: Micros;
  /** When the other end was last told to stop. */
  readonly stoppedAt?: Micros;
  /** The last ICMPv6 error or reason why nothing is sent, in words. */
  readonly lastError?: string;
}

/** A socket that this node heard of; key: `address port`. */
export interface PeerRow extends Heard {
  readonly address: Ipv6;
  readonly port: number;
  /** Flow number and run of the payload. */
  readonly number: number;
  readonly run: number;
  /** The address of this node that the peer speaks to. */
  readonly local: Ipv6;
  readonly sent: number;
  /** The stream that the peer asked for. */
  readonly stream?: { readonly every: Micros; readonly octets: number; readonly left?: number };
}

type Writable<R> = { -readonly [K in keyof R]: R[K] };

/**
 * A flow with other counters. Written out key by key: a row is made for each packet, and a copy by
 * `...` takes ten times as long. What changes stands early, where a comparison soon meets it.
 */
export function flowWith(
  row: FlowRow,
  { received, lost, reordered, duplicates, gap, highest, seen, lastAt }: Heard,
  { sent, running }: Pick<FlowRow, 'sent' | 'running'>,
): FlowRow {
  const { id, from, to, every, octets, mode, number, port, run } = row;
  const { count, bind, bindIface, afterMove, awaiting } = row;
  const { startedAt, destination, source, stoppedAt, lastError } = row;
  const made: Writable<FlowRow> = {
    id,
    from,
    to,
    every,
    octets,
    mode,
    sent,
    running,
    received,
    lost,
    reordered,
    duplicates,
    gap,
    highest,
    seen,
    number,
    port,
    run,
  };
  if (count !== undefined) made.count = count;
  if (bind !== undefined) made.bind = bind;
  if (bindIface !== undefined) made.bindIface = bindIface;
  if (afterMove !== undefined) made.afterMove = afterMove;
  if (awaiting !== undefined) made.awaiting = awaiting;
  if (startedAt !== undefined) made.startedAt = startedAt;
  if (destination !== undefined) made.destination = destination;
  if (source !== undefined) made.source = source;
  if (lastAt !== undefined) made.lastAt = lastAt;
  if (stoppedAt !== undefined) made.stoppedAt = stoppedAt;
  if (lastError !== undefined) made.lastError = lastError;
  return made;
}

/** A peer with other counters; written out as well. */
export function peerWith(
  { address, port, number, run, local, stream }: PeerRow,
  { received, lost, reordered, duplicates, gap, highest, seen, lastAt }: Heard,
  sent: number,
): PeerRow {
  const made: Writable<PeerRow> = {
    address,
    port,
    received,
    lost,
    reordered,
    duplicates,
    gap,
    highest,
    seen,
    number,
    run,
    local,
    sent,
  };
  if (lastAt !== undefined) made.lastAt = lastAt;
  if (stream !== undefined) made.stream = stream;
  return made;
}

// Types, not interfaces: they must have the index signature of `Tables`.
export type SourceRows = { readonly flows: FlowRow };
export type SinkRows = { readonly peers: PeerRow };
export type SourceTables = TablesOf<SourceRows>;
export type SinkTables = TablesOf<SinkRows>;

const heardColumns = <E extends Heard>(): readonly Column<E>[] => [
  { id: 'received', title: 'Received', text: (row) => String(row.received) },
  { id: 'lost', title: 'Lost', text: (row) => String(row.lost) },
  { id: 'gap', title: 'Longest gap', text: (row) => gapText(row.gap) },
  { id: 'reordered', title: 'Late', text: (row) => String(row.reordered) },
  { id: 'duplicates', title: 'Twice', text: (row) => String(row.duplicates) },
];

/** Microseconds as milliseconds with three decimals. */
const gapText = (gap: Micros): string =>
  gap === 0 ? '' : `${Math.floor(gap / 1000)}.${String(gap % 1000).padStart(3, '0')} ms`;

/** How the table of a source is shown. */
export const sourceTables: { readonly flows: TableSpec<FlowRow> } = {
  flows: {
    id: 'flows',
    title: 'Flows',
    cite: 'RFC 6724 §5',
    columns: [
      { id: 'id', title: 'Flow', text: (row) => row.id },
      { id: 'to', title: 'To', text: (row) => row.to },
      { id: 'source', title: 'Source', text: (row) => row.source ?? '' },
      { id: 'destination', title: 'Destination', text: (row) => row.destination ?? '' },
      { id: 'port', title: 'Port', text: (row) => String(row.port) },
      { id: 'mode', title: 'Mode', text: (row) => row.mode },
      { id: 'state', title: 'State', text: stateText },
      { id: 'sent', title: 'Sent', text: (row) => String(row.sent) },
      ...heardColumns<FlowRow>(),
      { id: 'lastError', title: 'Last error', text: (row) => row.lastError ?? '' },
    ],
  },
};

function stateText(row: FlowRow): string {
  if (row.awaiting) return 'waiting for a move';
  if (!row.running) return 'stopped';
  return row.source === undefined ? 'waiting for an address' : 'running';
}

/** How the table of a sink is shown. */
export const sinkTables: { readonly peers: TableSpec<PeerRow> } = {
  peers: {
    id: 'peers',
    title: 'Heard from',
    cite: 'RFC 768',
    columns: [
      { id: 'address', title: 'Address', text: (row) => row.address },
      { id: 'port', title: 'Port', text: (row) => String(row.port) },
      { id: 'local', title: 'At', text: (row) => row.local },
      { id: 'sent', title: 'Sent', text: (row) => String(row.sent) },
      ...heardColumns<PeerRow>(),
    ],
  },
};
