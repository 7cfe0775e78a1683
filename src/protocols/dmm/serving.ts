// A mobile node comes, asks, and leaves (DMM §4.2 steps 1, 2, 5 and 6): prefix, binding, DLIF,
// advertisement at once, and the question to the HSS.

import type { IfaceId, LinkId, NodeId } from '#base/ids.ts';
import type { Mac, Prefix } from '#wire/address.ts';
import { BINDING_LIFETIME } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { bindingsOf, bindingTimer } from './bindings.ts';
import { dlifFor, serveDlif, stepDlif } from './dlif.ts';
import { reroute } from './forwarding.ts';
import { guardInterval, registerAtCmd } from './maar.ts';
import { takePrefix } from './pool.ts';
import { stepUpdate, updatesOf } from './registration.ts';
import { isSet } from './readings.ts';
import { ask } from './rows.ts';
import type { BindingRow, Turn } from './rows.ts';
import { endQuery, firstQuestion, query, storeAtLeave, storeWhenSettled } from './subscriber.ts';
import { leaveTunnel } from './tunnels.ts';

/** What layer 2 tells of a station. */
export interface StationNews {
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  readonly att: number;
  /** The cell that the radio left last, as a reassociation tells. */
  readonly previous?: LinkId;
}

/** DMM §4.2 steps 1 and 5. */
export function onAttached(turn: Turn, news: StationNews): void {
  const { mnId, node: mn, mac, att } = news;
  const question = firstQuestion(turn, news.previous);
  const since = turn.sight.now;
  const station = {
    mnId,
    mn,
    mac,
    att,
    present: true,
    since,
    question,
    stored: false,
    ...(news.previous !== undefined && { previous: news.previous }),
  };
  reroute(turn, mnId, () => turn.tables.stations.set(mnId, station));
  // first of all, whether the node has an anchor already.
  if (waitsForAnchor(turn, mnId)) return query(turn, station);
  let served = false;
  reroute(turn, mnId, () => {
    served = serve(turn, news);
    registerAtCmd(turn, mnId);
  });
  if (!served) return;
  query(turn, station);
  storeWhenSettled(turn, mnId);
}

const waitsForAnchor = (turn: Turn, mnId: string): boolean =>
  isSet(turn.sight, 'legacy', 'firstAnchor') &&
  turn.tables.stations.get(mnId)?.question === 'asked' &&
  bindingsOf(turn, mnId).length === 0;

/**
 * no other gateway anchors the node, or nobody knows, or its anchor has refused it or let it
 * go: it is anchored here.
 */
export function serveAfterAll(turn: Turn, mnId: string): void {
  const station = turn.tables.stations.get(mnId);
  const isRegistered = updatesOf(turn, mnId).some(([, { state }]) => state !== 'refused');
  const isServed = bindingsOf(turn, mnId).length > 0 || isRegistered;
  if (station?.present !== true || station.question === 'asked' || isServed) return;
  const { mn: node, mac, att } = station;
  turn.tables.stations.set(mnId, { ...station, stored: false });
  reroute(turn, mnId, () => serve(turn, { mnId, node, mac, att }));
}

/** The node's prefix is here and is advertised at once, before any signalling (step 6, X-20). */
function serve(turn: Turn, station: StationNews): boolean {
  const { mnId } = station;
  const known = bindingsOf(turn, mnId);
  const prefixes = known.length > 0 ? known.map((row) => row.prefix) : newPrefix(turn, mnId);
  for (const prefix of prefixes) bindHere(turn, prefix, station);
  const first = bindingsOf(turn, mnId)[0];
  if (first === undefined) {
    const text = `no prefix is left for ${station.node}`;
    ask(turn, { do: 'note', text, cite: 'DMM §4.2 step 2', level: 'warning' });
    return false;
  }
  serveDlif(turn, first);
  return true;
}

function newPrefix(turn: Turn, mnId: string): readonly Prefix[] {
  const taken = takePrefix(turn, mnId);
  return taken === undefined ? [] : [taken];
}

/** a binding that was away comes home; its tunnel is not needed any more. */
function bindHere(turn: Turn, prefix: Prefix, { mnId, node, mac, att }: StationNews): void {
  const { bindings } = turn.tables;
  const before = bindings.get(prefix);
  if (before !== undefined && before.proxyCareOfAddress !== 'here') {
    leaveTunnel(turn, before.proxyCareOfAddress, { mnId, prefix });
  }
  const row: BindingRow = {
    mnId,
    mn: node,
    linkLayerId: mac,
    att,
    prefix,
    state: 'serving',
    proxyCareOfAddress: 'here',
    lifetime: BINDING_LIFETIME,
    expiresAt: undefined,
    // A PBU that a former gateway sent before this moment is an old one (I-9, S-37).
    lastTimestamp: Math.max(before?.lastTimestamp ?? 0, toTicks(turn.sight.now)),
    lastSequence: before?.lastSequence ?? 0,
    lastRequest: 0,
  };
  bindings.set(prefix, row);
  ask(turn, { do: 'disarm', timer: bindingTimer(prefix) });
}

/** the draft is silent; a MAG of RFC 5213 would de-register, and a plain one does. */
const deregisters = ({ sight }: Turn): boolean =>
  isSet(sight, 'deregistration', 'onDetach') || isSet(sight, 'legacy', 'firstAnchor');

/**
 * Link loss is not signalled; prefix and parameters wait for the rest of the lifetime
 * (X-26).
 */
export function onDetached(turn: Turn, mnId: string): void {
  const { stations, bindings } = turn.tables;
  const station = stations.get(mnId);
  if (station?.present !== true) return;
  storeAtLeave(turn, mnId);
  endQuery(turn, mnId);
  reroute(turn, mnId, () => {
    stations.set(mnId, { ...station, present: false, stored: true, since: turn.sight.now });
    const releases = deregisters(turn);
    for (const [key] of updatesOf(turn, mnId)) stepUpdate(turn, key, { type: 'DETACH', releases });
  });
  for (const row of bindingsOf(turn, mnId)) {
    if (row.proxyCareOfAddress !== 'here') continue;
    const after = guardInterval(turn, mnId);
    bindings.set(row.prefix, { ...row, expiresAt: turn.sight.now + after });
    const timer = bindingTimer(row.prefix);
    ask(turn, { do: 'arm', timer, after, say: 'binding ends' });
  }
}

/** DMM §4.2 step 1: a Router Solicitation. Each DLIF that hears it answers for itself. */
export function onSolicitation(turn: Turn, via: IfaceId, fromMac: Mac | undefined): void {
  for (const row of turn.tables.dlifs.values()) {
    if (row.name === via) return stepDlif(turn, row, { type: 'SOLICIT' });
  }
  // On the radio itself: the station is known, but no DLIF hears its groups.
  for (const station of turn.tables.stations.values()) {
    if (station.mac !== fromMac || !station.present) continue;
    const own = dlifFor(turn, station.mnId, turn.config.address);
    if (own !== undefined) return stepDlif(turn, own, { type: 'SOLICIT' });
  }
  const text = `a Router Solicitation from ${fromMac ?? 'nobody'}, which is not attached`;
  return ask(turn, { do: 'note', text, cite: 'DMM §4.2 step 1', level: 'silent' });
}
