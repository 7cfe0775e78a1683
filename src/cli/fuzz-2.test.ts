// Storms 500 to 999 of `fuzz`; the first ones, and more tests, are in fuzz.test.ts.
import { expect, test } from 'vitest';
import { faultsOf } from './fuzz.ts';

test('nothing breaks in storms 500 to 999', () => {
  expect(faultsOf(500, 500)).toEqual([]);
}, 400_000);
