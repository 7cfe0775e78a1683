// What a store of rows needs so that keeping it costs nothing: a whole copy, and what was written
// since. A kept state is the copy and a number of writes; when the writes outgrow the store, the
// next keeping makes a new copy, which they have paid for.

/** A state to come back to: a whole copy, and how many of the writes since belong to it. */
export interface Layered<K, V, W> {
  readonly whole: W;
  /** Keys and values by turns. */
  readonly writes: readonly (K | V | undefined)[];
  readonly length: number;
}

/** Writes beyond which a new copy is made, at least; in words. */
const USUAL_WRITES = 128;
/** Writes that one row of a copy stands for, in words. */
const WORDS_PER_ROW = 4;

/** Remembers the writes to a store whose whole copies are of type `W`. */
export class Layers<K, V, W> {
  #kept: Layered<K, V, W> | undefined;
  /** Absent: there were so many writes that the next keeping makes a copy. */
  #writes: (K | V | undefined)[] | undefined;

  /** One write; without a value it removed the key. `size` is the store's. */
  wrote(key: K, value: V | undefined, size: number): void {
    const writes = this.#writes;
    if (writes === undefined) return;
    writes.push(key, value);
    if (writes.length > USUAL_WRITES + WORDS_PER_ROW * size) this.#writes = undefined;
  }

  /** The present state of the store. */
  keep(copy: () => W): Layered<K, V, W> {
    if (this.#kept === undefined || this.#writes === undefined) {
      this.#writes = [];
      this.#kept = { whole: copy(), writes: this.#writes, length: 0 };
    } else if (this.#kept.length < this.#writes.length) {
      const { whole } = this.#kept;
      this.#kept = { whole, writes: this.#writes, length: this.#writes.length };
    }
    return this.#kept;
  }

  /** Whether nothing was written since that state was kept. */
  isAt(kept: Layered<K, V, W>): boolean {
    const { length, writes } = kept;
    if (kept.whole !== this.#kept?.whole || writes !== this.#writes) return false;
    return length === writes.length;
  }

  /** The store is in that state again: `write` is called with all that its copy lacks. */
  restore(kept: Layered<K, V, W>, write: (key: K, value: V | undefined) => void): void {
    // What is written from now on may differ from what was written then.
    const writes = kept.writes.slice(0, kept.length);
    this.#writes = writes;
    this.#kept = { whole: kept.whole, writes, length: writes.length };
    for (let i = 0; i < writes.length; i += 2) {
      write(writes[i] as K, writes[i + 1] as V | undefined); // keys and values by turns
    }
  }
}
