// Builds and reads the Proxy Binding Update and Acknowledgement of RFC 5213 §8.1 and §8.2, and
// converts lifetimes. What a receiver thinks of them is in checks.ts; the D flag's options are in
// ../dmm.

import type { Micros } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityMessage, MobilityOption, Packet } from '#wire/packet.ts';
import { readExtensions } from './extensions.ts';
import { ALL_ZERO, readProxyOptions, toTicks, writeProxyOptions } from './options.ts';
import type { ProxyOptions, Ticks } from './options.ts';

type BindingUpdate = Extract<MobilityMessage, { readonly is: 'BindingUpdate' }>;
type BindingAcknowledgement = Extract<MobilityMessage, { readonly is: 'BindingAcknowledgement' }>;

/** Handoff Indicator, PMIP §8.4. */
export const HANDOFF = {
  newInterface: 1,
  betweenInterfaces: 2,
  betweenGateways: 3,
  unknown: 4,
  noChange: 5,
  /** RFC 7864 §3.2.1. */
  sharedPrefixes: 6,
} as const;

/** Lifetimes on the wire count units of 4 s, MIP6 §6.1.7. */
const LIFETIME_UNIT = 4_000_000;
/** The lifetime that gateways ask for and grant at most: 300 s (decision R-12). */
export const BINDING_LIFETIME = 75;

/** Units of 4 s, rounded down, at least one unless zero is meant (decision C-13). */
export const toUnits = (lifetime: Micros): number =>
  lifetime <= 0 ? 0 : Math.min(65_535, Math.max(1, Math.floor(lifetime / LIFETIME_UNIT)));
export const fromUnits = (units: number): Micros => units * LIFETIME_UNIT;

/** A PBU as its receiver reads it. */
export interface ProxyUpdate extends ProxyOptions {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly sequence: number;
  /** Units of 4 s; 0 de-registers. */
  readonly lifetime: number;
  readonly acknowledge: boolean;
  readonly distributed: boolean;
  readonly options: readonly MobilityOption[];
}

/** A PBA as its receiver reads it. */
export interface ProxyAcknowledgement extends ProxyOptions {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly status: number;
  readonly sequence: number;
  readonly lifetime: number;
  readonly distributed: boolean;
  readonly options: readonly MobilityOption[];
}

/** What a PBU is made of; `extensions` follow the options of RFC 5213. */
export interface UpdateParts {
  readonly source: Ipv6;
  readonly destination: Ipv6;
  readonly sequence: number;
  readonly lifetime: number;
  readonly distributed: boolean;
  readonly mnId: string;
  readonly prefixes: readonly Prefix[];
  readonly handoff: number;
  readonly accessTechnology: number;
  readonly linkLayerId: string | undefined;
  /** The Timestamp option is the sender's clock. */
  readonly now: Micros;
  readonly extensions?: readonly MobilityOption[];
}

/** A mobility message in a packet. */
export const mobility = (source: Ipv6, destination: Ipv6, message: MobilityMessage): Packet => ({
  src: source,
  dst: destination,
  hopLimit: 64,
  trafficClass: 0,
  flowLabel: 0,
  payload: { is: 'mobility', message },
});

/** PMIP §6.9.1.5: source is the Proxy-CoA, flags A and P, no Home Address option. */
export function buildProxyUpdate(parts: UpdateParts): Packet {
  const options = writeProxyOptions({
    mnId: parts.mnId,
    // PMIP §6.9.1.1: exactly one empty prefix asks the anchor to choose.
    prefixes: parts.prefixes.length === 0 ? [ALL_ZERO] : parts.prefixes,
    handoff: parts.handoff,
    accessTechnology: parts.accessTechnology,
    timestamp: toTicks(parts.now),
    linkLayerId: parts.linkLayerId,
    linkLocal: undefined,
    alternateCareOf: undefined,
  });
  return buildUpdate(parts, [...options, ...(parts.extensions ?? [])]);
}

/** What a PBU says beside its options. */
export type UpdateHead = Pick<
  UpdateParts,
  'source' | 'destination' | 'sequence' | 'lifetime' | 'distributed'
