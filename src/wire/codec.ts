// From a layout: octets → record, record → octets, octets → spans. Each layout is compiled once to
// lists of closures; nothing is looked up by name while octets are read.

import { assert } from '#base/assert.ts';
import { bitsOf, readerOf, uintReader, writerOf, type Read, type Write } from './fixed-field.ts';
import type { FieldSpan } from './layer.ts';
import type { Constant, Field, FixedField, Layout, Options, RecordOf } from './layout.ts';
import { refuse, type Reading } from './malformed.ts';
import { compileFamily } from './options.ts';
import type { Codec, Draft, OptionArea, Tail } from './record.ts';
import { spanner } from './span.ts';
import { tailOf } from './tail-field.ts';
import type { Rec } from './record.ts';

const compiled = new Map<Layout, Codec>();

/** The codec of a layout. */
export function codecOf(layout: Layout): Codec {
  const known = compiled.get(layout);
  if (known !== undefined) return known;
  const codec = compile(layout);
  compiled.set(layout, codec);
  return codec;
}

/** The record of a layout that the octets hold, typed; for callers that know the layout. */
export function decode<L extends Layout>(
  layout: L,
  octets: Uint8Array,
  span: { readonly at: number; readonly end: number; readonly reading: Reading },
): RecordOf<L> | undefined {
  // the codec makes what the layout says; the property tests compare the two
  return codecOf(layout).read(octets, span.at, span.end, span.reading) as RecordOf<L> | undefined;
}

interface Fixed {
  readonly field: FixedField;
  readonly bit: number;
}

const isFixed = (field: Field): field is FixedField => {
  switch (field.kind) {
    case 'rest':
    case 'text':
    case 'uints':
    case 'addresses':
    case 'optional':
    case 'when':
    case 'shortPrefix':
    case 'options':
      return false;
    default:
      return true;
  }
};

function compile(layout: Layout): Codec {
  const fixed = placeFixed(layout);
  const octetsOfFixed = octetsIn(fixed);
  const presenceAt = (fixed.find(({ field }) => field.kind === 'presence')?.bit ?? 0) / 8;
  const tails: Tail[] = [];
  let options: (OptionArea & { readonly name: string }) | undefined;
  for (const field of layout.fields) {
    if (isFixed(field)) continue;
    if (field.kind === 'options') options = optionsOf(field);
    else tails.push(tailOf(field, presenceAt));
  }
  const parts: Parts = { layout, fixed, octetsOfFixed, tails, options };
  return {
    layout,
    fixed: octetsOfFixed,
    ...matcher(fixed, octetsOfFixed),
    read: reader(parts),
    write: writer(parts),
    close: closer(parts),
    layer: dissector(parts),
  };
}

interface Parts {
  readonly layout: Layout;
  readonly fixed: readonly Fixed[];
  readonly octetsOfFixed: number;
  readonly tails: readonly Tail[];
  readonly options: (OptionArea & { readonly name: string }) | undefined;
}

const optionsOf = (field: Options) => ({
  ...compileFamily(field.family, codecOf),
  name: field.name,
});

/** The fixed fields with their first bits. */
function placeFixed(layout: Layout): readonly Fixed[] {
  const placed: Fixed[] = [];
  let bit = 0;
  for (const [i, field] of layout.fields.entries()) {
    if (!isFixed(field)) continue;
    const before = layout.fields[i - 1];
    assert(before === undefined || isFixed(before), `${layout.is}: fixed fields stand first`);
    placed.push({ field, bit });
    bit += bitsOf(field);
  }
  assert(bit % 8 === 0, `${layout.is}: the fixed part is of whole octets`);
  return placed;
}

const octetsIn = (fixed: readonly Fixed[]): number => {
  const last = fixed.at(-1);
  return last === undefined ? 0 : (last.bit + bitsOf(last.field)) / 8;
};

/** Fixed fields that a record carries. */
const isCarried = ({ field }: Fixed): boolean => {
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
};

function matcher(
  fixed: readonly Fixed[],
  octetsOfFixed: number,
): Pick<Codec, 'chosen' | 'matches'> {
  const choosing = fixed.flatMap(({ field, bit }) =>
    field.kind === 'constant' && field.role === 'chooses'
      ? [{ value: field.value, read: uintReader(bit, field.bits) }]
      : [],
  );
  return {
    chosen: choosing.length > 0,
    matches: (octets, at, end) =>
      at + octetsOfFixed <= end && choosing.every(({ value, read }) => read(octets, at) === value),
  };
}

// ── octets → record ─────────────────────────────────────────────────────────────────────────────

function reader(parts: Parts): Codec['read'] {
  const { layout, octetsOfFixed, tails, options } = parts;
  const names: string[] = [];
  const reads: Read[] = [];
  for (const { field, bit } of parts.fixed.filter(isCarried)) {
    names.push('name' in field ? field.name : '');
    reads.push(readerOf(field, bit));
  }
  const checks = checksOf(parts.fixed);
  const { is } = layout;
  return (octets, at, end, reading) => {
    if (end - at < octetsOfFixed) return refuseShort(parts, at, end, reading);
    for (const check of checks) {
      if (check.read(octets, at) !== check.field.value) {
        return refuseConstant(layout, check, at, reading);
      }
    }
    const record: Draft = { is };
    for (let i = 0; i < names.length; i += 1) {
      record[names[i] as string] = (reads[i] as Read)(octets, at); // both have one length
    }
    let p = at + octetsOfFixed;
    for (let i = 0; i < tails.length; i += 1) {
      p = (tails[i] as Tail).read(octets, at, p, end, record); // i is in range
      if (p < 0) return refuseLength(parts, at, end, reading);
    }
    if (options !== undefined) {
      const list = options.read(octets, p, end, reading);
      if (list === undefined) return undefined;
      record[options.name] = list;
      return record;
    }
    return p === end ? record : refuseLength(parts, at, end, reading);
  };
}

