// Readings of the distributed-anchoring draft.

import type { Knob } from './knob.ts';

export const distributedKnobs: readonly Knob[] = [
  {
    name: 'anchoredPrefixMode',
    label: 'Keep new sessions off prefA by',
    doc: 'How the serving gateway keeps new sessions off a prefix that is anchored elsewhere.',
    cite: 'DMM §4.2 step 8',
    values: [
      { value: 'deprecate', words: 'preferred lifetime 0' },
      { value: 'lowPreference', words: 'low router preference' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'localNetwork',
    label: 'To the local network',
    doc: 'Whether gateways tunnel by destination to a local network, and route its answers back.',
    cite: 'DMM §4.1',
    values: [
      { value: 'on', words: 'tunnel by destination' },
      { value: 'off', words: 'by source only' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'dlifParameters',
    label: 'DLIF parameters',
    doc: 'Where the serving gateway learns the addresses of a DLIF that it clones.',
    cite: 'DMM §4.2 step 7',
    values: [
      { value: 'pba', words: 'in the PBA' },
      { value: 'hss', words: 'from the HSS' },
    ],
    appliesTo: ['dgw'],
  },
];
