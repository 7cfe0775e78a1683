// IPv4 support of proxy mobility (RFC 5844): one IPv4 home address beside the prefixes.

import { flag, ipv4, reserved, uint } from './fields.ts';
import type { RecordOf } from './layout.ts';
import { ipv4AddressStatus } from './numbers-status.ts';
import { namesOf } from './numbers.ts';
import { mobilityOption } from './option-layout.ts';

const ipv4HomeAddressRequest = mobilityOption({
  is: 'Ipv4HomeAddressRequest',
  type: 36,
  title: 'IPv4 Home Address Request',
  cite: 'RFC 5844 §3.3.1',
  doc: 'Asks for an IPv4 home address; 0.0.0.0 leaves the choice to the anchor.',
  align: [4, 0],
  fields: [
    uint('prefixLength', 6, 'Bits of the IPv4 subnet.', { label: 'Prefix-len' }),
    reserved(10),
    ipv4('address', 'The IPv4 home address.'),
  ],
});

const ipv4HomeAddressReply = mobilityOption({
  is: 'Ipv4HomeAddressReply',
  type: 37,
  title: 'IPv4 Home Address Reply',
  cite: 'RFC 5844 §3.3.2',
  doc: 'The IPv4 home address that the anchor assigns, or why it does not.',
  align: [4, 0],
  fields: [
    uint('status', 8, 'Outcome for the IPv4 address.', { names: namesOf(ipv4AddressStatus) }),
    uint('prefixLength', 6, 'Bits of the IPv4 subnet.', { label: 'Pref-len' }),
    reserved(2),
    ipv4('address', 'The IPv4 home address.'),
  ],
});

const ipv4DefaultRouter = mobilityOption({
  is: 'Ipv4DefaultRouterAddress',
  type: 38,
  title: 'IPv4 Default-Router Address',
  cite: 'RFC 5844 §3.3.3',
  doc: 'The IPv4 router that the mobile node shall see.',
  align: [4, 0],
  fields: [reserved(16), ipv4('address', 'Address of the router.')],
});

const ipv4DhcpSupportMode = mobilityOption({
  is: 'Ipv4DhcpSupportMode',
  type: 39,
  title: 'IPv4 DHCP Support Mode',
  cite: 'RFC 5844 §3.3.4',
  doc: 'Whether the gateway is a DHCP server or relay for the mobile node.',
  fields: [reserved(15), flag('server', 'S', 'Set: server. Clear: relay.')],
});

/** In the order of their numbers. */
export const ipv4Options = [
  ipv4HomeAddressRequest,
  ipv4HomeAddressReply,
  ipv4DefaultRouter,
  ipv4DhcpSupportMode,
] as const;
export type Ipv4Option = RecordOf<(typeof ipv4Options)[number]>;
