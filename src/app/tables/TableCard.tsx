// One table with its changed rows marked: sign, bar, old and new value, and the message that did it.

import { useEffect, useId, useRef, useState } from 'react';
import type { TableView } from '#session/protocol.ts';
import { openMessage } from '#app/ladder/open-message.ts';
import { AnchorTile } from '#app/parts/AnchorTile.tsx';
import { breakLike, breaks, useBreaks } from '#app/stores/breaks.ts';
import { latestStill, useRun } from '#app/stores/run.ts';
import { useView, type Selection } from '#app/stores/view.ts';
import { BindingTimeline } from './BindingTimeline.tsx';
import { columnsThatFit, isMono, leftText, listedColumns, tableWidth } from './table-model.ts';

type Row = TableView['rows'][number];
type Cell = Row['cells'][number];

interface CardProps {
  readonly table: TableView;
  /** Name of the node. */
  readonly owner: string;
  /** Width of the pane. */
  readonly room: number;
}

export function TableCard({ table, owner, room }: CardProps) {
  const id = useId();
  const [all, setAll] = useState(false);
  const listed = listedColumns(table);
  const fit = columnsThatFit(table, room);
  const hidden = listed.length - fit.length;
  const columns = all ? listed : fit;
  return (
    <figure className="table-card" style={{ flexBasis: Math.min(room, tableWidth(table)) }}>
      <figcaption className="table-caption" id={id}>
        {table.title}
        <span className="ref" title={table.cite}>
          {owner}
        </span>
        {hidden > 0 && (
          <button type="button" className="why" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer columns' : `${hidden} more ${hidden === 1 ? 'column' : 'columns'}`}
          </button>
        )}
      </figcaption>
      <div className="table-scroll">
        <table className="grid table-grid" aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Change</span>
              </th>
              {columns.map((i) => (
                <th key={i} scope="col">
                  {table.columns[i]?.title}
                </th>
              ))}
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row) => (
              <TableRow key={`${row.key} ${row.sign}`} {...{ table, row, columns }} />
            ))}
          </tbody>
        </table>
      </div>
      <BindingTimeline table={table} />
    </figure>
  );
}

const SIGNS = {
  '': { shown: '', words: '', style: '' },
  '+': { shown: '+', words: 'added', style: 'add' },
  '~': { shown: '~', words: 'changed', style: 'chg' },
  '-': { shown: '−', words: 'removed', style: 'del' },
} as const;

interface RowProps {
  readonly table: TableView;
  readonly row: Row;
  readonly columns: readonly number[];
}

function TableRow({ table, row, columns }: RowProps) {
  const { shown, words, style } = SIGNS[row.sign];
  const element = useRef<HTMLTableRowElement>(null);
  const chosen = useView(({ selection }) => isChosen(table, row, selection));
  // The pulse starts anew with each cause: two equal animations take turns.
  const turn = useRun((state) => (state.still?.accent?.cause ?? 0) % 2);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const { why } = row;
  return (
    <tr ref={element} className={style} data-turn={turn} data-chosen={chosen || undefined}>
      <td className="table-sign">
        <span aria-hidden="true">{shown}</span>
        <span className="sr-only">{words}</span>
        <RowBreak table={table} row={row} />
      </td>
      {columns.map((i, at) => {
        const cell = row.cells[i];
        return (
          <td
            key={i}
            className={cell?.was === undefined ? undefined : 'cell-now'}
            title={cell?.why && `Since ${cell.why.words}`}
          >
            {cell && (
              <CellText cell={cell} strong={at === 0 && isName(cell)} removed={row.sign === '-'} />
            )}
          </td>
        );
      })}
      <td>
        {why && (
          <button
            type="button"
            className="why"
            aria-label={`Why: ${why.words}`}
            onClick={() => void openMessage(why.rowSeq ?? why.seq)}
          >
            {why.words}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The gutter of a row: stops the run when the row changes. */
function RowBreak({ table: { node, role, table }, row: { key } }: Omit<RowProps, 'columns'>) {
  const wanted = { on: 'row', node, role, table, key } as const;
  const isSet = useBreaks(({ list }) => breakLike(list, wanted) !== undefined);
  return (
    <button
      type="button"
      className="table-break"
      aria-label={`Break when ${key} changes`}
      aria-pressed={isSet}
      onClick={() => breaks.toggle(wanted)}
    />
  );
}

interface CellProps {
  readonly cell: Cell;
  readonly strong: boolean;
  readonly removed: boolean;
}

function CellText({ cell, strong, removed }: CellProps) {
  const { text, was, expires, anchor } = cell;
  // Read once: from then on it is counted down in place (use-tables.tsx).
  const now = latestStill()?.now;
  const left = expires !== undefined && now !== undefined && Number.isFinite(expires);
  return (
    <>
      {anchor && <AnchorTile letter={anchor.letter} />}
      {was !== undefined && (
        <>
          <del className={isMono(was) ? 'mono' : undefined}>{was === '' ? 'none' : was}</del>
          <span className="table-arrow" aria-hidden="true">
            →
          </span>
          <span className="sr-only"> now </span>
        </>
      )}
      <span
        className={isMono(text) ? 'mono' : undefined}
        data-strong={was !== undefined || (strong && !removed) || undefined}
        data-expires={left ? expires : undefined}
      >
        {left ? leftText(expires - now) : text}
      </span>
    </>
  );
}

/** A row's own name is set in bold, a phrase or an address is not. */
function isName({ text, anchor }: Cell): boolean {
  return anchor === undefined && !text.includes(' ') && !isMono(text);
}

function isChosen(table: TableView, row: Row, selection: Selection | undefined): boolean {
  if (selection?.kind === 'dlif') {
    return selection.node === table.node && table.table === 'dlifs' && row.key === selection.name;
  }
  if (selection?.kind !== 'row') return false;
  const { node, role, table: name, key } = selection;
  return node === table.node && role === table.role && name === table.table && key === row.key;
}
