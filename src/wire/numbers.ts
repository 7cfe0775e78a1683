// Code points of headers, messages and options, each with its origin. Status codes are in
// numbers-status.ts. `lab` marks numbers that this project chose where a draft leaves them to IANA.

import type { Names } from './layout.ts';

/** One number of a registry. */
export interface CodePoint {
  readonly value: number;
  readonly name: string;
  /** The document that gives the number. */
  readonly origin: string;
}

/** A registry: what its numbers are, and the numbers. */
export interface Registry {
  readonly title: string;
  readonly points: readonly CodePoint[];
}

type Group = readonly [origin: string, ...points: (readonly [value: number, name: string])[]];

/** A registry from groups of one origin each. */
export function registry(title: string, ...groups: readonly Group[]): Registry {
  const points = groups.flatMap(([origin, ...group]) =>
    group.map(([value, name]) => ({ value, name, origin })),
  );
  return { title, points };
}

/** The names of a registry by number. */
export const namesOf = ({ points }: Registry): Names =>
  new Map(points.map(({ value, name }) => [value, name]));

/** IPv6 next header values. */
export const NEXT_HEADER = {
  hopByHop: 0,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  gre: 47,
  icmpv6: 58,
  none: 59,
  destinationOptions: 60,
  mobility: 135,
} as const;

export const nextHeaders = registry(
  'IPv6 Next Header',
  ['RFC 8200', [0, 'Hop-by-Hop Options'], [43, 'Routing'], [44, 'Fragment']],
  ['RFC 8200', [59, 'No Next Header'], [60, 'Destination Options']],
  ['RFC 9293', [6, 'TCP']],
  ['RFC 768', [17, 'UDP']],
  ['RFC 2473', [41, 'IPv6']],
  ['RFC 2784', [47, 'GRE']],
  ['RFC 4443', [58, 'ICMPv6']],
  ['MIP6 §6.1', [135, 'Mobility Header']],
);

export const etherTypes = registry('EtherType', ['RFC 2464', [0x86dd, 'IPv6']]);

export const icmpv6Types = registry(
  'ICMPv6 Type',
  ['RFC 4443', [1, 'Destination Unreachable'], [2, 'Packet Too Big'], [3, 'Time Exceeded']],
  ['RFC 4443', [4, 'Parameter Problem'], [128, 'Echo Request'], [129, 'Echo Reply']],
  ['ND §4', [133, 'Router Solicitation'], [134, 'Router Advertisement']],
  ['ND §4', [135, 'Neighbor Solicitation'], [136, 'Neighbor Advertisement'], [137, 'Redirect']],
  [
    'MIP6 §6.5',
    [144, 'Home Agent Address Discovery Request'],
    [145, 'Home Agent Address Discovery Reply'],
    [146, 'Mobile Prefix Solicitation'],
    [147, 'Mobile Prefix Advertisement'],
  ],
);

export const ndOptionTypes = registry(
  'Neighbor Discovery Option',
  [
    'ND §4.6',
    [1, 'Source Link-Layer Address'],
    [2, 'Target Link-Layer Address'],
    [3, 'Prefix Information'],
    [4, 'Redirected Header'],
    [5, 'MTU'],
  ],
  ['MIP6 §7', [7, 'Advertisement Interval'], [8, 'Home Agent Information']],
  ['RFC 3122', [9, 'Source Address List'], [10, 'Target Address List']],
  ['RTR §2.3', [24, 'Route Information']],
  ['RFC 8106', [25, 'Recursive DNS Server']],
  ['RFC 5175 §4', [26, 'RA Flags Extension']],
);

export const destinationOptionTypes = registry('Destination Option', [
  'MIP6 §6.3',
  [0xc9, 'Home Address'],
]);

export const routingTypes = registry('Routing Type', ['MIP6 §6.4', [2, 'Type 2 Routing Header']]);

export const mobilityHeaderTypes = registry(
  'Mobility Header Type',
  [
    'MIP6 §6.1',
    [0, 'Binding Refresh Request'],
    [1, 'Home Test Init'],
    [2, 'Care-of Test Init'],
    [3, 'Home Test'],
    [4, 'Care-of Test'],
    [5, 'Binding Update'],
    [6, 'Binding Acknowledgement'],
    [7, 'Binding Error'],
  ],
  ['RFC 5568', [8, 'Fast Binding Update'], [9, 'Fast Binding Acknowledgment']],
  ['RFC 5568', [10, 'Fast Neighbor Advertisement'], [14, 'Handover Initiate']],
  ['RFC 5568', [15, 'Handover Acknowledge']],
  ['RFC 5096', [11, 'Experimental Mobility Header']],
  ['RFC 5142', [12, 'Home Agent Switch']],
  ['RFC 5847', [13, 'Heartbeat']],
  ['RFC 5846', [16, 'Binding Revocation']],
  ['RFC 6705', [17, 'Localized Routing Initiation'], [18, 'Localized Routing Acknowledgment']],
  ['RFC 7077', [19, 'Update Notification'], [20, 'Update Notification Acknowledgement']],
  ['RFC 7109', [21, 'Flow Binding']],
  ['IANA', [22, 'Subscription Query'], [23, 'Subscription Response']],
);

