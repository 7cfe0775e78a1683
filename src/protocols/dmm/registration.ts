// The Binding Update List of a serving gateway: registrations of a node's earlier prefixes at the
// gateways that anchor them. Each lives by registration.machine.ts; here PBUs leave and PBAs come
// in.

import type { TimerKey } from '#base/ids.ts';
import { fireMachine, stepMachine } from '#sim/machine.ts';
import type { MachineRow, Stepped } from '#sim/machine.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import {
  BINDING_LIFETIME,
  buildProxyUpdate,
  fromUnits,
  HANDOFF,
} from '#protocols/pmipv6/messages.ts';
import { carryOut } from '#protocols/pmipv6/asks.ts';
import { rowsOf } from './by-node.ts';
import { drain, mayLeave, noteSend } from './pacing.ts';
import { portray, withdraw } from './portrait.ts';
import { registration } from './registration.machine.ts';
import type { RegistrationEvent } from './registration.machine.ts';
import { idleTimeout, isSet, lifetimeIn } from './readings.ts';
import { ask } from './rows.ts';
import type { KnownAnchor, Turn, UpdateRow } from './rows.ts';

/** Key of a registration. */
export const updateKey = (mnId: string, anchor: Ipv6): string => `${mnId} ${anchor}`;
/** The timer of `onIdleTimer` for a registration. */
export const idleTimer = (key: string): TimerKey => `idle ${key}`;
const expiryTimer = (key: string): string => `expiry ${key}`;

/** after so many PBUs without an answer somebody should know. */
const PATIENCE = 5;
/** PBUs of one registration that an answer may still be for. */
const REMEMBERED = 8;

/** What a registration is about. */
type Aim = Pick<UpdateRow, 'mnId' | 'anchor' | 'via' | 'prefixes'> & {
  readonly handoff?: number;
};

/** Registers at an anchor, or registers again after the node was away. */
export function register(turn: Turn, at: Aim, known: KnownAnchor): void {
  const key = updateKey(at.mnId, at.anchor);
  const before = turn.tables.updates.get(key);
  const row = before === undefined ? plannedRow(at, known) : { ...before, known };
  stepUpdate(turn, key, { type: 'ATTACH' }, row);
}

/** RFC 8885 §3.2: an anchor that registers by others; nothing is asked of it. */
export function learn(
  turn: Turn,
  at: Aim,
  { known, lifetime }: Pick<UpdateRow, 'known' | 'lifetime'>,
): void {
  const key = updateKey(at.mnId, at.anchor);
  const { now } = turn.sight;
  const before = turn.tables.updates.get(key) ?? plannedRow(at, known);
  const { localPrefixes } = known;
  const expiresAt = now + fromUnits(lifetime);
  const fresh = { known, lifetime, localPrefixes, acceptedAt: now, expiresAt };
  stepUpdate(turn, key, { type: 'TOLD' }, { ...before, ...at, ...fresh });
}

/** De-registers, whether or not anything is registered. Whether the question is under way. */
export function signOff(turn: Turn, at: Aim, known: KnownAnchor): boolean {
  const key = updateKey(at.mnId, at.anchor);
  const row = turn.tables.updates.get(key) ?? plannedRow(at, known);
  stepUpdate(turn, key, { type: 'RELEASE' }, row);
  return turn.tables.updates.get(key)?.state === 'releasing';
}

const plannedRow = (at: Aim, known: KnownAnchor): UpdateRow => ({
  handoff: HANDOFF.betweenGateways,
  ...at,
  known,
  localPrefixes: [],
  state: 'planned',
  retransmissions: 0,
  refreshAfter: 0,
  releases: false,
  sequence: undefined,
  sentAt: undefined,
  lifetime: BINDING_LIFETIME,
  acceptedAt: undefined,
  refreshAt: undefined,
  expiresAt: undefined,
  status: undefined,
  outstanding: [],
});

/** The registrations of a node, with their keys. */
export const updatesOf = (turn: Turn, mnId: string): readonly [string, UpdateRow][] => [
  ...rowsOf(turn.tables.updates, mnId),
];

/** One event in the life of a registration; `row` when it brings a change of the row with it. */
export function stepUpdate(
  turn: Turn,
  key: string,
  event: RegistrationEvent,
  row: UpdateRow | undefined = turn.tables.updates.get(key),
): void {
  if (row !== undefined) settle(turn, key, row, stepMachine(registration, lifeOf(row), event));
}

/** One of its timers fired. */
export function fireUpdate(turn: Turn, key: string, timer: string): void {
  const row = turn.tables.updates.get(key);
  if (row !== undefined) settle(turn, key, row, fireMachine(registration, lifeOf(row), timer));
}

const lifeOf = (row: UpdateRow): MachineRow<typeof registration> => ({
  value: row.state,
  context: {
    retransmissions: row.retransmissions,
    handoff: row.handoff,
    refreshAfter: row.refreshAfter,
    releases: row.releases,
  },
});

