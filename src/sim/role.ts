// A node is a list of roles. A role reads a stimulus, writes only its own tables, and returns
// effects.

import type { Cite, IfaceId, LinkId, Micros, NodeId, TimerKey } from '#base/ids.ts';
import type { ReadonlyTable, Table } from '#base/table.ts';
import type { FlowRow } from '#net/flow.ts';
import type { Interface, InterfaceAddress } from '#net/interface.ts';
import type { Neighbour, Route } from '#net/route.ts';
import type { Mac } from '#wire/address.ts';
import type { Packet, Profile } from '#wire/packet.ts';
import type { Command } from './command.ts';
import type { Effect, News } from './effect.ts';

/** What happens to a role. */
export type Stimulus =
  /**
   * A packet for this node. `via` is the interface (a DLIF, a tunnel, …), `fromMac` the sender on
   * the link.
   */
  | {
      readonly on: 'packet';
      readonly packet: Packet;
      readonly via: IfaceId;
      readonly fromMac: Mac | undefined;
      /** The sub-interface that it came over, when `via` is a virtual interface. */
      readonly over?: IfaceId;
    }
  | { readonly on: 'timer'; readonly timer: TimerKey }
  /**
   * Layer 2 came up or went down towards one peer. At an access point `peer…` tells who the station
   * is.
   */
  | {
      readonly on: 'link';
      readonly iface: IfaceId;
      readonly change: 'up' | 'down';
      readonly cell: LinkId;
      readonly peer: NodeId;
      readonly peerMac: Mac;
      /** The interface at the other end: at an access point, the station's. */
      readonly peerIface: IfaceId;
      /** Up: the cell that this radio was in before, as a reassociation tells; none: its first. */
      readonly previous?: LinkId;
      /** At an access point, up: the radio of the station that this one replaces on purpose. */
      readonly instead?: IfaceId;
      /** The identity that layer 2 authenticated, an NAI. */
      readonly mnId?: string;
      /** Access Technology Type of the cell, RFC 5213 §8.5. */
      readonly att: number;
    }
  | { readonly on: 'news'; readonly from: string; readonly news: News }
  | { readonly on: 'command'; readonly command: Command }
  /**
   * The node is up again after a crash. With `lost` it has just begun anew. With `kept` what came
   * due meanwhile follows: links that went down, then timers, in order.
   */
  | { readonly on: 'boot'; readonly state: 'kept' | 'lost' };

/** A radio cell as a station sees it: an ellipse around a mast. */
export interface Cell {
  readonly link: LinkId;
  readonly accessPoint: NodeId;
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly up: boolean;
  /** Access Technology Type, RFC 5213 §8.5. */
  readonly att: number;
}

/** What a role may see of its node and of the air; it can change none of it. */
export interface Sight {
  readonly now: Micros;
  /** What the node believes the time is: for timestamps; timers run by the true time. */
  readonly clock: Micros;
  readonly node: NodeId;
  readonly profile: Profile;
  /**
   * The scenario's reading of what the drafts leave open, by knob name; empty where the knob stands
   * at its default because nobody names it.
   */
  readonly knob: (name: string) => string;
  /** A number in [0, 1) from the seeded stream of that name. */
  readonly random: (stream: 'ids' | 'jitter') => number;
  readonly interfaces: ReadonlyTable<Interface>;
  readonly addresses: ReadonlyTable<InterfaceAddress>;
  readonly routes: ReadonlyTable<Route>;
  readonly neighbours: ReadonlyTable<Neighbour>;
  /** When a packet went by a route last that counts under that name; never: undefined. */
  readonly lastUse: (name: string) => Micros | undefined;
  /** Flows that its packets have shown, by mark; undefined: it does not steer flows. */
  readonly flows: ReadonlyTable<FlowRow> | undefined;
  /** Where this node stands, in pixels of the stage. */
  readonly position: { readonly x: number; readonly y: number };
  readonly cells: readonly Cell[];
  /** The cell that an interface of this node is associated with. */
  readonly association: (iface: IfaceId) => LinkId | undefined;
  /** A table of a sibling role of this node, to read. */
  readonly sibling: (role: string, table: string) => ReadonlyTable<object>;
}

/** A column of a table that a role owns: how a cell is named and shown. */
export interface Column<E> {
  readonly id: string;
  readonly title: string;
  /**
   * The cell's text; a lifetime's absolute `Micros` is given as `expires` and counted down by the
   * screen.
   */
  readonly text: (row: E) => string;
  readonly expires?: (row: E) => Micros | undefined;
}

/** A table that a role owns: what the engine keeps and what the screen shows are the same rows. */
export interface TableSpec<E> {
  readonly id: string;
  readonly title: string;
  readonly cite: Cite;
  readonly columns: readonly Column<E>[];
}

/** Tables of a role, by id. */
export type Tables = Readonly<Record<string, object>>;
export type TablesOf<T extends Tables> = { readonly [K in keyof T]: Table<T[K]> };

/** A behaviour of a node. `T` maps table ids to their rows, `C` is the role's configuration. */
export interface Role<T extends Tables, C> {
  readonly name: string;
  /** Messages that the stack offers to it, by ICMPv6 type, Mobility Header type, and UDP. */
  readonly takes: {
    readonly icmpv6?: readonly number[];
    readonly mobility?: readonly number[];
    readonly udp?: boolean;
  };
  readonly tables: { readonly [K in keyof T]: TableSpec<T[K]> };
  /** Tables that survive a crash with loss of state, by id. */
  readonly durable?: readonly (keyof T & string)[];
  readonly begin: (tables: TablesOf<T>, config: C, sight: Sight) => readonly Effect[];
  readonly handle: (
    tables: TablesOf<T>,
    stimulus: Stimulus,
    sight: Sight,
    config: C,
  ) => readonly Effect[];
}

/** A role whose own types the engine does not know. */
// Each role is checked where it is defined; the engine hands back the tables and the configuration
// it was given.
export type AnyRole = Role<never, never>;

/** Forgets a role's own types, in this one place. */
export function defineRole<T extends Tables, C>(role: Role<T, C>): AnyRole {
  return role as unknown as AnyRole;
}
