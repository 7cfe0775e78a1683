// The life of a binding on a line: created, accepted, refresh due. Not to scale: the words tell.

import type { TableView } from '#session/protocol.ts';
import { latestStill } from '#app/stores/run.ts';
import { momentsOf } from './table-model.ts';

const WIDTH = 470;
const FROM = 14;

export function BindingTimeline({ table }: { readonly table: TableView }) {
  const moments = momentsOf(table);
  if (moments.length < 2) return null;
  const now = latestStill()?.now ?? 0;
  const step = (WIDTH - 2 * FROM) / Math.max(2, moments.length - 1);
  return (
    <svg className="binding-line" viewBox={`0 0 ${WIDTH} 42`} width={WIDTH} height="42">
      <path className="binding-rule" d={`M${FROM} 12H${WIDTH - FROM}`} />
      {moments.map(({ words, at, changed }, i) => {
        const x = FROM + i * step;
        return (
          <g key={words} className={changed ? 'is-changed' : undefined}>
            {at > now ? (
              <path className="binding-due" d={`M${x} 7v10`} />
            ) : (
              <circle className="binding-spot" cx={x} cy="12" r={changed ? 6 : 4} />
            )}
            <text x={i === 0 ? 0 : x} y="36" textAnchor={i === 0 ? 'start' : anchorAt(x)}>
              {words} {secondsText(at)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function anchorAt(x: number): 'middle' | 'end' {
  return x > WIDTH - 60 ? 'end' : 'middle';
}

function secondsText(at: number): string {
  return `${(at / 1_000_000).toFixed(3)} s`;
}
