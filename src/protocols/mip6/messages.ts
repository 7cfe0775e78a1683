// Binding Update and Acknowledgement as mobile nodes, home agents and correspondents say them (MIP6
// §6.1.7, §6.1.8; RFC 3963 §4): built, and read as facts. Those of proxies are in ../pmipv6.

import type { Ipv6, Prefix } from '#wire/address.ts';
import { prefixAddress, prefixLength, toPrefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { mobility } from '#protocols/pmipv6/messages.ts';

/** Status codes that these nodes send, MIP6 §6.1.8 and RFC 3963 §4.2. */
export const STATUS = {
  accepted: 0,
  homeRegistrationNotSupported: 131,
  notHomeSubnet: 132,
  notHomeAgent: 133,
  duplicateAddress: 134,
  sequenceOutOfWindow: 135,
  expiredHomeNonce: 136,
  expiredCareOfNonce: 137,
  expiredNonces: 138,
  registrationTypeChange: 139,
  mobileRouterNotPermitted: 140,
  invalidPrefix: 141,
  notAuthorizedForPrefix: 142,
  forwardingSetupFailed: 143,
} as const;

/** Below it, an acknowledgement accepts. */
export const FIRST_REFUSAL = 128;

/** The nonces that tokens were made from, MIP6 §6.2.6. */
export interface Nonces {
  readonly home: number;
  readonly careOf: number;
}

/** What a Binding Update says. */
export interface UpdateHead {
  readonly homeAddress: Ipv6;
  readonly careOfAddress: Ipv6;
  readonly sequence: number;
  /** Units of 4 s; 0 ends the binding. */
  readonly lifetime: number;
  readonly acknowledge: boolean;
  readonly homeRegistration: boolean;
  /** RFC 3963 §4.1. */
  readonly mobileRouter: boolean;
}

/** A Binding Update as its receiver reads it. */
export interface Update extends UpdateHead {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  /** RFC 3963 §4.3: the prefixes of the explicit mode. */
  readonly networks: readonly Prefix[];
  readonly nonces: Nonces | undefined;
  readonly authenticator: Uint8Array | undefined;
  /** The authenticator is the last option (MIP6 §6.2.7). */
  readonly isSealed: boolean;
}

/** A Binding Update from a place, with these options. */
export function buildUpdate(
  head: UpdateHead,
  ends: { readonly source: Ipv6; readonly destination: Ipv6 },
  options: readonly MobilityOption[],
): Packet {
  const message: MobilityMessage = {
    is: 'BindingUpdate',
    sequence: head.sequence,
    acknowledge: head.acknowledge,
    homeRegistration: head.homeRegistration,
    linkLocalCompatibility: false,
    keyManagement: false,
    mapRegistration: false,
    mobileRouter: head.mobileRouter,
    proxyRegistration: false,
    forceUdp: false,
    tlvHeader: false,
    bulk: false,
    multicast: false,
    distributed: false,
    lifetime: head.lifetime,
    options,
  };
  const packet = mobility(ends.source, ends.destination, message);
  // MIP6 §11.7.1: the home address stands in an option, unless it is the source.
  return ends.source === head.homeAddress ? packet : { ...packet, homeAddress: head.homeAddress };
}

/** RFC 3963 §4.3. */
export const networkOption = (network: Prefix): MobilityOption => ({
  is: 'MobileNetworkPrefix',
  prefixLength: prefixLength(network),
  prefix: prefixAddress(network),
});

/** The update in a packet; undefined when it has none, or a proxy's. */
export function readUpdate(packet: Packet): Update | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingUpdate' || message.proxyRegistration) return undefined;
  const { sequence, lifetime, acknowledge, homeRegistration, mobileRouter, options } = message;
  const homeAddress = packet.homeAddress ?? packet.src;
  // MIP6 §9.5.1: the option before the source.
  const alternate = options.find((option) => option.is === 'AlternateCareOfAddress');
  const nonces = options.find((option) => option.is === 'NonceIndices');
  return {
    source: packet.src,
    destination: packet.dst,
    homeAddress,
    careOfAddress: alternate?.address ?? packet.src,
    sequence,
    lifetime,
    acknowledge,
    homeRegistration,
    mobileRouter,
    networks: options
      .filter((option) => option.is === 'MobileNetworkPrefix')
      .map((option) => toPrefix(option.prefix, option.prefixLength)),
    nonces: nonces && { home: nonces.homeNonceIndex, careOf: nonces.careOfNonceIndex },
    authenticator: options.find((option) => option.is === 'BindingAuthorizationData')
      ?.authenticator,
    isSealed: options.at(-1)?.is === 'BindingAuthorizationData',
  };
}

/** What an acknowledgement says. */
export interface Answer {
  readonly status: number;
  /** The update's, or the last accepted one with status 135 (MIP6 §9.5.1). */
  readonly sequence: number;
  /** Granted units of 4 s. */
  readonly lifetime: number;
  readonly mobileRouter: boolean;
}

/** MIP6 §9.5.4: to where the update came from, by a routing header when that is no home address. */
export function buildAcknowledgement(
  { source, destination, homeAddress }: Pick<Update, 'source' | 'destination' | 'homeAddress'>,
  answer: Answer,
  options: readonly MobilityOption[] = [],
): Packet {
  const message: MobilityMessage = {
    is: 'BindingAcknowledgement',
    status: answer.status,
    keyManagement: false,
    mobileRouter: answer.mobileRouter,
    proxyRegistration: false,
    tlvHeader: false,
    bulk: false,
    multicast: false,
    distributed: false,
    sequence: answer.sequence,
    lifetime: answer.lifetime,
    options,
  };
  const packet = mobility(destination, source, message);
  return source === homeAddress ? packet : { ...packet, routeTo: homeAddress };
}

/** An acknowledgement as a mobile node reads it. */
export interface Acknowledgement extends Answer {
  readonly source: Ipv6;
  readonly authenticator: Uint8Array | undefined;
}

/** The acknowledgement in a packet; undefined when it has none, or a proxy's. */
export function readAcknowledgement(packet: Packet): Acknowledgement | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingAcknowledgement' || message.proxyRegistration) return undefined;
  const { status, sequence, lifetime, mobileRouter, options } = message;
  const last = options.at(-1);
  return {
    source: packet.src,
    status,
    sequence,
    lifetime,
    mobileRouter,
    authenticator: last?.is === 'BindingAuthorizationData' ? last.authenticator : undefined,
  };
}

const SEQUENCES = 0x1_0000;

/** MIP6 §9.5.1: whether a number is greater than the last one, modulo 65,536. */
export function isNewer(sequence: number, last: number): boolean {
  const ahead = (sequence - last + SEQUENCES) % SEQUENCES;
  return ahead > 0 && ahead < SEQUENCES / 2;
}

/** The number that follows. */
export const nextSequence = (sequence: number): number => (sequence + 1) % SEQUENCES;
