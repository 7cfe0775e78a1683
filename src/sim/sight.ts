// What a role sees of its node and of the air: a window onto the world that stays with the node.

import { must } from '#base/assert.ts';
import type { LinkId } from '#base/ids.ts';
import { nextNumber } from '#base/random.ts';
import { USUAL_ATT } from './association.ts';
import type { Cell, Sight } from './role.ts';
import type { Node, World } from './world.ts';

/** What a window shows of a node. */
type Shown = Pick<
  Node,
  'id' | 'interfaces' | 'addresses' | 'routes' | 'neighbours' | 'uses' | 'steering'
>;

/** The window of one node. `world` is complete when a role first looks. */
export function makeSight(world: World, node: Shown): Sight {
  return {
    get now() {
      return world.now;
    },
    get clock() {
      return world.now + (world.clocks.get(node.id)?.offset ?? 0);
    },
    node: node.id,
    profile: world.spec.profile,
    knob: (name) => world.spec.knobs[name] ?? '',
    random: (stream) => nextNumber(world.random[stream]),
    interfaces: node.interfaces,
    addresses: node.addresses,
    routes: node.routes,
    neighbours: node.neighbours,
    lastUse: (name) => node.uses.get(name)?.at,
    flows: node.steering?.flows,
    get position() {
      return must(world.positions.get(node.id), () => `${node.id} stands somewhere`);
    },
    get cells() {
      return cellsOf(world);
    },
    association: (iface) => world.associations.get(`${node.id} ${iface}`)?.cell,
    sibling: (role, table) =>
      must(world.tables.get(`${node.id}/${role}/${table}`), `${node.id} has ${role}/${table}`),
  };
}

/** The cells of a world, and of which state of links and nodes. */
const known = new WeakMap<World, { readonly stamp: number; readonly cells: readonly Cell[] }>();

function cellsOf(world: World): readonly Cell[] {
  const stamp = world.linkRows.version + world.nodeRows.version;
  const kept = known.get(world);
  if (kept?.stamp === stamp) return kept.cells;
  const cells = findCells(world);
  known.set(world, { stamp, cells });
  return cells;
}

function findCells(world: World): readonly Cell[] {
  return world.spec.links.flatMap((link) => {
    const accessPoint = link.ends[0]?.node;
    if (link.cell === undefined || accessPoint === undefined) return [];
    return [
      {
        ...link.cell,
        link: link.id,
        accessPoint,
        up: isCellUp(world, link.id, accessPoint),
        att: link.att ?? USUAL_ATT,
      },
    ];
  });
}

/** A cell is on the air while its link and its access point are up. */
function isCellUp(world: World, link: LinkId, accessPoint: string): boolean {
  return world.linkRows.get(link)?.up === true && world.nodeRows.get(accessPoint)?.up === true;
}
