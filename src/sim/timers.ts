// The timers that are armed. A timer keeps its slot for ever; an entry of the queue names the slot,
// and counts only while the slot still waits for that very entry.

import { Layers, type Layered } from '#base/layers.ts';
import type { Micros, Seq, TimerKey } from '#base/ids.ts';

/** Whose timer a slot is. */
export interface TimerName {
  /** Index of the node. */
  readonly node: number;
  readonly role: string;
  readonly timer: TimerKey;
  /** The number under which it was written down last; 0: under none. */
  number: number;
}

/** Whose timers have slots: a role of a node, or its stack. */
export interface TimerOwner {
  /** The slot of each timer that it ever had. */
  readonly slots: Map<TimerKey, number>;
}

/** An armed timer. */
export interface Armed {
  readonly sequence: number;
  readonly due: Micros;
  /** The event that armed it. */
  readonly armedBy: Seq;
  /** Words for what will happen. */
  readonly say: string | undefined;
  /** Its node is down: it waits for the node, not for its time. */
  readonly isStopped?: true;
}

/** A timer, by its slot. */
export interface SlotTimer {
  readonly slot: number;
  readonly armed: Armed;
}

export type KeptTimers = Layered<number, Armed, readonly (Armed | undefined)[]>;

export class Timers {
  readonly #names: TimerName[] = [];
  #armed: (Armed | undefined)[] = [];
  readonly #layers = new Layers<number, Armed, readonly (Armed | undefined)[]>();

  /** A slot for a timer that has none. */
  add({ slots }: TimerOwner, name: TimerName): number {
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
    this.#layers.wrote(slot, armed, this.#armed.length);
  }

  /** Armed timers with their names. */
  all(): (TimerName & Armed)[] {
    return this.#armed.flatMap((armed, slot) => {
      const name = this.#names[slot];
      return armed === undefined || name === undefined ? [] : [{ ...name, ...armed }];
    });
  }

  /** Whether an entry of the queue is the one that a slot waits for. */
  isDue(slot: number, sequence: number): boolean {
    const armed = this.#armed[slot];
    return armed?.sequence === sequence && armed.isStopped === undefined;
  }

  /** The timers of a node stand still. */
  stop(node: number): void {
    for (const { slot, armed } of this.#of(node)) this.set(slot, { ...armed, isStopped: true });
  }
  /** The timers of a node that stand still, in the order in which they are due. */
  stopped(node: number): readonly SlotTimer[] {
    return this.#of(node)
      .filter(({ armed }) => armed.isStopped === true)
      .sort((a, b) => a.armed.due - b.armed.due || a.armed.sequence - b.armed.sequence);
  }
  /** Disarms all timers of a node, and tells which. */
  clear(node: number): readonly (TimerName & Armed)[] {
    const all = this.all().filter((timer) => timer.node === node);
    for (const { slot } of this.#of(node)) this.set(slot, undefined);
    return all;
  }

  #of(node: number): readonly SlotTimer[] {
    return this.#armed.flatMap((armed, slot) =>
      armed !== undefined && this.#names[slot]?.node === node ? [{ slot, armed }] : [],
    );
  }

  keep(): KeptTimers {
    return this.#layers.keep(() => [...this.#armed]);
  }
  restore(kept: KeptTimers): void {
    if (this.#layers.isAt(kept)) return;
    const armed = [...kept.whole];
    const writes = this.#layers.changesIn(kept);
    for (let i = 0; i < writes.length; i += 2) {
      armed[writes[i] as number] = writes[i + 1] as Armed | undefined; // slots and timers by turns
    }
    this.#armed = armed;
    this.#layers.moved(kept);
  }
}
