// What all options of one kind begin with: type and length.

import { code, length, rest } from './fields.ts';
import type { Alignment, Field, Layout } from './layout.ts';
import { flowSubOptionTypes } from './numbers-status.ts';
import { mobilityOptionTypes, namesOf, ndOptionTypes } from './numbers.ts';

const optionNames = namesOf(mobilityOptionTypes);
const octetsOfValue = length({ doc: 'Octets of the option without its type and length.' }, 8, 1, 2);
const mobilityHead = [code(8, optionNames, 'Type of the mobility option.'), octetsOfValue];

/** A mobility option (MIP6 §6.2.1). */
export const mobilityOption = <const I extends string, const F extends Field>(
  outline: Layout<I, F>,
): Layout<I, F> => ({ ...outline, fields: [...mobilityHead, ...outline.fields] as F[] });

const ndHead = [
  code(8, namesOf(ndOptionTypes), 'Type of the option.'),
  length({ doc: 'Units of 8 octets of the whole option; zero is malformed.' }, 8, 8, 0),
];

/** A Neighbor Discovery option (ND §4.6). */
export const ndOption = <const I extends string, const F extends Field>(
  outline: Layout<I, F>,
): Layout<I, F> => ({ ...outline, fields: [...ndHead, ...outline.fields] as F[] });

const flowHead = [
  code(8, namesOf(flowSubOptionTypes), 'Type of the sub-option.'),
  length({ doc: 'Octets of the sub-option without its type and length.' }, 8, 1, 2),
];

/** A sub-option of the Flow Identification option (RFC 6089 §4.2.1). */
export const flowSubOption = <const I extends string, const F extends Field>(
  outline: Layout<I, F>,
): Layout<I, F> => ({ ...outline, fields: [...flowHead, ...outline.fields] as F[] });

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
