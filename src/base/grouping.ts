// The rows of a table by something that they have in common: a column, or what follows from one.
// Follows every write, so that a look costs no more with ten thousand rows than with ten.

import type { Table, Watcher } from './table.ts';

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Rows by group, in each group by key, in the order of the table. */
export class Grouping<R extends object> implements Watcher<R> {
  /** Absent: to be made anew at the next look. */
  #groups: Map<string, Map<string, R>> | undefined;

  constructor(
    readonly table: Table<R>,
    /** The group of a row; none: it stands in no group. */
    readonly groupOf: (row: R) => string | undefined,
  ) {
    table.watch(this);
  }

  /** The rows of a group. */
  of(group: string): ReadonlyMap<string, R> {
    this.#groups ??= this.#make();
    return this.#groups.get(group) ?? NONE;
  }

  wrote(key: string, before: R | undefined, after: R | undefined): void {
    if (this.#groups === undefined) return;
    const from = before && this.groupOf(before);
    const to = after && this.groupOf(after);
    if (before !== undefined && after !== undefined && from !== to) {
      // In its new group it may stand between others, as it does in the table.
      this.#groups = undefined;
    } else if (after !== undefined && to !== undefined) add(this.#groups, to, key, after);
    else if (before !== undefined && from !== undefined) remove(this.#groups, from, key);
  }

  restored(): void {
    this.#groups = undefined;
  }

  #make(): Map<string, Map<string, R>> {
    const groups = new Map<string, Map<string, R>>();
    for (const [key, row] of this.table.entries()) {
      const group = this.groupOf(row);
      if (group !== undefined) add(groups, group, key, row);
    }
    return groups;
  }
}

function add<R>(groups: Map<string, Map<string, R>>, group: string, key: string, row: R): void {
  const known = groups.get(group);
  if (known === undefined) groups.set(group, new Map([[key, row]]));
  else known.set(key, row);
}

function remove<R>(groups: Map<string, Map<string, R>>, group: string, key: string): void {
  const known = groups.get(group);
  known?.delete(key);
  if (known?.size === 0) groups.delete(group);
}
