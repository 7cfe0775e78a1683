// The stage at one instant, as the screen draws it: nodes with what they hold, links, tunnels, flows.

import type { LinkId, Micros, NodeId, Seq } from '#base/ids.ts';

/**
 * Where a prefix is anchored, as the stage colours it: letter and gateway. A home network prefix has
 * its number (`1` for HNP1) and its local mobility anchor.
 */
export interface Anchor {
  readonly letter: string;
  readonly gateway: NodeId;
}

export interface DlifScene {
  /** `mn1dgw1` */
  readonly name: string;
  readonly mn: NodeId;
  readonly anchor: Anchor;
  readonly mac: string;
  readonly linkLocal: string;
  readonly prefix: string;
  /** serving: its own MN is here; clone: portrays another gateway; kept: own, the MN is away. */
  readonly state: 'serving' | 'clone' | 'kept';
  /** The prefix is advertised with preferred lifetime 0. */
  readonly deprecated: boolean;
}

/** One node of the stage at the playhead. */
export interface NodeScene {
  readonly id: NodeId;
  readonly kind: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly up: boolean;
  /** One short line beside the name: `anchor of prefA`, `serving MN1`, `F1 running`. */
  readonly role: string;
  readonly address?: string;
  /** Of an access router or home agent: the prefix of its cell. */
  readonly prefix?: string;
  /** Datagrams lost at this node since the last handover began, by reason. */
  readonly lost: readonly { readonly why: string; readonly count: number }[];
  /** The next timer that it has armed. */
  readonly timer?: { readonly label: string; readonly armedAt: Micros; readonly due: Micros };
  readonly dlifs?: readonly DlifScene[];
  readonly cell?: {
    readonly link: LinkId;
    readonly x: number;
    readonly y: number;
    readonly rx: number;
    readonly ry: number;
  };
  readonly mn?: {
    readonly mnId: string;
    readonly mac: string;
    readonly attachedTo: NodeId | undefined;
    /** A layer 2 attachment under way to this gateway. */
    readonly joining: NodeId | undefined;
    /** All radios; the fields above are those of the first that is attached. */
    readonly radios: readonly RadioScene[];
    /** The virtual interface above radios of it (VIP §3). */
    readonly virtual?: VirtualScene;
    /** Its layers, where it has several radios or a virtual interface. */
    readonly stack?: StackScene;
    /** Where it stood before its last move, for the ghost. */
    readonly cameFrom?: { readonly x: number; readonly y: number };
    readonly addresses: readonly {
      readonly address: string;
      readonly short: string;
      readonly anchor: Anchor;
      readonly state: 'tentative' | 'preferred' | 'deprecated';
      readonly validUntil: Micros;
      readonly preferredUntil: Micros;
      /** The home address of client Mobile IPv6: in no table of the host. */
      readonly home?: boolean;
    }[];
    /** Routers as the host's tables list them. */
    readonly believes: readonly {
      readonly linkLocal: string;
      readonly mac: string | undefined;
      readonly anchor: Anchor;
      readonly preference: string;
      readonly routes: readonly string[];
    }[];
  };
  /** Correspondent: mobile nodes that it reaches at their care-of address (MIP6 §9.1). */
  readonly direct?: readonly { readonly mn: NodeId; readonly careOf: string }[];
  /** HSS: its records, one line each. */
  readonly records?: readonly string[];
  /** Local mobility anchor: its binding cache. */
  readonly lma?: {
    readonly bindings: readonly BindingScene[];
    /** Which flow goes into which tunnel, where the anchor tells flows apart (MIF §4.2). */
    readonly flows?: readonly FlowEntryScene[];
  };
  /** Mobile access gateway: its access links, one per mobile node and radio. */
  readonly mag?: { readonly links: readonly AccessScene[] };
  /** The newest rule that acted silently at this node, or refused, while it is fresh. */
  readonly note?: {
    readonly words: string;
    readonly cite: string;
    readonly level: 'silent' | 'warning';
    readonly at: Micros;
    readonly seq: Seq;
  };
  /** The offset of its clock against the true time; absent: none. */
  readonly clock?: Micros;
}

/** A radio of a mobile node. */
export interface RadioScene {
  readonly iface: string;
  /** Access Technology Type of RFC 5213 §8.5, and its name: `WLAN`. */
  readonly att: number;
  readonly technology: string;
  readonly mac: string;
  readonly attachedTo: NodeId | undefined;
  readonly joining: NodeId | undefined;
  /** It is switched off. */
  readonly off?: true;
}

/** A virtual interface: its sub-interfaces, and where packets leave. */
export interface VirtualScene {
  readonly iface: string;
  readonly mac: string;
  readonly mode: 'prefix' | 'active';
  readonly subs: readonly {
    readonly iface: string;
    readonly up: boolean;
    readonly active: boolean;
  }[];
  /** Mode prefix: the path of each prefix that was advertised. */
  readonly paths: readonly {
    readonly prefix: string;
    readonly name: string;
    readonly over: string;
  }[];
}

