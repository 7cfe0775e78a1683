import { describe, expect, test } from 'vitest';
import { must } from '#base/assert.ts';
import type { Box } from './geometry.ts';
import { along, length, overlaps } from './geometry.ts';
import type { StageLayout } from './layout.ts';
import { hopLine, layOut } from './layout.ts';
import { snap, toPane, toScenario } from './layout-frame.ts';
import { textWidth } from './text-width.ts';
import type { DlifMark, NodeMark, SceneMarks } from './scene.ts';

const anchorOf = (n: number) => ({ letter: 'ABC'[n - 1] ?? '?', gateway: `dgw${n}` });

const dlif = (mn: string, n: number, state: DlifMark['state']): DlifMark => ({
  name: `${mn}dgw${n}`,
  mn,
  anchor: anchorOf(n),
  mac: `00:11:22:33:0${n}:0${n}`,
  prefix: `2001:db8:${n}::/64`,
  state,
  deprecated: state === 'clone',
});

const gateway = (n: number, x: number, dlifs: readonly DlifMark[]): NodeMark => ({
  id: `dgw${n}`,
  kind: 'dgw',
  name: `D-GW${n}`,
  x,
  y: 304,
  up: true,
  role: 'serving MN1',
  address: `2001:db8:d${n}::1`,
  lost: [{ why: 'no such interface', count: 2 }],
  dlifs,
  cell: { link: `radio-dgw${n}`, x, y: 496, rx: 144, ry: 112 },
});

const mobile = (n: number, x: number, on: number): NodeMark => ({
  id: `mn${n}`,
  kind: 'mn',
  name: `MN${n}`,
  x,
  y: 536,
  up: true,
  role: '',
  lost: [{ why: 'not attached', count: 1 }],
  mn: {
    mnId: `mn${n}@example.net`,
    attachedTo: `dgw${on}`,
    joining: undefined,
    addresses: [1, 2].map((a) => ({
      address: `2001:db8:${a}::${n}`,
      short: `pref${'AB'[a - 1]}::MN${n}`,
      anchor: anchorOf(a),
      state: a === on ? 'preferred' : 'deprecated',
    })),
    believes: [1, 2].map((a) => ({ linkLocal: `fe80::${a}`, anchor: anchorOf(a) })),
  },
});

const node = (id: string, kind: string, x: number, y: number): NodeMark => ({
  id,
  kind,
  name: id.toUpperCase(),
  x,
  y,
  up: true,
  role: '',
  lost: [],
});

function sceneOf(gateways: readonly NodeMark[], mobiles: readonly NodeMark[]): SceneMarks {
  const fixed = [
    node('core', 'core', 512, 112),
    node('hss', 'hss', 472, 64),
    node('cn1', 'cn', 912, 112),
  ];
  const last = gateways.at(-1)?.id ?? '';
  return {
    nodes: [...gateways, ...mobiles, ...fixed],
    links: [...gateways.map(({ id }) => id), 'cn1'].map((id) => ({
      id: `core-${id}`,
      ends: ['core', id],
      up: true,
      loss: 0,
    })),
    tunnels: [
      { id: 't', ends: ['dgw1', last], users: [{ mn: 'mn1', prefix: 'p', anchor: anchorOf(1) }] },
    ],
  };
}

const scenes = {
  'two gateways, one node': sceneOf(
    [
      gateway(1, 264, [dlif('mn1', 1, 'kept')]),
      gateway(2, 760, [dlif('mn1', 1, 'clone'), dlif('mn1', 2, 'serving')]),
    ],
    [mobile(1, 712, 2)],
  ),
  'two gateways, three nodes': sceneOf(
    [
      gateway(1, 264, [
        dlif('mn3', 1, 'serving'),
        dlif('mn3', 2, 'clone'),
        dlif('mn2', 1, 'serving'),
        dlif('mn2', 2, 'clone'),
      ]),
      gateway(2, 760, [dlif('mn1', 1, 'clone'), dlif('mn1', 2, 'serving')]),
    ],
    [mobile(1, 760, 2), mobile(2, 344, 1), mobile(3, 192, 1)],
  ),
  'three gateways': sceneOf(
    [
      gateway(1, 184, [dlif('mn1', 1, 'kept')]),
      gateway(2, 504, [dlif('mn1', 2, 'kept')]),
      gateway(3, 824, [
        dlif('mn1', 1, 'clone'),
        dlif('mn1', 2, 'clone'),
        dlif('mn1', 3, 'serving'),
      ]),
    ],
    [mobile(1, 824, 3)],
  ),
};

const sizes = [
  { w: 752, h: 560 },
  { w: 976, h: 648 },
];

const cases = Object.entries(scenes).flatMap(([name, scene]) =>
  sizes.map((size) => ({ name, scene, size, width: size.w })),
);

/** Boxes that must keep clear of each other. */
function boxesOf(layout: StageLayout): readonly Box[] {
  return [
    ...layout.gateways.map(({ box }) => box),
    ...layout.correspondents.map(({ box }) => box),
    ...layout.mobiles.flatMap(({ box, label, card }) => [
      box,
      ...(label ? [label.box] : []),
      ...(card ? [card.box] : []),
    ]),
  ];
}

