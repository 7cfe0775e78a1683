// One short word per kind of field, so that a layout reads like the list under an RFC's figure.

import type * as L from './layout.ts';

interface UintWords {
  readonly label?: string;
  readonly names?: L.Names;
  readonly unit?: L.Unit;
}

/** An unsigned number. */
export const uint = <const N extends string>(
  name: N,
  bits: number,
  doc: string,
  words: UintWords = {},
): L.Uint<N> => ({ kind: 'uint', name, bits, doc, ...words });

/** One bit, drawn as its letter. */
export const flag = <const N extends string>(name: N, label: string, doc: string): L.Flag<N> => ({
  kind: 'flag',
  name,
  label,
  doc,
});

/** A flag without a bit in this version. */
export const absent = <const N extends string>(name: N, doc: string): L.Absent<N> => ({
  kind: 'absent',
  name,
  doc,
});

/** Sent as zero, ignored on receipt. */
export const reserved = (bits: number): L.Reserved => ({ kind: 'reserved', bits });

/** An IPv6 address. */
export const ipv6 = <const N extends string>(
  name: N,
  doc: string,
  label?: string,
): L.Address<N, 'ipv6'> => ({ kind: 'ipv6', name, doc, ...(label === undefined ? {} : { label }) });

/** An IPv4 address. */
export const ipv4 = <const N extends string>(name: N, doc: string): L.Address<N, 'ipv4'> => ({
  kind: 'ipv4',
  name,
  doc,
});

/** A 48-bit link-layer address. */
export const mac = <const N extends string>(name: N, doc: string): L.Address<N, 'mac'> => ({
  kind: 'mac',
  name,
  doc,
});

/** A number that the format fixes. */
export const constant = (
  name: string,
  bits: number,
  value: number,
  more: { readonly doc: string; readonly names?: L.Names; readonly role?: 'chooses' | 'checked' },
): L.Constant => ({ kind: 'constant', name, bits, value, ...more });

/** The code point of the layout. */
export const code = (bits: number, names: L.Names, doc: string, label = 'Type'): L.Code => ({
  kind: 'code',
  name: 'type',
  label,
  bits,
  names,
  doc,
});

/** (octets of the whole format - `minus`) / `unit`. */
export const length = (
  words: { readonly name?: string; readonly label?: string; readonly doc: string },
  bits: number,
  unit: 1 | 8,
  minus: number,
): L.Length => ({ kind: 'length', name: 'length', ...words, bits, unit, minus });

/** Octets whose number is known. */
export const octets = <const N extends string>(
  name: N,
  count: number,
  doc: string,
): L.Octets<N> => ({ kind: 'octets', name, octets: count, doc });

/** All octets that are left. */
export const rest = <const N extends string>(name: N, doc: string, label?: string): L.Rest<N> => ({
  kind: 'rest',
  name,
  doc,
  ...(label === undefined ? {} : { label }),
});

/** All octets that are left, as text. */
export const text = <const N extends string>(name: N, doc: string): L.Text<N> => ({
  kind: 'text',
  name,
  doc,
});

/** All 16-bit numbers that are left. */
export const uints = <const N extends string>(name: N, doc: string): L.Uints<N> => ({
  kind: 'uints',
  name,
  doc,
});

/** All IPv6 addresses that are left. */
export const addresses = <const N extends string>(name: N, doc: string): L.Addresses<N> => ({
  kind: 'addresses',
  name,
  doc,
});

/** One of these, when octets are left. */
export const optional = <const F extends readonly (L.Uint | L.Address)[]>(
  ...fields: F
): L.Optional<F[number]> => ({ kind: 'optional', fields });

/** There when the bit of the presence field is set; `skip` reserved bits stand before it. */
export const when = <const F extends L.Uint | L.Address>(
  bit: number,
  field: F,
  skip = 0,
): L.When<F> => ({ kind: 'when', bit, skip, field });

/** Options, to the end. */
export const options = <const N extends string, O>(
  name: N,
  family: L.Family<O>,
  words: { readonly doc: string; readonly label?: string },
): L.Options<N, O> => ({ kind: 'options', name, family, ...words });

/** The checksum. */
export const checksum = (doc: string): L.Checksum => ({ kind: 'checksum', name: 'checksum', doc });

/** Which of the `when` fields follow, as letters from the leftmost bit. */
export const presence = (letters: string, doc: string): L.Presence => ({
  kind: 'presence',
  name: 'presence',
  letters,
  doc,
});

/** A prefix as short as its length allows. */
export const shortPrefix = <const N extends string>(name: N, doc: string): L.ShortPrefix<N> => ({
  kind: 'shortPrefix',
  name,
  doc,
});

/**
 * Puts the fields that all formats of a kind begin with before those of one. They are computed, so
 * the record has the type of the others.
 */
export const headed =
  (head: readonly L.Field[]) =>
  <const I extends string, const F extends L.Field>(outline: L.Layout<I, F>): L.Layout<I, F> => ({
    ...outline,
    fields: [...head, ...outline.fields] as F[], // see above
  });
