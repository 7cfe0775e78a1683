// The tables of role `ha`: rows, configuration, one turn, and how the screen shows them.

import type { Cite, IfaceId, Micros } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight, TableSpec, TablesOf } from '#sim/role.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { column, expiring, list, units } from '#protocols/pmipv6/columns.ts';
import type { TunnelRow } from '#protocols/pmipv6/tunnels.ts';
import type { HomeBindingState } from './home-binding.machine.ts';
import type { Update } from './messages.ts';

/** What a home agent makes of mobile routers: serves them, refuses them, or knows nothing of them. */
export type NetworkService = 'full' | 'none' | 'unauthorized' | 'noForwarding' | 'unaware';

/** What a home agent knows of a mobile node. */
export interface Subscriber {
  /** RFC 3963 §6.1.2: the prefixes of its network. */
  readonly networks: readonly Prefix[];
}

export interface HomeAgentConfig {
  readonly address: Ipv6;
  readonly homePrefix: Prefix;
  /** The interface on the home link. */
  readonly iface: IfaceId;
  /** Granted at most, in units of 4 s. */
  readonly lifetime: number;
  /** Home address → what is known of its node; others are not served (MIP6 §10.3.1, trust). */
  readonly subscribers: Readonly<Record<string, Subscriber>>;
  readonly networkService: NetworkService;
}

/** An entry of the Binding Cache, MIP6 §9.1. Key: home address. */
export interface HomeBindingRow {
  readonly homeAddress: Ipv6;
  readonly careOfAddress: Ipv6;
  readonly state: HomeBindingState;
  readonly sequence: number;
  /** Granted, units of 4 s. */
  readonly lifetime: number;
  readonly expiresAt: Micros | undefined;
  /** RFC 3963 §6.1.1: the R flag, and the prefixes that are routed to it. */
  readonly mobileRouter: boolean;
  readonly networks: readonly Prefix[];
  readonly tunnel: IfaceId | undefined;
  /** The last update, which is answered. */
  readonly request: Update;
}

// Types, not interfaces: they must have the index signature of `Tables`.
export type HomeAgentRows = { readonly bindings: HomeBindingRow; readonly tunnels: TunnelRow };

/** One turn of a home agent. */
export interface Turn {
  readonly tables: TablesOf<HomeAgentRows>;
  readonly sight: Sight;
  readonly config: HomeAgentConfig;
  /** In order; handed to the engine when the turn ends. */
  readonly effects: Effect[];
}

/** Asks the engine for something. */
export const ask = (turn: { readonly effects: Effect[] }, ...effects: readonly Effect[]): void => {
  turn.effects.push(...effects);
};

/** A rule that acted, made visible: `silent` ignored a message, `warning` refused one. */
export const note = (
  turn: { readonly effects: Effect[] },
  level: 'info' | 'silent' | 'warning',
  text: string,
  cite: Cite,
): void => ask(turn, { do: 'note', text, cite, level });

/** How the tables are shown. */
export const homeAgentTables: {
  readonly [K in keyof HomeAgentRows]: TableSpec<HomeAgentRows[K]>;
} = {
  bindings: {
    id: 'bindings',
    title: 'Binding cache',
    cite: 'MIP6 §9.1',
    columns: [
      column('homeAddress', 'Home address', (row) => row.homeAddress),
      column('careOfAddress', 'Care-of address', (row) => row.careOfAddress),
      column('state', 'State', (row) => row.state),
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('lifetime', 'Lifetime', (row) => units(row.lifetime)),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('mobileRouter', 'Router', (row) => (row.mobileRouter ? 'R' : '')),
      column('networks', 'Networks', (row) => list(row.networks)),
      column('tunnel', 'Tunnel', (row) => row.tunnel ?? ''),
    ],
  },
  tunnels: {
    id: 'tunnels',
    title: 'Tunnels',
    cite: 'MIP6 §10.4.2',
    columns: [
      column('remote', 'To', (row) => row.remote),
      column('sessions', 'Bindings', (row) => `${row.sessions}`),
      column('iface', 'Interface', (row) => row.iface),
    ],
  },
};
