// What a person may do to the world. A scenario's script and a link hold nothing else.

import type { FlowId, LinkId, Micros, NodeId } from '#base/ids.ts';

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
  /**
   * Started, the application waits for its node's next move and opens the socket so long after it.
   */
  readonly afterMove?: Micros;
}

export type Command =
  /**
   * A mobile node stands at a point of the stage (8-pixel grid). Coverage decides what it attaches
   * to.
   */
  | { readonly do: 'place'; readonly node: NodeId; readonly x: number; readonly y: number }
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
  /** A node (the HSS) stops answering, or answers again. */
  | { readonly do: 'node'; readonly node: NodeId; readonly up: boolean };

/** A command with the instant at which it is carried out. */
export type Stamped = Command & { readonly at: Micros };
