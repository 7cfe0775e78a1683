// The address bar is always the share link, and the last session is kept on this machine.

import { openingOf } from '#scenario/library.ts';
import { writeLink } from '#scenario/url.ts';
import { currentScenario, useDocument } from './stores/document.ts';
import { latestStill, useRun } from './stores/run.ts';
import { useView } from './stores/view.ts';

/** Wait before the address bar follows. */
const DEBOUNCE = 300;
const KEEP = 'roamscope.session';

/** Keys of the link that this version does not know: they are kept. */
let others: readonly string[] = [];
export const keepOthers = (keys: readonly string[]): void => {
  others = keys;
};

export interface LinkWish {
  /** It opens at the playhead, not at the beginning. */
  readonly here: boolean;
  readonly readOnly: boolean;
  readonly play: boolean;
}

/** The fragment of what is on the screen now. */
export async function linkNow(wish: LinkWish): Promise<string | undefined> {
  const scenario = currentScenario();
  const still = latestStill();
  if (!scenario || !still) return undefined;
  const { theme, ui } = useView.getState();
  const here = wish.here && still.step > 0;
  // Without a place, a still would open as the figure shows it.
  const isStill = !here && openingOf(scenario.id) !== undefined;
  return writeLink({
    scenario,
    ...(here && { at: { event: still.step }, digest: still.digest }),
    ...(isStill && { at: { event: 0 } }),
    ...(wish.play && { play: true }),
    ...(wish.readOnly && { readOnly: true }),
    ...(ui !== 'full' && { ui }),
    ...(theme !== 'light' && { theme }),
    ...(others.length > 0 && { others }),
  });
}

/** The whole address of a fragment. */
export const addressOf = (fragment: string): string =>
  `${window.location.origin}${window.location.pathname}#${fragment}`;

let last = '';
let timer: number | undefined;

async function writeBar(): Promise<void> {
  const { readOnly } = useView.getState();
  const fragment = await linkNow({ here: true, readOnly, play: false });
  if (fragment === undefined || fragment === last || useView.getState().fault) return;
  last = fragment;
  window.history.replaceState(null, '', `#${fragment}`);
  if (useDocument.getState().edited) keepSession(fragment);
}

function soon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void writeBar(), DEBOUNCE);
}

/** Follows document, playhead (when it rests) and theme. */
export function followAddress(): void {
  useDocument.subscribe(soon);
  useView.subscribe((now, before) => {
    if (now.theme !== before.theme || now.fault !== before.fault) soon();
  });
  useRun.subscribe(({ still }) => {
    if (still && still.status !== 'playing') soon();
  });
}

/** True when the fragment was written by us, not by the person. */
export const isOurs = (hash: string): boolean => hash.replace(/^#/, '') === last;

/** A session that was left: its fragment and title. */
interface Kept {
  readonly fragment: string;
  readonly title: string;
}

function keepSession(fragment: string): void {
  const title = useDocument.getState().scenario?.title ?? '';
  try {
    localStorage.setItem(KEEP, JSON.stringify({ fragment, title }));
  } catch {
    // No storage (private window, file page): the link in the address bar still holds everything.
  }
}

export function keptSession(): Kept | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEEP) ?? 'null');
    if (typeof value !== 'object' || value === null) return undefined;
    const { fragment, title } = value as Partial<Record<keyof Kept, unknown>>;
    if (typeof fragment !== 'string' || typeof title !== 'string') return undefined;
    return { fragment, title };
  } catch {
    return undefined;
  }
}
