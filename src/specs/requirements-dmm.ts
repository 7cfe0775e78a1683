// What drafts 003 (DMM-02) and 004 (DMM) demand. Where 02's text survives it says the same in the
// same section. Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

export const dmmRequirements = demandsOf(
  'DMM',
  'DMM',
  `
§3 also DMM-02 @dmm-f4
1 property An attaching mobile node gets a prefix of its own from the pool of the gateway.
2 property Towards its own prefix the serving gateway is a plain IPv6 router: no tunnel.
3 property The serving gateway registers earlier prefixes with a PBU to each gateway that anchors
  one. @dmm-three
4 property After PBU and PBA one tunnel per anchoring gateway carries the traffic both ways.
§4.1 also DMM-02 @dmm-f4
5 property The serving gateway shows itself as one router per anchoring gateway, each a DLIF.
6 property A DLIF has the same link-layer and IPv6 addresses at whichever gateway it is set up.
7 property The link-layer address of a DLIF differs from that of the radio below it and of all
  others. @dmm-f3
8 property A serving gateway is always an anchoring gateway of the node too: one DLIF at least.
9 property Advertisements through the DLIF of an earlier anchor carry a zero prefix lifetime.
10 property Running sessions keep a deprecated address; new ones take the prefix of the serving
  gateway.
11 property A network behind one gateway stays reachable through the tunnel, for old and new
  sessions.
§4.2 step 3 also DMM-02 @dmm-f4
12 property At an initial attachment nothing is signalled to other gateways.
§4.2 step 6 also DMM-02 @dmm-f4
13 property The new prefix is advertised at once, before the signalling.
§4.2 step 7 also DMM-02 @dmm-f4
14 MAY The PBA brings the anchored prefixes, the parameters of the DLIF and local prefixes.
15 MAY The same facts come from elsewhere, for example from the HSS.
§4.2 step 8 also DMM-02 @dmm-f4
16 property The serving gateway sets up the DLIF of the anchor and advertises its prefix,
  deprecated.
17 MAY Instead of deprecating the prefix, the advertisement has a low router preference.
18 MAY The advertisement has a route option for the local network of the anchor.
§4.3.1 @dmm-f4
19 property The D flag of a PBU says that a distributed gateway sent it.
20 MUST A gateway ignores and skips options of a PBU that it does not understand.
§4.3.2 also DMM-02 @dmm-f4
21 property The D flag of a PBA says that the sender can work as a distributed gateway.
22 MUST A gateway ignores and skips options of a PBA that it does not understand.
§4.3.3 also DMM-02 @dmm-f4
23 MUST The length of an Anchored Prefix option is 18.
24 MUST The reserved octet of an Anchored Prefix option is sent as zero and ignored.
25 property A message may have several Anchored Prefix options; each is aligned to 8n+4.
§4.3.4 also DMM-02 @dmm-f4
26 MUST The length of a Local Prefix option is 18.
27 MUST The reserved octet of a Local Prefix option is sent as zero and ignored.
28 property A message may have several Local Prefix options; each is aligned to 8n+4.
§4.3.5 @dmm-f4
29 MUST The length of a DLIF Link-local Address option is 16; it is aligned to 8n+6.
§4.3.6 @dmm-f4
30 MUST A DLIF Link-layer Address option is aligned by the size of the address.
§4.3.6 also DMM-02 @dmm-f4
31 MUST The reserved octets of a DLIF Link-layer Address option are sent as zero and ignored.
32 MUST NOT The DLIF Link-layer Address option is not used where the access link has no such
  address.
§5 also DMM-02
33 property Between operators the home LMA stands in for the anchor; no tunnel joins the two
  gateways.
§7 also DMM-02
34 SHOULD PBU and PBA between gateways are protected; here: only configured peers are trusted.
§A.1
35 MUST New sessions do not pass through a distant anchor. @dmm-f4
§A.2
36 MUST Each session may do without network-layer mobility. @dmm-f4
§A.3
37 SHOULD The solution targets IPv6 and is not tailored to IPv4. ~goal
§A.4
38 MUST Standard protocols are reused before new ones are made. ~goal
§A.5
39 MUST Gateways coexist with hosts and networks without it; they fall back to Proxy Mobile IPv6.
41 SHOULD It works across operators, as far as they trust each other.
§A.6
44 property Gateways are managed by what there is for Proxy Mobile IPv6. ~deployment
§A.7
40 MUST NOT No new security risk is brought in. ~goal
42 MUST Security protocols that a network needs can be used with it. ~ipsec
§A.8
43 SHOULD Multicast can be added without wasting capacity. ~multicast
`,
);
