// Two small plots: what a handover costs over the number of anchors, and path stretch over time. Each has
// its numbers in a table.

import type { Queries } from '#session/protocol.ts';
import { clockText } from '#app/ladder/time-text.ts';
import { showing } from './evidence.ts';
import type { CostPoint } from './metrics-model.ts';
import { valueText } from './metrics-model.ts';

const SIZE = { w: 440, h: 132 };
const EDGE = { left: 48, right: 56, top: 10, bottom: 26 };
const INNER = { w: SIZE.w - EDGE.left - EDGE.right, h: SIZE.h - EDGE.top - EDGE.bottom };

/** A number at least as great that reads well: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}

interface AxesProps {
  readonly x: readonly { readonly at: number; readonly words: string }[];
  readonly y: readonly { readonly at: number; readonly words: string }[];
  readonly xName: string;
}

/** `at`: shares of the inner plot, from left and from below. */
function Axes({ x, y, xName }: AxesProps) {
  return (
    <g className="plot-axes">
      {y.map(({ at, words }) => {
        const top = EDGE.top + (1 - at) * INNER.h;
        return (
          <g key={words}>
            <path d={`M${EDGE.left} ${top}h${INNER.w}`} />
            <text x={EDGE.left - 6} y={top + 4.5} textAnchor="end">
              {words}
            </text>
          </g>
        );
      })}
      {x.map(({ at, words }) => (
        <text key={words} x={EDGE.left + at * INNER.w} y={SIZE.h - 8} textAnchor="middle">
          {words}
        </text>
      ))}
      <text x={SIZE.w - 4} y={SIZE.h - 8} textAnchor="end">
        {xName}
      </text>
    </g>
  );
}

export function CostPlot({ costs }: { readonly costs: readonly CostPoint[] }) {
  if (costs.length < 2) return null;
  const most = Math.max(1, ...costs.map(({ anchors }) => anchors));
  const top = roundUp(Math.max(1, ...costs.map(({ octets }) => octets.value)));
  const spots = Array.from({ length: most + 1 }, (_, n) => n).filter(
    (n) => most <= 8 || n % Math.ceil(most / 8) === 0,
  );
  return (
    <figure className="metric-plot">
      <figcaption>Signalling octets of an attachment, over the anchors that it told</figcaption>
      <svg viewBox={`0 0 ${SIZE.w} ${SIZE.h}`} aria-hidden="true">
        <Axes
          x={spots.map((n) => ({ at: (n + 0.3) / (most + 0.6), words: String(n) }))}
          y={[0, 0.5, 1].map((at) => ({ at, words: valueText(at * top) }))}
          xName="anchors"
        />
        {costs.map(({ words, anchors, octets }) => (
          <circle
            key={words}
            className="plot-dot"
            cx={EDGE.left + ((anchors + 0.3) / (most + 0.6)) * INNER.w}
            cy={EDGE.top + (1 - octets.value / top) * INNER.h}
            r={4.5}
            {...showing(octets.evidence)}
          >
            <title>{`${words}: ${valueText(octets.value)} octets, ${anchors} anchors`}</title>
          </circle>
        ))}
      </svg>
    </figure>
  );
}

type Point = Queries['metrics']['answer']['stretch'][number];

/** Lines are told apart by their dashes and by the name at their end. */
const DASHES = ['none', '7 4', '2 3', '10 3 2 3', '4 2', '1 4'];
/** Flows that are drawn; the table has all. */
const MOST_LINES = 6;

interface Line {
  readonly flow: string;
  readonly points: readonly Point[];
}

function linesOf(points: readonly Point[]): readonly Line[] {
  const flows = [...new Set(points.map(({ flow }) => flow))];
  return flows.map((flow) => ({ flow, points: points.filter((one) => one.flow === flow) }));
}

export function StretchPlot(props: { readonly points: readonly Point[]; readonly until: number }) {
  const lines = linesOf(props.points);
  if (lines.length === 0) return null;
  const begin = Math.min(...props.points.map(({ at }) => at));
  const span = Math.max(1, props.until - begin);
  const top = Math.max(2, ...props.points.map(({ stretch }) => Math.ceil(stretch)));
  const x = (at: number): number => EDGE.left + ((at - begin) / span) * INNER.w;
  const y = (stretch: number): number => EDGE.top + (1 - stretch / top) * INNER.h;
  // Where lines end together their names stand side by side, in one line of words.
  const ends = new Map<number, string[]>();
  for (const { flow, points } of lines.slice(0, MOST_LINES)) {
    const at = Math.round(y(points.at(-1)?.stretch ?? 0));
    ends.set(at, [
      ...(ends.get(at) ?? []),
      flow.replace(/ (up|down)$/, (_, way) => (way === 'up' ? '↑' : '↓')),
    ]);
  }
  return (
    <figure className="metric-plot">
      <figcaption>Path stretch over time, in times the shortest delay</figcaption>
      <svg viewBox={`0 0 ${SIZE.w} ${SIZE.h}`} aria-hidden="true">
        <Axes
          x={[0, 0.5, 1].map((at) => ({ at, words: ((begin + at * span) / 1e6).toFixed(1) }))}
          y={Array.from({ length: top + 1 }, (_, n) => ({ at: n / top, words: `${n}` })).filter(
            (_, n) => top <= 4 || n % Math.ceil(top / 4) === 0,
          )}
          xName="s"
        />
        {lines.slice(0, MOST_LINES).map(({ flow, points }, i) => (
          <g key={flow}>
            <path
              className="plot-line"
              strokeDasharray={DASHES[i % DASHES.length]}
              d={points
                .map(({ at, stretch }, n) =>
                  n === 0 ? `M${x(at)} ${y(stretch)}` : `H${x(at)}V${y(stretch)}`,
                )
                .join('')}
            />
            {points.map(({ at, stretch, seq }) => (
              <circle
                key={seq}
                className="plot-dot"
                cx={x(at)}
                cy={y(stretch)}
                r={3}
                {...showing(seq)}
              >
                <title>{`${flow}, ${clockText(at)} s: ${valueText(stretch)}`}</title>
              </circle>
            ))}
          </g>
        ))}
        {[...ends].map(([at, names]) => (
          <text key={at} className="plot-name" x={SIZE.w - EDGE.right + 5} y={at + 4}>
            {names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(' ')}
          </text>
        ))}
      </svg>
      <details className="metric-words">
        <summary>As a table</summary>
        <table className="grid metric-table">
          <thead>
            <tr>
              <th scope="col">Flow</th>
              <th scope="col">From, s</th>
              <th scope="col">Stretch</th>
            </tr>
          </thead>
          <tbody>
            {props.points.map(({ flow, at, stretch, seq }) => (
              <tr key={seq}>
                <th scope="row">{flow}</th>
                <td>{clockText(at)}</td>
                <td>
                  <button type="button" className="metric-value" {...showing(seq)}>
                    {valueText(stretch)}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
