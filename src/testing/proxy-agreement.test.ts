import { expect, test } from 'vitest';
import { ms } from '#base/ids.ts';
import { belowMag, between, HNP1, MAG1, MAG2, mn1 } from './pmip-cast.ts';
import { attached, twoRadios } from './pmip-run.ts';
import { disagreementsOf } from './proxy-agreement.ts';

test('LMA and MAGs agree when a run has come to rest', () => {
  expect(disagreementsOf(attached().timeline)).toEqual([]);
  expect(disagreementsOf(attached({ nodes: twoRadios }).put('mn1', between(1)).timeline)).toEqual(
    [],
  );
});

test('in the middle of a handoff they do not', () => {
  const run = attached().put('mn1', belowMag(2));
  run.to(run.now + ms(22));
  expect(disagreementsOf(run.timeline)).toEqual([
    `mag2 has not registered ${mn1}`,
    `a binding of ${mn1} is waitDelete`,
    `only the LMA has ${mn1} by technology 4 at ${MAG1} with ${HNP1}`,
    `only a MAG has ${mn1} by technology 4 at ${MAG2} with `,
  ]);
});
