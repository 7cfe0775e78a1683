// The IPv4 home address beside the prefixes, RFC 5844 §3.2: asked for, assigned, refused. Its data
// and DHCP are not modelled.

import { ANY_IPV4, IPV4_STATUS } from '#protocols/pmipv6/extensions.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { optionOf } from '#protocols/pmipv6/options.ts';
import { warn } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';

/** RFC 5844 §3.2.3.1: the anchor chooses. */
export const WANTED_IPV4 = { address: ANY_IPV4, prefixLength: 0 } as const;

/** RFC 5844 §3.2.3.2: what a PBA that accepts says of the wish of its PBU. */
export function grantedIpv4(
  turn: Turn,
  row: UpdateRow,
  { options }: ProxyAcknowledgement,
): Pick<UpdateRow, 'ipv4Home' | 'ipv4Router'> {
  const none = { ipv4Home: undefined, ipv4Router: undefined };
  if (row.ipv4Home === undefined) return none;
  const reply = optionOf(options, 'Ipv4HomeAddressReply');
  if (reply === undefined || reply.status !== IPV4_STATUS.success) {
    warn(turn, `${row.mn} gets no IPv4 home address`, 'RFC 5844 §3.2.3.2');
    return none;
  }
  const { address, prefixLength } = reply;
  const router = optionOf(options, 'Ipv4DefaultRouterAddress')?.address;
  return { ipv4Home: { address, prefixLength }, ipv4Router: router };
}
