// The routes of a gateway, derived from its tables (DMM §4.2 steps 4, 6, 7, 8; decisions X-8 and
// by destination in a local network, then by source prefix, then by destination. Never by the
// DLIF alone.

import type { Route } from '#net/route.ts';
import { sameRow } from '#base/table.ts';
import { prefix } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import { rowsOf } from './by-node.ts';
import { bufferRoom, isSet } from './readings.ts';
import { ask } from './rows.ts';
import type { BindingRow, Turn, UpdateRow } from './rows.ts';
import { forgetReturns, tunnelOf } from './tunnels.ts';

const EVERYWHERE = prefix('::/0');

const toId = (one: Prefix): string => `to ${one}`;

/** Rules that stand from the start. */
export function baseRules(turn: Turn): void {
  const { config } = turn;
  const rules: Route[] = [
    {
      id: 'access',
      to: EVERYWHERE,
      ingress: 'access',
      order: -1,
      rule: 'reject',
      why: 'no binding for the source',
    },
    ...config.pool.map(unbound),
    // DMM §4.1: a local network is not reached from elsewhere, nor does it reach beyond.
    ...config.localPrefixes.map((local): Route => ({
      id: `local ${local}`,
      to: EVERYWHERE,
      from: local,
      rule: 'reject',
      why: 'the local network does not reach beyond',
    })),
  ];
  ask(turn, ...rules.map((route) => ({ do: 'addRoute' as const, route })));
}

/**
 * A prefix of the pool that nobody has: without this route its packets would circle through the
 * core.
 */
const unbound = (one: Prefix): Route => ({
  id: toId(one),
  to: one,
  rule: 'reject',
  why: 'no binding for the prefix',
});

/** Changes what is known of a node, and the routes that follow from it before anything is sent. */
export function reroute(turn: Turn, mnId: string, change: () => void): void {
  const { effects } = turn;
  const before = routesOf(turn, mnId);
  const start = effects.length;
  change();
  const after = routesOf(turn, mnId);
  const done = effects.splice(start);
  const send = done.findIndex((effect) => effect.do === 'send');
  const firstSend = send < 0 ? done.length : send;
  ask(turn, ...done.slice(0, firstSend));
  replaceRoutes(turn, before, after);
  ask(turn, ...done.slice(firstSend));
}

function replaceRoutes(turn: Turn, before: readonly Route[], after: readonly Route[]): void {
  const was = new Map(before.map((route) => [route.id, route]));
  const kept = new Set(after.map((route) => route.id));
  for (const route of before) {
    if (kept.has(route.id)) continue;
    const isOwn = route.id === toId(route.to) && turn.config.pool.includes(route.to);
    if (isOwn) ask(turn, { do: 'addRoute', route: unbound(route.to) });
    else ask(turn, { do: 'removeRoute', id: route.id });
  }
  for (const route of after) {
    if (sameRow(was.get(route.id), route)) continue;
    if (route.id === toId(route.to)) forgetReturns(turn, route.to);
    ask(turn, { do: 'addRoute', route });
  }
}

/** All routes that a node is the reason of. */
function routesOf(turn: Turn, mnId: string): readonly Route[] {
  const bindings = [...rowsOf(turn.tables.bindings, mnId).values()];
  const updates = [...rowsOf(turn.tables.updates, mnId).values()];
  return [
    ...heldRoutes(turn, mnId, updates),
    ...localRules(turn, bindings, updates),
    ...updates.flatMap((row) => row.prefixes.flatMap((one) => remotePrefix(turn, row, one))),
    ...bindings.flatMap((row) => ownPrefix(turn, row)),
  ];
}

/** The DLIF of a node in a given state; of clones the one of the anchor. */
function dlifName(turn: Turn, mnId: string, anchor: string): string | undefined {
  for (const row of rowsOf(turn.tables.dlifs, mnId).values()) {
    if (row.anchor === anchor && row.state !== 'kept') return row.name;
  }
  return undefined;
}

/** A prefix anchored here: native while the node is here, into the tunnel while it is away. */
function ownPrefix(turn: Turn, row: BindingRow): readonly Route[] {
  const { prefix: own, mnId } = row;
  const id = toId(own);
  if (row.proxyCareOfAddress !== 'here') {
    const out = tunnelOf(turn, row.proxyCareOfAddress, { mnId, prefix: own });
    const why = `prefix of ${mnId}, away`;
    return out === undefined ? [unbound(own)] : [{ id, to: own, out, why }];
  }
  const room = bufferRoom(turn.sight);
  if (room > 0 && turn.tables.stations.get(mnId)?.present === false) {
    // until another gateway sends its PBU, or the node is back.
    return [{ id, to: own, rule: 'hold', room, why: `${mnId} is under way` }];
  }
  const out = dlifName(turn, mnId, turn.config.address);
  if (out === undefined) return [unbound(own)];
  return [
    { id, to: own, out, why: `prefix of ${mnId}` },
    // DMM §4.2 step 4: directly towards its destination.
    {
      id: `from ${own}`,
      to: EVERYWHERE,
      from: own,
      ingress: 'access',
      order: -1,
      rule: 'pass',
      why: `anchored here for ${mnId}`,
    },
  ];
}

