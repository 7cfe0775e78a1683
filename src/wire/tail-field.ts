// Fields behind the fixed part of a format: their size follows from the octets that are left, or
// from the bits of a presence field. Options are in options.ts.
// Values are cast to what the kind of their field says, as in fixed-field.ts.

import { assert } from '#base/assert.ts';
import { ipv6At, writeIpv6, type Ipv6 } from './address.ts';
import { bitsOf, readerOf, writerOf } from './fixed-field.ts';
import type { FieldSpan } from './layer.ts';
import type {
  Address,
  Addresses,
  Optional,
  Rest,
  ShortPrefix,
  Text,
  Uint,
  Uints,
} from './layout.ts';
import type { When } from './layout.ts';
import { uint16At, writeUint16 } from './octets.ts';
import type { Tail } from './record.ts';
import { docOf, spanner, ipv6Span, labelOf, octetsSpan, visible } from './span.ts';

/** A tail field without options. */
export function tailOf(
  field: Rest | Text | Uints | Addresses | Optional | When | ShortPrefix,
  presenceAt: number,
): Tail {
  switch (field.kind) {
    case 'rest':
      return restTail(field);
    case 'text':
      return textTail(field);
    case 'uints':
      return uintsTail(field);
    case 'addresses':
      return addressesTail(field);
    case 'optional':
      return optionalTail(field);
    case 'when':
      return whenTail(field, presenceAt);
    case 'shortPrefix':
      return shortPrefixTail(field);
  }
}

const baseOf = (field: { kind: string; name: string; label?: string; doc?: string }) => ({
  name: field.name,
  label: labelOf(field),
  ...docOf(field),
});

function restTail(field: Rest): Tail {
  const { name } = field;
  return {
    name,
    read(octets, _from, at, end, into) {
      into[name] = octets.slice(at, end);
      return end;
    },
    write(octets, _from, at, record) {
      const value = record[name] as Uint8Array;
      octets.set(value, at);
      return at + value.length;
    },
    spans: (octets, _from, at, end) => [octetsSpan(baseOf(field), octets, at, end - at)],
  };
}

/** One character per octet: no octet is lost, and ASCII reads as what it is. */
function latin1At(octets: Uint8Array, at: number, end: number): string {
  let text = '';
  for (let i = at; i < end; i += 1) text += String.fromCharCode(octets[i] ?? 0);
  return text;
}

function textTail(field: Text): Tail {
  const { name } = field;
  return {
    name,
    read(octets, _from, at, end, into) {
      into[name] = latin1At(octets, at, end);
      return end;
    },
    write(octets, _from, at, record) {
      const value = record[name] as string;
      for (let i = 0; i < value.length; i += 1) {
        const code = value.charCodeAt(i);
        assert(code < 256, 'a text holds one octet per character');
        octets[at + i] = code;
      }
      return at + value.length;
    },
    spans(octets, _from, at, end) {
      const value = latin1At(octets, at, end);
      const place = { offset: at, bitOffset: 0, bits: 8 * (end - at) };
      const text = value === '' ? 'empty' : visible(value);
      return [{ ...baseOf(field), ...place, value, text }];
    },
  };
}

function uintsTail(field: Uints): Tail {
  const { name } = field;
  return {
    name,
    read(octets, _from, at, end, into) {
      if ((end - at) % 2 !== 0) return -1;
      const values: number[] = [];
      for (let i = at; i < end; i += 2) values.push(uint16At(octets, i));
      into[name] = values;
      return end;
    },
    write(octets, _from, at, record) {
      const values = record[name] as readonly number[];
      for (const [i, value] of values.entries()) writeUint16(octets, at + 2 * i, value);
      return at + 2 * values.length;
    },
    spans(octets, _from, at, end) {
      const spans: FieldSpan[] = [];
      for (let i = at; i + 2 <= end; i += 2) {
        const value = uint16At(octets, i);
        const place = { offset: i, bitOffset: 0, bits: 16 };
        spans.push({ ...baseOf(field), ...place, value, text: String(value) });
      }
      return spans;
    },
  };
}

