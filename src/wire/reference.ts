// Everything of this folder that a reader can look up: the formats of a profile and the registries.

import { icmpv6Messages, unknownIcmpv6 } from './icmpv6.ts';
import * as headers from './ipv6.ts';
import type { Layout } from './layout.ts';
import type { Profile } from './malformed.ts';
import { mobilityMessages, unknownMobility } from './mobility-header.ts';
import { mobilityOptions } from './mobility-option-family.ts';
import { ndOptions } from './nd-options.ts';
import * as status from './numbers-status.ts';
import * as numbers from './numbers.ts';
import { flowSubOptionFamily } from './options-flow.ts';

/** Formats that belong together. */
export interface FormatGroup {
  readonly title: string;
  readonly layouts: readonly Layout[];
}

/** The formats, in the order of their code points. */
export const formatsOf = (profile: Profile): readonly FormatGroup[] => [
  {
    title: 'Headers',
    layouts: [
      headers.ethernet,
      headers.ipv6Header,
      headers.routingType2,
      headers.fragmentHeader,
      headers.destinationOptions,
      headers.otherExtension,
      headers.greHeader,
      headers.udpHeader,
    ],
  },
  { title: 'Mobility messages', layouts: [...byType(mobilityMessages[profile]), unknownMobility] },
  { title: 'Mobility options', layouts: ofFamily(mobilityOptions) },
  { title: 'Flow sub-options', layouts: ofFamily(flowSubOptionFamily) },
  { title: 'ICMPv6 messages', layouts: [...icmpv6Messages, unknownIcmpv6] },
  { title: 'Neighbor Discovery options', layouts: ofFamily(ndOptions) },
  { title: 'Destination options', layouts: ofFamily(headers.destinationOptionFamily) },
];

const byType = (layouts: readonly Layout[]): readonly Layout[] =>
  layouts.toSorted((a, b) => a.type - b.type);

const ofFamily = ({
  layouts,
  unknown,
}: {
  readonly layouts: readonly Layout[];
  readonly unknown: Layout;
}): readonly Layout[] => [...byType(layouts), unknown];

/** Code points, each with its origin. */
export const registries: readonly numbers.Registry[] = [
  numbers.etherTypes,
  numbers.nextHeaders,
  numbers.routingTypes,
  numbers.destinationOptionTypes,
  numbers.mobilityHeaderTypes,
  numbers.mobilityOptionTypes,
  status.bindingStatus,
  status.bindingErrorStatus,
  status.handoffIndicators,
  status.accessTechnologies,
  status.identifierSubtypes,
  status.revocationTriggers,
  status.revocationStatus,
  status.updateReasons,
  status.updateStatus,
  status.flowSubOptionTypes,
  status.flowActions,
  status.flowStatus,
  status.flowBindingTriggers,
  status.flowBindingStatus,
  status.ipv4AddressStatus,
  numbers.icmpv6Types,
  status.unreachableCodes,
  status.timeExceededCodes,
  status.parameterProblemCodes,
  numbers.ndOptionTypes,
  status.routerPreferences,
];
