// Keys of return routability, MIP6 §5.2.5 and §6.2.7, against the formulas written out.
import { expect, test } from 'vitest';
import { hmacSha1, joined, sha1 } from '#base/sha1.ts';
import { ipv6, ipv6Octets } from '#wire/address.ts';
import { hexText } from '#wire/octets.ts';
import { decodePacket, encodePacket } from '#wire/packet.ts';
import {
  authenticatorOf,
  bindingKey,
  careOfToken,
  homeToken,
  isSame,
  octetsOf,
  sealed,
} from './keys.ts';
import { buildUpdate, readUpdate } from './messages.ts';

const secret = '000102030405060708090a0b0c0d0e0f10111213';
const nonce = 'a0a1a2a3a4a5a6a7';
const HOME = ipv6('2001:db8:f0:1::5');
const CARE_OF = ipv6('2001:db8:1::5');
const CN = ipv6('2001:db8:c1::10');

test('MIP-1: tokens are the first 64 bits of an HMAC over address, nonce and which it is', () => {
  const over = (address: typeof HOME, last: number) =>
    hexText(
      hmacSha1(
        octetsOf(secret),
        joined(ipv6Octets(address), octetsOf(nonce), Uint8Array.of(last)),
      ).subarray(0, 8),
    );
  expect(homeToken(secret, HOME, nonce)).toBe(over(HOME, 0));
  expect(careOfToken(secret, CARE_OF, nonce)).toBe(over(CARE_OF, 1));
  expect(homeToken(secret, HOME, nonce)).not.toBe(careOfToken(secret, HOME, nonce));
});

test('MIP-2: the key is of both tokens, or of the home token alone when a binding ends', () => {
  const [home, careOf] = [homeToken(secret, HOME, nonce), careOfToken(secret, CARE_OF, nonce)];
  expect(bindingKey(home, careOf)).toEqual(sha1(joined(octetsOf(home), octetsOf(careOf))));
  expect(bindingKey(home)).toEqual(sha1(octetsOf(home)));
});

const head = {
  homeAddress: HOME,
  careOfAddress: CARE_OF,
  sequence: 7,
  lifetime: 60,
  acknowledge: true,
  homeRegistration: false,
  mobileRouter: false,
};
const by = { key: sha1(Uint8Array.of(1)), careOfAddress: CARE_OF, correspondent: CN };

test('MIP-4, MIP-5: the authenticator stands last, covers all before it, and counts the checksum as zero', () => {
  const nonces = { is: 'NonceIndices', homeNonceIndex: 1, careOfNonceIndex: 2 } as const;
  const packet = sealed(
    buildUpdate(head, { source: CARE_OF, destination: CN }, [nonces]),
    by,
    'draft-05',
  );
  const octets = encodePacket(packet, 'draft-05');
  const mh = octets.slice(octets.length - 32);
  expect(mh[2]).toBe(5);
  const zeroed = mh.slice(0, 20).fill(0, 4, 6);
  const expected = hmacSha1(by.key, joined(ipv6Octets(CARE_OF), ipv6Octets(CN), zeroed)).subarray(
    0,
    12,
  );
  expect(hexText(mh.slice(20))).toBe(hexText(expected));
  const decoded = decodePacket(octets, 'draft-05');
  const update = decoded.ok ? readUpdate(decoded.value) : undefined;
  expect(update).toMatchObject({ isSealed: true, nonces: { home: 1, careOf: 2 } });
  const again = decoded.ok ? authenticatorOf(decoded.value, by, 'draft-05') : mh;
  expect(isSame(again, expected)).toBe(true);
});

test('another address, key or number gives another authenticator', () => {
  const of = (change: Partial<typeof head>, more: Partial<typeof by> = {}) => {
    const ends = { source: CARE_OF, destination: CN };
    const packet = sealed(
      buildUpdate({ ...head, ...change }, ends, []),
      { ...by, ...more },
      'draft-05',
    );
    return hexText(readUpdate(packet)?.authenticator ?? new Uint8Array(0));
  };
  const all = [
    of({}),
    of({ sequence: 8 }),
    of({ lifetime: 61 }),
    of({}, { careOfAddress: HOME }),
    of({}, { correspondent: HOME }),
    of({}, { key: sha1(Uint8Array.of(2)) }),
  ];
  expect(new Set(all).size).toBe(all.length);
});
