// What RFC 5846, binding revocation, demands of LMA and MAG. What it asks of home agents (section
// 7) and of mobile nodes (section 10) is not here. Numbers are ids: a row may move, its number
// stays.

import { demandsOf } from './demands.ts';

/** Formats, and what holds for either side. */
const general = demandsOf(
  'BRI',
  'RFC 5846',
  `
§4
1 MUST Over IPv4 revocation uses the UDP ports and addresses of the registration. ~ipv4
§5 @pmip-revocation
2 MUST The reserved octet of a Binding Revocation message is sent as zero and ignored.
§5.1 @pmip-revocation
3 property Triggers below 128 are for sessions of one node, those above for many sessions at once.
4 MUST No two outstanding BRIs have the same sequence number.
5 property P says that the revoked bindings are proxy bindings.
6 property V says that only the IPv4 home address is revoked.
7 property G says that all bindings with the peer, or all that share an identifier, are revoked.
8 MUST Reserved bits of a BRI are sent as zero and ignored.
9 MUST Options of a BRI that the receiver does not understand are skipped.
10 MAY A BRI with P has Home Network Prefix options, one without P has none.
11 MUST A BRI about a single proxy binding has a Home Network Prefix option.
12 MUST A BRI with P has a Mobile Node Identifier option; a per-peer one of an LMA has none (B-1).
13 MUST In a BRI of a MAG with G the Mobile Node Identifier is the identity of the MAG.
14 property Only identifiers of subtype 1 are used.
15 MUST One of several care-of addresses is revoked by its Binding Identifier. ~careOfAddresses
16 MUST The IPv4 Home Address option stands only in a BRI with V and without P. ~hostMobility
17 MUST The IPv4 Home Address Request option stands only in a BRI with V and P.
18 MAY The Alternate Care-of Address option names the care-of address of what is revoked.
19 property A BRI without options is padded by 4 octets, its Header Len is 1.
§5.2 @pmip-revocation
20 property Statuses below 128 say that the BRI was carried out, all others that it was refused.
21 property Sequence number, P, V and G of a BRA are those of the BRI.
22 MUST Reserved bits of a BRA are sent as zero and ignored.
23 MAY A BRA names in Home Network Prefix options what could not be revoked, if P is set.
24 MAY A BRA has a Mobile Node Identifier option, if P is set.
25 SHOULD A BRA with a Home Network Prefix option has a Mobile Node Identifier option as well.
26 MAY A BRA names the Binding Identifier that could not be revoked. ~careOfAddresses
27 property A BRA without options is padded by 4 octets, its Header Len is 1.
§6.1
28 MUST Revocation messages are protected as the registrations are. ~ipsec
§6.1.1 @pmip-revocation
29 MUST A BRI has a sequence number by which its BRA is known.
30 MUST Whoever revokes a proxy binding sets P.
31 MUST Whoever revokes several sessions by a common identifier sets G and a global trigger.
32 MUST Without G the trigger is one of those for a single node.
33 MUST Whoever revokes the IPv4 home address alone sets V and names the address in an option.
§6.1.2 @pmip-revocation
34 MUST A BRI that is taken is answered by a BRA that says what came of it.
35 MUST NOT A BRI that is discarded is not answered.
36 MUST A BRI that is carried out is answered with a status of success.
37 MUST A BRI that is refused is answered with a status that says why.
38 MUST A BRI whose source is no unicast address is discarded silently.
39 MUST The responder copies sequence number, P, G and V into the BRA.
40 property The BRA goes to where the BRI came from.
§6.2
41 MUST A revocation message passes the checks of any Mobility Header message first.
42 property A node that does not know revocation answers with Binding Error, status 2.
43 MUST A revocation message that is not protected as registrations are is not taken. ~ipsec
§6.2.1 @pmip-revocation
44 MUST A BRI is formed as its section says, or is not taken.
45 SHOULD A trigger that the responder does not know is refused with 133.
46 SHOULD A trigger that does not fit what the BRI asks for is refused with 134.
47 MUST A BRI for which no binding is found is refused with 128.
§6.2.2 @pmip-revocation
48 MUST A BRA that fits no outstanding BRI is discarded silently, and at most noted.
49 MUST At a BRA of success the timer ends, and the binding with all that hangs on it is deleted.
50 SHOULD At any other BRA the options are read; what becomes of the binding is local policy.
51 MAY The status of a BRA is noted.
§6.3 @pmip-revocation
52 SHOULD A BRI without BRA is repeated unchanged, at most BRIMaxRetriesNumber times.
53 MUST The wait for a BRA doubles with each repetition, up to MAX_BRACK_TIMEOUT.
54 MAY At that rate it goes on until BRIMaxRetriesNumber is reached.
55 SHOULD When no repetition is left the initiator clears the binding all the same.
§11
56 SHOULD Retries, first delay and longest delay can be configured; they begin with 1, 1 s, 2 s.
§13
57 MUST NOT Nobody revokes a session that is not registered with himself.
58 MUST IPsec policies cover message type 16. ~ipsec
59 MUST It is configuration of the LMA which MAG may revoke all its sessions at once.
`,
);

