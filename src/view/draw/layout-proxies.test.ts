import { describe, expect, test } from 'vitest';
import { must as given } from '#base/assert.ts';
import type { Box, Line } from './geometry.ts';
import { length, overlaps } from './geometry.ts';
import { hopLine, layOut } from './layout.ts';
import { halves } from './layout-pipes.ts';
import { portTo } from './layout-ports.ts';
import type { BindingMark, NodeMark, SceneMarks } from './scene.ts';

const must = <T>(value: T | undefined): T => given(value, 'it is there');
const anchor = { letter: '1', gateway: 'lma' };

const plain = (id: string, kind: string, x: number, y: number): NodeMark => ({
  id,
  kind,
  name: id.toUpperCase(),
  x,
  y,
  up: true,
  role: '',
  lost: [],
});

const binding = (n: number): BindingMark => ({
  key: `mn${n} #1`,
  mnId: `mn${n}@example.net`,
  mn: `mn${n}`,
  prefixes: [`2001:db8:a${n}:${n}::/64`],
  names: [`HNP${n}`],
  careOf: 'mag1',
  state: 'active',
  expiresAt: 300e6,
  anchor,
});

const lma = (count: number): NodeMark => ({
  ...plain('lma', 'lma', 500, 160),
  address: '2001:db8:ff::1',
  lma: { bindings: Array.from({ length: count }, (_, i) => binding(i + 1)) },
});

const mag = (n: number, x: number): NodeMark => ({
  ...plain(`mag${n}`, 'mag', x, 352),
  address: `2001:db8:${n}::1`,
  cell: { link: `radio-mag${n}`, x, y: 504, rx: 150, ry: 110 },
  mag: { links: [] },
});

const mobile: NodeMark = {
  ...plain('mn1', 'mn', 264, 544),
  mn: {
    mnId: 'mn1@example.net',
    attachedTo: 'mag1',
    joining: undefined,
    radios: [
      { iface: 'if1', technology: 'WLAN', attachedTo: 'mag1', joining: undefined },
      { iface: 'if2', technology: 'LTE', attachedTo: 'mag2', joining: undefined },
    ],
    addresses: [],
    believes: [],
  },
};

function sceneOf(mags: readonly NodeMark[], bindings: number): SceneMarks {
  return {
    nodes: [
      lma(bindings),
      ...mags,
      mobile,
      plain('core', 'core', 500, 256),
      plain('cn1', 'cn', 912, 256),
    ],
    links: ['lma', 'cn1', ...mags.map(({ id }) => id)].map((id) => ({
      id: `core-${id}`,
      ends: ['core', id],
      up: true,
      loss: 0,
    })),
    tunnels: mags.map(({ id }) => ({
      id: `lma ${id}`,
      ends: ['lma', id],
      users: [{ mn: 'mn1', prefix: 'p', anchor }],
    })),
  };
}

const two = [mag(1, 264), mag(2, 736)];
const four = [mag(1, 120), mag(2, 320), mag(3, 680), mag(4, 880)];
const sizes = [
  { w: 752, h: 560 },
  { w: 976, h: 648 },
];
const cases = [two, four].flatMap((mags) => sizes.map((size) => ({ mags, size })));
const inside = (box: Box, { w, h }: { w: number; h: number }): boolean =>
  box.x >= 0 && box.y >= 0 && box.x + box.w <= w && box.y + box.h <= h;

