// The fields of a dissected layer as boxes on rows of 32 bits, as the RFCs draw them, with their values.
// Flags are single cells; what is longer than two whole rows is drawn two rows high.

import type { FieldSpan, Layer } from '#wire/packet.ts';
import { monoWidth, textWidth } from './text-width.ts';

const BITS = 32;
/** Whole rows of one field that are drawn; further ones are left out. */
const MOST_ROWS = 2;

/** A rectangle of a box: columns are bits, rows are drawn rows. */
export interface BoxPart {
  readonly row: number;
  readonly rows: number;
  readonly from: number;
  readonly to: number;
}

export interface Box {
  readonly field: FieldSpan;
  /** Place of the field in its layer. */
  readonly index: number;
  readonly parts: readonly BoxPart[];
}

export interface BoxDrawing {
  readonly rows: number;
  readonly boxes: readonly Box[];
}

/** Boxes of a layer that begins at bit `column` of its first row. */
export function boxesOf(layer: Pick<Layer, 'offset' | 'fields'>, column = 0): BoxDrawing {
  const boxes: Box[] = [];
  // How many rows of the octets have not been drawn so far.
  let left = 0;
  let rows = 0;
  for (const [index, field] of layer.fields.entries()) {
    if (field.bits === 0) continue;
    const bit = column + (field.offset - layer.offset) * 8 + field.bitOffset;
    const cut = partsOf(bit, field.bits, left);
    left += cut.leftOut;
    boxes.push({ field, index, parts: cut.parts });
    rows = Math.max(rows, ...cut.parts.map((part) => part.row + part.rows));
  }
  return { rows, boxes };
}

function partsOf(bit: number, bits: number, left: number): { parts: BoxPart[]; leftOut: number } {
  const parts: BoxPart[] = [];
  const end = bit + bits;
  let at = bit;
  let leftOut = 0;
  while (at < end) {
    const row = Math.floor(at / BITS) - left - leftOut;
    const from = at % BITS;
    const whole = from === 0 ? Math.floor((end - at) / BITS) : 0;
    if (whole > 0) {
      const drawn = Math.min(whole, MOST_ROWS);
      parts.push({ row, rows: drawn, from: 0, to: BITS });
      leftOut += whole - drawn;
      at += whole * BITS;
    } else {
      const to = Math.min(BITS, from + end - at);
      parts.push({ row, rows: 1, from, to });
      at += to - from;
    }
  }
  return { parts, leftOut };
}

/** Only the rows that hold three flags or more, for the context of an option. */
export function flagRows({ boxes }: BoxDrawing): BoxDrawing {
  const flags = new Map<number, number>();
  for (const { field, parts } of boxes) {
    if (isFlag(field)) flags.set(parts[0]?.row ?? 0, (flags.get(parts[0]?.row ?? 0) ?? 0) + 1);
  }
  const row = [...flags].find(([, count]) => count >= 3)?.[0];
  if (row === undefined) return { rows: 0, boxes: [] };
  const inRow = boxes
    .map((box) => ({ ...box, parts: box.parts.filter((part) => part.row === row) }))
    .filter(({ parts }) => parts.length > 0)
    .map((box) => ({ ...box, parts: box.parts.map((part) => ({ ...part, row: 0, rows: 1 })) }));
  return { rows: 1, boxes: inRow };
}

/** A single bit that is set or not. */
export function isFlag({ bits, value }: FieldSpan): boolean {
  return bits === 1 && typeof value === 'boolean';
}

/** What is written in a box, and in which of its parts. */
export interface BoxWords {
  readonly label: string;
  readonly labelPart: number;
  readonly value: string;
  readonly valuePart: number;
}

const TEXT = 13;
const PAD = 6;
const GAP = 6;

/** The words that fit a box whose bits are `bit` pixels wide; a value that does not fit is left out. */
export function boxWords({ field, parts }: Box, bit: number): BoxWords {
  const roomOf = (part: BoxPart | undefined): number =>
    part === undefined ? 0 : (part.to - part.from) * bit - 2 * PAD;
  if (isFlag(field)) return { label: field.label, labelPart: 0, value: '', valuePart: 0 };
  // The widest part has the label; of equals the first.
  const labelPart = parts.reduce(
    (best, part, i) => (roomOf(part) > roomOf(parts[best]) ? i : best),
    0,
  );
  const room = roomOf(parts[labelPart]);
  const value = shortValue(field);
  const wanted = monoWidth(value, TEXT);
  const labels = shorter(field.label).filter((label) => textWidth(label, TEXT) <= room);
  const beside = labels.find((label) => textWidth(label, TEXT) + GAP + wanted <= room);
  if (beside !== undefined) return { label: beside, labelPart, value, valuePart: labelPart };
  const label = labels[0] ?? '';
  const next = parts.findIndex((part, i) => i !== labelPart && wanted <= roomOf(part));
  if (next >= 0) return { label, labelPart, value, valuePart: next };
  if (wanted <= room) return { label: '', labelPart, value, valuePart: labelPart };
  return { label, labelPart, value: '', valuePart: labelPart };
}

/** The label and what may stand for it: its first words, its first letters. */
function shorter(label: string): string[] {
  const words = label.split(/[\s-]+/);
  const letters = words.map((word) => word[0] ?? '').join('');
  return [label, words.slice(0, 2).join(' '), words[0] ?? '', letters];
}

/** Numbers without their names; text as it is. */
function shortValue({ name, value, text }: FieldSpan): string {
  if (typeof value === 'number' && name !== 'checksum') return String(value);
  return text;
}
