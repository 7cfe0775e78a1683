import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hear, nothingHeard, type Heard } from './counters.ts';

const play = (sequences: readonly number[]): Heard =>
  sequences.reduce((heard, sequence, i) => hear(heard, { sequence, now: 1000 * i }), nothingHeard);

describe('what one end hears', () => {
  test('all in order', () => {
    expect(play([0, 1, 2])).toMatchObject({ received: 3, lost: 0, reordered: 0, duplicates: 0 });
  });

  test('a hole is a loss', () => {
    expect(play([0, 1, 4])).toMatchObject({ received: 3, lost: 2 });
  });

  test('a first datagram that never came is a loss', () => {
    expect(play([2])).toMatchObject({ received: 1, lost: 2 });
  });

  test('a late datagram fills its hole and counts as reordered', () => {
    expect(play([0, 2, 1])).toMatchObject({ received: 3, lost: 0, reordered: 1, duplicates: 0 });
  });

  test('a repetition counts once', () => {
    expect(play([0, 1, 1, 0])).toMatchObject({ received: 2, lost: 0, reordered: 0, duplicates: 2 });
  });

  test('what is later than the window is late, not repeated', () => {
    expect(play([0, 40, 0])).toMatchObject({ received: 3, reordered: 1, duplicates: 0 });
  });

  test('the gap is the longest silence between two arrivals', () => {
    const heard = [10, 30, 35].reduce(
      (it, now, sequence) => hear(it, { sequence, now }),
      nothingHeard,
    );
    expect(heard).toMatchObject({ gap: 20, lastAt: 35 });
  });

  test('any order of any numbers within the window is counted exactly', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(numbers, (sequences) => {
        const distinct = new Set(sequences).size;
        expect(play(sequences)).toMatchObject({
          received: distinct,
          duplicates: sequences.length - distinct,
          lost: Math.max(...sequences) + 1 - distinct,
          highest: Math.max(...sequences),
        });
      }),
    );
  });
});
