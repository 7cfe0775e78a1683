// What a node says of a mobility message that it does not understand: a Binding Error, status 2
// (MIP6 §9.2, §9.3.3). The stack does so for unknown types; here it is for extensions that a node
// is set up without.

import { isMulticast, isUnspecified, UNSPECIFIED } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Effect } from '#sim/effect.ts';
import { mobility } from './messages.ts';

/** Status of a Binding Error, MIP6 §6.1.9. */
export const UNRECOGNIZED_TYPE = 2;

/** The answer to a message of a type that this node is without. */
export function refuseType(packet: Packet): readonly Effect[] {
  // MIP6 §9.2: never to a group or to nobody, never about an error.
  if (isMulticast(packet.src) || isUnspecified(packet.src)) return [];
  const { homeAddress = UNSPECIFIED } = packet;
  const error = {
    is: 'BindingError',
    status: UNRECOGNIZED_TYPE,
    homeAddress,
    options: [],
  } as const;
  return [{ do: 'send', packet: mobility(packet.dst, packet.src, error) }];
}
