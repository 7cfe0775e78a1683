// The cards of an anchor by itself: where a flow goes, in words that fit.
import { expect, test } from 'vitest';
import { layCards, wayWords } from './layout-cards.ts';
import type { FlowMark, NodeMark } from './scene.ts';

const flow = (change: Partial<FlowMark> = {}): FlowMark => ({
  key: 'mn1 1',
  name: 'F1',
  flow: 'F1',
  number: 0,
  short: 'CN1 → HNP1',
  facts: 'from CN1',
  state: 'active',
  to: ['MAG1', 'MAG2'],
  bids: [1, 2],
  packets: 7,
  ...change,
});

const lma: NodeMark = {
  id: 'lma',
  kind: 'lma',
  name: 'LMA',
  x: 500,
  y: 200,
  up: true,
  role: '',
  lost: [],
  lma: { bindings: [], flows: [flow()] },
};

const nameOf = (id: string): string => id;

test.each([
  ['copies to each of several bindings', {}, 'MAG1 + MAG2, BIDs 1, 2'],
  ['one binding', { to: ['MAG2'], bids: [2] }, 'MAG2'],
  ['the route of its prefix', { state: 'prefix', to: ['MAG1'], bids: [] }, 'prefix: MAG1'],
  ['nowhere', { state: 'drop', to: [], bids: [] }, 'dropped'],
] as const)('a flow goes to %s', (_, change, words) => {
  expect(wayWords(flow(change), { nameOf, brief: false })).toBe(words);
});

test('bindings of copies are numbered where there is room for it', () => {
  const cardsIn = (w: number) => {
    const box = { x: w - 180, y: 160, w: 168, h: 68 };
    return layCards(lma, box, {
      size: { w, h: 560 },
      left: 8,
      hot: new Set(),
      nameOf,
      obstacles: [],
    }).flows;
  };
  const wide = cardsIn(976);
  const narrow = cardsIn(660);
  expect(wide?.columns.brief).toBe(false);
  expect(narrow?.columns.brief).toBe(true);
  expect(wide?.box.w).toBeGreaterThan(narrow?.box.w ?? Infinity);
});
