// The branches of a run: the present script, and those that were left when someone acted in the
// past.

import type { Micros } from '#base/ids.ts';
import type { Stamped } from './command.ts';

export type Script = readonly Stamped[];

/** A script, and where it left another. */
export interface Branch {
  readonly id: number;
  /** The command that made it stands here. */
  readonly forkedAt: Micros;
  /** How far it was known. */
  readonly until: Micros;
  readonly script: Script;
}

/** Branches that are remembered, the current one among them. */
const MOST_BRANCHES = 4;

export class Branches {
  #current: Branch;
  /** All, oldest first; of the current one as it was when it was begun. */
  #all: readonly Branch[];
  #next = 1;

  constructor(script: Script) {
    this.#current = { id: 0, forkedAt: 0, until: 0, script: inOrder(script) };
    this.#all = [this.#current];
  }

  get current(): Branch {
    return this.#current;
  }

  find(id: number): Branch | undefined {
    return this.#all.find((branch) => branch.id === id);
  }

  /** The current branch goes on with another script. */
  replace(script: Script): void {
    this.#current = { ...this.#current, script };
  }

  /** Leaves the current branch, known until a time, for a new one; the oldest may be forgotten. */
  fork(until: Micros, script: Script, forkedAt: Micros): void {
    this.#leave(until);
    this.#current = { id: this.#next, forkedAt, until: forkedAt, script };
    this.#next += 1;
    this.#all = [...this.#all, this.#current].slice(-MOST_BRANCHES);
  }

  /** Leaves the current branch, known until a time, for one that was left before. */
  select(until: Micros, branch: Branch): void {
    this.#leave(until);
    this.#current = branch;
  }

  /** Newest first; the current one is known until a time. */
  list(until: Micros): readonly (Branch & { readonly current: boolean })[] {
    const { id } = this.#current;
    return this.#all
      .map((branch) =>
        branch.id === id
          ? { ...this.#current, until, current: true }
          : { ...branch, current: false },
      )
      .reverse();
  }

  #leave(until: Micros): void {
    const left = { ...this.#current, until };
    this.#all = this.#all.map((branch) => (branch.id === left.id ? left : branch));
  }
}

/**
 * A script with one more command, behind those of its instant. Where what comes later is kept, frames
 * that it names go: they are frames of another run now.
 */
export function inserted(script: Script, command: Stamped, later: 'dropped' | 'kept'): Script {
  const before = script.filter((entry) => entry.at <= command.at);
  if (later === 'dropped') return [...before, command];
  const after = script.filter((entry) => entry.at > command.at);
  const lost = new Set(after.flatMap((entry) => (entry.do === 'frame' ? [entry.name] : [])));
  const isLost = (entry: Stamped): boolean =>
    (entry.do === 'frame' || entry.do === 'release') && lost.has(entry.name);
  return [...before, command, ...after.filter((entry) => !isLost(entry))];
}

/** By time; commands of one instant keep their order. */
const inOrder = (script: Script): Script => [...script].sort((a, b) => a.at - b.at);

/** How many entries two scripts begin with in common. */
function commonLength(a: Script, b: Script): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** The time from which on two scripts differ; infinite when they do not. */
export function parting(a: Script, b: Script): Micros {
  const common = commonLength(a, b);
  return Math.min(a[common]?.at ?? Infinity, b[common]?.at ?? Infinity);
}
