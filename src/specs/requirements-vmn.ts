// What draft 001 (VMN), a virtual interface under Mobile IPv6, says of it. It has no demands in key
// words; its properties are what is required. Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

export const virtualNodeRequirements = demandsOf(
  'VMN',
  'VMN',
  `
§2
1 property The network layer knows the virtual interface only, not the physical ones below it.
2 property The path from the virtual to a physical interface is chosen at run time, by a policy.
3 property When a physical interface fails, sessions go on over another one.
§3.1
4 property Router Advertisements are observed on all physical interfaces.
§3.2
5 property A change of interface changes the relation of destination and interface, so that sessions
  do not end.
§4
6 property A mobile router with several egress interfaces is served in the same way.
§4.1
7 property The Interface Switching Module manages the virtual interface and selects its path.
8 property IP and Mobile IPv6 use the virtual interface only.
§4.2
9 property Packets to others pass through the virtual interface into the one that the path names.
10 property Packets from others pass from the physical interface into the virtual one.
11 property What the virtual interface receives is processed by Mobile IPv6.
12 property After a move the path is made anew to the interface that is chosen, and the relation of
  destination and interface is updated.
`,
);
