// What the screen and the worker say to each other: two unions, and one map from question to answer.

import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Report } from '#metrics/measure.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Command, FlowSpec, FrameAct, Stamped } from '#sim/command.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { LadderRow, Lifeline, Ruling } from '#view/ladder.ts';
import type { MessageClassName } from '#wire/classify.ts';
import type { Layer, Profile } from '#wire/packet.ts';
import type { Anchor, Scene } from './scene-types.ts';

export type {
  AccessScene,
  Anchor,
  BindingScene,
  FlowEntryScene,
  NodeScene,
  Scene,
  TunnelScene,
} from './scene-types.ts';
export type { Command, FlowSpec, FrameAct, Layer, Profile, Scenario, Stamped, TraceEvent };
export type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';

/** Bits of `Flights.marks`. `deprecates`: an RA that takes a prefix out of use. */
export const MARK = { tunnelled: 1, willBeLost: 2, deprecates: 4 } as const;

/** Frames on the links at one instant, packed; one entry per frame. Transferred, not copied. */
export interface Flights {
  readonly frame: Int32Array;
  readonly datagram: Int32Array;
  /** Virtual times of departure and arrival. */
  readonly sentAt: Float64Array;
  readonly arriveAt: Float64Array;
  /** Indices into `Still.nodeIds` / `Still.linkIds`. */
  readonly from: Int16Array;
  readonly to: Int16Array;
  readonly link: Int16Array;
  /** `MessageClass` of wire/classify.ts; the inner message when tunnelled. */
  readonly type: Uint8Array;
  /** `MARK` bits of this hop. */
  readonly marks: Uint8Array;
  /** Index of the flow in the scenario, or -1. */
  readonly flow: Int16Array;
  /** Index into `scene.tunnels` of the pipe that carries the frame on this hop, or -1. */
  readonly tunnel: Int16Array;
}

/** A rule that acted without an answer, by the event under the accent. */
export interface Note {
  readonly seq: Seq;
  readonly node: NodeId;
  readonly words: string;
  readonly cite: string;
  readonly level: 'silent' | 'warning';
}

/** A row changed by the event under the accent. */
export interface Change {
  readonly node: NodeId;
  readonly role: string;
  readonly table: string;
  readonly key: string;
  readonly sign: '+' | '~' | '-';
  /** Columns whose text differs. */
  readonly columns: readonly string[];
  /** A state that it left for another: `active → waitDelete`. */
  readonly states?: string;
}

/** The one accent of the screen: the last cause and all its effects. */
export interface Accent {
  /** The causing event, and the ladder row that it belongs to. */
  readonly cause: Seq;
  readonly rowSeq: Seq | undefined;
  readonly frame: FrameId | undefined;
  readonly node: NodeId;
  /** `#11 PBA` */
  readonly short: string;
  /** One line of words: `PBA accepted. Tunnel up, mn1dgw1 cloned, 3 routes.` */
  readonly words: string;
  /** Links that the message crossed, in order of travel, as pairs of nodes; a signal has one pair and link ''. */
  readonly path: readonly { readonly link: LinkId; readonly from: NodeId; readonly to: NodeId }[];
  readonly changes: readonly Change[];
  readonly notes: readonly Note[];
}

/** A frame that stands still on its link until it is released. */
export interface Held {
  /** The name of the command that holds it; `release` takes it. */
  readonly name: string;
  readonly frame: FrameId;
  readonly link: LinkId;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly since: Micros;
  /** The message: `PBU`. */
  readonly kind: MessageClassName;
  /** `PBU seq2 L75 HI3 HNP1, MAG2 → LMA` */
  readonly words: string;
}

/** A catch that waits for its frame. */
export interface Armed {
  readonly name: string;
  readonly link: LinkId;
  readonly kind: MessageClassName | 'any';
  readonly act: FrameAct;
  /** `drop the 2nd PBU on mag1-core` */
  readonly words: string;
}

