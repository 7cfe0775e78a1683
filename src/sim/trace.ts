// What happened, event by event, each with the event that brought it about.

import type {
  Cite,
  DatagramId,
  FrameId,
  IfaceId,
  LinkId,
  Micros,
  NodeId,
  Seq,
  TimerKey,
} from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { Command } from './command.ts';
import type { News } from './effect.ts';

/** Why a packet ended other than by delivery. */
export type DropReason =
  | 'loss'
  | 'linkDown'
  | 'notAttached'
  | 'noRoute'
  | 'hopLimit'
  | 'malformed'
  | 'notMine'
  | 'noListener'
  | 'tooBig'
  | 'noNeighbour'
  | 'ingressFilter'
  | 'queueFull'
  | 'nodeDown'
  | 'policy'
  | 'reassembly'
  /** No room among the packets that wait for another route. */
  | 'bufferFull'
  /** A person dropped it: the commands `catch` and `frame`. */
  | 'command'
  /** The host is strong: the address is of another interface (RFC 1122 §3.3.4.2). */
  | 'strongHost';

/** Common to all events. `at` in microseconds; `cause` is the `seq` of an earlier event. */
export interface Stamp {
  readonly seq: Seq;
  readonly at: Micros;
  readonly node: NodeId;
  readonly cause: Seq | undefined;
}

export type TraceEvent = Stamp &
  (
    | {
        readonly kind: 'sent';
        readonly frame: FrameId;
        readonly datagram: DatagramId;
        readonly link: LinkId;
        readonly iface: IfaceId;
        /** The node at the other end, when layer 2 knows one. */
        readonly to: NodeId | undefined;
        readonly label: string | undefined;
      }
    | {
        readonly kind: 'arrived';
        readonly frame: FrameId;
        readonly datagram: DatagramId;
        readonly link: LinkId;
        readonly iface: IfaceId;
      }
    /** The datagram reached a role (or the echo responder) of this node: its way ends here. */
    | {
        readonly kind: 'delivered';
        readonly frame: FrameId;
        readonly datagram: DatagramId;
        readonly role: string;
      }
    | {
        readonly kind: 'dropped';
        readonly frame: FrameId | undefined;
        readonly datagram: DatagramId;
        readonly why: DropReason;
        /** One line of words: the field at fault, the prefix without a route. */
        readonly words: string;
      }
    | {
        readonly kind: 'row';
        readonly role: string;
        readonly table: string;
        readonly key: string;
        readonly before: Row | undefined;
        readonly after: Row | undefined;
      }
    | {
        readonly kind: 'link';
        readonly iface: IfaceId;
        readonly change: 'up' | 'down';
        readonly link: LinkId;
        readonly peer: NodeId;
      }
    | {
        readonly kind: 'timer';
        readonly timer: TimerKey;
        readonly change: 'armed' | 'fired' | 'disarmed';
        readonly due: Micros;
      }
    /**
     * Out of band: a question to, or an answer of, the HSS. Two events: leaving, and arriving
     * (`arrived: true`).
     */
    | {
        readonly kind: 'signal';
        readonly from: NodeId;
        readonly to: NodeId;
        readonly label: string;
        readonly news: News;
        readonly arrived: boolean;
      }
    | {
        readonly kind: 'note';
        readonly text: string;
        readonly cite: Cite;
        readonly level: 'info' | 'silent' | 'warning';
      }
    | { readonly kind: 'command'; readonly command: Command }
  );

export type EventKind = TraceEvent['kind'];
