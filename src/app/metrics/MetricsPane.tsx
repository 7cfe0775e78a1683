// Figures of the run so far, in groups: tables, bars and plots. Each figure that has evidence shows its
// message in the ladder when the pointer or the focus is on it.

import { csvOf } from '#metrics/csv.ts';
import { clockText } from '#app/ladder/time-text.ts';
import { saveFile } from '#app/pages/save.ts';
import { useDocument } from '#app/stores/document.ts';
import { nameOf, useRun } from '#app/stores/run.ts';
import { showing } from './evidence.ts';
import { LatencyBars } from './LatencyBars.tsx';
import type { MetricGroup, MetricRow } from './metrics-model.ts';
import { costsOf, groupsOf, latencyBars, valueText } from './metrics-model.ts';
import { CostPlot, StretchPlot } from './Plots.tsx';
import type { Measured } from './use-metrics.tsx';
import { useMetrics } from './use-metrics.tsx';
import './metrics.css';

export function MetricsPane() {
  const { measured, measuring, stale, why, again } = useMetrics();
  const still = useRun((state) => state.still);
  const id = useDocument((state) => state.scenario?.id);
  if (!measured) {
    return (
      <output className="detail-empty">
        {why === '' ? `Measuring ${valueText(still?.seq ?? 0)} events…` : why}
      </output>
    );
  }
  const save = (): void =>
    saveFile(`${id ?? 'roamscope'}-metrics.csv`, 'text/csv', csvOf(measured.figures));
  return (
    <div className="metrics">
      <div className="metrics-bar">
        <output>
          {measuring
            ? 'Measuring…'
            : `To ${clockText(measured.at)} s, ${valueText(measured.events)} events`}
        </output>
        <span className="sp" />
        {stale && !measuring && (
          <button type="button" className="btn" onClick={again}>
            Measure again
          </button>
        )}
        <button type="button" className="btn" onClick={save}>
          Save as CSV
        </button>
      </div>
      <Groups measured={measured} name={(node) => nameOf(still, node)} />
    </div>
  );
}

function Groups({ measured, name }: { measured: Measured; name: (node: string) => string }) {
  const groups = groupsOf(measured.figures, name);
  if (groups.length === 0) {
    return (
      <p className="detail-empty">Nothing to measure yet. Play or step on, then look again.</p>
    );
  }
  return groups.map((group) => (
    <section key={group.id} className="metric-group" aria-labelledby={`metric-${group.id}`}>
      <h3 id={`metric-${group.id}`}>{group.title}</h3>
      <GroupTable group={group} />
      {group.id === 'handovers' && (
        <>
          <LatencyBars bars={latencyBars(measured.figures, name)} />
          <CostPlot costs={costsOf(measured.figures, name)} />
        </>
      )}
      {group.id === 'paths' && <StretchPlot points={measured.stretch} until={measured.at} />}
      <details className="metric-words">
        <summary>Definitions</summary>
        <dl>
          {group.columns.map(({ name: column, head, unit, definition }) => (
            <div key={column}>
              <dt>
                {head}, {unit}
              </dt>
              <dd>{definition}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  ));
}

function GroupTable({ group }: { group: MetricGroup }) {
  return (
    <div className="table-scroll">
      <table className="grid metric-table" aria-labelledby={`metric-${group.id}`}>
        <thead>
          <tr>
            <th scope="col">About</th>
            {group.columns.map(({ name, head, unit, definition }) => (
              <th key={name} scope="col" data-tip={definition}>
                {head}
                {unit.toLowerCase() !== head.toLowerCase() && <small> {unit}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {group.rows.map((row) => (
            <Row key={row.scope} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: MetricRow }) {
  return (
    <tr data-minor={row.minor || undefined}>
      <th scope="row">{row.words}</th>
      {row.cells.map((cell, i) => (
        <td key={i}>
          {cell && cell.evidence !== undefined ? (
            <button type="button" className="metric-value" {...showing(cell.evidence)}>
              {valueText(cell.value)}
            </button>
          ) : (
            cell && valueText(cell.value)
          )}
        </td>
      ))}
    </tr>
  );
}
