// The upright words beside the mobile nodes' strips, gathered by where they stand. Words of one length
// over the same slots keep in sight together, so a hundred nodes that stay are one thing that sticks.

import type { LadderGeometry, Stay } from '#view/draw/ladder-layout.ts';
import type { LadderData } from './ladder-feed.ts';
import type { NameOf } from './row-words.ts';
import { stretchesOf } from './stretches.ts';

export interface StretchBand {
  readonly key: string;
  /** Slots; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly words: readonly StretchWords[];
}

interface StretchWords {
  readonly node: string;
  /** The node's lifeline. */
  readonly x: number;
  readonly text: string;
}

interface Sight {
  readonly data: LadderData;
  readonly stays: readonly Stay[];
  readonly geometry: Pick<LadderGeometry, 'seen'>;
  readonly name: NameOf;
}

/** `on D-GW1` for each stretch of a mobile node in sight that is longer than a row. */
export function stretchBands({ data, stays, geometry, name }: Sight): readonly StretchBand[] {
  const bands = new Map<string, StretchBand>();
  for (const column of geometry.seen) {
    if (column.kind !== 'mn') continue;
    for (const { at, from, to } of stretchesOf(data, stays, column)) {
      if (at === undefined || to - from < 2) continue;
      const text = `on ${name(at)}`;
      const key = `${from} ${to} ${text.length}`;
      const words = [...(bands.get(key)?.words ?? []), { node: column.node, x: column.x, text }];
      bands.set(key, { key, from, to, words });
    }
  }
  return [...bands.values()];
}
