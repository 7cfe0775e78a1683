// ICMPv6: errors and echo (RFC 4443), Neighbor Discovery (RFC 4861), and the messages between a
// mobile node and its home agent (RFC 6275 §6.5 to §6.8).

import * as f from './fields.ts';
import type { Field, Layout, RecordOf } from './layout.ts';
import { ndOptions } from './nd-options.ts';
import * as status from './numbers-status.ts';
import { icmpv6Types, namesOf } from './numbers.ts';

const names = namesOf(icmpv6Types);
const type = f.code(8, names, 'Which message this is.');
const noCode = f.constant('code', 8, 0, { doc: 'Always zero.', role: 'checked' });
const sum = f.checksum('Over a pseudo-header and the whole message.');
const options = f.options('options', ndOptions, { doc: 'Neighbor Discovery options.' });
const invoking = f.rest('invoking', 'As much of the packet in question as fits.');

/** A message without codes. */
const message = f.headed([type, noCode, sum]);

/** An error message: its first field is the code, which stands before the checksum. */
const error = <const I extends string, const F extends Field>(
  outline: Layout<I, F>,
): Layout<I, F> => {
  const [first, ...others] = outline.fields;
  return { ...outline, fields: [type, first, sum, ...others] as F[] }; // as f.headed does
};

const destinationUnreachable = error({
  is: 'DestinationUnreachable',
  type: 1,
  title: 'Destination Unreachable',
  cite: 'RFC 4443 §3.1',
  doc: 'A packet could not be delivered.',
  fields: [
    f.uint('code', 8, 'Why.', { names: namesOf(status.unreachableCodes) }),
    f.reserved(32),
    invoking,
  ],
});

const packetTooBig = error({
  is: 'PacketTooBig',
  type: 2,
  title: 'Packet Too Big',
  cite: 'RFC 4443 §3.2',
  doc: 'A packet is larger than the MTU of the next link or tunnel.',
  fields: [
    f.uint('code', 8, 'Sent as zero, ignored on receipt.'),
    f.uint('mtu', 32, 'The MTU.', { label: 'MTU', unit: 'octets' }),
    invoking,
  ],
});

const timeExceeded = error({
  is: 'TimeExceeded',
  type: 3,
  title: 'Time Exceeded',
  cite: 'RFC 4443 §3.3',
  doc: 'A packet ran out of hops.',
  fields: [
    f.uint('code', 8, 'Why.', { names: namesOf(status.timeExceededCodes) }),
    f.reserved(32),
    invoking,
  ],
});

const parameterProblem = error({
  is: 'ParameterProblem',
  type: 4,
  title: 'Parameter Problem',
  cite: 'RFC 4443 §3.4',
  doc: 'A field of a packet could not be processed.',
  fields: [
    f.uint('code', 8, 'What kind.', { names: namesOf(status.parameterProblemCodes) }),
    f.uint('pointer', 32, 'Octet of the packet where the field is.'),
    invoking,
  ],
});

const echo = [
  f.uint('identifier', 16, 'Pairs answers with requests.'),
  f.uint('sequence', 16, 'Counts the requests.', { label: 'Sequence Number' }),
  f.rest('data', 'Comes back unchanged.'),
];

const echoRequest = message({
  is: 'EchoRequest',
  type: 128,
  title: 'Echo Request',
  cite: 'RFC 4443 §4.1',
  doc: 'Asks for an echo.',
  fields: echo,
});

const echoReply = message({
  is: 'EchoReply',
  type: 129,
  title: 'Echo Reply',
  cite: 'RFC 4443 §4.2',
  doc: 'The echo.',
  fields: echo,
});

const routerSolicitation = message({
  is: 'RouterSolicitation',
  type: 133,
  title: 'Router Solicitation',
  cite: 'ND §4.1',
  doc: 'A host asks routers for an advertisement.',
  fields: [f.reserved(32), options],
});

