// Flows by the words of a packet. Addresses are numbered first: there are fewer of them than of
// flows, and with numbers a key is small enough to lie beside its decision in sixteen octets.

import { LABEL, PORTS, PROTOCOL } from './flow-key.ts';
import { FlowRecords, type FlowWords } from './flow-records.ts';
import { WordIndex } from './word-index.ts';

const ADDRESS_WORDS = 4;
/** Addresses of flows that are gone stand until so many are known, and then all are numbered anew. */
const SPARE_ADDRESSES = 1024;

export class FlowIndex {
  readonly #addresses = new WordIndex(ADDRESS_WORDS);
  readonly #flows = new FlowRecords();
  #nextAddress = 0;
  readonly #address = new Int32Array(ADDRESS_WORDS);
  readonly #words: FlowWords = { src: 0, dst: 0, ports: 0, label: 0, protocol: 0 };

  get size(): number {
    return this.#flows.size;
  }

  /** Many addresses stand here for flows that are gone: whoever knows the flows fills it anew. */
  get isStale(): boolean {
    return this.#addresses.size > 2 * this.#flows.size + SPARE_ADDRESSES;
  }

  /** Where the record of a key lies until the next `put`, or -1. */
  find(key: Int32Array): number {
    const src = this.#numberOf(key, 0);
    const dst = src < 0 ? -1 : this.#numberOf(key, ADDRESS_WORDS);
    return dst < 0 ? -1 : this.#flows.find(this.#shorten(key, src, dst));
  }

  valueAt(at: number): number {
    return this.#flows.valueAt(at);
  }
  decisionAt(at: number, version: number): number {
    return this.#flows.decisionAt(at, version);
  }
  decide(at: number, decision: number, version: number): void {
    this.#flows.decide(at, decision, version);
  }

  /** Puts a number, from 0 on, under a key. */
  put(key: Int32Array, value: number): void {
    const src = this.#numbered(key, 0);
    const dst = this.#numbered(key, ADDRESS_WORDS);
    this.#flows.put(this.#shorten(key, src, dst), value);
  }

  /** Takes a key out if it still stands for that number. */
  forget(key: Int32Array, value: number): void {
    const at = this.find(key);
    if (at >= 0 && this.#flows.valueAt(at) === value) this.#flows.deleteAt(at);
  }

  clear(): void {
    this.#addresses.clear();
    this.#flows.clear();
    this.#nextAddress = 0;
  }

  #numberOf(key: Int32Array, from: number): number {
    for (let i = 0; i < ADDRESS_WORDS; i += 1) this.#address[i] = key[from + i] ?? 0;
    const at = this.#addresses.find(this.#address);
    return at < 0 ? -1 : this.#addresses.valueAt(at);
  }

  #numbered(key: Int32Array, from: number): number {
    const known = this.#numberOf(key, from);
    if (known >= 0) return known;
    this.#addresses.put(this.#address, this.#nextAddress);
    this.#nextAddress += 1;
    return this.#nextAddress - 1;
  }

  #shorten(key: Int32Array, src: number, dst: number): FlowWords {
    const words = this.#words;
    words.src = src;
    words.dst = dst;
    words.ports = key[PORTS] ?? 0;
    words.label = key[LABEL] ?? 0;
    words.protocol = key[PROTOCOL] ?? 0;
    return words;
  }
}
