// The life of a station's attachment to radio cells. One cell at a time, and the old one is left
// before the new one is joined (break before make). No draft: the laboratory's layer 2.

import { assign, setup } from 'xstate';
import type { LinkId, Micros, NodeId } from '#base/ids.ts';

/** What the machine knows of its interface. */
export interface Attachment {
  /** The cell that it stands in, joined or being joined. */
  readonly cell: LinkId | undefined;
  readonly accessPoint: NodeId | undefined;
  readonly attachDelay: Micros;
}

export type AttachmentEvent =
  /** Another cell than the present one covers the station best. */
  | { readonly type: 'COVER'; readonly cell: LinkId; readonly accessPoint: NodeId }
  /** No cell covers it. */
  | { readonly type: 'UNCOVER' };

export const attachment = setup({
  types: { context: {} as Attachment, input: {} as Attachment, events: {} as AttachmentEvent },
  actions: {
    enter: assign(({ event }) => {
      if (event.type !== 'COVER') return {};
      return { cell: event.cell, accessPoint: event.accessPoint };
    }),
    leave: assign({ cell: undefined, accessPoint: undefined }),
    associate: () => {},
    dissociate: () => {},
  },
  delays: { ATTACH_DELAY: ({ context }) => context.attachDelay },
}).createMachine({
  id: 'attachment',
  context: ({ input }) => input,
  initial: 'detached',
  states: {
    detached: {
      entry: 'leave',
      on: { COVER: { target: 'joining', actions: 'enter' } },
    },
    joining: {
      after: { ATTACH_DELAY: 'attached' },
      on: {
        COVER: { target: 'joining', reenter: true, actions: 'enter' },
        UNCOVER: 'detached',
      },
    },
    attached: {
      entry: 'associate',
      exit: 'dissociate',
      on: { COVER: { target: 'joining', actions: 'enter' }, UNCOVER: 'detached' },
    },
  },
});
