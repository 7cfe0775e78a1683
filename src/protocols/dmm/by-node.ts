// The rows of a gateway's table that are about one mobile node, so that what happens to a node costs
// no more when a gateway has many.

import { Grouping } from '#base/grouping.ts';
import type { Table } from '#base/table.ts';

interface AboutNode {
  readonly mnId: string;
}

// A cache beside the tables, which it follows.
const groupings = new WeakMap<Table<never>, Grouping<AboutNode>>();

/** The rows about a node by key, in the order of the table. */
export function rowsOf<R extends AboutNode>(table: Table<R>, mnId: string): ReadonlyMap<string, R> {
  const plain = table as unknown as Table<never>; // which rows a table has is known by who asks
  const known = groupings.get(plain) as Grouping<R> | undefined;
  if (known !== undefined) return known.of(mnId);
  const made = new Grouping<R>(table, (row) => row.mnId);
  groupings.set(plain, made as unknown as Grouping<AboutNode>);
  return made.of(mnId);
}
