// The tables of role `mobile`: rows, configuration, one turn, and how the screen shows them.

import type { FlowId, IfaceId, Micros } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { column, expiring, list } from '#protocols/pmipv6/columns.ts';
import type { HomeUpdateState } from './home-update.machine.ts';
import type { MovementState } from './movement.machine.ts';
import type { PeerUpdateState } from './peer-update.machine.ts';

/** The network that moves with a mobile router, RFC 3963. */
export interface MobileNetwork {
  readonly prefix: Prefix;
  /** explicit: the prefix stands in each update; implicit: the home agent knows it. */
  readonly mode: 'explicit' | 'implicit';
}

export interface MobileConfig {
  readonly homeAddress: Ipv6;
  readonly homePrefix: Prefix;
  readonly homeAgent: Ipv6;
  /** The interfaces whose routers it listens to, the first before the others. */
  readonly ifaces: readonly IfaceId[];
  /** A virtual interface over them, by which it sends, and which has the addresses (VMN §4.1). */
  readonly carrier?: IfaceId;
  /** Asked for, in units of 4 s. */
  readonly lifetime: number;
  /** Whether it registers at correspondents too (MIP6 §11.7.2). */
  readonly optimises: boolean;
  readonly network?: MobileNetwork;
}

/** What an interface is on. Key: the interface. */
export interface MovementRow {
  readonly iface: IfaceId;
  readonly state: MovementState;
  /** The router that is believed, and what it advertised. */
  readonly router: Ipv6 | undefined;
  readonly prefixes: readonly Prefix[];
  readonly heardAt: Micros | undefined;
}

/** The home registration in the Binding Update List, MIP6 §11.1. Key: `home`. */
export interface HomeUpdateRow {
  readonly peer: Ipv6;
  readonly homeAddress: Ipv6;
  /** At home it is the home address. */
  readonly careOfAddress: Ipv6;
  readonly iface: IfaceId;
  readonly state: HomeUpdateState;
  readonly sequence: number;
  /** Asked for in the last update, units of 4 s. */
  readonly lifetime: number;
  readonly sentAt: Micros;
  readonly expiresAt: Micros | undefined;
  readonly retransmissions: number;
  readonly isKnown: boolean;
  readonly refreshAfter: Micros;
  readonly endAfter: Micros;
  /** Of the last answer. */
  readonly status: number | undefined;
  /** RFC 3963 §5.1: it registers as a mobile router. */
  readonly asRouter: boolean;
}

/** A registration at a correspondent, with the state of return routability. Key: its address. */
export interface PeerRow {
  readonly peer: Ipv6;
  readonly careOfAddress: Ipv6;
  readonly state: PeerUpdateState;
  readonly sequence: number;
  readonly lifetime: number;
  readonly sentAt: Micros;
  readonly expiresAt: Micros | undefined;
  readonly retransmissions: number;
  readonly refreshAfter: Micros;
  readonly endAfter: Micros;
  readonly status: number | undefined;
  /** Cookies of the tests, hexadecimal. */
  readonly homeCookie: string;
  readonly careOfCookie: string;
  /** What the tests brought. */
  readonly home: Token | undefined;
  readonly careOf: Token | undefined;
}

/** One half of a key. */
export interface Token {
  readonly token: string;
  readonly nonceIndex: number;
}

/** A flow that waits for the home address. Key: the flow. */
export interface QuestionRow {
  readonly flow: FlowId;
}

// A type, not an interface: it must have the index signature of `Tables`.
export type MobileRows = {
  readonly movement: MovementRow;
  readonly registration: HomeUpdateRow;
  readonly peers: PeerRow;
  readonly questions: QuestionRow;
};

/** One turn of a mobile node. */
export interface Turn {
  readonly tables: TablesOf<MobileRows>;
  readonly sight: Sight;
  readonly config: MobileConfig;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
}

/** The key of the home registration. */
export const HOME = 'home';

/** How the tables are shown. */
export const mobileTables: { readonly [K in keyof MobileRows]: TableSpec<MobileRows[K]> } = {
  movement: {
    id: 'movement',
    title: 'Movement',
    cite: 'MIP6 §11.5.1',
    columns: [
      column('iface', 'Interface', (row) => row.iface),
      column('state', 'State', (row) => row.state),
      column('router', 'Router', (row) => row.router ?? ''),
      column('prefixes', 'Prefixes', (row) => list(row.prefixes)),
    ],
  },
  registration: {
    id: 'registration',
    title: 'Binding update list: home agent',
    cite: 'MIP6 §11.1',
    columns: [
      column('peer', 'Home agent', (row) => row.peer),
      column('homeAddress', 'Home address', (row) => row.homeAddress),
      column('careOfAddress', 'Care-of address', (row) => row.careOfAddress),
      column('state', 'State', (row) => row.state),
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('status', 'Status', (row) => `${row.status ?? ''}`),
      column('asRouter', 'Router', (row) => (row.asRouter ? 'R' : '')),
    ],
  },
  peers: {
    id: 'peers',
    title: 'Binding update list: correspondents',
    cite: 'MIP6 §11.1',
    columns: [
      column('peer', 'Correspondent', (row) => row.peer),
      column('careOfAddress', 'Care-of address', (row) => row.careOfAddress),
      column('state', 'State', (row) => row.state),
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('home', 'Home nonce', (row) => `${row.home?.nonceIndex ?? ''}`),
      column('careOf', 'Care-of nonce', (row) => `${row.careOf?.nonceIndex ?? ''}`),
      column('status', 'Status', (row) => `${row.status ?? ''}`),
    ],
  },
  questions: {
    id: 'questions',
    title: 'Flows without an address',
    cite: 'RFC 6724 §5',
    columns: [column('flow', 'Flow', (row) => row.flow)],
  },
};