/** Where a run stops, right behind the event that fits. `id` is the page's own. */
export type Break = { readonly id: string } & (
  | {
      readonly on: 'message';
      readonly type: MessageClassName | 'any';
      /** sent: by its originator; received: delivered; lost: dropped anywhere on its way. */
      readonly when: 'sent' | 'received' | 'lost';
      readonly node?: NodeId;
    }
  /** A packet of user data is lost. */
  | { readonly on: 'loss'; readonly node?: NodeId }
  | {
      readonly on: 'row';
      readonly node: NodeId;
      readonly role: string;
      readonly table: string;
      readonly key?: string;
    }
  /** A rule that acts without an answer: an ignored message, a refused registration. */
  | { readonly on: 'note'; readonly node?: NodeId }
  | { readonly on: 'time'; readonly at: Micros }
);

/** One picture of the run. */
export interface Still {
  readonly epoch: number;
  readonly status: 'paused' | 'playing' | 'ended';
  readonly now: Micros;
  /**
   * While playing: virtual microseconds per wall millisecond until `until`; the screen's clock runs on
   * by itself between stills and stops there. `skips` is the idle span that is being passed quickly.
   */
  readonly clock: { readonly rate: number; readonly until: Micros; readonly skips: Micros };
  /** Engine events carried out at the playhead; `seq` counts trace events. */
  readonly step: number;
  readonly seq: Seq;
  /** How far the run is known, and how far the scenario goes. */
  readonly known: { readonly at: Micros; readonly step: number; readonly seq: Seq };
  readonly endAt: Micros;
  readonly nodeIds: readonly NodeId[];
  readonly linkIds: readonly LinkId[];
  readonly scene: Scene;
  readonly flights: Flights;
  readonly accent: Accent | undefined;
  /** The last message of the control plane that was delivered before the playhead. */
  readonly lastMessage: FrameId | undefined;
  /** Frames that are held, and catches that wait, in the order of their commands. */
  readonly held: readonly Held[];
  readonly catches: readonly Armed[];
  /**
   * Why the run stands here: the breakpoint (`id`), the event that fitted and the ladder row that it
   * belongs to, in words. Gone as soon as the playhead moves.
   */
  readonly stop:
    | {
        readonly id: string;
        readonly seq: Seq | undefined;
        readonly rowSeq: Seq | undefined;
        readonly words: string;
      }
    | undefined;
  /** Something was done by hand that Undo takes back. */
  readonly undoable: boolean;
  /** Number of ladder rows at the playhead. */
  readonly ladderRows: number;
  /** The next scheduled events. */
  readonly next: readonly {
    readonly at: Micros;
    readonly node: NodeId;
    readonly words: string;
    /** The event sends a message of the control plane: the forecast row of the ladder. */
    readonly message?: {
      readonly from: NodeId;
      readonly to: NodeId;
      readonly type: string;
      readonly label: string;
    };
  }[];
  /** Marks for the scrubber over the known run. */
  readonly marks: readonly {
    readonly at: Micros;
    readonly seq: Seq;
    readonly type: string;
    readonly words: string;
  }[];
  /** The branches: the current one and those that were left, newest first (at most 4). */
  readonly branches: readonly {
    readonly id: number;
    readonly forkedAt: Micros;
    readonly until: Micros;
    readonly words: string;
    readonly current: boolean;
  }[];
  /** Six characters of the fingerprint at the playhead (spec 10, key `k`). */
  readonly digest: string;
  /** The script of this branch: what the link carries. */
  readonly script: readonly Stamped[];
}

/** Which rows the ladder shows. */
export interface LadderFilter {
  readonly signalling: boolean;
  readonly data: boolean;
  readonly neighbourDiscovery: boolean;
  readonly onlyChanges: boolean;
}

export interface TableView {
  readonly node: NodeId;
  readonly role: string;
  readonly table: string;
  readonly title: string;
  readonly cite: string;
  readonly columns: readonly { readonly id: string; readonly title: string }[];
  readonly rows: readonly {
    readonly key: string;
    readonly cells: readonly {
      readonly text: string;
      readonly expires?: Micros;
      readonly was?: string;
      readonly anchor?: Anchor;
      /** The event that gave the cell its text, when another one than wrote the row last. */
      readonly why?: Why;
    }[];
    /** Against the world before the accent's cause. A removed row stays for one step with '-'. */
    readonly sign: '' | '+' | '~' | '-';
    /** The event that wrote the row last, in words (`#11 PBA`), to go to. */
    readonly why: Why | undefined;
  }[];
}

