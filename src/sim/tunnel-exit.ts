// The exit of a tunnel: from a tunnel packet to the packet inside (RFC 2473 §3.3), with a GRE header
// or without (RFC 5845), and what its way has marked on it (RFC 6040).

import type { Interface } from '#net/interface.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { NO_GRE, NO_KEY, tunnelKey } from './caches.ts';
import type { Failure } from './failure.ts';
import type { Tunnels } from './flow-cache.ts';
import {
  destinationOf,
  ECN_BITS,
  headed,
  IPV6_OCTETS,
  lengthOf,
  nextHeaderOf,
  nextOf,
  sourceOf,
  type Parcel,
} from './parcel.ts';
import { contiguous } from './stack-errors.ts';
import type { Node, Run } from './world.ts';

const GRE = 47;
const GRE_OCTETS = 4;
const GRE_KEY_OCTETS = 4;
const GRE_KEY_PRESENT = 0x2000;
const GRE_IPV6 = 0x86dd;
/** ECN-Capable Transport, RFC 3168 §5. */
const ECT_0 = 0x0020_0000;
const ECT_1 = 0x0010_0000;

/** What comes out of a tunnel, and the tunnel's interface. */
export interface Unwrapped {
  readonly via: Interface;
  readonly inner: Parcel;
}

/** The header between two IPv6 headers. */
interface Between {
  /** Octets of a GRE header; 0: there is none. */
  readonly octets: number;
  readonly key: number;
}

const malformed = (words: string): Failure => ({ why: 'malformed', words });

/** The packet inside a tunnel packet; why there is none, or no tunnel. */
export function unwrapped(
  run: Run,
  node: Node,
  parcel: Parcel,
  tunnels: Tunnels,
): Unwrapped | Failure {
  const between = betweenOf(run, parcel);
  if ('why' in between) return between;
  const via = viaOf(node, parcel, between.key, tunnels);
  if (via === undefined) {
    const which = between.key < 0 ? '' : ` with GRE key 0x${between.key.toString(16)}`;
    return { why: 'notMine', words: `no tunnel from ${sourceOf(parcel)}${which}` };
  }
  const skip = IPV6_OCTETS + between.octets;
  if (lengthOf(parcel) < skip + IPV6_OCTETS) {
    return malformed('no whole header in the tunnel (RFC 8200 §3)');
  }
  const inner = marked(run, parcel, innerOf(run, parcel, skip));
  if (inner !== undefined) return { via, inner };
  return { why: 'policy', words: 'congestion that the packet cannot show (RFC 6040 §4.2)' };
}

/** RFC 5845 §3: GRE with a key or without, around IPv6. */
function betweenOf(run: Run, parcel: Parcel): Between | Failure {
  if (nextHeaderOf(parcel) !== GRE) return { octets: 0, key: NO_GRE };
  const half = malformed('half a GRE header (RFC 2890 §2)');
  if (lengthOf(parcel) < IPV6_OCTETS + GRE_OCTETS) return half;
  const { view, next } = nextOf(run.log.arena, parcel);
  const flags = view.getUint16(next);
  if ((flags & ~GRE_KEY_PRESENT) !== 0 || view.getUint16(next + 2) !== GRE_IPV6) {
    return malformed('GRE of another kind (RFC 5845 §3)');
  }
  if (flags === 0) return { octets: GRE_OCTETS, key: NO_KEY };
  if (lengthOf(parcel) < IPV6_OCTETS + GRE_OCTETS + GRE_KEY_OCTETS) return half;
  return { octets: GRE_OCTETS + GRE_KEY_OCTETS, key: view.getUint32(next + GRE_OCTETS) };
}

/** The interface of the tunnel; `tunnels` remembers it for the next packet. */
function viaOf(node: Node, parcel: Parcel, key: number, tunnels: Tunnels): Interface | undefined {
  const known = tunnels.get(key);
  if (known !== undefined) return known;
  const group = tunnelKey(destinationOf(parcel), sourceOf(parcel), key);
  const found = node.caches.tunnels.of(group).values().next().value;
  if (found !== undefined) tunnels.set(key, found);
  return found;
}

/** The packet behind so many octets. */
function innerOf(run: Run, parcel: Parcel, skip: number): Parcel {
  const depth = Math.max(0, parcel.depth - 1);
  const headLength = parcel.headLength - skip;
  if (headLength >= IPV6_OCTETS) {
    const { chunk, tail, tailLength, place } = parcel;
    const at = parcel.at + skip;
    const hopLimit = chunk.octets[at + 7] ?? 0;
    return headed(parcel, { chunk, at, headLength, tail, tailLength, hopLimit, depth, place });
  }
  if (parcel.headLength > IPV6_OCTETS) return { ...copied(run, parcel, skip), depth };
  // The sender's own headers lie with the rest of its packet: the inner one becomes the head.
  const from = parcel.tail + skip - IPV6_OCTETS;
  const { arena } = run.log;
  const [chunk, at] = [arena.chunkOf(from), arena.offsetOf(from)];
  return headed(parcel, {
    chunk,
    at,
    headLength: IPV6_OCTETS,
    tail: from + IPV6_OCTETS,
    tailLength: parcel.tailLength - skip,
    hopLimit: chunk.octets[at + 7] ?? 0,
    depth,
    place: parcel.place,
  });
}

/** The same in a place of its own: its header lies half in the head, half in the rest. */
function copied(run: Run, parcel: Parcel, skip: number): Parcel {
  const { arena } = run.log;
  const octets = contiguous(run, parcel).subarray(skip);
  const place = arena.reserve(ETHERNET_OCTETS + octets.length);
  const chunk = arena.chunkOf(place);
  const at = arena.offsetOf(place) + ETHERNET_OCTETS;
  chunk.octets.set(octets, at);
  const tail = place + ETHERNET_OCTETS + IPV6_OCTETS;
  const tailLength = octets.length - IPV6_OCTETS;
  const hopLimit = octets[7] ?? 0;
  return { ...parcel, chunk, at, headLength: IPV6_OCTETS, tail, tailLength, hopLimit };
}

/** Congestion that the tunnel met shows on the inner packet; nothing, if that has no place for it. */
function marked(run: Run, outer: Parcel, inner: Parcel): Parcel | undefined {
  const ecn = outer.chunk.view.getUint32(outer.at) & ECN_BITS;
  const first = inner.chunk.view.getUint32(inner.at);
  const own = first & ECN_BITS;
  // RFC 6040 §4.2: CE outside makes CE inside; ECT(1) outside makes ECT(0) inside ECT(1).
  const isMarked = ecn === ECN_BITS || (ecn === ECT_1 && own === ECT_0);
  if (!isMarked || own === ecn) return inner;
  if (own === 0) return undefined;
  const place = run.log.arena.reserve(inner.headLength);
  const chunk = run.log.arena.chunkOf(place);
  const at = run.log.arena.offsetOf(place);
  const head = inner.chunk.octets.subarray(inner.at, inner.at + inner.headLength);
  chunk.octets.set(head, at);
  chunk.view.setUint32(at, (first & ~ECN_BITS) | ecn);
  return { ...inner, chunk, at };
}
