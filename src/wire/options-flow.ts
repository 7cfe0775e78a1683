// Flows and their bindings: RFC 5648 (binding identifier), RFC 6089 (flow identification and its
// sub-options), RFC 7109 (actions on flows). Traffic selectors are in traffic-selector.ts.

import { flag, ipv4, ipv6, optional, options, reserved, rest, uint, uints } from './fields.ts';
import { length } from './fields.ts';
import type { Alignment, Family, RecordOf } from './layout.ts';
import { bindingStatus, flowActions, flowStatus, flowSubOptionTypes } from './numbers-status.ts';
import { namesOf } from './numbers.ts';
import { flowSubOption, mobilityOption, padLayouts } from './option-layout.ts';
import type { Padding } from './options.ts';
import { trafficSelectorIpv4, trafficSelectorIpv6 } from './traffic-selector.ts';

const bindingReference = flowSubOption({
  is: 'BindingReference',
  type: 2,
  title: 'Binding Reference',
  cite: 'RFC 6089 §4.2.1.3',
  doc: 'The bindings that the packets of the flow take; to several, they are duplicated.',
  align: [2, 0],
  fields: [uints('bids', 'Binding identifier.')],
});

const flowBindingAction = flowSubOption({
  is: 'FlowBindingAction',
  type: 4,
  title: 'Flow Binding Action',
  cite: 'RFC 7109 §6.2.1',
  doc: 'What shall be done with the flow.',
  fields: [reserved(8), uint('action', 8, 'The action.', { names: namesOf(flowActions) })],
});

const targetCareOfAddress = flowSubOption({
  is: 'TargetCareOfAddress',
  type: 5,
  title: 'Target Care-of Address',
  cite: 'RFC 7109 §6.2.2',
  doc: 'Where the flow shall go.',
  fields: [
    reserved(16),
    optional(ipv4('addressIpv4', 'The care-of address.'), ipv6('address', 'The care-of address.')),
  ],
});

const unknownFlowSubOption = {
  is: 'UnknownFlowSubOption',
  type: -1,
  title: 'Unknown sub-option',
  cite: 'RFC 6089 §4.2.1',
  doc: 'Skipped by a receiver, kept as octets.',
  fields: [
    uint('type', 8, 'Type of the sub-option.', { names: namesOf(flowSubOptionTypes) }),
    length({ doc: 'Octets of the sub-option without its type and length.' }, 8, 1, 2),
    rest('data', 'What it holds.'),
  ],
} as const;

export const flowSubOptions = [
  bindingReference,
  trafficSelectorIpv4,
  trafficSelectorIpv6,
  flowBindingAction,
  targetCareOfAddress,
] as const;
export type FlowSubOption =
  RecordOf<(typeof flowSubOptions)[number]> | RecordOf<typeof unknownFlowSubOption> | Padding;

export const flowSubOptionFamily: Family<FlowSubOption> = {
  title: 'Flow Identification sub-options',
  layouts: [...padLayouts, ...flowSubOptions],
  unknown: unknownFlowSubOption,
  names: namesOf(flowSubOptionTypes),
  shape: 'tlv',
  multiple: 1,
};

/** RFC 5648 §4.3: 2n without a care-of address, else 8n+2. */
const bindingIdentifierAlign = (_octets: Uint8Array, at: number, end: number): Alignment =>
  end - at === 6 ? [2, 0] : [8, 2];

const bindingIdentifier = mobilityOption({
  is: 'BindingIdentifier',
  type: 35,
  title: 'Binding Identifier',
  cite: 'RFC 5648 §4.3',
  doc: 'One of several bindings of a mobile node; its priority is from RFC 6089 §4.1.',
  align: bindingIdentifierAlign,
  fields: [
    uint('bid', 16, 'Number of the binding; zero is reserved.', { label: 'Binding ID (BID)' }),
    uint('status', 8, 'Outcome for this binding.', { names: namesOf(bindingStatus) }),
    flag('simultaneous', 'H', 'The home link and foreign links are used at once.'),
    uint('priority', 7, 'Lower goes first; zero is reserved.', { label: 'BID-PRI' }),
    optional(
      ipv4('careOfAddressIpv4', 'The care-of address of the binding.'),
      ipv6('careOfAddress', 'The care-of address of the binding.'),
    ),
  ],
});

const flowSummary = mobilityOption({
  is: 'FlowSummary',
  type: 44,
  title: 'Flow Summary',
  cite: 'RFC 6089 §4.2.2',
  doc: 'Flows that are kept as they are.',
  align: [2, 0],
  fields: [uints('fids', 'Flow identifier.')],
});

const flowIdentification = mobilityOption({
  is: 'FlowIdentification',
  type: 45,
  title: 'Flow Identification',
  cite: 'RFC 6089 §4.2',
  doc: 'A flow, its priority, and in sub-options what belongs to it and where it goes.',
  align: [2, 0],
  fields: [
    uint('fid', 16, 'Number of the flow; zero is reserved.', { label: 'FID' }),
    uint('priority', 16, 'Lower goes first, unique per mobile node.', { label: 'FID-PRI' }),
    reserved(8),
    uint('status', 8, 'Outcome for this flow.', { names: namesOf(flowStatus) }),
    options('subOptions', flowSubOptionFamily, {
      label: 'Sub-options',
      doc: 'Bindings, selectors and actions of the flow.',
    }),
  ],
});

/** In the order of their numbers. */
export const flowOptions = [bindingIdentifier, flowSummary, flowIdentification] as const;
export type FlowOption = RecordOf<(typeof flowOptions)[number]>;
