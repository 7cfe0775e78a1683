// The chain of causes of an event, from what a person did (or a timer) down to the event, in words.

import type { NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Explanation } from './protocol.ts';

/** What an explanation is made from. */
export interface ExplainSource {
  readonly events: { readonly length: number; event(seq: Seq): TraceEvent };
  /** One line of words per event. */
  readonly words: (event: TraceEvent) => string;
}

/** A chain has at most so many links; older ones are left out. */
const LONGEST = 60;
/** Links of the path that say nothing new to a reader. */
const QUIET = new Set<TraceEvent['kind']>(['arrived']);

/** The explanation of an event before the playhead; `undefined` when there is no such event. */
export function explain(source: ExplainSource, seq: Seq): Explanation | undefined {
  if (!Number.isInteger(seq) || seq < 0 || seq >= source.events.length) return undefined;
  const chain: { seq: Seq; at: number; node: NodeId; words: string; cite?: string }[] = [];
  let event: TraceEvent | undefined = source.events.event(seq);
  while (event !== undefined && chain.length < LONGEST) {
    if (!QUIET.has(event.kind)) {
      chain.unshift({
        seq: event.seq,
        at: event.at,
        node: event.node,
        words: source.words(event),
        ...(event.kind === 'note' ? { cite: event.cite } : {}),
      });
    }
    event = event.cause === undefined ? undefined : source.events.event(event.cause);
  }
  return { seq, chain };
}
