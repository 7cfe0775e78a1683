import { expect, test } from 'vitest';
import { Page } from '#session/toy-page.ts';
import { beliefsOf, sumOf } from './beliefs.ts';

const beliefs = (page: Page) => beliefsOf(page.node('mn1'), page.still.scene.nodes);

test('after the handover of Figure 4 two routers are believed, and one gateway wears both', () => {
  const page = new Page('dmm-f4').seek(13_000_000);
  expect(beliefs(page)).toEqual([
    {
      linkLocal: 'fe80::211:22ff:fe33:101',
      letter: 'A',
      believes: expect.stringContaining('router'),
      addresses: ['prefA::MN1 deprecated'],
      truth: 'a clone at D-GW2; the prefix is owned by D-GW1, through a tunnel',
    },
    {
      linkLocal: 'fe80::211:22ff:fe33:202',
      letter: 'B',
      believes: 'its default router on its link, preference medium',
      addresses: ['prefB::MN1 preferred'],
      truth: 'D-GW2 itself, by radio',
    },
  ]);
  expect(sumOf(page.node('mn1'), page.still.scene.nodes)).toBe(
    'Two routers believed; true is one radio, at D-GW2.',
  );
});

test('between two radios nobody answers, and before the PBA nobody answers for the old one', () => {
  const page = new Page('dmm-f4').seek(9_970_000);
  expect(beliefs(page).map(({ truth }) => truth)).toEqual(['MN1 is not attached: nobody answers']);
  page.seek(9_992_000);
  expect(beliefs(page).map(({ truth }) => truth)).toEqual([
    'D-GW1, out of reach: nobody at D-GW2 answers for it',
    'D-GW2 itself, by radio',
  ]);
});

test('a node of Proxy Mobile IPv6 believes what is told elsewhere', () => {
  const page = new Page('pmip-attach').seek();
  expect(beliefsOf(page.node('mn1'), page.still.scene.nodes)).toEqual([]);
});
