// Tunnels between a gateway and an anchor, PMIP §5.6.1: made for the first session that needs one,
// removed with the last. Sessions are counted, not listed, so that thousands cost no more than one.

import type { IfaceId } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import type { Interface } from '#net/interface.ts';
import type { Effect } from '#sim/effect.ts';
import type { Ipv6 } from '#wire/address.ts';

/** RFC 2473 §7.1: what is left of 1500 octets inside an outer IPv6 header. */
export const TUNNEL_MTU = 1460;
/** RFC 5845 §3: a GRE header has four octets, and four more with a key. */
const GRE_OCTETS = 4;
const GRE_KEY_OCTETS = 4;

/** The keys of a session that is carried in GRE; both absent: GRE without keys. */
export interface GreKeys {
  /** On what this end sends. */
  readonly send?: number;
  /** On what the other end sends. */
  readonly receive?: number;
}

/** Between which nodes, and how packets are packed. */
export interface TunnelEnds {
  readonly local: Ipv6;
  readonly remote: Ipv6;
  /** Absent: IPv6 in IPv6. */
  readonly gre?: GreKeys | undefined;
}

/** A bidirectional tunnel. Key: `tunnelKey`. */
export interface TunnelRow {
  readonly local: Ipv6;
  readonly remote: Ipv6;
  readonly iface: IfaceId;
  /** How many sessions use it (I-4). */
  readonly sessions: number;
  readonly encapsulation: 'IPv6' | 'GRE' | 'GRE with keys';
  readonly greKey?: number;
  readonly greKeyIn?: number;
}

/** What is needed of a turn. */
export interface TunnelTurn {
  readonly tables: { readonly tunnels: Table<TunnelRow> };
  readonly effects: Effect[];
}

/** The other end; with GRE also how, since each pair of keys is a tunnel of its own. */
export function tunnelKey({ remote, gre }: TunnelEnds): string {
  if (gre === undefined) return remote;
  const { receive } = gre;
  return receive === undefined ? `${remote} gre` : `${remote} 0x${receive.toString(16)}`;
}

/** The interface of a tunnel, by name. */
const tunnelIface = (ends: TunnelEnds): IfaceId => `tun-${tunnelKey(ends).replace(' ', '-')}`;

/** Counts one more session on a tunnel, and makes it for the first. Gives its interface. */
export function joinTunnel(turn: TunnelTurn, ends: TunnelEnds): IfaceId {
  const { tunnels } = turn.tables;
  const key = tunnelKey(ends);
  const before = tunnels.get(key);
  const row = { ...rowOf(ends), sessions: (before?.sessions ?? 0) + 1 };
  tunnels.set(key, row);
  if (before === undefined || before.greKey !== row.greKey || before.local !== row.local) {
    turn.effects.push({ do: 'addInterface', iface: interfaceOf(ends) });
  }
  return row.iface;
}

/** Counts one session less, and removes the tunnel with the last. Routes are the caller's. */
export function leaveTunnel(turn: TunnelTurn, ends: TunnelEnds): void {
  const { tunnels } = turn.tables;
  const key = tunnelKey(ends);
  const row = tunnels.get(key);
  if (row === undefined) return;
  if (row.sessions > 1) {
    tunnels.set(key, { ...row, sessions: row.sessions - 1 });
    return;
  }
  tunnels.delete(key);
  turn.effects.push({ do: 'removeInterface', iface: row.iface });
}

function rowOf(ends: TunnelEnds): Omit<TunnelRow, 'sessions'> {
  const { local, remote, gre } = ends;
  const base = { local, remote, iface: tunnelIface(ends) };
  if (gre === undefined) return { ...base, encapsulation: 'IPv6' };
  const { send, receive } = gre;
  if (send === undefined && receive === undefined) return { ...base, encapsulation: 'GRE' };
  return {
    ...base,
    encapsulation: 'GRE with keys',
    ...(send !== undefined && { greKey: send }),
    ...(receive !== undefined && { greKeyIn: receive }),
  };
}

/** Octets of the largest packet that such a tunnel takes over links of 1500 octets. */
export function tunnelMtu({ gre }: TunnelEnds): number {
  if (gre === undefined) return TUNNEL_MTU;
  return TUNNEL_MTU - GRE_OCTETS - (gre.send === undefined ? 0 : GRE_KEY_OCTETS);
}

function interfaceOf(ends: TunnelEnds): Interface {
  const { local, remote, gre } = ends;
  return {
    id: tunnelIface(ends),
    kind: 'tunnel',
    tunnel: {
      local,
      remote,
      ...(gre !== undefined && { gre: true as const }),
      ...(gre?.send !== undefined && { greKey: gre.send }),
      ...(gre?.receive !== undefined && { greKeyIn: gre.receive }),
    },
    mtu: tunnelMtu(ends),
  };
}
