// What a knob is: a reading of what the drafts leave open, with a name, its place and its values.

import type { Cite } from '#base/ids.ts';
import type { NodeKind } from './scenario.ts';

/** One value that a knob may take. */
interface KnobValue {
  readonly value: string;
  /** A few words for a menu. */
  readonly words: string;
}

/** One knob. The first value is the default. */
export interface Knob {
  readonly name: string;
  /** Two to four words for a panel. */
  readonly label: string;
  /** What it decides, one sentence. */
  readonly doc: string;
  readonly cite: Cite;
  readonly values: readonly [KnobValue, ...KnobValue[]];
  /** Kinds of node that read it. */
  readonly appliesTo: readonly NodeKind[];
}
