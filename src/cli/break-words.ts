// Breakpoints of `--break` in words: `lost PBA at mag1`, `row lma bindings`, `note`.

import { kinds } from '#protocols/kinds.ts';
import type { Scenario, ScenarioNode } from '#scenario/schema.ts';
import type { Break } from '#session/protocol.ts';
import type { AnyRole } from '#sim/role.ts';
import { kindOf, nodeOf } from './do-names.ts';
import { listed, wordsOf, type Words } from './word-reader.ts';

/** One line per form, for the help. */
export const BREAK_FORMS = `sent|received|lost KIND [at NODE]
lost data [at NODE]
row NODE TABLE [KEY]
note [at NODE]`;

const ALL = [
  'mn',
  'mr',
  'lfn',
  'mag',
  'ar',
  'lma',
  'ha',
  'dgw',
  'hss',
  'cmd',
  'cn',
  'core',
  'localnet',
] as const;
const FORMS = ['sent', 'received', 'lost', 'row', 'note'] as const;
/** Tables that every node has. */
const STACK = ['interfaces', 'addresses', 'routes', 'neighbours'];

/** A breakpoint in words. */
export function breakOf(text: string, scenario: Scenario): Break {
  const words = wordsOf(text, `option '--break'`);
  const id = text;
  const form = words.read(listed(FORMS), (word) => FORMS.find((one) => one === word));
  if (form === 'row') return { id, on: 'row', ...rowOf(words, scenario) };
  const isData = form === 'lost' && words.option('data') !== undefined;
  const type = form === 'note' || isData ? 'any' : kindOf(words);
  const isAt = words.option('at') !== undefined;
  const node = isAt ? { node: nodeOf(words, scenario, ALL).id } : {};
  words.end('no more words');
  if (form === 'note') return { id, on: 'note', ...node };
  return isData ? { id, on: 'loss', ...node } : { id, on: 'message', type, when: form, ...node };
}

/** A table of a node, and a key, which may be several words: `mn1@example.net #1`. */
function rowOf(words: Words, scenario: Scenario) {
  const node = nodeOf(words, scenario, ALL);
  const tables = tablesOf(node);
  const ids = [...new Set(tables.map(({ table }) => table))];
  const table = words.read(`a table of ${node.id}: ${listed(ids)}`, (word) =>
    tables.find((one) => one.table === word),
  );
  const key = words.rest();
  return { node: node.id, ...table, ...(key === '' ? {} : { key }) };
}

/** Tables of a node's roles, then of its stack. */
function tablesOf({ kind }: ScenarioNode): readonly { role: string; table: string }[] {
  const roles: readonly AnyRole[] = kinds[kind];
  const own = roles.flatMap((role) =>
    // What a table holds is the role's own affair; here it is a name.
    Object.keys(role.tables as object).map((table) => ({ role: role.name, table })),
  );
  return [...own, ...STACK.map((table) => ({ role: 'stack', table }))];
}
