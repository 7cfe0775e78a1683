// Storms 1500 to 1999 of `fuzz`; the first ones, and more tests, are in fuzz.test.ts.
import { expect, test } from 'vitest';
import { faultsOf } from './fuzz.ts';

test('nothing breaks in storms 1500 to 1999', () => {
  expect(faultsOf(1500, 500)).toEqual([]);
}, 400_000);
