// A node sends octets that a person wrote: an IPv6 packet, right or wrong. Only what the node needs
// to send it at all is looked at.

import type { Seq } from '#base/ids.ts';
import { classOf, isTunnelled } from '#wire/classify.ts';
import { parseHex } from '#wire/octets.ts';
import { ETHERNET_OCTETS, MOST_PACKET_OCTETS } from '#wire/packet.ts';
import { IPV6_OCTETS, type Parcel } from './parcel.ts';
import { output } from './stack-output.ts';
import { drop } from './turn.ts';
import type { Node, Run } from './world.ts';

/** Sends octets by the node's routes; why not, in words, when they are no packet at all. */
export function inject(run: Run, node: Node, hex: string, cause: Seq): string | undefined {
  const octets = parseHex(hex);
  if (octets === undefined) return `${node.id} sends octets: two hexadecimal digits for each.`;
  const { length } = octets;
  if (length < IPV6_OCTETS || length > MOST_PACKET_OCTETS) {
    return `${node.id} sends a packet of ${IPV6_OCTETS} to ${MOST_PACKET_OCTETS} octets, not ${length}.`;
  }
  const parcel = parcelOf(run, octets, cause);
  const failure = output(run, node, parcel);
  if (failure !== undefined) drop(run, node, parcel, failure);
  return undefined;
}

function parcelOf({ log }: Run, octets: Uint8Array, cause: Seq): Parcel {
  const { arena } = log;
  const place = arena.reserve(ETHERNET_OCTETS + octets.length);
  const chunk = arena.chunkOf(place);
  const at = arena.offsetOf(place) + ETHERNET_OCTETS;
  chunk.octets.set(octets, at);
  log.hash.octets(chunk.view, at, at + octets.length);
  const datagram = log.datagrams;
  log.datagrams += 1;
  return {
    datagram,
    cause,
    frame: undefined,
    type: classOf(octets, 0),
    chunk,
    at,
    headLength: IPV6_OCTETS,
    tail: place + ETHERNET_OCTETS + IPV6_OCTETS,
    tailLength: octets.length - IPV6_OCTETS,
    hopLimit: octets[7] ?? 0,
    depth: isTunnelled(octets, 0) ? 1 : 0,
    place,
    label: undefined,
  };
}