describe.each(cases)('$mags.length MAGs in $size.w pixels', ({ mags, size }) => {
  const layout = layOut(sceneOf(mags, 3), { size, believer: undefined });
  const [shape] = layout.lmas;

  test('LMA, its card and the MAGs stand on the stage, apart from each other', () => {
    const boxes = [
      ...layout.gateways.map(({ box }) => box),
      ...layout.lmas.flatMap(({ box, card }) => [box, ...(card ? [card.box] : [])]),
    ];
    expect(boxes).toHaveLength(mags.length + 2);
    for (const [i, a] of boxes.entries()) {
      expect(inside(a, size)).toBe(true);
      for (const b of boxes.slice(i + 1)) expect(overlaps(a, b)).toBe(false);
    }
  });

  test('each pipe begins at the LMA and ends on its MAG, and no two share a piece', () => {
    for (const [i, { line, mark }] of layout.pipes.entries()) {
      const end = layout.gateways.find(({ node }) => node.id === mark.ends[1]);
      expect(line[0]?.x).toBeOneOf([shape?.box.x, (shape?.box.x ?? 0) + (shape?.box.w ?? 0)]);
      expect(line.at(-1)?.y).toBe(end?.box.y);
      for (const other of layout.pipes.slice(i + 1)) expect(crossed(line, other.line)).toBe(false);
    }
  });

  test('a tunnelled frame goes through the pipe in two halves of one length', () => {
    const last = layout.pipes.length - 1;
    const id = mags.at(-1)?.id ?? '';
    const out = hopLine(layout, {
      link: 'core-lma',
      from: 'lma',
      to: 'core',
      tunnel: last,
      data: true,
    });
    const on = hopLine(layout, {
      link: `core-${id}`,
      from: 'core',
      to: id,
      tunnel: last,
      data: true,
    });
    const mouth = must(layout.pipes[last]).line[0];
    expect(length([must(out[0]), must(mouth)])).toBeLessThan(28);
    expect(out.at(-1)).toEqual(on[0]);
    expect(length(out)).toBeCloseTo(length(on));
  });

  test('losses of the LMA stand where no tunnel runs', () => {
    const scene = sceneOf(mags, 3);
    const lost = [{ why: 'no such interface', count: 2 }];
    const nodes = scene.nodes.map((node) => (node.kind === 'lma' ? { ...node, lost } : node));
    const { lmas, pipes } = layOut({ ...scene, nodes }, { size, believer: undefined });
    const { x, y } = must(lmas[0]).tally;
    for (const { line, width } of pipes) {
      for (const [i, end] of line.slice(1).entries()) {
        const start = line[i] ?? end;
        const isBeside =
          Math.max(start.x, end.x) + width / 2 < x ||
          Math.min(start.x, end.x) - width / 2 > x + 120;
        const isOff =
          Math.max(start.y, end.y) + width / 2 < y || Math.min(start.y, end.y) - width / 2 > y + 36;
        expect(isBeside || isOff).toBe(true);
      }
    }
  });

  test('the wire to the LMA ends under it', () => {
    const wire = hopLine(layout, {
      link: 'core-lma',
      from: 'core',
      to: 'lma',
      tunnel: -1,
      data: false,
    });
    expect(wire.at(-1)?.y).toBe((shape?.box.y ?? 0) + (shape?.box.h ?? 0));
  });
});

/** Upright pieces of two pipes that lie on each other. */
function crossed(a: Line, b: Line): boolean {
  return a.some(({ x }, i) => i > 0 && x === a[i - 1]?.x && b.some((p) => p.x === x));
}

test('the card of an LMA stands in the zone of the core, or over all of its breadth', () => {
  const [zone] = layOut(sceneOf(four, 1), { size: must(sizes[1]), believer: undefined }).zones;
  const { lmas } = layOut(sceneOf(four, 1), { size: must(sizes[1]), believer: undefined });
  const card = must(must(lmas[0]).card).box;
  const within = must(zone).box;
  expect(card.y > within.y && card.x > within.x).toBe(true);
  expect(card.x + card.w < within.x + within.w).toBe(true);
});

test('a card that is full keeps the rows that changed and counts the others', () => {
  const size = { w: 752, h: 560 };
  const hot = new Set(['mn9 #1']);
  const layout = layOut(sceneOf(two, 12), { size, believer: undefined, hot });
  const card = layout.lmas[0]?.card;
  expect(card?.rows.map(({ key }) => key)).toContain('mn9 #1');
  expect((card?.rows.length ?? 0) + (card?.more ?? 0)).toBe(12);
  expect(inside(card?.box ?? { x: -1, y: 0, w: 0, h: 0 }, size)).toBe(true);
});

