import { expect, test } from 'vitest';
import { library } from '#scenario/library.ts';
import { fitting, movedTo } from './scenario-search.ts';

const ids = (typed: string): readonly string[] => fitting(library, typed).map(({ id }) => id);

test('without words all scenarios fit', () => {
  expect(fitting(library, '  ')).toEqual(library);
});

test('every word must fit, in whatever part and case', () => {
  expect(ids('FIGURE 4 draft-05')).toEqual(['dmm-f4']);
  expect(ids('rfc8885')).toEqual(['rfc8885-relay', 'rfc8885-locator', 'rfc8885-proxy']);
  expect(ids('overtaken')).toEqual(['pmip-overtaking-pbus']);
  expect(ids('figure nothing-of-that-name')).toEqual([]);
});

test('arrows and pages stay in the list, other keys are not for it', () => {
  expect(movedTo('ArrowDown', 0, 3)).toBe(1);
  expect(movedTo('ArrowDown', 2, 3)).toBe(2);
  expect(movedTo('ArrowUp', 0, 3)).toBe(0);
  expect(movedTo('PageDown', 0, 30)).toBe(8);
  expect(movedTo('PageUp', 5, 30)).toBe(0);
  expect(movedTo('a', 1, 3)).toBeUndefined();
});
