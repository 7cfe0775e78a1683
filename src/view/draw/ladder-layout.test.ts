import { describe, expect, test } from 'vitest';
import type { Lifeline } from '#view/ladder.ts';
import {
  columnX,
  ladderGeometry,
  placeLabel,
  placeTags,
  stripAt,
  tunnelSpans,
  type Stay,
} from './ladder-layout.ts';
import { fitText, textWidth } from './text-width.ts';

const line = (node: string, kind: string): Lifeline => ({ node, kind, name: node.toUpperCase() });
const FIVE = [
  line('mn1', 'mn'),
  line('dgw1', 'dgw'),
  line('dgw2', 'dgw'),
  line('hss', 'hss'),
  line('cn1', 'cn'),
];

describe('columns', () => {
  test.each([480, 688, 900])('five fit a pane of %i pixels', (width) => {
    const { columns, gutter, width: drawn } = ladderGeometry(FIVE, width);
    expect(gutter + drawn).toBe(width);
    expect(columns.at(-1)?.x).toBeLessThanOrEqual(drawn - 20);
    columns.slice(1).forEach(({ x }, i) => expect(x - (columns[i]?.x ?? 0)).toBeGreaterThan(50));
  });

  test('many make the drawing wider than the pane instead of crowding it', () => {
    const many = Array.from({ length: 20 }, (_, i) => line(`mn${i}`, 'mn'));
    const { columns, gutter, width } = ladderGeometry(many, 480);
    expect(gutter + width).toBeGreaterThan(480);
    columns.slice(1).forEach(({ x }, i) => expect(x - (columns[i]?.x ?? 0)).toBeGreaterThan(50));
  });

  test('none is a drawing of its own', () => {
    expect(ladderGeometry([], 480).columns).toEqual([]);
  });
});

describe('words and tags', () => {
  const geometry = ladderGeometry(FIVE, 688);
  const x = (node: string): number => columnX(geometry, node) ?? Number.NaN;

  test('a label stands in the middle of its line', () => {
    const span = { a: x('dgw1'), b: x('dgw2') };
    const placed = placeLabel(geometry, span, 'PBA D st 0', []);
    expect(placed.x + placed.width / 2).toBeCloseTo((span.a + span.b) / 2);
  });

  test('a tag stands beyond the receiver, and the label keeps clear of it', () => {
    const span = { a: x('dgw1'), b: x('dgw2') };
    const [tag] = placeTags(geometry, span, [{ node: 'dgw2', text: '+ mn1dgw1, tunnel' }]);
    expect(tag?.x).toBeGreaterThan(span.b);
    expect(tag?.text).toBe('+ mn1dgw1, tunnel');
    const long = placeLabel(geometry, span, 'a label that is much longer than its line', [tag!]);
    expect(long.x + long.width).toBeLessThan(tag?.x ?? 0);
  });

  test('a receiver on the left has its tag on the left', () => {
    const span = { a: x('dgw2'), b: x('dgw1') };
    const [tag] = placeTags(geometry, span, [{ node: 'dgw1', text: 'CoA D-GW2' }]);
    expect((tag?.x ?? 0) + (tag?.width ?? 0)).toBeLessThan(span.b);
  });

  test('a tag without room at its node goes to the other side and names the node', () => {
    const span = { a: x('dgw2'), b: x('mn1') };
    const [tag] = placeTags(geometry, span, [{ node: 'mn1', text: 'prefA deprecated' }]);
    expect(tag?.x).toBeGreaterThan(span.a);
    expect(tag?.text).toBe('MN1: prefA deprecated');
  });

  test('several effects at one node share a tag; tags do not overlap', () => {
    const span = { a: x('dgw1'), b: x('dgw2') };
    const tags = placeTags(geometry, span, [
      { node: 'dgw2', text: '+ clone' },
      { node: 'hss', text: 'told' },
      { node: 'dgw2', text: 'tunnel' },
    ]);
    expect(tags.map((tag) => tag.text)).toEqual(['+ clone, tunnel', 'HSS: told']);
    expect(tags[1]?.x).toBeGreaterThan((tags[0]?.x ?? 0) + (tags[0]?.width ?? 0));
  });

  test('a tag never leaves the drawing', () => {
    const dense = ladderGeometry(FIVE, 480);
    const span = { a: 100, b: 200 };
    const [tag] = placeTags(dense, span, [{ node: 'dgw2', text: 'very '.repeat(40) }]);
    expect((tag?.x ?? 0) + (tag?.width ?? 0)).toBeLessThanOrEqual(dense.width);
    expect(tag?.text.endsWith('…')).toBe(true);
  });

  test('text is cut to its room, at least one letter and the dots', () => {
    expect(fitText('tunnel', 13, 100)).toBe('tunnel');
    expect(textWidth(fitText('a long text of words', 13, 60), 13)).toBeLessThanOrEqual(60);
    expect(fitText('tunnel', 13, 0)).toBe('t…');
  });
});

describe('tunnels', () => {
  const geometry = ladderGeometry(FIVE, 688);
  const leg = (from: string, to: string, tunnelled: boolean) => ({ from, to, tunnelled });

  test('legs over a node without a lifeline are one pipe between the gateways', () => {
    const legs = [
      leg('cn1', 'core', false),
      leg('core', 'dgw1', false),
      leg('dgw1', 'core', true),
      leg('core', 'dgw2', true),
      leg('dgw2', 'mn1', false),
    ];
    const [a, b] = [columnX(geometry, 'dgw1'), columnX(geometry, 'dgw2')];
    expect(tunnelSpans(geometry, legs)).toEqual([{ a, b }]);
  });

  test('none without a tunnel', () => {
    expect(tunnelSpans(geometry, [leg('dgw1', 'dgw2', false)])).toEqual([]);
  });
});

describe('state strips', () => {
  const stays: Stay[] = [
    { node: 'mn1', to: 'dgw1', letter: 'A', from: 10, until: 50 },
    { node: 'dgw1', to: 'dgw1', letter: 'A', from: 10, until: 80 },
    { node: 'mn1', to: undefined, letter: undefined, from: 50, until: 70 },
    { node: 'mn1', to: 'dgw2', letter: 'B', from: 70, until: undefined },
    { node: 'dgw1', to: 'dgw2', letter: 'A', from: 80, until: undefined },
  ];
  const mn = line('mn1', 'mn');
  const looks = (node: Lifeline, row: 'message' | 'attach' | 'detach', at: number) => {
    const { before, after } = stripAt(stays, node, { row, at, until: at });
    return [before.look, after.look];
  };

  test('nothing before the first stay', () => {
    expect(looks(mn, 'message', 5)).toEqual(['none', 'none']);
  });

  test('a row that detaches changes the strip at its line', () => {
    expect(looks(mn, 'detach', 50)).toEqual(['anchor', 'detached']);
  });

  test('a row that attaches changes the strip at its line', () => {
    expect(looks(mn, 'attach', 70)).toEqual(['detached', 'anchor']);
  });

  test('a message of the same instant stands after the change', () => {
    expect(looks(mn, 'message', 70)).toEqual(['anchor', 'anchor']);
  });

  test('a gateway is outlined while its mobile node is elsewhere', () => {
    expect(looks(line('dgw1', 'dgw'), 'message', 60)).toEqual(['anchor', 'anchor']);
    expect(looks(line('dgw1', 'dgw'), 'message', 90)).toEqual(['away', 'away']);
  });
});
