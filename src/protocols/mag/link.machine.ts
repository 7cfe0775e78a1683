// The life of an access link, PMIP §6.9.2 and §6.9.3: silent until there is something to advertise,
// and silent again when it is taken back. What is advertised stands in link.ts.

import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/** ND §6.2.1. Choice: not randomised; on a point-to-point link nobody answers in chorus. */
const MAX_RTR_ADV_INTERVAL = seconds(600);

export type LinkEvent =
  /** There are prefixes to advertise, other ones than before, or to a node that has just come. */
  | { readonly type: 'ADVERTISE' }
  /** The node asks for routers. */
  | { readonly type: 'SOLICIT' }
  /** Nothing is advertised any more; the node is told. */
  | { readonly type: 'WITHDRAW' }
  /** The same, but the node hears nothing. */
  | { readonly type: 'HUSH' };

export const link = setup({
  types: { context: {}, events: {} as LinkEvent },
  actions: {
    advertise: () => {},
    /** Zero lifetimes for all that was advertised. */
    advertiseEnd: () => {},
    /** A question that must wait for the binding. */
    noteSilence: () => {},
  },
  delays: { MAX_RTR_ADV_INTERVAL },
}).createMachine({
  id: 'link',
  context: {},
  initial: 'silent',
  states: {
    // PMIP §6.9.2 rule 1: nothing before the binding is accepted.
    silent: {
      on: { ADVERTISE: 'advertising', SOLICIT: { actions: 'noteSilence' } },
    },
    advertising: {
      entry: 'advertise',
      after: { MAX_RTR_ADV_INTERVAL: { target: 'advertising', reenter: true } },
      on: {
        ADVERTISE: { target: 'advertising', reenter: true },
        SOLICIT: { actions: 'advertise' },
        WITHDRAW: { target: 'silent', actions: 'advertiseEnd' },
        HUSH: 'silent',
      },
    },
  },
});

export type LinkState = SnapshotFrom<typeof link>['value'];
