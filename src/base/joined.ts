// Texts of two parts, made once. Keys of rows and names of timers recur with every packet, and a text
// that is at hand is found in a map faster than an equal one that is made anew.

import { slotOfText } from './hash.ts';

/** Emptied when full. */
const KEPT = 1 << 16;
const byFirst = new Map<string, Map<string | number, string>>();
let kept = 0;

// The pairs asked for last, direct-mapped: most recur soon, and a look here is faster than two there.
const RECENT = 1 << 12;
const firsts = Array.from({ length: RECENT }, () => '');
const others: (string | number)[] = Array.from({ length: RECENT }, () => '');
const texts = Array.from({ length: RECENT }, () => '');

/** The parts with a space between them; the same text object while it is remembered. */
export function joined(first: string, second: string | number): string {
  const own = typeof second === 'number' ? second : slotOfText(second);
  const slot = (slotOfText(first) ^ Math.imul(own, 0x9e3779b1)) & (RECENT - 1);
  if (firsts[slot] === first && others[slot] === second && first !== '') return texts[slot] ?? '';
  const text = byFirst.get(first)?.get(second) ?? keep(first, second);
  firsts[slot] = first;
  others[slot] = second;
  texts[slot] = text;
  return text;
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
