// What was found out once and holds until a table changes: kept beside the world, never part of it.

import type { IfaceId, Micros } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import type { Mac } from '#wire/address.ts';

/** Something made from a table, and the table's version at that time. */
export interface Cached<T> {
  version: number;
  value: T;
}

/** By index of the node, the interface by which it is on a link. */
export type Members = ReadonlyMap<number, IfaceId>;

/** A physical interface, its address as two numbers, and the DLIFs over it. */
export interface Port {
  readonly physical: Interface;
  /** `[physical]` */
  readonly itself: readonly Interface[];
  readonly high: number;
  readonly low: number;
  readonly dlifsByStation: ReadonlyMap<Mac, readonly Interface[]>;
}

/** What a node keeps. */
export interface NodeCaches {
  readonly ports: Cached<Map<IfaceId, Port>>;
  readonly routes: Cached<readonly Route[]>;
  readonly up: Cached<boolean>;
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

export const emptyCaches = (): NodeCaches => ({
  ports: { version: NEVER, value: new Map() },
  routes: { version: NEVER, value: [] },
  up: { version: NEVER, value: false },
});

export const emptyLinkCaches = (): LinkCaches => ({
  members: { version: NEVER, value: new Map() },
  row: { version: NEVER, value: { up: false, loss: 0, delay: 0 } },
});
