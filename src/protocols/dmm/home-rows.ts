// What a home LMA between operators knows, DMM §5: registrations that it passes on, its tunnels.
// Tables as the screen shows them are here too, since they are few.

import type { Micros } from '#base/ids.ts';
import type { Effect } from '#sim/effect.ts';
import type { Role, Sight, TablesOf } from '#sim/role.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { Ticks } from '#protocols/pmipv6/options.ts';
import type { TunnelRow } from '#protocols/pmipv6/tunnels.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import type { RelayState } from './relay.machine.ts';

/** A gateway of some operator. */
export interface Partner {
  /** `D-GW1` */
  readonly name: string;
  readonly operator: string;
  readonly pool: readonly Prefix[];
}

/** How a home LMA is set up. */
export interface HomeLmaConfig {
  readonly address: Ipv6;
  /** Gateways of all operators, by address. */
  readonly partners: Readonly<Record<string, Partner>>;
  /** Operators whose gateways may use it: the roaming agreements. */
  readonly agreements: readonly string[];
}

/** A registration that is passed on. Key: `mnId anchor`. */
export interface RelayRow {
  readonly mnId: string;
  /** Who anchors the prefixes: this LMA serves, as that gateway sees it. */
  readonly anchor: Ipv6;
  readonly prefixes: readonly Prefix[];
  readonly state: RelayState;
  readonly retransmissions: number;
  readonly stands: boolean;
  /** Who asked last: this LMA anchors, as that gateway sees it. */
  readonly careOf: Ipv6;
  /** The serving gateway of the tunnel that stands. */
  readonly connected: Ipv6 | undefined;
  /** The PBU that waits for its PBA. */
  readonly request: ProxyUpdate | undefined;
  readonly lastTimestamp: Ticks | undefined;
  readonly lastSequence: number;
  readonly lastRequest: number;
  /** PBUs to the anchor that a PBA may still answer. */
  readonly outstanding: readonly SentUpdate[];
  readonly sequence: number | undefined;
  /** Granted, units of 4 s. */
  readonly lifetime: number;
  readonly expiresAt: Micros | undefined;
  readonly status: number | undefined;
  /** What the anchor says of its DLIF, passed on as it is. */
  readonly extensions: readonly MobilityOption[];
}

/** A PBU that waits for its turn. Key: key of its registration. */
export interface RelayWaitingRow {
  readonly anchor: Ipv6;
  readonly since: Micros;
}

/** Key: address. */
interface PartnerRow {
  readonly address: Ipv6;
  readonly name: string;
  /** The PBUs of the last second. */
  readonly sends: readonly Micros[];
}

/** Key: `self`. */
interface SelfRow {
  /** Of the last PBU. */
  readonly sequence: number;
}

// A type, not an interface: it must have the index signature of `Tables`.
export type HomeLmaTables = {
  readonly relays: RelayRow;
  readonly tunnels: TunnelRow;
  readonly waiting: RelayWaitingRow;
  readonly peers: PartnerRow;
  readonly self: SelfRow;
};

/** One turn of a home LMA. */
export interface HomeTurn {
  readonly tables: TablesOf<HomeLmaTables>;
  readonly sight: Sight;
  readonly config: HomeLmaConfig;
  readonly effects: Effect[];
}

export const relayKey = (mnId: string, anchor: Ipv6): string => `${mnId} ${anchor}`;

/** The name of a gateway, or its address. */
export const partnerName = (turn: HomeTurn, address: Ipv6): string =>
  turn.config.partners[address]?.name ?? address;

export const homeTables: Role<HomeLmaTables, HomeLmaConfig>['tables'] = {
  relays: {
    id: 'relays',
    title: 'Registrations passed on',
    cite: 'DMM §5',
    columns: [
      { id: 'mnId', title: 'Node', text: (row) => row.mnId },
      { id: 'prefixes', title: 'Prefixes', text: (row) => row.prefixes.join(', ') },
      { id: 'state', title: 'State', text: (row) => row.state },
      { id: 'careOf', title: 'Proxy-CoA (serving)', text: (row) => row.careOf },
      { id: 'anchor', title: 'Anchor', text: (row) => row.anchor },
      { id: 'sequence', title: 'Sequence', text: (row) => String(row.sequence ?? '') },
      { id: 'status', title: 'Status', text: (row) => String(row.status ?? '') },
      {
        id: 'expiresAt',
        title: 'Lifetime',
        text: (row) => `${4 * row.lifetime} s`,
        expires: (row) => row.expiresAt,
      },
    ],
  },
  tunnels: {
    id: 'tunnels',
    title: 'Tunnels',
    cite: 'PMIP §5.6.1',
    columns: [
      { id: 'remote', title: 'To', text: (row) => row.remote },
      { id: 'sessions', title: 'Sessions', text: (row) => String(row.sessions) },
    ],
  },
  waiting: {
    id: 'waiting',
    title: 'PBUs that wait',
    cite: 'MIP6 §11.8',
    columns: [{ id: 'anchor', title: 'To', text: (row) => row.anchor }],
  },
  peers: {
    id: 'peers',
    title: 'Gateways',
    cite: 'MIP6 §11.8',
    columns: [
      { id: 'name', title: 'Name', text: (row) => row.name },
      { id: 'address', title: 'Address', text: (row) => row.address },
    ],
  },
  self: { id: 'self', title: 'Counters', cite: 'PMIP §6.9.1.1', columns: [] },
};
