// What a role asks for. A closed union; `perform.ts` alone carries it out.

import type { Cite, IfaceId, LinkId, Micros, NodeId, TimerKey } from '#base/ids.ts';
import type { DirectPath } from '#net/direct-path.ts';
import type { FlowRule } from '#net/flow.ts';
import type { Interface, InterfaceAddress } from '#net/interface.ts';
import type { Neighbour, Route } from '#net/route.ts';
import type { Mac } from '#wire/address.ts';
import type { Packet } from '#wire/packet.ts';

/**
 * What roles tell each other: a name and plain data. Each protocol folder declares its own shapes.
 */
export interface News {
  readonly say: string;
  readonly [key: string]: unknown;
}

export type Effect =
  // by the node's own IPv6 stack
  /**
   * Originates a packet. `out` fixes the interface, `toMac` the station (L2 unicast); else the
   * routes decide.
   */
  | {
      readonly do: 'send';
      readonly packet: Packet;
      readonly out?: IfaceId;
      readonly toMac?: Mac;
      /** Words for the ladder, when the packet alone does not say it: `RA @mn1dgw1`. */
      readonly label?: string;
    }
  | { readonly do: 'addRoute'; readonly route: Route }
  | { readonly do: 'removeRoute'; readonly id: string }
  /** Of a node that steers flows: where one goes, before the routes. */
  | { readonly do: 'setFlowRule'; readonly rule: FlowRule }
  | { readonly do: 'removeFlowRule'; readonly id: string }
  | { readonly do: 'addInterface'; readonly iface: Interface }
  | { readonly do: 'removeInterface'; readonly iface: IfaceId }
  | { readonly do: 'setAddress'; readonly address: InterfaceAddress }
  /** `iface`: of a link-local address that several access interfaces have, the one on this. */
  | {
      readonly do: 'removeAddress';
      readonly address: InterfaceAddress['address'];
      readonly iface?: IfaceId;
    }
  | { readonly do: 'setNeighbour'; readonly neighbour: Neighbour }
  | { readonly do: 'removeNeighbour'; readonly iface: IfaceId; readonly address: string }
  | { readonly do: 'setDirectPath'; readonly path: DirectPath }
  /** `key` as `directKey` makes it. */
  | { readonly do: 'removeDirectPath'; readonly key: string }
  // by the simulator
  | { readonly do: 'arm'; readonly timer: TimerKey; readonly after: Micros; readonly say?: string }
  | { readonly do: 'disarm'; readonly timer: TimerKey }
  /**
   * Layer 2: a station joins or leaves the radio cell of an access point; with `instead` of another
   * of its radios, which the access point hears though the station be there already.
   */
  | {
      readonly do: 'associate';
      readonly iface: IfaceId;
      readonly cell: LinkId | undefined;
      readonly instead?: IfaceId;
    }
  /** Out of band, no packet (HSS query and store): arrives as news after the delay. */
  | {
      readonly do: 'signal';
      readonly to: NodeId;
      readonly role: string;
      readonly news: News;
      readonly after: Micros;
      readonly label: string;
    }
  /**
   * A rule that acted silently, made visible (design: facts R-5). `silent` = a message was ignored.
   */
  | {
      readonly do: 'note';
      readonly text: string;
      readonly cite: Cite;
      readonly level: 'info' | 'silent' | 'warning';
    }
  // by a sibling role of the same node, in the same instant
  | { readonly do: 'tell'; readonly role: string; readonly news: News };
