// What can be done with a flow: to another gateway or interface, a copy to each of several (RFC 6089
// §5.3.6), back to where its prefix goes, or nowhere (MIF §5.3.2, RFC 7864 §5.2).

import type { Still } from '#session/protocol.ts';
import type { Movable, Way } from '#app/flows/ways.ts';
import { meant, movable } from '#app/flows/ways.ts';
import { act } from '#app/stores/document.ts';
import { nameOf } from '#app/stores/run.ts';
import type { Deed, DeedGroup } from './deed.ts';

/** A flow of the scenario stops, or starts. */
export function talkDeed(still: Still, flow: Still['scene']['flows'][number]): Deed {
  const { id, running, from, to } = flow;
  return {
    words: `${running ? 'Stop' : 'Start'} ${id}`,
    note: `${nameOf(still, from)} to ${nameOf(still, to)}`,
    does: () => act({ do: 'flow', flow: id, change: running ? 'stop' : 'start' }),
  };
}

export function flowDeeds(still: Still, flow: string): readonly DeedGroup[] {
  const known = still.scene.flows.find(({ id }) => id === flow);
  const talk = known === undefined ? [] : [talkDeed(still, known)];
  const found = movable(still, flow);
  if (!found) return [talk].filter(isNotEmpty);
  const { name, ways, entry, lma } = found;
  const moves = ways
    .filter(({ isNow }) => !isNow)
    .map((way): Deed => ({ ...wordsOf(found, way), does: () => act(way.command) }));
  const isAtAnchor = ways.some(({ command }) => command.do === 'operate' && command.node === lma);
  if (entry === undefined || lma === undefined || !isAtAnchor)
    return [moves, talk].filter(isNotEmpty);
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
  return [moves, others, talk].filter(isNotEmpty);
}

/** What a way does to a flow that goes where it goes now. */
function wordsOf({ name, ways }: Movable, way: Way): Pick<Deed, 'words' | 'note'> {
  const { words, note, gateways } = way;
  const now = ways.find(({ isNow }) => isNow)?.gateways ?? [];
  const isEnd = now.length > gateways.length && gateways.every((one) => now.includes(one));
  if (isEnd) return { words: `Send ${name} to ${words} only`, note: 'The other copies end.' };
  if (gateways.length > 1) {
    const each = 'A copy of each packet goes to each of them (RFC 6089 §5.3.6).';
    return { words: `Send ${name} over ${words}`, note: each };
  }
  return { words: `Move ${name} to ${words}`, ...(note !== '' && { note }) };
}

const isNotEmpty = (group: DeedGroup): boolean => group.length > 0;
