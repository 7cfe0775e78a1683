// The event queue: a binary heap in typed arrays, ordered by time, then by sequence number. An entry is
// four numbers; what they stand for is the caller's business.

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
  readonly kind: Uint8Array;
  readonly data: Int32Array;
}

/** No world needs more pending events than this. */
const MOST_ENTRIES = 1 << 22;

/** Entries by time and sequence; the earliest stands at the top. */
export class EventHeap {
  #size = 0;
  #at = new Float64Array(64);
  #sequence = new Uint32Array(64);
  #kind = new Uint8Array(64);
  #data = new Int32Array(64);

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
    return this.#kind[0] ?? 0;
  }
  get topData(): number {
    return this.#data[0] ?? 0;
  }

  push(at: Micros, sequence: number, kind: number, data: number): void {
    if (this.#size === this.#at.length) this.#grow();
    let hole = this.#size;
    this.#size += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#isLater(parent, at, sequence)) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.#put(hole, at, sequence, kind, data);
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

  keep(): KeptHeap {
    return {
      at: this.#at.slice(0, this.#size),
      sequence: this.#sequence.slice(0, this.#size),
      kind: this.#kind.slice(0, this.#size),
      data: this.#data.slice(0, this.#size),
    };
  }

  restore(kept: KeptHeap): void {
    this.#size = kept.at.length;
    while (this.#at.length < this.#size) this.#grow();
    this.#at.set(kept.at);
    this.#sequence.set(kept.sequence);
    this.#kind.set(kept.kind);
    this.#data.set(kept.data);
  }

  /** All entries in order of time; for looking ahead, not for the run. */
  entries(): Entry[] {
    const all = Array.from({ length: this.#size }, (_, i) => ({
      at: this.#at[i] ?? 0,
      sequence: this.#sequence[i] ?? 0,
      kind: this.#kind[i] ?? 0,
      data: this.#data[i] ?? 0,
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
    this.#kind[to] = this.#kind[from] ?? 0;
    this.#data[to] = this.#data[from] ?? 0;
  }

  #put(slot: number, at: Micros, sequence: number, kind: number, data: number): void {
    this.#at[slot] = at;
    this.#sequence[slot] = sequence;
    this.#kind[slot] = kind;
    this.#data[slot] = data;
  }

  #grow(): void {
    const size = this.#at.length * 2;
    assert(size <= MOST_ENTRIES, `at most ${MOST_ENTRIES} events are pending`);
    this.#at = grown(this.#at, new Float64Array(size));
    this.#sequence = grown(this.#sequence, new Uint32Array(size));
    this.#kind = grown(this.#kind, new Uint8Array(size));
    this.#data = grown(this.#data, new Int32Array(size));
  }
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
