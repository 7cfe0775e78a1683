// Binding Revocation Indication and Acknowledgement, RFC 5846 §5: built and read. What is revoked,
// and who may, is the business of anchor and gateway.

import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { ipv4Request, readExtensions } from './extensions.ts';
import type { Ipv4Wish } from './extensions.ts';
import { mobility } from './messages.ts';
import { muhoOptions, readMuho } from './multihoming.ts';
import { readProxyOptions, writeProxyOptions } from './options.ts';

/** Mobility Header type of both. */
export const BINDING_REVOCATION = 16;

/** Why, RFC 5846 §5.1. From 128 on: global, with the G bit. */
export const TRIGGER = {
  unspecified: 0,
  administrative: 1,
  handoverSameAccess: 2,
  handoverOtherAccess: 3,
  handoverUnknown: 4,
  userTerminated: 5,
  networkTerminated: 6,
  outOfSync: 7,
  perPeer: 128,
  nodePolicy: 129,
} as const;

/** The outcome, RFC 5846 §5.2. From 128 on: refused. */
export const REVOCATION_STATUS = {
  success: 0,
  partial: 1,
  noBinding: 128,
  ipv4AddressRequired: 129,
  globalNotAuthorized: 130,
  identityRequired: 131,
  nodeAttached: 132,
  triggerNotSupported: 133,
  functionNotSupported: 134,
  proxyNotSupported: 135,
} as const;

interface RevocationFlags {
  readonly proxy: boolean;
  readonly ipv4Only: boolean;
  readonly global: boolean;
}

/** What a BRI says. */
export interface Indication extends RevocationFlags {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly trigger: number;
  readonly sequence: number;
  /** A node, a realm as `@example.net`, or the identity of a gateway. */
  readonly mnId: string | undefined;
  readonly prefixes: readonly Prefix[];
  readonly ipv4: Ipv4Wish | undefined;
  readonly alternateCareOf: Ipv6 | undefined;
  /** B-3: MuHo options, where revocation tells of prefixes as the draft has it. */
  readonly muho?: readonly Prefix[] | undefined;
}

/** What a BRA says. */
export interface RevocationAnswer extends RevocationFlags {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly status: number;
  readonly sequence: number;
  readonly mnId: string | undefined;
  readonly prefixes: readonly Prefix[];
}

const NONE = {
  handoff: undefined,
  accessTechnology: undefined,
  timestamp: undefined,
  linkLayerId: undefined,
  linkLocal: undefined,
  alternateCareOf: undefined,
} as const;

/** RFC 5846 §6.1.1. */
export function buildIndication(parts: Indication): Packet {
  const { mnId, prefixes, ipv4, alternateCareOf } = parts;
  const options: readonly MobilityOption[] = [
    ...writeProxyOptions({ ...NONE, mnId, prefixes, alternateCareOf }),
    ...(ipv4 === undefined ? [] : [ipv4Request(ipv4)]),
    ...(parts.muho === undefined ? [] : muhoOptions(parts.muho)),
  ];
  const message: MobilityMessage = {
    is: 'BindingRevocationIndication',
    trigger: parts.trigger,
    sequence: parts.sequence,
    proxy: parts.proxy,
    ipv4Only: parts.ipv4Only,
    global: parts.global,
    options,
  };
  return mobility(parts.source, parts.destination, message);
}

/** The BRI in a packet, or undefined when it has none. */
export function readIndication(packet: Packet): Indication | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingRevocationIndication') return undefined;
  const { trigger, sequence, proxy, ipv4Only, global } = message;
  const { mnId, prefixes, alternateCareOf } = readProxyOptions(message.options);
  return {
    source: packet.src,
    destination: packet.dst,
    trigger,
    sequence,
    proxy,
    ipv4Only,
    global,
    mnId,
    prefixes,
    ipv4: readExtensions(message.options).ipv4[0],
    alternateCareOf,
    muho: readMuho(message.options),
  };
}

/** What a BRA adds to what it answers. */
export interface RevocationOutcome {
  readonly status: number;
  /** Bindings that could not be revoked; empty with success. */
  readonly mnId?: string;
  readonly prefixes?: readonly Prefix[];
}

/** RFC 5846 §6.1.2: sequence number and bits of the BRI come back. */
export function buildRevocationAnswer(request: Indication, outcome: RevocationOutcome): Packet {
  const message: MobilityMessage = {
    is: 'BindingRevocationAcknowledgement',
    status: outcome.status,
    sequence: request.sequence,
    proxy: request.proxy,
    ipv4Only: request.ipv4Only,
    global: request.global,
    options: writeProxyOptions({
      ...NONE,
      mnId: outcome.mnId,
      prefixes: outcome.prefixes ?? [],
    }),
  };
  return mobility(request.destination, request.source, message);
}

/** The BRA in a packet, or undefined when it has none. */
export function readRevocationAnswer(packet: Packet): RevocationAnswer | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingRevocationAcknowledgement') return undefined;
  const { status, sequence, proxy, ipv4Only, global } = message;
  const { mnId, prefixes } = readProxyOptions(message.options);
  return {
    source: packet.src,
    destination: packet.dst,
    status,
    sequence,
    proxy,
    ipv4Only,
    global,
    mnId,
    prefixes,
  };
}
