import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const LARGE = 1 << 24;
const made = async (has: number): Promise<ArrayBufferLike> => {
  const { memory } = await import('./memory.ts');
  return memory(64, has);
};

test('memory is zero, and of a large store in Node of the kind that the collector does not count', async () => {
  for (const has of [0, LARGE]) {
    const octets = new Uint8Array(await made(has));
    expect(octets).toEqual(new Uint8Array(64));
    expect(octets.buffer).toBeInstanceOf(has === 0 ? ArrayBuffer : SharedArrayBuffer);
  }
});

test('a page has plain buffers, whether or not it is isolated', async () => {
  vi.stubGlobal('crossOriginIsolated', true);
  expect(await made(LARGE)).toBeInstanceOf(ArrayBuffer);
});

test('so has an engine without the other kind', async () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(await made(LARGE)).toBeInstanceOf(ArrayBuffer);
});
