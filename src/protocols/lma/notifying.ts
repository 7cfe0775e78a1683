// Update notifications of the anchor, RFC 7077 §5: sent, sent again, answered, or not understood.

import { ms } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { flowOption } from '#protocols/pmipv6/flow-options.ts';
import type { FlowOption } from '#protocols/pmipv6/flow-options.ts';
import { offLinkOption } from '#protocols/pmipv6/multihoming.ts';
import {
  buildNotification,
  readNotificationAnswer,
  UPDATE_REASON,
} from '#protocols/pmipv6/notification-messages.ts';
import { cacheOf } from './cache.ts';
import { ask, nameOf, note, selfOf, setSelf } from './rows.ts';
import type { BindingRow, FlowEntryRow, NotificationRow, Turn } from './rows.ts';

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
  besides: Pick<NotificationRow, 'offLink' | 'fids'> = {},
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
    ...besides,
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
      extensions: [...(row.offLink ?? []).map(offLinkOption), ...flowsOf(turn, row)],
    }),
  });
}

/** RFC 7864 §3.3: the flows that a gateway is told of. */
const flowsOf = (turn: Turn, { mnId, fids = [] }: NotificationRow): readonly MobilityOption[] =>
  fids.flatMap((fid) => {
    const row = turn.tables.flows.get(`${mnId} ${fid}`);
    return row === undefined ? [] : flowOption(asOption(row));
  });

/** An entry as an option has it. */
export const asOption = ({ fid, priority, selector, bids }: FlowEntryRow): FlowOption => ({
  fid,
  priority,
  status: 0,
  selector,
  bids,
  action: undefined,
  target: undefined,
});

/** What a gateway was being told of a node is out of date. */
export function cancelNotification(turn: Turn, peer: Ipv6, mnId: string): void {
  const open = [...turn.tables.notifications.entries()].filter(
    ([, row]) =>
      row.peer === peer && row.mnId === mnId && row.reason === UPDATE_REASON.flowMobility,
  );
  for (const [key] of open) {
    turn.tables.notifications.delete(key);
    ask(turn, { do: 'disarm', timer: timerOf(key) });
  }
}

/** Hears how a notification ended; undefined: nobody has answered. */
export type Ended = (turn: Turn, row: NotificationRow, status: number | undefined) => void;

/** RFC 7077 §5.2: nobody has answered in time. */
export function fireNotification(turn: Turn, key: string, ended: Ended): void {
  const row = turn.tables.notifications.get(key);
  if (row === undefined) return;
  const isSpent = row.tries > MAX_UPDATE_NOTIFICATION_RETRANSMIT_COUNT;
  if (row.acknowledge && !isSpent) return send(turn, row);
  turn.tables.notifications.delete(key);
  if (!row.acknowledge) return;
  const text = `${nameOf(turn, row.peer)} has not answered ${row.tries} UPNs`;
  note(turn, 'warning', text, 'RFC 7077 §5.2');
  ended(turn, row, undefined);
}

/** A UPA came. */
export function onNotificationAnswer(turn: Turn, packet: Packet, ended: Ended): void {
  const answer = readNotificationAnswer(packet);
  if (answer === undefined) return;
  const name = nameOf(turn, answer.source);
  const key = keyOf(answer.source, answer.sequence);
  const row = turn.tables.notifications.get(key);
  if (row === undefined) {
    const text = `UPA ${answer.sequence} of ${name} answers no UPN that waits`;
    return note(turn, 'silent', text, 'RFC 7077 §5.2');
  }
  turn.tables.notifications.delete(key);
  ask(turn, { do: 'disarm', timer: timerOf(key) });
  if (answer.status >= 128) {
    note(turn, 'warning', `${name} could not do it: ${answer.status}`, 'RFC 7077 §5.2');
  }
  ended(turn, row, answer.status);
}

/** A Binding Error: no more UPNs to that gateway. True: an answer was waited for. */
export function onNotificationError(turn: Turn, packet: Packet, ended: Ended): boolean {
  const { notifications, peers } = turn.tables;
  const peer = peers.get(packet.src);
  const open = [...notifications.entries()].filter(([, row]) => row.peer === packet.src);
  if (peer === undefined || open.length === 0) return false;
  peers.set(packet.src, { ...peer, noNotification: true });
  for (const [key, row] of open) {
    notifications.delete(key);
    ask(turn, { do: 'disarm', timer: timerOf(key) });
    ended(turn, row, undefined);
  }
  const text = `${peer.name} knows no update notifications and is sent no more`;
  note(turn, 'warning', text, 'RFC 7077 §5.2');
  return true;
}
