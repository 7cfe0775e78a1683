// What a person may do to the world. A scenario's script and a link hold nothing else.

import type { FlowId, FrameId, IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { MessageClassName } from '#wire/classify.ts';

/** A flow of UDP datagrams between a mobile node and a correspondent, seen from the mobile node. */
export interface FlowSpec {
  readonly id: FlowId;
  /**
   * The node that opens the socket: it chooses the source address (RFC 6724) at the start and keeps
   * it.
   */
  readonly from: NodeId;
  readonly to: NodeId;
  /** Gap between datagrams. */
  readonly every: Micros;
  /** Octets of UDP payload. */
  readonly octets: number;
  /**
   * up: `from` sends; down: `from` asks once and `to` streams; echo: `to` answers each datagram.
   */
  readonly mode: 'up' | 'down' | 'echo';
  /** The flow ends after so many datagrams of the sender; absent: until stopped. */
  readonly count?: number;
  /** The application binds to the address anchored at this gateway instead of asking RFC 6724. */
  readonly bind?: NodeId;
  /** It binds to an address of this interface of its node. */
  readonly bindIface?: IfaceId;
  /**
   * Started, the application waits for its node's next move and opens the socket so long after it.
   */
  readonly afterMove?: Micros;
}

/** What may be done to a frame on its way. */
export type FrameAct = 'drop' | 'delay' | 'duplicate' | 'hold' | 'corrupt';

/** A fault of one frame, without the frame. */
export interface FrameFault {
  /** Names the fault, for `release` and for words; unique in a run. */
  readonly name: string;
  readonly act: FrameAct;
  /** delay: so much later; duplicate: the copy comes so much later than the frame. */
  readonly by?: Micros;
  /** corrupt: the bit that is flipped, from 0, counted over the Ethernet frame; absent: the last. */
  readonly bit?: number;
}

/** Orders of an operator to a role; the role decides what it makes of them. */
export type Order =
  | 'revoke'
  | 'revokeAll'
  | 'revokeRealm'
  | 'notify'
  | 'renumber'
  | 'resume'
  | 'forget'
  | 'weakHost'
  | 'strongHost'
  | 'hostRoute'
  | 'moveFlow'
  | 'path';

export type Command =
  /**
   * A mobile node stands at a point of the stage (8-pixel grid). Coverage decides what it attaches
   * to.
   */
  | { readonly do: 'place'; readonly node: NodeId; readonly x: number; readonly y: number }
  /**
   * A radio of a mobile node is switched on or off. With `up` and `instead` the node changes from
   * that other radio to this one on purpose, and its layer 2 says so: the other is switched off a
   * little after this one has joined a cell, or with `breakFirst` at once.
   */
  | {
      readonly do: 'radio';
      readonly node: NodeId;
      readonly iface: IfaceId;
      readonly up: boolean;
      readonly instead?: IfaceId;
      readonly breakFirst?: true;
    }
  | {
      readonly do: 'flow';
      readonly flow: FlowId;
      readonly change: 'start' | 'stop';
      readonly define?: FlowSpec;
    }
  | {
      readonly do: 'link';
      readonly link: LinkId;
      readonly up?: boolean;
      readonly loss?: number;
      readonly delay?: Micros;
    }
  /**
   * A node crashes, or comes back. With `lost` its tables and its stack are as at the beginning
   * when it comes back, but for what is durable (`Role.durable`); else they are as they were.
   */
  | {
      readonly do: 'node';
      readonly node: NodeId;
      readonly up: boolean;
      /** With `up: false`; default `kept`. */
      readonly state?: 'kept' | 'lost';
    }
  /**
   * Catches the n-th frame of a kind that is put on a link from now on, counted from 1. What goes to
   * a group is one frame for each receiver.
   */
  | (FrameFault & {
      readonly do: 'catch';
      readonly link: LinkId;
      /** The sender on this link; absent: whoever sends. */
      readonly from?: NodeId;
      readonly kind: MessageClassName | 'any';
      readonly nth: number;
    })
  /** Does the same to a frame that is on its way now. */
  | (FrameFault & { readonly do: 'frame'; readonly frame: FrameId })
  /** Lets go what is held under a name, or takes back a catch that has caught nothing yet. */
  | { readonly do: 'release'; readonly name: string }
  /** A node's clock shows the true time and so much more, or less. */
  | { readonly do: 'clock'; readonly node: NodeId; readonly offset: Micros }
  /** An operator tells a node's roles something. */
  | {
      readonly do: 'operate';
      readonly node: NodeId;
      readonly order: Order;
      readonly mn?: NodeId;
      readonly prefix?: string;
      readonly peer?: NodeId;
      readonly trigger?: number;
      readonly reason?: number;
      readonly realm?: string;
      readonly ipv4?: boolean;
      readonly iface?: IfaceId;
      /** moveFlow: the flow by name, by number of its entry, or by mark. */
      readonly flow?: FlowId;
      readonly fid?: number;
      readonly mark?: number;
      /** moveFlow: to these bindings, several duplicate it; `drop`: nowhere. */
      readonly bids?: readonly number[];
      readonly drop?: boolean;
    }
  /** A node sends an IPv6 packet of these octets, as they are. */
  | { readonly do: 'inject'; readonly node: NodeId; readonly hex: string };

/** A command with the instant at which it is carried out. */
export type Stamped = Command & { readonly at: Micros };
