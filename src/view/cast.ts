// Who takes part in a run, by name: what drawings and exports need to know of a scenario.

import type { FlowId, LinkId, NodeId } from '#base/ids.ts';
import type { Profile } from '#wire/packet.ts';
import type { Lifeline } from './ladder.ts';
import type { PrefixNames } from './prefix-names.ts';

export interface Cast {
  readonly title: string;
  readonly profile: Profile;
  /** Nodes that have a lifeline, in order. */
  readonly lifelines: readonly Lifeline[];
  /** All links, radio cells too, in order. */
  readonly links: readonly LinkId[];
  readonly prefixes: PrefixNames;
  /** The name on the screen: `D-GW1`. */
  nameOf(node: NodeId): string;
  kindOf(node: NodeId): string;
  /** Access technology of a node's radio cell: `WLAN`. */
  technologyOf(accessPoint: NodeId): string;
  /** The node that has an address of the wired side, `2001:db8:d1::1`. */
  nodeAt(address: string): NodeId | undefined;
  /** The same; of other addresses the router of their prefix: where a care-of address is. */
  routerAt(address: string): NodeId | undefined;
  /** The node of an identity or of an MN's own address. */
  mobileOf(text: string): NodeId | undefined;
  /** Number of the flow that an Ethernet frame carries. */
  flowNumber(frame: Uint8Array): number | undefined;
  /** The flow of that number in the scenario. Flows defined later are known by their rows. */
  flowOf(number: number): FlowId | undefined;
  /** The flow that a timer of a source belongs to. */
  flowOfTimer(timer: string): FlowId | undefined;
}

/** Kinds of node that have radios and are carried about. */
export const isMobileKind = (kind: string): boolean => kind === 'mn' || kind === 'mr';