describe.each(cases)('$name in $width pixels', ({ scene, size }) => {
  const layout = layOut(scene, { size, believer: undefined });

  test('boxes, phones and labels do not overlap', () => {
    const boxes = boxesOf(layout);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
    }
  });

  test('every DLIF stands in its gateway, apart from the others', () => {
    for (const { box, dlifs } of layout.gateways) {
      for (const [i, { box: one }] of dlifs.entries()) {
        expect(one.x).toBeGreaterThanOrEqual(box.x);
        expect(one.x + one.w).toBeLessThanOrEqual(box.x + box.w);
        for (const { box: other } of dlifs.slice(i + 1)) expect(overlaps(one, other)).toBe(false);
      }
    }
  });

  test('every mobile node has its addresses beside it', () => {
    for (const { label } of layout.mobiles) expect(label).toBeDefined();
  });

  test('a tunnelled frame goes through the pipe, off its mouths, the two halves in turn', () => {
    const last = scene.tunnels[0]?.ends[1] ?? '';
    const hop = { tunnel: 0, data: true };
    const out = hopLine(layout, { ...hop, link: 'core-dgw1', from: 'dgw1', to: 'core' });
    const on = hopLine(layout, { ...hop, link: `core-${last}`, from: 'core', to: last });
    const [pipe] = layout.pipes;
    expect(out.at(-1)).toEqual(on[0]);
    const ends = [
      [out[0], pipe?.line[0]],
      [on.at(-1), pipe?.line.at(-1)],
    ] as const;
    for (const [end, mouth] of ends) {
      const way = length([must(end, 'an end'), must(mouth, 'a mouth')]);
      expect(way).toBeGreaterThan(4);
      expect(way).toBeLessThan(28);
    }
  });

  test('data keeps a lane of its own beside the wire', () => {
    const hop = { link: 'core-dgw1', from: 'core', to: 'dgw1', tunnel: -1 };
    const wire = hopLine(layout, { ...hop, data: false });
    const lane = hopLine(layout, { ...hop, data: true });
    expect(lane).not.toEqual(wire);
    const back = hopLine(layout, { ...hop, from: 'dgw1', to: 'core', data: true });
    expect(back).toEqual(lane.toReversed());
  });
});

describe.each(sizes)('in $w pixels', (size) => {
  const [narrow] = Object.values(scenes);
  const { nodes, ...rest } = must(narrow, 'a scene');

  test('the server of a local network does not stand behind a gateway', () => {
    const wide = nodes.map((one) =>
      one.id === 'dgw1'
        ? { ...one, dlifs: [dlif('mn1', 1, 'serving'), dlif('mn1', 2, 'clone')] }
        : one,
    );
    for (const x of [96, 900]) {
      const scene = { ...rest, nodes: [...wide, node('localnet', 'localnet', x, 320)] };
      const { locals, gateways } = layOut(scene, { size, believer: undefined });
      const server = must(locals[0], 'the local network').server;
      for (const { box } of gateways) expect(overlaps(server, box)).toBe(false);
      expect(server.x).toBeGreaterThanOrEqual(4);
    }
  });

  test('names of operators keep clear of losses, phones and what these believe', () => {
    const operators = new Map([
      ['dgw1', 'A'],
      ['dgw2', 'B'],
    ]);
    const moved = nodes.map((one) =>
      one.mn ? { ...one, mn: { ...one.mn, cameFrom: { x: 264, y: 536 } } } : one,
    );
    const layout = layOut({ ...rest, nodes: moved }, { size, believer: 'mn1', operators });
    expect(layout.zones.map(({ name }) => name)).toEqual(['Operator A', 'Operator B']);
    for (const { label } of layout.zones) {
      const words = { x: label.x, y: label.y - 10, w: 66, h: 12 };
      for (const box of boxesOf(layout)) expect(overlaps(words, box)).toBe(false);
      for (const { node: one, tally } of layout.gateways) {
        expect(
          overlaps(words, { ...tally, w: 24 + textWidth(one.lost[0]?.why ?? '', 13), h: 34 }),
        ).toBe(false);
      }
    }
  });
});

test('losses of two gateways keep clear of each other where these stand close', () => {
  const moved = scenes['two gateways, one node'].nodes.map((one) =>
    one.mn ? { ...one, mn: { ...one.mn, cameFrom: { x: 264, y: 536 } } } : one,
  );
  const scene = { ...scenes['two gateways, one node'], nodes: moved };
  const { gateways } = layOut(scene, { size: { w: 500, h: 564 }, believer: undefined });
  const [a, b] = gateways.map(({ node: { lost }, tally: { x, y, brief } }) => {
    const w = 24 + (brief ? 48 : textWidth(lost[0]?.why ?? '', 13));
    return { x, y, w, h: brief ? 20 : 34 };
  });
  expect(overlaps(must(a, 'the first'), must(b, 'the second'))).toBe(false);
});

test('a point of a line is found by its share of the way', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
  ];
  expect(length(line)).toBe(200);
  expect(along(line, 0.25)).toMatchObject({ x: 50, y: 0, angle: 0 });
  expect(along(line, 0.75)).toMatchObject({ x: 100, y: 50 });
  expect(along(line, 2)).toMatchObject({ x: 100, y: 100 });
  expect(along([], 0.5)).toMatchObject({ x: 0, y: 0 });
});

test('scenario and pane pixels are one another again, on the grid', () => {
  const size = { w: 752, h: 560 };
  const p = { x: 712, y: 536 };
  expect(snap(toScenario(size, toPane(size, p)))).toEqual(p);
  expect(snap({ x: -50, y: 5000 })).toEqual({ x: 32, y: 608 });
});