/** What brought something about, to go to: `#11 PBA`. */
export interface Why {
  readonly seq: Seq;
  readonly rowSeq: Seq | undefined;
  readonly words: string;
}

export interface PacketView {
  readonly frame: FrameId;
  readonly at: Micros;
  readonly link: LinkId;
  readonly from: NodeId;
  readonly to: NodeId | undefined;
  /** `#11 PBA D-GW1 → D-GW2, 216 B` */
  readonly title: string;
  /** Ethernet frame. */
  readonly octets: Uint8Array;
  readonly layers: readonly Layer[];
  /** What the delivery changed: rows, to go to. */
  readonly changed: readonly Change[];
  /** Frames of the same datagram, hop by hop. */
  readonly hops: readonly {
    readonly frame: FrameId;
    readonly from: NodeId;
    readonly to: NodeId | undefined;
    readonly link: LinkId;
    readonly at: Micros;
    readonly tunnelled: boolean;
  }[];
  readonly end: { readonly how: 'delivered' | 'dropped' | 'flying'; readonly words: string };
  /** The receiver ignored or refused it, by this rule. */
  readonly ruled?: Ruling;
  /** What commands did to it, in order: `held by hold1 at 2.000 000 s on core-lma`. */
  readonly faults: readonly string[];
  /** It repeats an earlier message: the first sending. */
  readonly repeats?: Why;
}

/** One hook of MIF Figure 5, in words. */
export interface PipelineStep {
  readonly hook:
    | 'PREROUTING'
    | 'routing'
    | 'INPUT'
    | 'local process'
    | 'OUTPUT'
    | 'FORWARD'
    | 'POSTROUTING'
    | 'dropped';
  readonly words: string;
}

/** A packet in one node. */
export interface Pipeline {
  readonly node: NodeId;
  readonly frame: FrameId;
  /** The mark that it has within the node, and the rule that looks for it. */
  readonly mark: number | undefined;
  readonly rule: string | undefined;
  readonly steps: readonly PipelineStep[];
}

/** Packets and octets of a flow. */
export interface FlowCount {
  readonly mark: number;
  readonly packets: number;
  readonly octets: number;
  readonly last: Micros;
}

/** An event with its chain of causes, in words. */
export interface Explanation {
  readonly seq: Seq;
  readonly chain: readonly {
    readonly seq: Seq;
    readonly at: Micros;
    readonly node: NodeId;
    readonly words: string;
    readonly cite?: string;
  }[];
}

