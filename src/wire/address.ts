// IPv6 addresses, prefixes and link-layer addresses as canonical text: text ↔ octets, comparison,
// and the addresses that are derived from others (RFC 4291, RFC 4862). Equal addresses are equal
// strings, so tables are keyed by them. Decoding looks a text up by its four words.

import { assert } from '#base/assert.ts';
import { slotOfText } from '#base/hash.ts';
import { parseWords, wordsText } from './address-text.ts';
import { hexText, wordAt, writeWord } from './octets.ts';

declare const brand: unique symbol;
/** An IPv6 address as RFC 5952 text: `2001:db8:d1::1`. */
export type Ipv6 = string & { readonly [brand]: 'Ipv6' };
/** A prefix with zero host bits: `2001:db8:aa:1::/64`. */
export type Prefix = string & { readonly [brand]: 'Prefix' };
/** A 48-bit link-layer address, lower case: `00:11:22:33:01:01`. */
export type Mac = string & { readonly [brand]: 'Mac' };

// Texts by words: direct-mapped, so it is bounded and a lookup is a few instructions.
const SLOTS = 1 << 15;
const slotWords = new Uint32Array(SLOTS * 4);
const slotTexts: (Ipv6 | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

// Words by text; emptied when full.
const KEPT = 1 << 17;
const wordsByText = new Map<string, Uint32Array>();

/** The address of four 32-bit words (any sign); the same text object while it is remembered. */
function fromWords(w0: number, w1: number, w2: number, w3: number): Ipv6 {
  const mixed = Math.imul(w0 ^ Math.imul(w1, 31), 0x9e3779b1) ^ Math.imul(w2 ^ w3, 0x85ebca6b);
  const slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
  const at = slot << 2;
  const known = slotTexts[slot];
  if (
    known !== undefined &&
    slotWords[at] === w0 >>> 0 &&
    slotWords[at + 1] === w1 >>> 0 &&
    slotWords[at + 2] === w2 >>> 0 &&
    slotWords[at + 3] === w3 >>> 0
  ) {
    return known;
  }
  const text = wordsText(w0, w1, w2, w3) as Ipv6; // canonical by construction
  slotWords.set([w0, w1, w2, w3], at);
  slotTexts[slot] = text;
  return text;
}

// The texts asked for last, direct-mapped as well.
const RECENT = 1 << 11;
const recentTexts = Array.from({ length: RECENT }, () => '');
const recentWords: (Uint32Array | undefined)[] = Array.from({ length: RECENT }, () => undefined);

/** The four 32-bit words of an address. Shared: do not write to them. */
export function addressWords(address: Ipv6): Uint32Array {
  const slot = slotOfText(address) & (RECENT - 1);
  const recent = recentWords[slot];
  if (recent !== undefined && recentTexts[slot] === address) return recent;
  const words = knownWords(address);
  recentTexts[slot] = address;
  recentWords[slot] = words;
  return words;
}

function knownWords(address: Ipv6): Uint32Array {
  const known = wordsByText.get(address);
  if (known !== undefined) return known;
  const words = parseWords(address);
  assert(words !== undefined, `not an IPv6 address: ${address}`);
  if (wordsByText.size >= KEPT) wordsByText.clear();
  wordsByText.set(address, words);
  return words;
}

const fromArray = (words: Uint32Array): Ipv6 =>
  fromWords(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);

// ── text ────────────────────────────────────────────────────────────────────────────────────────

/** The address that a text of any form names, in canonical form. */
export function parseIpv6(text: string): Ipv6 | undefined {
  const words = parseWords(text);
  return words && fromArray(words);
}

/** The prefix `address/length`; host bits are cleared. */
export function parsePrefix(text: string): Prefix | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseIpv6(match[1]);
  const length = Number(match?.[2]);
  if (address === undefined || length > 128) return undefined;
  return toPrefix(address, length);
}

