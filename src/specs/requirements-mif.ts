// What draft 002 (MIF), multihoming in Proxy Mobile IPv6, demands. Numbers are ids: a row may move,
// its number stays.

import { demandsOf } from './demands.ts';

export const multihomingRequirements = demandsOf(
  'MIF',
  'MIF',
  `
§3
1 property When an interface moves to another MAG its prefix follows; the other interface's stays.
2 property Traffic to the address of one interface can be received over the other.
3 property Traffic with the address of one interface as source can be sent over the other.
§4.1
4 MUST The node takes packets to any of its addresses on any of its interfaces (weak host).
5 property The network may tell a node by an advertised bit to be a weak host.
§4.2
6 MUST The LMA finds all bindings of a node by its identifier.
7 SHOULD The LMA has a table of flows besides its routes.
8 SHOULD By that table flows to one address go to different MAGs.
§4.3
9 MUST The MAG forwards to its nodes also what is for prefixes that are not on-link there.
10 SHOULD The LMA tells the MAG which prefixes the node has.
11 MAY The PBA brings them.
12 property The MAG advertises its own prefix of the node only.
§4.4
13 property The node decides over flows, and the LMA knows what it decided.
14 property The LMA decides over flows, and the node is told.
15 property The node decides, beginning with what the LMA proposes; both tell each other.
§4.5
16 property Private IPv4 home addresses of one node do not overlap.
§5.2.1
17 MUST Identifier and link-layer identifier of a PBU tell the node and its interface.
18 property An empty MuHo option in the PBU says that the node is multihomed, and asks for the
  prefixes of its other interfaces.
19 property With those prefixes the MAG sets up routes in both directions.
§5.2.2
20 property The LMA groups the bindings of a node.
21 property The PBA has a MuHo option per prefix of the other interfaces, or one that is empty.
§5.2.3
22 property Earlier MAGs of the node are told of a new prefix.
§5.3.1
23 property A flow is known by addresses, ports, flow label and protocol.
24 property A packet of no known flow makes a new one.
25 property The mark of a flow changes nothing in the packet, and ends with the routing.
26 property Several connections between the same two addresses are told apart.
§5.3.2
27 property The mark of a packet selects the table that names its tunnel.
28 property A flow is moved by pointing its rule at another table.
29 property The MAG sends all that comes from a node into the tunnel, by its source.
§5.4
30 property Answers of the node have the address that the flow was sent to.
31 property A connection that the node begins has the address of the interface that it leaves by.
32 property Routes per destination move the uplink from one interface to another.
33 property Interfaces bonded into one have one link-layer identifier and one prefix.
34 property By handoff hint and technology the LMA tells a further interface from a handover.
35 property A binding may have several care-of addresses and tunnels.
`,
);
