import { describe, expect, test } from 'vitest';
import type { Field } from './question.ts';
import { askedOf, firstAnswer, toMicros, wrongWith } from './question.ts';

const number: Field = {
  kind: 'number',
  id: 'by',
  label: 'Delay',
  unit: 'ms',
  value: 50,
  min: 0.001,
  max: 60_000,
};
const count: Field = { ...number, id: 'nth', unit: '', min: 1, max: 99, whole: true };
const choice: Field = {
  kind: 'choice',
  id: 'act',
  label: 'What',
  value: 'hold',
  options: [{ value: 'hold', words: 'Hold' }],
};
const text: Field = { kind: 'text', id: 'realm', label: 'Realm', value: 'a', most: 5 };
const tick: Field = { kind: 'tick', id: 'v4', label: 'IPv4 only', value: true };

describe('answers', () => {
  test.each([
    [number, '50', undefined],
    [number, '0.5', undefined],
    [number, '', 'A number is needed.'],
    [number, 'x', 'A number is needed.'],
    [number, '0', 'From 0.001 to 60000 ms.'],
    [number, '60001', 'From 0.001 to 60000 ms.'],
    [number, 'Infinity', 'A number is needed.'],
    [count, '1.5', 'A whole number is needed.'],
    [count, '100', 'From 1 to 99.'],
    [choice, 'hold', undefined],
    [choice, 'drop', 'Choose one.'],
    [text, 'abc', undefined],
    [text, '  ', 'Say something.'],
    [text, 'abcdef', 'At most 5 letters.'],
    [tick, '', undefined],
  ] as const)('%j answered %j: %s', (field, answer, wrong) => {
    expect(wrongWith(field, answer)).toBe(wrong);
  });

  test('each field begins with an answer that is right', () => {
    for (const field of [number, count, choice, text, tick]) {
      const first = field.id === 'nth' ? '1' : firstAnswer(field);
      expect(wrongWith(field, first)).toBeUndefined();
    }
  });

  test('a field that depends on another is asked only then', () => {
    const later: Field = { ...number, when: { id: 'act', among: ['delay'] } };
    const ids = (act: string) => askedOf([choice, later], { act }).map(({ id }) => id);
    expect(ids('hold')).toEqual(['act']);
    expect(ids('delay')).toEqual(['act', 'by']);
  });

  test('milliseconds become whole microseconds', () => {
    expect(toMicros('0.0015')).toBe(2);
    expect(toMicros('301')).toBe(301_000);
  });
});
