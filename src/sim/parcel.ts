// A packet in a node's hands: its octets where they lie, and what the node knows of it.

import type { DatagramId, FrameId, Seq } from '#base/ids.ts';
import { ipv6At, type Ipv6 } from '#wire/address.ts';
import type { MessageClass } from '#wire/classify.ts';
import type { Arena, Chunk } from './store.ts';

/** Octets of an IPv6 header. */
export const IPV6_OCTETS = 40;
/** Explicit Congestion Notification in the first word of an IPv6 header, RFC 3168 §5. */
export const ECN_BITS = 0x0030_0000;

/** A packet in two pieces: headers that a hop may rewrite, and the rest, which no hop touches. */
export interface Parcel {
  readonly datagram: DatagramId;
  /** The event that put it into the node's hands. */
  readonly cause: Seq;
  /** The frame that it came in; absent: the node made it. */
  readonly frame: FrameId | undefined;
  /** The innermost message. */
  readonly type: MessageClass;
  /** Holds the headers; the IPv6 header begins at `at`. */
  readonly chunk: Chunk;
  readonly at: number;
  readonly headLength: number;
  /** Place of the rest in the arena. */
  readonly tail: number;
  readonly tailLength: number;
  /** To be written when it is sent on; a router takes one off. */
  hopLimit: number;
  /** Tunnels around the innermost packet. */
  readonly depth: number;
  /** Place in the arena where the headers lie with room for Ethernet before them, or -1. */
  readonly place: number;
  /** Words for the ladder. */
  readonly label: string | undefined;
}

/** Where the octets of a packet lie, and how its headers are to be written. */
export type Headed = Pick<
  Parcel,
  'chunk' | 'at' | 'headLength' | 'tail' | 'tailLength' | 'hopLimit' | 'depth' | 'place'
>;

/**
 * The same packet behind other headers. Written out key by key: each tunnel makes two of them for each
 * packet, and a copy by `...` takes thirty times as long.
 */
export const headed = (
  { datagram, cause, frame, type, label }: Parcel,
  { chunk, at, headLength, tail, tailLength, hopLimit, depth, place }: Headed,
): Parcel => ({
  datagram,
  cause,
  frame,
  type,
  chunk,
  at,
  headLength,
  tail,
  tailLength,
  hopLimit,
  depth,
  place,
  label,
});

/** Octets of the whole packet. */
export const lengthOf = (parcel: Parcel): number => parcel.headLength + parcel.tailLength;

/** The Next Header field of its outermost header. */
export const nextHeaderOf = (parcel: Parcel): number => parcel.chunk.octets[parcel.at + 6] ?? 0;

/** The addresses of its outermost header. */
export const sourceOf = (parcel: Parcel): Ipv6 => ipv6At(parcel.chunk.octets, parcel.at + 8);
export const destinationOf = (parcel: Parcel): Ipv6 => ipv6At(parcel.chunk.octets, parcel.at + 24);

/** Where the next header begins: in the head, or first of the rest. */
export function nextOf(arena: Arena, parcel: Parcel): Chunk & { readonly next: number } {
  const { chunk, at, tail } = parcel;
  const isInHead = parcel.headLength > IPV6_OCTETS;
  const { octets, view } = isInHead ? chunk : arena.chunkOf(tail);
  return { octets, view, next: isInHead ? at + IPV6_OCTETS : arena.offsetOf(tail) };
}
