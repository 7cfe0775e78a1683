// Update Notification and its Acknowledgement, RFC 7077 §4: built and read. What follows from a
// reason is the business of anchor and gateway.

import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { mobility } from './messages.ts';
import { readProxyOptions, writeProxyOptions } from './options.ts';

/** Mobility Header types. */
export const UPDATE_NOTIFICATION = 19;
export const UPDATE_NOTIFICATION_ACKNOWLEDGEMENT = 20;

/** Why, RFC 7077 §4.1. */
export const UPDATE_REASON = {
  forceReregistration: 1,
  updateParameters: 2,
  /** RFC 7864 §4.2. */
  flowMobility: 8,
} as const;

/** The outcome, RFC 7077 §4.2 and RFC 7864. From 128 on: failed. */
export const UPDATE_STATUS = {
  success: 0,
  failed: 128,
  missingVendorOption: 129,
  unspecified: 131,
  nodeNotAttached: 132,
} as const;

/** What a UPN says. */
export interface Notification {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly sequence: number;
  readonly reason: number;
  /** A: a UPA is wanted. */
  readonly acknowledge: boolean;
  /** D: sent before. */
  readonly retransmission: boolean;
  readonly mnId: string | undefined;
  readonly prefixes: readonly Prefix[];
  readonly options: readonly MobilityOption[];
}

/** What a UPA says. */
export interface NotificationAnswer {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly sequence: number;
  readonly status: number;
  readonly mnId: string | undefined;
  readonly prefixes: readonly Prefix[];
}

const identity = (mnId: string | undefined, prefixes: readonly Prefix[]) =>
  writeProxyOptions({
    mnId,
    prefixes,
    handoff: undefined,
    accessTechnology: undefined,
    timestamp: undefined,
    linkLayerId: undefined,
    linkLocal: undefined,
    alternateCareOf: undefined,
  });

/** What a UPN is made of; `extensions` follow the prefixes of the session. */
export interface NotificationParts extends Omit<Notification, 'options'> {
  readonly extensions?: readonly MobilityOption[];
}

/** RFC 7077 §5.1: with the Mobile Node Identifier, and what has changed. */
export function buildNotification(parts: NotificationParts): Packet {
  const message: MobilityMessage = {
    is: 'UpdateNotification',
    sequence: parts.sequence,
    reason: parts.reason,
    acknowledge: parts.acknowledge,
    retransmission: parts.retransmission,
    options: [...identity(parts.mnId, parts.prefixes), ...(parts.extensions ?? [])],
  };
  return mobility(parts.source, parts.destination, message);
}

/** The UPN in a packet, or undefined when it has none. */
export function readNotification(packet: Packet): Notification | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'UpdateNotification') return undefined;
  const { sequence, reason, acknowledge, retransmission, options } = message;
  const { mnId, prefixes } = readProxyOptions(options);
  const { src: source, dst: destination } = packet;
  const head = { source, destination, sequence, reason, acknowledge, retransmission };
  return { ...head, mnId, prefixes, options };
}

/** RFC 7077 §6.2: sequence number and identity of the UPN come back. */
export function buildNotificationAnswer(request: Notification, status: number): Packet {
  // RFC 7864 §4.3: with success come the prefixes that the UPN named.
  const named = request.options.filter(
    (option) => request.reason === UPDATE_REASON.flowMobility && option.is === 'HomeNetworkPrefix',
  );
  const message: MobilityMessage = {
    is: 'UpdateNotificationAcknowledgement',
    sequence: request.sequence,
    status,
    options: [...identity(request.mnId, []), ...(status === UPDATE_STATUS.success ? named : [])],
  };
  return mobility(request.destination, request.source, message);
}

/** The UPA in a packet, or undefined when it has none. */
export function readNotificationAnswer(packet: Packet): NotificationAnswer | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'UpdateNotificationAcknowledgement') return undefined;
  const { sequence, status, options } = message;
  const { mnId, prefixes } = readProxyOptions(options);
  return { source: packet.src, destination: packet.dst, sequence, status, mnId, prefixes };
}
