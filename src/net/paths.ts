// The ways of a virtual interface over its sub-interfaces (VIP §3): a value of its row in the stack's
// table, so that whoever changes it changes nothing else. RFC 7847 §5.2 calls it the LIF table and
// the flow table.

import type { IfaceId } from '#base/ids.ts';
import { isLinkLocal, isUnspecified, prefixContains } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';

/** A flow of datagrams as its host sees it: RFC 7847 §5.2. */
export interface FlowEnds {
  readonly local: Ipv6;
  readonly remote: Ipv6;
  /** Next Header of the transport, and its ports. */
  readonly protocol: number;
  readonly localPort: number;
  readonly remotePort: number;
}

/** Where the packets of a virtual interface leave, and what it takes. */
export interface Paths {
  /**
   * prefix: packets leave where the prefix of their source was advertised (VIP §4.1). active: all
   * leave by one sub-interface, the active one (VMN §4.2).
   */
  readonly mode: 'prefix' | 'active';
  /** What comes over another sub-interface than the active one is not taken. */
  readonly strict: boolean;
  /** For packets for which nothing else is known; in mode active, for all. */
  readonly active?: IfaceId;
  readonly prefixes: readonly { readonly prefix: Prefix; readonly over: IfaceId }[];
  /** Routers, and the sub-interfaces over which they were heard. */
  readonly routers: readonly { readonly router: Ipv6; readonly over: readonly IfaceId[] }[];
  /** Flows that the network has moved, and where: they stand before the prefixes. */
  readonly flows: readonly (FlowEnds & { readonly over: IfaceId })[];
}

/** The paths of an interface that nothing has been heard on. */
export const noPaths = (mode: Paths['mode'], strict: boolean): Paths => ({
  mode,
  strict,
  prefixes: [],
  routers: [],
  flows: [],
});

/** What of a packet says where it leaves. */
export interface Subject {
  readonly source: Ipv6;
  /** What a neighbour solicitation or advertisement is about. */
  readonly target: Ipv6 | undefined;
  readonly flow: FlowEnds | undefined;
}

/** The sub-interface that carries a packet; none when no sub-interface is up. */
export function pathOf(paths: Paths, { source, target, flow }: Subject): IfaceId | undefined {
  const { mode, active, flows, prefixes, routers } = paths;
  if (mode === 'active') return active;
  const moved = flow && flows.find((one) => sameFlow(one, flow));
  if (moved !== undefined) return moved.over;
  // Talk of the link itself is about its target: duplicates are asked for where the prefix lives.
  const isOfLink = isUnspecified(source) || isLinkLocal(source);
  const about = isOfLink ? (target ?? source) : source;
  const own = prefixes.find(({ prefix }) => prefixContains(prefix, about));
  if (own !== undefined) return own.over;
  const heard = routers.find(({ router }) => router === about)?.over ?? [];
  const [first = active] = heard;
  return active !== undefined && heard.includes(active) ? active : first;
}

/** Whether two are one flow. */
const sameFlow = (a: FlowEnds, b: FlowEnds): boolean =>
  a.localPort === b.localPort &&
  a.remotePort === b.remotePort &&
  a.protocol === b.protocol &&
  a.local === b.local &&
  a.remote === b.remote;

/** Whether a router may be reached over the paths: in mode active, over the active one alone. */
export function isHeard({ mode, active, routers }: Paths, router: Ipv6): boolean {
  if (mode === 'prefix' || active === undefined) return true;
  return routers.find((row) => row.router === router)?.over.includes(active) ?? true;
}
