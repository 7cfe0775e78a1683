// The registration of a mobile node at its anchor, as its gateway sees it: a Binding Update List
// entry (PMIP §6.1, §6.9.1, §6.9.4), from the attachment of the node to its departure.

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';

/** MIP6 §12. */
const INITIAL_BINDACK_TIMEOUT = seconds(1);
const MAX_BINDACK_TIMEOUT = seconds(32);

/** What the machine knows of its registration. */
export interface UpdateLife {
  /** PBUs since the last answer, but for the first. */
  readonly retransmissions: number;
  /** Handoff Indicator of the next PBU, PMIP §8.4. */
  readonly handoff: number;
  /** From acceptance to the refresh, R-9. */
  readonly refreshAfter: Micros;
}

export type UpdateEvent =
  /** The node is on the link. */
  | { readonly type: 'ATTACH'; readonly handoff: number }
  /** Layer 2 lost it. */
  | { readonly type: 'DETACH' }
  /** The same, before any PBU has left. */
  | { readonly type: 'CANCEL' }
  | { readonly type: 'ACCEPTED'; readonly refreshAfter: Micros }
  /** A status of 128 or more that another PBU would not mend; or a PBA that echoes another. */
  | { readonly type: 'REFUSED' }
  /** A refusal that another PBU may mend: 135, 155, 156, 157, 163. */
  | { readonly type: 'RETRY' }
  /** A PBU that had to wait for its turn may leave. */
  | { readonly type: 'TURN' }
  /** The granted lifetime is over. */
  | { readonly type: 'EXPIRE' }
  /** The anchor wants a PBU, or something of the session has changed here. */
  | { readonly type: 'RENEW' }
  /** The anchor has lost its sessions, or cannot be reached (RFC 5847 §3). */
  | { readonly type: 'INVALIDATE' }
  /** The anchor takes the binding back (RFC 5846 §9.1). */
  | { readonly type: 'REVOKE' }
  /** An operator: no refresh any more. */
  | { readonly type: 'FORGET' }
  /** An operator: once more, after a refusal. */
  | { readonly type: 'RESUME' };

const noChange = { type: 'setHandoff', params: { handoff: HANDOFF.noChange } } as const;
const attach = { target: 'registering', actions: ['rewind', 'takeHandoff'] } as const;
const once = (state: string) => ({ target: state, reenter: true }) as const;

/** A state in which a PBU with a lifetime waits for its PBA. */
const waits = <S extends string>(state: S) =>
  ({
    entry: 'sendPbu',
    after: { BINDACK_TIMEOUT: { ...once(state), actions: 'count' } },
  }) as const;

