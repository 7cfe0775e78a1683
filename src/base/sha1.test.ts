// The digests that RFC 3174 §7.3 and RFC 2202 §3 print.
import { expect, test } from 'vitest';
import { hmacSha1, joined, sha1 } from './sha1.ts';

const hex = (octets: Uint8Array): string =>
  [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
const text = (letters: string): Uint8Array =>
  Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
const filled = (length: number, octet: number): Uint8Array => new Uint8Array(length).fill(octet);
const counted = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i + 1);

test.each([
  ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
  ],
  ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['01234567'.repeat(80), 'dea356a2cddd90c7a7ecedc5ebb563934f460452'],
])('SHA-1 of RFC 3174 §7.3, case %#', (message, digest) => {
  expect(hex(sha1(text(message)))).toBe(digest);
});

test.each([55, 56, 63, 64, 65])('a message of %i octets ends in its own block', (length) => {
  expect(sha1(filled(length, 7))).toHaveLength(20);
  expect(hex(sha1(filled(length, 7)))).not.toBe(hex(sha1(filled(length + 1, 7))));
});

test.each([
  [filled(20, 0x0b), text('Hi There'), 'b617318655057264e28bc0b6fb378c8ef146be00'],
  [text('Jefe'), text('what do ya want for nothing?'), 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  [filled(20, 0xaa), filled(50, 0xdd), '125d7342b9ac11cd91a39af48aa17b4f63f175d3'],
  [counted(25), filled(50, 0xcd), '4c9007f4026250c6bc8414f9bf50c86c2d7235da'],
  [filled(20, 0x0c), text('Test With Truncation'), '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
  [
    filled(80, 0xaa),
    text('Test Using Larger Than Block-Size Key - Hash Key First'),
    'aa4ae5e15272d00e95705637ce8a3b55ed402112',
  ],
  [
    filled(80, 0xaa),
    text('Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data'),
    'e8e99d0f45237d786d6bbaa7965c7808bbff1a91',
  ],
])('HMAC-SHA1 of RFC 2202 §3, case %#', (key, data, digest) => {
  expect(hex(hmacSha1(key, data))).toBe(digest);
});

test('parts are joined in order', () => {
  expect([...joined(text('ab'), text(''), text('c'))]).toEqual([97, 98, 99]);
});
