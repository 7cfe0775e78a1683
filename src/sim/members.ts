// Who is on a link: the nodes at its ends, and of a radio cell the stations that have joined it.
// Follows every association, so that a cell of ten thousand stations costs no more than one of ten.

import { must } from '#base/assert.ts';
import type { IfaceId, LinkId } from '#base/ids.ts';
import type { Watcher } from '#base/table.ts';
import type { Mac } from '#wire/address.ts';
import type { Members } from './caches.ts';
import type { AssociationRow, Link, Node, World } from './world.ts';

/** The members of a link, while they are written. */
interface Roll extends Members {
  readonly ifaces: Map<number, readonly IfaceId[]>;
  readonly nodes: Map<Mac, number>;
}

class Membership implements Watcher<AssociationRow> {
  readonly #world: World;
  /** Absent: to be made anew at the next look. */
  #rolls: Map<LinkId, Roll> | undefined;

  constructor(world: World) {
    this.#world = world;
    world.associations.watch(this);
  }

  /** The members of a link: its ends, then stations in the order in which they joined. */
  of(link: Link): Members {
    this.#rolls ??= this.#make();
    return this.#rolls.get(link.id) ?? this.#begin(this.#rolls, link);
  }

  wrote(_key: string, before: AssociationRow | undefined, after: AssociationRow | undefined): void {
    this.#noteOf(before);
    this.#noteOf(after);
    const rolls = this.#rolls;
    if (rolls === undefined) return;
    if (before !== undefined && after !== undefined) this.#rolls = undefined;
    else if (after !== undefined) this.#join(rolls, after);
    else if (before !== undefined) this.#leave(rolls, before);
  }

  restored(): void {
    this.#rolls = undefined;
    for (const { caches } of this.#world.nodes) caches.air.version += 1;
  }

  /** A station's frames go another way now, and so do those of its access point. */
  #noteOf(row: AssociationRow | undefined): void {
    if (row === undefined) return;
    for (const id of [row.node, row.accessPoint]) {
      const node = this.#world.nodeById.get(id);
      if (node !== undefined) node.caches.air.version += 1;
    }
  }

  #make(): Map<LinkId, Roll> {
    const rolls = new Map<LinkId, Roll>();
    for (const row of this.#world.associations.values()) this.#join(rolls, row);
    return rolls;
  }

  #begin(rolls: Map<LinkId, Roll>, link: Link): Roll {
    const roll = { ifaces: new Map(), nodes: new Map() };
    rolls.set(link.id, roll);
    for (const end of link.spec.ends) add(roll, this.#world.nodeById.get(end.node), end.iface);
    return roll;
  }

  #join(rolls: Map<LinkId, Roll>, { cell, node, iface }: AssociationRow): void {
    const link = this.#world.linkById.get(cell);
    if (link === undefined) return;
    const roll = rolls.get(cell) ?? this.#begin(rolls, link);
    add(roll, this.#world.nodeById.get(node), iface);
  }

  #leave(rolls: Map<LinkId, Roll>, { cell, node, iface }: AssociationRow): void {
    const roll = rolls.get(cell);
    const index = this.#world.nodeById.get(node)?.index ?? -1;
    const own = roll?.ifaces.get(index);
    if (roll === undefined || own === undefined) return;
    // A node with two radios in one cell may stand elsewhere now: all is made anew.
    if (own.length > 1) this.#rolls = undefined;
    else roll.ifaces.delete(index);
    const mac = this.#world.nodes[index]?.interfaces.get(iface)?.mac;
    if (mac !== undefined) roll.nodes.delete(mac);
  }
}

function add(roll: Roll, node: Node | undefined, iface: IfaceId): void {
  if (node === undefined) return;
  const others = roll.ifaces.get(node.index) ?? [];
  roll.ifaces.set(node.index, [...others, iface]);
  const mac = node.interfaces.get(iface)?.mac;
  if (mac !== undefined) roll.nodes.set(mac, node.index);
}

const memberships = new WeakMap<World, Membership>();

/** From now on the nodes of a world know when stations come and go. */
export function followStations(world: World): void {
  memberships.set(world, new Membership(world));
}

/** The members of a link. */
export function membersOf(world: World, link: Link): Members {
  const { version } = world.associations;
  const cache = link.caches.members;
  if (cache.version !== version) {
    const known = must(memberships.get(world), 'the stations of the world are followed');
    cache.version = version;
    cache.value = known.of(link);
  }
  return cache.value;
}

/** The member that has a link-layer address. */
export function memberAt(world: World, link: Link, mac: Mac): number | undefined {
  const { ifaces, nodes } = membersOf(world, link);
  const has = (index: number | undefined): boolean => {
    const own = (index === undefined ? undefined : ifaces.get(index)) ?? [];
    return own.some((iface) => world.nodes[index ?? -1]?.interfaces.get(iface)?.mac === mac);
  };
  const known = nodes.get(mac);
  if (has(known)) return known;
  // An interface may have been given another address since it joined.
  return [...ifaces.keys()].find(has);
}
