// The ladder's rows, a window at a time: asked of the worker when the window or the run moves, never
// more often than a few times a second, never the whole trace.

import type { LadderFilter, Queries } from '#session/protocol.ts';
import type { LadderRow, Lifeline } from '#view/ladder.ts';

type Answer = Queries['ladder']['answer'];

/** What the pane knows: rows by index, for the window around what is shown. */
export interface LadderData {
  readonly total: number;
  /** Rows that begin at or before the playhead. */
  readonly now: number;
  readonly lifelines: readonly Lifeline[];
  readonly attachment: Answer['attachment'];
  readonly from: number;
  readonly rows: readonly LadderRow[];
  /** Why the last question was refused, in words. */
  readonly why: string | undefined;
}

export const NO_ROWS: LadderData = {
  total: 0,
  now: 0,
  lifelines: [],
  attachment: [],
  from: 0,
  rows: [],
  why: undefined,
};

/** Asks for a window of rows. */
export type AskRows = (question: Queries['ladder']['ask']) => Promise<Answer>;

export interface Feed {
  /** Which rows are wanted. Asks when they are not there yet. */
  want(from: number, count: number): void;
  /** The run moved. */
  moved(): void;
  end(): void;
}

/** Least time between two questions, in milliseconds. */
export const ASK_GAP = 110;

/** Asks under one filter, at most once in each `gap`, and hands each new state to `publish`. */
export function createFeed(
  ask: AskRows,
  filter: LadderFilter,
  publish: (data: LadderData) => void,
  gap: () => number = () => ASK_GAP,
): Feed {
  let data = NO_ROWS;
  let wanted = { from: 0, count: 60 };
  let asking = false;
  let again = false;
  let ended = false;
  let asked = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Most of what is to be seen is not there: that is worth a late frame. */
  const isBlank = (): boolean => {
    const end = Math.min(wanted.from + wanted.count, data.total);
    const has = Math.min(end, data.from + data.rows.length) - Math.max(wanted.from, data.from);
    return 2 * Math.max(0, has) < end - wanted.from;
  };
  const wait = (): number => asked + (isBlank() ? ASK_GAP : gap()) - performance.now();
  const pull = async (): Promise<void> => {
    timer = undefined;
    if (ended) return;
    // What the last rows cost may have been seen only meanwhile.
    if (wait() >= 1) {
      schedule();
      return;
    }
    asking = true;
    again = false;
    asked = performance.now();
    const { from } = wanted;
    try {
      data = mergeRows(data, from, await ask({ ...wanted, filter }));
    } catch (error) {
      data = { ...data, why: error instanceof Error ? error.message : String(error) };
    }
    asking = false;
    if (ended) return;
    publish(data);
    if (again) schedule();
  };
  const schedule = (): void => {
    if (asking) again = true;
    else timer ??= setTimeout(() => void pull(), Math.max(0, wait()));
  };

  return {
    want: (from, count) => {
      wanted = { from, count };
      if (timer !== undefined && isBlank()) {
        clearTimeout(timer);
        timer = undefined;
        schedule();
      }
      const missing = from < data.from || from + count > data.from + data.rows.length;
      if (missing && data.from + data.rows.length < data.total) schedule();
      else if (from < data.from) schedule();
    },
    moved: schedule,
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}

/** The answer, with the old objects for rows that are as they were: what is drawn stays drawn. */
export function mergeRows(old: LadderData, from: number, answer: Answer): LadderData {
  const rows = answer.rows.map((row, i) => {
    const before = old.rows[from + i - old.from];
    return before !== undefined && sameRow(before, row) ? before : row;
  });
  return {
    total: answer.total,
    now: Math.min(answer.total, answer.now),
    lifelines: same(old.lifelines, answer.lifelines),
    attachment: same(old.attachment, answer.attachment),
    from,
    rows,
    why: undefined,
  };
}

function sameRow(a: LadderRow, b: LadderRow): boolean {
  return a.seq === b.seq && a.lastSeq === b.lastSeq && JSON.stringify(a) === JSON.stringify(b);
}

function same<T>(old: T, fresh: T): T {
  return JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh;
}

/** The row at an index, when it is in the window. */
export function rowAt(data: LadderData, index: number): LadderRow | undefined {
  return data.rows[index - data.from];
}
