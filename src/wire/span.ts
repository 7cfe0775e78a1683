// A field's value as people read it, and the place of its bits.

import { ipv6At } from './address.ts';
import { bitsOf, readerOf } from './fixed-field.ts';
import type { Code, Constant, FixedField, Uint } from './layout.ts';
import type { FieldSpan } from './layer.ts';
import { hexText } from './octets.ts';

/** `homeNetworkPrefix` → `Home Network Prefix`. */
export const titleOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, ' $&').replace(/^./, (letter) => letter.toUpperCase());

/** The words of a field in a drawing. */
export function labelOf(field: { kind: string; name?: string; label?: string }): string {
  if (field.kind === 'reserved') return 'Reserved';
  return field.label ?? titleOf(field.name ?? field.kind);
}

/** A number with its unit or its name. */
function numberText(field: Uint | Constant | Code, value: number): string {
  const name = field.names?.get(value);
  if (name !== undefined) return `${value} (${name})`;
  const unit = field.kind === 'uint' ? field.unit : undefined;
  switch (unit) {
    case undefined:
    case 'octets':
      return unit === undefined ? String(value) : `${value} octets`;
    case '4s':
      return `${value} × 4 s = ${4 * value} s`;
    case 'hex':
      return hexNumber(value, field.bits);
    case 's':
    case 'ms':
    case '8 octets':
    case '1/65536 s':
      return `${value} ${unit}`;
  }
}

const hexNumber = (value: number, bits: number): string =>
  `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`;

/** Octets as people read them: `00:11:22:33:01:01`, or plain digits when there are many. */
const octetsText = (octets: Uint8Array): string =>
  octets.length === 0 ? 'empty' : hexText(octets, octets.length <= 8 ? ':' : '');

/** Text of one character per octet with what cannot be shown as `\xNN`. */
export const visible = (text: string): string =>
  text.replaceAll(
    /[^\x20-\x7e]/g,
    (octet) => `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** Makes the span of a field of the format that begins at `at`. */
export type Span = (octets: Uint8Array, at: number) => FieldSpan;

/** Spans of a fixed field whose first bit is bit `bit` of its format. */
export function spanner(field: FixedField, bit: number): Span {
  const read = readerOf(field, bit);
  const textOf = texterOf(field);
  const by = bit >>> 3;
  const name = field.kind === 'reserved' ? 'reserved' : field.name;
  const label = labelOf(field);
  const place = { bitOffset: bit & 7, bits: bitsOf(field), ...docOf(field) };
  return (octets, at) => {
    const given = read(octets, at);
    const value = given instanceof Uint8Array ? hexText(given) : (given as FieldSpan['value']);
    return { name, label, value, text: textOf(given), offset: at + by, ...place };
  };
}

/** The value for people; it has the type of the field. */
function texterOf(field: FixedField): (value: unknown) => string {
  switch (field.kind) {
    case 'uint':
    case 'constant':
    case 'code':
      return (value) => numberText(field, value as number);
    case 'flag':
    case 'absent':
      return (value) => (value === true ? 'set' : 'not set');
    case 'ipv6':
    case 'ipv4':
    case 'mac':
      return String;
    case 'octets':
      return (value) => octetsText(value as Uint8Array);
    case 'reserved':
      return (value) => (value === 0 ? '0' : `${hexNumber(value as number, field.bits)}, ignored`);
    case 'length':
      return (value) => lengthText(field.unit, value as number);
    case 'checksum':
    case 'presence':
      return (value) => hexNumber(value as number, 16);
  }
}

const lengthText = (unit: 1 | 8, value: number): string =>
  unit === 1 ? `${value} octets` : `${value} × 8 octets`;

export const docOf = (field: { kind: string; doc?: string }): { doc?: string } =>
  field.doc === undefined ? {} : { doc: field.doc };

type Base = Omit<FieldSpan, 'value' | 'text' | 'offset' | 'bitOffset' | 'bits'>;

/** A span of whole octets, shown in hexadecimal. */
export function octetsSpan(
  base: Base,
  octets: Uint8Array,
  offset: number,
  count: number,
): FieldSpan {
  const taken = octets.subarray(offset, offset + count);
  const place = { offset, bitOffset: 0, bits: 8 * taken.length };
  return { ...base, ...place, value: hexText(taken), text: octetsText(taken) };
}

/** A span of an IPv6 address. */
export function ipv6Span(base: Base, octets: Uint8Array, offset: number): FieldSpan {
  const address = ipv6At(octets, offset);
  return { ...base, offset, bitOffset: 0, bits: 128, value: address, text: address };
}
