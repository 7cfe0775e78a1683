// The way of a datagram: its hops, from its first node to where it is or where it ended.

import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { TraceReader } from './trace-reader.ts';

/** One hop. `tunnelled`: an outer header was around the datagram. */
export interface PathHop {
  readonly frame: FrameId;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly link: LinkId;
  readonly at: Micros;
  readonly tunnelled: boolean;
}

/** Events looked at on either side of a frame for other hops of its datagram. */
const REACH = 4096;

/** The hops of the datagram that a frame carries, of those known before `before`. */
export function hopsOf(trace: TraceReader, frame: FrameId, before: Seq): readonly PathHop[] {
  const middle = trace.frame(frame);
  const found = new Map<FrameId, PathHop>();
  const from = Math.max(0, middle.sentSeq - REACH);
  const until = Math.min(before, trace.known, middle.sentSeq + REACH);
  for (let seq = from; seq < until; seq += 1) {
    const event = trace.event(seq);
    if (event.kind !== 'sent' || event.datagram !== middle.datagram) continue;
    const { id, to, link, tunnelled } = trace.frame(event.frame);
    found.set(id, { frame: id, from: event.node, to, link, at: event.at, tunnelled });
  }
  return [...found.values()];
}
