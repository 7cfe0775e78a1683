// The life of a registration that a home LMA passes on, DMM §5 (decision X-21): asked for by the
// serving gateway of one operator, answered by the anchoring gateway of another.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/** MIP6 §12. */
const INITIAL_BINDACK_TIMEOUT = seconds(1);
/**
 * PBUs without an answer. Choice: the serving gateway repeats its own for ever; who passes them on
 * need not.
 */
const MOST_PBUS = 5;

/** What the machine knows of its registration. */
export interface RelayLife {
  /** PBUs since the last answer, but for the first. */
  readonly retransmissions: number;
  /** Tunnels to both gateways stand. */
  readonly stands: boolean;
}

export type RelayEvent =
  /** A PBU of the serving gateway came. */
  | { readonly type: 'ASK' }
  /** One came that wants the opposite of what is asked: to register, or to de-register. */
  | { readonly type: 'REPLACE' }
  | { readonly type: 'ACCEPTED' }
  | { readonly type: 'REFUSED' }
  /** The node is de-registered, or back at its anchor, or the lifetime is over. */
  | { readonly type: 'END' };

export const relay = setup({
  types: {
    context: {} as RelayLife,
    input: {} as RelayLife,
    events: {} as RelayEvent,
  },
  actions: {
    sendPbu: () => {},
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
    rewind: assign({ retransmissions: 0 }),
    /** Tunnels and routes, and the answer to who asked. */
    connect: () => {},
    disconnect: () => {},
    setStands: assign({ stands: true }),
    noteSilence: () => {},
  },
  guards: {
    isPatient: ({ context }) => context.retransmissions + 1 < MOST_PBUS,
    stands: ({ context }) => context.stands,
  },
  delays: {
    BINDACK_TIMEOUT: ({ context }) => INITIAL_BINDACK_TIMEOUT * (1 << context.retransmissions),
  },
}).createMachine({
  id: 'relay',
  context: ({ input }) => input,
  initial: 'planned',
  on: { END: { target: '.gone', actions: 'disconnect' } },
  states: {
    planned: { on: { ASK: 'asking' } },
    asking: {
      entry: 'sendPbu',
      after: {
        BINDACK_TIMEOUT: [
          { guard: 'isPatient', target: 'asking', reenter: true, actions: 'count' },
          { guard: 'stands', target: 'active', actions: ['noteSilence', 'rewind'] },
          { target: 'gone', actions: 'noteSilence' },
        ],
      },
      on: {
        // A repetition: what is asked is known already.
        ASK: {},
        REPLACE: { target: 'asking', reenter: true, actions: 'rewind' },
        ACCEPTED: { target: 'active', actions: ['rewind', 'setStands', 'connect'] },
        REFUSED: { target: 'gone', actions: 'disconnect' },
      },
    },
    active: { on: { ASK: 'asking' } },
    gone: { type: 'final' },
  },
});

/** `planned` and `gone` are no rows. */
export type RelayState = SnapshotFrom<typeof relay>['value'];
