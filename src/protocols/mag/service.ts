// What follows from an accepted registration, PMIP §6.9.1.2 rules 12 to 15: tunnel, routes, the
// gateway's address on the access link, advertisement; and how all is taken back.

import type { IfaceId } from '#base/ids.ts';
import { unwatchPeer, watchPeer } from '#protocols/pmipv6/heartbeat.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import { joinTunnel, leaveTunnel, tunnelKey, tunnelMtu } from '#protocols/pmipv6/tunnels.ts';
import type { TunnelEnds } from '#protocols/pmipv6/tunnels.ts';
import type { Ipv6 } from '#wire/address.ts';
import { settleForeign } from './foreign.ts';
import { replaceRoutes, sessionRoutes } from './forwarding.ts';
import { addressLink, hostPrefixes, hushLink, routeNode, withdrawLink } from './link.ts';
import { listOf } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';

const MINIMUM_MTU = 1280;
/** Nothing is known of the way to an anchor: all its links are as Ethernet. */
const WIDEST_PATH = 1500;

/** The session of a row works, as the PBA says. `before`: the row until now. */
export function serve(turn: Turn, key: string, before: UpdateRow | undefined): void {
  const { updates, links } = turn.tables;
  const row = updates.get(key);
  if (row === undefined) return;
  supersede(turn, key, row);
  const tunnel = moveTunnel(turn, row, before);
  const after = { ...row, tunnel };
  updates.set(key, after);
  watchAnchor(turn, key, true);
  replaceRoutes(turn, before === undefined ? [] : sessionRoutes(turn, before), [
    ...sessionRoutes(turn, after),
  ]);
  settleForeign(turn, key);
  if (!links.has(row.iface)) return;
  if (row.magLinkLocal !== undefined) addressLink(turn, row.iface, row.magLinkLocal);
  // PMIP §6.9.1.3: a refresh changes nothing for the node, so nothing is advertised, but for routes
  // that would end with the registration (MIF §4.4).
  const hasCome = row.handoff !== HANDOFF.noChange;
  const again = hasCome || links.get(row.iface)?.told !== undefined;
  hostPrefixes(turn, row.iface, { prefixes: row.prefixes, mtu: mtuOf(turn, row), again });
  routeNode(turn, row.mnId);
}

/** The node has moved here from a link of this very gateway, which still has its prefixes. */
function supersede(turn: Turn, key: string, row: UpdateRow): void {
  const { byNode, updates, links } = turn.tables;
  for (const other of byNode.get(row.mnId)?.updates ?? []) {
    const old = updates.get(other);
    if (other === key || old === undefined || links.has(old.iface)) continue;
    if (old.prefixes.some((one) => row.prefixes.includes(one))) endService(turn, other, 'drop');
  }
}

/** PMIP §6.9.5: of the tunnel, over the way as it is known; ND §6.3.4 believes no less than 1280. */
function mtuOf(turn: Turn, { ends, lma }: UpdateRow): number | undefined {
  if (ends === undefined) return undefined;
  const widest = tunnelMtu(ends);
  const path = turn.tables.peers.get(lma)?.pathMtu ?? WIDEST_PATH;
  return Math.max(MINIMUM_MTU, Math.min(widest, path - (WIDEST_PATH - widest)));
}

/** PMIP §6.9.5: the way to an anchor is narrower than was known, and the nodes are told. */
export function onPathMtu(turn: Turn, lma: Ipv6, pathMtu: number): void {
  const { peers, updates } = turn.tables;
  const peer = peers.get(lma);
  if (peer === undefined) return;
  peers.set(lma, { ...peer, pathMtu });
  for (const [, row] of listOf(updates)) {
    if (row.lma !== lma || row.tunnel === undefined) continue;
    const mtu = mtuOf(turn, row);
    hostPrefixes(turn, row.iface, { prefixes: row.prefixes, mtu, again: false });
  }
}

/** The tunnel of the session; the old one is left after the new one is there. */
function moveTunnel(
  turn: Turn,
  row: UpdateRow,
  before: UpdateRow | undefined,
): IfaceId | undefined {
  const { ends } = row;
  const old = before?.tunnel === undefined ? undefined : before.ends;
  if (ends === undefined) return undefined;
  if (old !== undefined && isSame(old, ends)) return before?.tunnel;
  const iface = joinTunnel(turn, ends);
  if (old !== undefined) leaveTunnel(turn, old);
  return iface;
}

const isSame = (a: TunnelEnds, b: TunnelEnds): boolean =>
  a.local === b.local && tunnelKey(a) === tunnelKey(b) && a.gre?.send === b.gre?.send;

/**
 * RFC 5847 §3: heartbeats go while there is a session. Choice: also while a lost one is tried again,
 * so that the recovery of its anchor is seen.
 */
export function watchAnchor(turn: Turn, key: string, isWatched: boolean): void {
  const { peers, updates } = turn.tables;
  const row = updates.get(key);
  const peer = peers.get(row?.lma ?? '');
  if (row === undefined || peer === undefined || row.isWatched === isWatched) return;
  updates.set(key, { ...row, isWatched });
  const sessions = peer.sessions + (isWatched ? 1 : -1);
  peers.set(row.lma, { ...peer, sessions });
  if (isWatched && sessions === 1) watchPeer(turn, row.lma);
  if (sessions === 0) unwatchPeer(turn, row.lma);
}

/** The session works no more. withdraw: the node is told; drop: it is not. */
export function endService(turn: Turn, key: string, how: 'withdraw' | 'drop'): void {
  const { updates } = turn.tables;
  const row = updates.get(key);
  if (row === undefined) return;
  const none = { acceptedAt: undefined, refreshAt: undefined, expiresAt: undefined };
  updates.set(key, { ...row, ...none, tunnel: undefined, ends: undefined });
  replaceRoutes(turn, sessionRoutes(turn, row), []);
  settleForeign(turn, key);
  if (row.tunnel !== undefined && row.ends !== undefined) leaveTunnel(turn, row.ends);
  if (how === 'withdraw') withdrawLink(turn, row.iface);
  else hushLink(turn, row.iface);
  routeNode(turn, row.mnId);
}
