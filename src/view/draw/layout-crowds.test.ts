// Crowded stages: many gateways, many anchors, many mobile nodes on one gateway.

import { describe, expect, test } from 'vitest';
import type { Box, Line } from './geometry.ts';
import { overlaps } from './geometry.ts';
import { layOut, type StageLayout } from './layout.ts';
import type { DlifMark, NodeMark, SceneMarks, TunnelMark } from './scene.ts';

const letter = (n: number): string => String.fromCodePoint(64 + n);
const anchorOf = (n: number) => ({ letter: letter(n), gateway: `dgw${n}` });

const dlif = (mn: number, n: number, state: DlifMark['state']): DlifMark => ({
  name: `mn${mn}dgw${n}`,
  mn: `mn${mn}`,
  anchor: anchorOf(n),
  mac: '00:11:22:33:01:01',
  prefix: `2001:db8:${n}::/64`,
  state,
  deprecated: state === 'clone',
});

const base = { up: true, role: '', lost: [] } as const;

function gateway(n: number, of: number, dlifs: readonly DlifMark[]): NodeMark {
  const pitch = 960 / of;
  const x = 20 + pitch * (n - 0.5);
  const cell = { link: `radio-dgw${n}`, x, y: 496, rx: pitch / 2, ry: 112 };
  return {
    ...base,
    id: `dgw${n}`,
    kind: 'dgw',
    name: `D-GW${n}`,
    x,
    y: 304,
    address: '2001:db8:d1::1',
    dlifs,
    cell,
  };
}

const mobile = (n: number, x: number, on: number, anchors: readonly number[]): NodeMark => ({
  ...base,
  id: `mn${n}`,
  kind: 'mn',
  name: `MN${n}`,
  x,
  y: 536,
  mn: {
    mnId: `mn${n}@example.net`,
    attachedTo: `dgw${on}`,
    joining: undefined,
    addresses: anchors.map((a) => ({
      address: `2001:db8:${a}::${n}`,
      short: `pref${letter(a)}::MN${n}`,
      anchor: anchorOf(a),
      state: a === on ? 'preferred' : 'deprecated',
    })),
    believes: anchors.map((a) => ({ linkLocal: `fe80::${a}`, anchor: anchorOf(a) })),
  },
});

const fixed = (id: string, x: number, y: number): NodeMark => ({
  ...base,
  id,
  kind: id.replace(/\d+$/, ''),
  name: id,
  x,
  y,
});

const tunnel = (a: number, b: number, anchor: number): TunnelMark => ({
  id: `dgw${a} dgw${b}`,
  ends: [`dgw${a}`, `dgw${b}`],
  users: [{ mn: 'mn1', prefix: `2001:db8:${anchor}::/64`, anchor: anchorOf(anchor) }],
});

function sceneOf(nodes: readonly NodeMark[], tunnels: readonly TunnelMark[]): SceneMarks {
  const all = [...nodes, fixed('core', 512, 112), fixed('hss', 472, 64), fixed('cn1', 912, 112)];
  return { nodes: all, links: [], tunnels };
}

/** MN1 has been everywhere and is at the last gateway; MN2 has been everywhere and is at the first. */
function tour(count: number): SceneMarks {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const gateways = numbers.map((n) => {
    const ends = n === 1 || n === count;
    const mn = n === count ? 1 : 2;
    const all = numbers.map((a) => dlif(mn, a, a === n ? 'serving' : 'clone'));
    return gateway(n, count, ends ? all : [dlif(1, n, 'kept'), dlif(2, n, 'kept')]);
  });
  const pitch = 960 / count;
  const mobiles = [
    mobile(1, 20 + pitch * (count - 0.5), count, numbers),
    mobile(2, 20 + pitch * 0.5, 1, numbers),
  ];
  const inner = numbers.slice(1, -1);
  const star = [...inner.map((n) => tunnel(n, count, n)), ...inner.map((n) => tunnel(1, n, n))];
  return sceneOf([...mobiles, ...gateways], [...star, tunnel(1, count, 1)]);
}

/** Six mobile nodes came to the second gateway from the first. */
function party(count: number): SceneMarks {
  const mns = [1, 2, 3, 4, 5, 6];
  const there = mns.flatMap((mn) => [dlif(mn, 1, 'clone'), dlif(mn, 2, 'serving')]);
  const gateways = Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    const kept = mns.map((mn) => dlif(mn, 1, 'kept'));
    return gateway(n, count, n === 1 ? kept : n === 2 ? there : []);
  });
  const x = gateways[1]?.x ?? 0;
  const mobiles = mns.map((mn) => mobile(mn, x + (mn - 3.5) * 44, 2, [1, 2]));
  return sceneOf([...mobiles, ...gateways], [tunnel(1, 2, 1)]);
}

const scenes: Readonly<Record<string, SceneMarks>> = {
  'a tour of four gateways': tour(4),
  'a tour of six gateways': tour(6),
  'a tour of eight gateways': tour(8),
  'a tour of twenty gateways': tour(20),
  'six nodes on one of two gateways': party(2),
  'six nodes on one of four gateways': party(4),
};
const sizes = [
  { w: 752, h: 560 },
  { w: 976, h: 648 },
];
const cases = Object.entries(scenes).flatMap(([name, scene]) =>
  sizes.map((size) => ({ name, size, width: size.w, layout: layOutOf(scene, size) })),
);

function layOutOf(scene: SceneMarks, size: { w: number; h: number }): StageLayout {
  return layOut(scene, { size, believer: 'mn1' });
}

