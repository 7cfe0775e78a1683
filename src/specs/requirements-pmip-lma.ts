// What RFC 5213 demands of all nodes of a domain (section 4) and of a local mobility anchor
// (section 5). Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

/** Security, data, and the checks of a PBU in their order. */
const acceptance = demandsOf(
  'PMIP',
  'PMIP',
  `
§4
1 MUST PBU and PBA are protected end to end, in integrity and origin. ~ipsec
2 MUST MAG and LMA have IPsec for their messages. ~ipsec
3 SHOULD The messages are protected by ESP in transport mode. ~ipsec
4 MAY The tunnelled data are protected by ESP in tunnel mode. ~ipsec
5 SHOULD IKEv2 sets up the security associations. ~ipsec
6 MUST Only authorised MAGs create or change proxy bindings, and only for authorised prefixes.
7 MUST Which MAG may do so for which node and prefix is configuration of the LMA.
§5
8 MUST The LMA is a home agent of Mobile IPv6 as well. ~hostMobility
§5.1 @pmip-attach
9 MUST The LMA keeps a binding for each registered node.
10 property A binding has flag of proxy registration, identifiers of node and interface, the MAG's
  link-local address, prefixes with lengths, tunnel, access technology, and timestamp.
11 MUST An unknown link-layer identifier is kept as two octets of zero.
12 MUST While sequence numbers decide the order, the timestamp of a binding is zero.
§5.2 @pmip-attach
13 MUST The prefixes of a node belong to no other node.
14 MUST Each interface that is attached at the same time gets at least one prefix of its own.
15 MUST NOT Prefixes of different interfaces are never in one session.
§5.3
16 MUST The rules are gone through in their order; the first that fails decides.
§5.3.1 rule 1 @pmip-attach
17 MUST The sender of a PBU is authenticated; here: it is one of the configured peers.
§5.3.1 rule 2
18 MUST The checks of any Mobility Header message come first.
§5.3.1 rule 3 @pmip-attach
19 MUST That a PBU has no Home Address option is no fault.
§5.3.1 rule 4
20 MUST The node is known by the Mobile Node Identifier option. @pmip-attach
21 MUST A PBU without that option is refused with 160; the PBA has an identifier of no length.
§5.3.1 rule 5
22 MUST The LMA checks that the sender is a trusted MAG which may speak for the node.
§5.3.1 rule 6
23 MUST A PBU of a sender that may not is refused with 154.
§5.3.1 rule 7
24 MUST A PBU for a node that the LMA does not know is refused with 153.
§5.3.1 rule 8
25 MUST A PBU for a node without mobility service is refused with 152.
§5.3.1 rule 9 @pmip-overtaking-pbus
26 MUST Sequence number and timestamp of a PBU are tested before its other options.
§5.3.1 rule 10
27 MUST A PBU without any Home Network Prefix option is refused with 158.
§5.3.1 rule 11
28 MUST A PBU without Handoff Indicator option is refused with 161.
§5.3.1 rule 12
29 MUST A PBU without Access Technology Type option is refused with 162.
§5.3.1 rule 13 @pmip-handoff
30 MUST The lookup tells whether a PBU is about a new session or one that exists.
31 MUST For a session that exists, lifetime zero is a de-registration.
32 MUST For a session that exists, the care-of address that it has is an extension.
33 MUST For a session that exists, anything else is a handoff.
§5.3.1 rule 14
34 MUST A PBA of any status is made in the one way that section 5.3.6 has.
§5.3.2 rule 1 @pmip-attach
35 MUST A PBU that asks with an empty prefix gets one or more prefixes for its new session.
36 MUST Prefixes that are given out are used by no other node or session.
37 MUST With DHCP on the link all prefixes of the link are assigned. ~dhcp
§5.3.2 rule 2
38 MUST When no prefix is left, a PBU for a new session is refused with 130.
§5.3.2 rule 3 @pmip-lma-restart
39 MUST A PBU that asks for certain prefixes gets them if the LMA owns them and the node may.
40 MUST Else it is refused with 155.
§5.3.2 rule 4 @pmip-attach
41 MUST The accepted values make a binding.
§5.3.2 rule 5 @pmip-attach
42 MUST A tunnel to the MAG is set up, if there is none.
§5.3.2 rule 6 @pmip-attach
43 MUST Each prefix of the session is routed into that tunnel.
§5.3.2 rule 7 @pmip-attach
44 MUST The PBA has status 0.
§5.3.3 @pmip-attach
45 MUST An extension by the same MAG brings the binding to the accepted values.
46 MUST An extension by the same MAG is answered with status 0.
§5.3.4 @pmip-handoff
47 MUST At a handoff the binding takes the values of the new MAG.
48 MUST At a handoff the routes into the old tunnel go.
49 SHOULD At a handoff the old tunnel goes, if no other node uses it.
50 MUST At a handoff a tunnel to the new MAG is set up, if there is none.
51 MUST At a handoff each prefix is routed into the tunnel to the new MAG.
52 MUST A handoff is answered with status 0.
§5.3.5 rule 1
53 MUST A de-registration from any other care-of address than that of the binding is ignored.
§5.3.5 rule 2 @pmip-handoff
54 MUST After a de-registration the binding stands for MinDelayBeforeBCEDelete.
55 MUST A de-registration is answered with status 0 at once.
56 SHOULD In that time the data of the node are dropped.
57 MUST NOT A PBU that is accepted in that time saves the binding, which takes its values.
58 MUST Without one the binding and its routes are deleted at the end.
59 property The prefixes may then be given to others.
§5.3.6 @pmip-attach
60 property A PBA has P, the four mandatory options, and the optional ones of its PBU.
61 MUST A PBA comes from the address that its PBU went to.
62 MUST A PBA goes to the address that its PBU came from, whatever the care-of address.
63 MUST A PBA has the Mobile Node Identifier of its PBU.
64 MUST Had the PBU none, the identifier has no length.
65 MUST A PBA has at least one Home Network Prefix option.
66 MUST A PBA that refuses has all Home Network Prefix options of its PBU.
67 MUST Had the PBU none, a PBA that refuses has exactly one, empty.
68 MUST A PBA that accepts has one Home Network Prefix option per prefix of the session.
69 MUST A PBA has the handoff indicator of its PBU, or zero if that had none.
70 MUST A PBA has the access technology of its PBU, or zero if that had none.
71 MUST A PBA has a timestamp if its PBU has one, and only then.
72 MUST A PBA has the link-layer identifier of its PBU if that has one, and only then.
73 MUST A PBA has a Link-local Address option if its PBU has one, and only then.
74 MUST A PBA that refuses has the link-local address of its PBU.
75 MUST Asked with an empty link-local address, a session that exists answers with the one it has.
76 MUST Asked with an empty link-local address, a new session gets one, which is kept and returned.
77 MUST A link-local address in the PBU is kept in the binding and returned.
78 MUST A PBA is protected by IPsec, where that is used. ~ipsec
79 MUST NOT A PBA has no type 2 routing header.
`,
);

