// Why octets are no message, and what a receiver does about it (MIP6 §9.2, decisions C-3 and C-4).

import type { Cite } from '#base/ids.ts';

/** Which reading of the drafts' unassigned bits a scenario speaks (decision C-7). */
export type Profile = 'draft-05' | 'rfc8885';

/**
 * What is broken: `truncated` octets end too early, `overrun` an option runs past its header,
 * `length` a length that the format forbids, `depth` too many headers inside each other.
 */
export type Rule = 'truncated' | 'length' | 'checksum' | 'value' | 'overrun' | 'depth';

/** The first fault that a receiver finds; the whole packet is dropped for it. */
export interface Malformed {
  /** `is` of the layout, `BindingUpdate`. */
  readonly layer: string;
  readonly field: string;
  /** Of the field, in octets from the start of what was decoded. */
  readonly offset: number;
  readonly rule: Rule;
  readonly words: string;
  readonly cite: Cite;
  /** The ICMPv6 Parameter Problem that the receiver answers with; else it stays silent. */
  readonly icmp?: { readonly code: number; readonly pointer: number };
}

/** What is known while octets are read; the first fault stays in it. */
export interface Reading {
  readonly profile: Profile;
  /** Offsets of faults count from here. */
  readonly start: number;
  /** Alignment of options counts from here. */
  base: number;
  fault: Malformed | undefined;
  /**
   * Reads on where a receiver would drop for a checksum or a destination option: for showing what
   * came, never for a stack.
   */
  readonly lenient: boolean;
  /** Data of UDP are a view of the octets, which will not change; else a copy. */
  readonly isView: boolean;
  /** A checksum was wrong, and read on. */
  badChecksum: boolean;
}

/** The start of a reading. */
export const readingOf = (
  profile: Profile,
  start: number,
  { lenient = false, isView = false } = {},
): Reading => ({
  profile,
  start,
  isView,
  base: start,
  fault: undefined,
  lenient,
  badChecksum: false,
});

/** Where a fault is. */
export interface Place {
  readonly layer: string;
  readonly field: string;
  readonly at: number;
  readonly cite: Cite;
  readonly icmp?: { readonly code: number; readonly pointer: number };
}

/** Notes the first fault of a reading. */
export function refuse(
  reading: Reading,
  { at, ...place }: Place,
  rule: Rule,
  words: string,
): undefined {
  reading.fault ??= { ...place, offset: at - reading.start, rule, words };
  return undefined;
}
