// The life of a question of a CMD to a previous MAAR, RFC 8885 §3.2 and §3.6: a PBU with the Serving
// MAAR option, repeated until it is answered or nobody needs the answer.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/** MIP6 §12. */
const INITIAL_BINDACK_TIMEOUT = seconds(1);
const MAX_BINDACK_TIMEOUT = seconds(32);

/** What the machine knows of its question. */
export interface QuestionLife {
  /** PBUs but for the first. */
  readonly retransmissions: number;
}

export type QuestionEvent =
  | { readonly type: 'ASK' }
  /** Answered, or the node is elsewhere, or has left the domain. */
  | { readonly type: 'END' };

export const question = setup({
  types: {
    context: {} as QuestionLife,
    input: {} as QuestionLife,
    events: {} as QuestionEvent,
  },
  actions: {
    sendPbu: () => {},
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
  },
  delays: {
    // RFC 8885 §3.6: doubled up to MAX_BINDACK_TIMEOUT, then on at that rate.
    BINDACK_TIMEOUT: ({ context }) =>
      Math.min(
        INITIAL_BINDACK_TIMEOUT * (1 << Math.min(context.retransmissions, 5)),
        MAX_BINDACK_TIMEOUT,
      ),
  },
}).createMachine({
  id: 'question',
  context: ({ input }) => input,
  initial: 'planned',
  on: { END: '.gone' },
  states: {
    planned: { on: { ASK: 'asking' } },
    asking: {
      entry: 'sendPbu',
      after: { BINDACK_TIMEOUT: { target: 'asking', reenter: true, actions: 'count' } },
    },
    gone: { type: 'final' },
  },
});

/** `planned` and `gone` are no rows. */
export type QuestionState = SnapshotFrom<typeof question>['value'];
