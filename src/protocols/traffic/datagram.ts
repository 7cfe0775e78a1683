// The UDP packets of flows: built, and recognised again inside ICMPv6 errors.

import { isAssigned } from '#net/interface.ts';
import type { Sight } from '#sim/role.ts';
import { ipv6At } from '#wire/address.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { Icmpv6Message, Packet } from '#wire/packet.ts';
import { encodePayload, type Payload } from './payload.ts';

/** Where a datagram comes from and goes to. */
export interface Endpoints {
  readonly src: Ipv6;
  readonly dst: Ipv6;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** A datagram of a flow, with `octets` octets of payload. */
export function datagram(ends: Endpoints, payload: Payload, octets: number): Packet {
  const { src, dst, sourcePort, destinationPort } = ends;
  const data = encodePayload(payload, octets);
  return {
    src,
    dst,
    hopLimit: 64,
    trafficClass: 0,
    flowLabel: 0,
    payload: { is: 'udp', sourcePort, destinationPort, data },
  };
}

/** A packet's ends, when it is a UDP packet. */
export function endsOf(packet: Packet): (Endpoints & { readonly data: Uint8Array }) | undefined {
  const { src, dst, payload } = packet;
  if (payload.is !== 'udp') return undefined;
  const { sourcePort, destinationPort, data } = payload;
  return { src, dst, sourcePort, destinationPort, data };
}

/** Whether a socket may send from an address: it is there, and not tentative. */
export function isUsable(sight: Sight, address: Ipv6): boolean {
  const row = sight.addresses.get(address);
  return row !== undefined && isAssigned(row);
}

/** ICMPv6 error types, RFC 4443 §2.1, as `takes` wants them. */
export const ERROR_TYPES: readonly number[] = [1, 2, 3, 4];

const unreachable = [
  'no route to the destination',
  'prohibited',
  'beyond the scope of the source',
  'address unreachable',
  'port unreachable',
  'the source address failed a policy',
  'the route is refused',
];

/** An error about a datagram: its ends, and words for it. */
export interface Complaint {
  readonly ends: Endpoints;
  readonly words: string;
}

/** What an ICMPv6 error says of a UDP packet, or undefined when it is about something else. */
export function complaintOf(message: Icmpv6Message): Complaint | undefined {
  switch (message.is) {
    case 'DestinationUnreachable':
      return complaint(
        message.invoking,
        unreachable[message.code] ?? `unreachable ${message.code}`,
      );
    case 'PacketTooBig':
      return complaint(message.invoking, `packet too big for an MTU of ${message.mtu}`);
    case 'TimeExceeded':
      return complaint(message.invoking, 'hop limit exceeded');
    case 'ParameterProblem':
      return complaint(message.invoking, `parameter problem at octet ${message.pointer}`);
    default:
      return undefined;
  }
}

const UDP = 17;

function complaint(invoking: Uint8Array, words: string): Complaint | undefined {
  if (invoking.length < 44 || invoking[6] !== UDP) return undefined;
  const portAt = (at: number): number => ((invoking[at] ?? 0) << 8) | (invoking[at + 1] ?? 0);
  const ends = {
    src: ipv6At(invoking, 8),
    dst: ipv6At(invoking, 24),
    sourcePort: portAt(40),
    destinationPort: portAt(42),
  };
  return { ends, words };
}
