// The flows of a node by packet: facts → mark → rule, decided once and kept until rules change. The
// tables are the node's; what stands here follows them. MIF §5.3.

import { must } from '#base/assert.ts';
import type { Table, Watcher } from '#base/table.ts';
import type { FlowFacts, FlowRow, FlowRule, FlowTuple } from './flow.ts';
import { FlowIndex } from './flow-index.ts';
import { factsOf, maskKey, newKey, readFlowKey, reverseKey, writeFlowKey } from './flow-key.ts';
import type { PacketPlace, Telling } from './flow-key.ts';
import { FlowRules } from './flow-rules.ts';

/** Where flows may go: the same for many, so that a packet asks for one of few. */
export interface FlowWay {
  readonly action: FlowRule['action'];
  readonly out: FlowRule['out'];
}

/** No rule takes it. */
const BY_ROUTES = 0;
/** No version of the rules. */
const NEVER = -1;

export class FlowTable implements Watcher<FlowRow> {
  readonly rules: FlowRules;
  readonly #index = new FlowIndex();
  /** The same, whatever the label, for packets in the other direction. */
  readonly #reverse = new FlowIndex();
  /** By place; a place that is given up is used again. */
  #rows: (FlowRow | undefined)[] = [];
  /** Ways by number, and their numbers; 0 is none. */
  readonly #ways: (FlowWay | undefined)[] = [undefined];
  readonly #wayNumbers = new Map<string, number>();
  readonly #free: number[] = [];
  readonly #placeOf = new Map<string, number>();
  readonly #unlisted = new Set<string>();
  #telling: Telling;
  readonly #key = newKey();
  readonly #rowKey = newKey();

  constructor(
    rules: Table<FlowRule>,
    readonly table: Table<FlowRow>,
    readonly labels: 'exact' | 'ignored',
  ) {
    this.rules = new FlowRules(rules, labels);
    this.#telling = { labels: labels === 'exact', classes: false };
    table.watch(this);
  }

  /** The record of a packet's flow, or -1. `factsOfLast` tells of the same packet. */
  find(place: PacketPlace): number {
    this.#follow();
    readFlowKey(this.#key, place);
    maskKey(this.#key, this.#telling);
    return this.#index.find(this.#key);
  }

  /** The flow that a packet in the other direction belongs to. */
  findReverse(place: PacketPlace): FlowRow | undefined {
    this.#follow();
    readFlowKey(this.#key, place);
    reverseKey(this.#key);
    const at = this.#reverse.find(this.#key);
    return at < 0 ? undefined : this.#rowAt(this.#reverse, at);
  }

  /** What the packet that was looked for last shows. */
  factsOfLast(ends: Pick<FlowFacts, 'src' | 'dst'>): FlowFacts {
    return factsOf(this.#key, ends);
  }

  /** The flow of a record. */
  rowAt(at: number): FlowRow {
    return this.#rowAt(this.#index, at);
  }

  /** Whether the way of a record was decided by the rules as they are now. */
  isDecided(at: number): boolean {
    return this.#index.decisionAt(at, this.rules.version) >= 0;
  }

  /** Where the packets of a record go; none: the routes decide. */
  wayAt(at: number): FlowWay | undefined {
    const number = this.#index.decisionAt(at, this.rules.version);
    return this.#ways[number];
  }

  /** Asks the rules about a record. */
  decideAt(at: number): FlowRule | undefined {
    const row = this.rowAt(at);
    writeFlowKey(this.#rowKey, row);
    const rule = this.rules.find(factsOf(this.#rowKey, row));
    this.#index.decide(
      at,
      rule === undefined ? BY_ROUTES : this.#numberOf(rule),
      this.rules.version,
    );
    return rule;
  }

  /** Asks the rules about a flow before its first packet does. */
  decide(row: FlowRow): FlowRule | undefined {
    const at = this.#index.find(this.#keyOf(row));
    return at < 0 ? undefined : this.decideAt(at);
  }

  #rowAt(index: FlowIndex, at: number): FlowRow {
    return must(this.#rows[index.valueAt(at)], 'a flow stands at its place');
  }

  #numberOf({ action, out }: FlowRule): number {
    const key = `${action} ${out.join(' ')}`;
    const known = this.#wayNumbers.get(key);
    if (known !== undefined) return known;
    this.#wayNumbers.set(key, this.#ways.length);
    return this.#ways.push({ action, out }) - 1;
  }

  wrote(key: string, before: FlowRow | undefined, after: FlowRow | undefined): void {
    if (before !== undefined && after !== undefined) {
      // The facts of a mark never change.
      this.#rows[must(this.#placeOf.get(key), 'a flow has a place')] = after;
      this.#note(key, after);
      if (before.rule !== after.rule) this.#undecide(after);
    } else if (before !== undefined) this.#remove(key, before);
    else if (after !== undefined) this.#add(key, after);
  }

  /** The row may be one of an earlier time, when the rules had not been asked yet. */
  #undecide(row: FlowRow): void {
    const at = this.#index.find(this.#keyOf(row));
    if (at >= 0) this.#index.decide(at, BY_ROUTES, NEVER);
  }

  restored(): void {
    this.#index.clear();
    this.#reverse.clear();
    this.#placeOf.clear();
    this.#unlisted.clear();
    this.#rows = [];
    this.#free.length = 0;
    for (const [key, row] of this.table.entries()) this.#add(key, row);
  }

  /** Keys of flows that no rule means alone, so that their number is bounded. */
  get unlisted(): ReadonlySet<string> {
    return this.#unlisted;
  }

  /** The row of a flow. */
  rowOf(tuple: FlowTuple & { readonly trafficClass: number }): FlowRow | undefined {
    this.#follow();
    writeFlowKey(this.#rowKey, tuple);
    maskKey(this.#rowKey, this.#telling);
    const at = this.#index.find(this.#rowKey);
    return at < 0 ? undefined : this.rowAt(at);
  }

  /** Whether the traffic class tells flows apart depends on the rules. */
  #follow(): void {
    const classes = this.rules.asksClass;
    if (classes === this.#telling.classes) return;
    this.#telling = { ...this.#telling, classes };
    this.restored();
  }

  #add(key: string, row: FlowRow): void {
    const place = this.#free.pop() ?? this.#rows.length;
    this.#rows[place] = row;
    this.#placeOf.set(key, place);
    this.#note(key, row);
    this.#index.put(this.#keyOf(row), place);
    this.#reverse.put(this.#reverseKeyOf(row), place);
  }

  #remove(key: string, row: FlowRow): void {
    const place = must(this.#placeOf.get(key), 'a flow has a place');
    this.#placeOf.delete(key);
    this.#unlisted.delete(key);
    this.#rows[place] = undefined;
    this.#free.push(place);
    this.#index.forget(this.#keyOf(row), place);
    this.#reverse.forget(this.#reverseKeyOf(row), place);
    if (this.#index.isStale) this.restored();
  }

  #note(key: string, row: FlowRow): void {
    if (row.listed) this.#unlisted.delete(key);
    else this.#unlisted.add(key);
  }

  #keyOf(row: FlowRow): Int32Array {
    writeFlowKey(this.#rowKey, row);
    maskKey(this.#rowKey, this.#telling);
    return this.#rowKey;
  }

  #reverseKeyOf(row: FlowRow): Int32Array {
    writeFlowKey(this.#rowKey, { ...row, flowLabel: 0, trafficClass: 0 });
    return this.#rowKey;
  }
}
