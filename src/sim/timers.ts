// The timers that are armed. A timer keeps its slot for ever; an entry of the queue names the slot,
// and counts only while the slot still waits for that very entry.

import type { Micros, Seq, TimerKey } from '#base/ids.ts';

/** Whose timer a slot is. */
export interface TimerName {
  /** Index of the node. */
  readonly node: number;
  readonly role: string;
  readonly timer: TimerKey;
}

/** An armed timer. */
export interface Armed {
  readonly sequence: number;
  readonly due: Micros;
  /** The event that armed it. */
  readonly armedBy: Seq;
  /** Words for what will happen. */
  readonly say: string | undefined;
}

export type KeptTimers = readonly (Armed | undefined)[];

export class Timers {
  /** By owner, then by timer. */
  readonly #slots = new Map<object, Map<TimerKey, number>>();
  readonly #names: TimerName[] = [];
  #armed: (Armed | undefined)[] = [];

  /** The slot of a timer, if it ever had one. `owner` stands for the node and the role. */
  find(owner: object, timer: TimerKey): number | undefined {
    return this.#slots.get(owner)?.get(timer);
  }

  /** A slot for a timer that has none. */
  add(owner: object, name: TimerName): number {
    const slots = this.#slots.get(owner) ?? new Map<TimerKey, number>();
    this.#slots.set(owner, slots);
    const slot = this.#names.length;
    slots.set(name.timer, slot);
    this.#names.push(name);
    return slot;
  }

  name(slot: number): TimerName | undefined {
    return this.#names[slot];
  }
  armed(slot: number): Armed | undefined {
    return this.#armed[slot];
  }
  set(slot: number, armed: Armed | undefined): void {
    this.#armed[slot] = armed;
  }

  /** Armed timers with their names. */
  all(): (TimerName & Armed)[] {
    return this.#armed.flatMap((armed, slot) => {
      const name = this.#names[slot];
      return armed === undefined || name === undefined ? [] : [{ ...name, ...armed }];
    });
  }

  keep(): KeptTimers {
    return [...this.#armed];
  }
  restore(kept: KeptTimers): void {
    this.#armed = [...kept];
  }
}
