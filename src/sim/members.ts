// Who is on a link: the nodes at its ends, and of a radio cell the stations that have joined it.

import type { IfaceId } from '#base/ids.ts';
import type { Members } from './caches.ts';
import type { Link, Node, World } from './world.ts';

/** The members of a link: its ends, then stations in the order in which they joined. */
export function membersOf(world: World, link: Link): Members {
  const { version } = world.associations;
  if (link.caches.members.version === version) return link.caches.members.value;
  const members = new Map<number, IfaceId>();
  const add = (node: Node | undefined, iface: IfaceId): void => {
    if (node !== undefined) members.set(node.index, iface);
  };
  for (const end of link.spec.ends) add(world.nodeById.get(end.node), end.iface);
  for (const row of world.associations.values()) {
    if (row.cell === link.id) add(world.nodeById.get(row.node), row.iface);
  }
  link.caches.members.version = version;
  link.caches.members.value = members;
  return members;
}

/** The access point of a cell. */
export function accessPointOf(world: World, link: Link): Node | undefined {
  return link.spec.kind === 'radio' ? world.nodeById.get(link.spec.ends[0]?.node ?? '') : undefined;
}
