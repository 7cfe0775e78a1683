// Reads a sentence word by word, and says where it makes no sense: which word, and what was expected.

import { Failure } from './failure.ts';

/** A sentence that is being read. */
export interface Words {
  /** Takes the next word when it is one of these. */
  option(...words: readonly string[]): string | undefined;
  /** What the next word means; `read` gives `undefined` when it means nothing. */
  read<T>(expected: string, read: (word: string) => T | undefined): T;
  /** All words that are left. */
  rest(): string;
  /** There must be no more words. */
  end(expected: string): void;
  /** Takes the next word, which must be this one. */
  must(word: string): void;
}

/** Longer sentences are not shown whole. */
const SHOWN = 60;
/** A word may be the octets of a packet. */
const LONGEST = 8000;

/** The words of a text; `what` names it in faults: `option '--do'`. */
export function wordsOf(text: string, what: string): Words {
  if (text.length > LONGEST) throw new Failure(`${what} is longer than ${LONGEST} characters`);
  const words = text.split(/\s+/).filter((word) => word !== '');
  let next = 0;
  const broken = (place: number, expected: string): never => {
    const word = words[place];
    const found = word === undefined ? 'ends' : `has '${cut(word)}' as word ${place + 1}`;
    throw new Failure(`${what} '${cut(text.trim())}' ${found}; expected ${expected}`);
  };
  const take = (expected: string): string => {
    const word = words[next];
    if (word === undefined) return broken(next, expected);
    next += 1;
    return word;
  };
  return {
    option: (...wanted) => {
      const found = wanted.find((word) => word === words[next]);
      if (found !== undefined) next += 1;
      return found;
    },
    read: (expected, read) => read(take(expected)) ?? broken(next - 1, expected),
    rest: () => words.splice(next).join(' '),
    end: (expected) => (next < words.length ? broken(next, expected) : undefined),
    must: (word) => {
      if (take(`'${word}'`) !== word) broken(next - 1, `'${word}'`);
    },
  };
}

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/** A number of seconds as microseconds, when it is one and within bounds. */
export function microsOf(word: string, least: number, most: number): number | undefined {
  if (!/^[+-]?\d+(\.\d{1,6})?s?$/.test(word)) return undefined;
  const micros = Math.round(Number.parseFloat(word) * 1_000_000);
  return micros >= least && micros <= most ? micros + 0 : undefined;
}

/** A whole number within bounds. */
export function countOf(word: string, least: number, most: number): number | undefined {
  const value = Number(word);
  return /^\d{1,10}$/.test(word) && value >= least && value <= most ? value : undefined;
}

/** `a, b or c` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Reads a whole number. */
export const number = (words: Words, most: number, least = 0): number =>
  words.read(`a whole number from ${least} to ${most}`, (word) => countOf(word, least, most));

const TEN_SECONDS = 10_000_000;

/** Reads a delay, as microseconds. */
export const seconds = (words: Words): number =>
  words.read('seconds from 0 to 10', (word) => microsOf(word, 0, TEN_SECONDS));
