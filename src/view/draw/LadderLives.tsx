// The lifelines' pieces in one row, and on them the state of the node: a filled strip, hatched while a
// mobile node is nowhere, outlined at a gateway whose mobile node is elsewhere. Pieces that look alike
// are one shape: a row of a hundred lifelines is a handful of elements.

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
  const { seen, row } = props.geometry;
  return (
    <>
      <path className="ladder-life" d={seen.map(({ x }) => `M${x} 0V${row}`).join('')} />
      {[...stripsOf(props)].map(([look, { bed, sides }]) => (
        <g key={look} className={`ladder-strip ${look}`}>
          <path className="is-bed" d={bed} />
          <path className="is-side" d={sides} />
        </g>
      ))}
    </>
  );
}

/** Outlines of the strips of one look. */
interface Strips {
  readonly bed: string;
  readonly sides: string;
}

/** The strips of a row, by their classes. */
function stripsOf({ row, geometry, stays }: LivesProps): ReadonlyMap<string, Strips> {
  const strips = new Map<string, Strips>();
  const add = (piece: StripPiece, column: LadderColumn, y: number, end: number): void => {
    if (piece.look === 'none') return;
    const look = classesOf(piece);
    const { bed, sides } = strips.get(look) ?? { bed: '', sides: '' };
    const half = column.kind === 'mn' ? 4 : 3;
    const left = column.x - half;
    const right = column.x + half;
    strips.set(look, {
      bed: `${bed}M${left} ${y}H${right}V${end}H${left}z`,
      sides: `${sides}M${left} ${y}V${end}M${right} ${y}V${end}`,
    });
  };
  for (const column of geometry.seen) {
    const { before, after } = stripAt(stays, column, row);
    const same = before.look === after.look && before.letter === after.letter;
    add(before, column, 0, same ? geometry.row : geometry.lineY);
    if (!same) add(after, column, geometry.lineY, geometry.row);
  }
  return strips;
}

function classesOf({ look, letter }: StripPiece): string {
  const shade = look === 'anchor' && letter !== undefined ? ` is-anchor-${shadeOf(letter)}` : '';
  return `is-${look}${shade}`;
}
