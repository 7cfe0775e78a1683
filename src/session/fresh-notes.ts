// The rule that acted without an answer at a node, for as long as nothing else has happened that an eye
// should follow.

import type { NodeId } from '#base/ids.ts';
import type { NodeScene } from './protocol.ts';
import type { SceneSource } from './scene-source.ts';

/** Notes looked at for one picture. */
const MOST = 64;

/** The newest fresh note of each node. */
export function freshNotes(
  source: SceneSource,
): ReadonlyMap<NodeId, NonNullable<NodeScene['note']>> {
  const { landmarks, events, seq } = source;
  const found = new Map<NodeId, NonNullable<NodeScene['note']>>();
  const last = landmarks.lastEffect(seq);
  const step = last === undefined ? Infinity : events.stepOf(last);
  const before = landmarks.notesBefore(seq);
  for (let n = before - 1; n >= 0 && n >= before - MOST; n -= 1) {
    const event = events.event(landmarks.notes[n] ?? 0);
    if (event.kind !== 'note' || event.level === 'info') continue;
    if (events.stepOf(event.seq) < step) break;
    const { node, text: words, cite, level, at } = event;
    if (!found.has(node)) found.set(node, { words, cite, level, at, seq: event.seq });
  }
  return found;
}
