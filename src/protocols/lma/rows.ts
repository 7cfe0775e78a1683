// What a local mobility anchor is set up with, PMIP §5 and §6.2, and the rows of its tables. Tables
// as the screen shows them are in tables.ts.

import type { Cite, IfaceId, Micros } from '#base/ids.ts';
import type { FlowSelector } from '#net/flow.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TablesOf } from '#sim/role.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import type { PeerRow, RestartRow } from '#protocols/pmipv6/heartbeat.ts';
import type { FlowOption } from '#protocols/pmipv6/flow-options.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Ticks } from '#protocols/pmipv6/options.ts';
import type { TunnelRow } from '#protocols/pmipv6/tunnels.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { BindingState } from './binding.machine.ts';

/** An IPv4 address as dotted text. */
export type Ipv4Text = string;

/** What the anchor may do for a mobile node: its part of the policy profile, PMIP §6.2. */
export interface LmaProfile {
  /** Proxy mobility is allowed; else 152. */
  readonly proxy: boolean;
  /** Static home network prefixes; empty: they come from the pool. */
  readonly prefixes: readonly Prefix[];
  /** How many prefixes of the pool a session gets. */
  readonly prefixCount: number;
  /** IPv4 home address service, RFC 5844: this very address, `pool` for one of it, or `none`. */
  readonly ipv4: Ipv4Text;
  /** IPv6 service; else 172. */
  readonly ipv6: boolean;
}

/** How an anchor is set up. */
export interface LmaConfig {
  /** LMAA: where PBUs come to, and the end of the tunnels. */
  readonly address: Ipv6;
  readonly name: string;
  /** Prefixes that it gives to sessions, in order. */
  readonly pool: readonly Prefix[];
  /** `192.0.2.0/24`: the first host is the router, mobile nodes have those from .17 on. */
  readonly ipv4Pool?: string;
  /** The longest lifetime that it grants, in units of 4 s. */
  readonly lifetime: number;
  /** Trusted mobile access gateways, address → name; others get 154. */
  readonly peers: Readonly<Record<string, string>>;
  /** MN-ID → profile; others get 153. */
  readonly profiles: Readonly<Record<string, LmaProfile>>;
  readonly supports: readonly Support[];
  /** Gateways that may revoke the bindings of all their nodes at once (RFC 5846 §13). */
  readonly mayRevokeAll?: readonly string[];
  /** The policy table of MIF §4.2, in the order of priority. */
  readonly flows?: readonly FlowPolicy[];
  /** Flows that an operator may name: whose, and which packets. */
  readonly flowNames?: Readonly<Record<string, Pick<FlowPolicy, 'mnId' | 'selector'>>>;
}

/** Binding Cache entry, PMIP §5.1: one mobility session. Key: `mnId #n`. */
export interface BindingRow {
  readonly mnId: string;
  /** Octets as text; undefined where the RFC has two octets of zero. */
  readonly linkLayerId: string | undefined;
  readonly accessTechnology: number;
  /** Handoff Indicator of the last accepted PBU. */
  readonly handoff: number;
  /** Link-local address of the gateway on the link to the mobile node. */
  readonly magLinkLocal: Ipv6 | undefined;
  readonly prefixes: readonly Prefix[];
  readonly proxyCareOfAddress: Ipv6;
  /** Where its messages come from; another than the Proxy-CoA with an Alternate Care-of Address. */
  readonly gateway: Ipv6;
  readonly tunnel: IfaceId | undefined;
  /** State of binding.machine.ts. */
  readonly state: BindingState;
  /** When the state ends by itself. */
  readonly until: Micros | undefined;
  /** Granted, units of 4 s; 0 after a de-registration. */
  readonly lifetime: number;
  readonly expiresAt: Micros | undefined;
  readonly lastTimestamp: Ticks | undefined;
  readonly lastSequence: number;
  readonly ipv4Home: Ipv4Text | undefined;
  /** RFC 5845 §3.1: the gateway's key for packets down, and the anchor's for those up. */
  readonly gre: boolean;
  readonly greKeyDown: number | undefined;
  readonly greKeyUp: number | undefined;
  /** The last accepted PBU in a number. */
  readonly lastRequest: number;
  /** Key of the revocation that is about it. */
  readonly revocation: string | undefined;
}

/** A PBU that waits until the binding is de-registered, PMIP §5.4.1.2 rule 4. Key: binding. */
export interface PendingRow {
  readonly mnId: string;
  readonly source: Ipv6;
  readonly since: Micros;
  /** The newest copy. */
  readonly request: ProxyUpdate;
}

