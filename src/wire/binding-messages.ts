// Binding Update and Binding Acknowledgement, also of proxies (P). The D flag of the distributed
// drafts stands on a bit that depends on the profile (decision C-7), so each has two layouts.

import * as f from './fields.ts';
import type { RecordOf } from './layout.ts';
import { message, sequence } from './mobility-message.ts';
import { bindingStatus as bindingStatusCodes } from './numbers-status.ts';
import { namesOf } from './numbers.ts';

const lifetime = f.uint('lifetime', 16, 'How long the binding lives; zero ends it.', {
  unit: '4s',
});

const distributed = f.flag('distributed', 'D', 'The sender is a distributed gateway.');
const tlvHeader = f.flag('tlvHeader', 'T', 'RFC 5845: tunnel with a TLV header.');
const bulk = f.flag('bulk', 'B', 'RFC 6602: for a group of mobile nodes.');
const multicast = f.flag('multicast', 'S', 'RFC 7161: with multicast subscriptions.');
const updateFlags = [
  sequence,
  f.flag('acknowledge', 'A', 'An acknowledgement is wanted; always set by a gateway.'),
  f.flag('homeRegistration', 'H', 'The receiver shall act as home agent.'),
  f.flag('linkLocalCompatibility', 'L', 'The link-local address has the same interface id.'),
  f.flag('keyManagement', 'K', 'Key management follows the movement.'),
  f.flag('mapRegistration', 'M', 'RFC 4140: registration with a mobility anchor point.'),
  f.flag('mobileRouter', 'R', 'RFC 3963: the sender is a mobile router.'),
  f.flag('proxyRegistration', 'P', 'PMIP §8.1: sent by a gateway for a mobile node.'),
];
const updateWords = {
  is: 'BindingUpdate',
  type: 5,
  title: 'Binding Update',
  doc: 'Says where a mobile node is; with P set it is a Proxy Binding Update.',
} as const;

/** With D on the bit that RFC 5555 calls F, as the draft draws it (decision C-7). */
export const bindingUpdateDraft05 = message({
  ...updateWords,
  cite: 'DMM §4.3.1',
  fields: [
    ...updateFlags,
    distributed,
    tlvHeader,
    bulk,
    multicast,
    f.reserved(5),
    f.absent('forceUdp', 'RFC 5555: its bit is the D of this profile.'),
    lifetime,
  ],
});

export const bindingUpdateRfc8885 = message({
  ...updateWords,
  cite: 'RFC 8885 §4.1',
  fields: [
    ...updateFlags,
    f.flag('forceUdp', 'F', 'RFC 5555: UDP encapsulation is wanted.'),
    tlvHeader,
    bulk,
    multicast,
    distributed,
    f.reserved(4),
    lifetime,
  ],
});

const bindingStatus = f.uint('status', 8, 'Below 128 accepted, else refused.', {
  names: namesOf(bindingStatusCodes),
});
const acknowledgementFlags = [
  bindingStatus,
  f.flag('keyManagement', 'K', 'Key management follows the movement.'),
  f.flag('mobileRouter', 'R', 'RFC 3963: accepted as a mobile router.'),
  f.flag('proxyRegistration', 'P', 'PMIP §8.2: answers a Proxy Binding Update.'),
];
const acknowledgementWords = {
  is: 'BindingAcknowledgement',
  type: 6,
  title: 'Binding Acknowledgement',
  doc: 'Answers a Binding Update; with P set it is a Proxy Binding Acknowledgement.',
} as const;

/** With D on the bit that RFC 5845 calls T, as the draft draws it (decision C-7). */
export const bindingAcknowledgementDraft05 = message({
  ...acknowledgementWords,
  cite: 'DMM §4.3.2',
  fields: [
    ...acknowledgementFlags,
    distributed,
    bulk,
    multicast,
    f.reserved(2),
    f.absent('tlvHeader', 'RFC 5845: its bit is the D of this profile.'),
    sequence,
    lifetime,
  ],
});

export const bindingAcknowledgementRfc8885 = message({
  ...acknowledgementWords,
  cite: 'RFC 8885 §4.2',
  fields: [
    ...acknowledgementFlags,
    tlvHeader,
    bulk,
    multicast,
    distributed,
    f.reserved(1),
    sequence,
    lifetime,
  ],
});

export type BindingUpdate = RecordOf<typeof bindingUpdateRfc8885>;
export type BindingAcknowledgement = RecordOf<typeof bindingAcknowledgementRfc8885>;
