// What was lost at each node since the last handover began, by reason.

import type { NodeId } from '#base/ids.ts';
import type { DropReason } from '#sim/trace.ts';
import { firstAtOrAfter } from './landmarks.ts';
import type { SceneSource } from './scene-source.ts';
import type { NodeScene } from './scene-types.ts';

/** Reasons in the fewest words. */
const DROP_WORDS: Readonly<Record<DropReason, string>> = {
  loss: 'lost on the link',
  linkDown: 'link down',
  notAttached: 'not attached',
  noRoute: 'no route',
  hopLimit: 'hop limit',
  malformed: 'malformed',
  notMine: 'no such interface',
  noListener: 'no listener',
  tooBig: 'too big',
  noNeighbour: 'no neighbour',
  ingressFilter: 'source refused',
  strongHost: 'strong host',
  queueFull: 'queue full',
  nodeDown: 'node down',
  command: 'dropped by hand',
  policy: 'dropped by a rule',
  bufferFull: 'no room to wait',
  reassembly: 'fragments missing',
};

/** Losses since the last handover began (the last time that a station left). */
export function lossesByNode(source: SceneSource): ReadonlyMap<NodeId, NodeScene['lost']> {
  const { landmarks, seq } = source;
  const end = firstAtOrAfter(landmarks.drops, seq, (one) => one.seq);
  const begin = firstAtOrAfter(landmarks.drops, landmarks.lastLeave(seq) ?? 0, (one) => one.seq);
  const counts = new Map<NodeId, Map<string, number>>();
  for (const drop of landmarks.drops.slice(begin, end)) {
    const ofNode = counts.get(drop.node) ?? new Map<string, number>();
    const why = DROP_WORDS[drop.why];
    ofNode.set(why, (ofNode.get(why) ?? 0) + 1);
    counts.set(drop.node, ofNode);
  }
  return new Map(
    [...counts].map(([node, reasons]) => [
      node,
      [...reasons].map(([why, count]) => ({ why, count })),
    ]),
  );
}
