// Which rows of the ladder a filter shows, and where it was quiet between them.

import type { Micros, Seq } from '#base/ids.ts';
import { countBefore, foldCount } from './ladder-fold.ts';
import type { Clock, Draft } from './ladder-drafts.ts';

/** Which rows are shown. */
export interface RowFilter {
  readonly signalling: boolean;
  readonly data: boolean;
  readonly neighbourDiscovery: boolean;
  readonly onlyChanges: boolean;
}

/** Everything that a ladder can show. */
export const ALL_ROWS: RowFilter = {
  signalling: true,
  data: true,
  neighbourDiscovery: true,
  onlyChanges: false,
};

/** A row that is shown; without a draft: a gap that ends at event `seq`. */
export interface Shown {
  readonly seq: Seq;
  readonly draft?: Draft;
  /** Gap: the last event before it. */
  readonly quietFrom?: Seq;
}

/** Choice: shorter pauses are not worth a line. */
const LEAST_GAP: Micros = 1_000_000;

/** Messages of neighbour discovery that carry no signalling of mobility. */
const NEIGHBOURLY = new Set(['NS', 'NA']);

/** The rows of a filter, in order. */
export function listRows(
  drafts: readonly Draft[],
  activity: readonly Seq[],
  given: { readonly filter: RowFilter; readonly taken: Seq; readonly clock: Clock },
): readonly Shown[] {
  const { filter, taken, clock } = given;
  const rows: Shown[] = [];
  let last: Seq | undefined;
  for (const draft of drafts) {
    if (!isShown(draft, filter, taken)) continue;
    const seen = filter.data ? activity[countBefore(activity, draft.seq) - 1] : undefined;
    const quietFrom = latest(last, seen);
    if (quietFrom !== undefined && clock(draft.seq) - clock(quietFrom) >= LEAST_GAP) {
      rows.push({ seq: draft.seq, quietFrom });
    }
    rows.push({ seq: draft.seq, draft });
    last = latest(last, endOf(draft, taken));
  }
  return rows;
}

const latest = (a: Seq | undefined, b: Seq | undefined): Seq | undefined =>
  a === undefined ? b : b === undefined ? a : Math.max(a, b);

/** The last event of a row of signalling; data is seen by its activity. */
function endOf(draft: Draft, taken: Seq): Seq {
  switch (draft.row) {
    case 'message':
      return draft.ends.at(-1)?.seq ?? draft.hops.at(-1)?.sentSeq ?? draft.seq;
    case 'signal':
      return Math.max(draft.seq, Math.min(draft.arrivedSeq, taken));
    case 'attach':
    case 'detach':
      return draft.lastSeq;
    case 'note':
    case 'data':
      return draft.seq;
  }
}

function isShown(draft: Draft, filter: RowFilter, taken: Seq): boolean {
  switch (draft.row) {
    case 'data':
      // A fold that all its datagrams have left says nothing.
      return filter.data && !filter.onlyChanges && foldCount(draft.fold, taken) > 0;
    case 'message':
      if (filter.onlyChanges && draft.facts.length === 0) return false;
      return NEIGHBOURLY.has(draft.type) ? filter.neighbourDiscovery : filter.signalling;
    case 'signal':
      return filter.signalling && (!filter.onlyChanges || draft.facts.length > 0);
    case 'attach':
    case 'detach':
      return filter.signalling;
    case 'note':
      return filter.signalling && !filter.onlyChanges;
  }
}
