// Which message repeats which: a sender that waits in vain says the same once more. PBUs are known again
// by their session (PMIP §6.9.4), revocations and notifications by their sequence number (RFC 5846 §8.1,
// RFC 7077 §6.1), solicitations by their sender (ND §6.3.7).

import type { NodeId, Seq } from '#base/ids.ts';
import { refill } from './ladder-flows.ts';

/** What is the same in a message and its repetition, and in its answer. */
export interface Thread {
  /** The question's kind: `PBU` for a PBU and for its PBA. */
  readonly of: string;
  readonly isAnswer: boolean;
  /** Session, or number. */
  readonly key: string;
  readonly sequence: number;
  /** Something that a repetition does not change: whether a PBU ends the binding. */
  readonly manner: string;
}

/** Messages that wait for one answer. */
interface Series {
  readonly first: Seq;
  readonly manner: string;
  readonly sequences: readonly number[];
}

/** How a message leaves. */
interface Sending {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly seq: Seq;
  /** Nothing but time brought it about. */
  readonly isByTimer: boolean;
}

/** What `keep` gives. */
export type KeptRepeats = readonly (readonly [string, Series])[];

export class Repeats {
  readonly #open = new Map<string, Series>();

  keep(): KeptRepeats {
    return [...this.#open];
  }
  restore(kept: KeptRepeats): void {
    refill(this.#open, kept);
  }

  /** A message leaves. Gives the event of the first sending when it repeats one. */
  sent(thread: Thread, { from, to, seq, isByTimer }: Sending): Seq | undefined {
    if (thread.isAnswer) return undefined;
    const id = `${thread.of} ${from} ${to} ${thread.key}`;
    const known = this.#open.get(id);
    const repeats = isByTimer && known?.manner === thread.manner ? known : undefined;
    this.#open.set(id, {
      first: repeats?.first ?? seq,
      manner: thread.manner,
      sequences: [...(repeats?.sequences ?? []), thread.sequence],
    });
    return repeats?.first;
  }

  /** A message arrives: an answer ends the series that it answers. */
  delivered(thread: Thread, from: NodeId, to: NodeId): void {
    if (!thread.isAnswer) return;
    const id = `${thread.of} ${to} ${from} ${thread.key}`;
    if (this.#open.get(id)?.sequences.includes(thread.sequence) === true) this.#open.delete(id);
  }
}
