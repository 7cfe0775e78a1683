// Interfaces of an IPv6 node and the addresses on them. A DLIF (DMM §4.1) is an interface with a
// MAC of its own over the physical one, and a point-to-point link to one mobile node.

import type { IfaceId, LinkId } from '#base/ids.ts';
import type { ReadonlyTable } from '#base/table.ts';
import { isLinkLocal, type Ipv6, type Mac } from '#wire/address.ts';
import type { Paths } from './paths.ts';

/**
 * `dlif` and `access` are point-to-point links over a radio to one station. A DLIF has a MAC and a
 * link-local address of its own; access interfaces may share both (RFC 6543 §4). `virtual` is one
 * interface over several others (VIP §3).
 */
export type InterfaceKind = 'wired' | 'radio' | 'dlif' | 'access' | 'tunnel' | 'virtual';

/** One interface. Readonly data: a change is a new row. */
export interface Interface {
  readonly id: IfaceId;
  readonly kind: InterfaceKind;
  /** Link-layer address; a tunnel has none. */
  readonly mac?: Mac;
  /** The link it is plugged into; a DLIF, an access interface or a tunnel has none of its own. */
  readonly link?: LinkId;
  /** DLIF, access: the physical interface below it. */
  readonly over?: IfaceId;
  /** DLIF, access: the only station that it talks to (point-to-point link). */
  readonly peer?: Mac;
  /** DLIF: also hears routable packets of its station to link-layer addresses that nobody has here. */
  readonly hearsAll?: true;
  /** A sub-interface: the virtual interface above it, which sends and receives through it. */
  readonly under?: IfaceId;
  /** Virtual: where its packets leave. */
  readonly paths?: Paths;
  /** Tunnel: outer source and destination, RFC 2473. */
  readonly tunnel?: {
    readonly local: Ipv6;
    readonly remote: Ipv6;
    /** GRE (RFC 5845) even without a key. */
    readonly gre?: true;
    /** GRE with this key on what this end sends. */
    readonly greKey?: number;
    /** The key on what the other end sends; absent: the same. */
    readonly greKeyIn?: number;
    /**
     * Tell role `dgw` (news `tunnelSource`) of a source without a route back into this tunnel
     * (X-8).
     */
    readonly tellSources?: boolean;
    /** Tell role `mobile` (the same news) of every source, MIP6 §11.7.2. */
    readonly tellPeers?: true;
  };
  /** Octets of the largest IPv6 packet. */
  readonly mtu: number;
  /**
   * Strong host model (RFC 1122 §3.3.4.2): it takes packets to its own addresses alone, and packets
   * with an address of it as source leave by it alone.
   */
  readonly strong?: true;
  /** The node answers on this link as a host, although it forwards (RFC 3963 §5.6). */
  readonly asHost?: true;
}

/** The life of an address on an interface, RFC 4862 §5.5. */
export type AddressState = 'tentative' | 'preferred' | 'deprecated';

/** Whether packets may be sent from an address, and end at it. */
export const isAssigned = ({ state }: Pick<InterfaceAddress, 'state'>): boolean =>
  state !== 'tentative' && state !== 'proxied';

/** One address on one interface, key `addressKey` in the stack's `addresses` table. */
export interface InterfaceAddress {
  readonly address: Ipv6;
  readonly iface: IfaceId;
  readonly prefixLength: number;
  /** `proxied`: another node's, which this one answers for (MIP6 §10.4.1). */
  readonly state: AddressState | 'proxied';
}

/**
 * The key of an address's row: the address, and the interface too where many share one link-local
 * address, as access interfaces do (RFC 4007 §11).
 */
export const addressKey = (
  row: Pick<InterfaceAddress, 'address' | 'iface'>,
  kind: InterfaceKind | undefined,
): string =>
  kind === 'access' && isLinkLocal(row.address) ? `${row.address}%${row.iface}` : row.address;

/** The row of an address: on that interface, or on any of the node. */
export function addressAt(
  addresses: ReadonlyTable<InterfaceAddress>,
  address: Ipv6,
  iface?: IfaceId,
): InterfaceAddress | undefined {
  const plain = addresses.get(address);
  if (iface === undefined || plain?.iface === iface || !isLinkLocal(address)) return plain;
  return addresses.get(`${address}%${iface}`) ?? plain;
}
