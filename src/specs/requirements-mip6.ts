// What RFC 6275, client Mobile IPv6, demands of what is modelled of it. Numbers are ids: a row may
// move, its number stays.

import { demandsOf } from './demands.ts';

export const clientRequirements = demandsOf(
  'MIP',
  'MIP6',
  `
§5.2.5 @mipv6-ro
1 property A keygen token is the first 64 bits of an HMAC of address, nonce and an octet that says
  which token it is.
2 property The binding management key is a digest of both tokens, or of the home token alone when a
  binding is deleted.
§5.2.7
3 property A nonce counts for at most MAX_NONCE_LIFETIME, 240 seconds.
§6.2.7 @mipv6-ro
4 property The authenticator covers care-of address, correspondent and the Mobility Header with a
  checksum of zero.
5 MUST The Binding Authorization Data option is the last one of its message.
§6.3 @mipv6-ro
6 property The checksum of an upper layer is over home addresses, not care-of addresses.
§6.4 @mipv6-ro
7 MUST A node that is sent a type 2 routing header takes it only with a home address of its own.
§9.3.1
8 MUST A packet with a Home Address option is dropped when there is no binding of that address with
  the source, unless it is a Binding Update.
9 SHOULD Who sent it hears of that by Binding Error, status 1.
§9.3.2 @mipv6-ro
10 property Packets to a home address with a binding go to the care-of address by a type 2 routing
  header.
§9.4
11 MUST NOT A test is not answered when it comes with a Home Address option.
12 property A test is answered to where it came from, with its cookie and a token, and no state is
  kept but the nonce.
§9.5.1
13 MUST A sequence number that is not greater than the last one, modulo 65,536, is answered with 135
  and the last one.
14 MUST Without a binding any sequence number is taken.
15 MUST A correspondent wants nonce indices, and an authenticator that fits.
16 MUST Nonces that are not known any more are answered with 136, 137 or 138.
17 MUST The home registration flag of a binding does not change: 139.
18 MUST Other faults are passed over in silence.
§9.5.3 @mipv6-ro
19 MUST A lifetime of zero deletes the binding.
§9.5.4
20 property An acknowledgement goes to where the update came from, by a routing header with the home
  address unless that is the source.
§9.5.5
21 MAY A Binding Refresh Request asks for an update before a binding ends.
§10.3.1 @vmn-f1
22 MUST A node that is no home agent for the address answers with 131, and for another subnet with 132.
23 MUST Before the first binding of an address a home agent tests it for duplicates on the home link,
  and answers 134 when it is in use.
24 MUST NOT A lifetime is not greater than what was asked for.
25 MUST An update for a home agent is always acknowledged.
§10.3.2
26 MUST A de-registration without a binding is refused, with 133.
27 MUST A de-registration is answered with lifetime zero.
28 SHOULD An entry that is ended is kept as invalid for MAX_DELETE_BCE_TIMEOUT, so that a late update
  is answered with 135.
§10.4.1 @vmn-f1
29 MUST While it serves a node, a home agent intercepts packets for its home address on the home link.
30 MUST It multicasts a Neighbor Advertisement for the address when it begins to serve.
31 MUST It answers solicitations for the address, and defends it in duplicate address detection.
32 MUST After a de-registration it stops.
§10.4.2 @vmn-f1
33 MUST What it intercepts goes through a tunnel to the care-of address.
§10.4.5 @vmn-f1
34 MUST What comes out of a tunnel is forwarded only when its source is bound to the other end.
§11.3.1 @vmn-f1
35 property Packets from the home address to a node without a binding go through the tunnel to the home
  agent.
36 property Those to a correspondent with a binding leave from the care-of address with a Home Address
  option.
§11.3.5
37 SHOULD A correspondent that answers with Parameter Problem, code 1 or 2, is not asked again.
§11.3.6
38 property After Binding Error, status 1, data go through the home agent, and a new registration begins.
§11.5.1
39 property A mobile node finds out that it has moved by advertisements of another router while the old
  one is not reachable.
§11.5.2
40 property It is at home when its home prefix is advertised.
§11.5.3
41 property A care-of address is used after duplicate address detection.
§11.5.5
42 MUST Returned home, it sends an update with lifetime zero from its home address, with A and H set.
43 MUST NOT It does not test its home address for duplicates then.
44 MUST After that update it answers solicitations for its home address.
45 MUST After the acknowledgement it multicasts a Neighbor Advertisement for it, with O set and S not.
§11.6 @mipv6-ro
46 property Home Test Init goes through the tunnel, Care-of Test Init directly.
47 MUST An answer with another cookie, or to another address, is passed over.
§11.7.1 @vmn-f1
48 property After a move an update goes to the home agent, then to each correspondent.
49 MUST Each update has a greater sequence number than the one before.
§11.7.2 @mipv6-ro
50 MAY A packet that came through the tunnel begins a registration at its sender.
51 SHOULD The lifetime asked of a correspondent is not greater than what is left of the home
  registration.
§11.7.3
52 MUST An acknowledgement whose number is not that of the last update is passed over, but for 135.
53 MUST After 135 the next update is greater than the number that was told.
54 SHOULD A new update is sent well before the lifetime ends.
55 SHOULD After another refusal no updates are sent until something changes.
§11.7.4
56 property A Binding Refresh Request is followed by an update.
§11.8
57 MUST An update without an answer is sent again after a time that doubles, up to
  MAX_BINDACK_TIMEOUT.
58 property The first registration waits 1.5 seconds for its answer, later ones one second.
`,
);
