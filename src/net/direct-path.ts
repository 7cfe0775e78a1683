// Packets of a home address that go around the home agent (MIP6 §6.3, §6.4): what a stack writes
// into them, and takes out of them, so that upper layers see home addresses alone.

import type { Ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';

/** One way around a home agent. Key of its row: `directKey`. */
export interface DirectPath {
  readonly homeAddress: Ipv6;
  readonly careOfAddress: Ipv6;
  /**
   * At the mobile node: the correspondent that has accepted the care-of address. Absent: this node is
   * the correspondent.
   */
  readonly peer?: Ipv6;
}

/** At a mobile node one row for each peer, at a correspondent one for each home address. */
export const directKey = (homeAddress: Ipv6, peer?: Ipv6): string =>
  peer === undefined ? homeAddress : `${homeAddress} ${peer}`;

/** The rows of a node. */
export interface DirectPaths {
  readonly size: number;
  get(key: string): DirectPath | undefined;
}

/**
 * A packet as it leaves. MIP6 §9.3.2: to a home address with a binding by a type 2 routing header;
 * §11.3.1: from one by a Home Address option. Mobility messages say it themselves.
 */
export function shortened(paths: DirectPaths, packet: Packet): Packet {
  if (paths.size === 0 || packet.payload.is === 'mobility' || packet.extensions !== undefined) {
    return packet;
  }
  const to = paths.get(directKey(packet.dst));
  const from = paths.get(directKey(packet.src, packet.dst));
  return {
    ...packet,
    ...(to !== undefined && { dst: to.careOfAddress, routeTo: to.homeAddress }),
    ...(from !== undefined && { src: from.careOfAddress, homeAddress: from.homeAddress }),
  };
}

/**
 * A packet as upper layers see it (MIP6 §6.3, §11.3.3): between home addresses. Mobility messages stay
 * as they are, since they are about care-of addresses.
 */
export function lengthened(packet: Packet): Packet {
  if (packet.homeAddress === undefined && packet.routeTo === undefined) return packet;
  if (packet.payload.is === 'mobility') return packet;
  const { homeAddress, routeTo, ...rest } = packet;
  return { ...rest, src: homeAddress ?? packet.src, dst: routeTo ?? packet.dst };
}
