// The life of an entry of a correspondent's Binding Cache (MIP6 §9.5): cached, about to end, gone.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Micros } from '#base/ids.ts';

/** What the machine knows of its entry. */
export interface CachedBindingLife {
  readonly lifetime: Micros;
}

export type CachedBindingEvent =
  | { readonly type: 'CACHE'; readonly lifetime: Micros }
  /** MIP6 §9.5.3: lifetime zero, or the care-of address is the home address. */
  | { readonly type: 'DELETE' };

export const cachedBinding = setup({
  types: {
    context: {} as CachedBindingLife,
    input: {} as CachedBindingLife,
    events: {} as CachedBindingEvent,
  },
  actions: {
    setLifetime: assign(({ event }) =>
      event.type === 'CACHE' ? { lifetime: event.lifetime } : {},
    ),
    /** Packets go to the care-of address. */
    serve: () => {},
    /** Packets go to the home address. */
    withdraw: () => {},
    /** MIP6 §9.5.5: a Binding Refresh Request. */
    remind: () => {},
  },
  delays: {
    // Choice: the mobile node is reminded when a tenth of the lifetime is left.
    REMINDER: ({ context }) => context.lifetime - Math.floor(context.lifetime / 10),
    LIFETIME: ({ context }) => context.lifetime,
  },
}).createMachine({
  id: 'cachedBinding',
  context: ({ input }) => input,
  initial: 'planned',
  states: {
    planned: { on: { CACHE: { target: 'cached', actions: 'setLifetime' } } },
    cached: {
      entry: 'serve',
      after: { REMINDER: { actions: 'remind' }, LIFETIME: { target: 'gone', actions: 'withdraw' } },
      on: {
        CACHE: { target: 'cached', reenter: true, actions: 'setLifetime' },
        DELETE: { target: 'gone', actions: 'withdraw' },
      },
    },
    gone: { type: 'final' },
  },
});

export type CachedBindingState = SnapshotFrom<typeof cachedBinding>['value'];
