// What was found out once and holds until a table changes, and what follows a table's changes: kept
// beside the world, never part of it.

import { Grouping } from '#base/grouping.ts';
import type { IfaceId, Micros } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import type { Interface, InterfaceAddress } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import { RouteIndex } from '#net/route-index.ts';
import type { Route } from '#net/route.ts';
import { solicitedNodeOf, type Ipv6, type Mac } from '#wire/address.ts';

/** Something made from a table, and the table's version at that time. */
export interface Cached<T> {
  version: number;
  value: T;
}

/** Who is on a link. */
export interface Members {
  /** By index of the node, the interfaces by which it is on the link. */
  readonly ifaces: ReadonlyMap<number, readonly IfaceId[]>;
  /** The node of a link-layer address, as it was when the interface joined. */
  readonly nodes: ReadonlyMap<Mac, number>;
}

/** A physical interface, and its address as two numbers. */
export interface Port {
  readonly physical: Interface;
  /** Who hears what is for it: itself, or the virtual interface above it. */
  readonly itself: readonly Interface[];
  readonly high: number;
  readonly low: number;
  /** What was found for frames, by a few bits of their two addresses. */
  readonly heard: (Heard | undefined)[];
}

/** Who hears frames between two stations: all that it depends on is in their first words. */
export interface Heard {
  /** Destination and source: 32 bits each. */
  readonly first: number;
  readonly second: number;
  readonly third: number;
  /** Their packets are link-local. */
  readonly isForLink: boolean;
  readonly by: readonly Interface[];
}

/** What a node keeps. */
export interface NodeCaches {
  readonly ports: Cached<Map<IfaceId, Port>>;
  readonly up: Cached<boolean>;
  /** Counts who has come to a cell of this node and gone, and the cells of its own radios. */
  readonly air: { version: number };
  readonly routes: RouteIndex;
  /** DLIFs and access interfaces by the station that they talk to. */
  readonly stations: Grouping<Interface>;
  /** Tunnels by `tunnelKey`. */
  readonly tunnels: Grouping<Interface>;
  /** Addresses by interface. */
  readonly addressesOn: Grouping<InterfaceAddress>;
  /** Addresses by the group in which they are solicited. */
  readonly solicited: Grouping<InterfaceAddress>;
  /** Neighbours by interface. */
  readonly neighboursOn: Grouping<Neighbour>;
}

/** GRE without a key, and no GRE at all. */
export const NO_KEY = -1;
export const NO_GRE = -2;

/** What a tunnel packet shows to the tunnels of a node: outer addresses, and the key of GRE. */
export const tunnelKey = (local: Ipv6, remote: Ipv6, key: number): string =>
  `${local} ${remote} ${key}`;

/** What arrives for a tunnel interface. */
function arrivalKey({ tunnel }: Interface): string | undefined {
  if (tunnel === undefined) return undefined;
  const { local, remote, gre, greKey, greKeyIn = greKey } = tunnel;
  return tunnelKey(local, remote, greKeyIn ?? (gre === true ? NO_KEY : NO_GRE));
}

/** What a link keeps. */
export interface LinkCaches {
  readonly members: Cached<Members>;
  readonly row: Cached<LinkRow>;
}

/** How a link is: a row of the world's table `links`. */
export interface LinkRow {
  readonly up: boolean;
  readonly loss: number;
  readonly delay: Micros;
}

/** No table has this version. */
const NEVER = -1;

/** The tables of a node's stack that decide where packets go. */
export interface StackTables {
  readonly interfaces: Table<Interface>;
  readonly addresses: Table<InterfaceAddress>;
  readonly routes: Table<Route>;
  readonly neighbours: Table<Neighbour>;
}

/** Caches that follow a node's tables. */
export const cachesOver = (tables: StackTables): NodeCaches => ({
  ports: { version: NEVER, value: new Map() },
  up: { version: NEVER, value: false },
  air: { version: 0 },
  routes: new RouteIndex(tables.routes),
  stations: new Grouping(tables.interfaces, (iface) => iface.over && iface.peer),
  tunnels: new Grouping(tables.interfaces, arrivalKey),
  addressesOn: new Grouping(tables.addresses, (row) => row.iface),
  solicited: new Grouping(tables.addresses, (row) => solicitedNodeOf(row.address)),
  neighboursOn: new Grouping(tables.neighbours, (row) => row.iface),
});

export const emptyLinkCaches = (): LinkCaches => ({
  members: { version: NEVER, value: { ifaces: new Map(), nodes: new Map() } },
  row: { version: NEVER, value: { up: false, loss: 0, delay: 0 } },
});
