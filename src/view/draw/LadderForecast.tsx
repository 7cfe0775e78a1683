// The next event, below the playhead: dashed, because it has not happened.

import type { NodeId } from '#base/ids.ts';
import { LadderArrow } from './LadderArrow.tsx';
import {
  columnX,
  LABEL_SIZE,
  placeLabel,
  type LadderGeometry,
  type Stay,
} from './ladder-layout.ts';
import { fitText } from './text-width.ts';
import { Lives } from './LadderLives.tsx';

/** What is known of it: at least where, and words. */
export interface Forecast {
  readonly at: number;
  readonly node: NodeId;
  readonly words: string;
  readonly message?: { readonly from: NodeId; readonly to: NodeId; readonly label: string };
}

interface ForecastProps {
  readonly next: Forecast;
  readonly geometry: LadderGeometry;
  readonly stays: readonly Stay[];
}

export function LadderForecast({ next, geometry, stays }: ForecastProps) {
  const row = { row: 'note', at: next.at, until: next.at } as const;
  return (
    <>
      <Lives row={row} {...{ geometry, stays }} />
      <Coming {...{ next, geometry }} />
    </>
  );
}

function Coming({ next, geometry }: Pick<ForecastProps, 'next' | 'geometry'>) {
  const a = columnX(geometry, next.message?.from);
  const b = columnX(geometry, next.message?.to);
  if (a !== undefined && b !== undefined && a !== b) {
    const placed = placeLabel(geometry, { a, b }, `next: ${next.message?.label}`, []);
    return (
      <>
        <LadderArrow
          {...{ a, b, y: geometry.lineY, pipes: [], stops: [], accent: false }}
          style={{ line: 'next', sign: undefined }}
        />
        <text
          className="ladder-label is-quiet"
          x={placed.x + placed.width / 2}
          y={geometry.labelY}
          textAnchor="middle"
        >
          {placed.text}
        </text>
      </>
    );
  }
  const x = columnX(geometry, next.node) ?? 0;
  const toLeft = x > geometry.width / 2;
  const middle = geometry.row / 2;
  const room = toLeft ? x - 20 : geometry.width - x - 20;
  return (
    <>
      <circle className="ladder-next-spot" cx={x} cy={middle} r="6" />
      <text
        className="ladder-label is-quiet"
        x={x + (toLeft ? -14 : 14)}
        y={middle + 4.7}
        textAnchor={toLeft ? 'end' : 'start'}
      >
        {fitText(`next: ${next.words}`, LABEL_SIZE, room)}
      </text>
    </>
  );
}
