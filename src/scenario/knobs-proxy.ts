// Readings and variables of Proxy Mobile IPv6 and its companions (PMIP §9).

import type { Knob } from './knob.ts';

const gateways = ['mag', 'lma'] as const;

/** Two values, the first the default. */
const onOff = (on: string, off: string) =>
  [
    { value: 'on', words: on },
    { value: 'off', words: off },
  ] as const;
const offOn = (off: string, on: string) =>
  [
    { value: 'off', words: off },
    { value: 'on', words: on },
  ] as const;

export const proxyKnobs: readonly Knob[] = [
  {
    name: 'timestamps',
    label: 'Order of PBUs',
    doc: 'Whether PBUs are ordered by timestamps or by sequence numbers (TimestampBasedApproachInUse).',
    cite: 'PMIP §5.5',
    values: onOff('by timestamp', 'by sequence number'),
    appliesTo: gateways,
  },
  {
    name: 'mnTimestamps',
    label: 'Source of timestamps',
    doc: 'Whether the mobile node makes the timestamps, so that the window is not tested.',
    cite: 'PMIP §9.3',
    values: offOn('the gateway', 'the mobile node'),
    appliesTo: gateways,
  },
  {
    name: 'timestampWindow',
    label: 'Timestamp window',
    doc: 'How far a timestamp may be from the clock of the anchor (TimestampValidityWindow).',
    cite: 'PMIP §9.1',
    values: [
      { value: '300ms', words: '300 ms' },
      { value: '5s', words: '5 s' },
    ],
    appliesTo: ['lma'],
  },
  {
    name: 'magAddress',
    label: 'Gateway on the link',
    doc: 'Which link-local and link-layer address a gateway shows to mobile nodes.',
    cite: 'PMIP §6.8',
    values: [
      { value: 'fixed', words: 'the same everywhere (RFC 6543)' },
      { value: 'lma', words: 'chosen by the anchor' },
      { value: 'own', words: 'each its own' },
    ],
    appliesTo: gateways,
  },
  {
    name: 'localRouting',
    label: 'Local routing',
    doc: 'Whether a gateway forwards between its own nodes without the anchor (EnableMAGLocalRouting).',
    cite: 'PMIP §6.10.3',
    values: offOn('through the anchor', 'at the gateway'),
    appliesTo: ['mag'],
  },
  {
    name: 'handoffHint',
    label: 'Handoff Indicator',
    doc: 'Whether layer 2 tells a gateway that the same interface has moved.',
    cite: 'PMIP §6.9.1.1',
    values: [
      { value: 'known', words: 'known: 1, 2 or 3' },
      { value: 'unknown', words: 'unknown: 4' },
    ],
    appliesTo: ['mag'],
  },
  {
    name: 'unknownHandoff',
    label: 'Unknown handoff',
    doc: 'What the anchor does when it cannot tell a handoff from a second interface.',
    cite: 'PMIP §5.4.1.2 rule 4',
    values: [
      { value: 'wait', words: 'wait for the old gateway' },
      { value: 'revoke', words: 'ask the old gateway (RFC 5846)' },
      { value: 'newSession', words: 'a new session at once' },
    ],
    appliesTo: ['lma'],
  },
  {
    name: 'heartbeat',
    label: 'Heartbeat',
    doc: 'Whether gateways and anchors probe each other every minute.',
    cite: 'RFC 5847 §3.1',
    values: offOn('not used', 'every 60 s'),
    appliesTo: gateways,
  },
  {
    name: 'gre',
    label: 'GRE asked for',
    doc: 'Whether gateways ask for GRE tunnels, and with keys.',
    cite: 'RFC 5845 §3.3',
    values: [
      { value: 'off', words: 'no' },
      { value: 'wanted', words: 'with keys' },
      { value: 'withoutKey', words: 'without keys' },
    ],
    appliesTo: ['mag'],
  },
  {
    name: 'lmaGre',
    label: 'GRE at the anchor',
    doc: 'What the anchor thinks of GRE tunnels.',
    cite: 'RFC 5845 §3.3',
    values: [
      { value: 'allow', words: 'as asked' },
      { value: 'require', words: 'required' },
      { value: 'refuse', words: 'not wanted' },
    ],
    appliesTo: ['lma'],
  },
  {
    name: 'tunnelSourceCheck',
    label: 'Tunnel source check',
    doc: 'Whether the anchor drops packets that come by the tunnel of another gateway.',
    cite: 'PMIP §5.6.2',
    values: onOff('drop', 'forward'),
    appliesTo: ['lma'],
  },
  {
    name: 'lateDetach',
    label: 'Late detachment',
    doc: 'Whether a gateway notices only after 200 ms that a node has left.',
    cite: 'PMIP §6.9.1.4',
    values: offOn('at once', 'after 200 ms'),
    appliesTo: ['mag'],
  },
  {
    name: 'weakHostBit',
    label: 'Weak host bit',
    doc: 'Whether gateways ask nodes by a bit of their advertisements to be weak hosts.',
    cite: 'MIF §4.1',
    values: offOn('not sent', 'sent'),
    appliesTo: ['mag'],
  },
  {
    name: 'multihoming',
    label: 'Several interfaces',
    doc: 'How the bindings of one node belong together, and how gateways learn its other prefixes.',
    cite: 'MIF §5.2',
    values: [
      { value: 'off', words: 'apart, as RFC 5213' },
      { value: 'muho', words: 'MuHo option, update notifications' },
      { value: 'literal', words: 'MuHo option, binding revocation' },
      { value: 'rfc7864', words: 'as RFC 7864: when a flow moves' },
    ],
    appliesTo: gateways,
  },
  {
    name: 'sharedPrefix',
    label: 'Prefix of a further interface',
    doc: 'Whether gateways ask that a further interface shares the prefixes of the node.',
    cite: 'RFC 7864 §3.2.1',
    values: offOn('one of its own', 'shared (Handoff Indicator 6)'),
    appliesTo: ['mag'],
  },
  {
    name: 'flowDecider',
    label: 'Who moves flows',
    doc: 'Who decides over which interface a flow goes; never both.',
    cite: 'MIF §4.4',
    values: [
      { value: 'lma', words: 'the anchor' },
      { value: 'mn', words: 'the mobile node' },
      { value: 'assisted', words: 'the mobile node, from what the anchor proposes' },
    ],
    appliesTo: ['lma'],
  },
  {
    name: 'flowDetail',
    label: 'Flows told to gateways',
    doc: 'Whether gateways hear of single flows, and by which messages.',
    cite: 'RFC 7864 §3.3',
    values: [
      { value: 'none', words: 'not at all' },
      { value: 'fmi', words: 'in update notifications' },
      { value: 'fbi', words: 'by Flow Binding Indications (RFC 7109)' },
    ],
    appliesTo: ['lma'],
  },
  {
    name: 'flowRoute',
    label: 'Uplink of flows that the anchor moves',
    doc: 'Whether the node is told by which interface to send, as an advertised route (RFC 4191).',
    cite: 'MIF §4.4',
    values: [
      { value: 'none', words: 'as the node decides' },
      { value: 'told', words: 'by a route that the gateway advertises' },
    ],
    appliesTo: gateways,
  },
  {
    name: 'flowLabel',
    label: 'Flow label',
    doc: 'Whether the flow label tells flows of the same ends apart.',
    cite: 'MIF §5.3.1',
    values: [
      { value: 'exact', words: 'tells flows apart' },
      { value: 'ignored', words: 'is ignored' },
    ],
    appliesTo: ['lma'],
  },
];
