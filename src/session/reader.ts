// A world's tables by the names of protocols/: what session/ reads of a run, typed once, here.

import type { NodeId } from '#base/ids.ts';
import type { ReadonlyTable } from '#base/table.ts';
import type { TableSpec } from '#sim/role.ts';

/** A table that a role declares, with its rows. */
export interface OwnedTable {
  readonly role: string;
  readonly spec: TableSpec<object>;
  readonly rows: ReadonlyTable<object>;
}

/** Reads a world; `undefined` when the node has no such role or table. */
export interface Reader {
  table(node: NodeId, role: string, table: string): ReadonlyTable<object> | undefined;
  /** All tables of a node, the roles' in their order, then the stack's. */
  tablesOf(node: NodeId): readonly OwnedTable[];
}

/** Rows of a table whose row type the caller knows from the protocol's own file. */
export function rowsOf<R extends object>(
  reader: Reader,
  node: NodeId,
  role: string,
  table: string,
): readonly R[] {
  const found = reader.table(node, role, table);
  return found === undefined ? [] : ([...found.values()] as R[]);
}

/** The same with their keys. */
export function entriesOf<R extends object>(
  reader: Reader,
  node: NodeId,
  role: string,
  table: string,
): readonly (readonly [string, R])[] {
  const found = reader.table(node, role, table);
  return found === undefined ? [] : ([...found.entries()] as unknown as [string, R][]);
}

/** One row, by key. */
export function rowOf<R extends object>(
  reader: Reader,
  at: {
    readonly node: NodeId;
    readonly role: string;
    readonly table: string;
    readonly key: string;
  },
): R | undefined {
  return reader.table(at.node, at.role, at.table)?.get(at.key) as R | undefined;
}
