// A time axis that gives room to what happens: the span between two landmarks grows with its logarithm,
// and long idle spans shrink to a gap that says how long it is.

export interface Skip {
  readonly from: number;
  readonly to: number;
  readonly span: number;
}

export interface Bend {
  /** Pixel of a time, and time of a pixel. */
  x(at: number): number;
  at(x: number): number;
  readonly skips: readonly Skip[];
}

/** Idle spans from here on are skipped in words. */
const IDLE = 1_000_000;
const MOST = 2.4;
/** Least pixels for the words `skips 7.9 s`. */
const LABEL = 96;

const weight = (span: number): number => Math.min(MOST, 0.15 + Math.log10(1 + span / 1000));

/** An axis of `width` pixels over landmarks in any order, the first and last of which are its ends. */
export function bend(landmarks: readonly number[], width: number): Bend {
  const times = [...new Set(landmarks)].toSorted((a, b) => a - b);
  const xs = [0];
  for (let i = 1; i < times.length; i += 1) {
    xs.push((xs[i - 1] ?? 0) + weight((times[i] ?? 0) - (times[i - 1] ?? 0)));
  }
  const scale = width / Math.max(xs.at(-1) ?? 0, 1e-9);
  const pixels = xs.map((x) => x * scale);

  const map = (value: number, from: readonly number[], to: readonly number[]): number => {
    const last = from.length - 1;
    if (last < 1 || value <= (from[0] ?? 0)) return to[0] ?? 0;
    if (value >= (from[last] ?? 0)) return to[last] ?? 0;
    const i = from.findIndex((one) => one >= value);
    const [a, b] = [from[i - 1] ?? 0, from[i] ?? 0];
    const [c, d] = [to[i - 1] ?? 0, to[i] ?? 0];
    return c + ((value - a) / (b - a)) * (d - c);
  };

  const skips = times.flatMap((to, i): Skip[] => {
    const from = times[i - 1];
    const wide = (pixels[i] ?? 0) - (pixels[i - 1] ?? 0) >= LABEL;
    return from !== undefined && to - from >= IDLE && wide ? [{ from, to, span: to - from }] : [];
  });
  return {
    x: (at) => map(at, times, pixels),
    at: (x) => map(x, pixels, times),
    skips,
  };
}