interface Check {
  readonly field: Constant;
  readonly by: number;
  readonly read: (octets: Uint8Array, at: number) => number;
}

/** Constants that a receiver must find as the format says. */
const checksOf = (fixed: readonly Fixed[]): Check[] =>
  fixed.flatMap(({ field, bit }) =>
    field.kind === 'constant' && field.role === 'checked'
      ? [{ field, by: bit >>> 3, read: uintReader(bit, field.bits) }]
      : [],
  );

function refuseConstant(layout: Layout, check: Check, at: number, reading: Reading): undefined {
  const { field, by } = check;
  const place = { layer: layout.is, field: field.name, at: at + by, cite: layout.cite };
  return refuse(reading, place, 'value', `${field.name} is not ${field.value}`);
}

/** The octets end within the fixed part. */
function refuseShort(parts: Parts, at: number, end: number, reading: Reading): undefined {
  const length = parts.fixed.find(({ field }) => field.kind === 'length');
  if (length !== undefined && end - at > length.bit / 8) {
    return refuseLength(parts, at, end, reading);
  }
  const cut = parts.fixed.find(({ field, bit }) => bit + bitsOf(field) > 8 * (end - at));
  const field = cut !== undefined && 'name' in cut.field ? cut.field.name : 'reserved';
  const place = { layer: parts.layout.is, field, at: end, cite: parts.layout.cite };
  const words = `${parts.layout.title} has at least ${parts.octetsOfFixed} octets, not ${end - at}`;
  return refuse(reading, place, 'truncated', words);
}

/** The octets are not as many as the format has. */
function refuseLength(parts: Parts, at: number, end: number, reading: Reading): undefined {
  const { layout, fixed } = parts;
  const length = fixed.find(({ field }) => field.kind === 'length');
  const place = {
    layer: layout.is,
    field: length !== undefined && 'name' in length.field ? length.field.name : 'length',
    at: at + (length?.bit ?? 0) / 8,
    cite: layout.cite,
  };
  return refuse(reading, place, 'length', `${layout.title} cannot have ${end - at} octets`);
}

// ── record → octets ─────────────────────────────────────────────────────────────────────────────

function writer(parts: Parts): Codec['write'] {
  const { layout, fixed, octetsOfFixed, tails, options } = parts;
  const carried = fixed.filter(isCarried).map(({ field, bit }) => ({
    name: 'name' in field ? field.name : '',
    write: writerOf(field, bit),
  }));
  const constants: { value: number; write: Write }[] = [];
  for (const { field, bit } of fixed) {
    const value = field.kind === 'constant' ? field.value : layout.type;
    if (field.kind === 'constant' || field.kind === 'code') {
      constants.push({ value, write: writerOf(field, bit) });
    }
  }
  const close = closer(parts);
  return (octets, at, record, base) => {
    octets.fill(0, at, at + octetsOfFixed);
    for (const { value, write } of constants) write(octets, at, value);
    for (const { name, write } of carried) write(octets, at, record[name]);
    let p = at + octetsOfFixed;
    for (const tail of tails) p = tail.write(octets, at, p, record);
    if (options !== undefined) {
      // the layout has an options field, so its record has a list of options
      p = options.write(octets, p, record[options.name] as readonly Rec[], base);
    }
    return close(octets, at, p);
  };
}

/** Pads to whole units and fills in the length; gives the end. */
function closer({ fixed, layout }: Parts): Codec['close'] {
  const found = fixed.find(({ field }) => field.kind === 'length');
  if (found?.field.kind !== 'length') return (_octets, _at, end) => end;
  const { unit, minus } = found.field;
  const tooShort = `${layout.is} has at least ${minus} octets`;
  const write = writerOf(found.field, found.bit);
  return (octets, at, end) => {
    let p = end;
    while ((p - at) % unit !== 0) octets[p++] = 0;
    const value = (p - at - minus) / unit;
    assert(value >= 0, tooShort);
    write(octets, at, value);
    return p;
  };
}

// ── octets → spans ──────────────────────────────────────────────────────────────────────────────

function dissector({ layout, fixed, octetsOfFixed, tails, options }: Parts): Codec['layer'] {
  const spans = fixed
    .filter(({ field }) => field.kind !== 'absent')
    .map(({ field, bit }) => ({ last: bit + bitsOf(field), span: spanner(field, bit) }));
  return (octets, at, end) => {
    const fields: FieldSpan[] = [];
    for (const { last, span } of spans) {
      if (8 * at + last <= 8 * end) fields.push(span(octets, at));
    }
    const { is: name, title, cite } = layout;
    const layer = { name, title, offset: at, octets: end - at, cite, fields };
    let p = at + octetsOfFixed;
    if (p > end) return { ...layer, children: [] };
    for (const tail of tails) {
      const next = tail.read(octets, at, p, end, {});
      fields.push(...tail.spans(octets, at, p, end));
      if (next < 0) break;
      p = next;
    }
    return { ...layer, children: options?.layers(octets, p, end) ?? [] };
  };
}
