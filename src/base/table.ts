// Rows by key, written in place and kept as values (`layers.ts`). Every write that changes something
// is journalled with the row before and after, and told to those who watch.

import { Layers, type Layered } from './layers.ts';

/** A row is plain, readonly data. */
export type Row = Readonly<Record<string, unknown>>;

/** One write: which table, which key, the row before and after it. */
export interface Write {
  readonly table: Table<Row>;
  readonly key: string;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** Collects the writes of one turn; the engine empties it into `row` events. */
export type Journal = Write[];

/** Rows as a value, kept from a table. */
export type KeptRows = Layered<string, object, ReadonlyMap<string, object>>;

/** Who keeps something that follows from a table's rows. */
export interface Watcher<R> {
  wrote(key: string, before: R | undefined, after: R | undefined): void;
  /** Any row may be another now. */
  restored(): void;
}

let freezing = false;
/** From now on rows are frozen when they are set. For tests: a row that is written to throws. */
export function freezeRows(): void {
  freezing = true;
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

/** What a role or a screen may do with another's table: read it. */
export interface ReadonlyTable<R extends object> {
  /** Counts the writes since the table was made; caches compare it. */
  readonly version: number;
  readonly size: number;
  get(key: string): R | undefined;
  has(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<R>;
  entries(): IterableIterator<[string, R]>;
}

/** Rows by key in order of insertion. */
export class Table<R extends object> implements ReadonlyTable<R> {
  #rows = new Map<string, R>();
  readonly #layers = new Layers<string, object, ReadonlyMap<string, object>>();
  #watchers: readonly Watcher<R>[] | undefined;
  /** Counts the writes since the table was made; caches compare it. */
  version = 0;
  /** The number under which its name was written down last; 0: under none. */
  number = 0;

  constructor(
    /** `node/role/table`, unique in a world. */
    readonly name: string,
    /** Absent: its writes leave no trace. */
    readonly journal?: Journal,
    /** Whose table it is: a number that whoever reads the journal gave it. */
    readonly owner = 0,
  ) {}

  get size(): number {
    return this.#rows.size;
  }
  get(key: string): R | undefined {
    return this.#rows.get(key);
  }
  has(key: string): boolean {
    return this.#rows.has(key);
  }
  keys(): IterableIterator<string> {
    return this.#rows.keys();
  }
  values(): IterableIterator<R> {
    return this.#rows.values();
  }
  entries(): IterableIterator<[string, R]> {
    return this.#rows.entries();
  }

  /** Sets a row. A row equal to the one that stands there is not written and not journalled. */
  set(key: string, row: R): void {
    const before = this.#rows.get(key);
    if (before !== undefined && sameRow(before, row)) return;
    if (freezing) freeze(row);
    this.#rows.set(key, row);
    this.#note(key, before, row);
  }

  /** Removes a row, if there is one. */
  delete(key: string): void {
    const before = this.#rows.get(key);
    if (before === undefined) return;
    this.#rows.delete(key);
    this.#note(key, before, undefined);
  }

  /** From now on the watcher hears of every write. */
  watch(watcher: Watcher<R>): void {
    this.#watchers = [...(this.#watchers ?? []), watcher];
  }

  /** The rows as a value that later writes do not touch. */
  keep(): KeptRows {
    return this.#layers.keep(() => new Map(this.#rows));
  }

  /**
   * Takes back rows that `keep()` gave. Not journalled: the caller changes the time, not the world.
   */
  restore(kept: KeptRows): void {
    if (this.#layers.isAt(kept)) return;
    this.version += 1;
    const changes = this.#layers.changesTo(kept, (whole, key) => whole.get(key));
    if (changes !== undefined && changes.length <= 2 * this.#rows.size) this.#follow(changes);
    else {
      this.#rows = new Map(kept.whole as ReadonlyMap<string, R>); // what `keep()` of this table gave
      write(this.#rows, this.#layers.changesIn(kept));
      for (const watcher of this.#watchers ?? []) watcher.restored();
    }
    this.#layers.moved(kept);
  }

  /** Carries writes out, keys and rows by turns; whoever watches hears of each. */
  #follow(changes: KeptRows['writes']): void {
    for (let i = 0; i < changes.length; i += 2) {
      const key = changes[i] as string; // keys and rows by turns
      const before = this.#rows.get(key);
      const after = changes[i + 1] as R | undefined;
      if (before === after) continue;
      if (after === undefined) this.#rows.delete(key);
      else this.#rows.set(key, after);
      for (const watcher of this.#watchers ?? []) watcher.wrote(key, before, after);
    }
  }

  #note(key: string, before: R | undefined, after: R | undefined): void {
    this.version += 1;
    this.#layers.wrote(key, after, this.#rows.size);
    if (this.#watchers !== undefined) {
      for (const watcher of this.#watchers) watcher.wrote(key, before, after);
    }
    this.journal?.push({
      table: this as unknown as Table<Row>,
      key,
      before: before as Row | undefined,
      after: after as Row | undefined,
    });
  }
}

/** Carries writes out, keys and rows by turns. */
function write<R extends object>(rows: Map<string, R>, writes: KeptRows['writes']): void {
  for (let i = 0; i < writes.length; i += 2) {
    const key = writes[i] as string;
    const row = writes[i + 1] as R | undefined;
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }
}

/**
 * Deep equality of plain data: numbers, strings, booleans, undefined, arrays, records, octets. What
 * stands in two records under the key `apart` may differ.
 */
export function sameRow(a: unknown, b: unknown, apart?: string): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  // Plain data has no inherited keys; `for in` makes no list of them.
  let more = 0;
  for (const key in a) {
    const here = (a as Row)[key];
    const there = (b as Row)[key];
    if (here !== there && key !== apart && !sameRow(here, there)) return false;
    if (there === undefined && !Object.hasOwn(b, key)) return false;
    more += 1;
  }
  for (const _ in b) more -= 1;
  return more === 0;
}
