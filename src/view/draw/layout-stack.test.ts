import { describe, expect, test } from 'vitest';
import type { Box } from './geometry.ts';
import { overlaps } from './geometry.ts';
import { layOut } from './layout.ts';
import { layStack, type StackShape } from './layout-stack.ts';
import { portTo } from './layout-ports.ts';
import type { MobileMark, NodeMark, SessionMark, StackMark } from './scene.ts';

const lma = { letter: '1', gateway: 'lma' };
const A1 = '2001:db8:a1:1::1';
const A2 = '2001:db8:a2:2::1';

const session = (number: number, change: Partial<SessionMark> = {}): SessionMark => ({
  flow: `F${number + 1}`,
  number,
  running: true,
  peer: 'cn1',
  address: A1,
  up: 'if1',
  comes: [{ iface: 'if1' }],
  ...change,
});

const mobile = (
  stack: Partial<StackMark> = {},
  virtual: Pick<MobileMark, 'virtual'> = {},
): MobileMark => ({
  ...virtual,
  mnId: 'mn1@example.net',
  attachedTo: 'mag1',
  joining: undefined,
  radios: [
    { iface: 'if1', technology: 'WLAN', attachedTo: 'mag1', joining: undefined },
    { iface: 'if2', technology: 'WiMAX', attachedTo: 'mag2', joining: undefined },
  ],
  addresses: [
    { address: A1, short: 'HNP1::MN1', anchor: lma, state: 'preferred' },
    { address: A2, short: 'HNP2::MN1', anchor: lma, state: 'preferred' },
  ],
  believes: [],
  stack: {
    model: 'weak',
    paths: [
      { address: A1, iface: 'if1', over: 'if1' },
      { address: A2, iface: 'if2', over: 'if2' },
    ],
    sessions: [session(0), session(1, { address: A2, up: 'if2', comes: [{ iface: 'if2' }] })],
    hostRoutes: [],
    ...stack,
  },
});

const frame = { x: 4, y: 4, w: 744, h: 548 };
const laid = (mn: MobileMark, obstacles: readonly Box[] = []): StackShape => {
  const shape = layStack(mn, { x: 376, y: 476 }, { frame, obstacles });
  if (!shape) throw new Error('it has layers');
  return shape;
};
const cellsOf = ({ radios, slab, addresses, sessions }: StackShape): readonly Box[] => [
  ...radios.map(({ box }) => box),
  ...(slab ? [slab] : []),
  ...addresses.map(({ box }) => box),
  ...sessions.map(({ box }) => box),
];
const bondOf = ({ bonds }: StackShape, key: string) => bonds.find((one) => one.key === key);

