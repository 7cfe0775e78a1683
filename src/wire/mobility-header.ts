// The messages of the Mobility Header: RFC 6275, RFC 5846, RFC 5847, RFC 7077 and RFC 7109.
// Binding updates and acknowledgements are in binding-messages.ts.

import * as binding from './binding-messages.ts';
import * as f from './fields.ts';
import type { Layout, RecordOf } from './layout.ts';
import type { Profile } from './malformed.ts';
import {
  headerLength,
  message,
  mobilityNames,
  payloadProto,
  sequence,
  sequenceDoc,
  sum,
} from './mobility-message.ts';
import * as status from './numbers-status.ts';
import { namesOf } from './numbers.ts';

const bindingRefreshRequest = message({
  is: 'BindingRefreshRequest',
  type: 0,
  title: 'Binding Refresh Request',
  cite: 'MIP6 §6.1.2',
  doc: 'A correspondent node asks for a new binding update.',
  fields: [f.reserved(16)],
});

const cookie = f.octets('cookie', 8, 'Random octets that the answer repeats.');
const keygenToken = f.octets('keygenToken', 8, 'One half of the key of the binding update.');

const homeTestInit = message({
  is: 'HomeTestInit',
  type: 1,
  title: 'Home Test Init',
  cite: 'MIP6 §6.1.3',
  doc: 'Starts return routability over the home agent.',
  fields: [f.reserved(16), cookie],
});

const careOfTestInit = message({
  is: 'CareOfTestInit',
  type: 2,
  title: 'Care-of Test Init',
  cite: 'MIP6 §6.1.4',
  doc: 'Starts return routability on the direct path.',
  fields: [f.reserved(16), cookie],
});

export const homeTest = message({
  is: 'HomeTest',
  type: 3,
  title: 'Home Test',
  cite: 'MIP6 §6.1.5',
  doc: 'Answers a Home Test Init, over the home agent.',
  fields: [f.uint('nonceIndex', 16, 'Home nonce index.'), cookie, keygenToken],
});

const careOfTest = message({
  is: 'CareOfTest',
  type: 4,
  title: 'Care-of Test',
  cite: 'MIP6 §6.1.6',
  doc: 'Answers a Care-of Test Init, on the direct path.',
  fields: [f.uint('nonceIndex', 16, 'Care-of nonce index.'), cookie, keygenToken],
});

const bindingError = message({
  is: 'BindingError',
  type: 7,
  title: 'Binding Error',
  cite: 'MIP6 §6.1.9',
  doc: 'A mobility message or a Home Address option could not be processed.',
  fields: [
    f.uint('status', 8, 'What was wrong.', { names: namesOf(status.bindingErrorStatus) }),
    f.reserved(8),
    f.ipv6('homeAddress', 'The home address of the packet, or `::`.'),
  ],
});

export const heartbeat = message({
  is: 'Heartbeat',
  type: 13,
  title: 'Heartbeat',
  cite: 'RFC 5847 §3.3',
  doc: 'Gateway and anchor ask each other whether they are there.',
  fields: [
    f.reserved(14),
    f.flag('unsolicited', 'U', 'A response that nobody asked for, after a restart.'),
    f.flag('response', 'R', 'A response, not a request.'),
    f.uint('sequence', 32, sequenceDoc, { label: 'Sequence Number' }),
  ],
});

const revocationFlags = [
  sequence,
  f.flag('proxy', 'P', 'The binding is one of proxy mobility.'),
  f.flag('ipv4Only', 'V', 'Only the IPv4 home address is revoked.'),
  f.flag('global', 'G', 'All bindings of the peer, or of a group.'),
  f.reserved(13),
];
const revocationType = (value: number, label: string) => [
  f.constant('revocationType', 8, value, { doc: label, role: 'chooses' }),
];

const bindingRevocationIndication = message({
  is: 'BindingRevocationIndication',
  type: 16,
  title: 'Binding Revocation Indication',
  cite: 'RFC 5846 §5.1',
  doc: 'The sender takes bindings back.',
  fields: [
    ...revocationType(1, '1: indication.'),
    f.uint('trigger', 8, 'Why.', {
      label: 'R. Trigger',
      names: namesOf(status.revocationTriggers),
    }),
    ...revocationFlags,
  ],
});

