// From an effect back to what brought it about, and to the ladder row that a person knows it by.

import type { FrameId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import { commandShort } from '#view/command-words.ts';
import type { LadderRow } from '#view/ladder.ts';

/** The log, as far as this file needs it. */
export interface Events {
  event(seq: Seq): TraceEvent;
  stepOf(seq: Seq): number;
}

/** Finds the ladder row of a message, a signal or a move. */
export interface RowFinder {
  rowOf(event: TraceEvent): LadderRow | undefined;
  readonly cast: Pick<Cast, 'nameOf'>;
}

/** Where stations moved, by engine event. */
export interface Moves {
  movesOfStep(step: number, events: Events): Seq | undefined;
}

/** Bound of the walk: no chain inside one step is longer. */
const LONGEST = 4096;

/**
 * The event outside the node that an effect goes back to: an arrival, a signal, a link change, a
 * command or a timer. The walk stays inside the step of the effect.
 */
function rootOf(events: Events, seq: Seq): TraceEvent {
  const step = events.stepOf(seq);
  let event = events.event(seq);
  for (let n = 0; n < LONGEST; n += 1) {
    if (event.cause === undefined || events.stepOf(event.cause) !== step) return event;
    event = events.event(event.cause);
  }
  return event;
}

/** The cause of an effect as a person tells it: a station that moved says more than the timer behind it. */
export function causeOf(events: Events, moves: Moves, effect: Seq): TraceEvent {
  const root = rootOf(events, effect);
  if (root.kind !== 'timer') return root;
  const move = moves.movesOfStep(events.stepOf(effect), events);
  return move === undefined ? root : events.event(move);
}

/** The frame that an event is about, if it is about one. */
export function frameOf(event: TraceEvent): FrameId | undefined {
  switch (event.kind) {
    case 'sent':
    case 'arrived':
    case 'delivered':
    case 'dropped':
      return event.frame;
    default:
      return undefined;
  }
}

/** `#11 PBA`, `#6 attach`, `MN1 moves`: what a why-link says. */
export function shortName(rows: RowFinder, root: TraceEvent): string {
  const row = rows.rowOf(root);
  switch (row?.row) {
    case 'message':
      return `${numberOf(row.number)}${row.type}`;
    case 'signal':
      return `${numberOf(row.number)}${row.label.split(/[?! :]/)[0] ?? 'signal'}`;
    case 'attach':
    case 'detach':
      return `${numberOf(row.number)}${row.row}`;
    default:
      return eventName(root, rows.cast);
  }
}

/** `#11 `; rows that are not numbered have 0. */
const numberOf = (number: number): string => (number > 0 ? `#${number} ` : '');

function eventName(event: TraceEvent, cast: Pick<Cast, 'nameOf'>): string {
  switch (event.kind) {
    case 'command':
      return commandShort(event.command, cast);
    case 'timer':
      return timerName(event.timer);
    case 'link':
      return event.change === 'up' ? 'attach' : 'detach';
    case 'signal':
      return event.label;
    case 'note':
      return 'note';
    case 'row':
      return 'start';
    case 'sent':
    case 'arrived':
    case 'delivered':
    case 'dropped':
      return event.kind;
  }
}

/** What timers are called by people: by the name of the RFC's constant, else by the first word of the key. */
const TIMERS: Readonly<Record<string, string>> = {
  RETRANS_TIMER: 'DAD',
  PREFERRED_LIFETIME: 'preferred lifetime',
  VALID_LIFETIME: 'valid lifetime',
  BINDACK_TIMEOUT: 'PBA overdue',
  REFRESH: 'refresh due',
  MAX_RTR_ADV_INTERVAL: 'periodic RA',
  ATTACH_DELAY: 'attach',
  INITIAL_BINDACK_TIMEOUT: 'PBA overdue',
  MIN_DELAY_BEFORE_BCE_DELETE: 'BCE delete due',
  MAX_DELAY_BEFORE_NEW_BCE_ASSIGN: 'new BCE due',
  HEARTBEAT_INTERVAL: 'heartbeat',
  revocation: 'BRA overdue',
  notification: 'UPA overdue',
  departure: 'departure noticed',
  pace: 'next PBU may leave',
  binding: 'binding expired',
  expiry: 'binding expired',
  hss: 'HSS overdue',
  router: 'router lifetime',
  route: 'route lifetime',
  'on-link': 'prefix lifetime',
};

/** `address fe80::1/RETRANS_TIMER.tentative` → `DAD`. */
export function timerName(timer: string): string {
  const constant = /\/([A-Z_]+)\.[a-z]+$/i.exec(timer)?.[1];
  const word = timer.split(/[ /]/)[0] ?? '';
  // A mobile node's own registrations, at home and at correspondents, wait for another message.
  const isOwn = word === 'home' || word === 'peer';
  if (isOwn && constant?.endsWith('BINDACK_TIMEOUT')) return 'BA overdue';
  return TIMERS[constant ?? word] ?? TIMERS[word] ?? 'timer';
}
