// IPv6 text ↔ four 32-bit words: any form of RFC 4291 §2.2 in, the one form of RFC 5952 §4 out.
// No zone identifiers; IPv4-mapped addresses are written in hexadecimal like all others.

import { parseQuad } from './ipv4.ts';

/** The address as four 32-bit words, or undefined when the text is none. */
export function parseWords(text: string): Uint32Array | undefined {
  if (text.length < 2 || text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const gap = 8 - head.length - tail.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: gap }, () => 0), ...tail];
  const words = new Uint32Array(4);
  for (let i = 0; i < 4; i += 1) {
    words[i] = (groups[2 * i] ?? 0) * 0x10000 + (groups[2 * i + 1] ?? 0);
  }
  return words;
}

/** Groups of 16 bits; the last one may be an IPv4 address where the text ends. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else if (mayEndInIpv4 && i === parts.length - 1) {
      const quad = parseQuad(part);
      if (quad === undefined) return undefined;
      groups.push(quad >>> 16, quad & 0xffff);
    } else {
      return undefined;
    }
  }
  return groups;
}

/**
 * The text of RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero
 * groups shortened, the first one of equal runs.
 */
export function wordsText(w0: number, w1: number, w2: number, w3: number): string {
  const words = [w0, w1, w2, w3];
  const groups: number[] = [];
  for (const word of words) groups.push(word >>> 16, word & 0xffff);
  const [start, length] = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): readonly [start: number, length: number] {
  let best = 0;
  let longest = 0;
  let run = 0;
  for (const [i, group] of groups.entries()) {
    run = group === 0 ? run + 1 : 0;
    if (run > longest) {
      longest = run;
      best = i - run + 1;
    }
  }
  return [best, longest];
}
