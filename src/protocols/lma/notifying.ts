// Update notifications of the anchor, RFC 7077 §5: sent, sent again, answered, or not understood.

import { ms } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import {
  buildNotification,
  readNotificationAnswer,
  UPDATE_REASON,
} from '#protocols/pmipv6/notification-messages.ts';
import { cacheOf } from './cache.ts';
import { ask, nameOf, note, selfOf, setSelf } from './rows.ts';
import type { BindingRow, NotificationRow, Turn } from './rows.ts';

/** RFC 7077 §7. */
const MIN_DELAY_BETWEEN_UPDATE_NOTIFICATION_REPLAY = ms(1000);
const MAX_UPDATE_NOTIFICATION_RETRANSMIT_COUNT = 1;

const timerOf = (key: string): string => `notification ${key}`;
const keyOf = (peer: Ipv6, sequence: number): string => `${peer} ${sequence}`;

/** Whether the gateway of a session can be told. */
export const canNotify = (turn: Turn, row: BindingRow): boolean =>
  turn.config.supports.includes('notification') &&
  turn.tables.peers.get(row.gateway)?.noNotification === false;

/** Tells each gateway that has a session of the node. */
export function notifyOf(turn: Turn, mnId: string, reason: number): void {
  const rows = cacheOf(turn)
    .ofNode(mnId)
    .map(([, row]) => row);
  if (rows.length === 0) note(turn, 'info', `${mnId} has no session to tell of`, 'RFC 7077 §5');
  for (const gateway of new Set(rows.map((row) => row.gateway))) {
    const here = rows.filter((row) => row.gateway === gateway);
    const [first] = here;
    if (first === undefined) continue;
    // RFC 7077 §5: with new parameters come the prefixes that the node has now.
    const prefixes =
      reason === UPDATE_REASON.updateParameters ? here.flatMap((row) => row.prefixes) : [];
    notify(turn, first, reason, prefixes);
  }
}

/** One UPN to the gateway of a session. */
export function notify(
  turn: Turn,
  row: BindingRow,
  reason: number,
  prefixes: readonly Prefix[],
): void {
  if (!canNotify(turn, row)) {
    const text = `${nameOf(turn, row.gateway)} knows no update notifications`;
    return note(turn, 'info', text, 'RFC 7077 §5.2');
  }
  // RFC 7077 §5.1: at random, then one more each time. Its advice on A is followed.
  const last = selfOf(turn).notificationSequence;
  const sequence = (last ?? Math.floor(turn.sight.random('ids') * 0x1_0000)) & 0xffff;
  setSelf(turn, { notificationSequence: (sequence + 1) & 0xffff });
  send(turn, {
    mnId: row.mnId,
    peer: row.gateway,
    sequence,
    reason,
    prefixes,
    acknowledge: reason !== UPDATE_REASON.forceReregistration,
    tries: 0,
    nextAt: 0,
  });
}

function send(turn: Turn, row: NotificationRow): void {
  const key = keyOf(row.peer, row.sequence);
  const after = MIN_DELAY_BETWEEN_UPDATE_NOTIFICATION_REPLAY;
  const next = { ...row, tries: row.tries + 1, nextAt: turn.sight.now + after };
  turn.tables.notifications.set(key, next);
  ask(turn, { do: 'arm', timer: timerOf(key), after, say: 'UPN again' });
  ask(turn, {
    do: 'send',
    packet: buildNotification({
      source: turn.config.address,
      destination: row.peer,
      sequence: row.sequence,
      reason: row.reason,
      acknowledge: row.acknowledge,
      retransmission: row.tries > 0,
      mnId: row.mnId,
      prefixes: row.prefixes,
    }),
  });
}

/** RFC 7077 §5.2: nobody has answered in time. */
export function fireNotification(turn: Turn, key: string): void {
  const row = turn.tables.notifications.get(key);
  if (row === undefined) return;
  const isSpent = row.tries > MAX_UPDATE_NOTIFICATION_RETRANSMIT_COUNT;
  if (row.acknowledge && !isSpent) return send(turn, row);
  turn.tables.notifications.delete(key);
  if (!row.acknowledge) return;
  const text = `${nameOf(turn, row.peer)} has not answered ${row.tries} UPNs`;
  note(turn, 'warning', text, 'RFC 7077 §5.2');
}

/** A UPA came. */
export function onNotificationAnswer(turn: Turn, packet: Packet): void {
  const answer = readNotificationAnswer(packet);
  if (answer === undefined) return;
  const name = nameOf(turn, answer.source);
  const key = keyOf(answer.source, answer.sequence);
  if (!turn.tables.notifications.has(key)) {
    const text = `UPA ${answer.sequence} of ${name} answers no UPN that waits`;
    return note(turn, 'silent', text, 'RFC 7077 §5.2');
  }
  turn.tables.notifications.delete(key);
  ask(turn, { do: 'disarm', timer: timerOf(key) });
  if (answer.status < 128) return;
  note(turn, 'warning', `${name} could not do it: ${answer.status}`, 'RFC 7077 §5.2');
}

/** A Binding Error: no more UPNs to that gateway. True: an answer was waited for. */
export function onNotificationError(turn: Turn, packet: Packet): boolean {
  const { notifications, peers } = turn.tables;
  const peer = peers.get(packet.src);
  const open = [...notifications.entries()].filter(([, row]) => row.peer === packet.src);
  if (peer === undefined || open.length === 0) return false;
  peers.set(packet.src, { ...peer, noNotification: true });
  for (const [key] of open) {
    notifications.delete(key);
    ask(turn, { do: 'disarm', timer: timerOf(key) });
  }
  const text = `${peer.name} knows no update notifications and is sent no more`;
  note(turn, 'warning', text, 'RFC 7077 §5.2');
  return true;
}
