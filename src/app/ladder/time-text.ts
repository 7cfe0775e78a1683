// Virtual time as the screen writes it.

import type { Micros } from '#session/protocol.ts';

/** Seconds with six decimals in two groups: `10.010 000`. */
export function clockText(at: Micros): string {
  const seconds = Math.floor(at / 1_000_000);
  const micros = String(Math.round(at - seconds * 1_000_000)).padStart(6, '0');
  return `${seconds}.${micros.slice(0, 3)} ${micros.slice(3)}`;
}
