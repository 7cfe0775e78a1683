// The same link gives the same fingerprint in this browser and in Node: every bundled scenario; and
// by seeking to and fro, and after a fork and back: one of each kind.
import { library } from '#scenario/library.ts';
import { expectSameAtEnd, expectSameEverywhere } from './same-everywhere.ts';
import { test } from './watched.ts';

const THOROUGH = [
  'dmm-f1',
  'dmm-f4',
  'dmm-f5',
  'dmm-return',
  'pmip-handoff',
  'pmip-overtaking-pbus',
  'pmip-lma-restart',
  'rfc8885-locator',
];

// What determinism.smoke.spec.ts does in every browser is not done again.
for (const { id } of library.filter((entry) => entry.id !== 'dmm-three')) {
  const expectSame = THOROUGH.includes(id) ? expectSameEverywhere : expectSameAtEnd;
  test(`${id} has one fingerprint`, async ({ lab }) => {
    await expectSame(lab, `d=1r~${id}`);
  });
}
