// The accent in one line: what came, and what it did, the things that a person cares about first.

import type { Cast } from '#view/cast.ts';
import type { LadderRow } from '#view/ladder.ts';
import { bindingStatus } from '#wire/numbers-status.ts';
import type { Change } from './protocol.ts';

/** What the line is made from. */
export interface AccentFacts {
  /** `#11 PBA` */
  readonly short: string;
  readonly row: LadderRow | undefined;
  readonly changes: readonly Change[];
  readonly cast: Cast;
}

/** A line is at most about so long; what does not fit is counted. */
const LONGEST = 88;
const VERBS = { '+': 'added', '~': 'changed', '-': 'removed' } as const;

/** Tables in the order in which a reader cares, with what one and several of their rows are called. */
const NOUNS: readonly (readonly [table: string, one: string, many: string])[] = [
  ['dlifs', 'DLIF', 'DLIFs'],
  ['tunnels', 'tunnel', 'tunnels'],
  ['addresses', 'address', 'addresses'],
  ['bindings', 'binding', 'bindings'],
  ['updates', 'binding update', 'binding updates'],
  ['records', 'record', 'records'],
  ['attachment', 'attachment', 'attachments'],
  ['routes', 'route', 'routes'],
];

/** `#11 PBA accepted: tunnel added, mn1dgw1 added, 4 routes added.` */
export function accentWords(facts: AccentFacts): string {
  const head = `${facts.short}${statusOf(facts.row)}`;
  const parts = groupsOf(facts.changes).map((group) => groupWords(group, facts.cast));
  const shown: string[] = [];
  let left = facts.changes.length;
  for (const { words, rows } of parts) {
    if (shown.length > 0 && [head, ...shown, words].join(', ').length > LONGEST) break;
    shown.push(words);
    left -= rows;
  }
  if (left > 0 && shown.length > 0) shown.push(`${left} more ${left === 1 ? 'row' : 'rows'}`);
  return shown.length === 0 ? `${head}.` : `${head}: ${shown.join(', ')}.`;
}

function statusOf(row: LadderRow | undefined): string {
  if (row?.row !== 'message' || row.type !== 'PBA') return '';
  const status = /\bst (\d+)\b/.exec(row.label)?.[1];
  if (status === undefined) return '';
  const point = bindingStatus.points.find(({ value }) => value === Number(status));
  return ` ${Number(status) < 128 ? '' : 'refused: '}${point?.name ?? `status ${status}`}`;
}

function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const id = `${change.table} ${change.sign}`;
    groups.set(id, [...(groups.get(id) ?? []), change]);
  }
  const rank = (group: readonly Change[]): number => {
    const index = NOUNS.findIndex(([table]) => table === group[0]?.table);
    return index < 0 ? NOUNS.length : index;
  };
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

function groupWords(
  group: readonly Change[],
  cast: Cast,
): { readonly words: string; readonly rows: number } {
  const first = group[0] as Change;
  const [, one, many] = NOUNS.find(([table]) => table === first.table) ?? ['', 'row', 'rows'];
  const verb = VERBS[first.sign];
  if (group.length > 1) return { words: `${group.length} ${many} ${verb}`, rows: group.length };
  const named: Readonly<Record<string, string>> = {
    dlifs: first.key,
    addresses: cast.prefixes.shortOf(first.key),
  };
  return { words: `${named[first.table] ?? one} ${verb}`, rows: 1 };
}
