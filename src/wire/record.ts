// The faces of compiled layouts. Types only.

import type { FieldSpan, Layer } from './layer.ts';
import type { Layout } from './layout.ts';
import type { Reading } from './malformed.ts';

/** Records while they are made and read; their types come from the layouts. */
export type Draft = Record<string, unknown>;
export type Rec = Readonly<Draft>;

/** A compiled layout. */
export interface Codec {
  readonly layout: Layout;
  /** Octets of the fixed part: the least that the format has. */
  readonly fixed: number;
  /** Whether there are constants that tell it from others of its code point. */
  readonly chosen: boolean;
  /** Whether the constants that tell layouts of one type apart fit. */
  readonly matches: (octets: Uint8Array, at: number, end: number) => boolean;
  /** The record of the octets up to `end`; undefined, and a fault in `reading`, when malformed. */
  readonly read: (octets: Uint8Array, at: number, end: number, reading: Reading) => Rec | undefined;
  /** Writes the record, its length filled in; options are aligned from `base`. Gives the end. */
  readonly write: (octets: Uint8Array, at: number, record: Rec, base: number) => number;
  /** Fills in the length of a format that ends at `end`, which it pads to whole units. */
  readonly close: (octets: Uint8Array, at: number, end: number) => number;
  /** The fields that fit between `at` and `end`, with options as children. */
  readonly layer: (octets: Uint8Array, at: number, end: number) => Layer;
}

/** One tail field. `from` is where the format begins, `at` where the field does. */
export interface Tail {
  readonly name: string;
  /** Puts the value into the record; gives where the field ends, -1 when it does not fit. */
  readonly read: (octets: Uint8Array, from: number, at: number, end: number, into: Draft) => number;
  /** Writes the value; gives where the field ends. */
  readonly write: (octets: Uint8Array, from: number, at: number, record: Rec) => number;
  readonly spans: (octets: Uint8Array, from: number, at: number, end: number) => FieldSpan[];
}

/** The options of one area. */
export interface OptionArea {
  readonly read: (
    octets: Uint8Array,
    at: number,
    end: number,
    reading: Reading,
  ) => Rec[] | undefined;
  readonly write: (octets: Uint8Array, at: number, list: readonly Rec[], base: number) => number;
  readonly layers: (octets: Uint8Array, at: number, end: number) => Layer[];
}
