// What a dissection gives: layers of fields with the place of their octets. Types only.

import type { Cite } from '#base/ids.ts';

/** One field and where its bits are. */
export interface FieldSpan {
  readonly name: string;
  readonly label: string;
  readonly value: string | number | boolean;
  /** The value for people: `75 × 4 s = 300 s`. */
  readonly text: string;
  /** Octets from the start of what was dissected. */
  readonly offset: number;
  /** Bits from the first bit of that octet. */
  readonly bitOffset: number;
  readonly bits: number;
  readonly cite?: Cite;
  readonly doc?: string;
  /** What is wrong with it. */
  readonly fault?: string;
}

/** A header, an option, or a packet inside a packet. */
export interface Layer {
  readonly name: string;
  readonly title: string;
  readonly offset: number;
  readonly octets: number;
  readonly cite: Cite;
  readonly fields: readonly FieldSpan[];
  readonly children: readonly Layer[];
}
