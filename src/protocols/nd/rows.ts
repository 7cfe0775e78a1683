// The tables of role `host`: rows, and how the screen shows them.

import type { FlowId, IfaceId, Micros, NodeId } from '#base/ids.ts';
import type { AddressState } from '#net/interface.ts';
import type { Column, TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import type { Preference } from './advertise.ts';
import type { HostType } from './interpret.ts';
import { FOREVER } from './lifetimes.ts';

/** How a host behaves where the RFCs leave a choice. */
export interface HostConfig {
  /** The interfaces that IP runs on; keys of the first one's rows do not name it. */
  readonly ifaces: readonly [IfaceId, ...(readonly IfaceId[])];
  readonly hostType: HostType;
  /** Prefers a source whose prefix the next hop advertised, RFC 6724 §5 rule 5.5. */
  readonly rule55: boolean;
  /** Sends to the router that advertised the prefix of the source, RFC 8028 §3. */
  readonly sourceRouter: boolean;
  /** Its interface is a virtual one. */
  readonly isVirtual?: boolean;
  /** The host model cannot be switched. */
  readonly fixedModel?: boolean;
  /** It understands the bit by which a network asks for a weak host (MIF §4.1). */
  readonly weakHostBit?: boolean;
  /** The address book, for routes to single hosts. */
  readonly addressOf?: Readonly<Record<NodeId, Ipv6>>;
  /** Addresses of this prefix are another role's: no address is formed in it (MIP6 §11.5.5). */
  readonly home?: Prefix;
  /** The role that is told when an address begins or ends (news `addressesChanged`). */
  readonly tells?: string;
}

/** An address of the host; key: the address. Ends are `FOREVER` where they never come. */
export interface AddressRow {
  readonly address: Ipv6;
  readonly prefix: Prefix;
  readonly iface: IfaceId;
  readonly state: AddressState;
  readonly validUntil: Micros;
  readonly preferredUntil: Micros;
  /**
   * Link-local address of the router that advertised the prefix last; `::` for a link-local
   * address.
   */
  readonly router: Ipv6;
  /** Duplicate address detection failed: the address is not used. */
  readonly duplicate?: true;
}

/** An entry of the default-router list; key: `keyOn` of the link-local address. */
export interface RouterRow {
  readonly address: Ipv6;
  readonly mac?: Mac;
  readonly preference: Preference;
  readonly until: Micros;
  readonly iface: IfaceId;
  /** Prefixes that it advertised, RFC 8028 §3.1. */
  readonly prefixes: readonly Prefix[];
  /** A random number: a type A host shares its load among equal routers by it (RFC 4311 §3). */
  readonly draw: number;
}

/** A more-specific route, RFC 4191 §3.1; key: `keyOn` of `prefix router`. */
export interface RouteRow {
  readonly prefix: Prefix;
  readonly router: Ipv6;
  readonly preference: Preference;
  readonly until: Micros;
  readonly iface: IfaceId;
}

/** A prefix that is on the link, ND §5.1 Prefix List; key: `keyOn` of the prefix. */
export interface OnLinkRow {
  readonly prefix: Prefix;
  readonly iface: IfaceId;
  readonly until: Micros;
}

/** The search for routers on an interface; key: the interface. */
export interface DiscoveryRow {
  readonly iface: IfaceId;
  readonly state: 'off' | 'delaying' | 'soliciting' | 'found' | 'none';
  readonly delay: Micros;
  readonly sent: number;
}

/** A route to one host that an operator gave (MIF §5.4); key: the destination. */
export interface HostRouteRow {
  readonly destination: Ipv6;
  readonly iface: IfaceId;
}

/** A flow that waits for a source address; key: the flow. */
export interface QuestionRow {
  readonly flow: FlowId;
  readonly destination: Ipv6;
  /** Only addresses of these prefixes will do; absent: RFC 6724 decides. */
  readonly within?: readonly Prefix[];
  /** Only addresses of this interface will do. */
  readonly iface?: IfaceId;
}

/** The tables of role `host`. */
// A type, not an interface: it must have the index signature of `Tables`.
export type HostRows = {
  readonly addresses: AddressRow;
  readonly routers: RouterRow;
  readonly routes: RouteRow;
  readonly onLink: OnLinkRow;
  readonly discovery: DiscoveryRow;
  readonly questions: QuestionRow;
  readonly hostRoutes: HostRouteRow;
};
export type HostTables = TablesOf<HostRows>;

/**
 * The key of what an interface has: two links may have routers of one link-local address, as those
 * of PMIPv6 domains do (RFC 6543 §4), so the interface is part of it (RFC 4007 §11). The first one's
 * is left out.
 */
export const keyOn = ({ ifaces }: Pick<HostConfig, 'ifaces'>, iface: IfaceId, text: string) =>
  iface === ifaces[0] ? text : `${text}%${iface}`;

/** What `keyOn` is made from, of a route. */
export const routeKey = (row: Pick<RouteRow, 'prefix' | 'router'>): string =>
  `${row.prefix} ${row.router}`;

const ending = <E>(id: string, title: string, end: (row: E) => Micros): Column<E> => ({
  id,
  title,
  text: (row) => (end(row) === FOREVER ? 'for ever' : ''),
  expires: (row) => (end(row) === FOREVER ? undefined : end(row)),
});

/** How the tables are shown. */
export const hostTables: { readonly [K in keyof HostRows]: TableSpec<HostRows[K]> } = {
  addresses: {
    id: 'addresses',
    title: 'Addresses',
    cite: 'RFC 4862 §5.5',
    columns: [
      { id: 'address', title: 'Address', text: (row) => row.address },
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      {
        id: 'state',
        title: 'State',
        text: (row) => (row.duplicate === true ? 'duplicate' : row.state),
      },
      ending('preferred', 'Preferred', (row) => row.preferredUntil),
      ending('valid', 'Valid', (row) => row.validUntil),
      {
        id: 'router',
        title: 'Advertised by',
        text: (row) => (row.router === '::' ? '' : row.router),
      },
    ],
  },
  routers: {
    id: 'routers',
    title: 'Default routers',
    cite: 'ND §5.1',
    columns: [
      { id: 'address', title: 'Router', text: (row) => row.address },
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      { id: 'mac', title: 'Link-layer address', text: (row) => row.mac ?? '' },
      { id: 'preference', title: 'Preference', text: (row) => row.preference },
      { id: 'prefixes', title: 'Prefixes', text: (row) => row.prefixes.join(', ') },
      ending('until', 'Lifetime', (row) => row.until),
    ],
  },
  routes: {
    id: 'routes',
    title: 'More-specific routes',
    cite: 'RTR §3.1',
    columns: [
      { id: 'prefix', title: 'Prefix', text: (row) => row.prefix },
      { id: 'router', title: 'Router', text: (row) => row.router },
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      { id: 'preference', title: 'Preference', text: (row) => row.preference },
      ending('until', 'Lifetime', (row) => row.until),
    ],
  },
  onLink: {
    id: 'onLink',
    title: 'Prefixes on the link',
    cite: 'ND §5.1',
    columns: [
      { id: 'prefix', title: 'Prefix', text: (row) => row.prefix },
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      ending('until', 'Lifetime', (row) => row.until),
    ],
  },
  discovery: {
    id: 'discovery',
    title: 'Router discovery',
    cite: 'ND §6.3.7',
    columns: [
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
      { id: 'state', title: 'State', text: (row) => row.state },
      { id: 'sent', title: 'Solicitations', text: (row) => String(row.sent) },
    ],
  },
  hostRoutes: {
    id: 'hostRoutes',
    title: 'Routes to single hosts',
    cite: 'MIF §5.4',
    columns: [
      { id: 'destination', title: 'To', text: (row) => row.destination },
      { id: 'iface', title: 'Interface', text: (row) => row.iface },
    ],
  },
  questions: {
    id: 'questions',
    title: 'Flows without an address',
    cite: 'RFC 6724 §5',
    columns: [
      { id: 'flow', title: 'Flow', text: (row) => row.flow },
      { id: 'destination', title: 'To', text: (row) => row.destination },
    ],
  },
};
