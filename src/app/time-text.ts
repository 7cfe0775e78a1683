// Virtual time in words and figures.

import type { Pace } from '#session/protocol.ts';

/** `10.020 000 s` */
export function clockText(at: number): string {
  const micros = Math.max(0, Math.round(at));
  const seconds = Math.floor(micros / 1e6);
  const rest = String(micros % 1e6).padStart(6, '0');
  return `${seconds}.${rest.slice(0, 3)} ${rest.slice(3)} s`;
}

/** A span: `350 µs`, `20 ms`, `7.9 s`. */
export function spanText(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`;
  if (micros < 1e6) return `${trim(micros / 1000)} ms`;
  return `${trim(micros / 1e6)} s`;
}

/** Two significant figures below ten, whole numbers above. */
function trim(n: number): string {
  return n < 10 ? String(Math.round(n * 10) / 10) : String(Math.round(n));
}

/** `+10.000 ms` from now; `+1.2 s` when it is far. */
export function aheadText(micros: number): string {
  return micros < 1e6 ? `+${(micros / 1000).toFixed(3)} ms` : `+${(micros / 1e6).toFixed(3)} s`;
}

/** A pace in words: `1 ms takes 1 s`. */
export function paceText(pace: Pace): string {
  if (pace.mode === 'adaptive') return 'Adaptive pace';
  const { microsPerSecond } = pace;
  if (microsPerSecond >= 1e6) {
    const times = Math.round(microsPerSecond / 1e5) / 10;
    return times === 1 ? 'Real time' : `${times} s pass in 1 s`;
  }
  return `${spanText(microsPerSecond)} takes 1 s`;
}
