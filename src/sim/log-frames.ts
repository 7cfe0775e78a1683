// Frames in the log: one transmission of octets over one link to one receiver. A frame owns its
// head (Ethernet and IPv6 headers); the rest of the packet is shared by all frames of its datagram.

import { assert } from '#base/assert.ts';
import type { Hash } from '#base/hash.ts';
import type { DatagramId, FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { MessageClass } from '#wire/classify.ts';
import { Touches, type Touch } from './log-touches.ts';
import { Records, type Arena } from './store.ts';

/** How a transmission goes: `loss` was drawn when it began and shows when it would have arrived. */
export type FrameFate = 'arrives' | 'loss';

/** A frame, to look at. */
export interface FrameInfo {
  readonly id: FrameId;
  readonly datagram: DatagramId;
  readonly link: LinkId;
  readonly from: NodeId;
  /** The receiver, when layer 2 knows one. */
  readonly to: NodeId | undefined;
  readonly sentAt: Micros;
  /** As it is foreseen at the playhead; of a frame that is held, as it was foreseen before. */
  readonly arriveAt: Micros;
  readonly sentSeq: Seq;
  /** The event that ended its flight (arrived, dropped), or -1 while none is known. */
  readonly endSeq: Seq;
  readonly fate: FrameFate;
  /** The innermost message. */
  readonly type: MessageClass;
  /** It travels inside a tunnel on this hop. */
  readonly tunnelled: boolean;
  /** What people did to it up to the playhead. */
  readonly touches: readonly Touch[];
  /** Ethernet frame as it is at the playhead; a copy. */
  readonly octets: () => Uint8Array;
}

/** What the log needs to know of a frame. Nodes and links by index. */
export interface FrameSpec {
  readonly datagram: DatagramId;
  readonly link: number;
  /** -1: no receiver. */
  readonly to: number;
  readonly type: MessageClass;
  readonly tunnelled: boolean;
  readonly isLost: boolean;
  /** Places in the arena. */
  readonly head: number;
  readonly headLength: number;
  readonly tail: number;
  readonly tailLength: number;
  /** From sending to arrival. */
  readonly flight: Micros;
}

const WORDS = 10;
const NOBODY = 0xffff;
const TUNNELLED = 1 << 8;
const LOST = 1 << 9;
const LONGEST_FLIGHT: Micros = 0xffff_ffff;

/** The frames of one log. */
export class Frames {
  /** The cursor. */
  length = 0;
  #known = 0;
  readonly #records = new Records(WORDS);

  readonly #touches = new Touches();

  constructor(
    private readonly hash: Hash,
    private readonly arena: Arena,
    /** The next event's number. */
    private readonly cursor: () => Seq,
  ) {}

  /** Takes in a frame that event `seq` sends. */
  add(spec: FrameSpec, seq: Seq): FrameId {
    const frame = this.length;
    assert(spec.flight <= LONGEST_FLIGHT, 'a frame arrives within 71 minutes');
    this.hash.word((spec.link << 16) | (spec.to & NOBODY));
    this.hash.word(spec.flight);
    this.hash.word(spec.datagram);
    this.length += 1;
    if (frame < this.#known) return frame;
    this.#known = this.length;
    const chunk = this.#records.chunkOf(frame);
    const at = this.#records.indexOf(frame);
    chunk[at] = spec.datagram;
    chunk[at + 1] = seq;
    chunk[at + 2] = -1;
    chunk[at + 3] = (spec.link << 16) | (spec.to & NOBODY);
    chunk[at + 4] = spec.type | (spec.tunnelled ? TUNNELLED : 0) | (spec.isLost ? LOST : 0);
    chunk[at + 5] = spec.head;
    chunk[at + 6] = spec.tail;
    chunk[at + 7] = spec.headLength;
    chunk[at + 8] = spec.tailLength;
    chunk[at + 9] = spec.flight;
    return frame;
  }

  /** Notes the event that ended the flight, if none did before. */
  end(frame: FrameId, seq: Seq): void {
    if (this.#records.get(frame, 2) < 0) this.#records.set(frame, 2, seq);
  }

  /** Notes what was done to a frame. */
  touch(frame: FrameId, touch: Touch): void {
    this.hash.word(frame);
    this.#touches.add(frame, touch);
  }
  /** What was done to a frame before an event; absent: up to the playhead. */
  touches(frame: FrameId, before: Seq = this.cursor()): readonly Touch[] {
    return this.#touches.before(frame, before);
  }

  /** Forgets frames after the cursor, and ends that came at `seq` or later. */
  truncate(seq: Seq): void {
    this.#known = this.length;
    this.#touches.truncate(seq);
    for (let frame = 0; frame < this.length; frame += 1) {
      if (this.#records.get(frame, 2) >= seq) this.#records.set(frame, 2, -1);
    }
  }

  datagram(frame: FrameId): DatagramId {
    assert(frame >= 0 && frame < this.#known, () => `frame ${frame} is known`);
    return this.#records.get(frame, 0);
  }
  sentSeq(frame: FrameId): Seq {
    return this.#records.get(frame, 1);
  }
  endSeq(frame: FrameId): Seq {
    return this.#records.get(frame, 2);
  }
  link(frame: FrameId): number {
    return this.#records.get(frame, 3) >>> 16;
  }
  /** Index of the receiver, or -1. */
  to(frame: FrameId): number {
    const to = this.#records.get(frame, 3) & NOBODY;
    return to === NOBODY ? -1 : to;
  }
  type(frame: FrameId): MessageClass {
    return (this.#records.get(frame, 4) & 255) as MessageClass; // what `add` put there
  }
  isTunnelled(frame: FrameId): boolean {
    return (this.#records.get(frame, 4) & TUNNELLED) !== 0;
  }
  isLost(frame: FrameId): boolean {
    return (this.#records.get(frame, 4) & LOST) !== 0;
  }
  /** Where the octets lie at an event; absent: at the playhead. */
  head(frame: FrameId, before?: Seq): number {
    return this.#pieces(frame, before)?.head ?? this.#records.get(frame, 5);
  }
  tail(frame: FrameId, before?: Seq): number {
    return this.#pieces(frame, before)?.tail ?? this.#records.get(frame, 6);
  }
  #pieces(frame: FrameId, before?: Seq): Touch['pieces'] {
    if (this.#touches.isEmpty) return undefined;
    return this.touches(frame, before).findLast((touch) => touch.pieces !== undefined)?.pieces;
  }
  headLength(frame: FrameId): number {
    return this.#records.get(frame, 7);
  }
  tailLength(frame: FrameId): number {
    return this.#records.get(frame, 8);
  }
  flight(frame: FrameId): Micros {
    return this.#records.get(frame, 9) >>> 0;
  }

  /** The Ethernet frame, copied together. */
  octetsOf(frame: FrameId): Uint8Array {
    const headLength = this.headLength(frame);
    const tailLength = this.tailLength(frame);
    assert(headLength > ETHERNET_OCTETS, 'a frame has a head');
    const octets = new Uint8Array(headLength + tailLength);
    octets.set(this.arena.piece(this.head(frame), headLength));
    octets.set(this.arena.piece(this.tail(frame), tailLength), headLength);
    return octets;
  }

  get octets(): number {
    return this.#records.octets;
  }
}