/** A prefix of the anchor. Key: prefix. */
export interface PrefixRow {
  readonly prefix: Prefix;
  readonly state: 'free' | 'used' | 'withdrawn';
  /** A static prefix of this node, which no other gets. */
  readonly reservedFor: string | undefined;
  /** Who has it, or had it last. */
  readonly mnId: string | undefined;
  readonly linkLayerId: string | undefined;
  /** Key of its session. */
  readonly binding: string | undefined;
  readonly freedAt: Micros | undefined;
}

/** Keys of bindings that share something: an index of the Binding Cache. */
export interface IndexRow {
  readonly bindings: readonly string[];
}

/** The prefixes that an interface had last. Key: `mnId link-layer id`. */
export interface MemoryRow {
  readonly prefixes: readonly Prefix[];
  readonly freedAt: Micros;
}

/** A prefix that was given back, in the order of giving back. Key: number. */
export interface FreedRow {
  readonly prefix: Prefix;
  readonly freedAt: Micros;
}

/** A BRI that waits for its BRA, RFC 5846 §8.1. Key: sequence number. */
export interface RevocationRow {
  /** The node, or a realm as `@example.net`; undefined: all of the gateway. */
  readonly mnId: string | undefined;
  /** As the BRI names them; empty: all sessions of the node here. */
  readonly prefixes: readonly Prefix[];
  readonly ipv4: Ipv4Text | undefined;
  /** Keys of the entries that it is about. */
  readonly bindings: readonly string[];
  readonly trigger: number;
  readonly global: boolean;
  readonly peer: Ipv6;
  readonly alternateCareOf: Ipv6 | undefined;
  readonly sequence: number;
  /** B-3: it tells of these prefixes, and revokes nothing. */
  readonly muho?: readonly Prefix[];
  /** BRIs sent so far. */
  readonly tries: number;
  readonly state: 'waiting';
  /** When it is sent again, or given up. */
  readonly nextAt: Micros;
}

/** A UPN that waits for its UPA, RFC 7077 §6.1. Key: `peer sequence`. */
export interface NotificationRow {
  readonly mnId: string;
  readonly peer: Ipv6;
  readonly sequence: number;
  readonly reason: number;
  readonly prefixes: readonly Prefix[];
  readonly acknowledge: boolean;
  /** RFC 7864 §4.2: prefixes that are not on the link, and flows. */
  readonly offLink?: readonly Prefix[];
  readonly fids?: readonly number[];
  /** UPNs sent so far. */
  readonly tries: number;
  readonly nextAt: Micros;
}

/** A gateway that this anchor knows. Key: address. */
export interface LmaPeerRow extends PeerRow {
  /** How many bindings it has (RFC 5847 §3: none, no heartbeats). */
  readonly sessions: number;
  /** It answered a BRI, or a UPN, with a Binding Error: none are sent any more. */
  readonly noRevocation: boolean;
  readonly noNotification: boolean;
}

/** What the anchor counts. Key: `self`. */
export interface SelfRow {
  /** Number of the next binding. */
  readonly nextBinding: number;
  /** Place in the pool of the next prefix that nobody has had yet. */
  readonly nextPrefix: number;
  /** First and next number of the prefixes given back. */
  readonly firstFreed: number;
  readonly nextFreed: number;
  /** Next IPv4 home address, counted from the first that nodes get. */
  readonly nextIpv4: number;
  readonly revocationSequence: number;
  /** Undefined: not chosen yet (RFC 7077 §5.1: at random). */
  readonly notificationSequence: number | undefined;
  /** The next GRE key that the anchor chooses. */
  readonly nextGreKey: number;
  /** Of the next FBI (RFC 7109 §6.1.1). */
  readonly flowSequence?: number;
}

/** A binding in its group, RFC 7864 §5.1. */
export interface Member {
  /** Key of the binding. */
  readonly binding: string;
  readonly bid: number;
  /** BID-PRI: the lowest takes what no flow is about. */
  readonly priority: number;
}

/** The bindings of one node, MIF §5.2.2. Key: MN-ID. */
export interface GroupRow {
  readonly members: readonly Member[];
  /** Which interface has had which identifier. */
  readonly known: readonly { readonly link: string; readonly bid: number }[];
  /** Prefixes that may come by tunnels of other bindings. */
  readonly passes: readonly { readonly prefix: Prefix; readonly tunnel: IfaceId }[];
}