/** Lookup, order, tunnel and forwarding. */
const operation = demandsOf(
  'PMIP',
  'PMIP',
  `
§5.4
80 MUST Each attached interface of a node has a session of its own.
81 property Each session has its own binding and its own lifetime.
82 MAY A session has more than one prefix.
83 MUST All prefixes of an interface are in its one session.
84 MUST A session moves as a whole from one interface of a node to another.
85 MUST New session or not follows from the handoff hint and the rules of the lookup.
§5.4.1
86 MUST The lookup goes by prefix, else by link-layer identifier, else by node alone.
§5.4.1.1 @pmip-lma-restart
87 MUST With any prefix in the PBU the lookup goes by prefix, whatever else the PBU has.
§5.4.1.1 rule 1
88 MUST Any one of the prefixes finds the binding that has it.
§5.4.1.1 rule 2 @pmip-lma-restart
89 MUST Prefixes that no binding has make a new session.
§5.4.1.1 rule 3
90 MUST A prefix of another node's binding is refused with 155.
§5.4.1.1 rule 4
91 MUST Other prefixes than those of the binding, or another number of them, are refused with 159.
§5.4.1.1 rule 5
92 MUST The binding is updated when link-layer identifier and access technology match.
93 MUST The binding is updated when the handoff indicator is 2.
94 MUST It is updated when neither side has a link-layer identifier, technology matches, HI is 3.
95 MUST It is updated when care-of address and access technology match.
§5.4.1.1 rule 6
96 MUST In all other cases the PBU makes a new session.
97 MUST A de-registration that belongs to no session is ignored silently.
§5.4.1.2 rule 1 @pmip-handoff
98 MUST Without prefix the key is node, access technology, and link-layer identifier.
§5.4.1.2 rule 2 @pmip-handoff
99 MUST A binding with that key is updated.
§5.4.1.2 rule 3
100 MUST With handoff indicator 2, the only binding of the node is updated.
§5.4.1.2 rule 4
101 SHOULD With indicator 4 and one binding of the node, the LMA waits for its de-registration.
102 MUST After MaxDelayBeforeNewBCEAssign without de-registration it makes a new session.
103 MAY It can be configured to make a new session without waiting.
§5.4.1.2 rule 5
104 MUST In all other cases the PBU makes a new session.
105 MUST A de-registration that belongs to no session is ignored silently.
§5.4.1.3 rule 1
106 MUST Without prefix and link-layer identifier the LMA looks for the only binding of the node.
§5.4.1.3 rule 2
107 MUST With handoff indicator 2 or 3 that binding is updated.
§5.4.1.3 rule 3
108 SHOULD With indicator 4 the LMA waits for the de-registration of that binding.
109 MUST After MaxDelayBeforeNewBCEAssign without de-registration it makes a new session.
110 MAY It can be configured to make a new session without waiting.
§5.4.1.3 rule 4
111 MUST In all other cases the PBU makes a new session.
112 MUST A de-registration that belongs to no session is ignored silently.
§5.5
113 SHOULD NOT Where clocks differ by more than half of a reconnection, timestamps are not used.
  ~deployment
114 MUST With sequence numbers the serving MAG can learn the last one of the session (R-16).
115 MUST Sequence numbers are kept per session and are known to the serving MAG.
§5.5 timestamp rule 1 @pmip-attach
116 MUST The LMA knows the Timestamp option; to a PBU that has one the PBA has a valid one.
§5.5 timestamp rule 2
117 MUST The clocks of all nodes go together closely enough.
§5.5 timestamp rule 3
118 SHOULD All nodes set their clocks by a common source, for example by NTP.
119 MAY Timestamps or sequence numbers that the mobile node makes are used instead.
§5.5 timestamp rule 4 @pmip-attach
120 MUST A timestamp counts from the one epoch of its format.
§5.5 timestamp rule 5 @pmip-attach
121 MUST With a timestamp the sequence number decides nothing.
122 MUST The sequence number is copied into the PBA all the same.
§5.5 timestamp rule 6
123 MUST A timestamp is valid within TimestampValidityWindow of the LMA's clock.
124 MUST That is not tested where mobile nodes make the timestamps.
125 MUST A timestamp is valid if it is above all that were accepted before. @pmip-overtaking-pbus
§5.5 timestamp rule 7 @pmip-attach
126 MUST A valid timestamp comes back as it is.
§5.5 timestamp rule 8 @pmip-overtaking-pbus
127 MUST A timestamp below the accepted one is refused with 157.
128 MUST That PBA has the time of the LMA's clock.
§5.5 timestamp rule 9
129 MUST Any other timestamp that is not valid is refused with 156.
130 MUST That PBA has the time of the LMA's clock.
§5.5 sequence rule 1
131 MUST A PBU without timestamp is ordered by its sequence number.
132 MUST Sequence numbers are compared as in Mobile IPv6, with 135 for those behind.
133 MUST NOT To a PBU without timestamp the PBA has none.
§5.5 sequence rule 2
134 MUST Ordering by sequence numbers is there in every node.
§5.6.1 @pmip-attach
135 MUST The data of a node pass between MAG and LMA in a tunnel of both ways.
136 MAY Tunnels are set up beforehand and stay. ~choice
137 MUST The ends of the tunnel are care-of address and LMA address, with IPv6 in IPv6.
138 MAY The nodes that share a tunnel are counted, and its lifetime is the longest of theirs.
139 SHOULD A tunnel that no node uses goes.
§5.6.2 @pmip-attach
140 MUST The LMA receives what is sent to the prefixes of its nodes: they are routed to it.
141 MUST A packet to such a prefix goes through the tunnel of its node.
142 MUST Packets are encapsulated as RFC 2473 has it.
143 MUST Packets out of the tunnel are unwrapped and routed by their inner destination.
§5.6.3
144 MUST An ECN field of ECT is copied into the outer header.
145 MUST CE in the outer header becomes CE in an inner header with ECT.
146 MUST NOT Else the inner ECN field stays as it is.
147 MUST With IPsec the ECN rules of RFC 4301 hold. ~ipsec
§5.7
148 property The LMA of a node is known by its profile; it is not discovered as home agents are.
§5.8
149 property There is no mobile prefix discovery.
§5.9
150 property There is no route optimization but local routing at the MAG.
`,
);

export const anchorRequirements = [...acceptance, ...operation];
