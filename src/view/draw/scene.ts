// What the drawing of the stage needs to know of the run: the scene of a still, seen from below.

/** Where a prefix is anchored: letter and gateway. */
export interface AnchorMark {
  readonly letter: string;
  readonly gateway: string;
}

export interface DlifMark {
  readonly name: string;
  readonly mn: string;
  readonly anchor: AnchorMark;
  readonly mac: string;
  readonly prefix: string;
  readonly state: 'serving' | 'clone' | 'kept';
  readonly deprecated: boolean;
}

/** A session in an LMA's binding cache. */
export interface BindingMark {
  /** Key of its row. */
  readonly key: string;
  readonly mnId: string;
  /** Node of the session, where the stage has it. */
  readonly mn?: string;
  /** The interface that it is about, where the node has several. */
  readonly iface?: string;
  readonly prefixes: readonly string[];
  /** Their names: `HNP1`. */
  readonly names: readonly string[];
  /** Node, or address, of the proxy care-of address. */
  readonly careOf: string;
  readonly state: string;
  /** When the waiting state ends; absent: it does not wait. */
  readonly until?: number;
  readonly expiresAt?: number;
  readonly anchor: AnchorMark;
}

/** A mobile node on an access link of a MAG. */
export interface AccessMark {
  /** Key of its row. */
  readonly key: string;
  readonly mn: string;
  readonly iface: string;
  readonly prefixes: readonly string[];
  readonly state: string;
  readonly anchor: AnchorMark;
}

/** One radio of a mobile node. */
export interface RadioMark {
  readonly iface: string;
  /** `WLAN` */
  readonly technology: string;
  readonly attachedTo: string | undefined;
  readonly joining: string | undefined;
  readonly off?: true;
}

/** A socket of a mobile node, and the radios of its packets. */
export interface SessionMark {
  readonly flow: string;
  /** Place among the flows of the scenario, from 0. */
  readonly number: number;
  readonly running: boolean;
  readonly peer: string;
  readonly address?: string;
  readonly up?: string;
  /** The radios by which copies of its packets come, and why those that come so do not reach it. */
  readonly comes: readonly { readonly iface: string; readonly broken?: string }[];
  /** Why none of them reaches it. */
  readonly broken?: string;
}

/** The layers of a mobile node with several ways to the network. */
export interface StackMark {
  readonly model: 'weak' | 'strong';
  /** The radio of each address; absent: there is none now. */
  readonly paths: readonly {
    readonly address: string;
    readonly iface: string;
    readonly over?: string;
  }[];
  readonly sessions: readonly SessionMark[];
  readonly hostRoutes: readonly { readonly peer: string; readonly iface: string }[];
}

/** What an LMA does with the packets of one flow. */
export interface FlowMark {
  readonly key: string;
  readonly name: string;
  /** The running flow of the scenario that it is about, and its place there. */
  readonly flow?: string;
  readonly number?: number;
  readonly mn?: string;
  readonly fid?: number;
  /** `CN1 → HNP1` */
  readonly short: string;
  readonly facts: string;
  readonly state: 'active' | 'fallback' | 'prefix' | 'drop';
  /** Gateways that its packets go to now, a copy to each, and the bindings that its entry names. */
  readonly to: readonly string[];
  readonly bids: readonly number[];
  readonly packets: number;
}

export interface MobileMark {
  readonly mnId: string;
  readonly attachedTo: string | undefined;
  readonly joining: string | undefined;
  readonly radios?: readonly RadioMark[];
  readonly stack?: StackMark;
  /** The one interface that IP sees, over the radios. */
  readonly virtual?: {
    readonly iface: string;
    readonly mac: string;
    readonly mode: 'prefix' | 'active';
  };
  readonly cameFrom?: { readonly x: number; readonly y: number };
  readonly addresses: readonly {
    readonly address: string;
    readonly short: string;
    readonly anchor: AnchorMark;
    readonly state: string;
  }[];
  readonly believes: readonly { readonly linkLocal: string; readonly anchor: AnchorMark }[];
}

export interface NodeMark {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Centre of the shape, in the scenario's pixels. */
  readonly x: number;
  readonly y: number;
  readonly up: boolean;
  readonly role: string;
  readonly address?: string;
  /** Of an access router or home agent: the prefix of its cell. */
  readonly prefix?: string;
  readonly lost: readonly { readonly why: string; readonly count: number }[];
  readonly timer?: { readonly label: string; readonly armedAt: number; readonly due: number };
  readonly dlifs?: readonly DlifMark[];
  readonly cell?: {
    readonly link: string;
    readonly x: number;
    readonly y: number;
    readonly rx: number;
    readonly ry: number;
  };
  readonly mn?: MobileMark;
  readonly records?: readonly string[];
  readonly lma?: {
    readonly bindings: readonly BindingMark[];
    readonly flows?: readonly FlowMark[];
  };
  readonly mag?: { readonly links: readonly AccessMark[] };
  /** What it ignored or refused just now, and by which rule. */
  readonly note?: {
    readonly words: string;
    readonly cite?: string;
    readonly level: 'silent' | 'warning';
  };
}

export interface LinkMark {
  readonly id: string;
  readonly ends: readonly [string, string];
  readonly up: boolean;
  readonly loss: number;
}

export interface TunnelMark {
  readonly id: string;
  readonly ends: readonly [string, string];
  readonly users: readonly {
    readonly mn: string;
    readonly prefix: string;
    readonly anchor: AnchorMark;
  }[];
}

export interface SceneMarks {
  readonly nodes: readonly NodeMark[];
  readonly links: readonly LinkMark[];
  readonly tunnels: readonly TunnelMark[];
}

/** The last cause and its effects, as far as the stage shows them. */
export interface AccentMark {
  readonly node: string;
  readonly short: string;
  readonly words: string;
  readonly path: readonly { readonly link: string; readonly from: string; readonly to: string }[];
  readonly changes: readonly {
    readonly node: string;
    readonly table: string;
    readonly key: string;
    readonly sign: string;
  }[];
}
