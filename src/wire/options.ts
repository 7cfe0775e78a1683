// An area of options: found one after the other, padded so that each begins where it must, and
// kept as they came: options of unknown types as octets, padding other than ours as records.
// Padding is ours when it is what `write` would put there (decision C-2).

import { assert } from '#base/assert.ts';
import { directoryOf } from './directory.ts';
import type { Layer } from './layer.ts';
import type { Alignment, Family, Layout } from './layout.ts';
import { readingOf, refuse, type Reading } from './malformed.ts';
import type { Codec, OptionArea, Rec } from './record.ts';

/** One octet of padding that `write` would not have put there. */
export interface Pad1 {
  readonly is: 'Pad1';
}
/** Padding that `write` would not have put there, with its octets. */
export interface PadN {
  readonly is: 'PadN';
  readonly data: Uint8Array;
}
/** Stands before an option that came without the padding that `write` would have given it. */
export interface Unaligned {
  readonly is: 'Unaligned';
}
/** What may stand between options so that the octets come back the same. */
export type Padding = Pad1 | PadN | Unaligned;

const PAD1 = 0;
const PADN = 1;

/** Compiles a set of options. `codecOf` compiles one of them. */
export function compileFamily(
  family: Family<unknown>,
  codecOf: (layout: Layout) => Codec,
): OptionArea {
  const { pick, unknown, byName } = directoryOf(family.layouts, family.unknown, codecOf);
  const area: Area = {
    family,
    pick: (octets, at, end) => pick(octets[at] ?? 0, octets, at, end),
    unknown,
    byName,
  };
  return {
    read: (octets, at, end, reading) =>
      family.shape === 'tlv'
        ? readPadded(area, octets, { at, end, reading })
        : readUnits(area, octets, { at, end, reading }),
    write: (octets, at, list, base) => writeList(area, octets, { at, list, base }),
    layers: (octets, at, end) => layersOf(area, octets, at, end),
  };
}

