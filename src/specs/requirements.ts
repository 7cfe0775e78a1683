// What the drafts demand, one line each, in our words. A test names in its title the ids that it
// covers. Here: drafts 003 (DMM-02) and 004 (DMM); where 02's text survives it says the same,
// `also` gives its place.

/**
 * How strong a demand is. `property`: not in a key word of RFC 2119, but the draft says that it
 * holds.
 */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'MAY' | 'property';

/** One demand. */
export interface Requirement {
  readonly id: string;
  readonly cite: string;
  readonly also?: string;
  readonly level: Level;
  readonly words: string;
}

/** Sections 3 and 4.1: what the solution and the logical interface do. */
const concept: readonly Requirement[] = [
  {
    id: 'DMM-1',
    cite: 'DMM §3',
    also: 'DMM-02 §3',
    level: 'property',
    words: 'An attaching mobile node gets a prefix of its own from the pool of the gateway.',
  },
  {
    id: 'DMM-2',
    cite: 'DMM §3',
    also: 'DMM-02 §3',
    level: 'property',
    words: 'Towards its own prefix the serving gateway is a plain IPv6 router: no tunnel.',
  },
  {
    id: 'DMM-3',
    cite: 'DMM §3',
    also: 'DMM-02 §3',
    level: 'property',
    words:
      'The serving gateway registers earlier prefixes with a PBU to each gateway that anchors one.',
  },
  {
    id: 'DMM-4',
    cite: 'DMM §3',
    also: 'DMM-02 §3',
    level: 'property',
    words: 'After PBU and PBA one tunnel per anchoring gateway carries the traffic both ways.',
  },
  {
    id: 'DMM-5',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words: 'The serving gateway shows itself as one router per anchoring gateway, each a DLIF.',
  },
  {
    id: 'DMM-6',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words: 'A DLIF has the same link-layer and IPv6 addresses at whichever gateway it is set up.',
  },
  {
    id: 'DMM-7',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words:
      'The link-layer address of a DLIF differs from that of the radio below it and of all others.',
  },
  {
    id: 'DMM-8',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words: 'A serving gateway is always an anchoring gateway of the node too: one DLIF at least.',
  },
  {
    id: 'DMM-9',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words: 'Advertisements through the DLIF of an earlier anchor carry a zero prefix lifetime.',
  },
  {
    id: 'DMM-10',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words:
      'Running sessions keep a deprecated address; new ones take the prefix of the serving gateway.',
  },
  {
    id: 'DMM-11',
    cite: 'DMM §4.1',
    also: 'DMM-02 §4.1',
    level: 'property',
    words:
      'A network behind one gateway stays reachable through the tunnel, for old and new sessions.',
  },
];

/** Section 4.2, steps 1 to 8. */
const operation: readonly Requirement[] = [
  {
    id: 'DMM-12',
    cite: 'DMM §4.2 step 3',
    also: 'DMM-02 §4.2 step 3',
    level: 'property',
    words: 'At an initial attachment nothing is signalled to other gateways.',
  },
  {
    id: 'DMM-13',
    cite: 'DMM §4.2 step 6',
    also: 'DMM-02 §4.2 step 6',
    level: 'property',
    words: 'The new prefix is advertised at once, before the signalling.',
  },
  {
    id: 'DMM-14',
    cite: 'DMM §4.2 step 7',
    also: 'DMM-02 §4.2 step 7',
    level: 'MAY',
    words: 'The PBA brings the anchored prefixes, the parameters of the DLIF and local prefixes.',
  },
  {
    id: 'DMM-15',
    cite: 'DMM §4.2 step 7',
    also: 'DMM-02 §4.2 step 7',
    level: 'MAY',
    words: 'The same facts come from elsewhere, for example from the HSS.',
  },
  {
    id: 'DMM-16',
    cite: 'DMM §4.2 step 8',
    also: 'DMM-02 §4.2 step 8',
    level: 'property',
    words:
      'The serving gateway sets up the DLIF of the anchor and advertises its prefix, deprecated.',
  },
  {
    id: 'DMM-17',
    cite: 'DMM §4.2 step 8',
    also: 'DMM-02 §4.2 step 8',
    level: 'MAY',
    words: 'Instead of deprecating the prefix, the advertisement has a low router preference.',
  },
  {
    id: 'DMM-18',
    cite: 'DMM §4.2 step 8',
    also: 'DMM-02 §4.2 step 8',
    level: 'MAY',
    words: 'The advertisement has a route option for the local network of the anchor.',
  },
];

