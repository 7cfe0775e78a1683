// The one accent of the screen: the last step that changed something, its cause, and all its effects.

import type { NodeId, Seq } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { FrameInfo } from '#sim/log.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import { commandWords } from '#view/command-words.ts';
import { accentWords, type AccentFacts } from './accent-words.ts';
import { causeOf, frameOf, shortName, type Events, type RowFinder } from './cause.ts';
import type { Landmarks } from './landmarks.ts';
import type { Accent, Change, Note } from './protocol.ts';
import type { Reader } from './reader.ts';

/** What an accent is made from. */
export interface AccentSource {
  readonly events: Events & { readonly length: number; frame(id: number): FrameInfo };
  readonly landmarks: Landmarks;
  readonly reader: Reader;
  readonly rows: RowFinder;
  readonly cast: Cast;
}

/** The accent at the playhead, before trace event `seq`; `undefined` when nothing has changed yet. */
export function accentAt(source: AccentSource, seq: Seq): Accent | undefined {
  const last = source.landmarks.lastEffect(seq);
  if (last === undefined) return undefined;
  const { events } = source;
  const root = causeOf(events, source.landmarks, last);
  const step = events.stepOf(last);
  const changed = changesOfStep(source, step, seq);
  const notes = notesOfStep(source, step, seq);
  const frame = frameOf(root);
  const row = source.rows.rowOf(root);
  const short = shortName(source.rows, root);
  return {
    cause: root.seq,
    rowSeq: row?.seq,
    frame,
    node: root.node,
    short,
    words: wordsOf(root, { short, row, notes, changes: changed, cast: source.cast }),
    path: pathOf(source, root),
    changes: changed,
    notes,
  };
}

/** A fault that changes no row is told as the command that it is. */
function wordsOf(root: TraceEvent, facts: AccentFacts): string {
  const { notes, changes, cast } = facts;
  const isAlone = root.kind === 'command' && changes.length === 0 && notes.length === 0;
  return isAlone ? `${commandWords(root.command, cast)}.` : accentWords(facts);
}

/** Rules that acted without an answer in one step. */
function notesOfStep(source: AccentSource, step: number, limit: Seq): readonly Note[] {
  return effectsOfStep(source, step, limit).flatMap((seq) => {
    const event = source.events.event(seq);
    if (event.kind !== 'note' || event.level === 'info') return [];
    const { node, text: words, cite, level } = event;
    return [{ seq, node, words, cite, level }];
  });
}

/** Row events of one step that an eye should follow, one change per row. */
export function changesOfStep(source: AccentSource, step: number, limit: Seq): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const seq of effectsOfStep(source, step, limit)) {
    const event = source.events.event(seq);
    if (event.kind !== 'row') continue;
    const id = `${event.node}/${event.role}/${event.table}/${event.key}`;
    const first = changes.get(id);
    const change = changeOf(source.reader, event);
    changes.set(id, first === undefined ? change : joined(first, change));
  }
  return [...changes.values()];
}

function effectsOfStep(source: AccentSource, step: number, limit: Seq): readonly Seq[] {
  const { effects } = source.landmarks;
  const found: Seq[] = [];
  for (let n = effects.length - 1; n >= 0; n -= 1) {
    const seq = effects[n] as Seq;
    if (seq >= limit) continue;
    const its = source.events.stepOf(seq);
    if (its < step) break;
    if (its === step) found.unshift(seq);
  }
  return found;
}

function changeOf(reader: Reader, event: TraceEvent & { kind: 'row' }): Change {
  const { node, role, table, key, before, after } = event;
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const columns = changedColumns(reader, event);
  const states = before && after ? statesOf(before, after) : '';
  return { node, role, table, key, sign, columns, ...(states === '' ? {} : { states }) };
}

/** A row of a machine's states, when it left one for another. */
function statesOf(before: Row, after: Row): string {
  const [was, is] = [before['state'], after['state']];
  return typeof was === 'string' && typeof is === 'string' && was !== is ? `${was} → ${is}` : '';
}

/** A row written twice in one step is one change: an added row stays added. */
function joined(first: Change, second: Change): Change {
  if (first.sign === '+') return second.sign === '-' ? second : first;
  if (first.sign === '-' && second.sign === '+') return { ...second, sign: '~' };
  const states = joinedStates(first.states, second.states);
  const columns = [...new Set([...first.columns, ...second.columns])];
  return { ...second, columns, ...(states === undefined ? {} : { states }) };
}

/** `a → b` and `b → c` are `a → b → c`. */
function joinedStates(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  return [first, ...second.split(' → ').slice(1)].join(' → ');
}

function changedColumns(reader: Reader, event: TraceEvent & { kind: 'row' }): readonly string[] {
  const owned = reader
    .tablesOf(event.node)
    .find((one) => one.role === event.role && one.spec.id === event.table);
  if (owned === undefined || event.before === undefined || event.after === undefined) return [];
  const text = (row: Row) => owned.spec.columns.map((column) => column.text(row as never));
  const before = text(event.before);
  const after = text(event.after);
  return owned.spec.columns.filter((_, n) => before[n] !== after[n]).map((column) => column.id);
}

function pathOf(source: AccentSource, root: TraceEvent): Accent['path'] {
  switch (root.kind) {
    case 'signal':
      return [signalPath(root)];
    case 'link':
      return [{ link: root.link, from: root.node, to: root.peer }];
    default:
      return pathTo(source.events, root);
  }
}

/** A signal goes out of band: one pair of nodes, no link. */
const signalPath = (signal: TraceEvent & { kind: 'signal' }) => ({
  link: '',
  from: signal.from,
  to: signal.to,
});

/** Hops of the message that caused it, first to last. */
function pathTo(events: AccentSource['events'], root: TraceEvent): Accent['path'] {
  const path: { link: string; from: NodeId; to: NodeId }[] = [];
  let event: TraceEvent | undefined = root;
  for (let n = 0; n < 64 && event !== undefined; n += 1) {
    if (event.kind === 'sent') {
      const frame = events.frame(event.frame);
      if (frame.to !== undefined)
        path.unshift({ link: frame.link, from: frame.from, to: frame.to });
    }
    const isPartOfPath: boolean =
      event.kind === 'sent' || event.kind === 'arrived' || event.kind === 'delivered';
    if (!isPartOfPath || event.cause === undefined) break;
    const earlier: TraceEvent = events.event(event.cause);
    if (event.kind === 'sent' && !sameDatagram(event, earlier)) break;
    event = earlier;
  }
  return path;
}

function sameDatagram(sent: TraceEvent & { kind: 'sent' }, earlier: TraceEvent): boolean {
  return 'datagram' in earlier && earlier.datagram === sent.datagram;
}