function settle(turn: Turn, key: string, row: UpdateRow, next: Stepped<typeof registration>): void {
  const { updates, waiting } = turn.tables;
  const { value, context } = next.row;
  updates.set(key, { ...row, ...context, state: value });
  carryOut(turn, next.asks, `update ${key}`, (action) => act(turn, key, action));
  const sends = value === 'registering' || value === 'refreshing' || value === 'releasing';
  if (!sends) waiting.delete(key);
  const isServed = sends || value === 'active';
  if (!isServed && isSet(turn.sight, 'anchorRelease', 'lastFlow')) {
    ask(turn, { do: 'disarm', timer: idleTimer(key) });
  }
  if (value !== 'gone') return;
  updates.delete(key);
}

function act(turn: Turn, key: string, action: string): void {
  const row = turn.tables.updates.get(key);
  if (row === undefined) return;
  switch (action) {
    case 'sendPbu':
      noteSilence(turn, row);
      if (mayLeave(turn, key, { mnId: row.mnId, anchor: row.via })) sendPbu(turn, key);
      return undefined;
    case 'sendRelease':
      // A PBU that still waits for its turn is overtaken by this one.
      waitingNoMore(turn, key);
      if (mayLeave(turn, key, { mnId: row.mnId, anchor: row.via })) sendPbu(turn, key);
      return undefined;
    case 'armExpiry': {
      if (isAtCmd(turn, row)) return undefined;
      const after = fromUnits(row.lifetime);
      ask(turn, { do: 'arm', timer: expiryTimer(key), after, say: 'registration ends' });
      return watchFlows(turn, key);
    }
    case 'portray':
      return isAtCmd(turn, row) ? undefined : portray(turn, row);
    case 'withdraw':
      return release(turn, key, 'WITHDRAW');
    case 'drop':
      return release(turn, key, 'DROP');
    default:
      return undefined;
  }
}

/** when the last flow may be over; whether it is shows then. */
function watchFlows(turn: Turn, key: string): void {
  const { config, sight } = turn;
  if (!isSet(sight, 'anchorRelease', 'lastFlow') || config.cmd !== undefined) return;
  const after = idleTimeout(sight);
  ask(turn, { do: 'arm', timer: idleTimer(key), after, say: 'last flow is over' });
}

/** RFC 8885 §3.5: what is registered at the CMD ends with the binding here, not by itself. */
const isAtCmd = (turn: Turn, row: UpdateRow): boolean => row.anchor === turn.config.cmd;

/** Nothing is registered any more, whether or not another try is made. */
function release(turn: Turn, key: string, how: 'WITHDRAW' | 'DROP'): void {
  const row = turn.tables.updates.get(key);
  if (row?.acceptedAt === undefined) return;
  withdraw(turn, row, how);
  const none = { acceptedAt: undefined, refreshAt: undefined, expiresAt: undefined };
  turn.tables.updates.set(key, { ...row, ...none, localPrefixes: [] });
  ask(turn, { do: 'disarm', timer: expiryTimer(key) });
}

const waitingNoMore = (turn: Turn, key: string): void => turn.tables.waiting.delete(key);

/** */
function noteSilence(turn: Turn, row: UpdateRow): void {
  if (row.retransmissions !== PATIENCE) return;
  const name = turn.config.peers[row.via] ?? row.via;
  ask(turn, {
    do: 'note',
    text: `${name} has not answered ${PATIENCE} PBUs for ${row.prefixes.join(', ')}`,
    cite: 'PMIP §6.9.4',
    level: 'warning',
  });
}

/** Sends what may leave now; called again when the pace allows more. */
export function sendWaiting(turn: Turn): void {
  drain(turn, (key) => sendPbu(turn, key));
}

/** PMIP §6.9.1.5 and §6.9.4 rule 4: each PBU has a new timestamp, and the next sequence number. */
function sendPbu(turn: Turn, key: string): void {
  const { tables, config, sight } = turn;
  const row = tables.updates.get(key);
  const station = tables.stations.get(row?.mnId ?? '');
  if (row === undefined || station === undefined) return;
  const sequence = noteSend(turn, row.via);
  const sent: SentUpdate = {
    sequence,
    mnId: row.mnId,
    handoff: row.handoff,
    accessTechnology: station.att,
    linkLayerId: station.mac,
  };
  const outstanding = [...row.outstanding, sent].slice(-REMEMBERED);
  tables.updates.set(key, { ...row, sequence, sentAt: sight.now, outstanding });
  ask(turn, {
    do: 'send',
    packet: buildProxyUpdate({
      ...sent,
      source: config.address,
      destination: row.via,
      lifetime: row.state === 'releasing' ? 0 : lifetimeIn(sight),
      // a gateway that always tunnels to one anchor is a plain MAG.
      distributed: config.cmd !== undefined || !isSet(sight, 'legacy', 'firstAnchor'),
      prefixes: row.prefixes,
      now: sight.now,
    }),
  });
}
