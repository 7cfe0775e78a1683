// A deed: its words in a menu, and what it does, at once or after a question.

import type { Question } from './question.ts';

export interface Deed {
  readonly words: string;
  /** A second line: what will come of it. */
  readonly note?: string;
  /** Only looks: allowed in read-only links. */
  readonly looks?: true;
  readonly does: (() => void) | Question;
}

/** Deeds that belong together; a menu draws a line between groups. */
export type DeedGroup = readonly Deed[];