/** Six octets in hexadecimal between `:` or `-`. */
export function parseMac(text: string): Mac | undefined {
  if (!/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return text.toLowerCase().replaceAll('-', ':') as Mac; // canonical by the line above
}

/** A constant of the code as an address. */
export function ipv6(text: string): Ipv6 {
  const address = parseIpv6(text);
  assert(address !== undefined, `not an IPv6 address: ${text}`);
  return address;
}

/** A constant of the code as a prefix. */
export function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  assert(parsed !== undefined, `not a prefix: ${text}`);
  return parsed;
}

/** A constant of the code as a link-layer address. */
export function mac(text: string): Mac {
  const parsed = parseMac(text);
  assert(parsed !== undefined, `not a link-layer address: ${text}`);
  return parsed;
}

// ── octets ──────────────────────────────────────────────────────────────────────────────────────

/** The address in sixteen octets. */
export function ipv6At(octets: Uint8Array, offset: number): Ipv6 {
  return fromWords(
    wordAt(octets, offset),
    wordAt(octets, offset + 4),
    wordAt(octets, offset + 8),
    wordAt(octets, offset + 12),
  );
}

/** Writes sixteen octets. */
export function writeIpv6(octets: Uint8Array, offset: number, address: Ipv6): void {
  const words = addressWords(address);
  writeWord(octets, offset, words[0] ?? 0);
  writeWord(octets, offset + 4, words[1] ?? 0);
  writeWord(octets, offset + 8, words[2] ?? 0);
  writeWord(octets, offset + 12, words[3] ?? 0);
}

/** The sixteen octets of an address. */
export function ipv6Octets(address: Ipv6): Uint8Array {
  const octets = new Uint8Array(16);
  writeIpv6(octets, 0, address);
  return octets;
}

const macTexts = new Map<number, Mac>();

/** The link-layer address in six octets. */
export function macAt(octets: Uint8Array, offset: number): Mac {
  const high = ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
  const key = high * 0x1_0000_0000 + (wordAt(octets, offset + 2) >>> 0);
  const known = macTexts.get(key);
  if (known !== undefined) return known;
  const text = hexText(octets.subarray(offset, offset + 6), ':') as Mac; // canonical by construction
  if (macTexts.size >= KEPT) macTexts.clear();
  macTexts.set(key, text);
  return text;
}

/** Writes six octets. */
export function writeMac(octets: Uint8Array, offset: number, address: Mac): void {
  for (let i = 0; i < 6; i += 1) {
    octets[offset + i] = Number.parseInt(address.slice(3 * i, 3 * i + 2), 16);
  }
}

// ── prefixes ────────────────────────────────────────────────────────────────────────────────────

interface ParsedPrefix {
  readonly address: Ipv6;
  readonly words: Uint32Array;
  readonly length: number;
}
const prefixes = new Map<string, ParsedPrefix>();

function parsed(text: Prefix): ParsedPrefix {
  const known = prefixes.get(text);
  if (known !== undefined) return known;
  const slash = text.lastIndexOf('/');
  const address = ipv6(text.slice(0, slash));
  const made = { address, words: addressWords(address), length: Number(text.slice(slash + 1)) };
  if (prefixes.size >= KEPT) prefixes.clear();
  prefixes.set(text, made);
  return made;
}

/** The bits of word `i` that belong to a prefix of `length` bits. */
const maskOf = (length: number, i: number): number => {
  const bits = Math.min(32, Math.max(0, length - 32 * i));
  return bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
};

/** Prefixes of addresses, by their length; emptied when full. */
const prefixesOf: readonly Map<Ipv6, Prefix>[] = Array.from({ length: 129 }, () => new Map());

/** The prefix of the first `length` bits. */
export function toPrefix(address: Ipv6, length: number): Prefix {
  const kept = prefixesOf[length];
  assert(kept !== undefined, 'a prefix has 0 to 128 bits');
  const known = kept.get(address);
  if (known !== undefined) return known;
  const masked = addressWords(address).map((word, i) => (word & maskOf(length, i)) >>> 0);
  const made = `${fromArray(masked)}/${length}` as Prefix; // canonical by construction
  if (kept.size >= KEPT) kept.clear();
  kept.set(address, made);
  return made;
}

