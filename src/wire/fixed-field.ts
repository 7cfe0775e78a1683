// Fields of fixed size at a fixed place: compiled once to a reader and a writer. Values are unknown
// here and cast to what the kind of their field says: the type of a record comes from its layout.

import { assert } from '#base/assert.ts';
import { ipv6At, macAt, writeIpv6, writeMac, type Ipv6, type Mac } from './address.ts';
import { ipv4At, writeIpv4, type Ipv4 } from './ipv4.ts';
import type { FixedField } from './layout.ts';
import { uint16At, wordAt, writeUint16, writeWord } from './octets.ts';

/** Reads the field of the format that begins at `at`. */
export type Read = (octets: Uint8Array, at: number) => unknown;
/** Writes it; the bits there are zero. */
export type Write = (octets: Uint8Array, at: number, value: unknown) => void;

/** How many bits a field takes. */
export function bitsOf(field: FixedField): number {
  switch (field.kind) {
    case 'uint':
    case 'constant':
    case 'code':
    case 'reserved':
    case 'length':
      return field.bits;
    case 'flag':
      return 1;
    case 'absent':
      return 0;
    case 'ipv6':
      return 128;
    case 'ipv4':
      return 32;
    case 'mac':
      return 48;
    case 'octets':
      return 8 * field.octets;
    case 'checksum':
    case 'presence':
      return 16;
  }
}

/** A reader of the field whose first bit is bit `bit` of the format. */
export function readerOf(field: FixedField, bit: number): Read {
  const by = bit >>> 3;
  switch (field.kind) {
    case 'flag': {
      const mask = 0x80 >>> (bit & 7);
      return (octets, at) => ((octets[at + by] ?? 0) & mask) !== 0;
    }
    case 'absent':
      return () => false;
    case 'ipv6':
      return (octets, at) => ipv6At(octets, at + by);
    case 'ipv4':
      return (octets, at) => ipv4At(octets, at + by);
    case 'mac':
      return (octets, at) => macAt(octets, at + by);
    case 'octets':
      return (octets, at) => octets.slice(at + by, at + by + field.octets);
    case 'uint':
    case 'constant':
    case 'code':
    case 'reserved':
    case 'length':
    case 'checksum':
    case 'presence':
      return uintReader(bit, bitsOf(field));
  }
}

/** An unsigned number of up to 32 bits within one word, or of whole octets. */
export function uintReader(bit: number, bits: number): (octets: Uint8Array, at: number) => number {
  const by = bit >>> 3;
  const inOctet = bit & 7;
  if (inOctet === 0 && bits === 8) return (octets, at) => octets[at + by] ?? 0;
  if (inOctet === 0 && bits === 16) return (octets, at) => uint16At(octets, at + by);
  if (inOctet === 0 && bits === 32) return (octets, at) => wordAt(octets, at + by) >>> 0;
  if (inOctet === 0 && bits === 48) {
    return (octets, at) =>
      uint16At(octets, at + by) * 0x1_0000_0000 + (wordAt(octets, at + by + 2) >>> 0);
  }
  assert(inOctet + bits <= 32, 'a number that is not of whole octets lies within 32 bits');
  const right = 32 - inOctet - bits;
  const mask = 2 ** bits - 1;
  return (octets, at) => (wordAt(octets, at + by) >>> right) & mask;
}

/** A writer of the field whose first bit is bit `bit` of the format. */
export function writerOf(field: FixedField, bit: number): Write {
  const by = bit >>> 3;
  switch (field.kind) {
    case 'flag': {
      const mask = 0x80 >>> (bit & 7);
      return (octets, at, value) => {
        if (value === true) octets[at + by] = (octets[at + by] ?? 0) | mask;
      };
    }
    case 'ipv6':
      return (octets, at, value) => writeIpv6(octets, at + by, value as Ipv6);
    case 'ipv4':
      return (octets, at, value) => writeIpv4(octets, at + by, value as Ipv4);
    case 'mac':
      return (octets, at, value) => writeMac(octets, at + by, value as Mac);
    case 'octets':
      return (octets, at, value) => {
        const given = value as Uint8Array;
        assert(given.length === field.octets, `${field.name} has ${field.octets} octets`);
        octets.set(given, at + by);
      };
    case 'uint':
    case 'constant':
    case 'code':
    case 'length':
    case 'presence':
      return uintWriter(field.name, bit, bitsOf(field));
    case 'absent':
    case 'reserved':
    case 'checksum':
      return () => {};
  }
}

function uintWriter(name: string, bit: number, bits: number): Write {
  const by = bit >>> 3;
  const inOctet = bit & 7;
  const end = 2 ** bits;
  const put = uintPutter(inOctet, bits);
  return (octets, at, value) => {
    const number = value as number;
    // the words are made only when they are needed: this runs for each field of each message
    if (!Number.isInteger(number) || number < 0 || number >= end) {
      assert(false, `${name} has ${bits} bits, which do not hold ${number}`);
    }
    put(octets, at + by, number);
  };
}

function uintPutter(inOctet: number, bits: number) {
  if (inOctet === 0 && bits === 8) {
    return (octets: Uint8Array, at: number, value: number): void => {
      octets[at] = value;
    };
  }
  if (inOctet === 0 && bits === 16) return writeUint16;
  if (inOctet === 0 && bits === 32) return writeWord;
  if (inOctet === 0 && bits === 48) {
    return (octets: Uint8Array, at: number, value: number): void => {
      writeUint16(octets, at, Math.floor(value / 0x1_0000_0000));
      writeWord(octets, at + 2, value);
    };
  }
  const width = Math.ceil((inOctet + bits) / 8);
  const left = 8 * width - inOctet - bits;
  return (octets: Uint8Array, at: number, value: number): void => {
    const shifted = value << left;
    for (let i = 0; i < width; i += 1) {
      octets[at + i] = (octets[at + i] ?? 0) | (shifted >>> (8 * (width - 1 - i)));
    }
  };
}
