// Between a shape's `data-pick` and the selection that all panes share.

import type { Selection } from '#app/stores/view.ts';

export function selectionOf(pick: string): Selection | undefined {
  const colon = pick.indexOf(':');
  const id = pick.slice(colon + 1);
  switch (pick.slice(0, colon)) {
    case 'node':
      return { kind: 'node', node: id };
    case 'dlif': {
      const slash = id.indexOf('/');
      return { kind: 'dlif', node: id.slice(0, slash), name: id.slice(slash + 1) };
    }
    case 'tunnel':
      return { kind: 'tunnel', id };
    case 'link':
      return { kind: 'link', id };
    case 'flow':
      return { kind: 'flow', flow: id };
    default:
      return undefined;
  }
}

export function pickOfSelection(selection: Selection | undefined): string | undefined {
  switch (selection?.kind) {
    case 'node':
      return `node:${selection.node}`;
    case 'dlif':
      return `dlif:${selection.node}/${selection.name}`;
    case 'tunnel':
      return `tunnel:${selection.id}`;
    case 'link':
      return `link:${selection.id}`;
    case 'flow':
      return `flow:${selection.flow}`;
    default:
      return undefined;
  }
}
