// Role `sink`: the other end of flows. It counts what it hears, answers echoes, and streams to
// those who ask. It holds a row per socket of a peer, so that a peer with a new address is a new
// row. RFC 768.

import { unreachable } from '#base/assert.ts';
import { joined, secondOf } from '#base/joined.ts';
import { shaped } from '#base/shaped.ts';
import type { Effect } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus } from '#sim/role.ts';
import type { Packet } from '#wire/packet.ts';
import { hear, nothingHeard } from './counters.ts';
import { datagram, endsOf, isUsable, type Endpoints } from './datagram.ts';
import { LEAST_GAP } from './flow.ts';
import { decodePayload, responderPort, type Payload } from './payload.ts';
import { peerWith, sinkTables, type PeerRow, type SinkRows, type SinkTables } from './rows.ts';

const STREAM = 'stream';
const keyOf = ({ address, port }: Pick<PeerRow, 'address' | 'port'>): string =>
  joined(address, port);
const timerOf = (row: PeerRow): string => joined(STREAM, keyOf(row));

function handle(tables: SinkTables, stimulus: Stimulus, sight: Sight): readonly Effect[] {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(tables, stimulus.packet, sight);
    case 'timer':
      return onTimer(tables, stimulus.timer, sight);
    case 'news':
    case 'link':
    case 'command':
    case 'boot':
      return [];
    default:
      return unreachable(stimulus);
  }
}

function onPacket(tables: SinkTables, packet: Packet, sight: Sight): readonly Effect[] {
  const ends = endsOf(packet);
  const said = ends && decodePayload(ends.data);
  if (ends === undefined || said === undefined) return [];
  if (ends.destinationPort !== responderPort(said.flow)) return [];
  const key = keyOf({ address: ends.src, port: ends.sourcePort });
  const row = peerOf(tables.peers.get(key), ends, said);
  if (row === undefined) return [];
  const heardNow = { sequence: said.sequence, now: sight.now };
  switch (said.kind) {
    case 'data':
    case 'echo': {
      const heard = hear(row, heardNow);
      const isEcho = said.kind === 'echo';
      tables.peers.set(key, peerWith(row, heard, isEcho ? row.sent + 1 : row.sent));
      return isEcho ? [answer(row, { ...said, kind: 'reply' }, ends.data.length)] : [];
    }
    case 'ask':
      return onAsk(tables, peerWith(row, hear(row, heardNow), row.sent), said);
    case 'stop':
      return tables.peers.has(key) ? onStop(tables, row) : [];
    case 'reply':
      return [];
    default:
      return unreachable(said.kind);
  }
}

/** The row of the socket that spoke: a new run begins with an empty one, an older run has none. */
function peerOf(known: PeerRow | undefined, ends: Endpoints, said: Payload): PeerRow | undefined {
  if (known?.number === said.flow) {
    if (known.run === said.run) {
      return known.local === ends.dst ? known : { ...known, local: ends.dst };
    }
    if (said.kind === 'stop' || isOlder(said.run, known.run)) return undefined;
  }
  return shaped({
    address: ends.src,
    port: ends.sourcePort,
    ...nothingHeard,
    number: said.flow,
    run: said.run,
    local: ends.dst,
    sent: 0,
  });
}

/** Runs count modulo 256. */
const isOlder = (run: number, than: number): boolean => ((than - run) & 255) < 128;

/** A datagram back to the peer, from the address that it spoke to. */
function answer(row: PeerRow, payload: Payload, octets: number): Effect {
  const ends = {
    src: row.local,
    dst: row.address,
    sourcePort: responderPort(row.number),
    destinationPort: row.port,
  };
  return { do: 'send', packet: datagram(ends, payload, octets) };
}

function onAsk(tables: SinkTables, row: PeerRow, said: Payload): readonly Effect[] {
  if (said.stream === undefined || row.stream !== undefined) {
    tables.peers.set(keyOf(row), row);
    return [];
  }
  const { every, octets, count } = said.stream;
  const stream = { every: Math.max(every, LEAST_GAP), octets, ...(count > 0 && { left: count }) };
  return sendNext(tables, { ...row, stream });
}

function onStop(tables: SinkTables, row: PeerRow): readonly Effect[] {
  const { stream: _stream, ...kept } = row;
  tables.peers.set(keyOf(row), shaped(kept));
  return [{ do: 'disarm', timer: timerOf(row) }];
}

function onTimer(tables: SinkTables, timer: string, sight: Sight): readonly Effect[] {
  const row = tables.peers.get(secondOf(timer));
  if (row?.stream === undefined) return [];
  return isUsable(sight, row.local) ? sendNext(tables, row) : onStop(tables, row);
}

/** The next datagram of a stream. */
function sendNext(tables: SinkTables, row: PeerRow): readonly Effect[] {
  const { stream } = row;
  if (stream === undefined) return [];
  const left = stream.left === undefined ? undefined : stream.left - 1;
  const payload: Payload = { flow: row.number, sequence: row.sent, kind: 'data', run: row.run };
  const send = answer(row, payload, stream.octets);
  // The stream stays in the row when nothing is left of it: an `ask` that comes twice does not begin
  // it again.
  const rest = left === undefined ? stream : { ...stream, left };
  tables.peers.set(keyOf(row), { ...peerWith(row, row, row.sent + 1), stream: rest });
  if (left === 0) return [send];
  const say = joined('streams to', row.address);
  return [send, { do: 'arm', timer: timerOf(row), after: stream.every, say }];
}

/** The role. It needs no configuration. */
export const sink: AnyRole = defineRole<SinkRows, unknown>({
  name: 'sink',
  takes: { udp: true },
  tables: sinkTables,
  begin: () => [],
  handle,
});
