// Lifetimes of advertisements (seconds from now) as ends in virtual time, and the two-hour rule of
// RFC 4862 §5.5.3 e.

import type { Micros } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { INFINITE_LIFETIME } from './advertise.ts';

/** An end that never comes. A plain number, so that rows stay JSON. */
export const FOREVER: Micros = Number.MAX_SAFE_INTEGER;

const TWO_HOURS = seconds(7200);

/** When a lifetime that was advertised now ends. */
export const endOf = (now: Micros, lifetime: number): Micros =>
  lifetime >= INFINITE_LIFETIME ? FOREVER : now + seconds(lifetime);

/** The end of the valid lifetime of an address that exists, after one more advertisement. */
export function nextValidEnd({
  now,
  end,
  lifetime,
}: {
  readonly now: Micros;
  /** The present end. */
  readonly end: Micros;
  /** As advertised, in seconds. */
  readonly lifetime: number;
}): Micros {
  const advertised = endOf(now, lifetime);
  // RFC 4862 §5.5.3 e 1: above two hours, or above the rest: taken.
  if (advertised > now + TWO_HOURS || advertised > end) return advertised;
  // e 2: a rest of two hours or less is kept.
  if (end <= now + TWO_HOURS) return end;
  // e 3: else two hours are left.
  return now + TWO_HOURS;
}
