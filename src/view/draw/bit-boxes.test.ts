import { describe, expect, test } from 'vitest';
import type { FieldSpan } from '#wire/packet.ts';
import { boxesOf, boxWords, flagRows, isFlag } from './bit-boxes.ts';

const field = (
  name: string,
  bit: number,
  bits: number,
  value: FieldSpan['value'] = 0,
): FieldSpan => ({
  name,
  label: name,
  value,
  text: String(value),
  offset: bit >> 3,
  bitOffset: bit & 7,
  bits,
});
const layer = (...fields: FieldSpan[]) => ({ offset: 0, fields });

describe('boxes', () => {
  test('fields stand side by side on rows of 32 bits', () => {
    const { rows, boxes } = boxesOf(
      layer(
        field('type', 0, 8),
        field('length', 8, 8),
        field('reserved', 16, 16),
        field('x', 32, 16),
      ),
    );
    expect(rows).toBe(2);
    expect(boxes.map(({ parts }) => parts)).toEqual([
      [{ row: 0, rows: 1, from: 0, to: 8 }],
      [{ row: 0, rows: 1, from: 8, to: 16 }],
      [{ row: 0, rows: 1, from: 16, to: 32 }],
      [{ row: 1, rows: 1, from: 0, to: 16 }],
    ]);
  });

  test('a field over the end of a row goes on below', () => {
    const { boxes } = boxesOf(layer(field('mac', 0, 48)));
    expect(boxes[0]?.parts).toEqual([
      { row: 0, rows: 1, from: 0, to: 32 },
      { row: 1, rows: 1, from: 0, to: 16 },
    ]);
  });

  test('an address is two rows high, and what follows comes up to it', () => {
    const { rows, boxes } = boxesOf(layer(field('src', 0, 128), field('dst', 128, 128)));
    expect(rows).toBe(4);
    expect(boxes[1]?.parts).toEqual([{ row: 2, rows: 2, from: 0, to: 32 }]);
  });

  test('an option begins at the column where it falls', () => {
    const { boxes } = boxesOf(
      layer(field('type', 0, 8), field('length', 8, 8), field('a', 16, 128)),
      16,
    );
    expect(boxes[0]?.parts[0]?.from).toBe(16);
    expect(boxes[2]?.parts).toEqual([{ row: 1, rows: 2, from: 0, to: 32 }]);
  });

  test('offsets count from the layer, and fields without bits are not drawn', () => {
    const far = { ...field('a', 0, 32), offset: 54 };
    const { boxes } = boxesOf({ offset: 54, fields: [far, field('absent', 0, 0)] });
    expect(boxes).toHaveLength(1);
    expect(boxes[0]?.parts[0]).toMatchObject({ row: 0, from: 0 });
  });

  test('nothing overlaps, whatever the sizes', () => {
    let twice = 0;
    for (let seed = 1; seed < 60; seed += 1) {
      let bit = 0;
      const fields = Array.from({ length: 12 }, (_, i) => {
        const bits = 1 + ((seed * 37 + i * 101 * seed) % 140);
        const made = field(`f${i}`, bit, bits);
        bit += bits;
        return made;
      });
      const seen = new Set<string>();
      for (const { parts } of boxesOf(layer(...fields)).boxes) {
        for (const part of parts) {
          for (let row = part.row; row < part.row + part.rows; row += 1) {
            for (let at = part.from; at < part.to; at += 1) {
              twice += seen.has(`${row} ${at}`) ? 1 : 0;
              seen.add(`${row} ${at}`);
            }
          }
        }
      }
    }
    expect(twice).toBe(0);
  });
});

test('the row of the flags stands for its message', () => {
  const flags = ['K', 'R', 'P', 'D'].map((name, i) => field(name, 56 + i, 1, name === 'P'));
  const { rows, boxes } = flagRows(
    boxesOf(
      layer(field('head', 0, 32), field('checksum', 32, 16), field('status', 48, 8), ...flags),
    ),
  );
  expect(rows).toBe(1);
  expect(boxes.map((box) => box.field.name)).toEqual(['checksum', 'status', 'K', 'R', 'P', 'D']);
  expect(flagRows(boxesOf(layer(field('type', 0, 8)))).rows).toBe(0);
});

describe('words in a box', () => {
  const [wide] = boxesOf(layer(field('Sequence', 0, 16, 1))).boxes;
  const [small] = boxesOf(layer(field('Prefix Length', 0, 8, 64))).boxes;

  test('label and value where there is room', () => {
    expect(boxWords(wide!, 11)).toMatchObject({ label: 'Sequence', value: '1' });
  });

  test('a shorter label where there is little', () => {
    expect(boxWords(small!, 11)).toMatchObject({ label: 'Prefix', value: '64' });
  });

  test('the value alone where there is less, and nothing where there is none', () => {
    expect(boxWords(small!, 4)).toMatchObject({ label: '', value: '64' });
    expect(boxWords(small!, 1)).toMatchObject({ label: '', value: '' });
  });

  test('a flag is its letter', () => {
    const [flag] = boxesOf(layer(field('P', 0, 1, true))).boxes;
    expect(isFlag(flag!.field)).toBe(true);
    expect(boxWords(flag!, 11)).toMatchObject({ label: 'P', value: '' });
  });
});