/** what the node sends before the tunnels to its anchors stand. */
function heldRoutes(turn: Turn, mnId: string, updates: readonly UpdateRow[]): readonly Route[] {
  const { tables, config, sight } = turn;
  const room = bufferRoom(sight);
  const station = tables.stations.get(mnId);
  if (room === 0 || station?.present !== true) return [];
  const awaited = updates.filter(
    ({ state, acceptedAt }) => state === 'registering' && acceptedAt === undefined,
  );
  const held = awaited
    .filter(({ anchor }) => anchor !== config.cmd)
    .flatMap((row) => row.prefixes)
    .map((from): Route => ({
      id: `from ${from}`,
      to: EVERYWHERE,
      from,
      ingress: 'access',
      order: -2,
      rule: 'hold',
      room,
      why: `prefix of ${mnId}, no tunnel yet`,
    }));
  const isAsked = station.question === 'asked' || awaited.some((row) => row.anchor === config.cmd);
  const iface = dlifName(turn, mnId, config.address);
  if (!isAsked || iface === undefined) return held;
  // Any source: behind the rules of known prefixes, before the one that refuses all others.
  const any: Route = {
    id: `hold ${iface}`,
    to: EVERYWHERE,
    from: EVERYWHERE,
    ingress: { iface },
    order: -1,
    rule: 'hold',
    room,
    why: `anchors of ${mnId} are asked for`,
  };
  return [...held, any];
}

/** packets of the prefix are looked at only where its last flow ends it. */
const counted = (turn: Turn, one: Prefix): Pick<Route, 'counts'> =>
  isSet(turn.sight, 'anchorRelease', 'lastFlow') ? { counts: one } : {};

/** A prefix anchored elsewhere, registered there: both ways through the tunnel to its anchor. */
function remotePrefix(turn: Turn, row: UpdateRow, one: Prefix): readonly Route[] {
  const { mnId, anchor, via } = row;
  const tunnel = tunnelOf(turn, via, { mnId, prefix: one });
  if (tunnel === undefined) return [];
  // Choice: without a clone the node is reached through the DLIF of this gateway.
  const out = dlifName(turn, mnId, anchor) ?? dlifName(turn, mnId, turn.config.address);
  const up: Route = {
    id: `from ${one}`,
    to: EVERYWHERE,
    from: one,
    ingress: 'access',
    order: -2,
    out: tunnel,
    why: `prefix of ${mnId}, anchored there`,
    ...counted(turn, one),
  };
  if (out === undefined) return [up];
  const why = `prefix of ${mnId}, anchored elsewhere`;
  return [up, { id: toId(one), to: one, out, why, ...counted(turn, one) }];
}

/** a destination in a local network decides before the source does. */
function localRules(
  turn: Turn,
  bindings: readonly BindingRow[],
  updates: readonly UpdateRow[],
): readonly Route[] {
  if (isSet(turn.sight, 'localNetwork', 'off')) return [];
  const isAnywhere = turn.config.localPrefixes.length > 0;
  if (!isAnywhere && updates.every((row) => row.localPrefixes.length === 0)) return [];
  const own = bindings.filter((row) => row.proxyCareOfAddress === 'here').map((row) => row.prefix);
  const live = updates.flatMap((row) => {
    const user = { mnId: row.mnId, prefix: row.prefixes[0] ?? EVERYWHERE };
    const out = tunnelOf(turn, row.via, user);
    return out === undefined ? [] : [{ row, out }];
  });
  const remote = live.flatMap(({ row }) => row.prefixes);
  const rule = (from: Prefix, to: Prefix): Omit<Route, 'id'> => ({
    to,
    from,
    ingress: 'access',
    order: -3,
    why: 'local network',
  });
  return [
    ...live.flatMap(({ row, out }) =>
      row.localPrefixes.flatMap((to) =>
        [...own, ...remote].map((from): Route => ({
          id: `local ${from} ${to} ${row.anchor}`,
          ...rule(from, to),
          out,
          ...(remote.includes(from) && counted(turn, from)),
        })),
      ),
    ),
    ...turn.config.localPrefixes.flatMap((to) =>
      remote.map((from): Route => ({ id: `local ${from} ${to}`, ...rule(from, to), rule: 'pass' })),
    ),
  ];
}
