// The tables of one node as text cells: what changed in the accent's step, what it was before, and why.

import type { NodeId, Seq } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Cast } from '#view/cast.ts';
import { causeOf, shortName, type Events, type RowFinder } from './cause.ts';
import type { Landmarks } from './landmarks.ts';
import type { Accent, Change, TableView, Why } from './protocol.ts';
import type { OwnedTable, Reader } from './reader.ts';

/** What the tables are made from. */
export interface TablesSource {
  readonly reader: Reader;
  readonly events: Events;
  readonly landmarks: Landmarks;
  readonly rows: RowFinder;
  readonly cast: Cast;
  readonly accent: Accent | undefined;
  /** Trace events before the playhead. */
  readonly seq: Seq;
}

type RowView = TableView['rows'][number];

/** All tables of a node, in the order of its roles. */
export function tablesAt(source: TablesSource, node: NodeId): readonly TableView[] {
  return source.reader.tablesOf(node).map((owned) => tableView(source, node, owned));
}

function tableView(source: TablesSource, node: NodeId, owned: OwnedTable): TableView {
  const { role, spec } = owned;
  const changes = (source.accent?.changes ?? []).filter(
    (one) => one.node === node && one.role === role && one.table === spec.id,
  );
  const rows = [...owned.rows.entries()].map(([key, row]) =>
    rowView(source, { node, owned, key, row, change: changes.find((one) => one.key === key) }),
  );
  const removed = changes
    .filter((one) => one.sign === '-' && !owned.rows.has(one.key))
    .flatMap((change) => {
      const row = rowBefore(source, node, owned, change.key);
      return row === undefined
        ? []
        : [rowView(source, { node, owned, key: change.key, row, change })];
    });
  return {
    node,
    role,
    table: spec.id,
    title: spec.title,
    cite: spec.cite,
    columns: spec.columns.map(({ id, title }) => ({ id, title })),
    rows: [...rows, ...removed],
  };
}

interface RowAt {
  readonly node: NodeId;
  readonly owned: OwnedTable;
  readonly key: string;
  readonly row: object;
  readonly change: Change | undefined;
}

function rowView(source: TablesSource, at: RowAt): RowView {
  const before = at.change?.sign === '~' ? rowBefore(source, at.node, at.owned, at.key) : undefined;
  const why = whyOf(source, at);
  const origins = originsOf(source, at);
  const cells = at.owned.spec.columns.map((column, n) => {
    const text = column.text(at.row);
    const origin = origins[n];
    const was = before === undefined ? undefined : column.text(before);
    const expires = column.expires?.(at.row);
    const anchor = source.cast.prefixes.anchorOf(text);
    return {
      text,
      ...(expires === undefined ? {} : { expires }),
      ...(was === undefined || was === text ? {} : { was }),
      ...(anchor === undefined ? {} : { anchor }),
      ...(origin === undefined || origin.seq === why?.seq ? {} : { why: origin }),
    };
  });
  return { key: at.key, cells, sign: at.change?.sign ?? '', why };
}

/** Writes of a row that are looked at for the origin of its cells, and rows of a table. */
const MOST_WRITES = 48;

/** For each column, what gave it the text that it has. */
function originsOf(source: TablesSource, at: RowAt): readonly (Why | undefined)[] {
  const { columns } = at.owned.spec;
  const origins: (Why | undefined)[] = columns.map(() => undefined);
  const open = new Set(columns.keys());
  let limit = source.seq;
  for (let n = 0; n < MOST_WRITES && open.size > 0; n += 1) {
    const seq = source.landmarks.lastWrite(nameOf(at), limit);
    const event = seq === undefined ? undefined : source.events.event(seq);
    if (seq === undefined || event?.kind !== 'row') break;
    const { before, after } = event;
    const changed = [...open].filter((index) => {
      const column = columns[index];
      return column === undefined || textOf(column, before) !== textOf(column, after);
    });
    const why = changed.length === 0 ? undefined : whyOfWrite(source, seq);
    for (const index of changed) {
      origins[index] = why;
      open.delete(index);
    }
    limit = seq;
  }
  return origins;
}

const textOf = (column: { text(row: object): string }, row: Row | undefined): string | undefined =>
  row === undefined ? undefined : column.text(row);

const nameOf = ({ node, owned, key }: Pick<RowAt, 'node' | 'owned' | 'key'>): string =>
  `${node}/${owned.role}/${owned.spec.id}/${key}`;

/** The row as it stood before the accent's step. */
function rowBefore(
  source: TablesSource,
  node: NodeId,
  owned: OwnedTable,
  key: string,
): Row | undefined {
  const { accent, events } = source;
  if (accent === undefined) return undefined;
  const name = nameOf({ node, owned, key });
  const step = events.stepOf(accent.cause);
  let before: Row | undefined;
  let limit = source.seq;
  for (let n = 0; n < 256; n += 1) {
    const seq = source.landmarks.lastWrite(name, limit);
    if (seq === undefined || events.stepOf(seq) !== step) return before;
    const event = events.event(seq);
    before = event.kind === 'row' ? event.before : before;
    limit = seq;
  }
  return before;
}

function whyOf(source: TablesSource, at: RowAt): Why | undefined {
  const seq = source.landmarks.lastWrite(nameOf(at), source.seq);
  return seq === undefined ? undefined : whyOfWrite(source, seq);
}

function whyOfWrite(source: TablesSource, seq: Seq): Why {
  const root = causeOf(source.events, source.landmarks, seq);
  return {
    seq: root.seq,
    rowSeq: source.rows.rowOf(root)?.seq,
    words: shortName(source.rows, root),
  };
}
