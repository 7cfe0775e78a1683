// The lifelines' pieces in one row, and on them the state of the node: a filled strip, hatched while a
// mobile node is nowhere, outlined at a gateway whose mobile node is elsewhere.

import type { LadderRow } from '#view/ladder.ts';
import {
  stripAt,
  type LadderColumn,
  type LadderGeometry,
  type Stay,
  type StripPiece,
} from './ladder-layout.ts';
import { shadeOf } from './TopologyParts.tsx';

interface LivesProps {
  readonly row: Pick<LadderRow, 'row' | 'at' | 'until'>;
  readonly geometry: LadderGeometry;
  readonly stays: readonly Stay[];
}

/** The lifelines' pieces in one row, with their state strips. */
export function Lives(props: LivesProps) {
  return props.geometry.seen.map((column) => <Life key={column.node} column={column} {...props} />);
}

function Life({ column, row, geometry, stays }: LivesProps & { readonly column: LadderColumn }) {
  const { before, after } = stripAt(stays, column, row);
  const half = column.kind === 'mn' ? 4 : 3;
  const same = before.look === after.look && before.letter === after.letter;
  return (
    <>
      <path className="ladder-life" d={`M${column.x} 0V${geometry.row}`} />
      <Strip
        piece={before}
        x={column.x}
        half={half}
        y={0}
        end={same ? geometry.row : geometry.lineY}
      />
      {!same && (
        <Strip piece={after} x={column.x} half={half} y={geometry.lineY} end={geometry.row} />
      )}
    </>
  );
}

interface StripProps {
  readonly piece: StripPiece;
  readonly x: number;
  readonly half: number;
  readonly y: number;
  readonly end: number;
}

function Strip({ piece, x, half, y, end }: StripProps) {
  if (piece.look === 'none') return null;
  const isAnchor = piece.look === 'anchor' && piece.letter !== undefined;
  const letter = isAnchor ? ` is-anchor-${shadeOf(piece.letter ?? '')}` : '';
  const sides = `M${x - half} ${y}V${end}M${x + half} ${y}V${end}`;
  return (
    <g className={`ladder-strip is-${piece.look}${letter}`}>
      <rect x={x - half} y={y} width={2 * half} height={end - y} />
      <path d={sides} />
    </g>
  );
}