/** A home agent and two access routers; a node of layers between those. */
function clientScene(lost: NodeMark['lost']): SceneMarks {
  const radio = (n: number) => `ar${n}`;
  const router = (n: number, x: number): NodeMark => ({
    ...plain(radio(n), 'ar', x, 296),
    address: `2001:db8:${n}:ffff::1`,
    cell: { link: `radio-${radio(n)}`, x, y: 424, rx: 128, ry: 96 },
    lost: n === 2 ? lost : [],
  });
  const { mn } = mobile;
  const layered: NodeMark = {
    ...plain('mn1', 'mn', 456, 424),
    mn: {
      ...must(mn),
      attachedTo: 'ar1',
      radios: ['if1', 'if2'].map((iface, i) => {
        return { iface, technology: 'WLAN', attachedTo: radio(i + 1), joining: undefined };
      }),
      virtual: { iface: 'vif', mac: '02:00:5e:00:0a:0a', mode: 'active' },
      addresses: [1, 2, 3].map((n) => {
        const address = `2001:db8:${n}::5`;
        return { address, short: `AR${n}::MN1`, anchor, state: 'preferred' };
      }),
      stack: { model: 'weak', paths: [], sessions: [], hostRoutes: [] },
    },
  };
  const home: NodeMark = {
    ...plain('ha', 'ha', 176, 296),
    address: '2001:db8:f0::1',
    lma: { bindings: [binding(1)] },
  };
  return {
    nodes: [home, router(1, 456), router(2, 736), layered, plain('core', 'core', 456, 168)],
    links: [],
    tunnels: [],
  };
}

test.each(sizes)(
  'the card of a home agent stands in the zone of the core, $w pixels wide',
  (size) => {
    const { zones, gateways } = layOut(clientScene([]), { size, believer: undefined });
    const [zone] = zones;
    const card = gateways.find(({ node }) => node.id === 'ha')?.card?.box;
    expect(zone && card && card.x > zone.box.x && card.y > zone.box.y).toBe(true);
  },
);

test.each(sizes)('losses keep clear of a radio path that goes aside, $w pixels wide', (size) => {
  const scene = clientScene([{ why: 'not attached', count: 2 }]);
  const { gateways, mobiles } = layOut(scene, { size, believer: undefined });
  const router = must(gateways.find(({ node }) => node.id === 'ar2'));
  const { tally, mast } = router;
  const { x, y } = portTo(must(mobiles[0]), 'ar2');
  const bottom = tally.y + (tally.brief ? 20 : 38);
  for (let share = 0; share <= 1; share += 0.1) {
    const p = { x: mast.x + (x - mast.x) * share, y: mast.bottom + (y - mast.bottom) * share };
    const isOver = p.x > tally.x && p.x < tally.x + 96 && p.y < bottom;
    expect(isOver).toBe(false);
  }
});

test('an LMA at the upper edge leaves its card room over it', () => {
  const scene = sceneOf(two, 12);
  const nodes = scene.nodes.map((node) => (node.kind === 'lma' ? { ...node, y: 40 } : node));
  const size = must(sizes[0]);
  const [shape] = layOut({ ...scene, nodes }, { size, believer: undefined }).lmas;
  const card = must(must(shape).card);
  expect(inside(card.box, size)).toBe(true);
  expect(card.rows.length + card.more).toBe(12);
});

test('each radio of a mobile node has its port, and its gateway is reached from it', () => {
  const layout = layOut(sceneOf(two, 1), { size: { w: 976, h: 648 }, believer: undefined });
  const phone = layout.mobiles[0];
  expect(phone?.ports.map(({ iface, technology }) => `${iface} ${technology}`)).toEqual([
    'if1 WLAN',
    'if2 LTE',
  ]);
  expect(phone && portTo(phone, 'mag2').x).toBeGreaterThan((phone && portTo(phone, 'mag1').x) ?? 0);
  const hop = { link: 'radio-mag2', from: 'mag2', to: 'mn1', tunnel: -1, data: false };
  expect(hopLine(layout, hop).at(-1)).toEqual(phone?.ports[1]);
});

test('halves of a bent line meet in the middle of its length', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 30, y: 0 },
    { x: 30, y: 90 },
  ];
  const [first, second] = halves(line);
  expect(first.at(-1)).toEqual({ x: 30, y: 30 });
  expect(second).toEqual([
    { x: 30, y: 30 },
    { x: 30, y: 90 },
  ]);
});