function addressesTail(field: Addresses): Tail {
  const { name } = field;
  return {
    name,
    read(octets, _from, at, end, into) {
      if ((end - at) % 16 !== 0) return -1;
      const values: Ipv6[] = [];
      for (let i = at; i < end; i += 16) values.push(ipv6At(octets, i));
      into[name] = values;
      return end;
    },
    write(octets, _from, at, record) {
      const values = record[name] as readonly Ipv6[];
      for (const [i, value] of values.entries()) writeIpv6(octets, at + 16 * i, value);
      return at + 16 * values.length;
    },
    spans(octets, _from, at, end) {
      const spans: FieldSpan[] = [];
      for (let i = at; i + 16 <= end; i += 16) spans.push(ipv6Span(baseOf(field), octets, i));
      return spans;
    },
  };
}

/** A field that may be missing, compiled. */
function single(field: Uint | Address, skip: number) {
  const gap = skip === 0 ? [] : [spanner({ kind: 'reserved', bits: skip }, 0)];
  return {
    field,
    size: (skip + bitsOf(field)) / 8,
    read: readerOf(field, skip),
    write: writerOf(field, skip),
    spans: [...gap, spanner(field, skip)],
  };
}

function optionalTail(fields: Optional): Tail {
  const choices = fields.fields.map((field) => single(field, 0));
  return {
    name: fields.fields[0]?.name ?? '',
    read(octets, _from, at, end, into) {
      if (at === end) return end;
      const choice = choices.find(({ size }) => size === end - at);
      if (choice === undefined) return -1;
      into[choice.field.name] = choice.read(octets, at);
      return end;
    },
    write(octets, _from, at, record) {
      const choice = choices.find(({ field }) => record[field.name] !== undefined);
      if (choice === undefined) return at;
      octets.fill(0, at, at + choice.size);
      choice.write(octets, at, record[choice.field.name]);
      return at + choice.size;
    },
    spans(octets, _from, at, end) {
      const choice = choices.find(({ size }) => size === end - at);
      return choice?.spans.map((span) => span(octets, at)) ?? [];
    },
  };
}

function whenTail({ bit, skip, field }: When, presenceAt: number): Tail {
  const { size, read, write, spans } = single(field, skip);
  const mask = 0x8000 >>> bit;
  const has = (octets: Uint8Array, from: number): boolean =>
    (uint16At(octets, from + presenceAt) & mask) !== 0;
  return {
    name: field.name,
    read(octets, from, at, end, into) {
      if (!has(octets, from)) return at;
      if (at + size > end) return -1;
      into[field.name] = read(octets, at);
      return at + size;
    },
    write(octets, from, at, record) {
      const value = record[field.name];
      if (value === undefined) return at;
      writeUint16(octets, from + presenceAt, uint16At(octets, from + presenceAt) | mask);
      octets.fill(0, at, at + size);
      write(octets, at, value);
      return at + size;
    },
    spans(octets, from, at, end) {
      if (!has(octets, from) || at + size > end) return [];
      return spans.map((span) => span(octets, at));
    },
  };
}

// RTR §2.3: as many octets of the prefix as the length says; the rest of the prefix is zero.
// A length that is not the shortest one is kept in `units`, so that octets come back the same.
function shortPrefixTail(field: ShortPrefix): Tail {
  const { name } = field;
  const shortest = (bits: number): number => (bits === 0 ? 1 : bits <= 64 ? 2 : 3);
  return {
    name,
    read(octets, from, at, end, into) {
      const bits = into['prefixLength'] as number;
      const units = (end - from) / 8;
      if (bits > 128 || units < shortest(bits)) return -1;
      const whole = new Uint8Array(16);
      whole.set(octets.subarray(at, Math.min(end, at + 16)));
      into[name] = ipv6At(whole, 0);
      if (units !== shortest(bits)) into['units'] = units;
      return end;
    },
    write(octets, from, at, record) {
      const units =
        (record['units'] as number | undefined) ?? shortest(record['prefixLength'] as number);
      const end = from + 8 * units;
      const whole = new Uint8Array(16);
      writeIpv6(whole, 0, record[name] as Ipv6);
      octets.fill(0, at, end);
      octets.set(whole.subarray(0, Math.min(16, end - at)), at);
      return end;
    },
    spans(octets, _from, at, end) {
      const whole = new Uint8Array(16);
      whole.set(octets.subarray(at, Math.min(end, at + 16)));
      const address = ipv6At(whole, 0);
      const place = { offset: at, bitOffset: 0, bits: 8 * Math.min(16, end - at) };
      const spare = { name: 'reserved', label: 'Reserved' };
      const rest = end > at + 16 ? [octetsSpan(spare, octets, at + 16, end - at - 16)] : [];
      return [{ ...baseOf(field), ...place, value: address, text: address }, ...rest];
    },
  };
}