export const update = setup({
  types: {
    context: {} as UpdateLife,
    input: {} as UpdateLife,
    events: {} as UpdateEvent,
  },
  guards: {
    /** Nobody has heard of the node: no answer, and nothing accepted before. */
    isUnheard: ({ context }) => context.retransmissions > 0 && context.refreshAfter === 0,
  },
  actions: {
    sendPbu: () => {},
    /** A PBU of lifetime 0, PMIP §6.9.1.4. */
    sendLast: () => {},
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
    rewind: assign({ retransmissions: 0 }),
    setHandoff: assign((_, params: { handoff: number }) => ({ handoff: params.handoff })),
    takeHandoff: assign(({ event }) => (event.type === 'ATTACH' ? { handoff: event.handoff } : {})),
    setRefresh: assign(({ event }) =>
      event.type === 'ACCEPTED' ? { retransmissions: 0, refreshAfter: event.refreshAfter } : {},
    ),
    clearRefresh: assign({ refreshAfter: 0 }),
    /** Arms the end of the granted lifetime anew. */
    armExpiry: () => {},
    /** Tunnel, routes, advertisement. */
    serve: () => {},
    /** The same, taken back; the node is told. */
    withdraw: () => {},
    /** The same, taken back silently. */
    drop: () => {},
  },
  delays: {
    INITIAL_BINDACK_TIMEOUT,
    // PMIP §6.9.4 rule 3: doubled with each PBU up to MAX_BINDACK_TIMEOUT.
    BINDACK_TIMEOUT: ({ context }) =>
      Math.min(
        INITIAL_BINDACK_TIMEOUT * (1 << Math.min(context.retransmissions, 5)),
        MAX_BINDACK_TIMEOUT,
      ),
    REFRESH: ({ context }) => context.refreshAfter,
  },
}).createMachine({
  id: 'update',
  context: ({ input }) => input,
  initial: 'planned',
  states: {
    planned: { on: { ATTACH: attach } },
    registering: {
      ...waits('registering'),
      on: {
        ACCEPTED: 'active',
        REFUSED: { target: 'refused', actions: 'withdraw' },
        RETRY: { ...once('registering'), actions: 'rewind' },
        TURN: once('registering'),
        // An older registration may run out while a new one is tried.
        EXPIRE: { actions: ['clearRefresh', 'withdraw'] },
        // R-14; a node of which no answer tells is not heard of any more.
        DETACH: [{ guard: 'isUnheard', target: 'gone', actions: 'drop' }, { target: 'leaving' }],
        CANCEL: 'gone',
        ATTACH: attach,
        REVOKE: { target: 'gone', actions: 'withdraw' },
      },
    },
    active: {
      entry: ['setRefresh', 'armExpiry', 'serve'],
      after: { REFRESH: { target: 'refreshing', actions: noChange } },
      on: {
        RENEW: { target: 'refreshing', actions: noChange },
        INVALIDATE: { target: 'invalid', actions: noChange },
        // The refresh comes first, unless this gateway was down when it was due.
        EXPIRE: { target: 'invalid', actions: ['clearRefresh', noChange, 'withdraw'] },
        DETACH: 'deregistering',
        REVOKE: { target: 'gone', actions: 'withdraw' },
        FORGET: 'forgotten',
        // It left and came back before this gateway noticed.
        ATTACH: attach,
      },
    },
    // PMIP §6.9.1.3: the session goes on meanwhile.
    refreshing: {
      ...waits('refreshing'),
      on: {
        ACCEPTED: 'active',
        REFUSED: { target: 'refused', actions: 'withdraw' },
        RETRY: { ...once('refreshing'), actions: 'rewind' },
        TURN: once('refreshing'),
        INVALIDATE: 'invalid',
        EXPIRE: { actions: ['clearRefresh', 'withdraw'] },
        DETACH: 'leaving',
        REVOKE: { target: 'gone', actions: 'withdraw' },
        FORGET: 'forgotten',
        ATTACH: attach,
      },
    },
    // RFC 5847 §3: the anchor knows nothing of the session, as far as this gateway can tell.
    invalid: {
      ...waits('invalid'),
      on: {
        ACCEPTED: 'active',
        REFUSED: { target: 'refused', actions: 'withdraw' },
        RETRY: { ...once('invalid'), actions: 'rewind' },
        TURN: once('invalid'),
        EXPIRE: { actions: ['clearRefresh', 'withdraw'] },
        DETACH: 'leaving',
        REVOKE: { target: 'gone', actions: 'withdraw' },
        FORGET: 'forgotten',
        ATTACH: attach,
      },
    },
    // the node left while an answer was awaited; a second PBU could overtake the first.
    leaving: {
      after: { INITIAL_BINDACK_TIMEOUT: 'deregistering' },
      on: {
        ACCEPTED: 'deregistering',
        RETRY: 'deregistering',
        REFUSED: { target: 'gone', actions: 'drop' },
        EXPIRE: { actions: ['clearRefresh', 'drop'] },
        REVOKE: { target: 'gone', actions: 'drop' },
        ATTACH: attach,
      },
    },
    // PMIP §6.9.1.4: the answer, whatever it says, or the timeout ends it.
    deregistering: {
      entry: 'sendLast',
      after: { INITIAL_BINDACK_TIMEOUT: { target: 'gone', actions: 'drop' } },
      on: {
        ACCEPTED: { target: 'gone', actions: 'drop' },
        REFUSED: { target: 'gone', actions: 'drop' },
        RETRY: { target: 'gone', actions: 'drop' },
        EXPIRE: { target: 'gone', actions: 'drop' },
        REVOKE: { target: 'gone', actions: 'drop' },
        TURN: once('deregistering'),
        ATTACH: attach,
      },
    },
    // PMIP §6.9.1.2 rules 6, 7 and 11: no PBU until somebody acts.
    refused: {
      on: {
        RESUME: { target: 'registering', actions: 'rewind' },
        DETACH: { target: 'gone', actions: 'drop' },
        REVOKE: 'gone',
        EXPIRE: { actions: 'clearRefresh' },
      },
    },
    // The operator's: the binding runs out at both ends, and nobody says a word.
    forgotten: {
      on: {
        RESUME: { target: 'refreshing', actions: ['rewind', noChange] },
        EXPIRE: { target: 'gone', actions: 'drop' },
        DETACH: { target: 'gone', actions: 'drop' },
        REVOKE: { target: 'gone', actions: 'withdraw' },
      },
    },
    gone: { type: 'final' },
  },
});

export type UpdateState = SnapshotFrom<typeof update>['value'];
