// Which flow is being carried, and where it would go.

import { create } from 'zustand';

/** A flow in the hand. */
export interface CarriedFlow {
  readonly flow: string;
  /** Which of its ways it would take; undefined: none is under the pointer. */
  readonly way: number | undefined;
  /** `hold`: by pointer, released to drop; `pick`: picked up by click or key, dropped by another. */
  readonly by: 'hold' | 'pick';
  /** Of the pointer, in pixels of the drawing. */
  readonly at?: { readonly x: number; readonly y: number };
}

export const useCarriedFlow = create<{ readonly carried: CarriedFlow | undefined }>()(() => ({
  carried: undefined,
}));
