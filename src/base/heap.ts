// The event queue: a binary heap in typed arrays, ordered by time, then by sequence number. An
// entry has a kind and a number; what they stand for is the caller's business.

import { assert } from './assert.ts';
import type { Micros } from './ids.ts';

/** One entry, to look at. */
export interface Entry {
  readonly at: Micros;
  readonly sequence: number;
  readonly kind: number;
  readonly data: number;
}

/** A queue as a value, in heap order. */
export interface KeptHeap {
  readonly at: Float64Array;
  readonly sequence: Uint32Array;
  readonly what: Int32Array;
}

/** Kind and number share 32 bits. */
const KIND_BITS = 2;
const KINDS = 1 << KIND_BITS;
const MOST_DATA = 0x7fff_ffff >> KIND_BITS;
/** No world needs more pending events than this. */
const MOST_ENTRIES = 1 << 22;

/** Entries by time and sequence; the earliest stands at the top. */
export class EventHeap {
  #size = 0;
  #at = new Float64Array(64);
  #sequence = new Uint32Array(64);
  #what = new Int32Array(64);

  get size(): number {
    return this.#size;
  }
  /** Time of the earliest entry; infinite when there is none. */
  get topAt(): Micros {
    return this.#size === 0 ? Infinity : (this.#at[0] ?? 0);
  }
  get topSequence(): number {
    return this.#sequence[0] ?? 0;
  }
  get topKind(): number {
    return (this.#what[0] ?? 0) % KINDS;
  }
  get topData(): number {
    return (this.#what[0] ?? 0) >> KIND_BITS;
  }

  push(at: Micros, sequence: number, kind: number, data: number): void {
    assert(kind < KINDS && data <= MOST_DATA, 'kind and number fit their bits');
    if (this.#size === this.#at.length) this.#grow();
    let hole = this.#size;
    this.#size += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#isLater(parent, at, sequence)) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#at[hole] = at;
    this.#sequence[hole] = sequence;
    this.#what[hole] = (data << KIND_BITS) | kind;
  }

  /** Removes the earliest entry; its fields were read from `top…` before. */
  pop(): void {
    assert(this.#size > 0, 'the queue is not empty');
    this.#size -= 1;
    const last = this.#size;
    const at = this.#at[last] ?? 0;
    const sequence = this.#sequence[last] ?? 0;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      const right = child + 1;
      if (right < last && this.#isLater(child, this.#at[right] ?? 0, this.#sequence[right] ?? 0)) {
        child = right;
      }
      if (this.#isLater(child, at, sequence)) break;
      this.#move(child, hole);
      hole = child;
    }
    this.#move(last, hole);
  }

  /** Takes out the entry of a kind and a number, wherever it stands. Seldom: looks at all. */
  take(kind: number, data: number): Entry | undefined {
    const all = this.entries();
    const found = all.find((entry) => entry.kind === kind && entry.data === data);
    if (found === undefined) return undefined;
    this.#size = 0;
    for (const entry of all)
      if (entry !== found) this.push(entry.at, entry.sequence, entry.kind, entry.data);
    return found;
  }

  keep(): KeptHeap {
    return {
      at: this.#at.slice(0, this.#size),
      sequence: this.#sequence.slice(0, this.#size),
      what: this.#what.slice(0, this.#size),
    };
  }

  restore(kept: KeptHeap): void {
    this.#size = kept.at.length;
    while (this.#at.length < this.#size) this.#grow();
    this.#at.set(kept.at);
    this.#sequence.set(kept.sequence);
    this.#what.set(kept.what);
  }

  /** All entries in order of time; for looking ahead, not for the run. */
  entries(): Entry[] {
    const all = Array.from({ length: this.#size }, (_, i) => ({
      at: this.#at[i] ?? 0,
      sequence: this.#sequence[i] ?? 0,
      kind: (this.#what[i] ?? 0) % KINDS,
      data: (this.#what[i] ?? 0) >> KIND_BITS,
    }));
    return all.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
  }

  /** Whether the entry in a slot comes after the given time and sequence. */
  #isLater(slot: number, at: Micros, sequence: number): boolean {
    const slotAt = this.#at[slot] ?? 0;
    return slotAt > at || (slotAt === at && (this.#sequence[slot] ?? 0) > sequence);
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] ?? 0;
    this.#sequence[to] = this.#sequence[from] ?? 0;
    this.#what[to] = this.#what[from] ?? 0;
  }

  #grow(): void {
    const size = this.#at.length * 2;
    assert(size <= MOST_ENTRIES, `at most ${MOST_ENTRIES} events are pending`);
    this.#at = grown(this.#at, new Float64Array(size));
    this.#sequence = grown(this.#sequence, new Uint32Array(size));
    this.#what = grown(this.#what, new Int32Array(size));
  }
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
