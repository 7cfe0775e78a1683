// Heartbeats between a gateway and an anchor (RFC 5847 §3): requests and responses, a peer that
// fails, a peer that has restarted, and this node's own restarts. Each peer is watched by
// heartbeat.machine.ts; what follows for its sessions is the role's business.

import type { Cite } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import { fireMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import type { Sight } from '#sim/role.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { MobilityMessage, Packet } from '#wire/packet.ts';
import type { Support } from './config.ts';
import { heartbeat } from './heartbeat.machine.ts';
import type { HeartbeatEvent, HeartbeatState } from './heartbeat.machine.ts';
import { mobility } from './messages.ts';
import { optionOf } from './options.ts';
import { refuseType, UNRECOGNIZED_TYPE } from './support.ts';

type Heartbeat = Extract<MobilityMessage, { readonly is: 'Heartbeat' }>;

/** Choice: no node starts for the first time, so that its counter can be told from nothing. */
const COUNTER_AT_START = 7;

/** What is known of a peer; key of its row: its address. Roles may add to it. */
export interface PeerRow {
  readonly address: Ipv6;
  readonly name: string;
  /** Value and context of heartbeat.machine.ts. */
  readonly state: HeartbeatState;
  readonly missing: number;
  readonly pending: boolean;
  /** Of the last request. */
  readonly sequence: number;
  /** The peer's own, as it said last. */
  readonly restartCounter: number | undefined;
  readonly reachable: boolean;
}

/** What survives a loss of state, RFC 5847 §3.2. Key: `self`. */
export interface RestartRow {
  /** How often this node has lost its sessions. */
  readonly counter: number;
  /** With whom it had sessions. */
  readonly peers: readonly Ipv6[];
}

/** What is needed of a turn. */
export interface HeartbeatTurn<P extends PeerRow> {
  readonly tables: { readonly peers: Table<P>; readonly restarts: Table<RestartRow> };
  readonly sight: Sight;
  readonly config: { readonly address: Ipv6; readonly supports: readonly Support[] };
  readonly effects: Effect[];
}

/** A peer of which nothing is known yet. */
export const newPeer = (address: Ipv6, name: string): PeerRow => ({
  address,
  name,
  state: 'quiet',
  missing: 0,
  pending: false,
  sequence: 0,
  restartCounter: undefined,
  reachable: true,
});

/** Whether this node asks by itself. It always answers, if it knows heartbeats at all. */
const isAsking = <P extends PeerRow>({ sight, config }: HeartbeatTurn<P>): boolean =>
  sight.knob('heartbeat') === 'on' && config.supports.includes('heartbeat');

/** At the beginning, also after a loss of state: the counter is there already then. */
export function beginRestarts<P extends PeerRow>(turn: HeartbeatTurn<P>): void {
  const { restarts } = turn.tables;
  if (!restarts.has('self')) restarts.set('self', { counter: COUNTER_AT_START, peers: [] });
}

/**
 * The node is up again. RFC 5847 §3.2: without its sessions it counts, and tells those that it had
 * sessions with.
 */
export function bootHeartbeat<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  state: 'kept' | 'lost',
): void {
  const { restarts } = turn.tables;
  const before = restarts.get('self');
  if (state === 'kept' || before === undefined) return;
  restarts.set('self', { ...before, counter: before.counter + 1 });
  if (!isAsking(turn)) return;
  for (const peer of before.peers) send(turn, peer, { unsolicited: true, response: true }, 0);
}

/** The first session with a peer begins. RFC 5847 §3: without one nothing is asked. */
export function watchPeer<P extends PeerRow>(turn: HeartbeatTurn<P>, peer: Ipv6): void {
  const { restarts } = turn.tables;
  const own = restarts.get('self');
  if (own !== undefined && !own.peers.includes(peer)) {
    restarts.set('self', { ...own, peers: [...own.peers, peer] });
  }
  if (isAsking(turn)) step(turn, peer, { type: 'START' });
}

/** The last session with a peer has ended. */
export const unwatchPeer = <P extends PeerRow>(turn: HeartbeatTurn<P>, peer: Ipv6): void =>
  step(turn, peer, { type: 'STOP' });

/** A heartbeat came. Gives the peer when it has lost its sessions. */
export function onHeartbeat<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  packet: Packet,
): Ipv6 | undefined {
  const { payload } = packet;
  if (payload.is !== 'mobility' || payload.message.is !== 'Heartbeat') return undefined;
  if (!turn.config.supports.includes('heartbeat')) {
    turn.effects.push(...refuseType(packet));
    return undefined;
  }
  const { message } = payload;
  if (message.response) return onResponse(turn, packet.src, message);
  // RFC 5847 §3: answered whether or not there is a session.
  send(turn, packet.src, { unsolicited: false, response: true }, message.sequence);
  return undefined;
}

