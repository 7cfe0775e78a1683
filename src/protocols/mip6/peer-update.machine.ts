// A registration at a correspondent, as the mobile node sees it (MIP6 §11.6, §11.7.2): tests of both
// addresses, the update, and the same again before it ends or when the node has moved.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds, type Micros } from '#base/ids.ts';

/** MIP6 §12. */
const INITIAL_BINDACK_TIMEOUT = seconds(1);
const MAX_BINDACK_TIMEOUT = seconds(32);

/** What the machine knows of its registration. */
export interface PeerUpdateLife {
  readonly retransmissions: number;
  readonly refreshAfter: Micros;
  readonly endAfter: Micros;
}

export type PeerUpdateEvent =
  /** Something came through the home agent: there is a correspondent. */
  | { readonly type: 'MEET' }
  /** There is another care-of address. */
  | { readonly type: 'MOVE' }
  | { readonly type: 'RETURN' }
  /** All tests that are needed have been answered. */
  | { readonly type: 'TESTED' }
  | { readonly type: 'ACCEPTED'; readonly refreshAfter: Micros; readonly endAfter: Micros }
  /** 135: another number. */
  | { readonly type: 'RETRY' }
  /** 136 to 138: other tokens. */
  | { readonly type: 'STALE' }
  /** Any other refusal. */
  | { readonly type: 'REFUSED' }
  /** It knows no mobility, by ICMPv6. */
  | { readonly type: 'UNABLE' }
  /** MIP6 §11.3.6: a Binding Error says that it has no binding. */
  | { readonly type: 'UNBOUND' }
  /** MIP6 §11.7.4: it wants an update. */
  | { readonly type: 'RENEW' };

const anew = (state: string) => ({ target: state, reenter: true, actions: 'rewind' }) as const;
const again = (state: string) => ({ target: state, reenter: true, actions: 'count' }) as const;
const stop = (state: string) =>
  ({ target: state, reenter: true, actions: ['rewind', 'withdraw'] }) as const;
const moved = { MOVE: stop('testing'), RETURN: stop('testingHome') } as const;
const gone = { target: 'gone', actions: 'withdraw' } as const;

export const peerUpdate = setup({
  types: {
    context: {} as PeerUpdateLife,
    input: {} as PeerUpdateLife,
    events: {} as PeerUpdateEvent,
  },
  guards: {
    /** It has not answered four times: data can go through the home agent. */
    isMute: ({ context }) => context.retransmissions >= 4,
  },
  actions: {
    /** HoTI and CoTI. */
    sendTests: () => {},
    /** HoTI alone. */
    sendHomeTest: () => {},
    sendUpdate: () => {},
    /** Lifetime zero, from home. */
    sendLast: () => {},
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
    rewind: assign({ retransmissions: 0 }),
    setEnds: assign(({ event }) =>
      event.type === 'ACCEPTED'
        ? { retransmissions: 0, refreshAfter: event.refreshAfter, endAfter: event.endAfter }
        : {},
    ),
    /** Data go directly. */
    serve: () => {},
    /** Data go through the home agent. */
    withdraw: () => {},
  },
  delays: {
    // MIP6 §11.8: doubled with each message up to MAX_BINDACK_TIMEOUT.
    ANSWER_TIMEOUT: ({ context }) =>
      Math.min(
        INITIAL_BINDACK_TIMEOUT * (1 << Math.min(context.retransmissions, 5)),
        MAX_BINDACK_TIMEOUT,
      ),
    REFRESH: ({ context }) => context.refreshAfter,
    LIFETIME: ({ context }) => context.endAfter,
  },
}).createMachine({
  id: 'peerUpdate',
  context: ({ input }) => input,
  initial: 'planned',
  states: {
    planned: { on: { MEET: 'testing' } },
    testing: {
      entry: 'sendTests',
      after: {
        ANSWER_TIMEOUT: [
          { guard: 'isMute', target: 'refused', actions: 'withdraw' },
          again('testing'),
        ],
      },
      on: {
        TESTED: anew('registering'),
        UNABLE: { target: 'refused', actions: 'withdraw' },
        UNBOUND: { actions: 'withdraw' },
        MOVE: stop('testing'),
        RETURN: stop('testingHome'),
      },
    },
    registering: {
      entry: 'sendUpdate',
      after: {
        ANSWER_TIMEOUT: [
          { guard: 'isMute', target: 'refused', actions: 'withdraw' },
          again('registering'),
        ],
      },
      on: {
        ACCEPTED: 'active',
        RETRY: anew('registering'),
        STALE: anew('testing'),
        REFUSED: { target: 'refused', actions: 'withdraw' },
        UNABLE: { target: 'refused', actions: 'withdraw' },
        ...moved,
      },
    },
    active: {
      entry: ['setEnds', 'serve'],
      after: { REFRESH: anew('testing'), LIFETIME: stop('testing') },
      on: { RENEW: anew('testing'), UNBOUND: stop('testing'), ...moved },
    },
    // MIP6 §11.7.3: no update is sent until the node has moved.
    refused: { on: { MOVE: anew('testing'), RETURN: 'gone' } },
    testingHome: {
      entry: 'sendHomeTest',
      after: { ANSWER_TIMEOUT: [{ guard: 'isMute', target: 'gone' }, again('testingHome')] },
      on: { TESTED: anew('ending'), UNABLE: 'gone', MOVE: anew('testing') },
    },
    ending: {
      entry: 'sendLast',
      after: { ANSWER_TIMEOUT: [{ guard: 'isMute', target: 'gone' }, again('ending')] },
      on: {
        ACCEPTED: gone,
        REFUSED: gone,
        RETRY: anew('ending'),
        STALE: anew('testingHome'),
        MOVE: anew('testing'),
      },
    },
    gone: { type: 'final' },
  },
});

export type PeerUpdateState = SnapshotFrom<typeof peerUpdate>['value'];
