// Tunnels between gateways, PMIP §5.6.1: made for the first session that needs one, removed with
// the last (I-4); and the way back from a local network for hosts of other prefixes.

import type { IfaceId } from '#base/ids.ts';
import { prefix, prefixContains, toPrefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { TUNNEL_MTU } from '#protocols/pmipv6/tunnels.ts';
import { isSet } from './readings.ts';
import { ask } from './rows.ts';
import type { TunnelUser, Turn } from './rows.ts';

const ifaceOf = (remote: Ipv6): IfaceId => `tun-${remote}`;

const isUser =
  (user: TunnelUser) =>
  (other: TunnelUser): boolean =>
    other.mnId === user.mnId && other.prefix === user.prefix;

/** Counts a session on the tunnel to a gateway; makes the tunnel for the first. */
export function joinTunnel(turn: Turn, remote: Ipv6, user: TunnelUser): void {
  const { tables, config, sight } = turn;
  const row = tables.tunnels.get(remote);
  if (row !== undefined) {
    if (row.users.some(isUser(user))) return;
    tables.tunnels.set(remote, { ...row, users: [...row.users, user] });
    return;
  }
  const iface = ifaceOf(remote);
  tables.tunnels.set(remote, { local: config.address, remote, iface, users: [user] });
  const tellSources = config.localPrefixes.length > 0 && !isSet(sight, 'localNetwork', 'off');
  ask(turn, {
    do: 'addInterface',
    iface: {
      id: iface,
      kind: 'tunnel',
      tunnel: { local: config.address, remote, tellSources },
      mtu: TUNNEL_MTU,
    },
  });
}

/** Takes a session off; removes the tunnel with the last. */
export function leaveTunnel(turn: Turn, remote: Ipv6, user: TunnelUser): void {
  const row = turn.tables.tunnels.get(remote);
  if (row === undefined || !row.users.some(isUser(user))) return;
  const users = row.users.filter((other) => !isUser(user)(other));
  if (users.length > 0) {
    turn.tables.tunnels.set(remote, { ...row, users });
    return;
  }
  turn.tables.tunnels.delete(remote);
  for (const [source, back] of turn.tables.returns.entries()) {
    if (back.remote === remote) forgetReturn(turn, source);
  }
  ask(turn, { do: 'removeInterface', iface: row.iface });
}

/** The tunnel to a gateway, if the session is on it. */
export function tunnelOf(turn: Turn, remote: Ipv6, user: TunnelUser): IfaceId | undefined {
  const row = turn.tables.tunnels.get(remote);
  return row?.users.some(isUser(user)) === true ? row.iface : undefined;
}

/** A packet for the local network came through a tunnel, from a source that is routed elsewhere. */
export function learnReturn(
  turn: Turn,
  seen: { readonly iface: IfaceId; readonly source: Ipv6; readonly destination: Ipv6 },
): void {
  const { tables, config } = turn;
  const local = config.localPrefixes.find((one) => prefixContains(one, seen.destination));
  const tunnel = [...tables.tunnels.values()].find((row) => row.iface === seen.iface);
  if (local === undefined || tunnel === undefined || isOwn(turn, seen.source)) return;
  tables.returns.set(seen.source, { source: seen.source, remote: tunnel.remote });
  // only what the local network answers, so traffic of the Internet is not drawn here.
  ask(turn, {
    do: 'addRoute',
    route: {
      id: returnId(seen.source),
      to: toPrefix(seen.source, 128),
      from: local,
      out: tunnel.iface,
      why: 'answers of the local network',
    },
  });
}

/** Prefixes of this gateway have routes of their own. */
const isOwn = (turn: Turn, source: Ipv6): boolean =>
  [...turn.tables.pool.keys()].some((own) => prefixContains(prefix(own), source));

/** A prefix is routed by itself now: its hosts need no way back of their own. */
export function forgetReturns(turn: Turn, covered: Prefix): void {
  for (const back of turn.tables.returns.values()) {
    if (prefixContains(covered, back.source)) forgetReturn(turn, back.source);
  }
}

function forgetReturn(turn: Turn, source: string): void {
  turn.tables.returns.delete(source);
  ask(turn, { do: 'removeRoute', id: returnId(source) });
}

const returnId = (source: string): string => `return ${source}`;
