// A rolling 64-bit hash in two 32-bit lanes, for fingerprints of runs. It finds differences; it is
// no protection against someone who wants two runs to look equal.

import { sameRow } from './table.ts';

/** Data without methods. */
type Plain = Readonly<Record<string, unknown>>;

/** The two lanes. */
export interface HashState {
  readonly a: number;
  readonly b: number;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// Odd constants with well-spread bits, of xxHash.
const PRIME1 = 0x9e3779b1;
const PRIME2 = 0x85ebca77;

/** Takes in words, texts, plain data and octets, in order. */
export class Hash {
  // Typed, so that 32-bit values are not boxed.
  readonly #lanes = new Int32Array([0x243f6a88, 0x85a308d3]);
  readonly #double = new Float64Array(1);
  readonly #halves = new Uint32Array(this.#double.buffer);

  /** One lane: enough to notice that two runs part. */
  get lane(): number {
    return this.#lanes[0] ?? 0;
  }

  word(word: number): void {
    const lanes = this.#lanes;
    const a = Math.imul((lanes[0] ?? 0) ^ word, PRIME1);
    const b = Math.imul(((lanes[1] ?? 0) + word) | 0, PRIME2);
    lanes[0] = (a << 13) | (a >>> 19);
    lanes[1] = b ^ (b >>> 15) ^ a;
  }

  /** Any number, by the bits of its double. */
  number(number: number): void {
    if ((number | 0) === number) {
      this.word(number);
      return;
    }
    this.#double[0] = number;
    this.word(this.#halves[0] ?? 0);
    this.word((this.#halves[1] ?? 0) ^ 0x5bd1e995);
  }

  text(text: string): void {
    this.word(hashText(text));
  }

  /** Octets of a view, four at a time. */
  octets(view: DataView, from: number, to: number): void {
    let a = 0;
    let b = to - from;
    let i = from;
    for (; i + 8 <= to; i += 8) {
      a = Math.imul(a ^ view.getInt32(i, true), PRIME1);
      b = Math.imul(b ^ view.getInt32(i + 4, true), PRIME2);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    for (; i < to; i += 1) a = Math.imul(a ^ view.getUint8(i), PRIME1);
    this.word(a);
    this.word(b);
  }

  /**
   * Plain data: numbers, texts, booleans, nothing, arrays, records in key order of insertion,
   * octets.
   */
  value(value: unknown): void {
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'boolean') this.word(value ? 0x54 : 0x46);
    else if (value === undefined || value === null) this.word(0x4e);
    else if (value instanceof Uint8Array) {
      const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
      this.octets(view, 0, value.length);
    } else if (Array.isArray(value)) {
      this.word(value.length ^ 0x41525259);
      for (const item of value) this.value(item);
    } else this.#record(value);
  }

  /**
   * A record in the place of another one that was taken in before: what is new in it, or has another
   * value, and what is gone. Rows are long, and a packet changes one number of one of them.
   */
  change(before: object | undefined, after: object | undefined): void {
    if (before === undefined || after === undefined) {
      this.value(after);
      return;
    }
    const [old, made] = [before as Plain, after as Plain];
    let gone = 0;
    for (const key in made) {
      const value = made[key];
      const known = old[key];
      if (known !== undefined || Object.hasOwn(old, key)) {
        gone -= 1;
        if (value === known || sameRow(value, known)) continue;
      }
      this.word(keyHash(key));
      this.value(value);
    }
    for (const _ in old) gone += 1;
    this.word(gone ^ 0x43484e47);
    if (gone === 0) return;
    for (const key in old) if (!Object.hasOwn(made, key)) this.word(keyHash(key));
  }

  #record(record: object): void {
    let count = 0;
    for (const key in record) {
      this.word(keyHash(key));
      this.value((record as Plain)[key]);
      count += 1;
    }
    this.word(count ^ 0x52454344);
  }

  keep(): HashState {
    return { a: this.#lanes[0] ?? 0, b: this.#lanes[1] ?? 0 };
  }

  restore(state: HashState): void {
    this.#lanes[0] = state.a;
    this.#lanes[1] = state.b;
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    return [...this.#lanes].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** Six characters of base64url: 36 bits of the hash, short enough for a link. */
  digest(): string {
    const [a = 0, b = 0] = this.#lanes;
    const low = [0, 6, 12, 18, 24].map((shift) => BASE64URL.charAt((a >>> shift) & 63));
    return `${low.join('')}${BASE64URL.charAt((b >>> 4) & 63)}`;
  }
}

// Texts recur: names of columns, addresses, states. Emptied when full.
const MOST_TEXTS = 1 << 17;
const MOST_KEYS = 1 << 10;
const textHashes = new Map<string, number>();

/** The same of the keys of records: they are few, and stay near. */
const keyHashes = new Map<string, number>();

function keyHash(key: string): number {
  const known = keyHashes.get(key);
  if (known !== undefined) return known;
  const made = hashText(key);
  if (keyHashes.size >= MOST_KEYS) keyHashes.clear();
  keyHashes.set(key, made);
  return made;
}

// The texts asked for last, direct-mapped: most recur soon, and a look here is faster than one there.
const RECENT = 1 << 12;
const recentTexts = Array.from({ length: RECENT }, () => '');
const recentHashes = new Int32Array(RECENT);

/** 32 bits that stand for a text. */
export function hashText(text: string): number {
  const slot = slotOfText(text) & (RECENT - 1);
  if (recentTexts[slot] === text && text !== '') return recentHashes[slot] ?? 0;
  const hash = longKnown(text);
  recentTexts[slot] = text;
  recentHashes[slot] = hash;
  return hash;
}

/**
 * A few bits of a text, from its length and some of its letters: the last ones tell ids apart, those
 * at 2 and 3 the nodes of tables, those from 10 on the prefixes of addresses.
 */
export function slotOfText(text: string): number {
  const last = text.length - 1;
  if (last < 3) return last < 0 ? 0 : text.charCodeAt(last) ^ (text.charCodeAt(0) << 3);
  let bits = last ^ (text.charCodeAt(last) << 5) ^ (text.charCodeAt(last - 2) << 10);
  bits ^=
    (text.charCodeAt(last - 3) << 15) ^ (text.charCodeAt(2) << 20) ^ (text.charCodeAt(3) << 25);
  if (last > 13) {
    bits = Math.imul(bits, PRIME2) ^ text.charCodeAt(10) ^ (text.charCodeAt(12) << 6);
    bits ^= text.charCodeAt(13) << 12;
  }
  return Math.imul(bits ^ (bits >>> 15), PRIME1) >>> 18;
}

function longKnown(text: string): number {
  const known = textHashes.get(text);
  if (known !== undefined) return known;
  let bits = text.length ^ 0x54455854;
  for (let i = 0; i < text.length; i += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(i), PRIME1);
    bits ^= bits >>> 15;
  }
  if (textHashes.size >= MOST_TEXTS) textHashes.clear();
  textHashes.set(text, bits);
  return bits;
}
