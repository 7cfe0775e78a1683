// Mobility options of RFC 6275, RFC 3963, RFC 4283, RFC 5213, RFC 5845 and RFC 5847. Others are in
// options-*.ts. The figures are in the cited sections.

import { flag, ipv6, octets, optional, reserved, rest, text, uint } from './fields.ts';
import type { RecordOf } from './layout.ts';
import { accessTechnologies, handoffIndicators, identifierSubtypes } from './numbers-status.ts';
import { namesOf } from './numbers.ts';
import { alignedBySize, mobilityOption } from './option-layout.ts';

const bindingRefreshAdvice = mobilityOption({
  is: 'BindingRefreshAdvice',
  type: 2,
  title: 'Binding Refresh Advice',
  cite: 'MIP6 §6.2.4',
  doc: 'When the home agent wants the next binding update, only in an acknowledgement.',
  align: [2, 0],
  fields: [uint('interval', 16, 'Time until the refresh.', { unit: '4s' })],
});

const alternateCareOfAddress = mobilityOption({
  is: 'AlternateCareOfAddress',
  type: 3,
  title: 'Alternate Care-of Address',
  cite: 'MIP6 §6.2.5',
  doc: 'The care-of address, when the source of the packet is not it or is not protected.',
  align: [8, 6],
  fields: [ipv6('address', 'The care-of address of the binding.')],
});

const nonceIndices = mobilityOption({
  is: 'NonceIndices',
  type: 4,
  title: 'Nonce Indices',
  cite: 'MIP6 §6.2.6',
  doc: 'Which nonces of the correspondent node the tokens were made from.',
  align: [2, 0],
  fields: [
    uint('homeNonceIndex', 16, 'Index of the nonce of the home keygen token.'),
    uint('careOfNonceIndex', 16, 'Index of the nonce of the care-of keygen token.'),
  ],
});

const bindingAuthorizationData = mobilityOption({
  is: 'BindingAuthorizationData',
  type: 5,
  title: 'Binding Authorization Data',
  cite: 'MIP6 §6.2.7',
  doc: 'Proof that return routability was done. The last option of its message.',
  align: [8, 2],
  fields: [octets('authenticator', 12, 'The first 96 bits of the HMAC.')],
});

const mobileNetworkPrefix = mobilityOption({
  is: 'MobileNetworkPrefix',
  type: 6,
  title: 'Mobile Network Prefix',
  cite: 'RFC 3963 §4.3',
  doc: 'A prefix of the network that moves with a mobile router.',
  align: [8, 4],
  fields: [
    reserved(8),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('prefix', 'The prefix.'),
  ],
});

export const mobileNodeIdentifier = mobilityOption({
  is: 'MobileNodeIdentifier',
  type: 8,
  title: 'Mobile Node Identifier',
  cite: 'RFC 4283 §3',
  doc: 'Who the mobile node is. Compared octet by octet, with the subtype (decision C-6).',
  fields: [
    uint('subtype', 8, 'What kind of identifier follows.', { names: namesOf(identifierSubtypes) }),
    text('identifier', 'The identifier: for subtype 1 a network access identifier.'),
  ],
});

const homeNetworkPrefix = mobilityOption({
  is: 'HomeNetworkPrefix',
  type: 22,
  title: 'Home Network Prefix',
  cite: 'PMIP §8.3',
  doc: 'A prefix of the mobile node; all zero asks for one or says that there is none.',
  align: [8, 4],
  fields: [
    flag('offLink', 'L', 'RFC 7864 §4.1: the prefix is not on the link of the receiver.'),
    reserved(7),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('prefix', 'The prefix; bits behind its length are ignored.'),
  ],
});

const handoffIndicator = mobilityOption({
  is: 'HandoffIndicator',
  type: 23,
  title: 'Handoff Indicator',
  cite: 'PMIP §8.4',
  doc: 'What the gateway knows about why the mobile node is here.',
  fields: [
    reserved(8),
    uint('value', 8, 'Kind of the handoff.', { label: 'HI', names: namesOf(handoffIndicators) }),
  ],
});

const accessTechnologyType = mobilityOption({
  is: 'AccessTechnologyType',
  type: 24,
  title: 'Access Technology Type',
  cite: 'PMIP §8.5',
  doc: 'The technology of the link on which the mobile node is attached.',
  fields: [
    reserved(8),
    uint('value', 8, 'The technology.', { label: 'ATT', names: namesOf(accessTechnologies) }),
  ],
});

const mobileNodeLinkLayerIdentifier = mobilityOption({
  is: 'MobileNodeLinkLayerIdentifier',
  type: 25,
  title: 'Mobile Node Link-layer Identifier',
  cite: 'PMIP §8.6',
  doc: 'Identifies the attached interface of the mobile node.',
  align: alignedBySize,
  fields: [reserved(16), rest('identifier', 'The identifier, mostly a link-layer address.')],
});

const linkLocalAddress = mobilityOption({
  is: 'LinkLocalAddress',
  type: 26,
  title: 'Link-local Address',
  cite: 'PMIP §8.7',
  doc: 'The link-local address that the gateway has on the link to the mobile node.',
  align: [8, 6],
  fields: [ipv6('address', 'The address; `::` asks the anchor for one.')],
});

export const timestamp = mobilityOption({
  is: 'Timestamp',
  type: 27,
  title: 'Timestamp',
  cite: 'PMIP §8.8',
  doc: 'Orders the updates of a mobile node from different gateways.',
  align: [8, 2],
  fields: [
    uint('seconds', 48, 'Seconds since 1 January 1970, 00:00 UTC.', { unit: 's' }),
    uint('fraction', 16, 'Parts of a second.', { unit: '1/65536 s' }),
  ],
});

const restartCounter = mobilityOption({
  is: 'RestartCounter',
  type: 28,
  title: 'Restart Counter',
  cite: 'RFC 5847 §3.4',
  doc: 'Grows with each restart of the sender that lost its bindings.',
  align: [4, 2],
  fields: [uint('counter', 32, 'Restarts so far.')],
});

const greKey = mobilityOption({
  is: 'GreKey',
  type: 33,
  title: 'GRE Key',
  cite: 'RFC 5845 §6.1',
  doc: 'Asks for GRE between gateway and anchor; with a key, tells which one to use.',
  align: [4, 0],
  fields: [
    reserved(16),
    optional(uint('key', 32, 'The key for packets to the sender.', { unit: 'hex' })),
  ],
});

/** In the order of their numbers. */
export const baseMobilityOptions = [
  bindingRefreshAdvice,
  alternateCareOfAddress,
  nonceIndices,
  bindingAuthorizationData,
  mobileNetworkPrefix,
  mobileNodeIdentifier,
  homeNetworkPrefix,
  handoffIndicator,
  accessTechnologyType,
  mobileNodeLinkLayerIdentifier,
  linkLocalAddress,
  timestamp,
  restartCounter,
  greKey,
] as const;
export type BaseMobilityOption = RecordOf<(typeof baseMobilityOptions)[number]>;
