// What draft 000 (VIP), virtual interfaces on IP hosts, says of them. It has no demands in key
// words; its properties are what is required. Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

export const virtualInterfaceRequirements = demandsOf(
  'VIP',
  'VIP',
  `
§3
1 property The stack of the host sees one interface; addresses are bound to it alone.
2 property A virtual interface takes packets that arrive on any of its sub-interfaces.
3 property Frames of a virtual interface have its link-layer identifier, not a sub-interface's.
4 property The way to the sub-interfaces changes at run time, and no application sees it.
5 property An application that is bound to an address of it survives a handoff between technologies.
6 property With a valid prefix and Router Advertisements over some sub-interface, a change of
  sub-interfaces loses no session and no address.
7 property Each prefix has its path over a sub-interface; paths may be swapped unseen.
§4.1
8 property The prefixes that all MAGs advertise are on-link prefixes of the virtual interface.
9 property The node configures an address from each of them by itself.
10 property Which address an application is bound to follows from source address selection.
11 property A packet leaves by the sub-interface over which the prefix of its source came.
12 property Each attached link has prefixes of its own, in a binding of its own.
§4.2
13 property A handoff between sub-interfaces is invisible to applications; advertisements go on over
  the other one.
14 property The LMA then forwards the prefixes to the other MAG.
15 property The other MAG hosts and advertises the same prefixes.
§4.3
16 property Some of the prefixes of an interface can be moved to another one.
`,
);
