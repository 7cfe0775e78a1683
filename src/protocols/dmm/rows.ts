// What a distributed gateway knows: the rows of its tables, its configuration, and one turn of it.
// Tables as the screen shows them are in tables.ts.

import type { Cite, IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TablesOf } from '#sim/role.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import type { Ticks } from '#protocols/pmipv6/options.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { DlifParameters } from './messages.ts';
import type { RegistrationState } from './registration.machine.ts';

/** How a gateway is set up. */
export interface DgwConfig {
  /** On the core: source of its PBUs, end of its tunnels, Proxy-CoA. */
  readonly address: Ipv6;
  /** Number in names: 1 of `mn1dgw1`, 1 to 255. */
  readonly index: number;
  /** Prefixes that it anchors, handed out in order, one per mobile node. */
  readonly pool: readonly Prefix[];
  /** Logical link-layer addresses by DLIF name; others are made. */
  readonly dlifMacs: Readonly<Record<string, Mac>>;
  /** Interface towards the mobile nodes. */
  readonly phy: IfaceId;
  /** Networks that only this gateway reaches. */
  readonly localPrefixes: readonly Prefix[];
  /** Who keeps the anchors of each node; absent: every attachment is an initial one. */
  readonly hss?: NodeId;
  /** One way. */
  readonly hssDelay: Micros;
  /** Trusted gateways of the domain, and the home LMA: address → name (`D-GW2`). */
  readonly peers: Readonly<Record<string, string>>;
  /** DMM §5: leads to the anchors of other operators. */
  readonly homeLma?: Ipv6;
  /** RFC 8885: the database where every attachment is registered; one of the peers, no HSS then. */
  readonly cmd?: Ipv6;
}

/** A mobile node that is or was attached here. Key: MN-ID. */
export interface StationRow {
  readonly mnId: string;
  readonly mn: NodeId;
  readonly mac: Mac;
  /** Access Technology Type, PMIP §8.5. */
  readonly att: number;
  /** Layer 2 has it. */
  readonly present: boolean;
  readonly since: Micros;
  /** The question to the HSS about its anchors. */
  readonly question: 'asked' | 'answered' | 'unanswered';
  /** This attachment is written to the HSS. */
  readonly stored: boolean;
  /** The cell that it was in before. */
  readonly previous?: LinkId;
}

/** A DLIF. Key: name. */
export interface DlifRow {
  /** `mn1dgw1` */
  readonly name: string;
  readonly mnId: string;
  readonly mn: NodeId;
  /** Address of the gateway that it stands for. */
  readonly anchor: Ipv6;
  readonly mac: Mac;
  readonly linkLocal: Ipv6;
  /** first prefix with the interface id of the link-local address. */
  readonly globalAddress: Ipv6 | undefined;
  readonly prefixes: readonly Prefix[];
  readonly localPrefixes: readonly Prefix[];
  /** serving: its node is here; clone: portrays another gateway; kept: own, the node is away. */
  readonly state: 'serving' | 'clone' | 'kept';
  /** Advertised with preferred lifetime 0. */
  readonly deprecated: boolean;
}

/** Binding Cache entry of an own prefix, PMIP §5.1. Key: prefix. */
export interface BindingRow {
  readonly mnId: string;
  readonly mn: NodeId;
  /** Octets as text. */
  readonly linkLayerId: string | undefined;
  readonly att: number;
  readonly prefix: Prefix;
  readonly state: 'serving' | 'away';
  readonly proxyCareOfAddress: Ipv6 | 'here';
  /** Granted, units of 4 s; 0 while a de-registered binding waits for its end. */
  readonly lifetime: number;
  /** Undefined while the node is attached here. */
  readonly expiresAt: Micros | undefined;
  readonly lastTimestamp: Ticks | undefined;
  readonly lastSequence: number;
  /** The last accepted PBU in a number; 0: none yet. */
  readonly lastRequest: number;
}

/** What the HSS says of an anchor. */
export interface KnownAnchor {
  /** Name of its DLIF: `mn1dgw1`. */
  readonly name: string | undefined;
  readonly dlif: DlifParameters | undefined;
  readonly localPrefixes: readonly Prefix[];
}

