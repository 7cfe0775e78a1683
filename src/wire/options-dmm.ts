// The options of distributed anchoring (DMM §4.3.3 to §4.3.6) and those that RFC 8885 added to
// them. The numbers are those of RFC 8885, since the drafts have none (decision X-1).

import { ipv6, reserved, rest, uint } from './fields.ts';
import type { RecordOf } from './layout.ts';
import { DRAFT_OPTION } from './numbers.ts';
import { alignedBySize, mobilityOption } from './option-layout.ts';

export const anchoredPrefix = mobilityOption({
  is: 'AnchoredPrefix',
  type: DRAFT_OPTION.anchoredPrefix,
  title: 'Anchored Prefix',
  cite: 'DMM §4.3.3',
  doc: 'A prefix of the mobile node that the anchoring gateway keeps for it.',
  align: [8, 4],
  fields: [
    reserved(8),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('prefix', 'The anchored prefix.', 'Anchored Prefix'),
  ],
});

export const localPrefix = mobilityOption({
  is: 'LocalPrefix',
  type: DRAFT_OPTION.localPrefix,
  title: 'Local Prefix',
  cite: 'DMM §4.3.4',
  doc: 'A prefix of a local network that is reached through the anchoring gateway only.',
  align: [8, 4],
  fields: [
    reserved(8),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('prefix', 'The local prefix.', 'Local Prefix'),
  ],
});

const previousMaar = mobilityOption({
  is: 'PreviousMaar',
  type: DRAFT_OPTION.previousMaar,
  title: 'Previous MAAR',
  cite: 'RFC 8885 §4.5',
  doc: 'An anchor that the mobile node had before, and the prefix that it keeps.',
  align: [8, 4],
  fields: [
    reserved(8),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('maar', 'Address of the anchor.', 'P-MAAR Address'),
    ipv6('prefix', 'The prefix that it anchors.', 'Home Network Prefix'),
  ],
});

const servingMaar = mobilityOption({
  is: 'ServingMaar',
  type: DRAFT_OPTION.servingMaar,
  title: 'Serving MAAR',
  cite: 'RFC 8885 §4.6',
  doc: 'Where the mobile node is now: the end of the tunnel of an anchor.',
  align: [8, 6],
  fields: [ipv6('address', 'Address of the serving gateway.', 'S-MAAR Address')],
});

export const dlifLinkLocalAddress = mobilityOption({
  is: 'DlifLinkLocalAddress',
  type: DRAFT_OPTION.dlifLinkLocalAddress,
  title: 'DLIF Link-local Address',
  cite: 'DMM §4.3.5',
  doc: 'The link-local address of a logical interface, for its double at another gateway.',
  align: [8, 6],
  fields: [ipv6('address', 'The link-local address.', 'DLIF Link-local Address')],
});

export const dlifLinkLayerAddress = mobilityOption({
  is: 'DlifLinkLayerAddress',
  type: DRAFT_OPTION.dlifLinkLayerAddress,
  title: 'DLIF Link-layer Address',
  cite: 'DMM §4.3.6',
  doc: 'The link-layer address of a logical interface, for its double at another gateway.',
  align: alignedBySize,
  fields: [reserved(16), rest('address', 'The link-layer address.', 'DLIF Link-layer Address')],
});

/** In the order of their numbers. */
export const dmmOptions = [
  anchoredPrefix,
  localPrefix,
  previousMaar,
  servingMaar,
  dlifLinkLocalAddress,
  dlifLinkLayerAddress,
] as const;
export type DmmOption = RecordOf<(typeof dmmOptions)[number]>;
