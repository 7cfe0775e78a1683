// How often the screen may change while a run plays: the more a change costs, the seldomer it comes, so
// that packets keep flying between two of them. A change of a hundred nodes costs what ten of ten cost.
// What it costs is seen by the frames that come late, whoever makes them late: a change draws others
// after it, as the tables and the ladder of a new picture.

/** Frames may be late for one part in so many of the time up to the next change. */
const PARTS = 8;
/** Milliseconds: a screen is never older than that. */
const LONGEST = 1500;
/** Milliseconds of a frame that is in time. */
const FRAME = 34;

export interface Cadence {
  /** A change is made now; what it costs is known by the frames from here on. */
  changed(): void;
  /** Milliseconds from one change to the next, at least; grows as the cost becomes known. */
  gap(): number;
}

/** Waits `least` milliseconds where changes are cheap. */
export function createCadence(least: number): Cadence {
  let began = 0;
  let last = 0;
  let late = 0;
  let watching = false;
  const frame = (): void => {
    const now = performance.now();
    late += Math.max(0, now - last - FRAME);
    last = now;
    watching = now - began < LONGEST;
    if (watching) requestAnimationFrame(frame);
  };
  return {
    changed: () => {
      began = performance.now();
      last = began;
      late = 0;
      if (watching) return;
      watching = true;
      requestAnimationFrame(frame);
    },
    gap: () => Math.min(LONGEST, Math.max(least, PARTS * late)),
  };
}
