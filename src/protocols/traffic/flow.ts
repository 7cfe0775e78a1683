// A flow at the node that opened it: start, one datagram after the other, stop. Pure: from row to
// row with effects. What is heard in return is in `source.ts`.

import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { joined } from '#base/joined.ts';
import { shaped } from '#base/shaped.ts';
import type { FlowSpec } from '#sim/command.ts';
import type { Effect } from '#sim/effect.ts';
import type { Ipv6 } from '#wire/address.ts';
import { nothingHeard } from './counters.ts';
import { datagram, type Endpoints } from './datagram.ts';
import { INITIATOR_PORT, responderPort, type Payload } from './payload.ts';
import { flowWith, type FlowRow } from './rows.ts';

/** A row with what its change asks for. */
export interface Step {
  readonly row: FlowRow;
  readonly effects: readonly Effect[];
}

/** Choice: no flow sends more often than this, so that a run cannot stand still. */
export const LEAST_GAP: Micros = 100;
/** Choice: an `ask` that stays without an answer is repeated each second, five times in all. */
const ASK_INTERVAL = seconds(1);
const MOST_ASKS = 5;

/** How such timers begin. */
export const OPENS = 'open ';
/** The timer of a flow that waits for its node's next move, once the node has moved. */
export const openTimerOf = (flow: string): string => OPENS + flow;
const timerOf = (row: FlowRow): string => joined('send', row.id);

/** A flow that has not begun. */
export function idleFlow(spec: FlowSpec, number: number): FlowRow {
  return shaped({
    ...spec,
    ...nothingHeard,
    number,
    port: responderPort(number),
    running: false,
    run: 0,
    sent: 0,
  });
}

/** A new socket, still without an address. */
export function opened(row: FlowRow, destination: Ipv6, now: Micros): FlowRow {
  const { source: _source, lastAt: _lastAt, lastError: _lastError, ...rest } = row;
  const { awaiting: _awaiting, ...kept } = rest;
  const run = (row.run + 1) % 256;
  return shaped({
    ...kept,
    ...nothingHeard,
    running: true,
    run,
    sent: 0,
    startedAt: now,
    destination,
  });
}

/** The flow ends by itself: it has no address, or no longer. */
export function failed(row: FlowRow, words: string): Step {
  return {
    row: { ...row, running: false, lastError: words },
    effects: [
      { do: 'disarm', timer: timerOf(row) },
      { do: 'note', text: `${row.id}: ${words}`, cite: 'RFC 6724 §5', level: 'warning' },
    ],
  };
}

/** A flow whose socket has its two addresses. */
export type ConnectedFlow = FlowRow & Required<Pick<FlowRow, 'source' | 'destination'>>;

/** The flow as one that may send, if it has its addresses. */
export function connected(row: FlowRow): ConnectedFlow | undefined {
  return isConnected(row) ? row : undefined;
}

const isConnected = (row: FlowRow): row is ConnectedFlow =>
  row.source !== undefined && row.destination !== undefined;

/** The next datagram of a flow, and the timer for the one after it, which may be at hand. */
export function sendNext(row: ConnectedFlow, timer = timerOf(row)): Step {
  const ends = endsOfFlow(row);
  if (row.mode === 'down') return ask(row, ends);
  const kind = row.mode === 'echo' ? 'echo' : 'data';
  const payload: Payload = { flow: row.number, sequence: row.sent, kind, run: row.run };
  const sent = row.sent + 1;
  const isLast = row.count !== undefined && sent >= row.count;
  const send: Effect = { do: 'send', packet: datagram(ends, payload, row.octets) };
  const after = Math.max(row.every, LEAST_GAP);
  const next: Effect = { do: 'arm', timer, after, say: joined(row.id, 'sends') };
  return {
    row: flowWith(row, row, { sent, running: !isLast }),
    effects: isLast ? [send] : [send, next],
  };
}

/** Asks for the stream, unless it has come or was asked for often enough. */
function ask(row: FlowRow, ends: Endpoints): Step {
  if (row.received > 0) return { row, effects: [] };
  if (row.sent >= MOST_ASKS) return failed(row, `no answer from ${row.to}`);
  const stream = { every: row.every, octets: row.octets, count: row.count ?? 0 };
  const payload: Payload = {
    flow: row.number,
    sequence: row.sent,
    kind: 'ask',
    run: row.run,
    stream,
  };
  return {
    row: { ...row, sent: row.sent + 1 },
    effects: [
      { do: 'send', packet: datagram(ends, payload, 0) },
      { do: 'arm', timer: timerOf(row), after: ASK_INTERVAL, say: `${row.id} asks again` },
    ],
  };
}

/** Stops sending; a stream is told to stop as well. */
export function stopped(row: FlowRow, now: Micros): Step {
  const effects: Effect[] = [{ do: 'disarm', timer: timerOf(row) }];
  const streaming = row.mode === 'down' ? connected(row) : undefined;
  if (streaming !== undefined) effects.push(stopStream(row, endsOfFlow(streaming)));
  return { row: { ...row, running: false, stoppedAt: now }, effects };
}

/** Tells the other end to stop streaming. */
export function stopStream(
  { number, run }: Pick<FlowRow, 'number' | 'run'>,
  ends: Endpoints,
): Effect {
  const payload: Payload = { flow: number, sequence: 0, kind: 'stop', run };
  return { do: 'send', packet: datagram(ends, payload, 0) };
}

function endsOfFlow(row: ConnectedFlow): Endpoints {
  return {
    src: row.source,
    dst: row.destination,
    sourcePort: INITIATOR_PORT + row.number,
    destinationPort: row.port,
  };
}
