// Interfaces of an IPv6 node and the addresses on them. A DLIF (DMM §4.1) is an interface with a
// MAC of its own over the physical one, and a point-to-point link to one mobile node.

import type { IfaceId, LinkId } from '#base/ids.ts';
import type { Ipv6, Mac } from '#wire/address.ts';

export type InterfaceKind = 'wired' | 'radio' | 'dlif' | 'tunnel';

/** One interface. Readonly data: a change is a new row. */
export interface Interface {
  readonly id: IfaceId;
  readonly kind: InterfaceKind;
  /** Link-layer address; a tunnel has none. */
  readonly mac?: Mac;
  /** The link it is plugged into; a DLIF or a tunnel has none of its own. */
  readonly link?: LinkId;
  /** DLIF: the physical interface below it. */
  readonly over?: IfaceId;
  /** DLIF: the only station that it talks to (point-to-point link). */
  readonly peer?: Mac;
  /** Tunnel: outer source and destination, RFC 2473; `greKey` as in RFC 5845. */
  readonly tunnel?: {
    readonly local: Ipv6;
    readonly remote: Ipv6;
    readonly greKey?: number;
    /**
     * Tell role `dgw` (news `tunnelSource`) of a source without a route back into this tunnel
     * (X-8).
     */
    readonly tellSources?: boolean;
  };
  /** Octets of the largest IPv6 packet. */
  readonly mtu: number;
}

/** The life of an address on an interface, RFC 4862 §5.5. */
export type AddressState = 'tentative' | 'preferred' | 'deprecated';

/** One address on one interface, key `address` in the stack's `addresses` table. */
export interface InterfaceAddress {
  readonly address: Ipv6;
  readonly iface: IfaceId;
  readonly prefixLength: number;
  readonly state: AddressState;
}
