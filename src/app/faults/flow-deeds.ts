// What can be done with a flow: to another gateway or interface, back to where its prefix goes, or
// nowhere (MIF §5.3.2, RFC 7864 §5.2).

import type { Still } from '#session/protocol.ts';
import { meant, movable } from '#app/flows/ways.ts';
import { act } from '#app/stores/document.ts';
import { nameOf } from '#app/stores/run.ts';
import type { Deed, DeedGroup } from './deed.ts';

export function flowDeeds(still: Still, flow: string): readonly DeedGroup[] {
  const found = movable(still, flow);
  if (!found) return [];
  const { name, ways, entry, lma } = found;
  const moves = ways
    .filter(({ isNow }) => !isNow)
    .map(({ words, note, command }): Deed => ({
      words: `Move ${name} to ${words}`,
      ...(note !== '' && { note }),
      does: () => act(command),
    }));
  const isAtAnchor = ways.some(({ command }) => command.do === 'operate' && command.node === lma);
  if (entry === undefined || lma === undefined || !isAtAnchor) return [moves].filter(isNotEmpty);
  const order = { do: 'operate', node: lma, order: 'moveFlow', ...meant(entry) } as const;
  const back: Deed = {
    words: `Give ${name} back to its prefix`,
    note: 'The entry is taken out; the route of its prefix decides.',
    does: () => act(order),
  };
  const drop: Deed = {
    words: `Drop ${name} at ${nameOf(still, lma)}`,
    does: () => act({ ...order, drop: true }),
  };
  const others = [
    ...(entry.state === 'prefix' ? [] : [back]),
    ...(entry.state === 'drop' ? [] : [drop]),
  ];
  return [moves, others].filter(isNotEmpty);
}

const isNotEmpty = (group: DeedGroup): boolean => group.length > 0;
