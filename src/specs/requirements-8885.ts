// What RFC 8885, into which distributed anchoring grew, demands of MAARs and CMD. What its section
// 3.7 has of the DLIF draft DMM has as well. Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

export const maarRequirements = demandsOf(
  'MAAR',
  'RFC 8885',
  `
§3.1 @rfc8885-relay
1 property Each attachment is registered at the CMD with a PBU that names the prefix of the MAAR.
2 property The CMD keeps one binding per node: identity, prefix, and the MAAR as Proxy-CoA.
3 property A first registration is answered without any past, in the same way in all modes.
4 property The MAAR advertises its prefix once the CMD has answered.
5 property For its own prefix a MAAR is a plain router, without encapsulation.
§3.2 @rfc8885-relay
6 property The CMD finds a binding by the identity of the node, and passes the PBU on to the former
  MAAR with the Serving MAAR option.
7 property The former MAAR sets up tunnel and route, and answers with its prefix and the same option.
8 property The CMD lists each previous MAAR with its prefix, and names them to the serving one in
  Previous MAAR options.
9 property With the PBA the tunnel stands at both ends; the old prefix goes through it, the new one
  does not.
10 property At later moves every previous MAAR gets the PBU, and the PBAs are put together in one.
11 property After a time-out what has been collected goes, and what comes later follows in PBAs of
  its own.
12 SHOULD A relay repeats and limits its messages as section 3.6 has it.
13 MUST The PBUs to several MAARs are paced.
§3.3 @rfc8885-locator
14 property With a locator a previous MAAR answers the serving one too, with HNP alone; its address is
  the source.
15 property A locator passes no PBA on.
§3.4 @rfc8885-proxy
16 property A proxy names the previous MAARs at once, and tells them at the same time.
§3.5 @rfc8885-relay
17 property The loss of layer 2 de-registers nothing; the rest of the lifetime is a guard interval.
18 property Only the MAAR that serves de-registers the session.
19 property The CMD answers the de-registration of a previous MAAR with a lifetime.
44 MAY A previous MAAR stops the timer of its binding instead. ~choice
§3.6 @rfc8885-relay
20 SHOULD Who sends a PBU repeats it when no PBA comes, after INITIAL_BINDACK_TIMEOUT at first.
21 MUST The time-out is doubled with each repetition, up to MAX_BINDACK_TIMEOUT.
22 MAY At that rate it goes on for ever.
23 MUST NOT A node gets at most MAX_UPDATE_RATE PBUs a second from another.
§3.7 @rfc8885-relay
24 property Advertisements for an old anchor have a preferred lifetime of zero, the valid one is not
  zero.
§4.1
25 property The D flag of a PBU stands at a place of its own: a MAAR or a CMD has sent it.
26 MUST NOT An LMA without the extension does not process a PBU with D.
27 MUST Such an LMA answers with an error.
28 MUST Options of a PBU that are not understood are skipped. @rfc8885-relay
§4.2
29 property The D flag of a PBA stands at a place of its own: its sender can be a MAAR or a CMD.
30 MUST A MAG without the extension ignores a PBA with D. ~choice
31 MUST Options of a PBA that are not understood are skipped. @rfc8885-relay
§4.3 @rfc8885-relay
32 MUST An Anchored Prefix option has type 65 and length 18; its reserved octet is sent as zero and
  ignored, as are bits beyond the prefix length.
§4.4 @rfc8885-relay
33 MUST A Local Prefix option has type 66 and length 18; its reserved octet is sent as zero and
  ignored, as are bits beyond the prefix length.
§4.5 @rfc8885-relay
34 MUST A Previous MAAR option has type 67, length 34 and alignment 8n+4.
35 MUST Its reserved octet is sent as zero and ignored, as are bits beyond the prefix length.
36 property There may be several; one MAAR with several prefixes has several.
§4.6 @rfc8885-relay
37 MUST A Serving MAAR option has type 68, length 16 and alignment 8n+6.
§4.7 @rfc8885-relay
38 MUST A DLIF Link-local Address option has type 69, length 16 and alignment 8n+6.
§4.8 @rfc8885-relay
39 MUST A DLIF Link-layer Address option has type 70 and is aligned by the size of the address; its
  reserved octets are sent as zero and ignored.
§6
40 MUST The CMD caps the rate of the PBUs that one PBU brings about. @rfc8885-relay
41 property With a locator the MAARs must trust each other; whom a MAAR does not know is not believed.
42 SHOULD The number of previous MAARs of a node has a limit.
43 MUST CMD and MAARs are trusted parties; a PBU of another is refused.
45 MUST What is known of a node goes to nobody else, and is used for nothing else. ~goal
46 SHOULD PBU and PBA are protected by IPsec. ~ipsec
`,
);
