// All mobility options that this project knows, as one set.

import { length, rest, uint } from './fields.ts';
import type { Family, RecordOf } from './layout.ts';
import { baseMobilityOptions, type BaseMobilityOption } from './mobility-options.ts';
import { mobilityOptionTypes, namesOf } from './numbers.ts';
import { padLayouts } from './option-layout.ts';
import { dmmOptions, type DmmOption } from './options-dmm.ts';
import { flowOptions, type FlowOption } from './options-flow.ts';
import { ipv4Options, type Ipv4Option } from './options-ipv4.ts';
import { multihomingPrefix, type MultihomingPrefix } from './options-multihoming.ts';
import type { Padding } from './options.ts';

const names = namesOf(mobilityOptionTypes);

const unknownMobilityOption = {
  is: 'UnknownMobilityOption',
  type: -1,
  title: 'Unknown option',
  cite: 'MIP6 §6.2.1',
  doc: 'Skipped by a receiver, kept as octets.',
  fields: [
    uint('type', 8, 'Type of the mobility option.', { names }),
    length({ doc: 'Octets of the option without its type and length.' }, 8, 1, 2),
    rest('data', 'What it holds.'),
  ],
} as const;

export type MobilityOption =
  | BaseMobilityOption
  | Ipv4Option
  | FlowOption
  | DmmOption
  | MultihomingPrefix
  | RecordOf<typeof unknownMobilityOption>
  | Padding;

/** The options of a Mobility Header, aligned from its first octet. */
export const mobilityOptions: Family<MobilityOption> = {
  title: 'mobility options',
  layouts: [
    ...padLayouts,
    ...baseMobilityOptions,
    ...flowOptions,
    ...ipv4Options,
    ...dmmOptions,
    multihomingPrefix,
  ],
  unknown: unknownMobilityOption,
  names,
  shape: 'tlv',
  multiple: 8,
};
