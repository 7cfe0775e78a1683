// The rules of a node in the order in which they are asked: those that mean one flow by that flow,
// the others by the prefixes that they are about. RFC 6089 §5.1: the first that fits decides.

import type { Table, Watcher } from '#base/table.ts';
import { prefixContains, prefixLength, toPrefix, type Prefix } from '#wire/address.ts';
import { exactTuple, selects, type FlowFacts, type FlowRule, type FlowTuple } from './flow.ts';

export class FlowRules implements Watcher<FlowRule> {
  readonly #exact = new Map<string, readonly FlowRule[]>();
  /** By prefix, in the order of their priorities. */
  readonly #open = new Map<Prefix, readonly FlowRule[]>();
  /** How many open rules there are to prefixes of a length. */
  readonly #lengths = new Map<number, number>();
  #withClasses = 0;
  /** Counts the changes of what rules say. */
  version = 0;

  constructor(
    readonly table: Table<FlowRule>,
    readonly labels: 'exact' | 'ignored',
  ) {
    table.watch(this);
  }

  /** Some rule asks for the traffic class. */
  get asksClass(): boolean {
    return this.#withClasses > 0;
  }

  /** The rule that takes a packet. */
  find(facts: FlowFacts): FlowRule | undefined {
    const exact = (this.#exact.get(this.#textOf(facts)) ?? []).find((rule) =>
      isWithin(rule, facts),
    );
    let best = exact;
    for (const length of this.#lengths.keys()) {
      for (const rule of this.#open.get(toPrefix(facts.dst, length)) ?? []) {
        if (best !== undefined && best.priority <= rule.priority) break;
        if (!selects(rule.selector, facts)) continue;
        best = rule;
        break;
      }
    }
    return best;
  }

  /** Whether a rule means this flow and no other. */
  isListed(tuple: FlowTuple): boolean {
    return this.#exact.has(this.#textOf(tuple));
  }

  wrote(_key: string, before: FlowRule | undefined, after: FlowRule | undefined): void {
    this.version += 1;
    if (before !== undefined) this.#remove(before);
    if (after !== undefined) this.#add(after);
  }

  restored(): void {
    this.version += 1;
    this.#exact.clear();
    this.#open.clear();
    this.#lengths.clear();
    this.#withClasses = 0;
    for (const rule of this.table.values()) this.#add(rule);
  }

  #add(rule: FlowRule): void {
    if (rule.selector.trafficClass !== undefined) this.#withClasses += 1;
    const exact = this.#exactTextOf(rule);
    if (exact !== undefined) {
      this.#exact.set(exact, inOrder([...(this.#exact.get(exact) ?? []), rule]));
      return;
    }
    for (const one of rule.within) {
      this.#open.set(one, inOrder([...(this.#open.get(one) ?? []), rule]));
      this.#count(one, 1);
    }
  }

  #remove(rule: FlowRule): void {
    if (rule.selector.trafficClass !== undefined) this.#withClasses -= 1;
    const exact = this.#exactTextOf(rule);
    if (exact !== undefined) {
      const left = (this.#exact.get(exact) ?? []).filter(({ id }) => id !== rule.id);
      if (left.length > 0) this.#exact.set(exact, left);
      else this.#exact.delete(exact);
      return;
    }
    for (const one of rule.within) {
      const left = (this.#open.get(one) ?? []).filter(({ id }) => id !== rule.id);
      if (left.length > 0) this.#open.set(one, left);
      else this.#open.delete(one);
      this.#count(one, -1);
    }
  }

  #count(one: Prefix, by: number): void {
    const length = prefixLength(one);
    const count = (this.#lengths.get(length) ?? 0) + by;
    if (count > 0) this.#lengths.set(length, count);
    else this.#lengths.delete(length);
  }

  /** M-9: without labels a rule that leaves the label open means one flow too. */
  #exactTextOf({ selector }: FlowRule): string | undefined {
    const whole =
      this.labels === 'ignored' ? { ...selector, flowLabel: [0, 0] as const } : selector;
    const tuple = exactTuple(whole);
    return tuple && this.#textOf(tuple);
  }

  #textOf(tuple: FlowTuple): string {
    const { src, dst, sourcePort, destinationPort, flowLabel, protocol } = tuple;
    const label = this.labels === 'ignored' ? 0 : flowLabel;
    return `${src} ${dst} ${sourcePort} ${destinationPort} ${label} ${protocol}`;
  }
}

const isWithin = ({ within }: FlowRule, { dst }: FlowTuple): boolean =>
  within.some((one) => prefixContains(one, dst));

const inOrder = (rules: readonly FlowRule[]): readonly FlowRule[] =>
  rules.toSorted((a, b) => a.priority - b.priority);
