// What a scenario is: topology, flows, readings and script. Version 1 of the format; README.md
// describes it for people, shape.ts bounds it, schema.ts checks it.

import type { IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Omitted } from '#protocols/mag/rows.ts';
import type { NetworkService } from '#protocols/mip6/home-rows.ts';
import type { Support } from '#protocols/pmipv6/config.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import type { Profile } from '#wire/packet.ts';

/** Kinds of node of this version of the format. */
export type NodeKind =
  | 'mn'
  | 'mr'
  | 'lfn'
  | 'mag'
  | 'lma'
  | 'dgw'
  | 'hss'
  | 'cmd'
  | 'ar'
  | 'ha'
  | 'cn'
  | 'core'
  | 'localnet';

/** One radio of a mobile node. */
export interface ScenarioRadio {
  readonly id: IfaceId;
  /** Default: from the place of the MN and of the radio. */
  readonly mac?: string;
  /** Access Technology Type, PMIP §8.5; default 4, WLAN. It joins cells of its own technology only. */
  readonly att?: number;
  /** It joins the cells of these gateways only, as one that knows their networks by name. */
  readonly joins?: readonly NodeId[];
  /** It is off at the beginning; default false. */
  readonly off?: boolean;
}

/** A virtual interface over radios of a mobile node (VIP §3). */
export interface ScenarioVirtual {
  /** Its link-layer address, which its sub-interfaces have too. */
  readonly mac: string;
  /**
   * prefix: each prefix has its path (VIP §4.1); active: all packets leave by one (VMN §4.2).
   * Default: prefix.
   */
  readonly path?: 'prefix' | 'active';
  /** Only what comes over the active sub-interface is taken. Default: false. */
  readonly strict?: boolean;
  /** Its sub-interfaces; default: all radios. */
  readonly over?: readonly IfaceId[];
  /** Path active: the one that is liked best; default: the nearest, then the first. */
  readonly preferred?: IfaceId;
  /** Sub-interfaces keep link-layer addresses of their own (RFC 7847). Default: false. */
  readonly ownMacs?: boolean;
}

/** One node. `x` and `y` are pixels of the stage (1000 by 640), on an 8-pixel grid. */
export interface ScenarioNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  /** Name on the screen; default: the id in the drafts' spelling (`dgw1` is D-GW1, `mag1` MAG1). */
  readonly name?: string;
  readonly x: number;
  readonly y: number;
  /**
   * Address of a gateway, anchor, CMD, AR, HA or CN; the /64 prefix of a local network, whose server is `::80` in
   * it.
   */
  readonly address?: string;
  /** D-GW, LMA: prefixes that it hands out, in order. */
  readonly pool?: readonly string[];
  /** D-GW, MAG, AR, HA: radio cell, an ellipse around (x + cell.dx, y + cell.dy). */
  readonly cell?: {
    readonly dx: number;
    readonly dy: number;
    readonly rx: number;
    readonly ry: number;
  };
  /** D-GW: logical identities as the draft prints them, by DLIF name: MAC. */
  readonly dlifMacs?: Readonly<Record<string, string>>;
  /** Local network: the gateway or anchor that alone reaches it. */
  readonly behind?: NodeId;
  /** MN: identity, MAC of if1, host type of RFC 4191, rule 5.5 of RFC 6724. */
  readonly mnId?: string;
  readonly mac?: string;
  readonly hostType?: 'A' | 'B' | 'C';
  readonly rule55?: boolean;
  /** MN: sends to the router that advertised the prefix of the source (RFC 8028 §3); default true. */
  readonly sourceRouter?: boolean;
  /** MN: its host model (RFC 1122 §3.3.4.2), or that of a system; default weak. */
  readonly hostModel?: HostModel;
  /** MN: it understands the bit that asks for a weak host (MIF §4.1); default false. */
  readonly weakHostBit?: boolean;
  /** MN: its radios; default: one for WLAN, if1. */
  readonly interfaces?: readonly ScenarioRadio[];
  /** MN: a virtual interface over its radios, on which IP runs instead. */
  readonly virtual?: ScenarioVirtual;
  /** MN: its anchor; default: the first LMA. */
  readonly lma?: NodeId;
  /**
   * MN: what its profile allows. proxy (default): PMIPv6; plain: an address of the visited network;
   * none: no access; unknown: the anchor has no profile of it (153); disabled: the anchor's profile
   * forbids it (152).
   */
  readonly service?: Service;
  /** MN: static home network prefixes; default: from the anchor's pool. */
  readonly prefixes?: readonly string[];
  /** MN: how many prefixes of the pool a session gets; default 1. */
  readonly prefixCount?: number;
  /**
   * MN: IPv4 home address service (RFC 5844): an address of its own, `pool`, or `refused`: asked for
   * and not allowed (170). Default: not asked for.
   */
  readonly ipv4?: string;
  /** MN: IPv6 service; false: the anchor refuses it (172). Default: true. */
  readonly ipv6?: boolean;
  /** MAG, AR, HA: Access Technology Type of its cell, PMIP §8.5; default 4, WLAN. */
  readonly att?: number;
  /**
   * MAG, LMA, HA: lifetime that it asks for or grants at most, in seconds; default 300. MN, MR with a
   * home address: that it asks for; default 240.
   */
  readonly lifetime?: number;
  /** MAG, LMA: what it does not understand beyond RFC 5213. */
  readonly lacks?: readonly Support[];
  /** MAG: options that it leaves out of its PBUs, against the RFC. */
  readonly omits?: readonly Omitted[];
  /** MAG: a second address of it, the Proxy-CoA, sent in the Alternate Care-of Address option. */
  readonly alternateCareOf?: string;
  /** MAG: /64 prefix for nodes with plain access (PMIP §6.14). */
  readonly visitedPrefix?: string;
  /** MAG: the anchors trust it; false: they refuse it (154). Default: true. */
  readonly trusted?: boolean;
  /** MAG: prefixes that it asks for, by id of the MN; others get what the anchor chooses. */
  readonly asks?: Readonly<Record<NodeId, readonly string[]>>;
  /** D-GW: its operator, when there are several; then no tunnel leads from one to another (DMM §5). */
  readonly operator?: string;
  /** LMA between operators: those that may use it. Default: all. */
  readonly roaming?: readonly string[];
  /** LMA: IPv4 home addresses, `192.0.2.0/24`: the first is the router's, nodes have .17 and on. */
  readonly ipv4Pool?: string;
  /** AR: the /64 prefix of its cell. HA: of the home link. MR: of the network that moves with it. */
  readonly prefix?: string;
  /** MN, MR: its home address in the prefix of an HA; it speaks Mobile IPv6 then (RFC 6275). */
  readonly home?: string;
  /** MN, CN: takes part in route optimisation (MIP6 §11.7.2, §9); default true. */
  readonly optimise?: boolean;
  /** MR: whether its updates name its prefix (RFC 3963 §5.1); default explicit. */
  readonly networkMode?: 'explicit' | 'implicit';
  /** HA: what it makes of mobile routers (RFC 3963 §6.2); default full. */
  readonly networkService?: NetworkService;
  /** LMA: its table of flows (MIF §4.2), in the order of priority. */
  readonly flowPolicy?: readonly ScenarioFlowPolicy[];
  /** MN: it decides over its flows, whatever the anchor would. Default: as knob `flowDecider`. */
  readonly decidesFlows?: boolean;
}