/** The layers of a mobile node with several ways to the network (VIP Figure 1, VMN Figure 1). */
export interface StackScene {
  /** RFC 1122 §3.3.4.2. */
  readonly model: 'weak' | 'strong';
  /** The radio that packets from each address leave by; absent: there is none now. */
  readonly paths: readonly {
    readonly address: string;
    readonly prefix: string;
    readonly iface: string;
    readonly over?: string;
  }[];
  readonly sessions: readonly SessionScene[];
  /** Routes to single hosts (MIF §5.4). */
  readonly hostRoutes: readonly { readonly peer: string; readonly iface: string }[];
}

/** A socket of a mobile node, and the radios of its packets. */
export interface SessionScene {
  readonly flow: string;
  /** Place among the flows of the scenario, from 0. */
  readonly number: number;
  readonly running: boolean;
  readonly peer: NodeId;
  readonly address?: string;
  /** By which its packets leave. */
  readonly up?: string;
  /** To which the network sends those that come: a copy to each (RFC 6089 §5.3.6). */
  readonly comes: readonly ComingScene[];
  /** Why none of those that come reaches it. */
  readonly broken?: string;
}

/** A radio by which packets for a socket come. */
export interface ComingScene {
  readonly iface: string;
  /** Why those that come so do not reach it. */
  readonly broken?: string;
}

/** What an anchor does with the packets of one flow. */
export interface FlowEntryScene {
  /** The row's key in the table `lma/flows`; of a flow without an entry, its name. */
  readonly key: string;
  /** The flow's name, or the number of its entry. */
  readonly name: string;
  /** The running flow of the scenario that it is about. */
  readonly flow?: string;
  readonly number?: number;
  readonly mn?: NodeId;
  readonly fid?: number;
  /** `CN1 → HNP1`, and all that the entry asks for. */
  readonly short: string;
  readonly facts: string;
  /**
   * active: by its entry; fallback: its entry leads nowhere now, so that its prefix decides; prefix:
   * it has none; drop: its packets end here.
   */
  readonly state: 'active' | 'fallback' | 'prefix' | 'drop';
  /** Where its packets go now: a copy to each (RFC 6089 §5.3.6). */
  readonly to: readonly NodeId[];
  /** The bindings that its entry names, as far as they stand. */
  readonly bids: readonly number[];
  /** Who decided last. */
  readonly by?: 'policy' | 'operator' | 'node';
  readonly packets: number;
}

/** A row of the binding cache as the card of the stage shows it. */
export interface BindingScene {
  /** The row's key in the table `lma/bindings`. */
  readonly key: string;
  readonly mnId: string;
  /** Absent: no mobile node of the scenario has that identity. */
  readonly mn?: NodeId;
  /** The interface that it is about, where the node has several. */
  readonly iface?: string;
  /** Its identifier among the bindings of the node (RFC 7864 §5.1). */
  readonly bid?: number;
  readonly prefixes: readonly string[];
  /** The names of the prefixes: `HNP1`. */
  readonly names: readonly string[];
  /** The gateway whose address is the Proxy-CoA, or the address when no node has it. */
  readonly careOf: string;
  readonly state: string;
  /** When the state ends by itself (waitDelete, waitDereg). */
  readonly until?: Micros;
  /** Absent: it has been de-registered. */
  readonly expiresAt?: Micros;
  readonly anchor: Anchor;
}

/** An access link of a gateway. */
export interface AccessScene {
  /** The row's key in the table `mag/updates`. */
  readonly key: string;
  readonly mnId: string;
  readonly mn: NodeId;
  readonly iface: string;
  readonly prefixes: readonly string[];
  readonly names: readonly string[];
  readonly state: string;
  /** The Status of the last acknowledgement. */
  readonly status?: number;
  readonly expiresAt?: Micros;
  readonly anchor: Anchor;
}

export interface TunnelScene {
  readonly id: string;
  readonly ends: readonly [NodeId, NodeId];
  readonly users: readonly {
    readonly mn: NodeId;
    readonly prefix: string;
    readonly anchor: Anchor;
  }[];
}

/** Everything of the stage except what flies. */
export interface Scene {
  readonly nodes: readonly NodeScene[];
  readonly links: readonly {
    readonly id: LinkId;
    readonly ends: readonly [NodeId, NodeId];
    readonly up: boolean;
    readonly delay: Micros;
    readonly loss: number;
  }[];
  readonly tunnels: readonly TunnelScene[];
  readonly flows: readonly {
    readonly id: string;
    readonly running: boolean;
    readonly from: NodeId;
    readonly to: NodeId;
    readonly source: string | undefined;
    readonly anchor: Anchor | undefined;
    readonly sent: number;
    readonly received: number;
    readonly lost: number;
  }[];
}
