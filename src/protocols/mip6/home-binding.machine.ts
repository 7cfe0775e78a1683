// The life of an entry of a home agent's Binding Cache (MIP6 §10.3): tested for duplicates on the
// home link, active, and after its end kept for a while, so that a late update cannot revive it.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds, type Micros } from '#base/ids.ts';

/** ND §10: RetransTimer; duplicate address detection with one probe lasts as long. */
const RETRANS_TIMER = seconds(1);
/** MIP6 §12. */
const MAX_DELETE_BCE_TIMEOUT = seconds(10);

/** What the machine knows of its entry. */
export interface HomeBindingLife {
  /** Granted. */
  readonly lifetime: Micros;
}

export type HomeBindingEvent =
  /** MIP6 §10.3.1: the first update of a home address. */
  | { readonly type: 'REGISTER' }
  /** Another one while there is an entry. */
  | { readonly type: 'UPDATE'; readonly lifetime: Micros }
  /** Another node on the home link has the address, or wants it. */
  | { readonly type: 'DUPLICATE' }
  /** MIP6 §10.3.2: lifetime zero. */
  | { readonly type: 'DEREGISTER' };

const begin = { target: 'active', reenter: true, actions: 'setLifetime' } as const;

export const homeBinding = setup({
  types: {
    context: {} as HomeBindingLife,
    input: {} as HomeBindingLife,
    events: {} as HomeBindingEvent,
  },
  actions: {
    probe: () => {},
    /** The Binding Acknowledgement with the outcome. */
    accept: () => {},
    refuse: () => {},
    /** Neighbours learn that the home agent answers for the address, when it does so anew. */
    announce: () => {},
    /** MIP6 §9.5.5: a Binding Refresh Request. */
    remind: () => {},
    setLifetime: assign(({ event }) =>
      event.type === 'UPDATE' ? { lifetime: event.lifetime } : {},
    ),
  },
  delays: {
    RETRANS_TIMER,
    MAX_DELETE_BCE_TIMEOUT,
    // Choice: the mobile node is reminded when a tenth of the lifetime is left.
    REMINDER: ({ context }) => context.lifetime - Math.floor(context.lifetime / 10),
    LIFETIME: ({ context }) => context.lifetime,
  },
}).createMachine({
  id: 'homeBinding',
  context: ({ input }) => input,
  initial: 'planned',
  states: {
    planned: { on: { REGISTER: 'testing' } },
    testing: {
      entry: 'probe',
      after: { RETRANS_TIMER: 'active' },
      on: {
        // A repeated update: the test goes on, and the last one is answered.
        UPDATE: { actions: 'setLifetime' },
        DUPLICATE: { target: 'gone', actions: 'refuse' },
        DEREGISTER: 'gone',
      },
    },
    active: {
      entry: ['accept', 'announce'],
      after: { REMINDER: { actions: 'remind' }, LIFETIME: 'gone' },
      on: { UPDATE: begin, DEREGISTER: 'kept' },
    },
    kept: {
      entry: 'accept',
      after: { MAX_DELETE_BCE_TIMEOUT: 'gone' },
      on: {
        UPDATE: begin,
        DEREGISTER: { actions: 'accept' },
      },
    },
    gone: { type: 'final' },
  },
});

export type HomeBindingState = SnapshotFrom<typeof homeBinding>['value'];