interface Area {
  readonly family: Family<unknown>;
  readonly pick: (octets: Uint8Array, at: number, end: number) => Codec;
  readonly unknown: Codec;
  readonly byName: ReadonlyMap<string, Codec>;
}
interface Stretch {
  readonly at: number;
  readonly end: number;
  readonly reading: Reading;
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

/** Options with Pad1 and PadN between them (MIP6 §6.2). */
function readPadded(area: Area, octets: Uint8Array, stretch: Stretch): Rec[] | undefined {
  const { at, end, reading } = stretch;
  const list: Rec[] = [];
  let p = at;
  let filled = at; // end of the last option that is no padding
  while (p < end) {
    const type = octets[p] ?? 0;
    if (type === PAD1) {
      p += 1;
      continue;
    }
    const next = p + 2 + (octets[p + 1] ?? 0);
    if (next > end) return refuseOverrun(area, octets, p, stretch);
    if (type !== PADN) {
      const codec = area.pick(octets, p, end);
      const ours = padding(filled - reading.base, alignmentOf(codec, octets, p, next));
      if (p - filled !== ours || !isMinimal(octets, filled, ours)) {
        keepPadding(octets, filled, p, list);
      }
      const record = codec.read(octets, p, next, reading);
      if (record === undefined) return undefined;
      list.push(record);
      filled = next;
    }
    p = next;
  }
  const ours = -(filled - reading.base) & (area.family.multiple - 1);
  if (end - filled !== ours || !isMinimal(octets, filled, ours)) {
    keepPadding(octets, filled, end, list);
  }
  return list;
}

/** Options whose length counts units of 8 octets (ND §4.6). */
function readUnits(area: Area, octets: Uint8Array, stretch: Stretch): Rec[] | undefined {
  const { at, end, reading } = stretch;
  const list: Rec[] = [];
  let p = at;
  while (p < end) {
    const units = octets[p + 1] ?? 0;
    const next = p + 8 * units;
    if (p + 1 < end && units === 0) {
      // ND §4.6: a packet with an option of length zero is dropped.
      const words = 'an option of length zero has no end';
      return refuse(reading, placeOf(area, octets, p, end), 'length', words);
    }
    if (next > end || p + 1 >= end) return refuseOverrun(area, octets, p, stretch);
    // Choice: an option that its layout does not fit is ignored like one of an unknown type, since
    // ND §6.1.2 lists no length but zero as a reason to drop the packet.
    const own: Reading = { ...reading };
    const record =
      area.pick(octets, p, end).read(octets, p, next, own) ??
      area.unknown.read(octets, p, next, own);
    if (record === undefined) return undefined;
    list.push(record);
    p = next;
  }
  return list;
}

const placeOf = (area: Area, octets: Uint8Array, at: number, end: number) => {
  const { is: layer, cite } = area.pick(octets, at, end).layout;
  return at + 1 < end
    ? { layer, field: 'length', at: at + 1, cite }
    : { layer, field: 'type', at, cite };
};

/** Decision C-4: an option that runs past its header spoils the whole message. */
function refuseOverrun(area: Area, octets: Uint8Array, p: number, stretch: Stretch): undefined {
  const { end, reading } = stretch;
  const place = placeOf(area, octets, p, end);
  if (p + 1 >= end) return refuse(reading, place, 'truncated', 'an option ends after its type');
  const past = p + (area.family.shape === 'tlv' ? 2 : 0) - end;
  const octetsOfIt = (octets[p + 1] ?? 0) * (area.family.shape === 'tlv' ? 1 : 8);
  const words = `the option runs ${past + octetsOfIt} octets past its header`;
  return refuse(reading, place, 'overrun', words);
}

/** Adds records for the octets of a gap that `write` would fill otherwise. */
function keepPadding(octets: Uint8Array, from: number, to: number, list: Rec[]): void {
  if (from === to) list.push({ is: 'Unaligned' });
  for (let p = from; p < to;) {
    if (octets[p] === PAD1) {
      list.push({ is: 'Pad1' });
      p += 1;
    } else {
      const next = p + 2 + (octets[p + 1] ?? 0);
      list.push({ is: 'PadN', data: octets.slice(p + 2, next) });
      p = next;
    }
  }
}

/** Whether so many octets are padded with one Pad1, or with one PadN of zeros. */
function isMinimal(octets: Uint8Array, from: number, count: number): boolean {
  if (count === 0) return true;
  if (count === 1) return octets[from] === PAD1;
  if (octets[from] !== PADN || octets[from + 1] !== count - 2) return false;
  for (let i = 2; i < count; i += 1) if (octets[from + i] !== 0) return false;
  return true;
}

/** How many octets stand between `start` and the next place of the alignment (a power of two). */
const padding = (start: number, alignment: Alignment): number =>
  (alignment[1] - start) & (alignment[0] - 1);

const FREE: Alignment = [1, 0];
const alignmentOf = (codec: Codec, octets: Uint8Array, at: number, end: number): Alignment => {
  const { align } = codec.layout;
  return typeof align === 'function' ? align(octets, at, end) : (align ?? FREE);
};

// ── writing ─────────────────────────────────────────────────────────────────────────────────────

interface Writing {
  readonly at: number;
  readonly list: readonly Rec[];
  readonly base: number;
}

function writeList(area: Area, octets: Uint8Array, { at, list, base }: Writing): number {
  let p = at;
  let asGiven = false; // padding records stand before this option
  for (const record of list) {
    const is = record['is'] as string;
    if (is === 'Pad1' || is === 'PadN' || is === 'Unaligned') {
      p = writePadding(octets, p, record as unknown as Padding); // by its name
      asGiven = true;
      continue;
    }
    const codec = area.byName.get(is);
    if (codec === undefined) assert(false, `${is} is no option of ${area.family.title}`);
    p = asGiven
      ? codec.write(octets, p, record, base)
      : writeAligned(codec, octets, p, { record, base });
    asGiven = false;
  }
  return pad(octets, p, padding(p - base, [area.family.multiple, 0]));
}

/** Writes an option at the next place of its alignment. */
function writeAligned(
  codec: Codec,
  octets: Uint8Array,
  at: number,
  { record, base }: { readonly record: Rec; readonly base: number },
): number {
  const { align } = codec.layout;
  if (typeof align !== 'function') {
    const start = pad(octets, at, padding(at - base, align ?? FREE));
    return codec.write(octets, start, record, base);
  }
  // where it may begin depends on what it holds: write it, then move it
  const end = codec.write(octets, at, record, base);
  const count = padding(at - base, align(octets, at, end));
  octets.copyWithin(at + count, at, end);
  pad(octets, at, count);
  return end + count;
}

/** Decision C-2: one octet is Pad1, more are one PadN of zeros. */
function pad(octets: Uint8Array, at: number, count: number): number {
  octets.fill(0, at, at + count);
  if (count >= 2) {
    octets[at] = PADN;
    octets[at + 1] = count - 2;
  }
  return at + count;
}

function writePadding(octets: Uint8Array, at: number, record: Padding): number {
  switch (record.is) {
    case 'Unaligned':
      return at;
    case 'Pad1':
      return pad(octets, at, 1);
    case 'PadN': {
      const end = pad(octets, at, 2 + record.data.length);
      octets[at + 1] = record.data.length;
      octets[at] = PADN;
      octets.set(record.data, at + 2);
      return end;
    }
  }
}

// ── dissecting ──────────────────────────────────────────────────────────────────────────────────

/** A layer per option and per padding, up to the first that runs past the end. */
function layersOf(area: Area, octets: Uint8Array, at: number, end: number): Layer[] {
  const layers: Layer[] = [];
  let p = at;
  while (p < end) {
    const length = octets[p + 1] ?? 0;
    const tlv = area.family.shape === 'tlv';
    const single = tlv && octets[p] === PAD1;
    const next = single ? p + 1 : tlv ? p + 2 + length : p + 8 * Math.max(1, length);
    const fits = Math.min(next, end);
    const codec = shownBy(area, octets, p, fits);
    const layer = codec.layer(octets, p, fits);
    layers.push(codec === area.unknown ? titled(area.family, layer, octets[p] ?? 0) : layer);
    p = fits;
  }
  return layers;
}

/** The codec that reads the option; one of ND that does not fit its layout is shown as octets. */
function shownBy(area: Area, octets: Uint8Array, at: number, end: number): Codec {
  const codec = area.pick(octets, at, end);
  if (area.family.shape === 'tlv') return codec;
  const reading = readingOf('rfc8885', at); // no option of ND depends on the profile
  return codec.read(octets, at, end, reading) === undefined ? area.unknown : codec;
}

const titled = (family: Family<unknown>, layer: Layer, type: number): Layer => ({
  ...layer,
  title: family.names.get(type) ?? `${layer.title} ${type}`,
});
