// What the log is made of: records of 32-bit words in chunks, octets in chunks, and texts by number.
// Chunks are never moved, so nothing is copied when a run grows.

import { assert, must } from '#base/assert.ts';
import { hashText } from '#base/hash.ts';

const RECORDS_PER_CHUNK = 4096;

/** Records of equal size, by number from 0. */
export class Records {
  readonly #chunks: Int32Array[] = [];

  constructor(
    /** 32-bit words of one record. */
    readonly words: number,
  ) {}

  get(record: number, word: number): number {
    const chunk = this.#chunks[(record / RECORDS_PER_CHUNK) | 0];
    return chunk?.[(record % RECORDS_PER_CHUNK) * this.words + word] ?? 0;
  }

  set(record: number, word: number, value: number): void {
    const chunk = this.chunkOf(record);
    chunk[this.indexOf(record) + word] = value;
  }

  /** The chunk that holds a record, made when it is not there yet. */
  chunkOf(record: number): Int32Array {
    const at = (record / RECORDS_PER_CHUNK) | 0;
    if (at === this.#chunks.length) {
      this.#chunks.push(new Int32Array(RECORDS_PER_CHUNK * this.words));
    }
    return must(this.#chunks[at], 'records are written in order');
  }

  /** Where a record begins in its chunk. */
  indexOf(record: number): number {
    return (record % RECORDS_PER_CHUNK) * this.words;
  }

  get octets(): number {
    return this.#chunks.length * RECORDS_PER_CHUNK * this.words * 4;
  }
}

const ARENA_BITS = 20;
const ARENA_CHUNK = 1 << ARENA_BITS;
const ARENA_MASK = ARENA_CHUNK - 1;
const MOST_ARENA_CHUNKS = 2047;

/** Octets one after the other. A piece lies in one chunk; its place is a number that stays good. */
export class Arena {
  readonly #chunks: Uint8Array[] = [];
  /** Where the next piece begins. Set back, it makes room for other octets. */
  used = 0;

  /** Makes room for a piece and gives its place. */
  reserve(length: number): number {
    assert(length <= ARENA_CHUNK, 'a piece fits into a chunk');
    let at = this.used;
    if ((at & ARENA_MASK) + length > ARENA_CHUNK) at = (at & ~ARENA_MASK) + ARENA_CHUNK;
    this.used = at + length;
    return at;
  }

  /** The chunk of a place; inside it the piece begins at `offsetOf`. */
  chunkOf(at: number): Uint8Array {
    const index = at >>> ARENA_BITS;
    assert(index <= MOST_ARENA_CHUNKS, 'the octets of a run fit into 2 GiB');
    for (let made = this.#chunks.length; made <= index; made += 1) {
      this.#chunks.push(new Uint8Array(ARENA_CHUNK));
    }
    return must(this.#chunks[index], 'the chunk was made');
  }

  offsetOf(at: number): number {
    return at & ARENA_MASK;
  }

  /** The octets of a piece, not copied. */
  piece(at: number, length: number): Uint8Array {
    const offset = at & ARENA_MASK;
    return this.chunkOf(at).subarray(offset, offset + length);
  }
}

/** Texts by number, from 1; 0 stands for no text. Texts are never forgotten. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [undefined];
  readonly #hashes: number[] = [0];

  id(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
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
