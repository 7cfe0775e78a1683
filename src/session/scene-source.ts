// What the stage is made from, and who anchors a prefix.

import type { Micros, NodeId, Seq } from '#base/ids.ts';
import type { FlowUse } from '#net/flow.ts';
import { nodesOf } from '#scenario/names.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import type { Landmarks } from './landmarks.ts';
import type { Anchor } from './protocol.ts';
import type { Reader } from './reader.ts';

/** A timer that runs. */
export interface ArmedTimer {
  readonly timer: string;
  /** What will happen, in words; empty when the role does not say. */
  readonly words: string;
  readonly armedAt: Micros;
  readonly due: Micros;
}

/** What a scene is made from. */
export interface SceneSource {
  readonly scenario: Scenario;
  readonly reader: Reader;
  readonly cast: Cast;
  readonly landmarks: Landmarks;
  readonly events: { event(seq: Seq): TraceEvent; at(seq: Seq): Micros; stepOf(seq: Seq): number };
  /** Timers of a node's role that are armed, soonest first. */
  timersOf(node: NodeId, role: string): readonly ArmedTimer[];
  /** What has passed of the flows that a node's stack tells apart, by mark. */
  useOf(node: NodeId): ReadonlyMap<string, FlowUse>;
  /** Trace events before the playhead. */
  readonly seq: Seq;
}

/**
 * The anchor of a prefix or address. Of client Mobile IPv6: H for the home link and for networks that
 * move, the number of its router for a visited one. A question mark when no node of the scenario has it.
 */
export function anchorOf(source: SceneSource, prefix: string, gateway: NodeId = ''): Anchor {
  return (
    source.cast.prefixes.anchorOf(prefix) ??
    homeOrVisited(source, prefix) ?? { letter: '?', gateway }
  );
}

function homeOrVisited({ scenario, cast }: SceneSource, prefix: string): Anchor | undefined {
  const address = prefix.replace(/\/\d+$/, '');
  const router = cast.routerAt(address);
  const kind = router && cast.kindOf(router);
  if (router === undefined) return undefined;
  if (kind === 'ar')
    return {
      letter: `${1 + nodesOf(scenario, 'ar').findIndex(({ id }) => id === router)}`,
      gateway: router,
    };
  if (kind === 'ha' || kind === 'mr') return { letter: 'H', gateway: router };
  return undefined;
}

/** At most three names; more are counted. */
export function listOf(words: readonly string[]): string {
  return words.length <= 3 ? words.join(', ') : `${words.length}`;
}
