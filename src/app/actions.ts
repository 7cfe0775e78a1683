// What buttons, keys and menus do to the run.

import type { Pace } from '#session/protocol.ts';
import { latestStill, run } from './stores/run.ts';
import { useView, view } from './stores/view.ts';

export function togglePlay(): void {
  const still = latestStill();
  if (!still) return;
  if (still.status === 'playing') run.pause();
  else {
    view.dismissHint();
    run.play(useView.getState().pace);
  }
}

/** Changes the pace, also of a run under way. */
export function changePace(pace: Pace): void {
  view.setPace(pace);
  if (latestStill()?.status === 'playing') run.play(pace);
}

/** Proportional paces, slow to fast, in virtual microseconds per second: 1/1000 to 100 times real. */
export const SLOWEST = 1e3;
export const FASTEST = 1e8;
/** Wall milliseconds of one signalling hop, adaptive. */
export const HOPS = [1400, 700, 350, 175, 90] as const;

/** `[` and `]`: one notch slower or faster. */
export function notchPace(step: 1 | -1): void {
  const { pace } = useView.getState();
  if (pace.mode === 'adaptive') {
    const index = HOPS.findIndex((hop) => hop <= pace.hop);
    const hop = HOPS[Math.max(0, Math.min(HOPS.length - 1, index + step))] ?? 350;
    changePace({ mode: 'adaptive', hop });
    return;
  }
  const next = pace.microsPerSecond * (step > 0 ? Math.sqrt(10) : 1 / Math.sqrt(10));
  const microsPerSecond = Math.round(Math.max(SLOWEST, Math.min(FASTEST, next)));
  changePace({ mode: 'proportional', microsPerSecond });
}

export const toStart = (): void => run.seek({ step: 0 });

/** The end of the scenario. */
export function toEnd(): void {
  const still = latestStill();
  if (still) run.seek({ at: still.endAt });
}

/** Pauses and takes one step. */
export function step(unit: 'event' | 'message' | 'quiet' | 'handover', back = false): void {
  view.dismissHint();
  run.step(unit, back);
}
