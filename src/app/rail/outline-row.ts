// One row of the outline.

import type { Selection } from '#app/stores/view.ts';

export interface OutlineRow {
  readonly key: string;
  readonly name: string;
  readonly state: string;
  /** Letter of an anchor, where the row has one. */
  readonly letter?: string;
  /** The row changed in this step: '+', '~' or '-'. */
  readonly sign: string;
  readonly selection: Selection;
}