/** Section 4.3: formats. */
const formats: readonly Requirement[] = [
  {
    id: 'DMM-19',
    cite: 'DMM §4.3.1',
    level: 'property',
    words: 'The D flag of a PBU says that a distributed gateway sent it.',
  },
  {
    id: 'DMM-20',
    cite: 'DMM §4.3.1',
    level: 'MUST',
    words: 'A gateway ignores and skips options of a PBU that it does not understand.',
  },
  {
    id: 'DMM-21',
    cite: 'DMM §4.3.2',
    also: 'DMM-02 §4.3.2',
    level: 'property',
    words: 'The D flag of a PBA says that the sender can work as a distributed gateway.',
  },
  {
    id: 'DMM-22',
    cite: 'DMM §4.3.2',
    also: 'DMM-02 §4.3.2',
    level: 'MUST',
    words: 'A gateway ignores and skips options of a PBA that it does not understand.',
  },
  {
    id: 'DMM-23',
    cite: 'DMM §4.3.3',
    also: 'DMM-02 §4.3.3',
    level: 'MUST',
    words: 'The length of an Anchored Prefix option is 18.',
  },
  {
    id: 'DMM-24',
    cite: 'DMM §4.3.3',
    also: 'DMM-02 §4.3.3',
    level: 'MUST',
    words: 'The reserved octet of an Anchored Prefix option is sent as zero and ignored.',
  },
  {
    id: 'DMM-25',
    cite: 'DMM §4.3.3',
    also: 'DMM-02 §4.3.3',
    level: 'property',
    words: 'A message may have several Anchored Prefix options; each is aligned to 8n+4.',
  },
  {
    id: 'DMM-26',
    cite: 'DMM §4.3.4',
    also: 'DMM-02 §4.3.4',
    level: 'MUST',
    words: 'The length of a Local Prefix option is 18.',
  },
  {
    id: 'DMM-27',
    cite: 'DMM §4.3.4',
    also: 'DMM-02 §4.3.4',
    level: 'MUST',
    words: 'The reserved octet of a Local Prefix option is sent as zero and ignored.',
  },
  {
    id: 'DMM-28',
    cite: 'DMM §4.3.4',
    also: 'DMM-02 §4.3.4',
    level: 'property',
    words: 'A message may have several Local Prefix options; each is aligned to 8n+4.',
  },
  {
    id: 'DMM-29',
    cite: 'DMM §4.3.5',
    level: 'MUST',
    words: 'The length of a DLIF Link-local Address option is 16; it is aligned to 8n+6.',
  },
  {
    id: 'DMM-30',
    cite: 'DMM §4.3.6',
    level: 'MUST',
    words: 'A DLIF Link-layer Address option is aligned by the size of the address.',
  },
  {
    id: 'DMM-31',
    cite: 'DMM §4.3.6',
    also: 'DMM-02 §4.3.6',
    level: 'MUST',
    words: 'The reserved octets of a DLIF Link-layer Address option are sent as zero and ignored.',
  },
  {
    id: 'DMM-32',
    cite: 'DMM §4.3.6',
    also: 'DMM-02 §4.3.6',
    level: 'MUST NOT',
    words:
      'The DLIF Link-layer Address option is not used where the access link has no such address.',
  },
];

/** Sections 5 and 7, and appendix A (what RFC 7333 asks of any such solution). */
const surroundings: readonly Requirement[] = [
  {
    id: 'DMM-33',
    cite: 'DMM §5',
    also: 'DMM-02 §5',
    level: 'property',
    words:
      'Between operators the home LMA stands in for the anchor; no tunnel joins the two gateways.',
  },
  {
    id: 'DMM-34',
    cite: 'DMM §7',
    also: 'DMM-02 §7',
    level: 'SHOULD',
    words: 'PBU and PBA between gateways are protected; here: only configured peers are trusted.',
  },
  {
    id: 'DMM-35',
    cite: 'DMM §A.1',
    level: 'MUST',
    words: 'New sessions do not pass through a distant anchor.',
  },
  {
    id: 'DMM-36',
    cite: 'DMM §A.2',
    level: 'MUST',
    words: 'Each session may do without network-layer mobility.',
  },
  {
    id: 'DMM-37',
    cite: 'DMM §A.3',
    level: 'SHOULD',
    words: 'The solution targets IPv6 and is not tailored to IPv4.',
  },
  {
    id: 'DMM-38',
    cite: 'DMM §A.4',
    level: 'MUST',
    words: 'Standard protocols are reused before new ones are made.',
  },
  {
    id: 'DMM-39',
    cite: 'DMM §A.5',
    level: 'MUST',
    words:
      'Gateways coexist with hosts and networks without it; they fall back to Proxy Mobile IPv6.',
  },
  {
    id: 'DMM-40',
    cite: 'DMM §A.7',
    level: 'MUST NOT',
    words: 'No new security risk is brought in.',
  },
];

/** All demands of the drafts that are implemented so far. */
export const requirements: readonly Requirement[] = [
  ...concept,
  ...operation,
  ...formats,
  ...surroundings,
];
