// The records of events and of engine events, with a cursor. What is written below what is known is
// a replay, and must be the same; `truncate` makes the present the end of what is known.

import { assert } from '#base/assert.ts';
import { Hash, type HashState } from '#base/hash.ts';
import type { Micros, Seq } from '#base/ids.ts';
import { Names, Records } from './store.ts';

/** At whose place something happened, and because of what. */
export interface Cause {
  /** Index of the node; one past the last is the world itself. */
  readonly node: number;
  /** The causing event, or -1. */
  readonly cause: number;
}

/** The cursor, to come back to. */
export interface LedgerMark {
  readonly seq: Seq;
  readonly steps: number;
  readonly refs: number;
  readonly hash: HashState;
}

/** What an event is about, in four words that its kind gives a meaning. */
export interface About {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Made in one place, so that all are of one shape, which is fast. */
export const about = (a: number, b = 0, c = 0, d = 0): About => ({ a, b, c, d });

/** A kind and a small number beside it: which change, which reason. */
export const withDetail = (kind: number, detail: number): number => kind | (detail << 8);

/** Words of an event: kind, detail and node; cause; step; hash; four of its own. */
const WORDS = 8;
/** Words of an engine event: its first event; its time. */
const STEP_WORDS = 3;
const HIGH = 0x1_0000_0000;
const NO_REF = -1;

export class Ledger {
  /** Number of events at the playhead, and known. */
  length = 0;
  known = 0;
  /** Number of engine events at the playhead, and known. */
  steps = 0;
  knownSteps = 0;
  readonly names = new Names();
  readonly hash = new Hash();
  readonly #events = new Records(WORDS);
  readonly #steps = new Records(STEP_WORDS);
  readonly #refs: unknown[] = [];
  #refsUsed = 0;

  /** Opens the next engine event. */
  beginStep(at: Micros): void {
    this.hash.number(at);
    const step = this.steps;
    this.steps += 1;
    if (step < this.knownSteps) return;
    this.knownSteps = this.steps;
    const chunk = this.#steps.chunkOf(step);
    const index = this.#steps.indexOf(step);
    chunk[index] = this.length;
    chunk[index + 1] = Math.floor(at / HIGH);
    chunk[index + 2] = at | 0;
  }

  /** Writes an event of a kind, perhaps with a detail; true when it was not known. */
  write(kind: number, by: Cause, words: About): boolean {
    const seq = this.length;
    const first = kind | (by.node << 16);
    this.hash.word(first);
    this.hash.word(by.cause);
    this.length += 1;
    const chunk = this.#events.chunkOf(seq);
    const at = this.#events.indexOf(seq);
    if (seq < this.known) {
      assert(
        chunk[at + 3] === this.hash.lane,
        () => `event ${seq} is the same when it is replayed`,
      );
      return false;
    }
    this.known = this.length;
    chunk[at] = first;
    chunk[at + 1] = by.cause;
    chunk[at + 2] = this.steps;
    chunk[at + 3] = this.hash.lane;
    chunk[at + 4] = words.a;
    chunk[at + 5] = words.b;
    chunk[at + 6] = words.c;
    chunk[at + 7] = words.d;
    return true;
  }

  /** The number of a text, mixed into the fingerprint; `guess` is what it was last. */
  name(text: string | undefined, guess = 0): number {
    const isIt = guess > 0 && this.names.text(guess) === text;
    const id = isIt ? guess : this.names.id(text);
    this.hash.word(this.names.hash(id));
    return id;
  }

  /** The number of a value that is kept by reference. */
  ref(value: unknown): number {
    if (value === undefined) return NO_REF;
    const at = this.#refsUsed;
    this.#refsUsed += 1;
    if (at === this.#refs.length) this.#refs.push(value);
    return at;
  }

  // ── reading ───────────────────────────────────────────────────────────────────────────────────

  kind(seq: Seq): number {
    return this.#word(seq, 0) & 255;
  }
  detail(seq: Seq): number {
    return (this.#word(seq, 0) >>> 8) & 255;
  }
  node(seq: Seq): number {
    return this.#word(seq, 0) >>> 16;
  }
  cause(seq: Seq): number {
    return this.#word(seq, 1);
  }
  step(seq: Seq): number {
    return this.#word(seq, 2);
  }
  about(seq: Seq): About {
    assert(seq >= 0 && seq < this.known, () => `event ${seq} is known`);
    const chunk = this.#events.chunkOf(seq);
    const at = this.#events.indexOf(seq);
    return about(chunk[at + 4] ?? 0, chunk[at + 5] ?? 0, chunk[at + 6] ?? 0, chunk[at + 7] ?? 0);
  }
  refAt(index: number): unknown {
    return index === NO_REF ? undefined : this.#refs[index];
  }

  /** The time of an engine event, counted from 1. */
  stepAt(step: number): Micros {
    return this.#steps.get(step - 1, 1) * HIGH + (this.#steps.get(step - 1, 2) >>> 0);
  }
  /** The first event of an engine event; beyond the last one: the number of events known. */
  firstOfStep(step: number): Seq {
    if (step > this.knownSteps) return this.known;
    return step < 1 ? 0 : this.#steps.get(step - 1, 0);
  }

  #word(seq: Seq, word: number): number {
    assert(seq >= 0 && seq < this.known, () => `event ${seq} is known`);
    return this.#events.get(seq, word);
  }

  // ── the cursor ────────────────────────────────────────────────────────────────────────────────

  mark(): LedgerMark {
    const { length, steps, hash } = this;
    return { seq: length, steps, refs: this.#refsUsed, hash: hash.keep() };
  }

  rewind(mark: LedgerMark): void {
    this.length = mark.seq;
    this.steps = mark.steps;
    this.#refsUsed = mark.refs;
    this.hash.restore(mark.hash);
  }

  /** Forgets what lies after the cursor. */
  truncate(): void {
    this.known = this.length;
    this.knownSteps = this.steps;
    this.#refs.length = this.#refsUsed;
  }

  /** Octets in use. */
  get octets(): number {
    const records = this.#events.octets + this.#steps.octets;
    return records + this.#refs.length * 8 + this.names.octets;
  }
}
