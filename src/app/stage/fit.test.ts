import { expect, test } from 'vitest';
import { fitOf } from './fit.ts';

test('the panes of a desk and of a projector are drawn as they are', () => {
  for (const size of [
    { w: 752, h: 560 },
    { w: 976, h: 648 },
  ]) {
    expect(fitOf(size)).toEqual({ size, scale: 1 });
  }
});

test('a phone in the hand is drawn smaller, and fills its pane', () => {
  const pane = { w: 390, h: 440 };
  const { size, scale } = fitOf(pane);
  expect(scale).toBeCloseTo(0.78);
  expect(size.w * scale).toBeCloseTo(pane.w);
  expect(size.h * scale).toBeCloseTo(pane.h);
});

test('letters do not vanish, however small the pane is', () => {
  expect(fitOf({ w: 200, h: 100 }).scale).toBe(0.5);
});
