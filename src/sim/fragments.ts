// A packet cut into fragments by its source (RFC 8200 §4.5): here a tunnel's entry (RFC 2473 §7.1).
// `reassembly.ts` puts them together.

import { assert } from '#base/assert.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { IPV6_OCTETS, lengthOf, type Parcel } from './parcel.ts';
import type { Run } from './world.ts';

/** Next Header of a fragment. */
export const FRAGMENT = 44;
export const FRAGMENT_OCTETS = 8;
/** Fragments are cut at multiples of this. */
export const FRAGMENT_UNIT = 8;
/** The bit that says that it is not the last. */
export const MORE_FRAGMENTS = 1;

/** Cuts a packet into fragments of at most `mtu` octets. */
export function fragmented(run: Run, parcel: Parcel, mtu: number): readonly Parcel[] {
  const { arena } = run.log;
  const most = mtu - IPV6_OCTETS - FRAGMENT_OCTETS;
  const step = most - (most % FRAGMENT_UNIT);
  const total = lengthOf(parcel) - IPV6_OCTETS;
  /** Octets behind the first header that are not of the tail. */
  const inHead = parcel.headLength - IPV6_OCTETS;
  assert(step >= inHead, 'the headers fit into the first fragment');
  const count = Math.ceil(total / step);
  return Array.from({ length: count }, (_, i): Parcel => {
    const offset = i * step;
    const length = Math.min(step, total - offset);
    const own = i === 0 ? inHead : 0;
    const headLength = IPV6_OCTETS + FRAGMENT_OCTETS + own;
    const place = arena.reserve(ETHERNET_OCTETS + headLength);
    const chunk = arena.chunkOf(place);
    const at = arena.offsetOf(place) + ETHERNET_OCTETS;
    const { octets, view } = chunk;
    octets.set(parcel.chunk.octets.subarray(parcel.at, parcel.at + IPV6_OCTETS), at);
    view.setUint16(at + 4, FRAGMENT_OCTETS + length);
    octets[at + 6] = FRAGMENT;
    const header = at + IPV6_OCTETS;
    octets[header] = parcel.chunk.octets[parcel.at + 6] ?? 0;
    octets[header + 1] = 0;
    view.setUint16(header + 2, offset | (offset + length < total ? MORE_FRAGMENTS : 0));
    // Choice: the number of the datagram identifies it, which is unique in a run.
    view.setUint32(header + 4, parcel.datagram);
    const from = parcel.at + IPV6_OCTETS;
    octets.set(parcel.chunk.octets.subarray(from, from + own), header + FRAGMENT_OCTETS);
    const tail = parcel.tail + (i === 0 ? 0 : offset - inHead);
    const label = `fragment ${i + 1} of ${count}`;
    return { ...parcel, chunk, at, headLength, tail, tailLength: length - own, place, label };
  });
}
