// Whether links and nodes are up, and how links are: asked on every hop, so looked up once per
// change.

import { must } from '#base/assert.ts';
import type { Link, LinkRow, Node, World } from './world.ts';

/** The row of a link. */
export function conditionOf(world: World, link: Link): LinkRow {
  const cache = link.caches.row;
  const { version } = world.linkRows;
  if (cache.version !== version) {
    cache.version = version;
    cache.value = must(world.linkRows.get(link.id), () => `${link.id} has a row`);
  }
  return cache.value;
}

/** Whether a node is up. */
export function isUp(world: World, node: Node): boolean {
  const cache = node.caches.up;
  const { version } = world.nodeRows;
  if (cache.version !== version) {
    cache.version = version;
    cache.value = world.nodeRows.get(node.id)?.up === true;
  }
  return cache.value;
}
