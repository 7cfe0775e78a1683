// Routes of an IPv6 node: policy rules by ingress and source, then destination. They are found by
// `route-index.ts`.

import type { Cite, IfaceId } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Interface, InterfaceKind } from './interface.ts';

export type { Neighbour } from './neighbour.ts';

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
  /** Only packets that came in this way; absent: all, those that the node makes itself too. */
  readonly ingress?: Ingress;
  /** Default 0. Policy rules have negative orders. */
  readonly order?: number;
  /**
   * forward (default): out of `out`. pass: the packet is legitimate, go on with order 0 and above.
   * reject: drop it (`ingressFilter`) and tell its source, with `why` as the words. discard: drop
   * it (`policy`) and tell nobody. hold: it waits until another route stands in the place of this
   * one, with at most `room` others.
   */
  readonly rule?: 'forward' | 'pass' | 'reject' | 'discard' | 'hold';
  /** Packets that a `hold` keeps; 1 or more. */
  readonly room?: number;
  /** Where packets leave; a tunnel interface encapsulates. */
  readonly out?: IfaceId;
  /** Next hop on that interface; absent: the destination itself is on the link. */
  readonly via?: Ipv6;
  /** What it is for, in words: `prefA of mn1`. */
  readonly why?: string;
  /** The place of the rule, added to the words of a drop. */
  readonly cite?: Cite;
  /** Packets may go back into the tunnel that they came from: two sessions behind one gateway. */
  readonly hairpin?: true;
  /** The stack keeps under this name when a packet went this way last. */
  readonly counts?: string;
  /** Rules for single flows are asked before this route (MIF §4.2). */
  readonly steer?: true;
}

/**
 * How a packet came in: from a mobile node (through a DLIF, an access interface or the radio), out
 * of a tunnel, or by one interface.
 */
export type Ingress = 'access' | 'tunnel' | { readonly iface: IfaceId };

/** What a packet shows to the routes. */
export interface RouteQuery {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  /** The interface that it came in by; absent: the node made it. */
  readonly via?: Pick<Interface, 'id' | 'kind'> | undefined;
}

/** The answer of a lookup: where to, dropped by a rule, or nothing. */
export type RouteAnswer =
  | { readonly is: 'forward'; readonly route: Route; readonly out: IfaceId }
  | { readonly is: 'reject'; readonly route: Route }
  | { readonly is: 'discard'; readonly route: Route }
  | { readonly is: 'hold'; readonly route: Route }
  | { readonly is: 'none' };

/** Whether a packet came in that way. */
export function cameBy(ingress: Ingress, via: RouteQuery['via']): boolean {
  if (via === undefined) return false;
  if (typeof ingress === 'object') return ingress.iface === via.id;
  return ingress === 'tunnel' ? via.kind === 'tunnel' : isAccess(via.kind);
}

const isAccess = (kind: InterfaceKind): boolean =>
  kind === 'dlif' || kind === 'access' || kind === 'radio';
