// The upright words beside the mobile nodes' strips, where a ladder has room for them.

import type { LadderGeometry, Stay } from '#view/draw/ladder-layout.ts';
import type { LadderData } from './ladder-feed.ts';
import type { NameOf } from './row-words.ts';
import { stretchBands } from './stretch-bands.ts';

interface StripLabelsProps {
  readonly data: LadderData;
  readonly stays: readonly Stay[];
  readonly geometry: LadderGeometry;
  readonly top: number;
  readonly name: NameOf;
}

/** `on D-GW1`, upright, left of a mobile node's strip; it stays in sight while the stretch is. */
export function StripLabels({ data, stays, geometry, top, name }: StripLabelsProps) {
  return stretchBands({ data, stays, geometry, name }).map(({ key, from, to, words }) => (
    <div
      key={key}
      className="ladder-stretch"
      aria-hidden="true"
      style={{ top: top + from * geometry.row + 6, height: (to - from) * geometry.row - 10 }}
    >
      <div>
        {words.map(({ node, x, text }) => (
          <span key={node} style={{ marginLeft: geometry.gutter + x - 23 }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  ));
}
