// The door of this folder: a whole IPv6 packet, its types, and octets ↔ packet.

export { decodePacket, decodePacketView } from './decode-packet.ts';
export { dissectPacket } from './dissect.ts';
export { encodePacket, encodePacketAt, MOST_PACKET_OCTETS } from './encode-packet.ts';
export type { Icmpv6Message } from './icmpv6.ts';
export { ETHERNET_OCTETS } from './ipv6.ts';
export type { FieldSpan, Layer } from './layer.ts';
export type { Malformed, Profile } from './malformed.ts';
export type { MobilityMessage } from './mobility-header.ts';
export type { MobilityOption } from './mobility-option-family.ts';
export type { NdOption } from './nd-options.ts';
export type { Packet, Payload } from './packet-types.ts';

/** Time 0 of every scenario on the wire, in seconds since 1970-01-01 UTC. */
export const EPOCH_SECONDS = 1_700_000_000;
