// A table from a few words to a small number: open addressing over one array of integers, so that a
// look costs the same with a hundred keys as with a hundred thousand.

import { assert } from '#base/assert.ts';

/** Behind the key: what it stands for, one higher. */
const BEHIND = 1;
const DELETED = -1;
const FEWEST = 64;

export class WordIndex {
  readonly #words: number;
  /** A record has a power of two of words: this one. */
  readonly #shift: number;
  #records: Int32Array;
  #mask = FEWEST - 1;
  /** Records that are in use or were deleted. */
  #used = 0;
  #size = 0;

  /** For keys of so many words. */
  constructor(words: number) {
    this.#words = words;
    this.#shift = 32 - Math.clz32(words + BEHIND - 1);
    this.#records = new Int32Array(FEWEST << this.#shift);
  }

  get size(): number {
    return this.#size;
  }

  /** Where the record of a key lies until the next `put`, or -1. */
  find(key: Int32Array): number {
    const records = this.#records;
    const words = this.#words;
    let place = hashOf(key, words) & this.#mask;
    for (;;) {
      const at = place << this.#shift;
      const value = records[at + words] ?? 0;
      if (value === 0) return -1;
      if (value > 0 && isKeyAt(records, at, key, words)) return at;
      place = (place + 1) & this.#mask;
    }
  }

  /** What the key of a record stands for. */
  valueAt(at: number): number {
    return (this.#records[at + this.#words] ?? 0) - 1;
  }

  /** Puts a number, from 0 on, under a key. */
  put(key: Int32Array, value: number): void {
    assert(value >= 0, 'numbers begin at 0');
    if (5 * this.#used >= 4 * this.#mask) this.#rebuild();
    const records = this.#records;
    const words = this.#words;
    let place = hashOf(key, words) & this.#mask;
    for (;;) {
      const at = place << this.#shift;
      const known = records[at + words] ?? 0;
      const isSame = known > 0 && isKeyAt(records, at, key, words);
      if (known !== 0 && !isSame) {
        place = (place + 1) & this.#mask;
        continue;
      }
      for (let i = 0; i < words; i += 1) records[at + i] = key[i] ?? 0;
      records[at + words] = value + 1;
      if (isSame) return;
      this.#used += 1;
      this.#size += 1;
      return;
    }
  }

  /** Takes a key out, if it is there. */
  delete(key: Int32Array): void {
    const at = this.find(key);
    if (at < 0) return;
    this.#records[at + this.#words] = DELETED;
    this.#size -= 1;
  }

  clear(): void {
    this.#records = new Int32Array(FEWEST << this.#shift);
    this.#mask = FEWEST - 1;
    this.#used = 0;
    this.#size = 0;
  }

  /** Room for more; deleted places are given back. */
  #rebuild(): void {
    const old = this.#records;
    const words = this.#words;
    let places = FEWEST;
    while (3 * places < 5 * this.#size) places *= 2;
    this.#mask = places - 1;
    this.#records = new Int32Array(places << this.#shift);
    this.#used = 0;
    this.#size = 0;
    for (let at = 0; at < old.length; at += 1 << this.#shift) {
      const value = old[at + words] ?? 0;
      if (value > 0) this.put(old.subarray(at, at + words), value - 1);
    }
  }
}

function isKeyAt(records: Int32Array, at: number, key: Int32Array, words: number): boolean {
  for (let i = 0; i < words; i += 1) if (records[at + i] !== key[i]) return false;
  return true;
}

function hashOf(key: Int32Array, words: number): number {
  let hash = 0;
  for (let i = 0; i < words; i += 1) {
    hash = Math.imul(hash ^ (key[i] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
