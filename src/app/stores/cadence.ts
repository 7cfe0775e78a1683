// How often the screen may change while a run plays: the more a change costs, the seldomer it comes, so
// that packets keep flying between two of them. A change of a hundred nodes costs what ten of ten cost.

/** A change takes at most one part in so many of the time up to the next. */
const PARTS = 8;
/** Milliseconds: a screen is never older than that. */
const LONGEST = 1500;
/** Milliseconds that a change waits for its frame, whatever it costs. */
const FRAME = 17;

export interface Cadence {
  /** A change is made now; what it costs is known when the screen shows it. */
  changed(): void;
  /** Milliseconds from one change to the next, at least. */
  gap(): number;
}

/** Waits `least` milliseconds where changes are cheap. */
export function createCadence(least: number): Cadence {
  let gap = least;
  return {
    changed: () => {
      const began = performance.now();
      // After the frame that shows it.
      requestAnimationFrame(() =>
        setTimeout(() => {
          const cost = performance.now() - began - FRAME;
          gap = Math.min(LONGEST, Math.max(least, PARTS * cost));
        }),
      );
    },
    gap: () => gap,
  };
}
