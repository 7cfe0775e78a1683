// The registration of a node's earlier prefixes at one anchoring gateway, as its serving gateway
// sees it: a Binding Update List entry (PMIP §6.1, §6.9.4). It differs from a MAG's in one thing:
// nothing is de-registered when the node leaves, since another gateway goes on with the prefix
//

import { assign, setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';

/** MIP6 §12. */
const INITIAL_BINDACK_TIMEOUT = seconds(1);
const MAX_BINDACK_TIMEOUT = seconds(32);

/** What the machine knows of its registration. */
export interface RegistrationLife {
  /** PBUs since the last answer, but for the first. */
  readonly retransmissions: number;
  /** Handoff Indicator of the next PBU, PMIP §8.4. */
  readonly handoff: number;
  /** From acceptance to the refresh, R-9. */
  readonly refreshAfter: Micros;
  /** The node left, and what is accepted late is to be de-registered. */
  readonly releases: boolean;
}

export type RegistrationEvent =
  /** Register, or register again: the node came (back) to this gateway. */
  | { readonly type: 'ATTACH' }
  /** Layer 2 lost the node; as a MAG would, the gateway may de-register it (PMIP §6.9.1.4). */
  | { readonly type: 'DETACH'; readonly releases: boolean }
  /** Somebody decided that the prefixes are needed no longer. */
  | { readonly type: 'RELEASE' }
  /** The anchor answered the de-registration. */
  | { readonly type: 'RELEASED' }
  | { readonly type: 'ACCEPTED'; readonly refreshAfter: Micros }
  /**
   * A status of 128 or more that another try would not mend; or a PBA that echoes something else.
   */
  | { readonly type: 'REFUSED' }
  /** Status 157: once more, with a new timestamp. */
  | { readonly type: 'LOWER' }
  /** The granted lifetime is over. */
  | { readonly type: 'EXPIRE' }
  /** Another gateway serves the node now. */
  | { readonly type: 'DROP' }
  /** RFC 8885 §3.2: the CMD, or the anchor by itself, names a prefix that is anchored there. */
  | { readonly type: 'TOLD' };

/** The node is back, and may have been elsewhere: as after a handover. */
const again = {
  target: 'registering',
  actions: [
    { type: 'rewind' },
    { type: 'setHandoff', params: { handoff: HANDOFF.betweenGateways } },
  ],
} as const;

export const registration = setup({
  types: {
    context: {} as RegistrationLife,
    input: {} as RegistrationLife,
    events: {} as RegistrationEvent,
  },
  actions: {
    sendPbu: () => {},
    /** A PBU with lifetime 0. */
    sendRelease: () => {},
    setReleases: assign(({ event }) =>
      event.type === 'DETACH' ? { releases: event.releases } : {},
    ),
    count: assign({ retransmissions: ({ context }) => context.retransmissions + 1 }),
    rewind: assign({ retransmissions: 0 }),
    setHandoff: assign((_, params: { handoff: number }) => ({ handoff: params.handoff })),
    setRefresh: assign(({ event }) =>
      event.type === 'ACCEPTED' ? { retransmissions: 0, refreshAfter: event.refreshAfter } : {},
    ),
    /** Arms the end of the granted lifetime anew. */
    armExpiry: () => {},
    /** Tunnel, routes and the DLIF of the anchor. */
    portray: () => {},
    /** The same, taken back; the node is told. */
    withdraw: () => {},
    /** The same, taken back silently. */
    drop: () => {},
  },
  guards: {
    releases: ({ context, event }) => (event.type === 'DETACH' ? event.releases : context.releases),
  },
  delays: {
    INITIAL_BINDACK_TIMEOUT,
    // PMIP §6.9.4 rule 2: doubled with each PBU up to MAX_BINDACK_TIMEOUT.
    BINDACK_TIMEOUT: ({ context }) =>
      Math.min(
        INITIAL_BINDACK_TIMEOUT * (1 << Math.min(context.retransmissions, 5)),
        MAX_BINDACK_TIMEOUT,
      ),
    REFRESH: ({ context }) => context.refreshAfter,
  },
}).createMachine({
  id: 'registration',
  context: ({ input }) => input,
  initial: 'planned',
  on: { DROP: { target: '.gone', actions: 'drop' } },
  states: {
    planned: { on: { ATTACH: 'registering', RELEASE: 'releasing', TOLD: 'told' } },
    registering: {
      entry: 'sendPbu',
      after: { BINDACK_TIMEOUT: { target: 'registering', reenter: true, actions: 'count' } },
      on: {
        ACCEPTED: 'active',
        REFUSED: { target: 'refused', actions: 'withdraw' },
        LOWER: { target: 'registering', reenter: true },
        // An older registration may run out while a new one is tried.
        EXPIRE: { actions: 'withdraw' },
        // no further PBU.
        DETACH: { target: 'leaving', actions: 'setReleases' },
      },
    },
    active: {
      entry: ['setRefresh', 'armExpiry', 'portray'],
      after: {
        REFRESH: {
          target: 'refreshing',
          actions: { type: 'setHandoff', params: { handoff: HANDOFF.noChange } },
        },
      },
      on: {
        // The refresh comes first, unless this gateway was down when it was due.
        EXPIRE: { target: 'gone', actions: 'withdraw' },
        DETACH: [{ guard: 'releases', target: 'releasing' }, { target: 'idle' }],
        RELEASE: { target: 'releasing', actions: 'withdraw' },
      },
    },
    refreshing: {
      entry: 'sendPbu',
      after: { BINDACK_TIMEOUT: { target: 'refreshing', reenter: true, actions: 'count' } },
      on: {
        ACCEPTED: 'active',
        REFUSED: { target: 'gone', actions: 'withdraw' },
        LOWER: { target: 'refreshing', reenter: true },
        EXPIRE: { target: 'gone', actions: 'withdraw' },
        DETACH: [{ guard: 'releases', target: 'releasing' }, { target: 'idle' }],
        RELEASE: { target: 'releasing', actions: 'withdraw' },
      },
    },
    // The node left while an answer was awaited: it may still come.
    leaving: {
      after: { INITIAL_BINDACK_TIMEOUT: { target: 'gone', actions: 'drop' } },
      on: {
        ACCEPTED: [
          { guard: 'releases', target: 'releasing' },
          { target: 'idle', actions: ['setRefresh', 'armExpiry', 'portray'] },
        ],
        REFUSED: { target: 'gone', actions: 'drop' },
        LOWER: { target: 'gone', actions: 'drop' },
        EXPIRE: { target: 'gone', actions: 'drop' },
        ATTACH: again,
      },
    },
    // Registered, but the node is not known to be here: no refresh (PMIP §6.9.1.3).
    idle: {
      on: {
        ACCEPTED: { actions: ['setRefresh', 'armExpiry', 'portray'] },
        EXPIRE: { target: 'gone', actions: 'drop' },
        RELEASE: 'releasing',
        ATTACH: again,
      },
    },
    // PMIP §6.9.1.4: what was registered goes with the answer, or without one after the first
    // time-out; it is not repeated.
    releasing: {
      entry: [
        { type: 'rewind' },
        { type: 'setHandoff', params: { handoff: HANDOFF.unknown } },
        'sendRelease',
      ],
      after: { INITIAL_BINDACK_TIMEOUT: { target: 'gone', actions: 'drop' } },
      on: {
        RELEASED: { target: 'gone', actions: 'drop' },
        REFUSED: { target: 'gone', actions: 'drop' },
        LOWER: { target: 'gone', actions: 'drop' },
        EXPIRE: { target: 'gone', actions: 'drop' },
        ATTACH: again,
      },
    },
    // Nobody registers here: the CMD knows of this anchor, and renews with each of its answers.
    told: {
      entry: ['armExpiry', 'portray'],
      on: {
        TOLD: { target: 'told', reenter: true },
        EXPIRE: { target: 'gone', actions: 'withdraw' },
      },
    },
    // PMIP §6.9.1.2 rules 6, 7, 10 and 11: no PBU until somebody acts.
    refused: {
      on: {
        DETACH: 'gone',
        ATTACH: again,
      },
    },
    gone: { type: 'final' },
  },
});

export type RegistrationState = SnapshotFrom<typeof registration>['value'];
