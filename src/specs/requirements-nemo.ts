// What RFC 3963, networks that move, demands of what is modelled of it. Numbers are ids: a row may
// move, its number stays.

import { demandsOf } from './demands.ts';

export const networkRequirements = demandsOf(
  'NEMO',
  'RFC 3963',
  `
§5.1 @vmn-nemo
1 MUST A mobile router sets R in updates for its home agent.
2 property In explicit mode the updates name its prefix, in implicit mode they name none.
3 MUST NOT An update that ends a binding names no prefix.
§5.3
4 property Refused with 140 or 143 by its only home agent, it registers as a host.
5 MUST NOT Refused with 141 or 142, it does not advertise the prefix any more.
6 property Accepted without R, it ends that registration and does not count on its network.
§5.5 @vmn-nemo
7 MUST Packets of its network go through the tunnel to the home agent.
§5.6
15 SHOULD Away from home it answers for its addresses on the visited link, and is no router there.
§6.2
16 MUST The home agent answers for a mobile router with the Router bit.
8 MUST A home agent that serves no mobile routers answers R with 140.
9 MUST A prefix for which the router is not authorised is answered with 142.
10 MUST In implicit mode, when it cannot set up forwarding, it answers 143.
11 MUST An accepted mobile router is answered with R set.
§6.4 @vmn-nemo
12 MUST Packets for the network go through the tunnel to the care-of address.
13 MUST Packets out of the tunnel may come from the network.
§6.6
14 MUST With the binding go the routes to the network.
`,
);
