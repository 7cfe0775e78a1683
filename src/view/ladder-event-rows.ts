// Which row of the ladder each event belongs to: a list of small numbers that grows with the trace.

import type { Seq } from '#base/ids.ts';

/** An event that belongs to no row. */
export const NO_ROW = -1;

export class EventRows {
  #rows = new Int32Array(1024);

  get(seq: Seq): number {
    return this.#rows[seq] ?? NO_ROW;
  }

  /** Events are told one after the other. */
  set(seq: Seq, row: number): void {
    if (seq >= this.#rows.length) {
      const wider = new Int32Array(this.#rows.length * 2);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    this.#rows[seq] = row;
  }
}
