// What people did to frames on their way, beside the records of the frames, which never change. A
// touch holds from the event on that it names; one that is known already is not added again.

import type { FrameId, Micros, Seq } from '#base/ids.ts';
import type { FrameAct } from './command.ts';

/** One thing that was done to a frame. */
export interface Touch {
  /** It is so after this event. */
  readonly seq: Seq;
  /** Of the fault. */
  readonly name: string;
  /** copy: the frame is the second one of a duplicate; release: it was held, and flies again. */
  readonly act: FrameAct | 'copy' | 'release';
  /** When the frame arrives, from now on. */
  readonly arriveAt?: Micros;
  /** Where its octets lie in the arena, from now on. */
  readonly pieces?: { readonly head: number; readonly tail: number };
}

const NONE: readonly Touch[] = [];

export class Touches {
  readonly #byFrame = new Map<FrameId, readonly Touch[]>();

  get isEmpty(): boolean {
    return this.#byFrame.size === 0;
  }

  add(frame: FrameId, touch: Touch): void {
    const known = this.#byFrame.get(frame) ?? NONE;
    const isKnown = known.some(
      ({ seq, act, name }) => seq === touch.seq && act === touch.act && name === touch.name,
    );
    if (!isKnown) this.#byFrame.set(frame, [...known, touch]);
  }

  /** What was done to a frame before an event, first to last. */
  before(frame: FrameId, seq: Seq): readonly Touch[] {
    return this.#byFrame.get(frame)?.filter((touch) => touch.seq < seq) ?? NONE;
  }

  /** Forgets what was done at an event or later. */
  truncate(seq: Seq): void {
    const frames = [...this.#byFrame.keys()];
    for (const frame of frames) {
      const left = this.before(frame, seq);
      if (left.length === 0) this.#byFrame.delete(frame);
      else this.#byFrame.set(frame, left);
    }
  }
}