>;

/** A PBU with these very options, whatever PMIP §8.1 demands of them. */
export function buildUpdate(head: UpdateHead, options: readonly MobilityOption[]): Packet {
  const message: BindingUpdate = {
    is: 'BindingUpdate',
    sequence: head.sequence,
    acknowledge: true,
    homeRegistration: false,
    linkLocalCompatibility: false,
    keyManagement: false,
    mapRegistration: false,
    mobileRouter: false,
    proxyRegistration: true,
    forceUdp: false,
    tlvHeader: false,
    bulk: false,
    multicast: false,
    distributed: head.distributed,
    lifetime: head.lifetime,
    options,
  };
  return mobility(head.source, head.destination, message);
}

/** The PBU in a packet, or undefined when it has none. */
export function readProxyUpdate(packet: Packet): ProxyUpdate | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingUpdate' || !message.proxyRegistration) return undefined;
  return {
    source: packet.src,
    destination: packet.dst,
    sequence: message.sequence,
    lifetime: message.lifetime,
    acknowledge: message.acknowledge,
    distributed: message.distributed,
    options: message.options,
    ...readProxyOptions(message.options),
  };
}

/** How an update is answered. */
export interface Answer {
  readonly status: number;
  /** Granted units of 4 s; 0 when refused. */
  readonly lifetime: number;
  readonly distributed: boolean;
  /** Prefixes of the session, when accepted. */
  readonly prefixes: readonly Prefix[];
  /** The answer's own clock instead of the echo: PMIP §5.5 on status 156 and 157. */
  readonly clock?: Ticks;
  /** The link-local address of the session, instead of the echo: PMIP §5.3.6. */
  readonly linkLocal?: Ipv6 | undefined;
  /** The last accepted sequence number, instead of the echo: MIP6 §9.5.1 on status 135. */
  readonly sequence?: number;
  readonly extensions?: readonly MobilityOption[];
}

/** PMIP §5.3.6: the options of the request come back; what was missing comes as zero. */
export function buildProxyAcknowledgement(request: ProxyUpdate, answer: Answer): Packet {
  const refused = answer.status >= 128;
  // RFC 5844 §3.1.2.6: who asks for an IPv4 home address alone gets no prefix option.
  const isBare = request.prefixes.length === 0 && readExtensions(request.options).ipv4.length === 0;
  const asked = isBare ? [ALL_ZERO] : request.prefixes;
  const options = writeProxyOptions({
    mnId: request.mnId ?? '',
    prefixes: refused ? asked : answer.prefixes,
    handoff: request.handoff ?? 0,
    accessTechnology: request.accessTechnology ?? 0,
    timestamp: request.timestamp === undefined ? undefined : (answer.clock ?? request.timestamp),
    linkLayerId: request.linkLayerId,
    linkLocal: request.linkLocal && (answer.linkLocal ?? request.linkLocal),
    alternateCareOf: undefined,
  });
  const message: BindingAcknowledgement = {
    is: 'BindingAcknowledgement',
    status: answer.status,
    keyManagement: false,
    mobileRouter: false,
    proxyRegistration: true,
    tlvHeader: false,
    bulk: false,
    multicast: false,
    distributed: answer.distributed,
    sequence: answer.sequence ?? request.sequence,
    lifetime: answer.lifetime,
    options: [...options, ...(answer.extensions ?? [])],
  };
  return mobility(request.destination, request.source, message);
}

/** The PBA in a packet, or undefined when it has none. */
export function readProxyAcknowledgement(packet: Packet): ProxyAcknowledgement | undefined {
  if (packet.payload.is !== 'mobility') return undefined;
  const { message } = packet.payload;
  if (message.is !== 'BindingAcknowledgement' || !message.proxyRegistration) return undefined;
  return {
    source: packet.src,
    destination: packet.dst,
    status: message.status,
    sequence: message.sequence,
    lifetime: message.lifetime,
    distributed: message.distributed,
    options: message.options,
    ...readProxyOptions(message.options),
  };
}