/** Question → what is asked and what is answered. */
export interface Queries {
  readonly ladder: {
    readonly ask: { readonly from: number; readonly count: number; readonly filter: LadderFilter };
    readonly answer: {
      readonly total: number;
      /** Rows of this filter that begin before the playhead. */ readonly now: number;
      readonly rows: readonly LadderRow[];
      readonly lifelines: readonly Lifeline[];
      readonly attachment: readonly {
        readonly node: NodeId;
        readonly to: NodeId | undefined;
        readonly anchor: Anchor | undefined;
        readonly from: Micros;
        readonly until: Micros | undefined;
      }[];
    };
  };
  readonly ladderIndex: {
    readonly ask: { readonly seq: Seq; readonly filter: LadderFilter };
    readonly answer: { readonly index: number };
  };
  readonly events: {
    readonly ask: { readonly from: Seq; readonly count: number };
    readonly answer: readonly TraceEvent[];
  };
  readonly tables: {
    readonly ask: { readonly node: NodeId };
    readonly answer: readonly TableView[];
  };
  readonly packet: {
    readonly ask: { readonly frame: FrameId; readonly profile?: Profile };
    readonly answer: PacketView;
  };
  readonly explain: { readonly ask: { readonly seq: Seq }; readonly answer: Explanation };
  /** A packet in one node, hook by hook (MIF Figure 5). */
  readonly pipeline: {
    readonly ask: { readonly frame: FrameId; readonly node: NodeId };
    readonly answer: Pipeline;
  };
  /** What has passed of each flow of a node that steers flows, by mark. */
  readonly flowCounts: {
    readonly ask: { readonly node: NodeId };
    readonly answer: readonly FlowCount[];
  };
  /**
   * The command that does something to a frame, to be sent as it is with its instant. A frame under
   * way is acted upon now; another one is caught as it is sent, which may fork the run in the past.
   */
  readonly faultOf: {
    readonly ask: {
      readonly frame: FrameId;
      readonly act: FrameAct;
      /** delay: so much. */
      readonly by?: Micros;
      /** corrupt: this bit of the Ethernet frame, from 0; absent: the last. */
      readonly bit?: number;
    };
    readonly answer: { readonly at: Micros; readonly command: Command; readonly words: string };
  };
  /** Figures of everything that has happened up to the playhead. */
  readonly metrics: {
    readonly ask: Readonly<Record<string, never>>;
    readonly answer: Report & { readonly at: Micros; readonly events: number };
  };
  readonly export: {
    readonly ask: { readonly what: 'ascii' | 'pcapng' | 'trace' | 'tables' };
    readonly answer: { readonly name: string; readonly type: string; readonly octets: Uint8Array };
  };
}
export type QueryName = keyof Queries;

/** How fast virtual time passes. Adaptive: signalling is slowed so that each hop can be seen, idle time is skipped. */
export type Pace =
  | { readonly mode: 'adaptive'; readonly hop: number }
  | { readonly mode: 'proportional'; readonly microsPerSecond: number };

export type StepUnit = 'event' | 'message' | 'quiet' | 'handover';

export type ToWorker =
  | {
      readonly say: 'load';
      readonly epoch: number;
      readonly scenario: Scenario;
      readonly to?: { readonly step: number } | { readonly at: Micros };
    }
  /** `at`: the instant that `faultOf` named, also a past one or one to come. Absent: now. */
  | {
      readonly say: 'command';
      readonly epoch: number;
      readonly command: Command;
      readonly at?: Micros;
    }
  /** All breakpoints of the page, in place of those that were set before. */
  | { readonly say: 'breaks'; readonly epoch: number; readonly breaks: readonly Break[] }
  | { readonly say: 'play'; readonly epoch: number; readonly pace: Pace }
  | { readonly say: 'pause' }
  | {
      readonly say: 'step';
      readonly epoch: number;
      readonly unit: StepUnit;
      readonly back: boolean;
    }
  | {
      readonly say: 'seek';
      readonly epoch: number;
      readonly to: { readonly at: Micros } | { readonly step: number } | { readonly seq: Seq };
    }
  | { readonly say: 'branch'; readonly epoch: number; readonly id: number }
  /** Takes back the last command of this branch (undo). */
  | { readonly say: 'undo'; readonly epoch: number }
  | {
      readonly say: 'ask';
      readonly id: number;
      readonly query: QueryName;
      readonly with: Queries[QueryName]['ask'];
    };

/** The parts of a still that are sent only when they differ from the last one sent in the epoch. */
export type SeldomPart =
  | 'scene'
  | 'accent'
  | 'next'
  | 'marks'
  | 'branches'
  | 'script'
  | 'nodeIds'
  | 'linkIds'
  | 'held'
  | 'catches';
export type SentStill = Omit<Still, SeldomPart> & {
  readonly parts: Partial<Pick<Still, SeldomPart>>;
};

export type FromWorker =
  | { readonly say: 'still'; readonly still: SentStill }
  | { readonly say: 'answer'; readonly id: number; readonly answer: Queries[QueryName]['answer'] }
  | { readonly say: 'refused'; readonly id?: number; readonly why: string }
  | { readonly say: 'progress'; readonly epoch: number; readonly done: number; readonly of: number }
  | { readonly say: 'broken'; readonly error: string; readonly seed: number; readonly at: Micros };
