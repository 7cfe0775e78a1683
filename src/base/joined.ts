// Texts of two parts, made once. Keys of rows and names of timers recur with every packet, and a text
// that is at hand is found in a map faster than an equal one that is made anew.

/** Emptied when full. */
const KEPT = 1 << 16;
const byFirst = new Map<string, Map<string | number, string>>();
let kept = 0;

/** The parts with a space between them; the same text object while it is remembered. */
export function joined(first: string, second: string | number): string {
  const known = byFirst.get(first)?.get(second);
  return known ?? keep(first, second);
}

const seconds = new Map<string, string>();

/** What stands behind the first space; the same text object while it is remembered. */
export function secondOf(text: string): string {
  const known = seconds.get(text);
  if (known !== undefined) return known;
  if (seconds.size >= KEPT) seconds.clear();
  const second = text.slice(text.indexOf(' ') + 1);
  seconds.set(text, second);
  return second;
}

function keep(first: string, second: string | number): string {
  if (kept >= KEPT) {
    byFirst.clear();
    kept = 0;
  }
  const seconds = byFirst.get(first) ?? new Map<string | number, string>();
  byFirst.set(first, seconds);
  const text = `${first} ${second}`;
  seconds.set(second, text);
  kept += 1;
  return text;
}
