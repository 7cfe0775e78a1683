// Deeds by what they are done to, and what that is called.

import type { Still } from '#session/protocol.ts';
import { nameOf } from '#app/stores/run.ts';
import type { Target } from '#app/stores/deeds.ts';
import type { Selection } from '#app/stores/view.ts';
import type { DeedGroup } from './deed.ts';
import { linkDeeds } from './link-deeds.ts';
import { linkName } from './link-name.ts';
import { flightOf, messageDeeds } from './message-deeds.ts';
import { nodeDeeds } from './node-deeds.ts';

export function deedsOf(still: Still, target: Target): readonly DeedGroup[] {
  switch (target.kind) {
    case 'node':
      return nodeDeeds(still, target.node);
    case 'link':
      return linkDeeds(still, target.id);
    case 'message':
      return messageDeeds(still, target);
  }
}

/** What a target is called: `MAG1`, `MAG1 – core`, `this PBU`. */
export function targetName(still: Still | undefined, target: Target): string {
  if (!still) return '';
  switch (target.kind) {
    case 'node':
      return nameOf(still, target.node);
    case 'link':
      return linkName(still, target.id);
    case 'message': {
      const held = still.held.find(({ frame }) => frame === target.frame);
      const { type = target.type } = flightOf(still, target.frame);
      return held ? `${held.kind}, held` : type === undefined ? 'this message' : `this ${type}`;
    }
  }
}

/** What can be acted on in a selection. */
export function targetOf(selection: Selection | undefined): Target | undefined {
  switch (selection?.kind) {
    case 'node':
    case 'dlif':
    case 'row':
      return { kind: 'node', node: selection.node };
    case 'link':
      return { kind: 'link', id: selection.id };
    case 'message':
      return selection.frame === undefined
        ? undefined
        : { kind: 'message', frame: selection.frame, seq: selection.seq };
    case 'field':
      return { kind: 'message', frame: selection.frame, seq: undefined };
    default:
      return undefined;
  }
}
