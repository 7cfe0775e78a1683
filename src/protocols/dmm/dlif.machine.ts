// The life of a DLIF at one gateway, DMM §4.1 and §4.2: planned → serving ⇄ kept, or planned →
// clone → gone. It says when to advertise; what is advertised stands in advertise.ts.

import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { seconds } from '#base/ids.ts';

/** ND §6.2.1. Choice: not randomised; on a point-to-point link nobody answers in chorus. */
const MAX_RTR_ADV_INTERVAL = seconds(600);

export type DlifEvent =
  /** Its node attaches here, where the prefix is anchored. */
  | { readonly type: 'SERVE' }
  /** Its anchor accepted the registration: portray it. */
  | { readonly type: 'PORTRAY' }
  /** Its node asks for routers, or what is advertised has changed. */
  | { readonly type: 'SOLICIT' }
  /** Another gateway registered the prefix: the node is there. */
  | { readonly type: 'MOVED' }
  /** The anchor keeps the prefix no longer: tell the node. */
  | { readonly type: 'WITHDRAW' }
  /** Not needed here any more; the node hears nothing. */
  | { readonly type: 'DROP' };

export const dlif = setup({
  types: { context: {}, events: {} as DlifEvent },
  actions: {
    /** The interface and its addresses come into the stack. */
    plug: () => {},
    unplug: () => {},
    advertise: () => {},
    /** Zero lifetimes for all that was advertised. */
    advertiseEnd: () => {},
  },
  delays: { MAX_RTR_ADV_INTERVAL },
}).createMachine({
  id: 'dlif',
  context: {},
  initial: 'planned',
  states: {
    planned: {
      on: {
        SERVE: { target: 'serving', actions: 'plug' },
        PORTRAY: { target: 'clone', actions: 'plug' },
      },
    },
    // DMM §4.2 step 4: the node is here, and so is the anchor.
    serving: {
      entry: 'advertise',
      after: { MAX_RTR_ADV_INTERVAL: { target: 'serving', reenter: true } },
      on: {
        SERVE: { target: 'serving', reenter: true },
        SOLICIT: { actions: 'advertise' },
        MOVED: { target: 'kept', actions: 'unplug' },
        DROP: { target: 'gone', actions: 'unplug' },
      },
    },
    // DMM §4.2 step 8: the node is here, the anchor is another gateway.
    clone: {
      entry: 'advertise',
      after: { MAX_RTR_ADV_INTERVAL: { target: 'clone', reenter: true } },
      on: {
        PORTRAY: { target: 'clone', reenter: true },
        SOLICIT: { actions: 'advertise' },
        WITHDRAW: { target: 'gone', actions: ['advertiseEnd', 'unplug'] },
        DROP: { target: 'gone', actions: 'unplug' },
      },
    },
    // the anchor is here, the node is elsewhere; its parameters wait for the return.
    kept: {
      on: {
        SERVE: { target: 'serving', actions: 'plug' },
        DROP: 'gone',
      },
    },
    gone: { type: 'final' },
  },
});

/** `planned` and `gone` are no rows. */
export type DlifState = SnapshotFrom<typeof dlif>['value'];
