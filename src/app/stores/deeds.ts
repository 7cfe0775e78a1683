// Which menu of deeds is open, for what and where, and which question stands before a deed.

import { create } from 'zustand';
import type { Question } from '#app/faults/question.ts';
import type { FrameId, LinkId, NodeId, Seq } from '#session/protocol.ts';
import type { MessageClassName } from '#wire/classify.ts';

/** What something can be done to. */
export type Target =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'link'; readonly id: LinkId }
  | { readonly kind: 'flow'; readonly flow: string }
  | {
      readonly kind: 'message';
      readonly frame: FrameId;
      readonly seq: Seq | undefined;
      /** Kind and receiver, where whoever opens the menu knows them. */
      readonly type?: MessageClassName;
      readonly to?: NodeId;
    };

/** Where a menu stands: beside an element, or at a point of the window. */
export type Spot = Element | { readonly x: number; readonly y: number };

interface DeedsState {
  readonly menu: { readonly target: Target; readonly spot: Spot } | undefined;
  readonly question: Question | undefined;
}

export const useDeeds = create<DeedsState>()(() => ({ menu: undefined, question: undefined }));

let before: HTMLElement | undefined;

/** Remembers what had the focus, for when all is closed again. */
function remember(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement !== document.body) {
    before = activeElement;
  }
}

export const deeds = {
  openMenu: (target: Target, spot: Spot): void => {
    remember();
    useDeeds.setState({ menu: { target, spot } });
  },
  closeMenu: (): void => {
    useDeeds.setState({ menu: undefined });
  },
  /** Asks before a deed; from a menu the focus goes back to where the menu came from. */
  ask: (question: Question): void => {
    if (!useDeeds.getState().menu) remember();
    useDeeds.setState({ menu: undefined, question });
  },
  closeQuestion: (): void => {
    useDeeds.setState({ question: undefined });
  },
};

/** Where the focus goes back to; true: wherever the library thinks best. */
export const focusBefore = (): HTMLElement | true => (before?.isConnected ? before : true);
