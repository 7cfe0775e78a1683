// The life of an autoconfigured address, RFC 4862 §5.4 and §5.5.4: tentative → preferred →
// deprecated → invalid. Lifetimes are ends in virtual time; the caller sets `now` before each step.

import { assign, setup } from 'xstate';
import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';

/**
 * ND §10: RetransTimer. With DupAddrDetectTransmits 1 the detection lasts as long (RFC 4862 §5.4).
 */
const RETRANS_TIMER = seconds(1);

/** What the machine knows of its address. */
export interface AddressLife {
  readonly preferredUntil: Micros;
  readonly validUntil: Micros;
  readonly now: Micros;
}

export type AddressEvent =
  /** An advertisement gave new ends, after the two-hour rule. */
  | { readonly type: 'ADVERTISED'; readonly preferredUntil: Micros; readonly validUntil: Micros }
  /** Another node uses or wants the address. */
  | { readonly type: 'DUPLICATE' }
  /** Layer 2 came up again: a detection that was not finished, or failed, begins anew. */
  | { readonly type: 'LINK_UP' }
  /** The interface was switched off. */
  | { readonly type: 'REMOVED' };

export const address = setup({
  types: { context: {} as AddressLife, input: {} as AddressLife, events: {} as AddressEvent },
  actions: {
    setEnds: assign(({ event }) =>
      event.type === 'ADVERTISED'
        ? { preferredUntil: event.preferredUntil, validUntil: event.validUntil }
        : {},
    ),
    probe: () => {},
    reportDuplicate: () => {},
  },
  guards: {
    isPreferred: ({ context }) => context.preferredUntil > context.now,
    isPreferredAgain: ({ context, event }) =>
      event.type === 'ADVERTISED' && event.preferredUntil > context.now,
  },
  delays: {
    RETRANS_TIMER,
    PREFERRED_LIFETIME: ({ context }) => Math.max(0, context.preferredUntil - context.now),
    VALID_LIFETIME: ({ context }) => Math.max(0, context.validUntil - context.now),
  },
}).createMachine({
  id: 'address',
  context: ({ input }) => input,
  initial: 'tentative',
  on: { REMOVED: '.invalid' },
  states: {
    tentative: {
      entry: 'probe',
      after: {
        RETRANS_TIMER: [{ guard: 'isPreferred', target: 'preferred' }, { target: 'deprecated' }],
      },
      on: {
        ADVERTISED: { actions: 'setEnds' },
        DUPLICATE: 'duplicate',
        LINK_UP: { target: 'tentative', reenter: true },
      },
    },
    preferred: {
      after: { PREFERRED_LIFETIME: 'deprecated', VALID_LIFETIME: 'invalid' },
      on: {
        ADVERTISED: [
          {
            guard: 'isPreferredAgain',
            target: 'preferred',
            reenter: true,
            actions: 'setEnds',
          },
          { target: 'deprecated', actions: 'setEnds' },
        ],
      },
    },
    deprecated: {
      after: { VALID_LIFETIME: 'invalid' },
      on: {
        ADVERTISED: [
          { guard: 'isPreferredAgain', target: 'preferred', actions: 'setEnds' },
          { target: 'deprecated', reenter: true, actions: 'setEnds' },
        ],
      },
    },
    // RFC 4862 §5.4.5: a duplicate is not assigned. Choice: it is remembered, so that
    // advertisements do not try it again; another link may.
    duplicate: { entry: 'reportDuplicate', on: { LINK_UP: 'tentative' } },
    invalid: { type: 'final' },
  },
});
