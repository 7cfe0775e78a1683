// The same link gives the same fingerprint in this browser and in Node, for scenarios of every kind; and
// by seeking to and fro, and after a fork and back, for some. All of the library goes all these ways in
// Node (src/session/determinism.test.ts).
import { expectSameAtEnd, expectSameEverywhere } from './same-everywhere.ts';
import { test } from './watched.ts';

const THOROUGH = ['dmm-f4', 'pmip-lma-restart'] as const;
const AT_END = ['dmm-f5', 'rfc8885-locator', 'mipv6-ro', 'vmn-nemo', 'vip-f3', 'mif-f3'] as const;

for (const id of THOROUGH) {
  test(`${id} has one fingerprint, whatever the way`, async ({ lab }) => {
    await expectSameEverywhere(lab, `d=1r~${id}`);
  });
}

for (const id of AT_END) {
  test(`${id} has one fingerprint`, async ({ lab }) => {
    await expectSameAtEnd(lab, `d=1r~${id}`);
  });
}
