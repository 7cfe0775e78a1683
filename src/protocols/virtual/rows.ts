// The tables of role `vif`: what a virtual interface knows of its sub-interfaces (RFC 7847 §5.2), and
// how the screen shows it.

import type { IfaceId, Micros } from '#base/ids.ts';
import type { FlowEnds, Paths } from '#net/paths.ts';
import type { TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';

/** How a virtual interface is set up. */
export interface VifConfig {
  readonly iface: IfaceId;
  /** Its sub-interfaces, in the order in which they are liked. */
  readonly subs: readonly IfaceId[];
  readonly mode: Paths['mode'];
  readonly strict: boolean;
  /** Mode active: liked best whatever the signal. */
  readonly preferred?: IfaceId;
  /** A role besides `host` that is told the same. */
  readonly tells?: string;
}

/** A sub-interface: a row of the LIF table; key: the interface. */
export interface SubRow {
  readonly iface: IfaceId;
  readonly up: boolean;
  /** Packets for which nothing else is known leave here; in mode active, all. */
  readonly active: boolean;
  readonly since: Micros;
}

/** A prefix, and where it lives; key: the prefix. */
export interface PrefixRow {
  readonly prefix: Prefix;
  readonly over: IfaceId;
  /** Sub-interfaces over which it is advertised. */
  readonly heard: readonly IfaceId[];
  /** Since when it lives there. */
  readonly since: Micros;
}

/** A router, and where it was heard; key: its address. */
export interface RouterRow {
  readonly router: Ipv6;
  readonly over: readonly IfaceId[];
}

/** A flow that the network has moved off the path of its prefix; key: its ends as text. */
export interface FlowRow extends FlowEnds {
  readonly over: IfaceId;
  readonly since: Micros;
}

/** The tables of role `vif`. */
// A type, not an interface: it must have the index signature of `Tables`.
export type VifRows = {
  readonly subs: SubRow;
  readonly prefixes: PrefixRow;
  readonly routers: RouterRow;
  readonly flows: FlowRow;
};
export type VifTables = TablesOf<VifRows>;

/** The key of a flow. */
export const flowKey = ({ local, localPort, remote, remotePort, protocol }: FlowEnds): string =>
  `${local} ${localPort} ${remote} ${remotePort} ${protocol}`;

/** How the tables are shown. */
export const vifTables: { readonly [K in keyof VifRows]: TableSpec<VifRows[K]> } = {
  subs: {
    id: 'subs',
    title: 'Sub-interfaces',
    cite: 'RFC 7847 §5.2',
    columns: [
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      { id: 'up', title: 'State', text: (row) => (row.up ? 'up' : 'down') },
      { id: 'active', title: 'Path', text: (row) => (row.active ? 'active' : '') },
    ],
  },
  prefixes: {
    id: 'prefixes',
    title: 'Paths of prefixes',
    cite: 'VIP §4.1',
    columns: [
      { id: 'prefix', title: 'Prefix', text: (row) => row.prefix },
      { id: 'over', title: 'Over', text: (row) => row.over },
      { id: 'heard', title: 'Advertised over', text: (row) => row.heard.join(', ') },
    ],
  },
  routers: {
    id: 'routers',
    title: 'Routers heard',
    cite: 'VMN §4.2',
    columns: [
      { id: 'router', title: 'Router', text: (row) => row.router },
      { id: 'over', title: 'Over', text: (row) => row.over.join(', ') },
    ],
  },
  flows: {
    id: 'flows',
    title: 'Paths of flows',
    cite: 'RFC 7847 §5.2',
    columns: [
      { id: 'local', title: 'Here', text: (row) => `${row.local} port ${row.localPort}` },
      { id: 'remote', title: 'There', text: (row) => `${row.remote} port ${row.remotePort}` },
      { id: 'over', title: 'Over', text: (row) => row.over },
    ],
  },
};
