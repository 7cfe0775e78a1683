// Losses as they happen: a cross and a reason beside the node, for a second and a half of wall time.

import type { Still } from '#session/protocol.ts';

export interface Loss {
  readonly node: string;
  readonly why: string;
  /** Wall time of its appearance, milliseconds. */
  readonly since: number;
}

/** How long a loss stays readable (`--t-eject`). */
export const LOSS_STAYS = 1500;

/** Losses that the second still has and the first has not; none across a jump. */
export function newLosses(before: Still | undefined, after: Still, wall: number): readonly Loss[] {
  if (!before || before.epoch !== after.epoch || before.scene === after.scene) return [];
  const countOf = (still: Still, node: string, why: string): number =>
    still.scene.nodes.find(({ id }) => id === node)?.lost.find((one) => one.why === why)?.count ??
    0;
  return after.scene.nodes.flatMap(({ id, lost }) =>
    lost
      .filter(({ why, count }) => count > countOf(before, id, why))
      .map(({ why }) => ({ node: id, why, since: wall })),
  );
}