/** Straight pieces of a line, as boxes without thickness. */
const pieces = (line: Line): readonly Box[] =>
  line.slice(1).map((b, i) => {
    const a = line[i] ?? b;
    return {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      w: Math.abs(a.x - b.x),
      h: Math.abs(a.y - b.y),
    };
  });

function pairsOf<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b] as const));
}

describe.each(cases)('$name in $width pixels', ({ layout, size }) => {
  test('boxes stand on the stage, apart from each other and from the phones', () => {
    const boxes = [
      ...layout.gateways.map(({ box }) => box),
      ...layout.correspondents.map(({ box }) => box),
      ...layout.mobiles.flatMap(({ box, label, card }) => [
        box,
        ...(label ? [label.box] : []),
        ...(card ? [card.box] : []),
      ]),
    ];
    for (const [a, b] of pairsOf(boxes)) expect(overlaps(a, b)).toBe(false);
    for (const { x, y, w, h } of boxes) {
      expect(Math.min(x, y, size.w - x - w, size.h - y - h)).toBeGreaterThanOrEqual(0);
    }
  });

  test('DLIFs stand in their gateway, apart from each other; what does not fit is counted', () => {
    for (const { node, box, strips, dlifs, folded } of layout.gateways) {
      for (const { box: one } of dlifs) {
        expect(one.x).toBeGreaterThanOrEqual(box.x);
        expect(one.x + one.w).toBeLessThanOrEqual(box.x + box.w);
        expect(one.y).toBeGreaterThanOrEqual(strips.stack);
        expect(one.y + one.h).toBeLessThanOrEqual(strips.dlifs);
      }
      for (const [a, b] of pairsOf(dlifs)) expect(overlaps(a.box, b.box)).toBe(false);
      expect(dlifs.length + folded).toBe(node.dlifs?.length);
    }
  });

  test('each bracket spans the DLIFs of one mobile node and no others', () => {
    for (const { dlifs, brackets } of layout.gateways) {
      const spanned = brackets.map(({ x, y, w }) => {
        const under = dlifs.filter(({ box }) => {
          const isUnder = box.x >= x - 1 && box.x + box.w <= x + w + 1 && box.y > y;
          return (
            isUnder &&
            !brackets.some(
              (one) => one.y > y && one.y < box.y && one.x < x + w && x < one.x + one.w,
            )
          );
        });
        return new Set(under.map(({ mark }) => mark.mn));
      });
      for (const mns of spanned) expect(mns.size).toBe(1);
      const mns = new Set(dlifs.map(({ mark }) => mark.mn)).size;
      expect([0, mns]).toContain(brackets.length);
    }
  });

  test('no two tunnels lie over each other, and none crosses a gateway', () => {
    for (const [a, b] of pairsOf(layout.pipes)) {
      const apart = (a.width + b.width) / 2 + 1;
      for (const one of pieces(a.line)) {
        for (const other of pieces(b.line)) {
          const isParallel = (one.w === 0) === (other.w === 0);
          // Where there is no room for ports, the tunnels of a gateway come together in one.
          const isTrunk = one.w === 0 && one.x === other.x;
          const isOver = isParallel && !isTrunk && overlaps(one, other, apart - 0.01);
          expect(isOver).toBe(false);
        }
      }
    }
    for (const { line, mark } of layout.pipes) {
      const others = layout.gateways.filter(({ node }) => !mark.ends.includes(node.id));
      for (const piece of pieces(line)) {
        for (const { box } of others) expect(overlaps(piece, box)).toBe(false);
      }
    }
  });

  test('tunnels stay under the wire of the core and clear of the correspondent', () => {
    for (const { line, width } of layout.pipes) {
      for (const piece of pieces(line)) {
        expect(piece.y - width / 2).toBeGreaterThan(layout.core?.box.y ?? 0);
        for (const { box } of layout.correspondents) {
          expect(overlaps(piece, box, width / 2)).toBe(false);
        }
      }
    }
  });
});

test('tunnels that end at one gateway do not cross on their way to others', () => {
  const numbers = [1, 2, 3, 4, 5];
  const gateways = [...numbers, 6].map((n) => gateway(n, 6, [dlif(1, n, 'kept')]));
  const star = numbers.map((n) => tunnel(n, 6, n));
  const { pipes } = layOut(sceneOf(gateways, star), {
    size: { w: 752, h: 560 },
    believer: undefined,
  });
  for (const [a, b] of pairsOf(pipes)) {
    for (const one of pieces(a.line)) {
      for (const other of pieces(b.line)) expect(overlaps(one, other)).toBe(false);
    }
  }
});

test('at both sizes all six DLIFs of one node are seen on one of six gateways', () => {
  for (const size of sizes) {
    const layout = layOutOf(tour(6), size);
    expect(layout.gateways.at(-1)?.dlifs.map(({ mark }) => mark.name)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `mn1dgw${n}`),
    );
  }
});

test('at both sizes all twelve DLIFs of six nodes are seen on one of four gateways', () => {
  for (const size of sizes) {
    const layout = layOutOf(party(4), size);
    expect(layout.gateways[1]?.folded).toBe(0);
    expect(layout.gateways[1]?.dlifs).toHaveLength(12);
  }
});

test('each of a few phones in a crowd keeps its size, those that would touch are small', () => {
  const nodes = [mobile(1, 100, 1, [1]), mobile(2, 500, 2, [2]), mobile(3, 540, 2, [2])];
  const scene = sceneOf([...nodes, gateway(1, 2, []), gateway(2, 2, [])], []);
  const layout = layOut(scene, { size: { w: 752, h: 560 }, believer: undefined });
  expect(layout.mobiles.map(({ box }) => box.w)).toEqual([54, 24, 24]);
});
