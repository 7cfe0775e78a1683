// The small numbers that the log keeps instead of words. Order is meaning: append only.

import type { DropReason, EventKind } from './trace.ts';

export const EVENT_KINDS: readonly EventKind[] = [
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
];

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
];

export const LINK_CHANGES = ['up', 'down'] as const;
export const TIMER_CHANGES = ['armed', 'fired', 'disarmed'] as const;
export const LEVELS = ['info', 'silent', 'warning'] as const;
