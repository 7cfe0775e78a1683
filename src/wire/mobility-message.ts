// What all messages of the Mobility Header have in common (MIP6 §6.1.1).

import * as f from './fields.ts';
import type { Field, Layout } from './layout.ts';
import { mobilityOptions } from './mobility-option-family.ts';
import { mobilityHeaderTypes, namesOf, nextHeaders } from './numbers.ts';

export const payloadProto = f.constant('payloadProto', 8, 59, {
  doc: 'What follows the header: nothing.',
  names: namesOf(nextHeaders),
});
export const headerLength = f.length(
  { name: 'headerLength', label: 'Header Len', doc: 'Units of 8 octets after the first 8.' },
  8,
  8,
  8,
);
export const mobilityNames = namesOf(mobilityHeaderTypes);
export const sum = f.checksum(
  'Over a pseudo-header with the home addresses, and the whole header.',
);
const head = [
  payloadProto,
  headerLength,
  f.code(8, mobilityNames, 'Which message this is.', 'MH Type'),
  f.reserved(8),
  sum,
];
const tail = f.options('options', mobilityOptions, {
  label: 'Mobility options',
  doc: 'Mobility options.',
});
export const sequenceDoc = 'Pairs an answer with its request.';
export const sequence = f.uint('sequence', 16, sequenceDoc, { label: 'Sequence #' });
/** A message of the Mobility Header (MIP6 §6.1.1): `fields` stand between head and options. */
export const message = <const I extends string, const F extends Field>(
  outline: Layout<I, F>,
): Layout<I, F | typeof tail> => ({
  ...outline,
  fields: [...head, ...outline.fields, tail] as (F | typeof tail)[], // as f.headed does
});
