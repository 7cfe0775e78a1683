// A mobile node comes and goes, PMIP §6.9.1.1, §6.9.1.4, §6.13 and §6.14: whether it is served and
// how, which handoff it is, and what becomes of its registration when it leaves.

import type { IfaceId } from '#base/ids.ts';
import { ms } from '#base/ids.ts';
import type { StationNews } from '#protocols/l2/access-point.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import { plainRoutes, replaceRoutes } from './forwarding.ts';
import { multihoming } from './foreign.ts';
import { initialGre } from './gre.ts';
import { WANTED_IPV4 } from './ipv4.ts';
import { closeLink, hostPrefixes, leaveLink, openLink } from './link.ts';
import { ask, warn } from './rows.ts';
import type { LinkRow, MagProfile, Turn, UpdateRow } from './rows.ts';
import { stepUpdate, updateKey } from './updates.ts';

/** Choice: how late a gateway without news from layer 2 notices that a node has left. */
const DETECTION_DELAY = ms(200);
const departureTimer = (iface: IfaceId): string => `departure ${iface}`;

/** The access interface towards one radio of a node. */
const ifaceOf = ({ node, peerIface }: StationNews): IfaceId => `${node}-${peerIface}`;

/** Layer 2 has a node, PMIP §6.9.1.1 rule 1. */
export function onAttached(turn: Turn, news: StationNews): void {
  const { mnId, node } = news;
  const iface = ifaceOf(news);
  ask(turn, { do: 'disarm', timer: departureTimer(iface) });
  const profile = turn.config.profiles[mnId];
  const access = profile?.access ?? 'none';
  if (profile === undefined || access === 'none') {
    return warn(turn, `${node} is not entitled to any service here`, 'PMIP §6.6');
  }
  const { mac, peerIface, att, previous } = news;
  const station = { iface, mnId, node, mac, peerIface, att, previous, access };
  const link = openLink(turn, station);
  if (access === 'plain') return servePlain(turn, link);
  const denial = turn.tables.denials.get(mnId);
  if (denial !== undefined) {
    return warn(turn, `${node} waits for an operator: ${denial.why}`, 'PMIP §6.9.1.2');
  }
  return register(turn, link, profile, handoffOf(turn, news));
}

/** PMIP §6.9.1.1 rules 4 and 5: what this gateway knows of the attachment. */
function handoffOf(turn: Turn, { previous, cell, instead }: StationNews): number {
  if (turn.sight.knob('handoffHint') === 'unknown') return HANDOFF.unknown;
  // The node gives up another of its interfaces on purpose.
  if (instead !== undefined) return HANDOFF.betweenInterfaces;
  // Layer 2 tells of the same radio: from another cell, or from none.
  const isFromOther = previous !== undefined && previous !== cell;
  if (isFromOther) return HANDOFF.betweenGateways;
  // RFC 7864 §3.2.1: another interface may be attached elsewhere, and shall have the same prefixes.
  const isShared = multihoming(turn) !== 'off' && turn.sight.knob('sharedPrefix') === 'on';
  return isShared ? HANDOFF.sharedPrefixes : HANDOFF.newInterface;
}

/** Registers the node behind a link at its anchor. */
export function register(turn: Turn, link: LinkRow, profile: MagProfile, handoff: number): void {
  const key = updateKey(link.mnId, link.iface);
  const before = turn.tables.updates.get(key);
  const row = before ?? plannedRow(turn, link, profile);
  // Answers to what went before the attachment are not for it (S-37).
  const fresh = { ...row, asked: profile.prefixes, outstanding: [] };
  stepUpdate(turn, key, { type: 'ATTACH', handoff }, fresh);
}

function plannedRow(turn: Turn, link: LinkRow, profile: MagProfile): UpdateRow {
  return {
    mnId: link.mnId,
    mn: link.node,
    // PMIP §6.9.1.1 rule 7: absent when it is not known, or all zero.
    linkLayerId: link.mac === '00:00:00:00:00:00' ? undefined : link.mac,
    iface: link.iface,
    lma: profile.lma,
    asked: profile.prefixes,
    prefixes: [],
    magLinkLocal: undefined,
    accessTechnology: link.att,
    state: 'planned',
    retransmissions: 0,
    handoff: HANDOFF.unknown,
    refreshAfter: 0,
    sequence: undefined,
    sentAt: undefined,
    lifetime: turn.config.lifetime,
    acceptedAt: undefined,
    refreshAt: undefined,
    expiresAt: undefined,
    status: undefined,
    outstanding: [],
    isWatched: false,
    tunnel: undefined,
    ends: undefined,
    ...initialGre(turn),
    greKeyUp: undefined,
    ipv4Home: profile.ipv4 ? WANTED_IPV4 : undefined,
    ipv4Router: undefined,
  };
}

/** PMIP §6.14: the prefix of the visited network, and no mobility. */
function servePlain(turn: Turn, link: LinkRow): void {
  const { visitedPrefix } = turn.config;
  if (visitedPrefix === undefined) {
    return warn(turn, `no visited prefix for ${link.node}`, 'PMIP §6.14');
  }
  replaceRoutes(turn, [], plainRoutes(turn, link));
  return hostPrefixes(turn, link.iface, {
    prefixes: [visitedPrefix],
    mtu: undefined,
    again: true,
  });
}

/** Layer 2 has lost a node. */
export function onDetached(turn: Turn, news: StationNews): void {
  const iface = ifaceOf(news);
  if (!turn.tables.links.has(iface)) return;
  if (turn.sight.knob('lateDetach') !== 'on') return depart(turn, iface);
  const timer = departureTimer(iface);
  ask(turn, { do: 'arm', timer, after: DETECTION_DELAY, say: 'departure is noticed' });
}

/** PMIP §6.9.1.4: the node has left, and this gateway knows it. */
export function depart(turn: Turn, iface: IfaceId): void {
  const { links, updates } = turn.tables;
  const link = links.get(iface);
  if (link === undefined) return;
  const key = updateKey(link.mnId, iface);
  const row = updates.get(key);
  if (link.access === 'plain') replaceRoutes(turn, plainRoutes(turn, link), []);
  if (row === undefined) return closeLink(turn, iface);
  leaveLink(turn, iface);
  return stepUpdate(turn, key, { type: row.sentAt === undefined ? 'CANCEL' : 'DETACH' });
}
