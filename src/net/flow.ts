// Flows of an IPv6 node and the rules that say where they go: selectors of RFC 6088 over the six
// facts by which the multihoming draft knows a flow (MIF §5.3.1). They are found by `flow-table.ts`.

import type { IfaceId, Micros } from '#base/ids.ts';
import { ipv6Octets, type Ipv6, type Prefix } from '#wire/address.ts';

/** What a flow is known by, as a packet from the correspondent to the mobile node shows it. */
export interface FlowTuple {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  /** 0 where the protocol has none. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly flowLabel: number;
  /** The upper-layer protocol. */
  readonly protocol: number;
}

/** Facts of a packet that selectors may ask for besides. */
export interface FlowFacts extends FlowTuple {
  /** Six bits, RFC 6088 §3.2. */
  readonly trafficClass: number;
  /** Security parameter index of ESP or AH; undefined: it has none. */
  readonly spi: number | undefined;
}

/** From the first to the last, both included. */
export type Range<T> = readonly [first: T, last: T];

/** Which packets a rule means, RFC 6088 §3.2; what is absent may be anything. */
export interface FlowSelector {
  readonly src?: Range<Ipv6>;
  readonly dst?: Range<Ipv6>;
  readonly spi?: Range<number>;
  readonly flowLabel?: Range<number>;
  readonly sourcePort?: Range<number>;
  readonly destinationPort?: Range<number>;
  /** Six bits. */
  readonly trafficClass?: Range<number>;
  readonly protocol?: Range<number>;
}

/** One rule; the key of its row is `id`. */
export interface FlowRule {
  readonly id: string;
  /** Only packets to these destinations: the prefixes of one mobile node. */
  readonly within: readonly Prefix[];
  /** Lower goes first; unique among the rules of a node. */
  readonly priority: number;
  readonly selector: FlowSelector;
  /** discard: nothing of it passes. */
  readonly action: 'forward' | 'discard';
  /** Out of each of these, so that several duplicate it; none: where the routes say. */
  readonly out: readonly IfaceId[];
}

/** A flow that packets have shown; the key of its row is its mark as text. */
export interface FlowRow extends FlowTuple {
  /** What the packets carry within the node, and nowhere else. */
  readonly mark: number;
  /** Six bits; 0 while no rule asks for it. */
  readonly trafficClass: number;
  /** The rule that took it when it was last decided; none: the routes decide. */
  readonly rule: string | undefined;
  /** A rule means this flow and no other. */
  readonly listed: boolean;
  readonly since: Micros;
  /** The tunnel that its packets in the other direction came by last. */
  readonly uplink: IfaceId | undefined;
}

/** What has passed of a flow. */
export interface FlowUse {
  readonly packets: number;
  readonly octets: number;
  readonly last: Micros;
}

/** Whether a selector means a packet. */
export const selects = (selector: FlowSelector, facts: FlowFacts): boolean =>
  isAmongAddresses(selector.src, facts.src) &&
  isAmongAddresses(selector.dst, facts.dst) &&
  isAmong(selector.sourcePort, facts.sourcePort) &&
  isAmong(selector.destinationPort, facts.destinationPort) &&
  isAmong(selector.flowLabel, facts.flowLabel) &&
  isAmong(selector.protocol, facts.protocol) &&
  isAmong(selector.trafficClass, facts.trafficClass) &&
  (selector.spi === undefined || (facts.spi !== undefined && isAmong(selector.spi, facts.spi)));

const isAmong = (range: Range<number> | undefined, value: number): boolean =>
  range === undefined || (range[0] <= value && value <= range[1]);

function isAmongAddresses(range: Range<Ipv6> | undefined, address: Ipv6): boolean {
  if (range === undefined) return true;
  const [first, last] = range;
  if (first === last) return address === first;
  return compare(first, address) <= 0 && compare(address, last) <= 0;
}

function compare(a: Ipv6, b: Ipv6): number {
  const [one, other] = [ipv6Octets(a), ipv6Octets(b)];
  for (const [i, octet] of one.entries()) {
    const difference = octet - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The one flow that a selector means; undefined when it leaves something open. */
export function exactTuple(selector: FlowSelector): FlowTuple | undefined {
  const { trafficClass, spi } = selector;
  const src = only(selector.src);
  const dst = only(selector.dst);
  const sourcePort = only(selector.sourcePort);
  const destinationPort = only(selector.destinationPort);
  const flowLabel = only(selector.flowLabel);
  const protocol = only(selector.protocol);
  if (trafficClass !== undefined || spi !== undefined) return undefined;
  if (src === undefined || dst === undefined || protocol === undefined) return undefined;
  if (sourcePort === undefined || destinationPort === undefined) return undefined;
  if (flowLabel === undefined) return undefined;
  return { src, dst, sourcePort, destinationPort, flowLabel, protocol };
}

const only = <T>(range: Range<T> | undefined): T | undefined =>
  range !== undefined && range[0] === range[1] ? range[0] : undefined;

/** The selector that means this flow and no other: the six facts of MIF §5.3.1. */
export const selectorOf = (tuple: FlowTuple): FlowSelector => ({
  src: [tuple.src, tuple.src],
  dst: [tuple.dst, tuple.dst],
  flowLabel: [tuple.flowLabel, tuple.flowLabel],
  sourcePort: [tuple.sourcePort, tuple.sourcePort],
  destinationPort: [tuple.destinationPort, tuple.destinationPort],
  protocol: [tuple.protocol, tuple.protocol],
});
