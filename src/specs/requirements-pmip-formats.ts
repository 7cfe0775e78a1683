// What RFC 5213 says of mobile nodes (section 7), and demands of formats (section 8) and of
// configuration (section 9). Numbers are ids: a row may move, its number stays.

import { demandsOf } from './demands.ts';

export const formatRequirements = demandsOf(
  'PMIP',
  'PMIP',
  `
§7.1 @pmip-attach
295 property A node configures addresses from the advertised prefixes as on any link.
§7.2 @pmip-handoff
296 property A node that moves keeps addresses and default router.
§8.1 @pmip-attach
297 MUST P is set in proxy registrations and clear in all others.
298 MUST The LMA skips options that it does not understand.
299 property Options stand in any order; all but the prefixes at most once (C-5).
§8.2 @pmip-attach
300 property P of a PBA is set if it is set in the PBU, only then.
301 MUST The MAG skips options that it does not understand.
302 property Statuses below 128 accept, all others refuse.
§8.3 @pmip-attach
303 MUST A Home Network Prefix option has type 22, length 18, and alignment 8n+4.
304 MUST Its reserved octet is sent as zero and ignored.
§8.4 @pmip-attach
305 MUST A Handoff Indicator option has type 23 and length 2.
306 MUST Its reserved octet is sent as zero and ignored.
§8.5 @pmip-attach
307 MUST An Access Technology Type option has type 24 and length 2.
308 MUST Its reserved octet is sent as zero and ignored.
§8.6 @pmip-attach
309 MUST A Mobile Node Link-layer Identifier option has type 25 and is aligned by its size.
310 MUST Its reserved octets are sent as zero and ignored.
§8.7
311 MUST A Link-local Address option has type 26, length 16, and alignment 8n+6.
§8.8 @pmip-attach
312 MUST A Timestamp option has type 27, length 8, and alignment 8n+2.
313 property A timestamp has 48 bits of seconds since 1970 and 16 bits of their fractions.
§8.9
314 property The new statuses are 152 to 162; 0, 128, 129 and 130 are those of Mobile IPv6.
§9.1
315 MUST The variables of an LMA can be configured, and survive a restart.
316 MUST MinDelayBeforeBCEDelete begins with 10000 ms.
317 MUST MaxDelayBeforeNewBCEAssign begins with 1500 ms.
318 property TimestampValidityWindow begins with 300 ms.
§9.2
319 MUST The variables of a MAG can be configured, and survive a restart.
320 MUST EnableMAGLocalRouting begins with 0: all traffic goes by the LMA.
321 MUST With EnableMAGLocalRouting at 1 packets to nodes of the MAG are routed there.
322 MAY Local routing is a matter of policy per node. ~choice
§9.3
323 MUST The variables of a domain are the same at all its gateways, and survive a restart.
324 MUST TimestampBasedApproachInUse, 1 at first, decides between timestamps and sequence numbers.
325 MUST With MobileNodeGeneratedTimestampInUse, 0 at first, the rules for such timestamps hold.
326 MUST NOT It is not 1 where TimestampBasedApproachInUse is 0.
327 SHOULD FixedMAGLinkLocalAddressOnAllAccessLinks is the address of all MAGs on access links.
328 property Empty, it says that no link-local address is fixed.
329 SHOULD FixedMAGLinkLayerAddressOnAllAccessLinks is the link-layer address of all MAGs there.
330 MUST Empty, it says that the access links have no link-layer addresses. ~layer2
`,
);
