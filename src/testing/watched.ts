// What the invariants look at: a world's tables and its trace, as far as they need them. A
// `Timeline` is one. Messages are read from octets here, not by the code of the protocols.

import type { DatagramId, FrameId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { ReadonlyTable } from '#base/table.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { WorldSpec } from '#sim/world.ts';
import { ipv6At } from '#wire/address.ts';
import type { Ipv6 } from '#wire/address.ts';
import { decodePacket, ETHERNET_OCTETS } from '#wire/packet.ts';
import type { MobilityMessage, MobilityOption, Packet, Profile } from '#wire/packet.ts';

/** Next Header of a Mobility Header. */
export const MOBILITY = 135;

export interface WatchedFrame {
  readonly datagram: DatagramId;
  readonly from: NodeId;
  readonly arriveAt: Micros;
  /** The event that ended its flight, or -1. */
  readonly endSeq: Seq;
  readonly tunnelled: boolean;
  /** What people did to it. */
  readonly touches: readonly { readonly act: string }[];
  /** Ethernet frame. */
  readonly octets: () => Uint8Array;
}

export interface Watched {
  readonly now: Micros;
  readonly world: {
    readonly spec: WorldSpec;
    readonly tables: ReadonlyMap<string, ReadonlyTable<object>>;
    /** `waiting`: packets that wait for a link-layer address; `fragments`: for the rest of them. */
    readonly nodes: readonly {
      readonly id: NodeId;
      readonly waiting: ReadonlyTable<{ readonly parcel: { datagram: DatagramId } | undefined }>;
      /** Packets that wait for another route. */
      readonly buffered: ReadonlyTable<{
        readonly packets: readonly { readonly parcel: { readonly datagram: DatagramId } }[];
      }>;
      readonly fragments: ReadonlyTable<{
        readonly pieces: readonly { readonly parcel: { readonly datagram: DatagramId } }[];
      }>;
    }[];
  };
  readonly log: {
    readonly length: number;
    event(seq: Seq): TraceEvent;
    frame(id: FrameId): WatchedFrame;
  };
}

/** One invariant at work. */
export interface Checker {
  /** What an event breaks. */
  readonly onEvent?: (event: TraceEvent, run: Watched) => readonly string[];
  /** What is broken once the events of one look are read. */
  readonly onLook?: (run: Watched) => readonly string[];
  /** What the tables of the gateways break, after one of them has changed. */
  readonly onRows?: (run: Watched) => readonly string[];
}

export type EventOf<K extends TraceEvent['kind']> = Extract<TraceEvent, { readonly kind: K }>;

/** Rows of a table; none when the node has no such table. */
export function rowsOf<R extends object>(run: Watched, name: string): readonly R[] {
  const table = run.world.tables.get(name);
  return table === undefined ? [] : ([...table.values()] as R[]); // the caller knows the table
}

/** Nodes of a kind. */
export const nodesOf = (run: Watched, kind: string): readonly NodeId[] =>
  run.world.spec.nodes.filter((node) => node.kind === kind).map((node) => node.id);

/**
 * Whom a node may show the D flag: the gateways of its operator and its home LMA, as it was set up.
 */
export const domainOf = (run: Watched, node: NodeId): ReadonlySet<string> =>
  new Set(
    configsOf(run, node).flatMap((config) => {
      if (typeof config !== 'object' || config === null) return [];
      const { peers, partners } = config as { readonly peers?: object; readonly partners?: object };
      return Object.keys({ ...peers, ...partners });
    }),
  );

/** Source and destination of the outermost header. */
export const outerEnds = (octets: Uint8Array): { readonly src: Ipv6; readonly dst: Ipv6 } => ({
  src: ipv6At(octets, ETHERNET_OCTETS + 8),
  dst: ipv6At(octets, ETHERNET_OCTETS + 24),
});

/** The packet of a frame, if it can be read. */
export function packetIn(octets: Uint8Array, profile: Profile): Packet | undefined {
  const decoded = decodePacket(octets.subarray(ETHERNET_OCTETS), profile);
  return decoded.ok ? decoded.value : undefined;
}

/** The Mobility Header message of a packet. */
export function mobilityIn(packet: Packet | undefined): MobilityMessage | undefined {
  return packet?.payload.is === 'mobility' ? packet.payload.message : undefined;
}

/** The Mobility Header message of a frame that carries one right behind its IPv6 header. */
export function mobilityOf(octets: Uint8Array, run: Watched): MobilityMessage | undefined {
  if (octets[ETHERNET_OCTETS + 6] !== MOBILITY) return undefined;
  return mobilityIn(packetIn(octets, run.world.spec.profile));
}

/** The frame of a delivered Mobility Header. */
export function deliveredMobility(
  event: EventOf<'delivered'>,
  run: Watched,
): Uint8Array | undefined {
  if (event.frame < 0) return undefined;
  const octets = run.log.frame(event.frame).octets();
  return octets[ETHERNET_OCTETS + 6] === MOBILITY ? octets : undefined;
}

/** Prefixes of HNP, Anchored Prefix and Previous MAAR options, as texts. */
export const prefixesIn = (options: readonly MobilityOption[]): readonly string[] =>
  options.flatMap((option) =>
    option.is === 'HomeNetworkPrefix' ||
    option.is === 'AnchoredPrefix' ||
    option.is === 'PreviousMaar'
      ? [`${option.prefix}/${option.prefixLength}`]
      : [],
  );

/** Tells, event by event, what a node sends of octets that a person wrote. */
export function injections(): (event: TraceEvent) => boolean {
  const commands = new Set<Seq>();
  return (event) => {
    if (event.kind === 'command' && event.command.do === 'inject') commands.add(event.seq);
    return event.kind === 'sent' && event.cause !== undefined && commands.has(event.cause);
  };
}

/**
 * Events whose frame leaves the node that made the packet: the first `sent` of a datagram. Without
 * what a person wrote or bent: those octets are not the node's.
 */
export function firstSends(): (event: TraceEvent, run: Watched) => EventOf<'sent'> | undefined {
  const seen = new Set<DatagramId>();
  const isInjected = injections();
  return (event, run) => {
    const isForeign = isInjected(event);
    if (event.kind !== 'sent' || seen.has(event.datagram)) return undefined;
    seen.add(event.datagram);
    if (isForeign) return undefined;
    const isBent = run.log.frame(event.frame).touches.some(({ act }) => act === 'corrupt');
    return isBent ? undefined : event;
  };
}

/** Roles of a node with what they are set up with. */
export const configsOf = (run: Watched, node: NodeId): readonly unknown[] =>
  run.world.spec.nodes.find(({ id }) => id === node)?.roles.map(({ config }) => config) ?? [];

/** A node's memory is gone. */
export const isAmnesia = (event: TraceEvent): boolean =>
  event.kind === 'command' && event.command.do === 'node' && event.command.state === 'lost';
