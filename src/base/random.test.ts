import { expect, test } from 'vitest';
import { nextBits, nextNumber, splitStream } from './random.ts';

const first = (seed: number, name: string): number[] => {
  const stream = splitStream(seed, name);
  return Array.from({ length: 5 }, () => nextBits(stream));
};

test('a stream is given by seed and name', () => {
  expect(first(1, 'loss')).toEqual(first(1, 'loss'));
  expect(first(1, 'loss')).not.toEqual(first(2, 'loss'));
  expect(first(1, 'loss')).not.toEqual(first(1, 'jitter'));
  expect(first(2 ** 32 + 1, 'loss')).not.toEqual(first(1, 'loss'));
});

test('the numbers stay what they are: links carry seeds', () => {
  expect(first(1, 'loss')).toMatchInlineSnapshot(`
    [
      2829199700,
      1549955256,
      1860387358,
      2447993289,
      3807012163,
    ]
  `);
});

test('its state is all that it is', () => {
  const stream = splitStream(7, 'ids');
  nextBits(stream);
  const { state } = stream;
  const next = [nextBits(stream), nextBits(stream)];
  expect([{ state }].map((copy) => [nextBits(copy), nextBits(copy)])).toEqual([next]);
});

test('numbers are spread over [0, 1)', () => {
  const stream = splitStream(3, 'jitter');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i += 1) {
    const number = nextNumber(stream);
    expect(number >= 0 && number < 1).toBe(true);
    counts[Math.floor(number * 10)]! += 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
