import { expect, test } from 'vitest';
import { joined, secondOf } from './joined.ts';

test('two parts with a space between them, as often as they are joined', () => {
  expect(joined('nud', 'if1')).toBe('nud if1');
  expect(joined('nud', 'if1')).toBe('nud if1');
  expect(joined('if1', 'nud')).toBe('if1 nud');
  expect(joined('2001:db8::1', 40_000)).toBe('2001:db8::1 40000');
});

test('more pairs than are remembered', () => {
  for (let i = 0; i < 70_000; i += 1) joined('flow', i);
  expect(joined('flow', 5)).toBe('flow 5');
});

test('the part behind the first space, as often as it is asked for', () => {
  expect(secondOf('send F1-2')).toBe('F1-2');
  expect(secondOf('send F1-2')).toBe('F1-2');
  expect(secondOf(joined('stream', 'a b'))).toBe('a b');
  for (let i = 0; i < 70_000; i += 1) secondOf(`flow ${i}`);
  expect(secondOf('flow 5')).toBe('5');
});
