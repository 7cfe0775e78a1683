// The demands of the documents and the bundled scenarios: each scenario that a demand names is there.
import { expect, test } from 'vitest';
import { scenarios } from '#scenario/library.ts';
import { requirements } from '#specs/requirements.ts';

test('each scenario that shows a demand is bundled', () => {
  const bundled = new Set(scenarios.map(({ id }) => id));
  const wrong = requirements.filter(
    ({ scenario }) => scenario !== undefined && !bundled.has(scenario),
  );
  expect(wrong.map(({ id, scenario }) => `${id} ${scenario ?? ''}`)).toEqual([]);
});

test('each bundled scenario of Proxy Mobile IPv6 shows a demand', () => {
  const shown = new Set(requirements.map(({ scenario }) => scenario));
  const idle = scenarios.map(({ id = '' }) => id).filter((id) => id.startsWith('pmip-'));
  expect(idle.filter((id) => !shown.has(id))).toEqual([]);
});