describe('the layers of a mobile node', () => {
  test('sub-interfaces, addresses and sockets stand in the box, one above the other', () => {
    const shape = laid(mobile());
    for (const { x, y, w, h } of cellsOf(shape)) {
      expect(x >= shape.box.x && x + w <= shape.box.x + shape.box.w).toBe(true);
      expect(y >= shape.box.y && y + h <= shape.box.y + shape.box.h).toBe(true);
    }
    const cells = cellsOf(shape);
    for (const [i, one] of cells.entries()) {
      for (const other of cells.slice(i + 1)) expect(overlaps(one, other)).toBe(false);
    }
    expect(shape.box.y + shape.box.h).toBeLessThanOrEqual(frame.y + frame.h);
  });

  test('at the edge of the stage it stands beside what is there', () => {
    const host = { x: 4, y: 440, w: 80, h: 40 };
    const at = { x: 80, y: 399 };
    const { box } = layStack(mobile(), at, { frame, obstacles: [host] }) ?? laid(mobile());
    expect(overlaps(box, host)).toBe(false);
  });

  test('each address hangs on its radio, each socket on its address', () => {
    const shape = laid(mobile());
    expect(shape.bonds.map(({ key, kind, state }) => `${key}: ${kind} ${state}`)).toEqual([
      `path ${A1}: path firm`,
      `path ${A2}: path firm`,
      'session F1: session firm',
      'session F2: session firm',
    ]);
    const [, second] = shape.radios;
    expect(bondOf(shape, `path ${A2}`)?.line.at(-1)?.y).toBe(
      (second?.box.y ?? 0) + (second?.box.h ?? 0),
    );
  });

  test('a flow that the network sends by the other radio has a line of its own', () => {
    const shape = laid(mobile({ sessions: [session(0, { comes: [{ iface: 'if2' }] })] }));
    const bond = bondOf(shape, 'down F1');
    expect(bond).toMatchObject({ kind: 'down', state: 'firm', number: 0 });
    const radio = shape.radios[1]?.box;
    const x = bond?.line.at(-1)?.x ?? 0;
    expect(radio && x > radio.x && x < radio.x + radio.w).toBe(true);
  });

  test('what a strong host drops is a broken line', () => {
    const broken = 'strong host: it is of if1';
    const shape = laid(
      mobile({
        model: 'strong',
        sessions: [session(0, { comes: [{ iface: 'if2', broken }], broken })],
      }),
    );
    expect(bondOf(shape, 'down F1')?.state).toBe('broken');
  });

  test('of two copies the one by the other radio has a line, broken where it is dropped', () => {
    const broken = 'strong host: it is of if1';
    const comes = [{ iface: 'if1' }, { iface: 'if2' }];
    const both = laid(mobile({ sessions: [session(0, { comes })] }));
    const downs = (shape: StackShape) => shape.bonds.filter(({ kind }) => kind === 'down');
    expect(downs(both)).toMatchObject([{ key: 'down F1', state: 'firm' }]);
    const half = [{ iface: 'if1' }, { iface: 'if2', broken }];
    const strong = laid(mobile({ model: 'strong', sessions: [session(0, { comes: half })] }));
    expect(downs(strong)).toMatchObject([{ key: 'down F1', state: 'broken' }]);
  });

  test('over a virtual interface a prefix moves its line, and its address stays in place', () => {
    const virtual = { iface: 'vif', mac: '02:00:00:00:01:01', mode: 'prefix' } as const;
    const paths = (over: string): StackMark['paths'] => [
      { address: A1, iface: 'vif', over },
      { address: A2, iface: 'vif', over: 'if2' },
    ];
    const before = laid(mobile({ paths: paths('if1') }, { virtual }));
    const after = laid(mobile({ paths: paths('if2') }, { virtual }));
    expect(before.slab).toBeDefined();
    expect(before.switcher).toBeUndefined();
    expect(after.addresses).toEqual(before.addresses);
    const [one, other] = [before, after].map((shape) => bondOf(shape, `path ${A1}`)?.line);
    expect(one?.[0]).toEqual(other?.[0]);
    expect(one?.at(-1)).not.toEqual(other?.at(-1));
    expect(laid(mobile({}, { virtual: { ...virtual, mode: 'active' } })).switcher).toBeDefined();
  });

  test('sockets beyond six are counted', () => {
    const sessions = Array.from({ length: 9 }, (_, i) => session(i));
    const shape = laid(mobile({ sessions }));
    expect(shape.sessions.length + shape.more).toBe(9);
    expect(shape.more).toBeGreaterThan(0);
  });
});

const node = (change: Partial<NodeMark>): NodeMark => ({
  id: 'mn1',
  kind: 'mn',
  name: 'MN1',
  x: 504,
  y: 544,
  up: true,
  role: '',
  lost: [],
  ...change,
});

test.each([
  { w: 752, h: 560 },
  { w: 976, h: 648 },
])('on a stage of $w by $h the box keeps clear of masts and gateways', (size) => {
  const gateways = [248, 760].map((x, i) =>
    node({ id: `mag${i + 1}`, kind: 'mag', name: `MAG${i + 1}`, x, y: 352, mag: { links: [] } }),
  );
  const scene = { nodes: [...gateways, node({ mn: mobile() })], links: [], tunnels: [] };
  const layout = layOut(scene, { size, believer: undefined });
  const [shape] = layout.mobiles;
  if (!shape) throw new Error('it is on the stage');
  for (const { box, mast } of layout.gateways) {
    const pole = { x: mast.x - 22, y: mast.top, w: 44, h: mast.bottom - mast.top };
    expect([overlaps(shape.box, box), overlaps(shape.box, pole)]).toEqual([false, false]);
  }
  expect(shape.stack?.box).toEqual(shape.box);
  expect(shape.label).toBeUndefined();
  expect(portTo(shape, 'mag2').x).toBeGreaterThan(portTo(shape, 'mag1').x);
});