export const routerAdvertisement = message({
  is: 'RouterAdvertisement',
  type: 134,
  title: 'Router Advertisement',
  cite: 'ND §4.2',
  doc: 'A router tells the hosts of a link its prefixes and parameters.',
  fields: [
    f.uint('curHopLimit', 8, 'Hop limit that hosts shall use; 0 says nothing.'),
    f.flag('managed', 'M', 'Addresses come from DHCPv6.'),
    f.flag('otherConfig', 'O', 'Other parameters come from DHCPv6.'),
    f.flag('homeAgent', 'H', 'MIP6 §7.1: the router is a home agent.'),
    f.uint('preference', 2, 'RTR §2.2: how good a default router it is.', {
      label: 'Prf',
      names: namesOf(status.routerPreferences),
    }),
    f.flag('proxy', 'P', 'RFC 4389: the router is a proxy.'),
    f.reserved(2),
    f.uint('routerLifetime', 16, 'How long it is a default router; 0: not at all.', { unit: 's' }),
    f.uint('reachableTime', 32, 'How long a neighbour is reachable; 0 says nothing.', {
      unit: 'ms',
    }),
    f.uint('retransTimer', 32, 'Between solicitations; 0 says nothing.', { unit: 'ms' }),
    options,
  ],
});

const neighborSolicitation = message({
  is: 'NeighborSolicitation',
  type: 135,
  title: 'Neighbor Solicitation',
  cite: 'ND §4.3',
  doc: 'Asks for the link-layer address of a neighbour, or whether an address is free.',
  fields: [f.reserved(32), f.ipv6('target', 'The address in question.'), options],
});

const neighborAdvertisement = message({
  is: 'NeighborAdvertisement',
  type: 136,
  title: 'Neighbor Advertisement',
  cite: 'ND §4.4',
  doc: 'Tells a link-layer address, asked or not.',
  fields: [
    f.flag('router', 'R', 'The sender is a router.'),
    f.flag('solicited', 'S', 'Answers a solicitation.'),
    f.flag('override', 'O', 'Replaces what is cached.'),
    f.reserved(29),
    f.ipv6('target', 'The address in question.'),
    options,
  ],
});

const identifier = f.uint('identifier', 16, 'Pairs answers with requests.');

const homeAgentDiscoveryRequest = message({
  is: 'HomeAgentDiscoveryRequest',
  type: 144,
  title: 'Home Agent Address Discovery Request',
  cite: 'MIP6 §6.5',
  doc: 'A mobile node looks for home agents.',
  fields: [identifier, f.reserved(16)],
});

const homeAgentDiscoveryReply = message({
  is: 'HomeAgentDiscoveryReply',
  type: 145,
  title: 'Home Agent Address Discovery Reply',
  cite: 'MIP6 §6.6',
  doc: 'The home agents of a link.',
  fields: [identifier, f.reserved(16), f.addresses('addresses', 'Address of a home agent.')],
});

const mobilePrefixSolicitation = message({
  is: 'MobilePrefixSolicitation',
  type: 146,
  title: 'Mobile Prefix Solicitation',
  cite: 'MIP6 §6.7',
  doc: 'A mobile node asks for the prefixes of its home link.',
  fields: [identifier, f.reserved(16)],
});

const mobilePrefixAdvertisement = message({
  is: 'MobilePrefixAdvertisement',
  type: 147,
  title: 'Mobile Prefix Advertisement',
  cite: 'MIP6 §6.8',
  doc: 'The prefixes of the home link.',
  fields: [
    identifier,
    f.flag('managed', 'M', 'Addresses come from DHCPv6.'),
    f.flag('otherConfig', 'O', 'Other parameters come from DHCPv6.'),
    f.reserved(14),
    options,
  ],
});

export const unknownIcmpv6 = {
  is: 'UnknownIcmpv6',
  type: -1,
  title: 'Unknown ICMPv6 message',
  cite: 'RFC 4443 §2.1',
  doc: 'Kept as octets.',
  fields: [
    f.uint('type', 8, 'Which message this is.', { names }),
    f.uint('code', 8, 'Kind of the message.'),
    sum,
    f.rest('data', 'Message body.'),
  ],
} as const;

export const icmpv6Messages = [
  destinationUnreachable,
  packetTooBig,
  timeExceeded,
  parameterProblem,
  echoRequest,
  echoReply,
  routerSolicitation,
  routerAdvertisement,
  neighborSolicitation,
  neighborAdvertisement,
  homeAgentDiscoveryRequest,
  homeAgentDiscoveryReply,
  mobilePrefixSolicitation,
  mobilePrefixAdvertisement,
] as const;
export type Icmpv6Message =
  RecordOf<(typeof icmpv6Messages)[number]> | RecordOf<typeof unknownIcmpv6>;
