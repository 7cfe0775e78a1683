// Storms 1000 to 1499 of `fuzz`; the first ones, and more tests, are in fuzz.test.ts.
import { expect, test } from 'vitest';
import { faultsOf } from './fuzz.ts';

test('nothing breaks in storms 1000 to 1499', () => {
  expect(faultsOf(1000, 500)).toEqual([]);
}, 400_000);
