// The ladder of a run: built from the trace as it grows, and told as of any event of it, so that a
// playhead may stand anywhere. What lies after the playhead is told as it will be.

import type { Seq } from '#base/ids.ts';
import type { Cast } from './cast.ts';
import type { LadderRow } from './ladder.ts';
import { rowAsOf } from './ladder-drafts.ts';
import { LadderIntake } from './ladder-intake.ts';
import { listRows, type RowFilter, type Shown } from './ladder-list.ts';
import type { TraceReader } from './trace-reader.ts';

/** A window of the ladder. */
export interface LadderWindow {
  /** Rows of the whole run that is known. */
  readonly total: number;
  /** Rows that have begun at the playhead. */
  readonly now: number;
  readonly rows: readonly LadderRow[];
}

export interface LadderAsk {
  readonly from: number;
  readonly count: number;
  readonly filter: RowFilter;
  /** The playhead: events before it have happened. */
  readonly before: Seq;
}

export class Ladder {
  readonly #intake: LadderIntake;
  #listed: { readonly key: string; readonly rows: readonly Shown[] } | undefined;
  readonly #clock = (seq: Seq) => this.trace.at(seq);

  constructor(
    private readonly trace: TraceReader,
    cast: Cast,
  ) {
    this.#intake = new LadderIntake(trace, cast);
  }

  /** Frames that are known, at the playhead and after it. */
  get frames(): number {
    return this.#intake.frames;
  }

  /** Takes in the events that have become known. */
  update(): void {
    this.#intake.update();
  }

  /** Forgets events from `from` on: a fork has changed them. Without it, everything. */
  reset(from: Seq = 0): void {
    this.#intake.cut(from);
    this.#listed = undefined;
  }

  /** Rows `from` to `from + count` of a filter. */
  window(ask: LadderAsk): LadderWindow {
    const listed = this.#list(ask.filter);
    const from = Math.max(0, ask.from);
    const rows = listed.slice(from, from + ask.count).map((shown) => this.#show(shown, ask.before));
    return { total: listed.length, now: begun(listed, ask.before), rows };
  }

  /** All rows of a filter, at the end of what is known. */
  rows(filter: RowFilter): readonly LadderRow[] {
    return this.#list(filter).map((shown) => this.#show(shown, this.#intake.taken));
  }

  /** The place of the row that holds an event, or of the last row before it; -1: there is none. */
  indexOf(seq: Seq, filter: RowFilter): number {
    const listed = this.#list(filter);
    const draft = this.#intake.drafts[this.#intake.rowOf(seq)];
    const exact = draft === undefined ? -1 : listed.findIndex((shown) => shown.draft === draft);
    return exact >= 0 ? exact : begun(listed, seq + 1) - 1;
  }

  /** The row that an event belongs to, as of the playhead. */
  rowOf(seq: Seq, before: Seq): LadderRow | undefined {
    const draft = this.#intake.drafts[this.#intake.rowOf(seq)];
    return draft && this.#show({ draft, seq: draft.seq }, before);
  }

  #show(shown: Shown, before: Seq): LadderRow {
    const horizon = shown.seq < before ? before : this.#intake.taken;
    if (shown.draft !== undefined) return rowAsOf(shown.draft, horizon, this.trace);
    const { seq, quietFrom = seq } = shown;
    const [at, until] = [this.#clock(quietFrom), this.#clock(seq)];
    return { row: 'gap', seq: seq - 1, lastSeq: seq - 1, at, until };
  }

  #list(filter: RowFilter): readonly Shown[] {
    const { drafts, data, taken } = this.#intake;
    const key = `${taken} ${JSON.stringify(filter)}`;
    if (this.#listed?.key !== key) {
      const rows = listRows(drafts, data.activity, { filter, taken, clock: this.#clock });
      this.#listed = { key, rows };
    }
    return this.#listed.rows;
  }
}

/** How many rows begin before an event. */
function begun(listed: readonly Shown[], before: Seq): number {
  let low = 0;
  let high = listed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((listed[middle]?.seq ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return low;
}
