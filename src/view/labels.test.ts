import { expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import { lab } from '#testing/lab.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import { vectors } from '#wire/vectors.ts';
import { labelOf, optionWordsOf } from './labels.ts';

const { cast } = lab('pmip-handoff');

/** A vector as an Ethernet frame. */
function frameOf(name: string): Uint8Array {
  const { hex } = must(
    vectors.find((one) => one.name === name),
    `there is a vector ${name}`,
  );
  const packet = Buffer.from(hex, 'hex');
  const frame = new Uint8Array(ETHERNET_OCTETS + packet.length);
  frame.set(packet, ETHERNET_OCTETS);
  return frame;
}

test.each([
  ['pbu-initial-attach', 'PBU seq1 L75 HI1 any prefix'],
  ['pbu-handoff-hi3', 'PBU seq1 L75 HI3 any prefix'],
  ['pbu-two-prefixes', 'PBU seq9 L150 HI5 HNP1 HNP2'],
  ['pbu-lifetime-0-unknown-session', 'PBU seq1 L0 HI4 HNP1'],
  ['pbu-missing-hi', 'PBU seq6 L75 any prefix'],
  ['pbu-gre-key-downlink', 'PBU seq14 L75 HI1 any prefix +GRE'],
  ['pba-accepted-initial', 'PBA 0 seq1 L75 HNP1'],
  ['pba-deregistration', 'PBA 0 seq3 L0 HNP1'],
  ['pba-status157-timestamp-lower', 'PBA 157 seq8'],
  ['pba-ipv4-hoa-reply', 'PBA 0 seq16 L75 HNP1 192.0.2.17'],
  ['bri-handoff-unknown-trigger4', 'BRI trigger 4 HNP1'],
  ['bri-admin-all-prefixes-of-mn', 'BRI trigger 1 MN1'],
  ['bri-global-per-peer', 'BRI G trigger 128'],
  ['bri-ipv4-only', 'BRI V trigger 1 MN1'],
  ['bra-132-mn-is-attached', 'BRA 132 HNP1'],
  ['heartbeat-request', 'Heartbeat request seq65537'],
  ['heartbeat-unsolicited-restart', 'Heartbeat U R seq0 RC 8'],
  ['upn-force-reregistration-retransmit', 'UPN A D reason 1 HNP1'],
  ['upa-128-failed-to-update', 'UPA 128 MN1'],
  ['fbi-move-flow', 'FBI seq16385 FID 4'],
  ['fba-success', 'FBA 0 seq16385'],
  ['mip6-be-unrecognized-mh-type', 'BE 2'],
  // The manner of the distributed drafts, where the D flag is set.
  ['dmm-pbu-draft05-flag-layout', 'PBU D seq 1 2001:db8:aa:1::/64'],
  ['dmm-pba-draft05-flag-layout', 'PBA D st 0 2001:db8:aa:1::/64'],
])('%s is called %s', (name, label) => {
  expect(labelOf(frameOf(name), undefined, cast).label).toBe(label);
});

test.each([
  [
    'pbu-initial-attach',
    'MN-ID mn1@example.net, HNP ::/0, HI 1, ATT 4, TS 0.000, LL 02:00:5e:00:01:01, LLA ::',
  ],
  [
    'pba-reregistration',
    'MN-ID mn1@example.net, HNP1, HI 5, ATT 4, TS 240.250, LL 02:00:5e:00:01:01',
  ],
  [
    'pba-gre-key-uplink',
    'MN-ID mn1@example.net, HNP1, HI 1, ATT 4, TS 21.000, LL 02:00:5e:00:01:01, GRE 0xb001',
  ],
  [
    'pba-ipv4-hoa-reply',
    'MN-ID mn1@example.net, HNP1, HI 1, ATT 4, TS 30.000, LL 02:00:5e:00:01:01, ' +
      'IPv4 0 192.0.2.17/24, IPv4 router 192.0.2.1',
  ],
  ['heartbeat-unsolicited-restart', 'RC 8'],
  ['bri-global-per-peer', ''],
])('the options of %s', (name, words) => {
  expect(optionWordsOf(frameOf(name), cast).join(', ')).toBe(words);
});

test('an identifier that is no text is told in octets', () => {
  const [identifier] = optionWordsOf(frameOf('pbu-mnid-eui64-no-padding-needed'), cast);
  expect(identifier).toMatch(/^MN-ID 0x[0-9a-f]{16}$/);
});
