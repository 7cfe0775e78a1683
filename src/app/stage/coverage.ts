// Which gateway's radio covers a point, and where to stand in it. Forecasts only: the engine decides.

import type { NodeId, Scene } from '#session/protocol.ts';
import type { Point } from '#view/draw/geometry.ts';
import { snap } from '#view/draw/layout-frame.ts';

type Node = Scene['nodes'][number];

/** Gateways from left to right: the order of the arrow keys and of the digits. */
export function gatewaysOf(scene: Scene): readonly Node[] {
  return scene.nodes.filter(({ cell }) => cell !== undefined).toSorted((a, b) => a.x - b.x);
}

export const mobilesOf = (scene: Scene): readonly Node[] =>
  scene.nodes.filter(({ mn }) => mn !== undefined);

/** The gateways whose cells cover a point, the nearest first, in units of their ellipses. */
function coveringGateways(scene: Scene, p: Point): readonly NodeId[] {
  return gatewaysOf(scene)
    .flatMap(({ id, cell }) =>
      cell
        ? [{ id, distance: ((p.x - cell.x) / cell.rx) ** 2 + ((p.y - cell.y) / cell.ry) ** 2 }]
        : [],
    )
    .filter(({ distance }) => distance <= 1)
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ id }) => id);
}

/** The gateway whose cell covers a point, the nearest of several. */
export const coveringGateway = (scene: Scene, p: Point): NodeId | undefined =>
  coveringGateways(scene, p)[0];

/** Shares of the cell's radii, in the order in which they are tried. */
const SPOTS = [
  [-0.22, 0.36],
  [0.34, 0.36],
  [-0.6, 0.3],
  [0.66, 0.3],
  [0, 0.36],
] as const;
const ELBOW = 96;

/** A free place in a gateway's cell: where no other covers it, if there is one. */
export function spotIn(scene: Scene, gateway: NodeId, mobile: NodeId): Point | undefined {
  const cell = scene.nodes.find(({ id }) => id === gateway)?.cell;
  if (!cell) return undefined;
  const others = mobilesOf(scene).filter(({ id }) => id !== mobile);
  const spots = SPOTS.map(([x, y]) => snap({ x: cell.x + x * cell.rx, y: cell.y + y * cell.ry }));
  const free = (spot: Point): boolean =>
    others.every(({ x, y }) => Math.abs(x - spot.x) > ELBOW || Math.abs(y - spot.y) > ELBOW) &&
    coveringGateway(scene, spot) === gateway;
  const inOne = spots.filter((spot) => coveringGateways(scene, spot).length === 1);
  return inOne.find(free) ?? spots.find(free) ?? snap(cell);
}
