// What drawings and exports read of a run: its events and its frames. The log of sim/ is one.

import type { DatagramId, FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { FrameAct } from '#sim/command.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** Something that a command did to a frame, at an event. */
export interface FrameTouch {
  readonly seq: Seq;
  /** The command's name for it. */
  readonly name: string;
  /** copy: the frame is the second one of a duplicate; release: it was held, and flies again. */
  readonly act: FrameAct | 'copy' | 'release';
}

/** A frame: one transmission over one link. */
export interface FrameFacts {
  readonly id: FrameId;
  readonly datagram: DatagramId;
  readonly link: LinkId;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  readonly sentAt: Micros;
  readonly arriveAt: Micros;
  readonly sentSeq: Seq;
  /** The event that ended its flight, or -1. */
  readonly endSeq: Seq;
  readonly fate: 'arrives' | 'loss';
  readonly tunnelled: boolean;
  /** What people did to it up to the playhead. */
  readonly touches: readonly FrameTouch[];
  /** The Ethernet frame. */
  readonly octets: () => Uint8Array;
}

/** A run to read. */
export interface TraceReader {
  /** Number of events that are known. */
  readonly known: number;
  event(seq: Seq): TraceEvent;
  at(seq: Seq): Micros;
  frame(id: FrameId): FrameFacts;
}
