// A search for routers on one interface, ND §6.3.7: up to three Router Solicitations, 4 s apart,
// after a random delay; it ends with the first advertisement of a default router.

import { assign, setup } from 'xstate';
import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';

/** ND §10, host constants. */
export const MAX_RTR_SOLICITATION_DELAY = seconds(1);
const RTR_SOLICITATION_INTERVAL = seconds(4);
const MAX_RTR_SOLICITATIONS = 3;

/** What the machine knows of its search. */
export interface Discovery {
  /** Random, 0 to MAX_RTR_SOLICITATION_DELAY, drawn anew for each search. */
  readonly delay: Micros;
  /** Solicitations of this search. */
  readonly sent: number;
}

export type DiscoveryEvent =
  /** Layer 2 came up, also towards another cell. */
  | { readonly type: 'UP'; readonly delay: Micros }
  | { readonly type: 'DOWN' }
  /** A valid advertisement with a router lifetime other than 0. */
  | { readonly type: 'RA' };

export const discovery = setup({
  types: { context: {} as Discovery, input: {} as Discovery, events: {} as DiscoveryEvent },
  actions: {
    restart: assign(({ event }) => (event.type === 'UP' ? { delay: event.delay, sent: 0 } : {})),
    count: assign({ sent: ({ context }) => context.sent + 1 }),
    solicit: () => {},
    giveUp: () => {},
  },
  guards: { more: ({ context }) => context.sent < MAX_RTR_SOLICITATIONS },
  delays: {
    RTR_SOLICITATION_DELAY: ({ context }) => context.delay,
    // ND §6.3.7: after the last one the host waits this much longer, then there are no routers.
    RTR_SOLICITATION_INTERVAL: ({ context }) =>
      context.sent < MAX_RTR_SOLICITATIONS ? RTR_SOLICITATION_INTERVAL : MAX_RTR_SOLICITATION_DELAY,
  },
}).createMachine({
  id: 'discovery',
  context: ({ input }) => input,
  initial: 'off',
  on: {
    UP: { target: '.delaying', reenter: true, actions: 'restart' },
    DOWN: '.off',
  },
  states: {
    off: {},
    delaying: {
      after: { RTR_SOLICITATION_DELAY: 'soliciting' },
      // Choice: an advertisement that comes before the first solicitation ends the search as well.
      // ND §6.3.7 has the host send one all the same (SHOULD); here a gateway advertises at once
      // when layer 2 tells it of a station, and has no more to say when asked.
      on: { RA: 'found' },
    },
    soliciting: {
      entry: ['count', 'solicit'],
      after: {
        RTR_SOLICITATION_INTERVAL: [
          { guard: 'more', target: 'soliciting', reenter: true },
          { target: 'none' },
        ],
      },
      on: { RA: 'found' },
    },
    found: {},
    none: { entry: 'giveUp', on: { RA: 'found' } },
  },
});