/** Binding Update List entry, PMIP §6.1. Key: `mnId anchor`. */
export interface UpdateRow {
  readonly mnId: string;
  readonly anchor: Ipv6;
  /** Who gets the PBU and ends the tunnel: the anchor, or the home LMA before it (DMM §5). */
  readonly via: Ipv6;
  readonly prefixes: readonly Prefix[];
  /** Networks behind the anchor, once it has accepted. */
  readonly localPrefixes: readonly Prefix[];
  /** Value and context of registration.machine.ts. */
  readonly state: RegistrationState;
  readonly retransmissions: number;
  readonly handoff: number;
  readonly refreshAfter: Micros;
  readonly releases: boolean;
  /** Of the last PBU. */
  readonly sequence: number | undefined;
  readonly sentAt: Micros | undefined;
  /** Asked for, then granted; units of 4 s. */
  readonly lifetime: number;
  readonly acceptedAt: Micros | undefined;
  readonly refreshAt: Micros | undefined;
  readonly expiresAt: Micros | undefined;
  readonly status: number | undefined;
  /** PBUs that a PBA may still answer. */
  readonly outstanding: readonly SentUpdate[];
  readonly known: KnownAnchor;
}

/** Who uses a tunnel: one session. */
export interface TunnelUser {
  readonly mnId: string;
  readonly prefix: Prefix;
}

/** A bidirectional tunnel to another gateway, PMIP §5.6.1. Key: remote address. */
export interface TunnelRow {
  readonly local: Ipv6;
  readonly remote: Ipv6;
  readonly iface: IfaceId;
  readonly users: readonly TunnelUser[];
}

/** A prefix of the pool. Key: prefix. */
export interface PoolRow {
  readonly prefix: Prefix;
  readonly state: 'free' | 'used';
  /** Who has it, or had it last. */
  readonly mnId: string | undefined;
  readonly freedAt: Micros | undefined;
}

/** A gateway that this one sends PBUs to. Key: address. */
export interface PeerRow {
  readonly address: Ipv6;
  readonly name: string;
  /** The PBUs of the last second. */
  readonly sends: readonly Micros[];
}

/** A PBU that waits for its turn. Key: key of its update. */
export interface WaitingRow {
  readonly mnId: string;
  readonly anchor: Ipv6;
  readonly since: Micros;
}

/** A host of the way back from the local network. Key: source. */
export interface ReturnRow {
  readonly source: Ipv6;
  readonly remote: Ipv6;
}

/** Counters of the gateway itself. Key: `self`. */
export interface SelfRow {
  /** Of the last PBU, PMIP §6.9.1.1: one counter for all. */
  readonly sequence: number;
  readonly lastPbuAt: Micros | undefined;
}

/** The tables of a gateway, by id. */
export interface DgwRows {
  readonly dlifs: DlifRow;
  readonly bindings: BindingRow;
  readonly updates: UpdateRow;
  readonly tunnels: TunnelRow;
  readonly stations: StationRow;
  readonly pool: PoolRow;
  readonly peers: PeerRow;
  readonly waiting: WaitingRow;
  readonly returns: ReturnRow;
  readonly self: SelfRow;
}
/** The same as an index type, which `Role` wants. */
export type DgwTables = { readonly [K in keyof DgwRows]: DgwRows[K] };

/** One turn of a gateway: what it may write, what it sees, and what it has asked for so far. */
export interface Turn {
  readonly tables: TablesOf<DgwTables>;
  readonly sight: Sight;
  readonly config: DgwConfig;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
}

/** Makes visible what a message had that nobody read. */
export function noteSkipped(turn: Turn, types: readonly number[], cite: Cite): void {
  if (types.length === 0) return;
  const text = `option ${types.join(', ')} is not understood and skipped`;
  ask(turn, { do: 'note', text, cite, level: 'silent' });
}

/** Asks the engine for something. */
export const ask = (turn: Turn, ...effects: readonly Effect[]): void => {
  turn.effects.push(...effects);
};
