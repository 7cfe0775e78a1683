// An anchor tells that something of a session has changed, RFC 7077 §6: what a UPN asks for, and
// the UPA that says whether it was done.

import type { Packet } from '#wire/packet.ts';
import {
  buildNotificationAnswer,
  readNotification,
  UPDATE_REASON,
  UPDATE_STATUS,
} from '#protocols/pmipv6/notification-messages.ts';
import type { Notification } from '#protocols/pmipv6/notification-messages.ts';
import { readFlows } from '#protocols/pmipv6/flow-options.ts';
import { readOffLink } from '#protocols/pmipv6/multihoming.ts';
import { ALL_ZERO, optionsOf } from '#protocols/pmipv6/options.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import { multihoming, tellFlows, tellForeign } from './foreign.ts';
import { routeNode } from './link.ts';
import { ask, ignore, nameOf, warn } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { serve } from './service.ts';
import { stepUpdate, updatesOf } from './updates.ts';

/** Notifications that are known again when they are repeated. */
const REMEMBERED = 32;

/** An Update Notification came. */
export function onNotification(turn: Turn, packet: Packet): void {
  const request = readNotification(packet);
  if (request === undefined) return undefined;
  if (!turn.config.supports.includes('notification')) return ask(turn, ...refuseType(packet));
  const { source, sequence } = request;
  if (turn.config.peers[source] === undefined) {
    return ignore(turn, `UPN of ${source}, which is no anchor here`, 'RFC 7077 §6.1');
  }
  const key = `${source} ${sequence}`;
  const before = turn.tables.notifications.get(key);
  const isRepeated = before !== undefined && before.mnId === request.mnId;
  // RFC 7077 §6.1: a repeated one is no new request. Without A nobody hears, so it is done again.
  if (isRepeated) ignore(turn, `UPN ${sequence} has been here before`, 'RFC 7077 §6.1');
  const status = isRepeated && request.acknowledge ? before.status : obey(turn, request);
  remember(turn, key, request, status);
  if (request.acknowledge) {
    return ask(turn, { do: 'send', packet: buildNotificationAnswer(request, status) });
  }
  if (status < 128) return undefined;
  const name = nameOf(turn, source);
  return warn(turn, `UPN ${sequence} of ${name} could not be obeyed`, 'RFC 7077 §6.1');
}

function remember(turn: Turn, key: string, request: Notification, status: number): void {
  const { notifications } = turn.tables;
  const { source: lma, sequence, reason, mnId = '' } = request;
  notifications.delete(key);
  notifications.set(key, { lma, sequence, reason, mnId, status, at: turn.sight.now });
  const [oldest] = notifications.keys();
  if (notifications.size > REMEMBERED && oldest !== undefined) notifications.delete(oldest);
}

/** Does what is asked; gives the status. */
function obey(turn: Turn, request: Notification): number {
  const { mnId, source, reason } = request;
  const rows = updatesOf(turn, mnId ?? '').filter(
    ([, row]) => row.lma === source && turn.tables.links.has(row.iface),
  );
  if (rows.length === 0) return UPDATE_STATUS.nodeNotAttached;
  switch (reason) {
    case UPDATE_REASON.forceReregistration:
      for (const [key] of rows) stepUpdate(turn, key, { type: 'RENEW' });
      return UPDATE_STATUS.success;
    case UPDATE_REASON.updateParameters:
      return update(turn, rows, request);
    case UPDATE_REASON.flowMobility:
      return moveFlows(turn, rows, request);
    case VENDOR_SPECIFIC:
      return UPDATE_STATUS.missingVendorOption;
    default:
      // RFC 7077 §6.1: reasons of other documents are not known here.
      return UPDATE_STATUS.failed;
  }
}

/** RFC 7077 §4.1. */
const VENDOR_SPECIFIC = 3;

/**
 * RFC 7864 §3.2.2 and §4.2: the prefixes that are not on the link, as a whole; those that are not
 * named go. Choice: where the node has several links here, its first one gets them.
 */
function moveFlows(
  turn: Turn,
  rows: readonly (readonly [string, UpdateRow])[],
  { options, mnId = '' }: Notification,
): number {
  const [first] = rows;
  if (multihoming(turn) === 'off' || first === undefined) return UPDATE_STATUS.failed;
  if (first[1].tunnel === undefined) return UPDATE_STATUS.nodeNotAttached;
  if (optionsOf(options, 'HomeNetworkPrefix').length === 0) return UPDATE_STATUS.unspecified;
  tellForeign(turn, first[0], readOffLink(options), 'UPN');
  // RFC 7864 §3.3: they say all there is, where they tell of flows at all.
  if (turn.sight.knob('flowDetail') === 'fmi') tellFlows(turn, mnId, readFlows(options));
  routeNode(turn, mnId);
  return UPDATE_STATUS.success;
}

/** The prefixes of a session as they are from now on. Choice: nothing else can be changed here. */
function update(
  turn: Turn,
  rows: readonly (readonly [string, UpdateRow])[],
  { prefixes }: Notification,
): number {
  const listed = prefixes.filter((one) => one !== ALL_ZERO);
  const found = rows.find(([, row]) => row.prefixes.some((one) => listed.includes(one)));
  const [key, row] = found ?? (rows.length === 1 ? rows[0] : undefined) ?? [];
  if (key === undefined || row?.tunnel === undefined || listed.length === 0) {
    return UPDATE_STATUS.failed;
  }
  turn.tables.updates.set(key, { ...row, prefixes: listed });
  serve(turn, key, row);
  return UPDATE_STATUS.success;
}
