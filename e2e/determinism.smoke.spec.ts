// The same link gives the same fingerprint in each browser and in Node: one scenario in every browser.
import { expectPlayedAsSought, expectSameEverywhere } from './same-everywhere.ts';
import { test } from './watched.ts';

test('a link has one fingerprint in this browser and in Node', async ({ lab }) => {
  test.slow();
  await expectSameEverywhere(lab, 'd=1r~dmm-three');
});

test('playing leads where seeking leads', async ({ lab }) => {
  await expectPlayedAsSought(lab, 'd=1r~dmm-f4');
});
