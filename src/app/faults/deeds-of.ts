// Deeds by what they are done to. Loaded with the menu.

import type { Still } from '#session/protocol.ts';
import type { Target } from '#app/stores/deeds.ts';
import type { DeedGroup } from './deed.ts';
import { flowDeeds } from './flow-deeds.ts';
import { linkDeeds } from './link-deeds.ts';
import { messageDeeds } from './message-deeds.ts';
import { nodeDeeds } from './node-deeds.ts';

export function deedsOf(still: Still, target: Target): readonly DeedGroup[] {
  switch (target.kind) {
    case 'node':
      return nodeDeeds(still, target.node);
    case 'flow':
      return flowDeeds(still, target.flow);
    case 'link':
      return linkDeeds(still, target.id);
    case 'message':
      return messageDeeds(still, target);
  }
}
