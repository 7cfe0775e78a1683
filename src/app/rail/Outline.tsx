// The accessible structure of the stage: every node and what it holds, with its state in words.

import { memo } from 'react';
import { AnchorTile } from '#app/parts/AnchorTile.tsx';
import { flowForecast, onFlowClick, onFlowKey } from '#app/flows/carry.ts';
import { NodeIcon } from '#app/parts/NodeIcon.tsx';
import { targetOf } from '#app/faults/target.ts';
import { openAct } from '#app/faults/open-act.ts';
import type { Spot } from '#app/stores/deeds.ts';
import { useCarriedFlow } from '#app/stores/flows.ts';
import { useRun } from '#app/stores/run.ts';
import type { Selection } from '#app/stores/view.ts';
import { sameSelection, useView, view } from '#app/stores/view.ts';
import { mobileActions } from './mobile-actions.ts';
import { linksOf, outlineOf } from './outline-model.ts';
import type { OutlineRow } from './outline-row.ts';

/** Where the flow in the hand would go. */
function HeldFlow() {
  const still = useRun((state) => state.still);
  const carried = useCarriedFlow((state) => state.carried);
  return still && carried ? flowForecast(still, carried) : '';
}

interface RowProps {
  readonly row: OutlineRow;
  readonly chosen: boolean;
  readonly kind?: string;
}

/** Rows are made anew with each still; most say what they said. */
function isAlike(a: RowProps, b: RowProps): boolean {
  const [before, after] = [a.row, b.row];
  return (
    a.chosen === b.chosen &&
    before.name === after.name &&
    before.state === after.state &&
    before.sign === after.sign &&
    before.letter === after.letter &&
    sameSelection(before.selection, after.selection)
  );
}

const Row = memo(function Row(props: RowProps) {
  const { row, chosen, kind } = props;
  const select = (selection: Selection): void => {
    view.select(chosen ? undefined : selection);
  };
  const readOnly = useView((state) => state.readOnly);
  const flow = row.selection.kind === 'flow' && !readOnly ? row.selection.flow : undefined;
  const held = useCarriedFlow(({ carried }) => flow !== undefined && carried?.flow === flow);
  const classes = ['outline-row'];
  if (kind === undefined) classes.push('is-part');
  if (row.sign !== '') classes.push('is-now');
  return (
    <button
      type="button"
      className={classes.join(' ')}
      aria-pressed={chosen}
      data-flow={flow}
      onClick={() => (flow === undefined ? select(row.selection) : onFlowClick(flow))}
      onKeyDown={(event) => flow !== undefined && onFlowKey(event, flow)}
      onContextMenu={(event) => {
        event.preventDefault();
        openFor(row, event.currentTarget);
      }}
    >
      {kind !== undefined && <NodeIcon kind={kind} />}
      {row.letter !== undefined && <AnchorTile letter={row.letter} />}
      <span className="outline-name">{row.name}</span>
      <span className="outline-state">
        {row.sign !== '' && <span className="outline-sign">{row.sign} </span>}
        {held ? <HeldFlow /> : row.state}
      </span>
    </button>
  );
}, isAlike);

/** Seen when it has the focus: the menu that a right click on the row opens. */
function Act({ row }: { row: OutlineRow }) {
  return (
    <button
      type="button"
      className="outline-action"
      aria-haspopup="menu"
      onClick={(event) => openFor(row, event.currentTarget)}
    >
      Act on {row.name}
    </button>
  );
}

function openFor(row: OutlineRow, spot: Spot): void {
  const target = targetOf(row.selection);
  if (!target) return;
  view.select(row.selection);
  openAct(target, spot);
}

export function Outline() {
  const still = useRun((state) => state.still);
  const selection = useView((state) => state.selection);
  const readOnly = useView((state) => state.readOnly);
  if (!still) return null;
  const chosen = (row: OutlineRow): boolean => sameSelection(selection, row.selection);
  return (
    <ul className="outline">
      {outlineOf(still).map((node) => (
        <li key={node.key}>
          <Row row={node} chosen={chosen(node)} kind={node.kind} />
          <span className="outline-actions">
            <Act row={node} />
            {(node.kind === 'mn' || node.kind === 'mr') &&
              !readOnly &&
              mobileActions(still, node.key).map(({ words, run }) => (
                <button key={words} type="button" className="outline-action" onClick={run}>
                  {words}
                </button>
              ))}
          </span>
          {node.rows.length > 0 && (
            <ul>
              {node.rows.map((row) => (
                <li key={row.key}>
                  <Row row={row} chosen={chosen(row)} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      <li>
        <span className="outline-links">Links</span>
        <ul>
          {linksOf(still).map((row) => (
            <li key={row.key}>
              <Row row={row} chosen={chosen(row)} />
              <span className="outline-actions">
                <Act row={row} />
              </span>
            </li>
          ))}
        </ul>
      </li>
    </ul>
  );
}
