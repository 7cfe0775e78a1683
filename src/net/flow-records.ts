// Records of flows by numbered addresses, ports, label and protocol: open addressing over one array,
// sixteen octets for each, so that four lie in a line of a processor's cache and what is asked for
// each packet, key and decision, is in one of them. A record is four words:
//   source + 1, 20 bits | destination, upper 12 of 18 bits
//   ports or SPI
//   label and class, 26 bits | destination, lower 6 bits
//   epoch 12 bits | way + 1, 12 bits; 0: undecided | protocol 8 bits

import { assert } from '#base/assert.ts';

/** The key of a record, with addresses as numbers. */
export interface FlowWords {
  src: number;
  dst: number;
  ports: number;
  label: number;
  protocol: number;
}

/** Numbers of addresses stay below this. */
export const MOST_ADDRESSES = 1 << 18;
const UNDECIDED = -1;
const DELETED = -1;
const FEWEST = 64;
const WORDS = 4;
const EPOCHS = 1 << 12;
/** Ways beyond are asked for again with each packet. */
const MOST_WAYS = (1 << 12) - 1;

export class FlowRecords {
  #records = new Int32Array(FEWEST * WORDS);
  /** What flows stand for, by place: not asked for on the way of a packet. */
  #values = new Int32Array(FEWEST);
  #mask = FEWEST - 1;
  /** Places that are in use or were given up. */
  #used = 0;
  #size = 0;
  /** The version that decisions of this epoch are of. */
  #version = UNDECIDED;
  #epoch = 0;

  get size(): number {
    return this.#size;
  }

  /** Where the record of a key lies until the next `put`, or -1. */
  find(key: FlowWords): number {
    const records = this.#records;
    const mask = this.#mask;
    const first = firstOf(key);
    const third = thirdOf(key);
    const { ports, protocol } = key;
    let place = hashOf(first, ports, third, protocol) & mask;
    for (;;) {
      const at = place * WORDS;
      const word = records[at] ?? 0;
      if (word === 0) return -1;
      if (
        word === first &&
        records[at + 1] === ports &&
        records[at + 2] === third &&
        ((records[at + 3] ?? 0) & 0xff) === protocol
      ) {
        return at;
      }
      place = (place + 1) & mask;
    }
  }

  /** What the key of a record stands for. */
  valueAt(at: number): number {
    return this.#values[at / WORDS] ?? 0;
  }

  /** What was decided at a version, or -1. */
  decisionAt(at: number, version: number): number {
    const word = this.#records[at + 3] ?? 0;
    const isOfIt = version === this.#version && word >>> 20 === this.#epoch;
    return isOfIt ? ((word >>> 8) & 0xfff) - 1 : UNDECIDED;
  }

  /** Keeps a decision, from 0 on, for as long as the version stands. */
  decide(at: number, decision: number, version: number): void {
    if (version !== this.#version) this.#follow(version);
    const protocol = (this.#records[at + 3] ?? 0) & 0xff;
    const way = decision < MOST_WAYS ? decision + 1 : 0;
    this.#records[at + 3] = (this.#epoch << 20) | (way << 8) | protocol;
  }

  /** Puts a number, from 0 on, under a key; nothing is decided for it. */
  put(key: FlowWords, value: number): void {
    assert(value >= 0, 'numbers begin at 0');
    assert(key.src < MOST_ADDRESSES && key.dst < MOST_ADDRESSES, 'addresses have 18 bits');
    if (5 * this.#used >= 4 * this.#mask) this.#rebuild();
    const known = this.find(key);
    const at = known >= 0 ? known : this.#take(firstOf(key), key.ports, thirdOf(key), key.protocol);
    this.#values[at / WORDS] = value;
    this.#records[at + 3] = key.protocol;
  }

  /** Takes a record out. */
  deleteAt(at: number): void {
    this.#records[at] = DELETED;
    this.#size -= 1;
  }

  clear(): void {
    this.#makeRoom(FEWEST);
  }

  /** A free place for a key that is not there. */
  #take(first: number, ports: number, third: number, fourth: number): number {
    let place = hashOf(first, ports, third, fourth & 0xff) & this.#mask;
    while ((this.#records[place * WORDS] ?? 0) !== 0) place = (place + 1) & this.#mask;
    const at = place * WORDS;
    this.#records[at] = first;
    this.#records[at + 1] = ports;
    this.#records[at + 2] = third;
    this.#records[at + 3] = fourth;
    this.#used += 1;
    this.#size += 1;
    return at;
  }

  /** Decisions of other versions no longer count; when epochs begin anew, none is left. */
  #follow(version: number): void {
    this.#version = version;
    this.#epoch = (this.#epoch + 1) % EPOCHS;
    if (this.#epoch > 0) return;
    for (let at = 3; at < this.#records.length; at += WORDS) {
      this.#records[at] = (this.#records[at] ?? 0) & 0xff;
    }
  }

  #makeRoom(places: number): void {
    this.#mask = places - 1;
    this.#records = new Int32Array(places * WORDS);
    this.#values = new Int32Array(places);
    this.#used = 0;
    this.#size = 0;
  }

  /** Room for more; places that were given up are free again. */
  #rebuild(): void {
    const [old, values] = [this.#records, this.#values];
    let places = FEWEST;
    while (3 * places < 5 * this.#size) places *= 2;
    this.#makeRoom(places);
    for (let at = 0; at < old.length; at += WORDS) {
      const first = old[at] ?? 0;
      if (first === 0 || first === DELETED) continue;
      const to = this.#take(first, old[at + 1] ?? 0, old[at + 2] ?? 0, old[at + 3] ?? 0);
      this.#values[to / WORDS] = values[at / WORDS] ?? 0;
    }
  }
}

const firstOf = ({ src, dst }: FlowWords): number => ((src + 1) << 12) | (dst >>> 6);
const thirdOf = ({ label, dst }: FlowWords): number => (label << 6) | (dst & 63);

function hashOf(first: number, ports: number, third: number, protocol: number): number {
  let hash = Math.imul(first ^ protocol, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ ports, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ third, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
