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
  {
    name: 'deprecatingRa',
    label: 'RA about prefA through',
    doc: 'Through which DLIF prefA is advertised: Figure 4 has mn1dgw1, the text of step 8 mn1dgw2.',
    cite: 'DMM §4.2 step 8',
    values: [
      { value: 'anchorDlif', words: 'mn1dgw1, the anchor' },
      { value: 'servingDlif', words: 'mn1dgw2, the serving' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'validLifetime',
    label: 'Valid lifetime of prefA',
    doc: 'What "zero lifetime" leaves of the valid lifetime: with zero, sessions end after two hours.',
    cite: 'DMM §4.2 step 8',
    values: [
      { value: 'twoHours', words: '2 h, renewed by each RA' },
      { value: 'zero', words: 'zero as well' },
      { value: 'full', words: '30 days, as before' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'raTiming',
    label: 'RA about prefB',
    doc: 'Whether the serving gateway advertises its own prefix before or after the signalling.',
    cite: 'DMM §4.2 step 6',
    values: [
      { value: 'before', words: 'before the PBU' },
      { value: 'after', words: 'after the PBA' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'anchorDiscovery',
    label: 'Anchors are learned from',
    doc: 'How a serving gateway learns who anchors prefixes of a node; where there is a CMD, it tells.',
    cite: 'DMM §4.2 step 7',
    values: [
      { value: 'hss', words: 'the HSS' },
      { value: 'l2', words: 'the gateway before (layer 2)' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'anchorRelease',
    label: 'An anchor is released',
    doc: 'What ends a prefix at its anchor while its node is served elsewhere; the draft is silent.',
    cite: 'DMM §4.1',
    values: [
      { value: 'lifetime', words: 'when nobody refreshes it' },
      { value: 'lastFlow', words: 'after its last flow' },
      { value: 'explicit', words: 'by order (forget) only' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'prefixIdleTimeout',
    label: 'A last flow is over after',
    doc: 'How long no packet of an anchored prefix comes by until it is released after its last flow.',
    cite: 'DMM §4.1',
    values: [
      { value: '10', words: '10 s' },
      { value: '2', words: '2 s' },
      { value: '60', words: '60 s' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'handoverBuffer',
    label: 'Packets before the tunnel',
    doc: 'How many packets of a prefix its anchor and the serving gateway keep while no tunnel stands.',
    cite: 'DMM §4.2 step 6',
    values: [
      { value: '0', words: 'are dropped' },
      { value: '8', words: 'wait, 8 at most' },
      { value: '64', words: 'wait, 64 at most' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'deregistration',
    label: 'When a node leaves',
    doc: 'Whether a serving gateway de-registers at its anchors, as a MAG of RFC 5213 would.',
    cite: 'RFC 8885 §3.5',
    values: [
      { value: 'silent', words: 'nothing is sent' },
      { value: 'onDetach', words: 'PBU with lifetime 0' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'legacy',
    label: 'Fallback to PMIPv6',
    doc: 'Whether gateways always tunnel to the first anchor, which is plain PMIPv6.',
    cite: 'DMM §A.5',
    values: [
      { value: 'off', words: 'off: every gateway anchors' },
      { value: 'firstAnchor', words: 'one anchor for ever' },
    ],
    appliesTo: ['dgw'],
  },
  {
    name: 'cmdMode',
    label: 'Anchors from the CMD',
    doc: 'Whether the CMD collects the PBAs of previous MAARs, lets them answer the serving MAAR, or answers before them.',
    cite: 'RFC 8885 §3.2',
    values: [
      { value: 'relay', words: 'relays PBUs and PBAs' },
      { value: 'locator', words: 'locates: PBAs go directly' },
      { value: 'proxy', words: 'answers at once' },
    ],
    appliesTo: ['cmd'],
  },
];
