// What a node decided for packets of one source and destination, so that the next packet of a flow
// costs one look at eight words. Emptied when the tables that it was decided from change.

import type { IfaceId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import type { Ipv6 } from '#wire/address.ts';

/** The fourteen octets of an Ethernet header as numbers. */
export interface EthernetWords {
  /** Destination and source: 32, 32 and 32 bits. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
}

/** How a frame leaves: resolved down to the octets of its Ethernet header. */
export interface Way {
  readonly iface: Interface;
  /** Index of the link. */
  readonly link: number;
  /** Octets of the largest packet. */
  readonly mtu: number;
  readonly ethernet: EthernetWords;
  /** Indices of the nodes that the frame reaches. */
  readonly receivers: readonly number[];
}

/** A way to a neighbour, and what it was found from. */
export interface KnownWay {
  readonly way: Way;
  /** The key of the neighbour's entry, and the entry. */
  readonly key: string;
  readonly entry: Neighbour | undefined;
  /** Version of the stations around the node, see `caches.ts`. */
  readonly air: number;
  /** The version of the neighbours at which the entry was last seen to stand. */
  neighbours: number;
}

/** Tunnels that end here, as far as they were looked for: by GRE key, see `caches.ts`. */
export type Tunnels = Map<number, Interface>;

/** What is to be done with packets of a flow. */
export type Decision =
  /** For this node. */
  | { readonly is: 'local'; readonly tunnels: Tunnels }
  /** The way is known while the neighbour's entry needs no attention. */
  | {
      readonly is: 'link';
      readonly iface: Interface;
      readonly nextHop: Ipv6;
      known: KnownWay | undefined;
      /** `counts` of its route. */
      readonly counts: string | undefined;
    }
  | { readonly is: 'tunnel'; readonly iface: Interface; readonly counts: string | undefined }
  /** The route leads back into the tunnel that the packet came from. */
  | { readonly is: 'loop'; readonly iface: Interface }
  /** `code` of the answer, Destination Unreachable. */
  | { readonly is: 'reject'; readonly code: number; readonly words: string }
  | { readonly is: 'discard'; readonly words: string }
  | { readonly is: 'hold'; readonly route: Route }
  /** For another interface of a strong host. */
  | { readonly is: 'strong'; readonly words: string }
  | { readonly is: 'none' };

export type DecisionOf<I extends Decision['is']> = Extract<Decision, { is: I }>;

/**
 * A decision, and whether a role is to hear of the source (see `Interface.tunnel.tellSources`).
 */
export interface Verdict {
  readonly decision: Decision;
  readonly tellsSource: boolean;
  /** The destination is one that this node answers neighbour solicitations for. */
  readonly isProxied: boolean;
  /** Rules for single flows are asked first. */
  readonly isSteered: boolean;
  /** It is the other direction of flows that are steered. */
  readonly isReverse: boolean;
}

/** No stamp of a node's tables. */
const NEVER = -1;
/** Source and destination in an IPv6 header. */
const ADDRESSES_AT = 8;
const WORDS = 8;
/** Places that a flow may take. */
const WAYS = 2;
const FEWEST_SLOTS = 16;
const MOST_SLOTS = 4096;

/** Verdicts by flow, two places for each; it grows while flows push each other out. */
export class FlowCache {
  #slots = FEWEST_SLOTS;
  #words = new Int32Array(WORDS * FEWEST_SLOTS);
  /** The stamp that a verdict was made under; of another one it does not count. */
  #stamps = new Float64Array(FEWEST_SLOTS).fill(NEVER);
  #vias: (IfaceId | undefined)[] = places(FEWEST_SLOTS);
  #verdicts: (Verdict | undefined)[] = places(FEWEST_SLOTS);
  #stamp = NEVER;
  #pushedOut = 0;

  /** Forgets all when the stamp is another than last time. */
  follow(stamp: number): void {
    this.#stamp = stamp;
  }

  /** The verdict for the source and destination of the IPv6 header at `at`. */
  find(view: DataView, at: number, via: IfaceId | undefined): Verdict | undefined {
    const slot = this.#slotOf(view, at);
    if (this.#isAt(slot, view, at, via)) return this.#verdicts[slot];
    if (this.#isAt(slot + 1, view, at, via)) return this.#verdicts[slot + 1];
    return undefined;
  }

  put(view: DataView, at: number, via: IfaceId | undefined, verdict: Verdict): void {
    const slot = this.#slotOf(view, at);
    if (this.#stamps[slot] === this.#stamp) {
      if (this.#stamps[slot + 1] === this.#stamp) this.#pushedOut += 1;
      this.#moveOn(slot);
    }
    const first = slot * WORDS;
    for (let i = 0; i < WORDS; i += 1) {
      this.#words[first + i] = view.getInt32(at + ADDRESSES_AT + 4 * i);
    }
    this.#stamps[slot] = this.#stamp;
    this.#vias[slot] = via;
    this.#verdicts[slot] = verdict;
    if (this.#pushedOut > this.#slots >> 2 && this.#slots < MOST_SLOTS) this.#grow();
  }

  /** The first place of a flow. */
  #slotOf(view: DataView, at: number): number {
    return (mixOf(view, at) * WAYS) & (this.#slots - 1);
  }

  #isAt(slot: number, view: DataView, at: number, via: IfaceId | undefined): boolean {
    if (this.#stamps[slot] !== this.#stamp || this.#vias[slot] !== via) return false;
    const words = this.#words;
    const first = slot * WORDS;
    for (let i = 0; i < WORDS; i += 1) {
      if (words[first + i] !== view.getInt32(at + ADDRESSES_AT + 4 * i)) return false;
    }
    return true;
  }

  /** What stands in a flow's first place takes the second. */
  #moveOn(slot: number): void {
    const first = slot * WORDS;
    this.#words.copyWithin(first + WORDS, first, first + WORDS);
    this.#stamps[slot + 1] = this.#stamps[slot] ?? NEVER;
    this.#vias[slot + 1] = this.#vias[slot];
    this.#verdicts[slot + 1] = this.#verdicts[slot];
  }

  #grow(): void {
    this.#pushedOut = 0;
    this.#slots *= 2;
    this.#words = new Int32Array(WORDS * this.#slots);
    this.#stamps = new Float64Array(this.#slots).fill(NEVER);
    this.#vias = places(this.#slots);
    this.#verdicts = places(this.#slots);
  }
}

/** Empty places, all of them there: to read behind the end of an array is slow. */
const places = <T>(length: number): (T | undefined)[] => Array.from({ length }, () => undefined);

/** Sixteen bits of what differs most between flows: prefixes and interface identifiers. */
function mixOf(view: DataView, at: number): number {
  const src = view.getInt32(at + 12) ^ Math.imul(view.getInt32(at + 20), 0x9e3779b1);
  const dst = view.getInt32(at + 28) ^ Math.imul(view.getInt32(at + 36), 0x85ebca6b);
  const mixed = Math.imul(src ^ (dst << 7) ^ (dst >>> 25), 0xc2b2ae35);
  return mixed >>> 16;
}
