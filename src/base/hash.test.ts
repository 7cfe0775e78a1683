import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hash, hashText } from './hash.ts';

const hexOf = (fill: (hash: Hash) => void): string => {
  const hash = new Hash();
  fill(hash);
  return hash.hex();
};
const ofValue = (value: unknown): string => hexOf((hash) => hash.value(value));

test('equal data have equal hashes, and others do not', () => {
  const row = { a: 1, b: 'x', list: [1, 2, { c: true }], none: undefined, big: 2 ** 40 + 0.5 };
  expect(ofValue(row)).toBe(ofValue(structuredClone(row)));
  const others = [
    { ...row, a: 2 },
    { ...row, b: 'y' },
    { ...row, list: [1, 2] },
    { ...row, big: 2 ** 40 },
    { ...row, more: 1 },
  ];
  expect(new Set([row, ...others].map(ofValue)).size).toBe(6);
});

test('octets are data too', () => {
  const octets = Uint8Array.from({ length: 21 }, (_, i) => i);
  expect(ofValue({ octets })).toBe(ofValue({ octets: octets.slice() }));
  for (let i = 0; i < octets.length; i += 1) {
    const other = octets.slice();
    other[i]! ^= 0x80;
    expect(ofValue({ octets: other })).not.toBe(ofValue({ octets }));
  }
});

test('a hash goes on from where it was kept', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (before, after) => {
      const hash = new Hash();
      for (const word of before) hash.word(word);
      const kept = hash.keep();
      for (const word of after) hash.word(word);
      const wanted = hash.hex();
      hash.restore(kept);
      for (const word of after) hash.word(word);
      expect(hash.hex()).toBe(wanted);
    }),
    { seed: 1 },
  );
});

test('order matters, and near words are far apart', () => {
  const words = (...all: number[]) => hexOf((hash) => all.forEach((word) => hash.word(word)));
  expect(words(1, 2)).not.toBe(words(2, 1));
  const seen = new Set(Array.from({ length: 10_000 }, (_, i) => words(i)));
  expect(seen.size).toBe(10_000);
  expect(hashText('mn1dgw1')).not.toBe(hashText('mn1dgw2'));
});

test('the digest is six characters for a link', () => {
  const hash = new Hash();
  hash.text('roam');
  expect(hash.digest()).toMatch(/^[A-Za-z0-9_-]{6}$/);
  expect(hash.hex()).toMatch(/^[0-9a-f]{16}$/);
});

test('a change is told by what is new, what has another value and what is gone', () => {
  const row = { a: 1, b: 'x', list: [1, { c: true }], none: undefined };
  const change = (before: object | undefined, after: object | undefined): string =>
    hexOf((hash) => hash.change(before, after));
  expect(change(row, { ...row, a: 2 })).toBe(change(row, structuredClone({ ...row, a: 2 })));
  expect(change(undefined, row)).toBe(ofValue(row));
  expect(change(row, undefined)).toBe(ofValue(undefined));
  const { a, b, none, ...rest } = row;
  const others: readonly object[] = [
    row,
    { ...row, a: 2 },
    { ...row, a: 3 },
    { ...row, b: 2 },
    { ...row, list: [1, { c: false }] },
    { ...row, none: 0 },
    { ...row, more: undefined },
    { ...row, more: 0 },
    { ...rest, b, none },
    { ...rest, a, none },
    { ...rest, a, b },
    { ...rest, none },
    { ...rest, none, more: 0 },
    { ...rest, a, none, more: 0 },
    { ...rest, b, none, more: 0 },
  ];
  const hashes = others.map((other) => change(row, other));
  expect(new Set(hashes).size).toBe(others.length);
});
