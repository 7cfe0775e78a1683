import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cast } from '#view/cast.ts';
import type { LadderRow } from '#view/ladder.ts';
import { asciiLadder } from './ascii.ts';
import { wrap } from './canvas.ts';

const kinds = ['mn', 'mn', 'mn', 'dgw', 'dgw', 'hss', 'cn'];
const names = ['MN1', 'MN2', 'MN3', 'D-GW1', 'D-GW2', 'HSS', 'CN1'];
const nodes = names.map((name) => name.toLowerCase());
const cast = {
  title: 'A test',
  profile: 'draft-05',
  lifelines: nodes.map((node, i) => ({ node, kind: kinds[i] ?? '', name: names[i] ?? '' })),
  links: [],
  nameOf: (node: string) => names[nodes.indexOf(node)] ?? node,
  kindOf: (node: string) => kinds[nodes.indexOf(node)] ?? '',
} as unknown as Cast; // no more is asked of it

const times = { seq: 0, lastSeq: 1, at: 1_234_567, until: 2_000_000 };
const message = {
  ...times,
  row: 'message',
  number: 7,
  from: 'd-gw2',
  to: 'd-gw1',
  type: 'PBU',
  label: 'PBU D seq 1 prefA',
  legs: [],
  end: 'delivered',
  frame: 0,
  datagram: 0,
  effects: [],
} as const;

const words = fc.string({
  unit: fc.constantFrom('a', 'B', '9', ' ', '-', '→', '×', '§', 'é'),
  minLength: 1,
  maxLength: 120,
});
const node = fc.constantFrom(...nodes, 'elsewhere');
const effects = fc.array(fc.record({ node, text: words }), { maxLength: 3 });
const rows: fc.Arbitrary<LadderRow> = fc.oneof(
  fc
    .record({
      from: node,
      to: node,
      label: words,
      effects,
      end: fc.constantFrom('delivered' as const, 'lost' as const, 'flying' as const),
      lostAt: node,
      why: words,
    })
    .map((part) => ({ ...message, ...part }) as LadderRow),
  fc
    .record({
      from: node,
      to: node,
      label: words,
      effects,
      row: fc.constantFrom('signal', 'attach', 'detach'),
    })
    .map((part) => ({ ...times, number: 3, ...part }) as LadderRow),
  fc
    .record({
      path: fc.array(node, { minLength: 1, maxLength: 6 }),
      flow: words,
      prefix: words,
      why: words,
      lost: fc.nat(3),
    })
    .map(
      (part) =>
        ({
          ...times,
          row: 'data',
          from: part.path[0] ?? '',
          to: '',
          tunnelled: [],
          count: 3,
          frame: 0,
          ...part,
        }) as LadderRow,
    ),
  fc
    .record({ node, text: words, cite: words })
    .map((part) => ({ ...times, row: 'note', ...part }) as LadderRow),
  fc.constant<LadderRow>({ ...times, row: 'gap' }),
);

describe('a ladder as text', () => {
  test('looks like a figure of the draft', () => {
    const text = asciiLadder(
      [
        {
          ...times,
          row: 'attach',
          number: 6,
          from: 'mn1',
          to: 'd-gw2',
          label: 'attach, WLAN',
          effects: [{ node: 'd-gw2', text: '+ mn1dgw2' }],
        },
        message,
        {
          ...message,
          number: 8,
          from: 'd-gw1',
          to: 'd-gw2',
          label: 'PBA D st 0 prefA',
          effects: [{ node: 'd-gw2', text: '+ mn1dgw1, tunnel, 3 routes' }],
        },
        {
          ...message,
          number: 9,
          from: 'd-gw2',
          to: 'mn1',
          label: 'RA @mn1dgw1, prefA lft 0',
          end: 'lost',
          why: 'MN1 not attached',
        },
        {
          ...times,
          row: 'signal',
          number: 10,
          from: 'd-gw2',
          to: 'hss',
          label: 'HSS! mn1',
          effects: [],
        },
        {
          ...times,
          row: 'data',
          flow: 'F1',
          from: 'mn1',
          to: 'cn1',
          path: ['mn1', 'd-gw2', 'core', 'd-gw1', 'core', 'cn1'],
          tunnelled: [['d-gw2', 'd-gw1']],
          count: 42,
          lost: 1,
          prefix: 'prefA',
          frame: 0,
        },
        {
          ...times,
          row: 'data',
          flow: 'F1',
          from: 'cn1',
          to: 'mn1',
          path: ['cn1', 'd-gw1'],
          tunnelled: [],
          count: 2,
          lost: 2,
          why: 'MN1 not attached',
          prefix: 'prefA',
          frame: 0,
        },
        { ...times, row: 'gap' },
        {
          ...times,
          row: 'detach',
          number: 0,
          from: 'mn1',
          to: 'd-gw2',
          label: 'leaves D-GW2',
          effects: [],
        },
      ],
      cast,
    );
    expect(text).toMatchInlineSnapshot(`
      "             +-----+    +-------+    +-------+    +-----+     +-----+
                   | MN1 |    | D-GW1 |    | D-GW2 |    | HSS |     | CN1 |
                   +-----+    +-------+    +-------+    +-----+     +-----+
        6    1.235    |      attach, WLAN      |           |           |
                      |<......................>| + mn1dgw2 |           |
        7    1.235    |           | PBU D seq 1 prefA      |           |
                      |           |<-----------|           |           |
        8    1.235    |           | PBA D st 0 prefA       |           |
                      |           |----------->|           |           |
                   + mn1dgw1, tunnel, 3 routes |           |           |
        9    1.235    | RA @mn1dgw1, prefA lft 0 (lost: MN1 not attached)
                      |           |x-----------|           |           |
       10    1.235    |           |            | HSS! mn1  |           |
                      |           |            |~~~~~~~~~~>|           |
             1.235    |           |(F1 x42, prefA, 1 lost) |           |
                      |<---------------------->|           |           |
                      |           |<==========>|           |           |
                      |           |<---------------------------------->|
             1.235    |           | (F1 x2, prefA, lost: MN1 not attached)
                      |           |x-----------------------------------|
         (0.765 s)    :           :            :           :           :
             1.235    x leaves D-GW2           |           |           |
                      |           |            |           |           |
      "
    `);
  });

  test('is pure ASCII within 69 columns, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 8 }), (list) => {
        for (const line of asciiLadder(list, cast).split('\n')) {
          expect(line.length, line).toBeLessThanOrEqual(69);
          expect(line).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  test('leaves nothing out of a long label', () => {
    const label = Array.from({ length: 40 }, (_, i) => `w${i}x`).join(' ');
    const text = asciiLadder([{ ...message, label }], cast);
    for (const word of label.split(' ')) expect(text).toContain(word);
  });

  test('has its heads again after 48 rows', () => {
    const text = asciiLadder(
      Array.from({ length: 100 }, () => message),
      cast,
    );
    expect(text.match(/\| D-GW1 \|/g)).toHaveLength(3);
  });

  test('takes more columns only when its heads need them', () => {
    const wide = asciiLadder([{ ...message, from: 'mn1', to: 'cn1' }], cast, 40);
    expect(Math.max(...wide.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});

test('words are wrapped, and cut only when one is longer than a line', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('incomprehensible', 6)).toEqual(['incomp', 'rehens', 'ible']);
  expect(wrap('', 6)).toEqual(['']);
});