/** The prefix followed by zero bits. */
export const prefixAddress = (p: Prefix): Ipv6 => parsed(p).address;
/** Its number of bits. */
export const prefixLength = (p: Prefix): number => parsed(p).length;
/** Whether the address begins with the prefix. */
export function prefixContains(p: Prefix, address: Ipv6): boolean {
  return commonBits(parsed(p).words, addressWords(address)) >= parsed(p).length;
}

/** How many leading bits two addresses share. */
export function commonPrefixLength(a: Ipv6, b: Ipv6): number {
  return commonBits(addressWords(a), addressWords(b));
}

function commonBits(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < 4; i += 1) {
    const difference = (a[i] ?? 0) ^ (b[i] ?? 0);
    if (difference !== 0) return 32 * i + Math.clz32(difference);
  }
  return 128;
}

// ── derived addresses ───────────────────────────────────────────────────────────────────────────

export const UNSPECIFIED = ipv6('::');
const LOOPBACK = ipv6('::1');
export const ALL_NODES = ipv6('ff02::1');
export const ALL_ROUTERS = ipv6('ff02::2');

/** The bits of the prefix, followed by the rest of the other address. */
export function fromPrefixAndIid(p: Prefix, iidFrom: Ipv6): Ipv6 {
  const { words, length } = parsed(p);
  const rest = addressWords(iidFrom);
  return fromArray(words.map((word, i) => (word | ((rest[i] ?? 0) & ~maskOf(length, i))) >>> 0));
}

/** The modified EUI-64 of a link-layer address, below a zero prefix (RFC 4291 appendix A). */
export function interfaceIdOf(address: Mac): Ipv6 {
  const octets = new Uint8Array(6);
  writeMac(octets, 0, address);
  const high = wordAt(octets, 0);
  const low = wordAt(octets, 2);
  return fromWords(0, 0, ((high ^ 0x02000000) & ~0xff) | 0xff, (low & 0xffffff) | 0xfe000000);
}

/** The link-local address of an interface (RFC 4862 §5.3). */
export const linkLocalOf = (address: Mac): Ipv6 =>
  fromPrefixAndIid(LINK_LOCAL, interfaceIdOf(address));

/** The multicast address that finds the owner of an address (RFC 4291 §2.7.1). */
export function solicitedNodeOf(address: Ipv6): Ipv6 {
  const low = (addressWords(address)[3] ?? 0) & 0xffffff;
  return fromWords(0xff020000, 0, 1, 0xff000000 | low);
}

/** The link-layer address of a multicast address on Ethernet (RFC 2464 §7). */
export function multicastMac(address: Ipv6): Mac {
  const octets = ipv6Octets(address);
  octets.set([0x33, 0x33], 10);
  return macAt(octets, 10);
}

const LINK_LOCAL = prefix('fe80::/64');
/** The first ten bits of fe80::/10. */
const LINK_LOCAL_BITS = 0xfe80 >>> 6;
const SITE_LOCAL_RANGE = prefix('fec0::/10');

export const isUnspecified = (address: Ipv6): boolean => address === UNSPECIFIED;
export const isMulticast = (address: Ipv6): boolean => top(address) === 0xff;
/** fe80::/10, RFC 4291 §2.4. */
export const isLinkLocal = (address: Ipv6): boolean =>
  (addressWords(address)[0] ?? 0) >>> 22 === LINK_LOCAL_BITS;

const top = (address: Ipv6): number => (addressWords(address)[0] ?? 0) >>> 24;

/** Scope as a number: 2 link-local, 5 site-local, 14 global; of multicast its field (RFC 6724 §3.1). */
export function scopeOf(address: Ipv6): number {
  if (isMulticast(address)) return ((addressWords(address)[0] ?? 0) >>> 16) & 15;
  if (isLinkLocal(address) || address === LOOPBACK) return 2;
  return prefixContains(SITE_LOCAL_RANGE, address) ? 5 : 14;
}
