// The ladder's window as React state.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { LadderFilter } from '#session/protocol.ts';
import { ask, latestStill, onEachStill } from '#app/stores/run.ts';
import { createCadence } from '#app/stores/cadence.ts';
import { ASK_GAP, createFeed, NO_ROWS, type Feed, type LadderData } from './ladder-feed.ts';

interface Ladder {
  readonly data: LadderData;
  /** Says which rows are shown. */
  readonly want: (from: number, count: number) => void;
}

/** Follows the run under a filter; renders a few times a second at most. */
export function useLadder(filter: LadderFilter): Ladder {
  const [data, setData] = useState(NO_ROWS);
  const feed = useRef<Feed>(undefined);
  useEffect(() => {
    const cadence = createCadence(ASK_GAP);
    const publish = (rows: LadderData): void => {
      cadence.changed();
      setData(rows);
    };
    const fresh = createFeed(
      (question) => ask('ladder', question),
      filter,
      publish,
      () => (latestStill()?.status === 'playing' ? cadence.gap() : ASK_GAP),
    );
    feed.current = fresh;
    let last = latestStill();
    if (last) fresh.moved();
    const stop = onEachStill((still) => {
      if (still.seq !== last?.seq || still.epoch !== last.epoch) fresh.moved();
      last = still;
    });
    return () => {
      stop();
      fresh.end();
    };
  }, [filter]);
  const want = useCallback((from: number, count: number) => feed.current?.want(from, count), []);
  return { data, want };
}
