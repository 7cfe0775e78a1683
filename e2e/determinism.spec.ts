// The same link gives the same fingerprint, whatever the way: every bundled scenario.
import { library } from '#scenario/library.ts';
import { expectSameEverywhere } from './same-everywhere.ts';
import { test } from './watched.ts';

// What determinism.smoke.spec.ts does in every browser is not done again.
for (const { id } of library.filter((entry) => entry.id !== 'dmm-three')) {
  test(`${id} has one fingerprint`, async ({ lab }) => {
    await expectSameEverywhere(lab, `d=1r~${id}`);
  });
}
