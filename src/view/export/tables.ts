// The tables of a run at one instant as JSON: node → table (`role/table`) → rows.

import type { ReadonlyTable } from '#base/table.ts';
import { plain } from './trace.ts';

/** Tables by name, `node/role/table`. */
export type TablesByName = ReadonlyMap<string, ReadonlyTable<object>>;

/** The tables as plain data; each row has its key as `key`. */
export function tablesOf(tables: TablesByName): Record<string, Record<string, readonly object[]>> {
  const nodes: Record<string, Record<string, readonly object[]>> = {};
  for (const [name, table] of tables) {
    const slash = name.indexOf('/');
    const node = (nodes[name.slice(0, slash)] ??= {});
    node[name.slice(slash + 1)] = [...table.entries()].map(([key, row]) => ({ key, ...row }));
  }
  return nodes;
}

/** The same as text. */
export function tablesText(tables: TablesByName): string {
  return `${JSON.stringify(tablesOf(tables), plain, 2)}\n`;
}
