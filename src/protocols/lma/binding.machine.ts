// The life of a Binding Cache entry at a local mobility anchor: registered, waiting for its end or
// for the word of the previous gateway, being revoked (PMIP §5.3, §5.4.1.2 rule 4; RFC 5846 §8.1).
// Messages, routes and tunnels follow from the row (bindings.ts).

import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { ms } from '#base/ids.ts';

/** PMIP §9.1: MinDelayBeforeBCEDelete and MaxDelayBeforeNewBCEAssign. */
const MIN_DELAY_BEFORE_BCE_DELETE = ms(10_000);
const MAX_DELAY_BEFORE_NEW_BCE_ASSIGN = ms(1500);

export type BindingEvent =
  /** PMIP §5.3.2: a new session. */
  | { readonly type: 'REGISTER' }
  /** PMIP §5.3.3: the same gateway extends the lifetime. */
  | { readonly type: 'EXTEND' }
  /** PMIP §5.3.4: another gateway, or another interface, has the session now. */
  | { readonly type: 'HANDOFF' }
  /** PMIP §5.3.5: lifetime zero from the gateway that has it. */
  | { readonly type: 'DEREGISTER' }
  /** PMIP §5.4.1.2 rule 4: another gateway cannot say whether it is the same session. */
  | { readonly type: 'WAIT' }
  /** RFC 5846 §8.1: a BRI has left. */
  | { readonly type: 'REVOKE' }
  /** RFC 5846 §6.2.2 and §6.3: revoked, or nobody answered. */
  | { readonly type: 'REVOKED' }
  /** RFC 5846 §6.2.2: the gateway refused. */
  | { readonly type: 'KEPT' }
  /** The granted lifetime is over. */
  | { readonly type: 'EXPIRE' };

/** Each registration begins a new lifetime. */
const registered = { target: 'active', reenter: true, actions: 'armExpiry' } as const;

export const binding = setup({
  types: { context: {}, events: {} as BindingEvent },
  actions: {
    /** The end of the granted lifetime, anew. */
    armExpiry: () => {},
    disarmExpiry: () => {},
    /** The waiting PBU is one for a new session. */
    assignNew: () => {},
    /** Routes, tunnel and prefixes are given back. */
    release: () => {},
  },
  delays: { MIN_DELAY_BEFORE_BCE_DELETE, MAX_DELAY_BEFORE_NEW_BCE_ASSIGN },
}).createMachine({
  id: 'binding',
  context: {},
  initial: 'planned',
  states: {
    planned: { on: { REGISTER: registered } },
    active: {
      on: {
        EXTEND: registered,
        HANDOFF: registered,
        DEREGISTER: 'waitDelete',
        WAIT: 'waitDereg',
        REVOKE: 'revoking',
        REVOKED: { target: 'gone', actions: 'release' },
        EXPIRE: { target: 'gone', actions: 'release' },
      },
    },
    // De-registered; a gateway may still take it over (PMIP §5.3.5 rule 2).
    waitDelete: {
      entry: 'disarmExpiry',
      after: { MIN_DELAY_BEFORE_BCE_DELETE: { target: 'gone', actions: 'release' } },
      on: {
        EXTEND: registered,
        HANDOFF: registered,
        REVOKED: { target: 'gone', actions: 'release' },
      },
    },
    // Another gateway's PBU waits until this one's de-registers (PMIP §5.4.1.2 rule 4).
    waitDereg: {
      after: { MAX_DELAY_BEFORE_NEW_BCE_ASSIGN: { target: 'active', actions: 'assignNew' } },
      on: {
        EXTEND: { actions: 'armExpiry' },
        HANDOFF: registered,
        DEREGISTER: 'waitDelete',
        REVOKE: 'revoking',
        REVOKED: { target: 'gone', actions: 'release' },
        EXPIRE: { target: 'gone', actions: 'release' },
      },
    },
    // A BRI waits for its BRA (RFC 5846 §8.1).
    revoking: {
      on: {
        // B-2: a registration that the policy lets through ends the revocation.
        EXTEND: registered,
        HANDOFF: registered,
        DEREGISTER: 'waitDelete',
        REVOKED: { target: 'gone', actions: 'release' },
        KEPT: 'active',
        EXPIRE: { target: 'gone', actions: 'release' },
      },
    },
    gone: { type: 'final' },
  },
});

/** `planned` and `gone` are no rows. */
export type BindingState = SnapshotFrom<typeof binding>['value'];