function onResponse<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  from: Ipv6,
  { unsolicited, sequence, options }: Heartbeat,
): Ipv6 | undefined {
  const row = turn.tables.peers.get(from);
  if (row === undefined) {
    return ignore(turn, `Heartbeat of ${from}, which is no peer`, 'RFC 5847 §6');
  }
  if (!unsolicited && (!row.pending || row.sequence !== sequence)) {
    const text = `Heartbeat ${sequence} of ${row.name} answers no request that waits`;
    return ignore(turn, text, 'RFC 5847 §3.1');
  }
  const before = row.restartCounter;
  const counter = optionOf(options, 'RestartCounter')?.counter ?? before;
  turn.tables.peers.set(from, { ...row, restartCounter: counter, reachable: true });
  step(turn, from, { type: 'RESPONSE' });
  // RFC 5847 §3.2: another counter than before. An unsolicited response tells of a restart even
  // to those who knew no counter.
  if (counter === before || (before === undefined && !unsolicited)) return undefined;
  note(turn, `${row.name} has restarted without its sessions`, 'RFC 5847 §3.2');
  return from;
}

/** A timer of the machine fired; `rest` is its name after `heartbeat `. Gives a peer that fails. */
export function fireHeartbeat<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  at: { readonly owner: string; readonly timer: string },
): Ipv6 | undefined {
  const row = turn.tables.peers.get(at.owner);
  if (row === undefined) return undefined;
  const isFailed = settle(turn, row, fireMachine(heartbeat, lifeOf(row), at.timer));
  return isFailed ? row.address : undefined;
}

/** A Binding Error came: a peer without heartbeats is asked no more. True: it was about one. */
export function onHeartbeatError<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  packet: Packet,
): boolean {
  const { payload, src } = packet;
  const row = turn.tables.peers.get(src);
  if (payload.is !== 'mobility' || payload.message.is !== 'BindingError') return false;
  // A Binding Error does not say what it is about: a request that waits is the best guess.
  if (payload.message.status !== UNRECOGNIZED_TYPE || row?.pending !== true) return false;
  step(turn, src, { type: 'REFUSED' });
  note(turn, `${row.name} knows no heartbeats and is asked no more`, 'RFC 5847 §3');
  return true;
}

function step<P extends PeerRow>(turn: HeartbeatTurn<P>, peer: Ipv6, event: HeartbeatEvent): void {
  const row = turn.tables.peers.get(peer);
  if (row !== undefined) settle(turn, row, stepMachine(heartbeat, lifeOf(row), event));
}

const lifeOf = ({ state: value, missing, pending }: PeerRow) => ({
  value,
  context: { missing, pending },
});

/** True: the peer has just been found to fail. */
function settle<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  row: P,
  next: Stepped<typeof heartbeat>,
): boolean {
  const { value, context } = next.row;
  const asked = next.asks.some((ask) => ask.ask === 'act' && ask.type === 'sendRequest');
  const hasFailed = next.asks.some((ask) => ask.ask === 'act' && ask.type === 'reportFailure');
  const sequence = asked ? row.sequence + 1 : row.sequence;
  turn.tables.peers.set(row.address, {
    ...row,
    ...context,
    state: value,
    sequence,
    reachable: value !== 'failed',
  });
  turn.effects.push(...toEffects(next.asks, `heartbeat ${row.address}`, {}));
  if (asked) send(turn, row.address, { unsolicited: false, response: false }, sequence);
  if (hasFailed) {
    note(turn, `${row.name} has missed ${context.missing} heartbeats`, 'RFC 5847 §3.1');
  }
  return hasFailed;
}

function send<P extends PeerRow>(
  turn: HeartbeatTurn<P>,
  to: Ipv6,
  flags: Pick<Heartbeat, 'unsolicited' | 'response'>,
  sequence: number,
): void {
  const counter = turn.tables.restarts.get('self')?.counter ?? 0;
  const options = flags.response ? [{ is: 'RestartCounter' as const, counter }] : [];
  const message: Heartbeat = { is: 'Heartbeat', ...flags, sequence, options };
  turn.effects.push({ do: 'send', packet: mobility(turn.config.address, to, message) });
}

function ignore<P extends PeerRow>(turn: HeartbeatTurn<P>, text: string, cite: Cite) {
  turn.effects.push({ do: 'note', text, cite, level: 'silent' });
  return undefined;
}

const note = <P extends PeerRow>(turn: HeartbeatTurn<P>, text: string, cite: Cite): void => {
  turn.effects.push({ do: 'note', text, cite, level: 'warning' });
};
