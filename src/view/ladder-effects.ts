// What a message did, as short tags beside a lifeline: `+ mn1dgw1, tunnel, 3 routes`.

import type { NodeId, Seq } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from './cast.ts';
import type { Effect } from './ladder.ts';

/** One change of a row that a tag tells of. */
export interface EffectFact {
  readonly seq: Seq;
  readonly node: NodeId;
  readonly sign: '+' | '-' | '~';
  /** A name; for `routes` they are counted. */
  readonly what: string;
  readonly isRoute: boolean;
  /** The row; how it changed is not told when it then goes. */
  readonly row: string;
}

type RowEvent = TraceEvent & { readonly kind: 'row' };

/** The fact of a row event; `undefined` when no tag tells of it. */
export function effectFact(event: RowEvent, cast: Cast): EffectFact | undefined {
  const words = wordsOf(event, cast);
  if (words === undefined || words === '') return undefined;
  const sign = event.before === undefined ? '+' : event.after === undefined ? '-' : '~';
  const isRoute = event.table === 'routes' && event.role === 'stack';
  const row = `${event.role}/${event.table} ${event.key}`;
  return { seq: event.seq, node: event.node, sign, what: words, isRoute, row };
}

/** Nodes whose routes follow from sessions. */
const ROUTING = new Set(['dgw', 'lma', 'mag']);

function wordsOf(event: RowEvent, cast: Cast): string | undefined {
  const { role, table, before, after, key } = event;
  switch (`${role}/${table}`) {
    case 'dgw/dlifs':
      return isSame(before, after, 'state') ? undefined : stateful(key, before, after);
    case 'lma/bindings':
    case 'cmd/bindings':
      return cacheWords(before, after, cast);
    case 'mag/updates':
      return listWords(before, after);
    case 'dgw/tunnels':
    case 'lma/tunnels':
    case 'mag/tunnels':
      return before && after ? undefined : 'tunnel';
    case 'stack/routes':
      return ROUTING.has(cast.kindOf(event.node)) && !(before && after) ? 'route' : undefined;
    case 'dgw/bindings':
      return bindingWords(key, before, after, cast);
    case 'host/addresses':
      return key.startsWith('fe80') || isSame(before, after, 'state')
        ? undefined
        : stateful(cast.prefixes.shortOf(key), before, after);
    case 'host/routes':
      return before && after ? undefined : `route ${cast.prefixes.nameOf(key.split(' ')[0] ?? '')}`;
    case 'hss/records':
      return recordWords(before, after, cast);
    default:
      return undefined;
  }
}

const isSame = (before: Row | undefined, after: Row | undefined, field: string): boolean =>
  before !== undefined && after !== undefined && before[field] === after[field];

/** A row that came or went by its name alone; one that changed with its new state. */
function stateful(name: string, before: Row | undefined, after: Row | undefined): string {
  return before && after ? `${name} ${String(after['state'])}` : name;
}

function bindingWords(
  prefix: string,
  before: Row | undefined,
  after: Row | undefined,
  cast: Cast,
): string | undefined {
  const name = cast.prefixes.nameOf(prefix);
  if (after === undefined) return `binding ${name}`;
  if (before === undefined || isSame(before, after, 'proxyCareOfAddress')) return undefined;
  const address = String(after['proxyCareOfAddress']);
  if (address === 'here') return `${name} here`;
  const node = cast.nodeAt(address);
  return `CoA ${node === undefined ? address : cast.nameOf(node)}`;
}

/** A Binding Cache entry, PMIP §5.1: that it is there, its state, and where the node is. */
function cacheWords(
  before: Row | undefined,
  after: Row | undefined,
  cast: Cast,
): string | undefined {
  const row = after ?? before;
  const names = prefixesOf(row).map((prefix) => cast.prefixes.nameOf(prefix));
  if (before === undefined || after === undefined) return ['BCE', ...names].join(' ');
  const words: string[] = [];
  if (!isSame(before, after, 'state')) words.push(`BCE ${String(after['state'])}`);
  if (!isSame(before, after, 'proxyCareOfAddress')) {
    const address = String(after['proxyCareOfAddress']);
    const node = cast.nodeAt(address);
    words.push(`CoA ${node === undefined ? address : cast.nameOf(node)}`);
  }
  return words.join(', ');
}

/** A Binding Update List entry, PMIP §6.1: that it is there, and its state. */
function listWords(before: Row | undefined, after: Row | undefined): string | undefined {
  if (before === undefined || after === undefined) return 'BUL entry';
  return isSame(before, after, 'state') ? undefined : `BUL ${String(after['state'])}`;
}

function prefixesOf(row: Row | undefined): readonly string[] {
  const prefixes = row?.['prefixes'];
  return Array.isArray(prefixes) ? prefixes.map(String) : [];
}

function recordWords(
  before: Row | undefined,
  after: Row | undefined,
  cast: Cast,
): string | undefined {
  if (before === undefined || after === undefined) return 'record';
  if (isSame(before, after, 'serving')) return undefined;
  const address = String(after['serving']);
  const node = cast.nodeAt(address);
  return `serving ${node === undefined ? address : cast.nameOf(node)}`;
}

/** The tags of a row: one per node, changes first, then what came, then what went. */
export function effectTags(facts: readonly EffectFact[]): readonly Effect[] {
  const nodes = [...new Set(facts.map((fact) => fact.node))];
  return nodes.flatMap((node) => {
    const text = tagText(facts.filter((fact) => fact.node === node));
    return text === '' ? [] : [{ node, text }];
  });
}

function tagText(facts: readonly EffectFact[]): string {
  const left = new Set(facts.filter(({ sign }) => sign === '-').map(({ row }) => row));
  const changes = unique(facts.filter(({ sign, row }) => sign === '~' && !left.has(row)));
  const come = grouped(facts, '+');
  const gone = grouped(facts, '-');
  return [
    ...changes,
    ...(come.length > 0 ? [`+ ${come.join(', ')}`] : []),
    ...(gone.length > 0 ? [`- ${gone.join(', ')}`] : []),
  ].join(', ');
}

const unique = (facts: readonly EffectFact[]): readonly string[] => [
  ...new Set(facts.map((fact) => fact.what)),
];

/** Names of one sign. Routes are counted, and only told of beside a tunnel that they lead into. */
function grouped(facts: readonly EffectFact[], sign: '+' | '-'): readonly string[] {
  const signed = facts.filter((fact) => fact.sign === sign);
  const all = unique(signed.filter((fact) => !fact.isRoute));
  const names = [
    ...all.filter((name) => name !== 'tunnel'),
    ...all.filter((name) => name === 'tunnel'),
  ];
  const routes = signed.filter((fact) => fact.isRoute).length;
  if (routes === 0 || !names.includes('tunnel')) return names;
  return [...names, routes === 1 ? '1 route' : `${routes} routes`];
}
