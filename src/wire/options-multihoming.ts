// The MuHo option of the multihoming draft. Its number was never assigned (decision C-8).

import { ipv6, reserved, uint } from './fields.ts';
import type { RecordOf } from './layout.ts';
import { DRAFT_OPTION } from './numbers.ts';
import { mobilityOption } from './option-layout.ts';

export const multihomingPrefix = mobilityOption({
  is: 'MultihomingPrefix',
  type: DRAFT_OPTION.muho,
  title: 'MuHo',
  cite: 'MIF §5.2.1',
  doc: 'All zero in an update: tell me the other prefixes. In the answer: one of them, or none.',
  align: [8, 4],
  fields: [
    reserved(8),
    uint('prefixLength', 8, 'Bits of the prefix.'),
    ipv6('prefix', 'A prefix of another interface of the mobile node.'),
  ],
});
export type MultihomingPrefix = RecordOf<typeof multihomingPrefix>;
