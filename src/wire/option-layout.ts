// What all options of one kind begin with: type and length.

import { code, headed, length, rest } from './fields.ts';
import type { Alignment, Layout } from './layout.ts';
import { flowSubOptionTypes } from './numbers-status.ts';
import { mobilityOptionTypes, namesOf, ndOptionTypes } from './numbers.ts';

const optionNames = namesOf(mobilityOptionTypes);
const octetsOfValue = 'Octets without type and length.';
const mobilityHead = [
  code(8, optionNames, 'Type of the mobility option.'),
  length({ doc: octetsOfValue }, 8, 1, 2),
];

/** A mobility option (MIP6 §6.2.1). */
export const mobilityOption = headed(mobilityHead);

/** A Neighbor Discovery option (ND §4.6). */
export const ndOption = headed([
  code(8, namesOf(ndOptionTypes), 'Type of the option.'),
  length({ doc: 'Units of 8 octets of the whole option; zero is malformed.' }, 8, 8, 0),
]);

/** A sub-option of the Flow Identification option (RFC 6089 §4.2.1). */
export const flowSubOption = headed([
  code(8, namesOf(flowSubOptionTypes), 'Type of the sub-option.'),
  length({ doc: octetsOfValue }, 8, 1, 2),
]);

/** Decision C-9: a value of 8 octets begins at a multiple of 8, every other at an even octet. */
export const alignedBySize = (_octets: Uint8Array, at: number, end: number): Alignment =>
  end - at === 12 ? [8, 4] : [2, 0];

/** Padding: found by the reader of options before it looks for layouts; these draw and name it. */
export const padLayouts: readonly Layout[] = [
  {
    is: 'Pad1',
    title: 'Pad1',
    cite: 'MIP6 §6.2.2',
    doc: 'One octet of padding. The only option without a length.',
    type: 0,
    fields: [code(8, optionNames, 'Zero.')],
  },
  {
    is: 'PadN',
    title: 'PadN',
    cite: 'MIP6 §6.2.3',
    doc: 'Two or more octets of padding.',
    type: 1,
    fields: [...mobilityHead, rest('data', 'Sent as zero, ignored on receipt.')],
  },
];
