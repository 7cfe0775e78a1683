// Opens a menu of deeds by button or key, and remembers where the focus was.

import { view } from '#app/stores/view.ts';

let before: HTMLElement | undefined;

export function openMenu(what: 'move' | 'flow' | 'fail'): void {
  const { activeElement } = document;
  before = activeElement instanceof HTMLElement ? activeElement : undefined;
  view.open(what);
}

/** Where the focus goes when the menu closes; true: wherever the library thinks best. */
export const focusAfterMenu = (): HTMLElement | true => before ?? true;
