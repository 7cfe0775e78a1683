// Octets in rows, each with the field that it belongs to.

import type { FieldSpan, Layer } from '#wire/packet.ts';

/** A field of a dissection, with the layers around it, outermost first. */
export interface PlacedField {
  readonly field: FieldSpan;
  readonly layers: readonly Layer[];
}

export interface OctetCell {
  readonly offset: number;
  /** Two hexadecimal digits. */
  readonly hex: string;
  /** The character, or `.`. */
  readonly text: string;
  /** Index into the fields, or -1. Where several fields share the octet, the first of them. */
  readonly field: number;
}

export interface OctetRow {
  readonly offset: number;
  readonly cells: readonly OctetCell[];
}

/** All fields of the layers, in order of place. */
export function fieldsOf(layers: readonly Layer[]): readonly PlacedField[] {
  const found: PlacedField[] = [];
  const walk = (layer: Layer, around: readonly Layer[]): void => {
    const inside = [...around, layer];
    for (const field of layer.fields) found.push({ field, layers: inside });
    for (const child of layer.children) walk(child, inside);
  };
  for (const layer of layers) walk(layer, []);
  return found.toSorted((a, b) => startOf(a.field) - startOf(b.field));
}

const startOf = (field: FieldSpan): number => field.offset * 8 + field.bitOffset;

/** The octets that a field covers, from and to (exclusive). */
export function octetsOf(field: FieldSpan): readonly [from: number, to: number] {
  return [field.offset, Math.ceil((startOf(field) + field.bits) / 8)];
}

/** Rows of octets, 16 wide as a rule. */
export function octetRows(
  octets: Uint8Array,
  fields: readonly PlacedField[],
  width = 16,
): readonly OctetRow[] {
  const owner = new Int32Array(octets.length).fill(-1);
  fields.forEach(({ field }, index) => {
    const [from, to] = octetsOf(field);
    for (let i = from; i < Math.min(to, octets.length); i += 1) {
      if ((owner[i] ?? 0) < 0) owner[i] = index;
    }
  });
  const rows: OctetRow[] = [];
  for (let start = 0; start < octets.length; start += width) {
    const part = octets.subarray(start, start + width);
    const cells = Array.from(part, (octet, i): OctetCell => ({
      offset: start + i,
      hex: octet.toString(16).padStart(2, '0'),
      text: octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.',
      field: owner[start + i] ?? -1,
    }));
    rows.push({ offset: start, cells });
  }
  return rows;
}
