// Ladder rows in words: for the table form, and for those who hear the ladder.

import type { LadderRow, Lifeline } from '#view/ladder.ts';
import { spanText } from '#view/draw/ladder-labels.ts';
import { clockText } from './time-text.ts';

/** One row as the table shows it. */
export interface RowWords {
  readonly number: string;
  readonly time: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly summary: string;
}

/** Name of a node, or its id. */
export type NameOf = (node: string) => string;

export function namesOf(lifelines: readonly Lifeline[]): NameOf {
  return (node) => lifelines.find((line) => line.node === node)?.name ?? node;
}

/** The cells of the table form. */
export function rowWords(row: LadderRow, name: NameOf): RowWords {
  const time = clockText(row.at);
  switch (row.row) {
    case 'message':
      return {
        ...ends(row, name, time),
        type: row.type,
        summary: join([
          row.label,
          row.end === 'lost' ? '' : (row.fault ?? ''),
          row.repeats === undefined ? '' : 'sent again',
          endWords(row, name),
          tunnelWords(row.legs),
          done(row, name),
        ]),
      };
    case 'signal':
      return {
        ...ends(row, name, time),
        type: 'database',
        summary: join([row.label, done(row, name)]),
      };
    case 'attach':
    case 'detach':
      return {
        ...ends(row, name, time),
        type: row.row,
        summary: join([row.label, done(row, name)]),
      };
    case 'data':
      return {
        number: '',
        time,
        from: name(row.from),
        to: name(row.to),
        type: 'data',
        summary: join([
          `${row.flow}, ${row.count} ${row.count === 1 ? 'datagram' : 'datagrams'}`,
          row.prefix,
          row.tunnelled.length > 0 ? tunnels(row.tunnelled, name) : '',
          `${row.lost} lost${row.why === undefined ? '' : `: ${row.why}`}`,
        ]),
      };
    case 'note':
      return {
        number: '',
        time,
        from: name(row.node),
        to: '',
        type: 'note',
        summary: join([row.text, row.cite]),
      };
    case 'gap':
      return {
        number: '',
        time,
        from: '',
        to: '',
        type: 'quiet',
        summary: `nothing for ${spanText(row.until - row.at)}`,
      };
  }
}

/** The row as one sentence: number, type, from, to, what it did, when. */
export function rowSentence(row: LadderRow, name: NameOf): string {
  const words = rowWords(row, name);
  const route = join([words.from, words.to], ' to ');
  const head = join([words.number, words.type, route], ' ');
  return `${head}: ${words.summary}, at ${words.time} s`;
}

type Numbered = Extract<LadderRow, { row: 'message' | 'signal' | 'attach' | 'detach' }>;
type Message = Extract<LadderRow, { row: 'message' }>;

function ends(row: Numbered, name: NameOf, time: string) {
  // Only signalling is numbered.
  const number = row.number > 0 ? String(row.number) : '';
  return { number, time, from: name(row.from), to: name(row.to) };
}

function endWords(row: Message, name: NameOf): string {
  if (row.end === 'delivered') return '';
  if (row.end === 'flying') return 'on its way';
  const place = row.lostAt === undefined ? 'lost' : `lost at ${name(row.lostAt)}`;
  return row.why === undefined ? place : `${place}: ${row.why}`;
}

function tunnelWords(legs: Message['legs']): string {
  return legs.some((leg) => leg.tunnelled) ? 'in a tunnel' : '';
}

/** Pairs that follow each other are one tunnel. */
function tunnels(pairs: readonly (readonly [string, string])[], name: NameOf): string {
  const joined: [string, string][] = [];
  for (const [from, to] of pairs) {
    const last = joined.at(-1);
    if (last && last[1] === from) last[1] = to;
    else joined.push([from, to]);
  }
  return joined.map(([from, to]) => `tunnelled ${name(from)} to ${name(to)}`).join(', ');
}

function done(row: Numbered, name: NameOf): string {
  return row.effects.map((effect) => `${name(effect.node)} ${effect.text}`).join('; ');
}

function join(parts: readonly string[], by = ', '): string {
  return parts.filter((part) => part !== '').join(by);
}
