// The tables of one node at the playhead, asked again when the run moves; and lifetimes that run down
// without rendering.

import { useEffect, useState, type RefObject } from 'react';
import type { NodeId, TableView } from '#session/protocol.ts';
import { ask, latestStill, useRun } from '#app/stores/run.ts';
import { leftText } from './table-model.ts';

/** Least time between two questions while the run plays, in milliseconds. */
const ASK_GAP = 240;
const TICK = 250;

interface Tables {
  readonly node: NodeId | undefined;
  readonly tables: readonly TableView[];
}

const NONE: Tables = { node: undefined, tables: [] };

/** The last answer for this node; empty until the first. */
export function useTables(node: NodeId | undefined): readonly TableView[] {
  const [state, setState] = useState(NONE);
  const moment = useRun(({ still }) =>
    still === undefined ? undefined : momentOf(still.status === 'playing', still),
  );
  useEffect(() => {
    if (node === undefined || moment === undefined) return undefined;
    let current = true;
    ask('tables', { node }).then(
      (tables) => {
        if (current) setState({ node, tables });
      },
      // Refused: the node has none on this branch.
      () => {
        if (current) setState({ node, tables: [] });
      },
    );
    return () => {
      current = false;
    };
  }, [node, moment]);
  return state.node === node ? state.tables : NONE.tables;
}

/** Changes when the tables may have changed; while playing a few times a second at most. */
function momentOf(playing: boolean, still: { epoch: number; seq: number }): string {
  const wall = playing ? `~${Math.floor(performance.now() / ASK_GAP)}` : `${still.seq}`;
  return `${still.epoch} ${wall}`;
}

/** Writes what is left of each lifetime into the elements that carry `data-expires`. */
export function useCountdown(pane: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const write = (): void => {
      const now = latestStill()?.now;
      if (now === undefined) return;
      for (const cell of pane.current?.querySelectorAll<HTMLElement>('[data-expires]') ?? []) {
        const text = leftText(Number(cell.dataset['expires']) - now);
        if (cell.textContent !== text) cell.textContent = text;
      }
    };
    write();
    const timer = window.setInterval(write, TICK);
    return () => window.clearInterval(timer);
  });
}
