// What can be done with a mobile node, as words and deeds: for the outline and for the move menu.

import type { Still } from '#session/protocol.ts';
import { coveringGateway, gatewaysOf } from '#app/stage/coverage.ts';
import { moveTo } from '#app/stage/moving.ts';

export interface Deed {
  readonly words: string;
  /** What is special about the place. */
  readonly note?: string;
  readonly run: () => void;
}

/** `Move MN1 to D-GW2`, for each gateway where it is not. */
export function mobileActions(still: Still, id: string): readonly Deed[] {
  const mobile = still.scene.nodes.find((node) => node.id === id);
  if (!mobile) return [];
  const here = coveringGateway(still.scene, mobile);
  return gatewaysOf(still.scene)
    .filter((gateway) => gateway.id !== here)
    .map((gateway) => ({
      words: `Move ${mobile.name} to ${gateway.name}`,
      ...(gateway.kind === 'ha' && { note: 'Its home link: there it needs no binding.' }),
      run: () => moveTo(id, gateway.id),
    }));
}
