// The life of a link on which a router advertises itself (ND §6.2): silent, or advertising now and
// then and when it is asked.

import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/**
 * MIP6 §7.5 lets routers advertise often where mobile nodes are. Choice: the least that ND §6.2.1 has,
 * and not randomised, so that figures are readable.
 */
export const MAX_RTR_ADV_INTERVAL = seconds(4);

export type AdvertiserEvent =
  /** There is a prefix to advertise. */
  | { readonly type: 'ADVERTISE' }
  /** A host asks, or has just come. */
  | { readonly type: 'SOLICIT' }
  /** The prefix is not to be used any more. */
  | { readonly type: 'WITHDRAW' };

export const advertiser = setup({
  types: { context: {}, events: {} as AdvertiserEvent },
  actions: {
    advertise: () => {},
    /** The same with lifetimes of zero. */
    advertiseEnd: () => {},
  },
  delays: { MAX_RTR_ADV_INTERVAL },
}).createMachine({
  id: 'advertiser',
  context: {},
  initial: 'silent',
  states: {
    silent: { on: { ADVERTISE: 'advertising' } },
    advertising: {
      entry: 'advertise',
      after: { MAX_RTR_ADV_INTERVAL: { target: 'advertising', reenter: true } },
      on: {
        SOLICIT: { actions: 'advertise' },
        WITHDRAW: { target: 'silent', actions: 'advertiseEnd' },
      },
    },
  },
});

export type AdvertiserState = SnapshotFrom<typeof advertiser>['value'];
