// The accent in one line: what came, and what it did, the things that a person cares about first.

import type { Cast } from '#view/cast.ts';
import type { LadderRow } from '#view/ladder.ts';
import { bindingStatus } from '#wire/numbers-status.ts';
import type { Change, Note } from './protocol.ts';

/** What the line is made from. */
export interface AccentFacts {
  /** `#11 PBA` */
  readonly short: string;
  readonly row: LadderRow | undefined;
  readonly notes: readonly Note[];
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
  ['relays', 'relay', 'relays'],
  ['revocations', 'revocation', 'revocations'],
  ['notifications', 'notification', 'notifications'],
  ['records', 'record', 'records'],
  ['attachment', 'attachment', 'attachments'],
  ['flows', 'flow', 'flows'],
  ['flowRules', 'flow rule', 'flow rules'],
  ['groups', 'group of bindings', 'groups of bindings'],
  ['registration', 'home registration', 'home registrations'],
  ['movement', 'movement', 'movements'],
  ['subs', 'sub-interface', 'sub-interfaces'],
  ['links', 'link', 'links'],
  ['stations', 'station', 'stations'],
  ['routers', 'router', 'routers'],
  ['discovery', 'search for routers', 'searches for routers'],
  ['routes', 'route', 'routes'],
  ['hostRoutes', 'host route', 'host routes'],
  ['prefixes', 'prefix', 'prefixes'],
  ['onLink', 'prefix on the link', 'prefixes on the link'],
  ['pool', 'prefix of the pool', 'prefixes of the pool'],
  ['shares', 'shared prefix', 'shared prefixes'],
  ['foreign', 'prefix elsewhere', 'prefixes elsewhere'],
  ['told', 'prefix told', 'prefixes told'],
  ['remembered', 'prefix to give back', 'prefixes to give back'],
  ['freed', 'free prefix', 'free prefixes'],
  ['signalled', 'flow told', 'flows told'],
  ['questions', 'open question', 'open questions'],
  ['pending', 'waiting update', 'waiting updates'],
  ['waiting', 'waiting PBU', 'waiting PBUs'],
  ['denials', 'refused node', 'refused nodes'],
  ['returns', 'way back', 'ways back'],
  ['peers', 'peer', 'peers'],
  ['nonces', 'nonce', 'nonces'],
  ['secret', 'node key', 'node keys'],
  ['restarts', 'restart', 'restarts'],
  ['byNode', 'entry by node', 'entries by node'],
  ['indexByNode', 'entry by node', 'entries by node'],
  ['flowsByNode', 'entry by node', 'entries by node'],
  ['indexByLink', 'entry by interface', 'entries by interface'],
  ['ipv4', 'IPv4 address', 'IPv4 addresses'],
  ['self', 'counters', 'counters'],
  ['interfaces', 'interface', 'interfaces'],
  ['neighbours', 'neighbour', 'neighbours'],
];

/**
 * `#11 PBA accepted: tunnel added, mn1dgw1 added, 4 routes added.` A rule that acted comes first:
 * `#7 PBU: MAG1 de-registers what MAG2 has (PMIP §5.3.5).`
 */
export function accentWords(facts: AccentFacts): string {
  const { short, row, notes, changes, cast } = facts;
  const head = `${short}${statusOf(row)}`;
  const said = notes.slice(0, 1).map(noteWords);
  const parts = groupsOf(changes).map((group) => groupWords(group, cast));
  const shown: string[] = [];
  let left = changes.length;
  for (const { words, rows } of parts) {
    const isFirst = shown.length === 0 && said.length === 0;
    if (!isFirst && [head, ...said, ...shown, words].join(', ').length > LONGEST) break;
    shown.push(words);
    left -= rows;
  }
  if (left > 0 && shown.length > 0) shown.push(`${left} more ${left === 1 ? 'row' : 'rows'}`);
  const more = notes.length > 1 ? [`${notes.length - 1} more`] : [];
  const all = [...said, ...more, ...shown];
  return all.length === 0 ? `${head}.` : `${head}: ${all.join(', ')}.`;
}

const noteWords = ({ words, cite }: Note): string => (cite === '' ? words : `${words} (${cite})`);

/** Labels end in their status, or have it behind `st`. */
function statusOf(row: LadderRow | undefined): string {
  if (row?.row !== 'message' || row.type !== 'PBA') return '';
  const status = /^PBA (?:D st )?(\d+)\b/.exec(row.label)?.[1];
  if (status === undefined) return '';
  const point = bindingStatus.points.find(({ value }) => value === Number(status));
  if (Number(status) < 128) return ` ${point?.name ?? `status ${status}`}`;
  return ` refused: ${status} ${point?.name ?? ''}`.trimEnd();
}

function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const id = `${change.table} ${change.sign}`;
    groups.set(id, [...(groups.get(id) ?? []), change]);
  }
  const rank = (group: readonly Change[]): number => {
    // What a registration is about comes before what follows from it.
    if (isSession(group[0])) return -1;
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
  const name = nameOf(first, cast) ?? one;
  const states = first.sign === '-' ? undefined : first.states;
  return { words: `${name} ${states ?? verb}`, rows: 1 };
}

/** A row of the binding cache, or of the update list, of RFC 5213. */
const isSession = (change: Change | undefined): boolean =>
  change !== undefined && SESSIONS.has(`${change.role}/${change.table}`);
const SESSIONS = new Set(['lma/bindings', 'mag/updates']);

/** What a single row is called: by its name, or by whose it is. */
function nameOf({ table, role, key }: Change, cast: Cast): string | undefined {
  if (table === 'dlifs') return key;
  if (table === 'addresses') return cast.prefixes.shortOf(key);
  if (!SESSIONS.has(`${role}/${table}`)) return undefined;
  const mnId = key.split(' ')[0] ?? '';
  const node = cast.mobileOf(mnId);
  const whose = node === undefined ? mnId : cast.nameOf(node);
  return `${role === 'lma' ? 'BCE' : 'BUL entry'} of ${whose}`;
}
