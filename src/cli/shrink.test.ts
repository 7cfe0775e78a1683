import { describe, expect, test } from 'vitest';
import { ms, seconds } from '#base/ids.ts';
import { must } from '#base/assert.ts';
import { bundled } from '#scenario/library.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Stamped } from '#sim/command.ts';
import { smallest } from './shrink.ts';

const handoff = must(bundled('pmip-handoff'), 'it is bundled');
const place = (at: number): Stamped => ({ do: 'place', node: 'mn1', x: 264, y: 544, at });
const caught: Stamped = {
  do: 'catch',
  name: 'c',
  link: 'core-mag1',
  kind: 'PBU',
  nth: 3,
  act: 'delay',
  by: 123_456,
  at: 2_345_678,
};
const crowded: Scenario = {
  ...handoff,
  knobs: { heartbeat: 'on', magAddress: 'own' },
  script: [...[1, 2, 3, 4, 5].map((n) => place(n * 111_111)), caught, place(seconds(6))],
};
const has = (scenario: Scenario, what: Stamped['do']): boolean =>
  scenario.script.some((one) => one.do === what);

describe('the smallest scenario that fails', () => {
  const small = smallest(
    crowded,
    (one) => has(one, 'catch') && one.knobs?.['magAddress'] === 'own',
  );

  test('has the one command that matters, with plain numbers', () => {
    expect(small.script).toEqual([{ ...caught, nth: 1, by: ms(100), at: seconds(2) }]);
  });

  test('has no flows, no node that nobody names, and an early end', () => {
    expect(small.flows).toEqual([]);
    expect(small.nodes.map(({ id }) => id)).toEqual(['mag1', 'lma', 'cn1', 'core']);
    expect(small.links.map(({ id }) => id)).toEqual(['core-mag1', 'core-lma', 'core-cn1']);
    expect(small.end).toBe(seconds(1));
  });

  test('has the knob that matters', () => {
    expect(small.knobs).toEqual({ magAddress: 'own' });
  });
});

test('a gateway forgets what it called the DLIFs of a node that is left out', () => {
  const figure = must(bundled('dmm-f4'), 'it is bundled');
  const names = ({ nodes }: Scenario): readonly string[] =>
    nodes.flatMap(({ dlifMacs = {} }) => Object.keys(dlifMacs));
  expect(names(figure)).toContain('mn1dgw1');
  const small = smallest({ ...figure, script: [], flows: [] }, () => true);
  expect(names(small)).toEqual([]);
});

test('a scenario that cannot be made smaller stays as it is', () => {
  const first = JSON.stringify(crowded);
  expect(smallest(crowded, (one) => JSON.stringify(one) === first)).toBe(crowded);
});

test('tries are bounded', () => {
  let tries = 0;
  smallest({ ...crowded, script: Array.from({ length: 900 }, (_, n) => place(n)) }, () => {
    tries += 1;
    return false;
  });
  expect(tries).toBeLessThanOrEqual(400);
});