/** Which packets to a mobile node go by which gateways; what is absent may be anything. */
export interface ScenarioFlowPolicy {
  readonly id: string;
  readonly mn: NodeId;
  /** The correspondent. */
  readonly from?: NodeId;
  /** Destination: an address of the mobile node, or a /64 prefix. */
  readonly dst?: string;
  readonly sourcePort?: readonly [number, number];
  readonly destinationPort?: readonly [number, number];
  readonly label?: number;
  readonly protocol?: number;
  /** Six bits. */
  readonly trafficClass?: number;
  /** Gateways; to several it is duplicated. None: its packets are dropped. */
  readonly to: readonly NodeId[];
}

/** Host models, and the systems of which draft MIF §4.1 tells one, for IPv6. */
export type HostModel = 'weak' | 'strong' | 'linux' | 'leopard' | 'xp' | 'vista';

/** What a mobile node's profile allows. */
export type Service = 'proxy' | 'plain' | 'none' | 'unknown' | 'disabled';

/** One wired link between two nodes. */
export interface ScenarioLink {
  readonly id: LinkId;
  readonly ends: readonly [NodeId, NodeId];
  readonly delay: Micros;
  /** Bits per second; absent: no serialisation delay. */
  readonly rate?: number;
  readonly loss?: number;
  readonly mtu?: number;
}

/** The whole thing. Version 1 of the format. */
export interface Scenario {
  readonly v: 1;
  /** Bundled scenarios have an id: `dmm-f4`. */
  readonly id?: string;
  readonly title: string;
  readonly cite?: string;
  /** What to look for, one sentence. */
  readonly look?: string;
  readonly seed: number;
  readonly profile: Profile;
  /** Readings of what the drafts leave open, by knob name; absent: the default. */
  readonly knobs?: Readonly<Record<string, string>>;
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly flows: readonly FlowSpec[];
  readonly script: readonly Stamped[];
  /** Virtual time at which Play and `run` end. */
  readonly end: Micros;
  /**
   * The opening of the figure (first attachment, first flows) stands at this time. A command given by
   * hand before it is stamped with it, and the script up to it is kept.
   */
  readonly ready?: Micros;
  /** Access: one-way delay of a radio cell, time of a layer 2 attachment, HSS query latency. */
  readonly radioDelay?: Micros;
  readonly attachDelay?: Micros;
  readonly hssDelay?: Micros;
}
