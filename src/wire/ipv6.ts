// The headers around messages: Ethernet, IPv6 and its extension headers, UDP, GRE.

import * as f from './fields.ts';
import type { Family, RecordOf } from './layout.ts';
import {
  destinationOptionTypes,
  etherTypes,
  namesOf,
  nextHeaders,
  routingTypes,
} from './numbers.ts';
import { padLayouts } from './option-layout.ts';
import type { Padding } from './options.ts';

const nextHeaderNames = namesOf(nextHeaders);
const nextHeader = f.uint('nextHeader', 8, 'What follows this header.', {
  names: nextHeaderNames,
});

export const ethernet = {
  is: 'Ethernet',
  type: -1,
  title: 'Ethernet',
  cite: 'RFC 2464 §3',
  doc: 'A frame on a link.',
  fields: [
    f.mac('destination', 'Who shall take the frame.'),
    f.mac('source', 'Who sent it.'),
    f.uint('etherType', 16, 'What it carries.', { unit: 'hex', names: namesOf(etherTypes) }),
  ],
} as const;

export const ipv6Header = {
  is: 'Ipv6',
  type: -1,
  title: 'IPv6',
  cite: 'RFC 8200 §3',
  doc: 'The IPv6 header.',
  fields: [
    f.constant('version', 4, 6, { doc: 'Always 6.', role: 'checked' }),
    f.uint('trafficClass', 8, 'Differentiated services and congestion.', { unit: 'hex' }),
    f.uint('flowLabel', 20, 'Marks the packets of a flow.', { unit: 'hex' }),
    f.length({ name: 'payloadLength', doc: 'Octets after this header.' }, 16, 1, 40),
    nextHeader,
    f.uint('hopLimit', 8, 'Goes down by one at each router.'),
    f.ipv6('src', 'Where the packet comes from.', 'Source Address'),
    f.ipv6('dst', 'Where it goes.', 'Destination Address'),
  ],
} as const;

const extensionLength = f.length(
  { name: 'headerLength', label: 'Hdr Ext Len', doc: 'Units of 8 octets after the first 8.' },
  8,
  8,
  8,
);

const homeAddress = {
  is: 'HomeAddress',
  type: 0xc9,
  title: 'Home Address',
  cite: 'MIP6 §6.3',
  doc: 'The home address of the sender, whose source address is its care-of address.',
  align: [8, 6],
  fields: [
    f.code(8, namesOf(destinationOptionTypes), 'Type of the destination option.'),
    f.length({ doc: 'Always 16.' }, 8, 1, 2),
    f.ipv6('homeAddress', 'The home address.'),
  ],
} as const;

const unknownDestinationOption = {
  is: 'UnknownDestinationOption',
  type: -1,
  title: 'Unknown destination option',
  cite: 'RFC 8200 §4.2',
  doc: 'Its two highest bits say what a receiver does; kept as octets.',
  fields: [
    f.uint('type', 8, 'Type of the option.', { names: namesOf(destinationOptionTypes) }),
    f.length({ doc: 'Octets of the option without its type and length.' }, 8, 1, 2),
    f.rest('data', 'What it holds.'),
  ],
} as const;

export type DestinationOption =
  RecordOf<typeof homeAddress> | RecordOf<typeof unknownDestinationOption> | Padding;

export const destinationOptionFamily: Family<DestinationOption> = {
  title: 'destination options',
  layouts: [...padLayouts, homeAddress],
  unknown: unknownDestinationOption,
  names: namesOf(destinationOptionTypes),
  shape: 'tlv',
  multiple: 8,
};

export const destinationOptions = {
  is: 'DestinationOptions',
  type: 60,
  title: 'Destination Options',
  cite: 'RFC 8200 §4.6',
  doc: 'Options for the destination of the packet.',
  fields: [
    nextHeader,
    extensionLength,
    f.options('options', destinationOptionFamily, { doc: 'Destination options.' }),
  ],
} as const;

export const routingType2 = {
  is: 'RoutingType2',
  type: 43,
  title: 'Type 2 Routing Header',
  cite: 'MIP6 §6.4',
  doc: 'Sent to a care-of address, for the home address in it.',
  fields: [
    nextHeader,
    extensionLength,
    f.constant('routingType', 8, 2, {
      doc: 'Always 2.',
      names: namesOf(routingTypes),
      role: 'chooses',
    }),
    f.constant('segmentsLeft', 8, 1, { doc: 'Always 1.', role: 'checked' }),
    f.reserved(32),
    f.ipv6('homeAddress', 'The home address of the receiver.'),
  ],
} as const;

export const fragmentHeader = {
  is: 'Fragment',
  type: 44,
  title: 'Fragment',
  cite: 'RFC 8200 §4.5',
  doc: 'A part of a packet; the receiver puts the parts together.',
  fields: [
    nextHeader,
    f.reserved(8),
    f.uint('fragmentOffset', 13, 'Place of the part.', { unit: '8 octets' }),
    f.reserved(2),
    f.flag('moreFragments', 'M', 'More parts follow.'),
    f.uint('identification', 32, 'The same in all parts of a packet.', { unit: 'hex' }),
  ],
} as const;

export const otherExtension = {
  is: 'ExtensionHeader',
  type: -1,
  title: 'Extension Header',
  cite: 'RFC 8200 §4',
  doc: 'Another extension header, kept as octets.',
  fields: [nextHeader, extensionLength, f.rest('data', 'What it holds.')],
} as const;

export const udpHeader = {
  is: 'Udp',
  type: 17,
  title: 'UDP',
  cite: 'RFC 768',
  doc: 'A user datagram.',
  fields: [
    f.uint('sourcePort', 16, 'Port of the sender.'),
    f.uint('destinationPort', 16, 'Port of the receiver.'),
    f.length({ doc: 'Octets of header and data.' }, 16, 1, 0),
    f.checksum('Over a pseudo-header and the datagram; zero is forbidden (RFC 8200 §8.1).'),
    f.rest('data', 'The data.'),
  ],
} as const;

export const greHeader = {
  is: 'Gre',
  type: 47,
  title: 'GRE',
  cite: 'RFC 2890 §2',
  doc: 'Generic routing encapsulation; with a key it tells sessions apart (RFC 5845).',
  fields: [
    f.presence('C KS            ', 'Which of checksum, key and sequence number follow.'),
    f.uint('protocol', 16, 'What is inside.', {
      label: 'Protocol Type',
      unit: 'hex',
      names: namesOf(etherTypes),
    }),
    f.when(2, f.uint('key', 32, 'Key of the session.', { unit: 'hex' })),
  ],
} as const;

/** Bytes before the packet in an Ethernet frame. */
export const ETHERNET_OCTETS = 14;
