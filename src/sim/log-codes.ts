// The small numbers that the log keeps instead of words. Order is meaning: append only.

import type { DropReason, EventKind } from './trace.ts';

export const EVENT_KINDS = [
  'sent',
  'arrived',
  'delivered',
  'dropped',
  'row',
  'link',
  'timer',
  'signal',
  'note',
  'command',
] as const satisfies readonly EventKind[];

/** Numbers of the kinds. */
export const KIND = {
  sent: 0,
  arrived: 1,
  delivered: 2,
  dropped: 3,
  row: 4,
  link: 5,
  timer: 6,
  signal: 7,
  note: 8,
  command: 9,
} as const satisfies Record<EventKind, number>;

export const DROP_REASONS: readonly DropReason[] = [
  'loss',
  'linkDown',
  'notAttached',
  'noRoute',
  'hopLimit',
  'malformed',
  'notMine',
  'noListener',
  'tooBig',
  'noNeighbour',
  'ingressFilter',
  'queueFull',
  'nodeDown',
  'policy',
  'reassembly',
  'command',
  'bufferFull',
  'strongHost',
];

export const LINK_CHANGES = ['up', 'down'] as const;
export const TIMER_CHANGES = ['armed', 'fired', 'disarmed'] as const;
export const LEVELS = ['info', 'silent', 'warning'] as const;
