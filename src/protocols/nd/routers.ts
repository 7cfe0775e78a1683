// The default-router list, more-specific routes and the prefix list of a host (ND §6.3.4, §6.3.5;
// RFC 4191 §3.1): taken from advertisements, ended by timers.

import type { IfaceId } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import { learnt, neighbourKey } from '#net/neighbour.ts';
import type { Effect } from '#sim/effect.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { AdvertisedRoute } from './advertise.ts';
import type { Interpretation, TakenPrefix } from './interpret.ts';
import { endOf } from './lifetimes.ts';
import { routeKey, type RouterRow } from './rows.ts';
import { armUntil, ignored, keyHere, type Desk, type Turn } from './turn.ts';

const ROUTER = 'router ';
const ROUTE = 'route ';
const ON_LINK = 'on-link ';

/** Takes all that an advertisement says besides addresses. */
export function learn(turn: Turn, it: Interpretation): readonly Effect[] {
  return [
    ...learnRouter(turn, it),
    ...learnNeighbour(turn, it),
    ...learnMtu(turn, it),
    ...it.prefixes.filter((row) => row.onLink).flatMap((row) => learnOnLink(turn, row)),
    ...it.routes.flatMap((row) => learnRoute(turn, it.router, row)),
  ];
}

/** ND §6.3.4: creates, renews or ends the entry of a default router. */
function learnRouter(turn: Turn, it: Interpretation): readonly Effect[] {
  const { tables, sight, iface } = turn;
  const key = keyHere(turn, it.router);
  const known = tables.routers.get(key);
  if (it.asDefault.lifetime === 0) {
    tables.routers.delete(key);
    return known === undefined ? [] : [{ do: 'disarm', timer: ROUTER + key }];
  }
  const until = endOf(sight.now, it.asDefault.lifetime);
  const mac = it.mac ?? known?.mac;
  const row: RouterRow = {
    address: it.router,
    preference: it.asDefault.preference,
    until,
    iface,
    prefixes: advertisedBy(known?.prefixes ?? [], it.prefixes),
    draw: known?.draw ?? drawOf(turn),
    ...(mac !== undefined && { mac }),
  };
  tables.routers.set(key, row);
  return [armUntil(turn, ROUTER + key, { until, say: `router ${it.router} ends` })];
}

/** Choice: only a host of type A draws, so that the others do not use up random numbers. */
const drawOf = ({ config, sight }: Turn): number =>
  config.hostType === 'A' ? sight.random('ids') : 0;

/** RFC 8028 §3.1: the prefixes that a router announced, whatever their L and A flags. */
function advertisedBy(known: readonly Prefix[], said: readonly TakenPrefix[]): readonly Prefix[] {
  const gone = said.filter((row) => row.valid === 0).map((row) => row.prefix);
  const come = said.filter((row) => row.valid > 0).map((row) => row.prefix);
  return [...new Set([...known, ...come])].filter((prefix) => !gone.includes(prefix));
}

/**
 * ND §6.3.4: the link-layer address of the router; an entry that has it already is left as it is.
 */
function learnNeighbour({ sight, iface }: Turn, it: Interpretation): readonly Effect[] {
  const known = sight.neighbours.get(neighbourKey(iface, it.router));
  const entry =
    it.mac === undefined ? known : learnt(known, { iface, address: it.router, mac: it.mac });
  if (entry === undefined || (entry === known && entry.isRouter === true)) return [];
  return [{ do: 'setNeighbour', neighbour: { ...entry, isRouter: true } }];
}

/** RFC 8200 §5 and RFC 2464 §2: what an MTU option may say. */
const LEAST_MTU = 1280;
const MOST_MTU = 1500;

function learnMtu({ sight, iface: id }: Turn, { mtu }: Interpretation): readonly Effect[] {
  const iface = sight.interfaces.get(id);
  if (mtu === undefined || iface === undefined || iface.mtu === mtu) return [];
  if (mtu < LEAST_MTU || mtu > MOST_MTU) return [ignored(`MTU ${mtu} ignored`, 'ND §6.3.4')];
  return [{ do: 'addInterface', iface: { ...iface, mtu } }];
}

/** ND §6.3.4: the prefix list takes every lifetime, also a short one. */
function learnOnLink(turn: Turn, { prefix, valid }: TakenPrefix): readonly Effect[] {
  const { tables, sight, iface } = turn;
  const key = keyHere(turn, prefix);
  const timer = ON_LINK + key;
  if (valid === 0) {
    const isKnown = tables.onLink.has(key);
    tables.onLink.delete(key);
    return isKnown ? [{ do: 'disarm', timer }] : [];
  }
  const until = endOf(sight.now, valid);
  tables.onLink.set(key, { prefix, iface, until });
  return [armUntil(turn, timer, { until, say: `${prefix} leaves the link` })];
}

/** RTR §3.1: adds, renews or removes a route, found by prefix and router. */
function learnRoute(turn: Turn, router: Ipv6, said: AdvertisedRoute): readonly Effect[] {
  const { tables, sight, iface } = turn;
  const { prefix, preference, lifetime } = said;
  const key = keyHere(turn, routeKey({ prefix, router }));
  const timer = ROUTE + key;
  if (lifetime === 0) {
    const isKnown = tables.routes.has(key);
    tables.routes.delete(key);
    return isKnown ? [{ do: 'disarm', timer }] : [];
  }
  const until = endOf(sight.now, lifetime);
  tables.routes.set(key, { prefix, router, preference, until, iface });
  return [armUntil(turn, timer, { until, say: `route ${prefix} ends` })];
}

/** ND §6.3.5: a lifetime has run out. Whether the timer was one of these. */
export function endByTimer({ tables }: Desk, timer: string): boolean {
  if (timer.startsWith(ROUTER)) tables.routers.delete(timer.slice(ROUTER.length));
  else if (timer.startsWith(ROUTE)) tables.routes.delete(timer.slice(ROUTE.length));
  else if (timer.startsWith(ON_LINK)) tables.onLink.delete(timer.slice(ON_LINK.length));
  else return false;
  return true;
}

/** A prefix without addresses is no longer a reason to send to a router. */
export function forgetPrefix({ tables, iface }: Turn, prefix: Prefix): void {
  for (const [key, row] of tables.routers.entries()) {
    if (row.iface !== iface || !row.prefixes.includes(prefix)) continue;
    tables.routers.set(key, { ...row, prefixes: row.prefixes.filter((one) => one !== prefix) });
  }
}

/** The interface is switched off: what was heard on it goes with it, and its neighbours too. */
export function forgetLink({ tables, sight, iface }: Turn): readonly Effect[] {
  const neighbours = [...sight.neighbours.values()].filter((row) => row.iface === iface);
  return [
    ...forgetIn(tables.routers, iface, ROUTER),
    ...forgetIn(tables.routes, iface, ROUTE),
    ...forgetIn(tables.onLink, iface, ON_LINK),
    ...neighbours.map(({ address }): Effect => ({ do: 'removeNeighbour', iface, address })),
  ];
}

function forgetIn(
  table: Table<{ readonly iface: IfaceId }>,
  iface: IfaceId,
  owner: string,
): readonly Effect[] {
  const keys = [...table.entries()].filter(([, row]) => row.iface === iface).map(([key]) => key);
  for (const key of keys) table.delete(key);
  return keys.map((key): Effect => ({ do: 'disarm', timer: owner + key }));
}
