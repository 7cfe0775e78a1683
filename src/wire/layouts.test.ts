import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordOf } from '#testing/wire-records.ts';
import { codecOf } from './codec.ts';
import { bitsOf } from './fixed-field.ts';
import type { Layer } from './layer.ts';
import type { FixedField, Layout } from './layout.ts';
import { readingOf, type Profile } from './malformed.ts';
import type { Rec } from './record.ts';
import { formatsOf, registries } from './reference.ts';

const profiles: readonly Profile[] = ['draft-05', 'rfc8885'];
const all = profiles.flatMap((profile) =>
  formatsOf(profile).flatMap(({ layouts }) => layouts.map((layout) => ({ profile, layout }))),
);
// each layout once; the two of a binding update are two
const layouts = [...new Map(all.map((one) => [one.layout, one])).values()].filter(
  ({ layout }) => !layout.is.startsWith('Pad'),
);
const titled = layouts.map((one) => [`${one.layout.is}, ${one.layout.cite}`, one] as const);

const RUNS = { numRuns: 60, seed: 5213 };
const ROOM = 4096;

function written(layout: Layout, record: Rec): Uint8Array {
  const octets = new Uint8Array(ROOM).fill(0xee);
  return octets.slice(0, codecOf(layout).write(octets, 0, record, 0));
}
function readAll(layout: Layout, octets: Uint8Array, profile: Profile) {
  const reading = readingOf(profile, 0);
  return { record: codecOf(layout).read(octets, 0, octets.length, reading), reading };
}

describe.each(titled)('%s', (_title, { layout, profile }) => {
  it('comes back from its octets, and they from it', () => {
    fc.assert(
      fc.property(recordOf(layout), (record) => {
        const octets = written(layout, record);
        const { record: back } = readAll(layout, octets, profile);
        expect(back).toEqual(record);
        expect(written(layout, back ?? {})).toEqual(octets);
      }),
      RUNS,
    );
  });

  it('has spans that cover each bit once', () => {
    fc.assert(
      fc.property(recordOf(layout), (record) => {
        const octets = written(layout, record);
        const layer = codecOf(layout).layer(octets, 0, octets.length);
        expect([...coverage(layer, octets.length)]).toEqual([...octets].map(() => 8));
      }),
      RUNS,
    );
  });

  it('cut short at any length is a fault with its place, or a shorter one', () => {
    fc.assert(
      fc.property(recordOf(layout), (record) => {
        const octets = written(layout, record);
        for (let end = 0; end < octets.length; end += 1) {
          const { record: back, reading } = readAll(layout, octets.subarray(0, end), profile);
          codecOf(layout).layer(octets.subarray(0, end), 0, end);
          const { fault } = reading;
          const isPlaced = fault !== undefined && fault.field !== '' && fault.offset <= end;
          expect(back !== undefined || isPlaced).toBe(true);
        }
      }),
      { ...RUNS, numRuns: 15 },
    );
  });

  it('is the same with any reserved bit set', () => {
    const bits = reservedBits(layout);
    fc.assert(
      fc.property(recordOf(layout), (record) => {
        const octets = written(layout, record);
        for (const bit of bits) {
          const changed = Uint8Array.from(octets);
          changed[bit >>> 3] = (changed[bit >>> 3] ?? 0) ^ (0x80 >>> (bit & 7));
          expect(readAll(layout, changed, profile).record).toEqual(record);
        }
      }),
      { ...RUNS, numRuns: 10 },
    );
  });

  it('says what it is', () => {
    expect(layout.doc).toMatch(/\.$/);
    expect(layout.cite).toMatch(/^(DMM|MIF|PMIP|MIP6|ND|RTR|RFC \d+)( §[\d.]+)?$/);
    const docs = layout.fields.flatMap((field) => ('doc' in field ? [field.doc] : []));
    expect(docs.filter((doc) => !doc.endsWith('.'))).toEqual([]);
  });
});

/** How many bits of each octet the spans of a layer and of its children cover. */
function coverage(layer: Layer, count: number): Uint8Array {
  const covered = new Uint8Array(count);
  const visit = ({ fields, children }: Layer): void => {
    for (const { offset, bitOffset, bits } of fields) {
      for (let bit = bitOffset; bit < bitOffset + bits; bit += 1) {
        const at = offset + (bit >>> 3);
        covered[at] = (covered[at] ?? 0) + 1;
      }
    }
    children.forEach(visit);
  };
  visit(layer);
  return covered;
}

/** Bits of the fixed part that are reserved. */
function reservedBits(layout: Layout): readonly number[] {
  const bits: number[] = [];
  let at = 0;
  for (const field of layout.fields) {
    if (
      ['rest', 'text', 'uints', 'addresses', 'optional', 'when', 'options'].includes(field.kind)
    ) {
      break;
    }
    if (field.kind === 'shortPrefix') break;
    const size = bitsOf(field as FixedField); // the others are excluded above
    if (field.kind === 'reserved') {
      for (let i = 0; i < size; i += 1) bits.push(at + i);
    }
    at += size;
  }
  return bits;
}

describe('the registries', () => {
  it('give each number once, with a name and an origin', () => {
    for (const { title, points } of registries) {
      const values = points.map(({ value }) => value);
      expect(new Set(values).size, title).toBe(values.length);
      for (const { name, origin } of points) expect(name !== '' && origin !== '').toBe(true);
    }
  });

  it('name the type of each option and message that has a layout', () => {
    const mobility = formatsOf('rfc8885').slice(1, 3);
    const names = registries.filter(({ title }) => /^Mobility (Header Type|Option)$/.test(title));
    for (const [i, { layouts: group }] of mobility.entries()) {
      const known = new Set(names[i]?.points.map(({ value }) => value));
      const unnamed = group.filter(({ type }) => type >= 0 && !known.has(type));
      expect(unnamed.map(({ is }) => is)).toEqual([]);
    }
  });
});
