import { describe, expect, test } from 'vitest';
import { seconds } from '#base/ids.ts';
import { FOREVER, endOf, nextValidEnd } from './lifetimes.ts';

const now = seconds(1000);
const left = (s: number): number => now + seconds(s);
const days30 = 2_592_000;

describe('two-hour rule, RFC 4862 §5.5.3 e', () => {
  test.each([
    ['e 1: above two hours is taken, though shorter than the rest', days30, 7201, 7201],
    ['e 1: above the rest is taken', 600, 601, 601],
    ['e 1: 7200 against a rest below it is taken', 100, 7200, 7200],
    ['e 2: a rest of two hours stays', 7200, 0, 7200],
    ['e 2: a rest below two hours stays', 600, 300, 600],
    ['e 3: valid 0 against 30 days leaves two hours', days30, 0, 7200],
    ['e 3: exactly two hours against a longer rest leaves two hours', days30, 7200, 7200],
    ['e 3: one second above two hours falls to two hours', 7201, 60, 7200],
  ])('%s', (_, rest, advertised, then) => {
    expect(nextValidEnd({ now, end: left(rest), lifetime: advertised })).toBe(left(then));
  });

  test('infinity is taken, and shortened like any rest', () => {
    expect(nextValidEnd({ now, end: left(600), lifetime: 0xffffffff })).toBe(FOREVER);
    expect(nextValidEnd({ now, end: FOREVER, lifetime: 0 })).toBe(left(7200));
  });
});

test('all ones never end, ND §4.6.2', () => {
  expect(endOf(now, 0xffffffff)).toBe(FOREVER);
  expect(endOf(now, 0xfffffffe)).toBe(now + seconds(0xfffffffe));
});
