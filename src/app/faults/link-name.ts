// Wires and radio cells by name.

import type { LinkId, Still } from '#session/protocol.ts';
import { nameOf } from '#app/stores/run.ts';

/** `MAG1 – core` of a wire, `radio of MAG1` of a cell. */
export function linkName(still: Still, id: LinkId): string {
  const wire = still.scene.links.find((one) => one.id === id);
  if (wire) return endNames(still, wire.ends).join(' – ');
  const owner = still.scene.nodes.find(({ cell }) => cell?.link === id);
  return owner ? `radio of ${owner.name}` : id;
}

/** The ends of a wire, the core last. */
export function endNames(still: Still, ends: readonly string[]): readonly string[] {
  const kindOf = (id: string): string | undefined =>
    still.scene.nodes.find((node) => node.id === id)?.kind;
  const core = ends.filter((end) => kindOf(end) === 'core');
  const others = ends.filter((end) => !core.includes(end));
  return [...others, ...core].map((end) => nameOf(still, end));
}
