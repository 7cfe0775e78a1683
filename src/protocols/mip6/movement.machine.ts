// What a mobile node believes of the link that an interface is on (MIP6 §11.5.1, §11.5.2): none yet,
// its home link, or a foreign one, and since when it has heard nothing of its router.

import { setup } from 'xstate';
import type { SnapshotFrom } from 'xstate';
import { MAX_RTR_ADV_INTERVAL } from './advertiser.machine.ts';

/** Choice: a router of which three advertisements are missing is gone. */
const ROUTER_SILENCE = 3 * MAX_RTR_ADV_INTERVAL;

export type MovementEvent =
  /** Layer 2 came up, perhaps elsewhere. */
  | { readonly type: 'UP' }
  | { readonly type: 'DOWN' }
  /** An advertisement with the home prefix, and one without, of a router that is believed. */
  | { readonly type: 'HOME' }
  | { readonly type: 'FOREIGN' };

const found = {
  HOME: { target: 'home', reenter: true },
  FOREIGN: { target: 'away', reenter: true },
} as const;
const lost = { UP: 'searching', DOWN: 'down' } as const;
const silence = { ROUTER_SILENCE: 'searching' } as const;

export const movement = setup({
  types: { context: {}, events: {} as MovementEvent },
  delays: { ROUTER_SILENCE },
}).createMachine({
  id: 'movement',
  context: {},
  initial: 'down',
  states: {
    down: { on: { UP: 'searching', ...found } },
    searching: { on: { DOWN: 'down', ...found } },
    away: { after: silence, on: { ...lost, ...found } },
    home: { after: silence, on: { ...lost, ...found } },
  },
});

export type MovementState = SnapshotFrom<typeof movement>['value'];
