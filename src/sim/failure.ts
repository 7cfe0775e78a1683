// Why a packet could not go on, and what its source is told.

import type { Ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { DropReason } from './trace.ts';

export interface Failure {
  readonly why: DropReason;
  /** One line. */
  readonly words: string;
  /** What the source of the packet is told, if this node did not make the packet itself. */
  readonly answer?: ErrorAnswer;
}

/** An error message, without what it quotes: RFC 4443 §3, MIP6 §6.1.9. */
export type ErrorAnswer =
  | { readonly is: 'DestinationUnreachable' | 'TimeExceeded'; readonly code: number }
  | { readonly is: 'PacketTooBig'; readonly code: 0; readonly mtu: number }
  | { readonly is: 'ParameterProblem'; readonly code: number; readonly pointer: number }
  | { readonly is: 'BindingError'; readonly status: number; readonly homeAddress: Ipv6 };

/** The message itself. */
export function errorPayload(answer: ErrorAnswer, invoking: Uint8Array): Packet['payload'] {
  return answer.is === 'BindingError'
    ? { is: 'mobility', message: { ...answer, options: [] } }
    : { is: 'icmpv6', message: { ...answer, invoking } };
}

/** The failure of a packet that is larger than an MTU. */
export function tooBig(octets: number, mtu: number, where: string): Failure {
  return {
    why: 'tooBig',
    words: `${octets} octets, ${where} takes ${mtu}`,
    answer: { is: 'PacketTooBig', code: 0, mtu },
  };
}
