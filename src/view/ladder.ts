// Trace events to the rows of a ladder: lifelines across, time down.

import type { DatagramId, FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';

/** A lifeline. */
export interface Lifeline {
  readonly node: NodeId;
  readonly kind: string;
  readonly name: string;
}

/** Part of an arrow between two nodes on the way of a datagram; `tunnelled`: drawn between pipe walls. */
export interface Leg {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly link: LinkId;
  readonly tunnelled: boolean;
  readonly sentAt: Micros;
  readonly arrivedAt: Micros | undefined;
}

/** What a node did with a message without an answer: the rule in words, and its section. */
export interface Ruling {
  readonly level: 'silent' | 'warning';
  readonly node: NodeId;
  readonly words: string;
  readonly cite: string;
}

/** A short tag beside a lifeline: what the message did there (`+ mn1dgw1, tunnel`). */
export interface Effect {
  readonly node: NodeId;
  readonly text: string;
}

interface RowBase {
  /** First event of the row: seeking to the row goes here, and the row's key. */
  readonly seq: Seq;
  /** Last event that belongs to the row so far (arrival, drop). */
  readonly lastSeq: Seq;
  readonly at: Micros;
  readonly until: Micros;
}

export type LadderRow =
  /** One datagram of the control plane, end to end. `end` says how it ended so far. */
  | (RowBase & {
      readonly row: 'message';
      /** 1, 2, 3… over the signalling rows, as S-22 numbers them. */
      readonly number: number;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly type: string;
      /** Name and the two fields that matter: `PBA D st 0 prefA`. */
      readonly label: string;
      readonly legs: readonly Leg[];
      readonly end: 'delivered' | 'lost' | 'flying';
      readonly lostAt?: NodeId;
      readonly why?: string;
      readonly frame: FrameId;
      readonly datagram: DatagramId;
      readonly effects: readonly Effect[];
      /** The row of the first sending, when this message repeats one that was not answered. */
      readonly repeats?: Seq;
      /** What a command did to a frame of it, in a word or two: `held`, `held 2 s`, `bit 7 flipped`. */
      readonly fault?: string;
      /** The receiver ignored or refused it. */
      readonly ruled?: Ruling;
    })
  /** Question to or answer of the HSS, out of band. */
  | (RowBase & {
      readonly row: 'signal';
      readonly number: number;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly label: string;
      readonly effects: readonly Effect[];
    })
  /** Layer 2: a station joins or leaves a gateway. */
  | (RowBase & {
      readonly row: 'attach' | 'detach';
      readonly number: number;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly label: string;
      readonly effects: readonly Effect[];
    })
  /** Consecutive datagrams of one flow on one path, folded. `path` in the direction of travel. */
  | (RowBase & {
      readonly row: 'data';
      readonly flow: string;
      readonly from: NodeId;
      readonly to: NodeId;
      readonly path: readonly NodeId[];
      /** Pairs of nodes on the path between which the datagrams are tunnelled. */
      readonly tunnelled: readonly (readonly [NodeId, NodeId])[];
      readonly count: number;
      readonly lost: number;
      readonly why?: string;
      readonly lostAt?: NodeId;
      readonly prefix: string;
      readonly frame: FrameId;
    })
  /**
   * A line of words at a lifeline: what a role notes, a rule that acts without an answer, or what a
   * person did to the world (`node` may be without a lifeline: the words stand at the left).
   */
  | (RowBase & {
      readonly row: 'note';
      readonly level: 'info' | 'silent' | 'warning' | 'command';
      readonly node: NodeId;
      readonly text: string;
      readonly cite: string;
    })
  /** Nothing on the ladder for this long. */
  | (RowBase & { readonly row: 'gap' });
