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

  /**
   * The writes that lead from the present state to a kept one, the order of keys included; nothing
   * when only its whole copy leads there. `valueIn` reads such a copy.
   */
  changesTo(
    kept: Layered<K, V, W>,
    valueIn: (whole: W, key: K) => V | undefined,
  ): readonly (K | V | undefined)[] | undefined {
    const now = this.#writes;
    if (now === undefined || kept.whole !== this.#kept?.whole) return undefined;
    const common = sharedLength(now, kept.writes, Math.min(now.length, kept.length));
    /** What the keys that were written since held then. */
    const then = new Map<K, V | undefined>();
    for (let i = common; i < now.length; i += 2) {
      const key = now[i] as K; // keys and values by turns
      if (!then.has(key)) then.set(key, valueIn(kept.whole, key));
    }
    for (let i = 0; i < common && then.size > 0; i += 2) {
      const key = now[i] as K;
      if (then.has(key)) then.set(key, now[i + 1] as V | undefined);
    }
    for (let i = common; i < now.length; i += 2) {
      // What was removed since would come back in another place.
      if (now[i + 1] === undefined && then.get(now[i] as K) !== undefined) return undefined;
    }
    const changes: (K | V | undefined)[] = [];
    for (const [key, value] of then) changes.push(key, value);
    for (let i = common; i < kept.length; i += 1) changes.push(kept.writes[i]);
    return changes;
  }

  /** All writes that the copy of a kept state lacks. */
  changesIn(kept: Layered<K, V, W>): readonly (K | V | undefined)[] {
    return kept.writes.slice(0, kept.length);
  }

  /** The store has come to a kept state. */
  moved(kept: Layered<K, V, W>): void {
    // What is written from now on may differ from what was written then.
    const writes = kept.writes.slice(0, kept.length);
    this.#writes = writes;
    this.#kept = { whole: kept.whole, writes, length: writes.length };
  }
}

/** Words at the beginning that are the same, in pairs. */
function sharedLength(a: readonly unknown[], b: readonly unknown[], most: number): number {
  for (let i = 0; i < most; i += 1) {
    if (a[i] !== b[i]) return i - (i % 2);
  }
  return most;
}
