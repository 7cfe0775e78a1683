// The home registration of a mobile node, as the node sees it: an entry of its Binding Update List
// (MIP6 §11.7.1, §11.8), from the first care-of address to the return home and away again.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { ms, seconds, type Micros } from '#base/ids.ts';

/** MIP6 §12 and §13: the first registration waits longer, since the home agent tests the address. */
const INITIAL_BINDACK_TIMEOUT_FIRST_REG = ms(1500);
const INITIAL_BINDACK_TIMEOUT = seconds(1);
const MAX_BINDACK_TIMEOUT = seconds(32);

/** What the machine knows of its registration. */
export interface HomeUpdateLife {
  /** Binding Updates since the last answer or move, but for the first. */
  readonly retransmissions: number;
  /** Some update of this stay away from home was accepted. */
  readonly isKnown: boolean;
  /** From acceptance to the refresh, and to the end of the granted lifetime. */
  readonly refreshAfter: Micros;
  readonly endAfter: Micros;
}

export type HomeUpdateEvent =
  /** There is a care-of address, other than before. */
  | { readonly type: 'MOVE' }
  /** MIP6 §11.5.5: the home link is there. */
  | { readonly type: 'RETURN' }
  | { readonly type: 'ACCEPTED'; readonly refreshAfter: Micros; readonly endAfter: Micros }
  /** A refusal that another update may mend. */
  | { readonly type: 'RETRY' }
  | { readonly type: 'REFUSED' }
  /** MIP6 §11.7.4: the home agent wants an update. */
  | { readonly type: 'RENEW' }
  /** MIP6 §11.7.1: the granted lifetime is over, whatever has been sent meanwhile. */
  | { readonly type: 'EXPIRE' }
  /** RFC 3963 §5.3: accepted, but not as a mobile router. */
  | { readonly type: 'UNSERVED' };

const anew = (state: string) => ({ target: state, reenter: true, actions: 'rewind' }) as const;
const again = (state: string) => ({ target: state, reenter: true, actions: 'count' }) as const;
const ended = { target: 'registering', actions: ['rewind', 'lapse'] } as const;
const moved = { MOVE: anew('registering'), RETURN: anew('returning') } as const;

export const homeUpdate = setup({
  types: {
    context: {} as HomeUpdateLife,
    input: {} as HomeUpdateLife,
    events: {} as HomeUpdateEvent,
  },
  actions: {
    sendUpdate: () => {},
    /** Lifetime zero. */
    sendLast: () => {},
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
    rewind: assign({ retransmissions: 0 }),
    setEnds: assign(({ event }) =>
      event.type === 'ACCEPTED'
        ? {
            retransmissions: 0,
            isKnown: true,
            refreshAfter: event.refreshAfter,
            endAfter: event.endAfter,
          }
        : {},
    ),
    forget: assign({ isKnown: false, retransmissions: 0 }),
    /** The home agent has no binding any more, and will test the address again. */
    lapse: assign({ isKnown: false }),
    /** Arms the end of the granted lifetime anew. */
    armExpiry: () => {},
    /** The home address can be used through the tunnel. */
    serve: () => {},
    /** It cannot be used. */
    withdraw: () => {},
    /** The home address is used on the home link. */
    arrive: () => {},
  },
  delays: {
    // MIP6 §11.8: doubled with each update up to MAX_BINDACK_TIMEOUT.
    BINDACK_TIMEOUT: ({ context }) =>
      Math.min(
        (context.isKnown ? INITIAL_BINDACK_TIMEOUT : INITIAL_BINDACK_TIMEOUT_FIRST_REG) *
          (1 << Math.min(context.retransmissions, 5)),
        MAX_BINDACK_TIMEOUT,
      ),
    REFRESH: ({ context }) => context.refreshAfter,
  },
}).createMachine({
  id: 'homeUpdate',
  context: ({ input }) => input,
  initial: 'planned',
  states: {
    planned: { on: { MOVE: anew('registering'), RETURN: 'home' } },
    registering: {
      entry: 'sendUpdate',
      after: { BINDACK_TIMEOUT: again('registering') },
      on: {
        ACCEPTED: 'active',
        RETRY: anew('registering'),
        REFUSED: { target: 'refused', actions: 'withdraw' },
        UNSERVED: anew('leaving'),
        // A binding to an earlier care-of address may run out while a new one is asked for.
        EXPIRE: { actions: 'lapse' },
        ...moved,
      },
    },
    active: {
      entry: ['setEnds', 'armExpiry', 'serve'],
      after: { REFRESH: anew('refreshing') },
      on: { RENEW: anew('refreshing'), EXPIRE: ended, ...moved },
    },
    // The registration goes on meanwhile.
    refreshing: {
      entry: 'sendUpdate',
      after: { BINDACK_TIMEOUT: again('refreshing') },
      on: {
        EXPIRE: ended,
        ACCEPTED: 'active',
        RETRY: anew('refreshing'),
        REFUSED: { target: 'refused', actions: 'withdraw' },
        UNSERVED: anew('leaving'),
        ...moved,
      },
    },
    // RFC 3963 §5.3: ended while away, to begin anew as a host.
    leaving: {
      entry: 'sendLast',
      after: { BINDACK_TIMEOUT: again('leaving') },
      on: {
        ACCEPTED: anew('registering'),
        REFUSED: anew('registering'),
        RETRY: anew('leaving'),
        ...moved,
      },
    },
    returning: {
      entry: 'sendLast',
      after: { BINDACK_TIMEOUT: again('returning') },
      on: {
        ACCEPTED: { target: 'home', actions: 'arrive' },
        // 133: the home agent had nothing to end.
        REFUSED: { target: 'home', actions: 'arrive' },
        RETRY: anew('returning'),
        MOVE: anew('registering'),
      },
    },
    home: { entry: 'forget', on: { MOVE: anew('registering') } },
    // MIP6 §11.7.3: no update until something changes.
    refused: { on: moved },
  },
});

export type HomeUpdateState = SnapshotFrom<typeof homeUpdate>['value'];
