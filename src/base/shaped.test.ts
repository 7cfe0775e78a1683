import { expect, test } from 'vitest';
import { shaped } from './shaped.ts';

test('a copy has the same keys in the same order, and the same values', () => {
  const octets = Uint8Array.of(1, 2);
  const list = [{ a: 1 }];
  const record = { z: 1, ...(list.length > 0 && { y: { b: undefined, a: [2] } }), octets, list };
  const copy = shaped(record);
  expect(copy).toStrictEqual(record);
  expect(JSON.stringify(copy)).toBe(JSON.stringify(record));
  expect(copy).not.toBe(record);
  expect(copy.y).not.toBe(record.y);
  expect([copy.octets, copy.list]).toEqual([octets, list]);
  expect(copy.list).toBe(list);
});
