// Wires and radio cells by name.

import type { LinkId, Still } from '#session/protocol.ts';
import { nameOf } from '#app/stores/run.ts';

/** `MAG1 – core` of a wire, `radio of MAG1` of a cell. */
export function linkName(still: Still, id: LinkId): string {
  const wire = still.scene.links.find((one) => one.id === id);
  if (wire) return wire.ends.map((end) => nameOf(still, end)).join(' – ');
  const owner = still.scene.nodes.find(({ cell }) => cell?.link === id);
  return owner ? `radio of ${owner.name}` : id;
}
