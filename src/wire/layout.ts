// A wire format is one list of fields. From it come encoding, decoding, byte spans (codec.ts), the
// box drawing (diagram.ts), the reference text and the type of the record. No octets here.

import type { Cite } from '#base/ids.ts';
import type { Ipv6, Mac } from './address.ts';
import type { Ipv4 } from './ipv4.ts';

/** Names of the values of a field. */
export type Names = ReadonlyMap<number, string>;
/** What one step of a number means: `4s` is the lifetime unit of RFC 6275. */
export type Unit = 's' | 'ms' | '4s' | 'octets' | '8 octets' | '1/65536 s' | 'hex';

interface Named<N extends string> {
  readonly name: N;
  /** The words of the box drawing; else they are made of the name. */
  readonly label?: string;
  readonly doc: string;
}
/** An unsigned number of 1 to 48 bits. */
export interface Uint<N extends string = string> extends Named<N> {
  readonly kind: 'uint';
  readonly bits: number;
  readonly names?: Names;
  readonly unit?: Unit;
}
/** One bit. */
export interface Flag<N extends string = string> extends Named<N> {
  readonly kind: 'flag';
}
/** A flag that this version of the format has no bit for: it takes no room and reads as false. */
export interface Absent<N extends string = string> extends Named<N> {
  readonly kind: 'absent';
}
/** An address of 16, 4 or 6 octets. */
export interface Address<
  N extends string = string,
  K extends 'ipv6' | 'ipv4' | 'mac' = 'ipv6' | 'ipv4' | 'mac',
> extends Named<N> {
  readonly kind: K;
}
/** A given number of octets. */
export interface Octets<N extends string = string> extends Named<N> {
  readonly kind: 'octets';
  readonly octets: number;
}
/** A number that the format fixes; a record does not carry it. */
export interface Constant extends Named<string> {
  readonly kind: 'constant';
  readonly bits: number;
  readonly value: number;
  readonly names?: Names;
  /** `chooses`: tells layouts of one code point apart. `checked`: malformed when it differs. */
  readonly role?: 'chooses' | 'checked';
}
/** The code point of the layout, by which it was found. */
export interface Code extends Named<string> {
  readonly kind: 'code';
  readonly bits: number;
  readonly names: Names;
}
/** Sent as zero, ignored on receipt. */
export interface Reserved {
  readonly kind: 'reserved';
  readonly bits: number;
}
/** (octets of the whole format - `minus`) / `unit`. */
export interface Length extends Named<string> {
  readonly kind: 'length';
  readonly bits: number;
  readonly unit: 1 | 8;
  readonly minus: number;
}
/** The Internet checksum, 16 bits, computed by whoever knows the pseudo-header. */
export interface Checksum extends Named<'checksum'> {
  readonly kind: 'checksum';
}
/** Sixteen bits that say which of the `When` fields follow; a record has just those. */
export interface Presence extends Named<'presence'> {
  readonly kind: 'presence';
  /** A letter per bit, a blank for bits that are reserved. */
  readonly letters: string;
}
/** A field of fixed size at a fixed place. */
export type FixedField =
  | Uint
  | Flag
  | Absent
  | Address
  | Octets
  | Constant
  | Code
  | Reserved
  | Length
  | Checksum
  | Presence;

/** All octets up to the end, at least `min`. */
export interface Rest<N extends string = string> extends Named<N> {
  readonly kind: 'rest';
  readonly min?: number;
}
/** All octets up to the end as text, one character per octet, so that none is lost. */
export interface Text<N extends string = string> extends Named<N> {
  readonly kind: 'text';
}
/** 16-bit numbers up to the end. */
export interface Uints<N extends string = string> extends Named<N> {
  readonly kind: 'uints';
}
/** IPv6 addresses up to the end. */
export interface Addresses<N extends string = string> extends Named<N> {
  readonly kind: 'addresses';
}
/** The one of `fields` that fills the octets that are left; none when none are left. */
export interface Optional<F extends Uint | Address = Uint | Address> {
  readonly kind: 'optional';
  readonly fields: readonly F[];
}
/** A field that is there when its bit of `Presence` (0 is the leftmost) is set. */
export interface When<F extends Uint | Address = Uint | Address> {
  readonly kind: 'when';
  readonly bit: number;
  /** Reserved bits before the field. */
  readonly skip: number;
  readonly field: F;
}
/** As many leading octets of a prefix as there are: 0, 8 or 16 (RFC 4191 §2.3). */
export interface ShortPrefix<N extends string = string> extends Named<N> {
  readonly kind: 'shortPrefix';
}
/** Options up to the end. */
export interface Options<N extends string = string, O = unknown> extends Named<N> {
  readonly kind: 'options';
  readonly family: Family<O>;
}
/** A field whose size or place is known only from the octets before it. */
export type TailField = Rest | Text | Uints | Addresses | Optional | When | ShortPrefix | Options;
export type Field = FixedField | TailField;

/** Where a format may begin: at n·k + k' octets from the start of its header, as `[n, k']`. */
export type Alignment = readonly [every: number, plus: number];

export interface Layout<I extends string = string, F extends Field = Field> {
  /** The name of its records, `AnchoredPrefix`. */
  readonly is: I;
  readonly title: string;
  readonly cite: Cite;
  readonly doc: string;
  /** The code point that announces it. */
  readonly type: number;
  /** By the octets of the format itself where it depends on their number. */
  readonly align?: Alignment | ((octets: Uint8Array, at: number, end: number) => Alignment);
  /** Fields of fixed size first. */
  readonly fields: readonly F[];
}

/** A set of options that may stand in one place. */
export interface Family<O> {
  readonly title: string;
  readonly layouts: readonly Layout[];
  /** What an option of another type becomes. */
  readonly unknown: Layout;
  /** Names of the types, also of those without a layout. */
  readonly names: Names;
  /** `tlv`: length without its two octets, Pad1 and PadN. `nd`: length in units of 8 octets. */
  readonly shape: 'tlv' | 'nd';
  /** The whole area is padded to a multiple of this. */
  readonly multiple: 1 | 8;
  /** Only a type: the records of these layouts. */
  readonly of?: O;
}

interface Values {
  uint: number;
  flag: boolean;
  absent: boolean;
  ipv6: Ipv6;
  ipv4: Ipv4;
  mac: Mac;
  octets: Uint8Array;
  rest: Uint8Array;
  text: string;
  uints: readonly number[];
  addresses: readonly Ipv6[];
  shortPrefix: Ipv6;
}
type ValueOf<F> =
  F extends Options<string, infer O>
    ? readonly O[]
    : F extends { kind: infer K extends keyof Values }
      ? Values[K]
      : never;

type Computed = Constant | Code | Reserved | Length | Checksum | Presence;
type NamedField<F> = F extends Computed | Optional | When ? never : Extract<F, { name: string }>;
type MaybeField<F> = F extends Optional<infer G> ? G : F extends When<infer G> ? G : never;

/** One object type instead of parts, so that messages of the compiler name the fields. */
type Flat<T> = { [K in keyof T]: T[K] };

/** Reserved, lengths, constants and checksums are computed, so a record does not carry them. */
export type RecordOf<L> =
  L extends Layout<infer I, infer F>
    ? Flat<
        { readonly is: I } & {
          readonly [G in NamedField<F> as G['name']]: ValueOf<G>;
        } & {
          readonly [G in MaybeField<F> as G['name']]?: ValueOf<G>;
        } & (ShortPrefix extends F ? { readonly units?: number } : unknown)
      >
    : never;
