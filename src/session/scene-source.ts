// What the stage is made from, and who anchors a prefix.

import type { NodeId, Seq } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Cast } from '#view/cast.ts';
import type { Landmarks } from './landmarks.ts';
import type { Anchor } from './protocol.ts';
import type { Reader } from './reader.ts';

/** What a scene is made from. */
export interface SceneSource {
  readonly scenario: Scenario;
  readonly reader: Reader;
  readonly cast: Cast;
  readonly landmarks: Landmarks;
  /** Trace events before the playhead. */
  readonly seq: Seq;
}

/** The anchor of a prefix; a question mark when no node of the scenario has it. */
export function anchorOf(source: SceneSource, prefix: string, gateway: NodeId = ''): Anchor {
  return source.cast.prefixes.anchorOf(prefix) ?? { letter: '?', gateway };
}

/** At most three names; more are counted. */
export function listOf(words: readonly string[]): string {
  return words.length <= 3 ? words.join(', ') : `${words.length}`;
}
