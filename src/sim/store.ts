// What the log is made of: records of 32-bit words in chunks, octets in chunks, and texts by
// number. Chunks are never moved, so nothing is copied when a run grows.

import { assert } from '#base/assert.ts';
import { hashText, slotOfText } from '#base/hash.ts';
import { memory } from '#base/memory.ts';

const RECORD_BITS = 10;
const RECORD_MASK = (1 << RECORD_BITS) - 1;

/** Records of equal size, by number from 0. */
export class Records {
  readonly #chunks: Int32Array[] = [];

  constructor(
    /** 32-bit words of one record. */
    readonly words: number,
  ) {}

  get(record: number, word: number): number {
    return this.#chunks[record >>> RECORD_BITS]?.[this.indexOf(record) + word] ?? 0;
  }

  set(record: number, word: number, value: number): void {
    const chunk = this.chunkOf(record);
    chunk[this.indexOf(record) + word] = value;
  }

  /** The chunk that holds a record, made when it is not there yet. */
  chunkOf(record: number): Int32Array {
    return this.#chunks[record >>> RECORD_BITS] ?? this.#makeChunk(record >>> RECORD_BITS);
  }

  #makeChunk(index: number): Int32Array {
    assert(index === this.#chunks.length, 'records are written in order');
    const chunk = new Int32Array(memory((4 * this.words) << RECORD_BITS, this.octets));
    this.#chunks.push(chunk);
    return chunk;
  }

  /** Where a record begins in its chunk. */
  indexOf(record: number): number {
    return (record & RECORD_MASK) * this.words;
  }

  get octets(): number {
    return (this.#chunks.length * this.words * 4) << RECORD_BITS;
  }
}

const ARENA_BITS = 20;
const ARENA_CHUNK = 1 << ARENA_BITS;
const ARENA_MASK = ARENA_CHUNK - 1;
const MOST_ARENA_CHUNKS = 2047;

/** Octets of an arena, and the same as numbers. */
export interface Chunk {
  readonly octets: Uint8Array;
  readonly view: DataView;
}

/** Octets one after the other. A piece lies in one chunk; its place is a number that stays good. */
export class Arena {
  readonly #chunks: Chunk[] = [];
  /** Where the next piece begins. Set back, it makes room for other octets. */
  used = 0;

  /** Where the next piece begins if it is no longer than `most`; it is reserved when it is known. */
  room(most: number): number {
    const at = this.reserve(most);
    this.used = at;
    return at;
  }

  /** Makes room for a piece and gives its place. */
  reserve(length: number): number {
    assert(length <= ARENA_CHUNK, 'a piece fits into a chunk');
    let at = this.used;
    if ((at & ARENA_MASK) + length > ARENA_CHUNK) at = (at & ~ARENA_MASK) + ARENA_CHUNK;
    this.used = at + length;
    return at;
  }

  /** The chunk of a place; inside it the piece begins at `offsetOf`. */
  chunkOf(at: number): Chunk {
    return this.#chunks[at >>> ARENA_BITS] ?? this.#makeChunk(at >>> ARENA_BITS);
  }

  offsetOf(at: number): number {
    return at & ARENA_MASK;
  }

  /** The octets of a piece, not copied. */
  piece(at: number, length: number): Uint8Array {
    const offset = at & ARENA_MASK;
    return this.chunkOf(at).octets.subarray(offset, offset + length);
  }

  #makeChunk(index: number): Chunk {
    assert(index === this.#chunks.length, 'chunks are made in order');
    assert(index <= MOST_ARENA_CHUNKS, 'the octets of a run fit into 2 GiB');
    const octets = new Uint8Array(memory(ARENA_CHUNK, index << ARENA_BITS));
    const chunk = { octets, view: new DataView(octets.buffer) };
    this.#chunks.push(chunk);
    return chunk;
  }
}

const RECENT = 1 << 12;

/** Texts by number, from 1; 0 stands for no text. Texts are never forgotten. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [undefined];
  readonly #hashes: number[] = [0];

  // Those asked for last, direct-mapped: names recur within a few events.
  readonly #recent = Array.from({ length: RECENT }, () => '');
  readonly #recentIds = new Int32Array(RECENT);

  id(text: string | undefined): number {
    if (text === undefined) return 0;
    const slot = slotOfText(text) & (RECENT - 1);
    if (this.#recent[slot] === text && text !== '') return this.#recentIds[slot] ?? 0;
    const id = this.#ids.get(text) ?? this.#add(text);
    this.#recent[slot] = text;
    this.#recentIds[slot] = id;
    return id;
  }

  #add(text: string): number {
    const id = this.#texts.length;
    this.#ids.set(text, id);
    this.#texts.push(text);
    this.#hashes.push(hashText(text));
    return id;
  }

  text(id: number): string | undefined {
    return this.#texts[id];
  }

  /** A hash of the text itself: numbers depend on what was named before, this does not. */
  hash(id: number): number {
    return this.#hashes[id] ?? 0;
  }

  /** An estimate. */
  get octets(): number {
    return this.#texts.reduce((sum, text) => sum + 24 + 2 * (text?.length ?? 0), 0);
  }
}
