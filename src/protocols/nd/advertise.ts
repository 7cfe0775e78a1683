// Builds Router Advertisements: what a gateway says of one of its interfaces (RFC 4861 §4.2) with
// prefixes (§4.6.2) and more-specific routes (RFC 4191 §2.3). When to send one is the caller's
// choice.

import { assert } from '#base/assert.ts';
import { ALL_NODES, prefixAddress, prefixLength } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';

/** Default Router Preference and Route Preference, RFC 4191 §2.1. */
export type Preference = 'high' | 'medium' | 'low';

/** ND §6.2.1: AdvValidLifetime, AdvPreferredLifetime and AdvDefaultLifetime, in seconds. */
const ADV_VALID_LIFETIME = 2_592_000;
const ADV_PREFERRED_LIFETIME = 604_800;
export const ADV_DEFAULT_LIFETIME = 1_800;
/** All ones: a lifetime in seconds that never ends. */
export const INFINITE_LIFETIME = 0xffffffff;

/** A prefix to be used for autoconfiguration, with its lifetimes in seconds. */
export interface AdvertisedPrefix {
  readonly prefix: Prefix;
  readonly valid: number;
  /** 0 deprecates the addresses of the prefix, RFC 4862 §5.5.4. */
  readonly preferred: number;
  /** Neighbours of the prefix are reached without the router; default true. */
  readonly onLink?: boolean;
}

/** A route through the advertising router; lifetime in seconds, 0 withdraws it. */
export interface AdvertisedRoute {
  readonly prefix: Prefix;
  readonly lifetime: number;
  readonly preference: Preference;
}

/** What an interface advertises. */
export interface Advertisement {
  /** Link-local address of the interface; hosts know the router by it. */
  readonly source: Ipv6;
  /** Link-layer address of the interface. */
  readonly mac: Mac;
  readonly prefixes: readonly AdvertisedPrefix[];
  readonly routes: readonly AdvertisedRoute[];
  readonly preference: Preference;
  /** Seconds; 0: not a default router. */
  readonly routerLifetime: number;
  readonly mtu?: number;
  /** MIF §4.1: hosts are asked to be weak. */
  readonly weakHost?: boolean;
  /** MIP6 §7.1: the router is a home agent on this link; default false. */
  readonly homeAgent?: boolean;
}

/** A prefix with the default lifetimes of ND §6.2.1. */
export const freshPrefix = (prefix: Prefix): AdvertisedPrefix => ({
  prefix,
  valid: ADV_VALID_LIFETIME,
  preferred: ADV_PREFERRED_LIFETIME,
});

/** The two bits of a preference on the wire, RFC 4191 §2.1. */
const preferenceBits = (preference: Preference): number =>
  ({ high: 0b01, medium: 0b00, low: 0b11 })[preference];

/** The advertisement as a packet to all nodes of the link, ND §4.2. */
export function buildRouterAdvertisement(it: Advertisement): Packet {
  checkAdvertisement(it);
  return {
    src: it.source,
    dst: ALL_NODES,
    hopLimit: 255,
    trafficClass: 0,
    flowLabel: 0,
    payload: {
      is: 'icmpv6',
      message: {
        is: 'RouterAdvertisement',
        curHopLimit: 64,
        managed: false,
        otherConfig: false,
        homeAgent: it.homeAgent ?? false,
        // RTR §2.2: Prf MUST be 00 when the router lifetime is 0.
        preference: it.routerLifetime === 0 ? 0 : preferenceBits(it.preference),
        proxy: false,
        routerLifetime: it.routerLifetime,
        reachableTime: 0,
        retransTimer: 0,
        options: [
          { is: 'SourceLinkLayerAddress', address: it.mac },
          ...(it.mtu === undefined ? [] : [{ is: 'Mtu' as const, mtu: it.mtu }]),
          ...it.prefixes.map((row) => ({
            is: 'PrefixInformation' as const,
            prefixLength: prefixLength(row.prefix),
            onLink: row.onLink ?? true,
            autonomous: true,
            routerAddress: false,
            validLifetime: row.valid,
            preferredLifetime: row.preferred,
            prefix: prefixAddress(row.prefix),
          })),
          ...it.routes.map((row) => ({
            is: 'RouteInformation' as const,
            prefixLength: prefixLength(row.prefix),
            preference: preferenceBits(row.preference),
            routeLifetime: row.lifetime,
            prefix: prefixAddress(row.prefix),
          })),
          ...(it.weakHost === true ? [{ is: 'FlagsExtension' as const, weakHost: true }] : []),
        ],
      },
    },
  };
}

function checkAdvertisement(it: Advertisement): void {
  for (const row of it.prefixes) {
    assert(row.preferred <= row.valid, `${row.prefix}: preferred lifetime above the valid one`);
  }
  // RTR §2.3: no two routes with one prefix; §4: more than 17 SHOULD NOT be sent.
  assert(it.routes.length <= 17, 'more than 17 routes in one advertisement');
  assert(
    new Set(it.routes.map((row) => row.prefix)).size === it.routes.length,
    'a route is advertised twice',
  );
}
