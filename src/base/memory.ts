// Memory for what grows as long as a run goes on and holds numbers only. An engine looks at all
// objects again whenever so many octets of buffers were added; buffers that threads may share it does
// not count, and so a long run is faster by a quarter. Short runs are many, and what they leave is to
// be collected soon: they have plain buffers. So has a page, where the others depend on its headers.

/** A store is small until it has so many octets. */
const SMALL = 1 << 23;

const isPage = typeof crossOriginIsolated !== 'undefined';

/** So many octets more, all zero, for a store that has some already. */
export function memory(more: number, has: number): ArrayBufferLike {
  const isPlain = has < SMALL || isPage || typeof SharedArrayBuffer === 'undefined';
  return isPlain ? new ArrayBuffer(more) : new SharedArrayBuffer(more);
}
