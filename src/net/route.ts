// Routes of an IPv6 node: policy rules by ingress and source, then destination.

import type { IfaceId } from '#base/ids.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';

/**
 * One route; the key of its row is `id`. Lookup: lower `order` first; within one order the longest
 * destination, then the longest source, then insertion.
 */
export interface Route {
  readonly id: string;
  /** Destinations that it covers. */
  readonly to: Prefix;
  /** Sources that it covers; absent: any. */
  readonly from?: Prefix;
  /** `access`: only packets that came in from a mobile node (through a DLIF or an access link). */
  readonly ingress?: 'access';
  /** Default 0. Policy rules have negative orders. */
  readonly order?: number;
  /**
   * forward (default): out of `out`. pass: the packet is legitimate, go on with order 0 and above.
   * reject: drop it (`ingressFilter`), with `why` as the words.
   */
  readonly rule?: 'forward' | 'pass' | 'reject';
  /** Where packets leave; a tunnel interface encapsulates. */
  readonly out?: IfaceId;
  /** Next hop on that interface; absent: the destination itself is on the link. */
  readonly via?: Ipv6;
  /** What it is for, in words: `prefA of mn1`. */
  readonly why?: string;
}

/** A neighbour cache entry, RFC 4861 §5.1; the key of its row is `iface address`. */
export interface Neighbour {
  readonly address: Ipv6;
  readonly iface: IfaceId;
  readonly mac?: Mac;
  /** permanent: configured, never probed (Choice: wired links of the core, and a DLIF's one station). */
  readonly state: 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe' | 'permanent';
  readonly isRouter?: boolean;
}