/** The first 64 numbers have one meaning for all; the drafts' own follow. */
export const mobilityOptionTypes = registry(
  'Mobility Option',
  [
    'MIP6 §6.2',
    [0, 'Pad1'],
    [1, 'PadN'],
    [2, 'Binding Refresh Advice'],
    [3, 'Alternate Care-of Address'],
    [4, 'Nonce Indices'],
    [5, 'Binding Authorization Data'],
  ],
  ['RFC 3963', [6, 'Mobile Network Prefix']],
  [
    'RFC 5568',
    [7, 'Mobility Header Link-Layer Address'],
    [21, 'Binding Authorization Data FMIPv6'],
  ],
  ['RFC 5568', [34, 'Mobility Header IPv6 Address/Prefix']],
  ['RFC 4283', [8, 'Mobile Node Identifier']],
  ['RFC 4285', [9, 'Mobility Message Authentication'], [10, 'Replay Protection']],
  [
    'RFC 4866',
    [11, 'CGA Parameters Request'],
    [12, 'CGA Parameters'],
    [13, 'Signature'],
    [14, 'Permanent Home Keygen Token'],
    [15, 'Care-of Test Init'],
    [16, 'Care-of Test'],
  ],
  ['RFC 5026', [17, 'DNS Update']],
  ['RFC 5096', [18, 'Experimental']],
  ['RFC 5094', [19, 'Vendor Specific']],
  ['RFC 5149', [20, 'Service Selection']],
  [
    'PMIP §8',
    [22, 'Home Network Prefix'],
    [23, 'Handoff Indicator'],
    [24, 'Access Technology Type'],
    [25, 'Mobile Node Link-layer Identifier'],
    [26, 'Link-local Address'],
    [27, 'Timestamp'],
  ],
  ['RFC 5847', [28, 'Restart Counter']],
  [
    'RFC 5555',
    [29, 'IPv4 Home Address'],
    [30, 'IPv4 Address Acknowledgement'],
    [31, 'NAT Detection'],
    [32, 'IPv4 Care-of Address'],
  ],
  ['RFC 5845', [33, 'GRE Key']],
  ['RFC 5648', [35, 'Binding Identifier']],
  [
    'RFC 5844',
    [36, 'IPv4 Home Address Request'],
    [37, 'IPv4 Home Address Reply'],
    [38, 'IPv4 Default-Router Address'],
    [39, 'IPv4 DHCP Support Mode'],
  ],
  ['RFC 5949', [40, 'Context Request'], [41, 'Local Mobility Anchor Address']],
  ['RFC 5949', [42, 'Mobile Node Link-local Address Interface Identifier']],
  ['RFC 6058', [43, 'Transient Binding']],
  ['RFC 6089', [44, 'Flow Summary'], [45, 'Flow Identification']],
  ['RFC 6463', [46, 'Redirect-Capability'], [47, 'Redirect'], [48, 'Load Information']],
  ['RFC 6463', [49, 'Alternate IPv4 Care-of Address']],
  ['RFC 6602', [50, 'Mobile Node Group Identifier']],
  ['RFC 6705', [51, 'MAG IPv6 Address']],
  ['RFC 6757', [52, 'Access Network Identifier']],
  ['RFC 6909', [53, 'IPv4 Traffic Offload Selector']],
  ['RFC 7028', [54, 'Dynamic IP Multicast Selector']],
  ['RFC 7148', [55, 'Delegated Mobile Network Prefix']],
  ['RFC 7161', [56, 'Active Multicast Subscription IPv4']],
  ['RFC 7161', [57, 'Active Multicast Subscription IPv6']],
  ['RFC 7222', [58, 'Quality-of-Service']],
  ['RFC 7389', [59, 'LMA User-Plane Address']],
  ['RFC 7411', [60, 'Multicast Mobility'], [61, 'Multicast Acknowledgement']],
  ['RFC 8127', [62, 'LMA-Controlled MAG Parameters']],
  ['RFC 8278', [63, 'MAG Multipath Binding'], [64, 'MAG Identifier']],
  [
    'RFC 8885',
    [65, 'Anchored Prefix'],
    [66, 'Local Prefix'],
    [67, 'Previous MAAR'],
    [68, 'Serving MAAR'],
    [69, 'DLIF Link-local Address'],
    [70, 'DLIF Link-layer Address'],
  ],
  ['lab', [240, 'MuHo']],
);

/**
 * The numbers of the options that the drafts define and leave to IANA. Those of DMM were assigned
 * with RFC 8885; the one of MIF never was (decisions X-1 and C-8). MAD-PMIPv6 used 28, 29 and 30,
 * which have other owners, and are never sent.
 */
export const DRAFT_OPTION = {
  anchoredPrefix: 65,
  localPrefix: 66,
  previousMaar: 67,
  servingMaar: 68,
  dlifLinkLocalAddress: 69,
  dlifLinkLayerAddress: 70,
  muho: 240,
} as const;

/**
 * Where the D flag sits (decision C-7): `draft-05` draws it right after P, on the bits that RFC 5555
 * (F) and RFC 5845 (T) own; RFC 8885 moved it.
 */
export const D_FLAG = {
  'draft-05': { bindingUpdate: 0x0100, bindingAcknowledgement: 0x10, origin: 'DMM §4.3.1' },
  rfc8885: { bindingUpdate: 0x0010, bindingAcknowledgement: 0x02, origin: 'RFC 8885 §4.1' },
} as const;
