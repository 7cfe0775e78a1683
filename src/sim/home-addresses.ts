// What a receiver thinks of home addresses in extension headers: the Home Address option (MIP6 §6.3,
// §9.3.1) and the type 2 routing header (§6.4, §11.3.3).

import { directKey } from '#net/direct-path.ts';
import { addressAt } from '#net/interface.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';
import type { Failure } from './failure.ts';
import { IPV6_OCTETS } from './parcel.ts';
import type { Node } from './world.ts';

/** MIP6 §6.1.9: a Home Address option without a binding. */
const UNKNOWN_BINDING = 1;
const HOME_ADDRESS = 0xc9;
const DESTINATION_OPTIONS = 60;

/** Why a packet may not be used with the home addresses that it names, or nothing. */
export function homeFaultOf(node: Node, packet: Packet, octets: Uint8Array): Failure | undefined {
  const { homeAddress, routeTo } = packet;
  if (homeAddress === undefined && routeTo === undefined) return undefined;
  const fault = routeTo === undefined ? undefined : routeFault(node, routeTo);
  if (fault !== undefined || homeAddress === undefined) return fault;
  return optionFault(node, packet, homeAddress, octets);
}

/** MIP6 §6.4: the address in the routing header is the receiver's own, or the packet is dropped. */
function routeFault(node: Node, routeTo: Ipv6): Failure | undefined {
  const own = addressAt(node.addresses, routeTo);
  // A home address that waits for its first acknowledgement is tentative.
  if (own !== undefined && own.state !== 'proxied') return undefined;
  return { why: 'policy', words: `${routeTo} is no home address of this node (MIP6 §6.4)` };
}

function optionFault(
  node: Node,
  packet: Packet,
  homeAddress: Ipv6,
  octets: Uint8Array,
): Failure | undefined {
  const { payload, src } = packet;
  // A node that knows nothing of mobility: RFC 8200 §4.2, by the two highest bits of the type.
  if (!node.actors.some(({ role }) => role.takes.mobility !== undefined)) {
    const answer = { is: 'ParameterProblem', code: 2, pointer: optionAt(octets) } as const;
    return { why: 'noListener', words: 'Home Address option (RFC 8200 §4.2)', answer };
  }
  // MIP6 §9.3.1: a Binding Update brings the binding with it.
  if (payload.is === 'mobility' && payload.message.is === 'BindingUpdate') return undefined;
  const known = node.directPaths.get(directKey(homeAddress));
  if (known?.careOfAddress === src) return undefined;
  return {
    why: 'policy',
    words: `no binding of ${homeAddress} at ${src} (MIP6 §9.3.1)`,
    answer: { is: 'BindingError', status: UNKNOWN_BINDING, homeAddress },
  };
}

/** Where the Home Address option begins. */
function optionAt(octets: Uint8Array): number {
  let next = octets[6] ?? 0;
  let at = IPV6_OCTETS;
  while (next !== DESTINATION_OPTIONS && at < octets.length) {
    next = octets[at] ?? 0;
    at += 8 * ((octets[at + 1] ?? 0) + 1);
  }
  let p = at + 2;
  while (octets[p] !== HOME_ADDRESS && p < octets.length) {
    p += octets[p] === 0 ? 1 : 2 + (octets[p + 1] ?? 0);
  }
  return p;
}