/** What an LMA does, sections 8.1 and 8.2. */
const anchor = demandsOf(
  'BRI',
  'RFC 5846',
  `
§8.1 @pmip-revocation
60 MUST The LMA sets P.
61 MUST The trigger of the LMA tells the MAG the reason.
62 MUST The BRI names the node by the identifier of its registration.
63 MUST To revoke some of a node's sessions the BRI names them, for example by their prefixes.
64 MUST To revoke all sessions of a peer the LMA sets G and trigger 128.
65 MUST The BRI goes to the proxy care-of address.
66 MUST Where IPsec keys belong to another address of the MAG, the BRI goes there. ~ipsec
67 MAY The LMA takes the tunnel down before the BRA has come. ~choice
68 SHOULD Until the BRA has come, or no retry is left, the binding stands as one in revocation.
69 MAY At a handover the tunnel is moved to the new MAG before the BRI goes out. ~choice
70 property A PBU that comes in while its binding is being revoked is treated by the reason of the
  revocation; if it is accepted, the revocation ends (B-2).
71 MUST NOT A BRI for all sessions of a peer has no options.
72 MUST To revoke all nodes of a realm the LMA sets G and trigger 129.
73 MUST A BRI for a realm has an identifier that all its nodes share, empty before the realm.
74 property A realm does not stand for the realms below it.
75 MUST A part of a realm is narrowed by a further option, such as Alternate Care-of Address.
76 SHOULD For a session with several prefixes the BRI has an option for each.
77 MAY With the identifier of the node alone, all its sessions are revoked.
78 SHOULD At a PBU of unknown handoff state the LMA asks the former MAG by BRI instead of waiting.
79 MUST The trigger of that BRI is 4.
80 MUST A BRA of success, or a de-registration meanwhile, makes the session move to the new MAG.
81 SHOULD A BRA with 132 makes the PBU a new session.
82 SHOULD No BRA to any try makes the PBU a new session.
83 SHOULD For that BRI the recommended number of retries is used, so that nobody waits for long.
84 MAY The LMA revokes the IPv4 home address alone and keeps the prefixes.
85 MUST That BRI has V set.
86 MUST That BRI has the IPv4 address in an IPv4 Home Address Request option, beside the identifier.
87 MUST NOT That BRI has no Home Network Prefix option.
88 MUST That BRI has a fitting trigger.
§8.2 @pmip-revocation
89 MUST With P set the LMA makes sure that all bindings concerned are proxy bindings.
90 MUST A per-peer BRI of a MAG has P and the identity of the MAG, and the LMA checks it.
91 MUST The LMA makes sure that this MAG may revoke all its sessions at once.
92 MUST A per-peer BRI that was carried out is answered with 0.
93 MUST A per-peer BRI without the right to it, or without identity, is refused with 130.
94 MUST It ends all sessions whose care-of address is the source of the BRI.
95 MUST With an Alternate Care-of Address it ends the sessions with that care-of address instead.
96 MUST That some of the sessions are gone already is no reason to refuse.
97 MAY The BRA then says 1 and names what was gone.
98 MUST Without G, the identifier alone ends all sessions of the node, IPv4 included.
99 MUST Without G, identifier and one prefix end the session with that prefix only.
100 MUST Without G, identifier and several prefixes end the sessions with those prefixes.
101 MUST With V, identifier and IPv4 address end only the binding of that address.
102 MUST Accepted or refused, the LMA answers with a BRA.
`,
);

/** What a MAG does, sections 9.1 and 9.2. */
const gateway = demandsOf(
  'BRI',
  'RFC 5846',
  `
§9.1 @pmip-revocation
103 MUST A per-peer BRI of an LMA has P and no options, and the MAG checks it.
104 MUST A per-peer BRI that was carried out is answered with 0.
105 MUST A BRI for a realm has P and an identifier of subtype 1, and the MAG checks it.
106 MUST A BRI for a realm that was carried out is answered with 0.
107 MUST A BRI with trigger 129 that names no node which the MAG knows is refused with 131.
108 SHOULD At a trigger of handover the MAG makes sure that the node has left before it agrees.
109 MUST A node that is still attached makes the MAG refuse a handover trigger with 132.
110 MUST With V the MAG compares the IPv4 address with the one that the node has.
111 MUST With V only the IPv4 address is released.
112 MUST With V the prefixes of the session stay registered.
113 MUST A BRI with V that was carried out is answered with 0.
114 MUST With V and an IPv4 address that the node does not have, the answer is 128.
115 MUST That some of the sessions are gone already is no reason to refuse.
116 MAY The BRA then says 1 and names what was gone.
117 property By the trigger the MAG may tell the node that its connectivity has ended.
118 MUST Accepted or refused, the MAG answers with a BRA.
§9.2
119 MUST A MAG that revokes sets P.
120 MUST A MAG that revokes all its sessions with an LMA sets G, trigger 128, and its own identity.
121 MAY It narrows that by an Alternate Care-of Address option with the care-of address meant.
  ~choice
122 MAY It sends from its address as the gateway.
123 SHOULD It repeats the BRI until the BRA comes or no retry is left.
124 MAY It takes tunnels down before the BRA has come. ~choice
125 SHOULD NOT After a BRA with 130 it does not ask that LMA for a per-peer revocation again.
`,
);

export const revocationRequirements = [...general, ...anchor, ...gateway];