const bindingRevocationAcknowledgement = message({
  is: 'BindingRevocationAcknowledgement',
  type: 16,
  title: 'Binding Revocation Acknowledgement',
  cite: 'RFC 5846 §5.2',
  doc: 'Answers a Binding Revocation Indication.',
  fields: [
    ...revocationType(2, '2: acknowledgement.'),
    f.uint('status', 8, 'Outcome.', { names: namesOf(status.revocationStatus) }),
    ...revocationFlags,
  ],
});

const updateNotification = message({
  is: 'UpdateNotification',
  type: 19,
  title: 'Update Notification',
  cite: 'RFC 7077 §4.1',
  doc: 'The anchor tells a gateway that something of a session changed.',
  fields: [
    sequence,
    f.uint('reason', 16, 'What changed.', {
      label: 'Notification Reason',
      names: namesOf(status.updateReasons),
    }),
    f.flag('acknowledge', 'A', 'An acknowledgement is wanted.'),
    f.flag('retransmission', 'D', 'Sent before, with the same sequence number.'),
    f.reserved(14),
  ],
});

const updateNotificationAcknowledgement = message({
  is: 'UpdateNotificationAcknowledgement',
  type: 20,
  title: 'Update Notification Acknowledgement',
  cite: 'RFC 7077 §4.2',
  doc: 'Answers an Update Notification.',
  fields: [
    sequence,
    f.uint('status', 8, 'Outcome.', {
      label: 'Status Code',
      names: namesOf(status.updateStatus),
    }),
    f.reserved(24),
  ],
});

const flowBindingType = (value: number, doc: string) =>
  f.constant('flowBindingType', 16, value, { doc, role: 'chooses' });

const flowBindingIndication = message({
  is: 'FlowBindingIndication',
  type: 21,
  title: 'Flow Binding Indication',
  cite: 'RFC 7109 §6.1.1',
  doc: 'The home agent starts an operation on flows.',
  fields: [
    flowBindingType(1, '1: indication.'),
    sequence,
    f.uint('trigger', 8, 'Why.', { names: namesOf(status.flowBindingTriggers) }),
    f.flag('acknowledge', 'A', 'An acknowledgement is wanted.'),
    f.reserved(7),
  ],
});

const flowBindingAcknowledgement = message({
  is: 'FlowBindingAcknowledgement',
  type: 21,
  title: 'Flow Binding Acknowledgement',
  cite: 'RFC 7109 §6.1.2',
  doc: 'Answers a Flow Binding Indication.',
  fields: [
    flowBindingType(2, '2: acknowledgement.'),
    sequence,
    f.uint('status', 8, 'Outcome.', { names: namesOf(status.flowBindingStatus) }),
    f.reserved(8),
  ],
});

export const unknownMobility = {
  is: 'UnknownMobility',
  type: -1,
  title: 'Unknown mobility message',
  cite: 'MIP6 §9.2',
  doc: 'Answered with a Binding Error, kept as octets.',
  fields: [
    payloadProto,
    headerLength,
    f.uint('type', 8, 'MH type.', { label: 'MH Type', names: mobilityNames }),
    f.reserved(8),
    sum,
    f.rest('data', 'Message data.'),
  ],
} as const;

const common = [
  bindingRefreshRequest,
  homeTestInit,
  careOfTestInit,
  homeTest,
  careOfTest,
  bindingError,
  heartbeat,
  bindingRevocationIndication,
  bindingRevocationAcknowledgement,
  updateNotification,
  updateNotificationAcknowledgement,
  flowBindingIndication,
  flowBindingAcknowledgement,
] as const;

/** The messages of a profile. */
export const mobilityMessages: Readonly<Record<Profile, readonly Layout[]>> = {
  'draft-05': [...common, binding.bindingUpdateDraft05, binding.bindingAcknowledgementDraft05],
  rfc8885: [...common, binding.bindingUpdateRfc8885, binding.bindingAcknowledgementRfc8885],
};

export type MobilityMessage =
  | RecordOf<(typeof common)[number]>
  | binding.BindingUpdate
  | binding.BindingAcknowledgement
  | RecordOf<typeof unknownMobility>;
