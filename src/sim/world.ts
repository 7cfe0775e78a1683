// The world: nodes with their stacks and roles, links, the event queue, random streams. Changed in
// place by one engine event after the other. `build.ts` makes one, `keep.ts` keeps it as a value.

import type { EventHeap } from '#base/heap.ts';
import type { FrameId, IfaceId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Random } from '#base/random.ts';
import type { Journal, Row, Table } from '#base/table.ts';
import type { DirectPath } from '#net/direct-path.ts';
import type { FlowRow, FlowRule, FlowUse } from '#net/flow.ts';
import type { FlowTable } from '#net/flow-table.ts';
import type { Interface, InterfaceAddress } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { MessageClassName } from '#wire/classify.ts';
import type { Profile } from '#wire/packet.ts';
import type { LinkCaches, LinkRow, NodeCaches } from './caches.ts';
import type { FrameFault } from './command.ts';
import type { News } from './effect.ts';
import type { FlowCache } from './flow-cache.ts';
import type { Lane } from './lane.ts';
import type { Log } from './log.ts';
import type { Parcel } from './parcel.ts';
import type { AnyRole, Role, Sight, Stimulus, Tables } from './role.ts';
import type { TimerOwner, Timers } from './timers.ts';

export type { LinkRow } from './caches.ts';

export interface NodeSpec {
  readonly id: NodeId;
  readonly kind: string;
  readonly name: string;
  readonly roles: readonly { readonly role: AnyRole; readonly config: unknown }[];
  readonly x: number;
  readonly y: number;
  /** A router; others are hosts. */
  readonly forwarding: boolean;
  readonly interfaces: readonly Interface[];
  readonly addresses: readonly InterfaceAddress[];
  readonly routes: readonly Route[];
  readonly neighbours: readonly Neighbour[];
  /** The identity that a station shows to access points, an NAI. */
  readonly mnId?: string;
  /** It sends flows where rules say, MIF §4.2. */
  readonly steering?: SteeringSpec;
}

/** How a node tells flows apart. */
export interface SteeringSpec {
  /** M-9: ignored, the flow label tells nothing. */
  readonly labels: 'exact' | 'ignored';
  /** A role that hears (news `uplink`) when a flow comes by another tunnel than before. */
  readonly tells?: string;
}

export interface LinkEnd {
  readonly node: NodeId;
  readonly iface: IfaceId;
}

export interface LinkSpec {
  readonly id: LinkId;
  readonly kind: 'wired' | 'radio';
  /** Of a radio cell: the access point's physical interface only; stations join. */
  readonly ends: readonly LinkEnd[];
  readonly delay: Micros;
  /** Bits per second; absent: no serialisation delay and no queue. */
  readonly rate?: number;
  /** Probability that a frame is lost. */
  readonly loss?: number;
  readonly mtu: number;
  /** Frames that wait in one direction; default 100. */
  readonly queue?: number;
  readonly cell?: {
    readonly x: number;
    readonly y: number;
    readonly rx: number;
    readonly ry: number;
  };
  /** Access Technology Type, RFC 5213 §8.5; default 4, WLAN. */
  readonly att?: number;
}

export interface WorldSpec {
  readonly seed: number;
  readonly profile: Profile;
  readonly knobs: Readonly<Record<string, string>>;
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkSpec[];
}

// Rows of the world's own tables, `world/world/…`.
export interface PositionRow {
  readonly x: number;
  readonly y: number;
}
export interface AssociationRow {
  readonly node: NodeId;
  readonly iface: IfaceId;
  readonly cell: LinkId;
  readonly accessPoint: NodeId;
  readonly since: Micros;
}
export interface NodeRow {
  readonly up: boolean;
  /** Of a node that is down: its state is lost. */
  readonly state?: 'lost';
}
/** What a node's clock shows beyond the true time; key: the node. */
export interface ClockRow {
  readonly offset: Micros;
}
/** A catch that waits for its frame; key: its name. */
export interface CatchRow extends FrameFault {
  readonly link: LinkId;
  readonly from?: NodeId;
  readonly kind: MessageClassName | 'any';
  readonly nth: number;
  /** Frames that it has counted. */
  readonly seen: number;
}
/** A frame that is held; key: the name of the fault that holds it. */
export interface HeldRow {
  readonly name: string;
  readonly frame: FrameId;
  readonly link: LinkId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: MessageClassName;
  readonly since: Micros;
  /** From its release to its arrival. */
  readonly rest: Micros;
}

/** A role of a node with its tables, as the engine calls it. */
export interface Actor extends TimerOwner {
  readonly name: string;
  readonly role: Role<Tables, unknown>;
  readonly config: unknown;
  readonly tables: Readonly<Record<string, Table<Row>>>;
}

/** A packet that waits for its neighbour's link-layer address, and the solicitations sent. */
export interface Waiting {
  readonly parcel: Parcel | undefined;
  readonly tries: number;
}

/** A packet that waits for another route; `via`: the interface that it came in by, if it did. */
export interface Waiter {
  readonly parcel: Parcel;
  readonly via: IfaceId | undefined;
}

/** Packets that wait for another route, in the order of their coming; key: the route that holds. */
export interface Buffered {
  readonly packets: readonly Waiter[];
}

/** How many they are, for the trace; key: the route. */
export interface BufferRow {
  readonly route: string;
  /** What the route is for. */
  readonly why: string;
  /** As many may wait. */
  readonly room: number;
  readonly waiting: number;
}

