// The two solicitations that a host sends of itself: for routers (ND §6.3.7) and for its own
// tentative address (RFC 4862 §5.4.2). Address resolution belongs to the stack.

import { ALL_ROUTERS, UNSPECIFIED, solicitedNodeOf } from '#wire/address.ts';
import type { Ipv6, Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';

const header = { hopLimit: 255, trafficClass: 0, flowLabel: 0 } as const;

/**
 * A Router Solicitation. Without an address of its own the host leaves its link-layer address out.
 */
export function buildRouterSolicitation(source: Ipv6 | undefined, mac: Mac): Packet {
  return {
    ...header,
    src: source ?? UNSPECIFIED,
    dst: ALL_ROUTERS,
    payload: {
      is: 'icmpv6',
      message: {
        is: 'RouterSolicitation',
        // ND §4.1: not when the source is the unspecified address.
        options: source === undefined ? [] : [{ is: 'SourceLinkLayerAddress', address: mac }],
      },
    },
  };
}

/** The Neighbor Solicitation of duplicate address detection. */
export function buildProbe(target: Ipv6): Packet {
  return {
    ...header,
    src: UNSPECIFIED,
    dst: solicitedNodeOf(target),
    payload: { is: 'icmpv6', message: { is: 'NeighborSolicitation', target, options: [] } },
  };
}