/** What a gateway was told of a node's other prefixes. Key: `gateway mnId`. */
export interface ToldRow {
  readonly gateway: Ipv6;
  readonly mnId: string;
  readonly prefixes: readonly Prefix[];
  /** Numbers of flows that it was told of (RFC 7864 §3.3). */
  readonly fids: readonly number[];
  /** unsynchronised: it did not answer, or refused. */
  readonly state: 'telling' | 'told' | 'unsynchronised';
  readonly by: 'PBA' | 'UPN' | 'BRI';
}

/** An entry of the flow mobility cache, RFC 7864 §5.2. Key: `mnId fid`. */
export interface FlowEntryRow {
  readonly mnId: string;
  readonly fid: number;
  /** FID-PRI: the lowest that fits takes a packet. */
  readonly priority: number;
  readonly selector: FlowSelector;
  readonly bids: readonly number[];
  readonly action: 'forward' | 'drop';
  /** Its packets go where it says; else they go where the routes say (M-8). */
  readonly active: boolean;
  /** The tunnels that it leads into now, and for which prefixes. */
  readonly out: readonly IfaceId[];
  readonly within: readonly Prefix[];
  /** Who decided last. */
  readonly by: 'policy' | 'operator' | 'node';
  /** The flow of the scenario, or of the policy, that it is about. */
  readonly name: string | undefined;
  /** Of a policy: the gateways that it names, whichever bindings they have. */
  readonly gateways: readonly Ipv6[];
}

/** A flow that a gateway hears of by RFC 7109. Key: `gateway mnId fid`. */
export interface FlowSignalRow {
  readonly gateway: Ipv6;
  readonly mnId: string;
  readonly flow: FlowOption;
  readonly action: number;
  readonly bids: string;
  readonly sequence: number;
  /** FBIs sent so far. */
  readonly tries: number;
  /** An FBA is waited for. */
  readonly open: boolean;
}

/** A flow that the anchor has a policy for, MIF §4.2. */
export interface FlowPolicy {
  readonly name: string;
  readonly mnId: string;
  readonly selector: FlowSelector;
  readonly gateways: readonly Ipv6[];
  readonly action: 'forward' | 'drop';
}

/** The tables of an anchor, by id. */
export interface LmaRows {
  readonly bindings: BindingRow;
  readonly pending: PendingRow;
  readonly tunnels: TunnelRow;
  readonly prefixes: PrefixRow;
  readonly peers: LmaPeerRow;
  readonly restarts: RestartRow;
  readonly revocations: RevocationRow;
  readonly notifications: NotificationRow;
  readonly indexByNode: IndexRow;
  readonly indexByLink: IndexRow;
  readonly ipv4: IndexRow;
  readonly remembered: MemoryRow;
  readonly freed: FreedRow;
  readonly self: SelfRow;
  readonly groups: GroupRow;
  readonly shares: IndexRow;
  readonly told: ToldRow;
  readonly flows: FlowEntryRow;
  readonly flowsByNode: IndexRow;
  readonly signalled: FlowSignalRow;
}
/** The same as an index type, which `Role` wants. */
export type LmaTables = { readonly [K in keyof LmaRows]: LmaRows[K] };

/** One turn of an anchor: what it may write, what it sees, and what it has asked for so far. */
export interface Turn {
  readonly tables: TablesOf<LmaTables>;
  readonly sight: Sight;
  readonly config: LmaConfig;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
  /** Nodes whose bindings or flows have changed in this turn. */
  readonly touched: Set<string>;
}

/** Asks the engine for something. */
export const ask = (turn: Turn, ...effects: readonly Effect[]): void => {
  turn.effects.push(...effects);
};

/** A rule that acted, made visible: `silent` ignored a message, `warning` refused one. */
export const note = (
  turn: Turn,
  level: 'info' | 'silent' | 'warning',
  text: string,
  cite: Cite,
): void => ask(turn, { do: 'note', text, cite, level });

/** A gateway by its name. */
export const nameOf = (turn: Turn, address: Ipv6): string => turn.config.peers[address] ?? address;

/** The counters of the anchor. */
export const selfOf = (turn: Turn): SelfRow =>
  turn.tables.self.get('self') ?? {
    nextBinding: 1,
    nextPrefix: 0,
    firstFreed: 0,
    nextFreed: 0,
    nextIpv4: 0,
    revocationSequence: 1,
    notificationSequence: undefined,
    nextGreKey: 0xb001,
  };

/** Counts on. */
export const setSelf = (turn: Turn, change: Partial<SelfRow>): void =>
  turn.tables.self.set('self', { ...selfOf(turn), ...change });
