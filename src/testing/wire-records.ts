// Records of a layout, made at random for property tests.

import fc from 'fast-check';
import { ipv6At, macAt, prefixAddress, toPrefix, type Ipv6 } from '#wire/address.ts';
import { ipv4At } from '#wire/ipv4.ts';
import type { Address, Family, Field, Layout, Uint } from '#wire/layout.ts';
import type { Rec } from '#wire/record.ts';

const octets = (count: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: count, maxLength: count });
const upTo = (count: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength: count });

/** Code points that have no layout anywhere. */
const UNASSIGNED = 222;

const FLOW = 45;

/** A record of the layout. */
export function recordOf(layout: Layout): fc.Arbitrary<Rec> {
  const entries: Record<string, fc.Arbitrary<unknown>> = { is: fc.constant(layout.is) };
  const optional: string[] = [];
  for (const field of layout.fields) {
    if (field.kind === 'when') {
      entries[field.field.name] = single(field.field);
      optional.push(field.field.name);
    } else if (field.kind !== 'optional' && isCarried(field)) {
      entries[field.name] = valueOf(field, layout);
    }
  }
  const required = Object.keys(entries).filter((name) => !optional.includes(name));
  const whole = fc.record(entries, { requiredKeys: required, noNullPrototype: true });
  const choice = layout.fields.find((field) => field.kind === 'optional');
  if (choice?.kind === 'optional') {
    const tails = choice.fields.map((field) =>
      single(field).map((value): Rec => ({ [field.name]: value })),
    );
    const tail = fc.oneof(fc.constant<Rec>({}), ...tails);
    return fc.tuple(whole, tail).map(([head, more]) => ({ ...head, ...more }));
  }
  const short = layout.fields.some(({ kind }) => kind === 'shortPrefix');
  return short ? whole.chain(shortened) : whole;
}

type Carried = Exclude<Field, { kind: 'when' | 'optional' }> & { readonly name: string };

function isCarried(field: Field): field is Carried {
  switch (field.kind) {
    case 'constant':
    case 'code':
    case 'reserved':
    case 'length':
    case 'checksum':
    case 'presence':
      return false;
    default:
      return true;
  }
}

function single(field: Uint | Address): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'uint':
      return fc.oneof(
        fc.integer({ min: 0, max: 2 ** field.bits - 1 }),
        fc.constantFrom(0, 2 ** field.bits - 1),
      );
    case 'ipv6':
      return octets(16).map((sixteen) => ipv6At(sixteen, 0));
    case 'ipv4':
      return octets(4).map((four) => ipv4At(four, 0));
    case 'mac':
      return octets(6).map((six) => macAt(six, 0));
  }
}

function valueOf(field: Carried, layout: Layout): fc.Arbitrary<unknown> {
  const isUnknown = layout.type === -1 && field.name === 'type';
  switch (field.kind) {
    case 'uint':
      return isUnknown ? fc.constant(UNASSIGNED) : single(field);
    case 'ipv6':
    case 'ipv4':
    case 'mac':
      return single(field);
    case 'flag':
      return fc.boolean();
    case 'absent':
      return fc.constant(false);
    case 'octets':
      return octets(field.octets);
    case 'rest':
      return restOf(layout);
    case 'text':
      return upTo(60).map((some) => String.fromCharCode(...some));
    case 'uints':
      return fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 });
    case 'addresses':
      return fc.array(octets(16), { maxLength: 4 }).map((all) => all.map((one) => ipv6At(one, 0)));
    case 'shortPrefix':
      return octets(16).map((sixteen) => ipv6At(sixteen, 0));
    case 'options':
      // two of the longest sub-options fill an option
      return fc.array(optionOf(field.family), { maxLength: layout.type === FLOW ? 2 : 4 });
    default:
      throw new Error(`${field.kind} is not carried`);
  }
}

/** What is open, in whole units where the length counts in units. */
function restOf({ fields, is }: Layout): fc.Arbitrary<Uint8Array> {
  const length = fields.find(({ kind }) => kind === 'length');
  const inUnits = length?.kind === 'length' && length.unit === 8;
  if (!inUnits) return upTo(is.startsWith('Unknown') ? 40 : 60);
  const spare = is === 'UnknownMobility' ? 2 : 6;
  return fc.integer({ min: 0, max: 5 }).chain((units) => octets(8 * units + spare));
}

/** One of the options of a family; padding is not among them. */
function optionOf(family: Family<unknown>): fc.Arbitrary<Rec> {
  const layouts = [...family.layouts, family.unknown].filter(({ is }) => !is.startsWith('Pad'));
  return fc.oneof(...layouts.map(recordOf));
}

/** RTR §2.3: no more of the prefix than the option has octets for. */
function shortened(record: Rec): fc.Arbitrary<Rec> {
  const bits = (record['prefixLength'] as number) % 129; // a uint by its layout
  const shortest = bits === 0 ? 1 : bits <= 64 ? 2 : 3;
  return fc.integer({ min: shortest, max: 5 }).map((units) => {
    const address = record['prefix'] as Ipv6; // by its layout
    const prefix = prefixAddress(toPrefix(address, Math.min(128, 64 * (units - 1))));
    const whole = { ...record, prefixLength: bits, prefix };
    return units === shortest ? whole : { ...whole, units };
  });
}
