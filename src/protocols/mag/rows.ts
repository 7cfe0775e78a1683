// What a mobile access gateway knows: the rows of its tables, its configuration, and one turn of
// it. Tables as the screen shows them are in tables.ts.

import type { Cite, IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { ReadonlyTable } from '#base/table.ts';
import type { FlowSelector } from '#net/flow.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import type { Ipv4Wish } from '#protocols/pmipv6/extensions.ts';
import type { PeerRow, RestartRow } from '#protocols/pmipv6/heartbeat.ts';
import type { TunnelEnds, TunnelRow } from '#protocols/pmipv6/tunnels.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TablesOf } from '#sim/role.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { LinkState } from './link.machine.ts';
import type { UpdateState } from './update.machine.ts';

/** What the policy store says of a mobile node, PMIP §6.2. */
export interface MagProfile {
  /** Its anchor. */
  readonly lma: Ipv6;
  /** Prefixes to ask for; none: the anchor chooses. */
  readonly prefixes: readonly Prefix[];
  /**
   * proxy: it is registered. plain: it gets the prefix of the visited network (PMIP §6.14). none:
   * it is refused.
   */
  readonly access: 'proxy' | 'plain' | 'none';
  /** An IPv4 home address is asked for too (RFC 5844). */
  readonly ipv4: boolean;
}

/** An option that a gateway leaves out of its PBUs on purpose. */
export type Omitted = 'mnId' | 'prefix' | 'handoff' | 'accessTechnology' | 'timestamp';

/** How a gateway is set up. */
export interface MagConfig {
  /** On the core: source of its PBUs, end of its tunnels, Proxy-CoA. */
  readonly address: Ipv6;
  readonly name: string;
  /** Interface towards the mobile nodes. */
  readonly phy: IfaceId;
  /** Trusted anchors: address → name. */
  readonly peers: Readonly<Record<string, string>>;
  /** By MN-ID; a node without a profile gets no service. */
  readonly profiles: Readonly<Record<string, MagProfile>>;
  /** Asked for, in units of 4 s. */
  readonly lifetime: number;
  readonly omits: readonly Omitted[];
  /** The Proxy-CoA, when it is not the source of the PBUs (MIP6 §6.2.5). */
  readonly alternateCareOf?: Ipv6;
  /** What a node with plain access is given, PMIP §6.14. */
  readonly visitedPrefix?: Prefix;
  readonly supports: readonly Support[];
}

/** A PBU that a PBA may still answer, and what for it was. */
export interface Outstanding extends SentUpdate {
  /** It de-registers. */
  readonly isLast: boolean;
}

/** Binding Update List entry, PMIP §6.1. Key: `mnId iface`. */
export interface UpdateRow {
  readonly mnId: string;
  readonly mn: NodeId;
  /** Octets as text. */
  readonly linkLayerId: string | undefined;
  /** The access interface towards the node. */
  readonly iface: IfaceId;
  readonly lma: Ipv6;
  /** To be asked for; none: the anchor chooses. */
  readonly asked: readonly Prefix[];
  /** Assigned. */
  readonly prefixes: readonly Prefix[];
  /** On the access link, when the anchor has a say in it (PMIP §6.8). */
  readonly magLinkLocal: Ipv6 | undefined;
  readonly accessTechnology: number;
  /** Value and context of update.machine.ts. */
  readonly state: UpdateState;
  readonly retransmissions: number;
  readonly handoff: number;
  readonly refreshAfter: Micros;
  /** Of the last PBU. */
  readonly sequence: number | undefined;
  readonly sentAt: Micros | undefined;
  /** Asked for, then granted; units of 4 s. */
  readonly lifetime: number;
  readonly acceptedAt: Micros | undefined;
  readonly refreshAt: Micros | undefined;
  readonly expiresAt: Micros | undefined;
  /** Of the last PBA. */
  readonly status: number | undefined;
  readonly outstanding: readonly Outstanding[];
  /** It has been accepted, so that its anchor is watched (RFC 5847 §3). */
  readonly isWatched: boolean;
  /** The tunnel that carries the session. */
  readonly tunnel: IfaceId | undefined;
  readonly ends: TunnelEnds | undefined;
  /** RFC 5845: GRE is asked for, with this key on what comes down. */
  readonly gre: 'none' | 'plain' | 'keyed';
  readonly greKeyDown: number | undefined;
  readonly greKeyUp: number | undefined;
  /** RFC 5844: asked for, then assigned. */
  readonly ipv4Home: Ipv4Wish | undefined;
  readonly ipv4Router: string | undefined;
}

/** An attached station, and the access link to it. Key: the access interface. */
export interface LinkRow {
  readonly iface: IfaceId;
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  /** The station's interface. */
  readonly peerIface: IfaceId;
  /** Access Technology Type, PMIP §8.5. */
  readonly att: number;
  readonly since: Micros;
  /** The cell that the station came from. */
  readonly previous: LinkId | undefined;
  readonly access: 'proxy' | 'plain';
  /** State of link.machine.ts. */
  readonly state: LinkState;
  /** The gateway's addresses on this link. */
  readonly linkLocal: Ipv6 | undefined;
  readonly ownMac: Mac;
  /** Advertised. */
  readonly prefixes: readonly Prefix[];
  /** Correspondents that the node was told to reach by this link; absent: none (MIF §4.4). */
  readonly told?: readonly Prefix[];
  readonly mtu: number;
  /** The node's own address on this link, once it has shown it. */
  readonly stationLinkLocal: Ipv6 | undefined;
}

/** An anchor. Key: address. */
export interface AnchorRow extends PeerRow {
  /** The PBUs of the last second. */
  readonly sends: readonly Micros[];
  readonly sessions: number;
  /** RFC 5846 §9.2: it let this gateway revoke nothing. */
  readonly refusesGlobal: boolean;
  /** Of the way to it, once an ICMPv6 message has told (PMIP §6.9.5). */
  readonly pathMtu: number | undefined;
}

/** A PBU that waits for its turn. Key: key of its update. */
export interface WaitingRow {
  readonly mnId: string;
  readonly lma: Ipv6;
  readonly since: Micros;
}

/** A node that is not registered until an operator acts (PMIP §6.9.1.2). Key: MN-ID. */
export interface DenialRow {
  readonly mnId: string;
  readonly why: string;
  readonly status: number | undefined;
  readonly since: Micros;
}

/** The updates of a node: an index. Key: MN-ID. */
export interface NodeRow {
  readonly updates: readonly string[];
}

/** A notification that was answered, RFC 7077 §6.1. Key: `lma sequence`. */
export interface NotificationRow {
  readonly lma: Ipv6;
  readonly sequence: number;
  readonly reason: number;
  readonly mnId: string;
  readonly status: number;
  readonly at: Micros;
}

/** A BRI that this gateway sent and nobody has answered, RFC 5846 §9.2. Key: sequence number. */
export interface RevocationRow {
  readonly sequence: number;
  readonly lma: Ipv6;
  readonly tries: number;
  readonly nextAt: Micros;
}

/**
 * Prefixes of other interfaces of a node, MIF §4.3: key of the registration whose link leads to it.
 */
export interface ForeignRow {
  readonly mnId: string;
  readonly mn: NodeId;
  readonly iface: IfaceId;
  /** As the anchor told. */
  readonly prefixes: readonly Prefix[];
  /** The message that told it. */
  readonly by: 'PBA' | 'UPN' | 'BRI';
  /** Where they have routes now, and which of them. */
  readonly tunnel: IfaceId | undefined;
  readonly routed: readonly Prefix[];
}

/** A flow that the anchor told of, RFC 7864 §5.2. Key: `mnId fid`. */
export interface MagFlowRow {
  readonly mnId: string;
  readonly fid: number;
  readonly priority: number;
  readonly selector: FlowSelector | undefined;
  readonly bids: readonly number[];
}

/** Counters and the clock of the gateway itself. Key: `self`. */
export interface SelfRow {
  /** Of the last PBU, PMIP §6.9.1.1 rule 6: one counter for all. */
  readonly sequence: number;
  /** Added to the node's clock, after it was set right (PMIP §6.9.1.2 rule 9). */
  readonly clockCorrection: Micros;
  readonly revocationSequence: number;
  readonly nextGreKey: number;
}

/** The tables of a gateway, by id. */
export interface MagRows {
  readonly updates: UpdateRow;
  readonly links: LinkRow;
  readonly tunnels: TunnelRow;
  readonly peers: AnchorRow;
  readonly waiting: WaitingRow;
  readonly denials: DenialRow;
  readonly notifications: NotificationRow;
  readonly revocations: RevocationRow;
  readonly byNode: NodeRow;
  readonly restarts: RestartRow;
  readonly self: SelfRow;
  readonly foreign: ForeignRow;
  readonly flows: MagFlowRow;
}
/** The same as an index type, which `Role` wants. */
export type MagTables = { readonly [K in keyof MagRows]: MagRows[K] };

/** One turn of a gateway: what it may write, what it sees, and what it has asked for so far. */
export interface Turn {
  readonly tables: TablesOf<MagTables>;
  readonly sight: Sight;
  readonly config: MagConfig;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
}

/** Asks the engine for something. */
export const ask = (turn: Turn, ...effects: readonly Effect[]): void => {
  turn.effects.push(...effects);
};

/** A message was ignored. */
export const ignore = (turn: Turn, text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level: 'silent' });

/** Something that somebody should know. */
export const warn = (turn: Turn, text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level: 'warning' });

/** All rows as they are now: a loop over them may change the table. */
export const listOf = <R extends object>(
  table: ReadonlyTable<R>,
): readonly (readonly [string, R])[] => [...table.entries()];

/** An anchor by name. */
export const nameOf = (turn: Turn, lma: Ipv6): string => turn.config.peers[lma] ?? lma;
