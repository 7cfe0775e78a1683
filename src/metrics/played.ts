// A finished run as figures are read from it.

import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import type { FrameFacts } from '#view/trace-reader.ts';
import type { MessageClass } from '#wire/classify.ts';
import type { Topology } from './topology.ts';

/** A frame, and the kind of the innermost message. */
interface TypedFrame extends FrameFacts {
  readonly type: MessageClass;
}

/** The trace of a run; the log of sim/ is one. */
export interface Trace {
  readonly known: number;
  event(seq: Seq): TraceEvent;
  frame(id: FrameId): TypedFrame;
}

/** What figures are made from. */
export interface Played {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly trace: Trace;
}

/** What gauges share. */
export interface Bench extends Played {
  readonly topology: Topology;
  /** Undefined when there is one operator; the LMA between several is of none of them. */
  operatorOf(node: NodeId | undefined): string | undefined;
  /** What a transmission is part of. */
  segmentOf(hop: Transmission): Segment;
}

export type Segment = 'access' | 'core' | 'interOperator';

export interface Transmission {
  readonly link: LinkId;
  readonly src: string;
  readonly dst: string;
}

export type EventOf<K extends TraceEvent['kind']> = TraceEvent & { readonly kind: K };

/** Microseconds as milliseconds. */
export const toMs = (micros: Micros): number => micros / 1000;

/** In place of an operator: the LMA between them. */
export const BETWEEN = 'between';

/** Which operator a node belongs to, when there are several. */
export function operatorsOf({ nodes }: Scenario): (node: NodeId | undefined) => string | undefined {
  const known = new Map(nodes.map(({ id, kind, operator }) => [id, { kind, operator }]));
  const several = nodes.some(({ operator }) => operator !== undefined);
  return (id) => {
    const node = several && id !== undefined ? known.get(id) : undefined;
    if (node?.kind === 'lma') return BETWEEN;
    return node?.operator;
  };
}
