// What a node decided for packets of one source and destination, so that the next packet of a flow
// costs one look at eight words. Emptied when the tables that it was decided from change.

import type { IfaceId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
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

/** Tunnels that end here, as far as they were looked for: by GRE key, see `caches.ts`. */
export type Tunnels = Map<number, Interface>;

/** What is to be done with packets of a flow. */
export type Decision =
  /** For this node. */
  | { readonly is: 'local'; readonly tunnels: Tunnels }
  /** `way` is known while the neighbour's entry needs no attention. */
  | {
      readonly is: 'link';
      readonly iface: Interface;
      readonly nextHop: Ipv6;
      way: Way | undefined;
    }
  | { readonly is: 'tunnel'; readonly iface: Interface }
  /** The route leads back into the tunnel that the packet came from. */
  | { readonly is: 'loop'; readonly iface: Interface }
  /** `code` of the answer, Destination Unreachable. */
  | { readonly is: 'reject'; readonly code: number; readonly words: string }
  | { readonly is: 'discard'; readonly words: string }
  | { readonly is: 'none' };

/**
 * A decision, and whether a role is to hear of the source (see `Interface.tunnel.tellSources`).
 */
export interface Verdict {
  readonly decision: Decision;
  readonly tellsSource: boolean;
  /** The destination is one that this node answers neighbour solicitations for. */
  readonly isProxied: boolean;
}

interface Slot {
  readonly words: Int32Array;
  readonly via: IfaceId | undefined;
  readonly verdict: Verdict;
}

/** Source and destination in an IPv6 header. */
const ADDRESSES_AT = 8;
const WORDS = 8;
const SLOTS = 512;

export class FlowCache {
  readonly #slots: (Slot | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  #stamp = -1;

  /** Empties the cache when the stamp is another than last time. */
  follow(stamp: number): void {
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#slots.fill(undefined);
  }

  /** The verdict for the source and destination of the IPv6 header at `at`. */
  find(view: DataView, at: number, via: IfaceId | undefined): Verdict | undefined {
    const slot = this.#slots[slotOf(view, at)];
    if (slot === undefined || slot.via !== via) return undefined;
    const { words } = slot;
    for (let i = 0; i < WORDS; i += 1) {
      if (words[i] !== view.getInt32(at + ADDRESSES_AT + 4 * i)) return undefined;
    }
    return slot.verdict;
  }

  put(view: DataView, at: number, via: IfaceId | undefined, verdict: Verdict): void {
    const word = (_: unknown, i: number): number => view.getInt32(at + ADDRESSES_AT + 4 * i);
    const words = Int32Array.from({ length: WORDS }, word);
    this.#slots[slotOf(view, at)] = { words, via, verdict };
  }
}

/** Mixes what differs most between flows: prefixes and interface identifiers. */
function slotOf(view: DataView, at: number): number {
  const src = view.getInt32(at + 12) ^ Math.imul(view.getInt32(at + 20), 0x9e3779b1);
  const dst = view.getInt32(at + 28) ^ Math.imul(view.getInt32(at + 36), 0x85ebca6b);
  const mixed = Math.imul(src ^ (dst << 7) ^ (dst >>> 25), 0xc2b2ae35);
  return (mixed >>> 16) & (SLOTS - 1);
}
