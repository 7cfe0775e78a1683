// What a packet is as a record. Types only; octets ↔ record is in packet.ts.

import type { Ipv6 } from './address.ts';
import type { Icmpv6Message } from './icmpv6.ts';
import type { MobilityMessage } from './mobility-header.ts';

/** An IPv6 packet with its extension headers resolved. */
export interface Packet {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  readonly hopLimit: number;
  readonly trafficClass: number;
  readonly flowLabel: number;
  /** Of the Home Address destination option (MIP6 §6.3). */
  readonly homeAddress?: Ipv6;
  /** The home address of the type 2 routing header (MIP6 §6.4). */
  readonly routeTo?: Ipv6;
  /** The extension headers, when they are other than the two fields above would be written as. */
  readonly extensions?: readonly Extension[];
  readonly payload: Payload;
}

/** An extension header as it came. */
export interface Extension {
  /** Its number. */
  readonly header: number;
  /** Its octets behind the first, which is the number of what follows. */
  readonly data: Uint8Array;
}

/** What a packet carries. */
export type Payload =
  | { readonly is: 'icmpv6'; readonly message: Icmpv6Message }
  | { readonly is: 'mobility'; readonly message: MobilityMessage }
  | {
      readonly is: 'udp';
      readonly sourcePort: number;
      readonly destinationPort: number;
      readonly data: Uint8Array;
    }
  /** IPv6 in IPv6 (RFC 2473). */
  | { readonly is: 'ipv6'; readonly packet: Packet }
  /** IPv6 in GRE in IPv6 (RFC 5845). */
  | {
      readonly is: 'gre';
      readonly key?: number;
      readonly protocol: number;
      readonly packet: Packet;
    }
  /** A part of a packet (RFC 8200 §4.5); `nextHeader` is that of the whole. */
  | {
      readonly is: 'fragment';
      readonly nextHeader: number;
      /** Of the part in the whole, in units of 8 octets. */
      readonly fragmentOffset: number;
      readonly moreFragments: boolean;
      readonly identification: number;
      readonly data: Uint8Array;
    }
  /** Anything else. */
  | { readonly is: 'raw'; readonly nextHeader: number; readonly data: Uint8Array };
