// The Neighbor Advertisement that Mobile IPv6 sends of itself: of a home agent for a home address
// (MIP6 §10.4.1), and of a mobile node that has come home (§11.5.5).

import type { Ipv6, Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';

/**
 * O is set: what was cached is replaced. R is not (MIP6 §10.4.1), but for a mobile router (RFC 3963
 * §6.2).
 */
export function buildNeighbourAdvertisement(it: {
  readonly target: Ipv6;
  readonly mac: Mac;
  readonly router: boolean;
  readonly solicited: boolean;
  readonly src: Ipv6;
  readonly dst: Ipv6;
}): Packet {
  return {
    src: it.src,
    dst: it.dst,
    hopLimit: 255,
    trafficClass: 0,
    flowLabel: 0,
    payload: {
      is: 'icmpv6',
      message: {
        is: 'NeighborAdvertisement',
        router: it.router,
        solicited: it.solicited,
        override: true,
        target: it.target,
        options: [{ is: 'TargetLinkLayerAddress', address: it.mac }],
      },
    },
  };
}
