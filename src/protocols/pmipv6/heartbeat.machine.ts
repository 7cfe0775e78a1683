// How a node watches one peer, RFC 5847 §3: asks every HEARTBEAT_INTERVAL while sessions link the
// two, and counts the answers that did not come.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/** RFC 5847 §5: from 30 s to 3600 s; 60 s unless set. */
const HEARTBEAT_INTERVAL = seconds(60);
const MISSING_HEARTBEATS_ALLOWED = 3;

/** What the machine knows of its peer. */
export interface HeartbeatLife {
  /** Requests without a response since the last response. */
  readonly missing: number;
  /** The last request has no response yet. */
  readonly pending: boolean;
}

export type HeartbeatEvent =
  /** The first session links the two. */
  | { readonly type: 'START' }
  /** The last has gone. */
  | { readonly type: 'STOP' }
  /** A response, asked for or not. */
  | { readonly type: 'RESPONSE' }
  /** A Binding Error: the peer knows no heartbeats. */
  | { readonly type: 'REFUSED' };

const countMissing = (life: HeartbeatLife): number => life.missing + (life.pending ? 1 : 0);

export const heartbeat = setup({
  types: {
    context: {} as HeartbeatLife,
    input: {} as HeartbeatLife,
    events: {} as HeartbeatEvent,
  },
  guards: {
    // RFC 5847 §3.1: failed when the counter exceeds what is allowed.
    isFailing: ({ context }) => countMissing(context) > MISSING_HEARTBEATS_ALLOWED,
  },
  actions: {
    sendRequest: () => {},
    /** The peer does not answer any more. */
    reportFailure: () => {},
    count: assign(({ context }) => ({ missing: countMissing(context), pending: true })),
    answer: assign({ missing: 0, pending: false }),
  },
  delays: { HEARTBEAT_INTERVAL },
}).createMachine({
  id: 'heartbeat',
  context: ({ input }) => input,
  initial: 'quiet',
  on: { REFUSED: '.mute' },
  states: {
    // No session: nothing is asked, all is answered.
    quiet: { entry: 'answer', on: { START: 'watching' } },
    watching: {
      after: {
        HEARTBEAT_INTERVAL: [
          {
            guard: 'isFailing',
            target: 'failed',
            actions: ['count', 'reportFailure', 'sendRequest'],
          },
          { target: 'watching', reenter: true, actions: ['count', 'sendRequest'] },
        ],
      },
      on: { STOP: 'quiet', RESPONSE: { actions: 'answer' } },
    },
    // Choice: asked on, so that its recovery is seen.
    failed: {
      after: {
        HEARTBEAT_INTERVAL: { target: 'failed', reenter: true, actions: ['count', 'sendRequest'] },
      },
      on: { STOP: 'quiet', RESPONSE: { target: 'watching', actions: 'answer' } },
    },
    // RFC 5847 §3: MUST NOT be used with that peer again.
    mute: { entry: 'answer' },
  },
});

export type HeartbeatState = SnapshotFrom<typeof heartbeat>['value'];
