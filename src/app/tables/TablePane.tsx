// The tables of a node: by default of the one where something has just changed, changed tables first.

import { useRef, useState } from 'react';
import type { NodeId } from '#session/protocol.ts';
import { openMessage } from '#app/ladder/open-message.ts';
import { useWidth } from '#app/ladder/use-width.tsx';
import { useRun } from '#app/stores/run.ts';
import { useView, view } from '#app/stores/view.ts';
import { Beliefs } from './Beliefs.tsx';
import { TableCard } from './TableCard.tsx';
import { changedWords, nodeOfAccent, orderTables } from './table-model.ts';
import { useCountdown, useTables } from './use-tables.tsx';
import './tables.css';

const PAD = 16;
/** Below this width there is one column, and no room for a title beside the chips. */
const COMPACT_BELOW = 640;

export function TablePane() {
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane) - 2 * PAD;
  const nodes = useRun((state) => state.still?.scene.nodes);
  const accent = useRun((state) => state.still?.accent);
  const node = useShownNode();
  const tables = useTables(node);
  const { shown, empty } = orderTables(tables);
  useCountdown(pane);
  const compact = width < COMPACT_BELOW;
  const name = nodes?.find((one) => one.id === node)?.name ?? '';

  return (
    <div className="tables" ref={pane} data-compact={compact || undefined}>
      <header className="bar tables-bar">
        {!compact && <h2>Tables</h2>}
        <fieldset className="tables-chips">
          <legend className="sr-only">Whose tables</legend>
          {nodes
            ?.filter((one) => one.kind !== 'core')
            .map((one) => (
              <NodeChip key={one.id} id={one.id} name={one.name} on={one.id === node} />
            ))}
        </fieldset>
        <span className="sp" />
        {accent && accent.changes.length > 0 && !compact && (
          <button
            type="button"
            className="chip nowc"
            onClick={() => void openMessage(accent.rowSeq ?? accent.cause)}
          >
            {changedWords(accent)}
          </button>
        )}
      </header>
      <div className="tables-body">
        {node !== undefined && <Beliefs node={node} />}
        {shown.map((table) => (
          <TableCard key={`${table.role} ${table.table}`} table={table} owner={name} room={width} />
        ))}
        {shown.length === 0 && tables.length > 0 && (
          <p className="tables-empty">Nothing in the tables of {name} yet.</p>
        )}
        {node === undefined && <p className="tables-empty">Choose a node to see its tables.</p>}
        {empty.length > 0 && (
          <p className="tables-empty">Empty: {empty.map(({ title }) => title).join(', ')}</p>
        )}
      </div>
    </div>
  );
}

/** The node asked for; else what came last: a node that was chosen, or one where rows changed. */
function useShownNode(): NodeId | undefined {
  const asked = useView((state) => state.tablesOf);
  const chosen = useView(({ selection }) =>
    selection !== undefined && 'node' in selection ? selection.node : undefined,
  );
  const accent = useRun((state) => state.still?.accent);
  const first = useRun(
    (state) => state.still?.scene.nodes.find((node) => node.dlifs !== undefined)?.id,
  );
  const [last, setLast] = useState<Last>({ chosen, cause: undefined, node: undefined });
  const touched = nodeOfAccent(accent);
  if (touched !== undefined && accent?.cause !== last.cause) {
    setLast({ chosen, cause: accent?.cause, node: touched });
  } else if (chosen !== last.chosen) {
    setLast({ ...last, chosen, node: chosen ?? last.node });
  }
  return asked ?? last.node ?? first;
}

interface Last {
  readonly chosen: NodeId | undefined;
  readonly cause: number | undefined;
  readonly node: NodeId | undefined;
}

function NodeChip({ id, name, on }: { id: NodeId; name: string; on: boolean }) {
  const asked = useView((state) => state.tablesOf === id);
  const changes = useRun(
    (state) => state.still?.accent?.changes.filter(({ node }) => node === id).length ?? 0,
  );
  return (
    <button
      type="button"
      className={on ? 'chip on' : 'chip'}
      aria-pressed={on}
      title={asked ? 'Shown until another is chosen; press to follow the changes' : undefined}
      onClick={() => view.showTablesOf(asked ? undefined : id)}
    >
      {on && (
        <svg className="chip-tick" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 6.5L4.8 9.2L10 3" />
        </svg>
      )}
      <span className="nb">{name}</span>
      {changes > 0 && (
        <span className="tables-count">
          {changes}
          <span className="sr-only"> changed</span>
        </span>
      )}
    </button>
  );
}
