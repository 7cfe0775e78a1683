// The upright words beside the strip of the first mobile node, where a ladder has room for them. Arrows
// run past all other lifelines, and their labels would run into the words.

import type { LadderGeometry, Stay } from '#view/draw/ladder-layout.ts';
import type { LadderData } from './ladder-feed.ts';
import type { NameOf } from './row-words.ts';
import { stretchesOf } from './stretches.ts';

interface StripLabelsProps {
  readonly data: LadderData;
  readonly stays: readonly Stay[];
  readonly geometry: LadderGeometry;
  readonly top: number;
  readonly name: NameOf;
}

/** `on D-GW1`, upright, left of the first strip; it stays in sight while the stretch is. */
export function StripLabels({ data, stays, geometry, top, name }: StripLabelsProps) {
  const [first] = geometry.columns;
  if (first?.kind !== 'mn' || first !== geometry.seen[0]) return null;
  return stretchesOf(data, stays, first).map(
    ({ at, from, to }) =>
      at !== undefined &&
      to - from > 1 && (
        <div
          key={from}
          className="ladder-stretch"
          aria-hidden="true"
          style={{ top: top + from * geometry.row + 6, height: (to - from) * geometry.row - 10 }}
        >
          <div>
            <span style={{ marginLeft: geometry.gutter + first.x - 23 }}>on {name(at)}</span>
          </div>
        </div>
      ),
  );
}