/** When packets went by routes that count under a name last; key: the name. */
export interface UseRow {
  readonly at: Micros;
}

/** A fragment that waits for the others. */
export interface Piece {
  /** Of its data in the whole. */
  readonly offset: number;
  readonly length: number;
  readonly isLast: boolean;
  readonly parcel: Parcel;
}

/** A packet that is being put together: its fragments in the order of their coming. */
export interface Reassembly {
  readonly pieces: readonly Piece[];
}

/** A path MTU that ICMPv6 told; key: the destination. */
export interface PathRow {
  readonly destination: Ipv6;
  readonly mtu: number;
  readonly since: Micros;
}

/** The flows of a node that steers them. */
export interface Steering {
  readonly spec: SteeringSpec;
  readonly rules: Table<FlowRule>;
  readonly flows: Table<FlowRow>;
  /** By mark; leaves no trace. */
  readonly use: Table<FlowUse>;
  /** Key `next`: the mark of the next flow; leaves no trace. */
  readonly marks: Table<{ readonly next: number }>;
  readonly table: FlowTable;
}

export interface Node extends TimerOwner {
  readonly index: number;
  readonly id: NodeId;
  readonly spec: NodeSpec;
  readonly actors: readonly Actor[];
  readonly sight: Sight;
  readonly interfaces: Table<Interface>;
  readonly addresses: Table<InterfaceAddress>;
  readonly routes: Table<Route>;
  readonly neighbours: Table<Neighbour>;
  /** By neighbour key; leaves no trace. */
  readonly waiting: Table<Waiting>;
  /** Packets that are put together, by source, destination and number; leaves no trace. */
  readonly fragments: Table<Reassembly>;
  /** Packets that wait for another route; leaves no trace. */
  readonly buffered: Table<Buffered>;
  /** The same as numbers. */
  readonly buffers: Table<BufferRow>;
  /** Last uses of routes that count; leaves no trace. */
  readonly uses: Table<UseRow>;
  /** Path MTUs that ICMPv6 told. */
  readonly paths: Table<PathRow>;
  /** Ways around home agents. */
  readonly directPaths: Table<DirectPath>;
  /** Tokens for ICMPv6 errors, RFC 4443 §2.4(f). */
  readonly errors: { tokens: number; at: Micros };
  readonly flows: FlowCache;
  readonly caches: NodeCaches;
  /** Absent: routes alone decide. */
  readonly steering: Steering | undefined;
}

export interface Link {
  readonly index: number;
  readonly id: LinkId;
  readonly spec: LinkSpec;
  /** Of a cell. */
  readonly accessPoint: Node | undefined;
  /** By index of the sending node. */
  readonly lanes: Map<number, Lane>;
  readonly caches: LinkCaches;
}

/** A stimulus that waits for its role, and the event that brought it about. */
export interface Call {
  readonly node: Node;
  readonly actor: Actor;
  readonly stimulus: Stimulus;
  readonly cause: Seq;
}

/** News on its way out of band. */
export interface Signal {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly role: string;
  readonly news: News;
  readonly label: string;
  readonly cause: Seq;
}

export interface World {
  readonly spec: WorldSpec;
  /** Time of the last engine event. */
  now: Micros;
  /** Engine events carried out. */
  step: number;
  /** Entries of the script carried out. */
  scripted: number;
  /** Next sequence number of the queue. */
  sequence: number;
  readonly queue: EventHeap;
  readonly random: Readonly<Record<'loss' | 'jitter' | 'ids', Random>>;
  readonly journal: Journal;
  readonly nodes: readonly Node[];
  readonly nodeById: ReadonlyMap<NodeId, Node>;
  readonly links: readonly Link[];
  readonly linkById: ReadonlyMap<LinkId, Link>;
  /**
   * All tables by name, `node/role/table`. Each has the index of its node as its owner; one past the
   * last is the world.
   */
  readonly tables: ReadonlyMap<string, Table<Row>>;
  /** The same and those that leave no trace: all that is kept. */
  readonly keepsakes: readonly Table<Row>[];
  readonly positions: Table<PositionRow>;
  readonly associations: Table<AssociationRow>;
  readonly linkRows: Table<LinkRow>;
  readonly nodeRows: Table<NodeRow>;
  readonly catches: Table<CatchRow>;
  readonly held: Table<HeldRow>;
  readonly clocks: Table<ClockRow>;
  /** By `node iface`, the cell that it was in last; leaves no trace. */
  readonly lastCells: Table<LastCell>;
  /** By node, what a node that is down and keeps its state did not hear; leaves no trace. */
  readonly missed: Table<Missed>;
  /** By sequence number, as text; leaves no trace. */
  readonly signals: Table<Signal>;
  readonly timers: Timers;
  /** Stimuli of the present turn. */
  readonly inbox: Call[];
  /** Packets of the present turn that nodes send to themselves. */
  readonly looped: { readonly node: Node; readonly parcel: Parcel }[];
}

/** The cell that an interface was in last. */
export interface LastCell {
  readonly cell: LinkId;
}

/** Changes of links that a node's roles are to hear of when it is up again. */
export interface Missed {
  readonly stimuli: readonly { readonly stimulus: Stimulus; readonly cause: Seq }[];
}

/** What the queue's entries stand for. */
export const ENTRY = { frame: 0, timer: 1, signal: 2 } as const;

/** What the engine works on: a world, and the log that holds its octets and its past. */
export interface Run {
  readonly world: World;
  readonly log: Log;
}
