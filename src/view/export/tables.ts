// The tables of a run at one instant as JSON: node → table id → rows. Where two roles of a node have a table
// of one name, the stack's (or the later role's) goes by `role/table`.

import type { ReadonlyTable } from '#base/table.ts';
import { plain } from './trace.ts';

/** Tables by name, `node/role/table`. */
export type TablesByName = ReadonlyMap<string, ReadonlyTable<object>>;

/** The tables as plain data; each row has its key as `key`. */
function tablesOf(tables: TablesByName): Record<string, Record<string, readonly object[]>> {
  const nodes: Record<string, Record<string, readonly object[]>> = {};
  for (const [name, table] of inOrder(tables)) {
    const [node = '', role = '', id = ''] = name.split('/');
    const its = (nodes[node] ??= {});
    const rows = [...table.entries()].map(([key, row]) => ({ key, ...row }));
    its[id in its ? `${role}/${id}` : id] = rows;
  }
  return nodes;
}

/** The stack's tables last, so that a role's own table has the short name. */
function inOrder(tables: TablesByName): readonly [string, ReadonlyTable<object>][] {
  const isStack = ([name]: [string, unknown]): boolean => name.includes('/stack/');
  const all = [...tables];
  return [...all.filter((one) => !isStack(one)), ...all.filter(isStack)];
}

/** The same as text. */
export function tablesText(tables: TablesByName): string {
  return `${JSON.stringify(tablesOf(tables), plain, 2)}\n`;
}
