// What a scenario is: topology, flows, readings and script. Version 1 of the format; README.md
// describes it for people, shape.ts bounds it, schema.ts checks it.

import type { LinkId, Micros, NodeId } from '#base/ids.ts';
import type { FlowSpec, Stamped } from '#sim/command.ts';
import type { Profile } from '#wire/packet.ts';

/** Kinds of node of this version of the format. */
export type NodeKind = 'mn' | 'dgw' | 'hss' | 'cn' | 'core' | 'localnet';

/** One node. `x` and `y` are pixels of the stage (1000 by 640), on an 8-pixel grid. */
export interface ScenarioNode {
  readonly id: NodeId;
  readonly kind: NodeKind;
  /** Name on the screen; default: the id in the drafts' spelling (`dgw1` is D-GW1). */
  readonly name?: string;
  readonly x: number;
  readonly y: number;
  /** Address of a D-GW or CN; the /64 prefix of a local network, whose server is `::80` in it. */
  readonly address?: string;
  /** D-GW: prefixes that it hands out, in order, one per MN. */
  readonly pool?: readonly string[];
  /** D-GW: radio cell, an ellipse around (x + cell.dx, y + cell.dy). */
  readonly cell?: {
    readonly dx: number;
    readonly dy: number;
    readonly rx: number;
    readonly ry: number;
  };
  /** D-GW: logical identities as the draft prints them, by DLIF name: MAC. */
  readonly dlifMacs?: Readonly<Record<string, string>>;
  /** Local network: the gateway that alone reaches it. */
  readonly behind?: NodeId;
  /** MN: identity, MAC of if1, host type of RFC 4191, rule 5.5 of RFC 6724. */
  readonly mnId?: string;
  readonly mac?: string;
  readonly hostType?: 'A' | 'B' | 'C';
  readonly rule55?: boolean;
  /** MN: sends to the router that advertised the prefix of the source (RFC 8028 §3); default true. */
  readonly sourceRouter?: boolean;
}

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
