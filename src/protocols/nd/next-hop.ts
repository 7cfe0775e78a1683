// Which router a host uses: default-router choice (ND §6.3.6), preferences and more-specific routes
// (RFC 4191 §3.2), and the router that advertised the prefix of the source (RFC 8028 §3.2). The
// answer is a set of routes for the stack, so that it forwards without asking.

import { must } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import { sameRow } from '#base/table.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight } from '#sim/role.ts';
import { prefix, prefixAddress, prefixContains, prefixLength, toPrefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { Preference } from './advertise.ts';
import { keyOn, type HostConfig, type HostTables, type RouterRow } from './rows.ts';

const EVERYWHERE = prefix('::/0');

/** A way to some destinations: a default router, or a more-specific route. */
interface Way {
  readonly to: Prefix;
  readonly router: Ipv6;
  readonly iface: IfaceId;
  readonly preference: Preference;
  readonly draw: number;
}

/** A router is known by its address and the interface that it was heard on (RFC 6543 §4). */
export type RouterAt = Pick<Way, 'iface' | 'router'>;

/** What the choice reads. */
export interface Choice {
  readonly tables: HostTables;
  readonly config: HostConfig;
  /** The neighbour cache entry of a router. */
  readonly entryOf: (router: RouterAt) => Neighbour | undefined;
  /** Whether there is a link towards a router. */
  readonly isUp: (router: RouterAt) => boolean;
}

/** The ways that the host knows, in the order in which it learnt them. */
function waysOf({ tables }: Choice): readonly Way[] {
  const ways: Way[] = [];
  for (const { address: router, iface, preference, draw } of tables.routers.values()) {
    ways.push({ to: EVERYWHERE, router, iface, preference, draw });
  }
  for (const { prefix: to, router, iface, preference } of tables.routes.values()) {
    ways.push({ to, router, iface, preference, draw: 0 });
  }
  return ways;
}

/**
 * Whether a router may be reachable. ND §6.3.6: any state but INCOMPLETE. RTR §3.2: a host of type
 * B or C takes a router of which it knows nothing as reachable. Here a router that told its
 * link-layer address and has no entry is one that unreachability detection gave up. Where
 * there is no link there is no router.
 */
export function isReachable(choice: Choice, at: RouterAt): boolean {
  const { config, entryOf, isUp } = choice;
  if (!isUp(at)) return false;
  const entry = entryOf(at);
  if (entry !== undefined) return entry.state !== 'incomplete';
  return config.hostType !== 'A' && rowOf(choice, at)?.mac === undefined;
}

/** The entry of the default-router list. */
const rowOf = ({ tables, config }: Choice, { iface, router }: RouterAt): RouterRow | undefined =>
  tables.routers.get(keyOn(config, iface, router));

const rank = { high: 0, medium: 1, low: 2 } as const;

/**
 * The best of ways to one prefix: reachable, then preference (type A: its draw), then first learnt.
 */
function bestOf(choice: Choice, ways: readonly Way[]): Way | undefined {
  const merit = (way: Way): number =>
    (isReachable(choice, way) ? 0 : 4) +
    (choice.config.hostType === 'A' ? way.draw : rank[way.preference]);
  let best: Way | undefined;
  for (const way of ways) if (best === undefined || merit(way) < merit(best)) best = way;
  return best;
}

/** RTR §3.2: the first reachable way from the longest prefix down; none reachable: the best one. */
function firstOf(choice: Choice, ways: readonly Way[]): Way | undefined {
  const lengths = [...new Set(ways.map((way) => prefixLength(way.to)))].sort((a, b) => b - a);
  const bests = lengths.flatMap((length) => {
    const best = bestOf(
      choice,
      ways.filter((way) => prefixLength(way.to) === length),
    );
    return best === undefined ? [] : [best];
  });
  return bests.find((way) => isReachable(choice, way)) ?? bests[0];
}

/**
 * The next hop to a destination while no source is chosen yet: what rules 5 and 5.5 of RFC 6724
 * look at.
 */
export function nextHopTo(choice: Choice, destination: Ipv6): NextHop | undefined {
  const out = choice.tables.hostRoutes.get(destination)?.iface;
  const ways = waysOf(choice).filter((way) => prefixContains(way.to, destination));
  const there = ways.filter(({ iface }) => iface === out);
  const way = firstOf(choice, there.length > 0 ? there : ways);
  if (way === undefined) return undefined;
  const { iface, router } = way;
  return { iface, router, advertised: rowOf(choice, way)?.prefixes ?? [] };
}

/** Who comes next, and the prefixes that it advertised. */
export interface NextHop extends RouterAt {
  readonly advertised: readonly Prefix[];
}

/**
 * Routes that look at the source stand before the others, RFC 8028 §3.1; those on the link first.
 * Those of one interface are for packets that must leave by it.
 */
const ORDER = { host: -3, onLink: -2, source: -1, any: 0, iface: 1 } as const;

/** Marks the routes that this role made. */
const MADE_BY = 'advertised by a router';

/** What tells routes apart: the source prefix that they are for, or the interface; else for any. */
type RoutesFor = Pick<Route, 'from'> & { readonly iface?: IfaceId };

/** One route for each prefix that a way leads to. */
function routesBy(choice: Choice, ways: readonly Way[], of: RoutesFor = {}): readonly Route[] {
  const { from, iface } = of;
  const suffix = iface === undefined ? '' : `%${iface}`;
  const order = from !== undefined ? ORDER.source : iface !== undefined ? ORDER.iface : ORDER.any;
  const routes: Route[] = [];
  for (const to of new Set(ways.map((way) => way.to))) {
    const covering = ways.filter(
      (way) =>
        prefixLength(way.to) <= prefixLength(to) && prefixContains(way.to, prefixAddress(to)),
    );
    const way = must(firstOf(choice, covering), `a way to ${to}`);
    const id = `${to === EVERYWHERE ? 'default' : to}${from === undefined ? suffix : ` from ${from}`}`;
    const { iface: out, router: via } = way;
    const route = { id, to, out, via, order, why: MADE_BY };
    routes.push(from === undefined ? route : { id, to, out, via, order, why: MADE_BY, from });
  }
  return routes;
}

/** All routes that the host wants its stack to have. */
export function routesOf(choice: Choice): readonly Route[] {
  const ways = waysOf(choice);
  const onLink = [...choice.tables.onLink.entries()].map(([key, row]) => ({
    id: `on-link ${key}`,
    to: row.prefix,
    out: row.iface,
    order: ORDER.onLink,
    why: MADE_BY,
  }));
  return [
    ...hostRoutes(choice, ways),
    ...onLink,
    ...toldHosts(choice, ways),
    ...routesBySource(choice, ways),
    ...routesBy(choice, ways),
    ...routesByInterface(choice, ways),
  ];
}

/** MIF §5.4: what an operator said of single hosts, by the best router of the interface. */
function hostRoutes(choice: Choice, ways: readonly Way[]): readonly Route[] {
  return [...choice.tables.hostRoutes.values()].flatMap(({ destination, iface: out }) => {
    const covering = ways.filter((way) => way.iface === out && prefixContains(way.to, destination));
    const way = firstOf(choice, covering);
    if (way === undefined) return [];
    const to = toPrefix(destination, 128);
    const route = { id: `host ${destination}`, to, out, via: way.router };
    return [{ ...route, order: ORDER.host, why: MADE_BY }];
  });
}

/** The best ways of each interface by itself, where there are several. */
function routesByInterface(choice: Choice, ways: readonly Way[]): readonly Route[] {
  const { ifaces } = choice.config;
  if (ifaces.length < 2) return [];
  return ifaces.flatMap((iface) =>
    routesBy(
      choice,
      ways.filter((way) => way.iface === iface),
      { iface },
    ),
  );
}

/**
 * Choice: a route to a single host stands before the rule of RFC 8028. That rule spares a packet the
 * ingress filter of a router that knows nothing of its source (§3.1); who advertises a route to one
 * correspondent has a flow of this node in mind, whatever its source (MIF §4.4).
 */
function toldHosts(choice: Choice, ways: readonly Way[]): readonly Route[] {
  if (!choice.config.sourceRouter) return [];
  const told = ways.filter(({ to }) => prefixLength(to) === 128);
  return [...new Set(told.map(({ to }) => to))].flatMap((to) => {
    const way = bestOf(
      choice,
      told.filter((one) => one.to === to),
    );
    if (way === undefined || !isReachable(choice, way)) return [];
    const { iface: out, router: via } = way;
    return [{ id: `told ${to}`, to, out, via, order: ORDER.source, why: MADE_BY }];
  });
}

/**
 * RFC 8028 §3.2: a packet goes to a router that advertised the prefix of its source. Such routers are
 * preferred, no more: where unreachability detection has given up all of them, any router is tried.
 * Choice: one whose link is gone is believed to come back with it.
 */
function routesBySource(choice: Choice, ways: readonly Way[]): readonly Route[] {
  if (!choice.config.sourceRouter) return [];
  const routers = [...choice.tables.routers.values()];
  return [...new Set(routers.flatMap((row) => row.prefixes))].flatMap((from) => {
    const advertisers = routers.filter((row) => row.prefixes.includes(from));
    const theirs = ways.filter(
      (way) =>
        advertisers.some((row) => row.address === way.router && row.iface === way.iface) &&
        (isReachable(choice, way) || !choice.isUp(way)),
    );
    return routesBy(choice, theirs, { from });
  });
}

/** What makes the stack's routes those that the host wants: only the differences. */
export function routeEffects(choice: Choice, sight: Pick<Sight, 'routes'>): readonly Effect[] {
  const wanted = routesOf(choice);
  const ids = new Set(wanted.map((route) => route.id));
  const gone = [...sight.routes.values()].filter(
    (route) => route.why === MADE_BY && !ids.has(route.id),
  );
  return [
    ...gone.map((route): Effect => ({ do: 'removeRoute', id: route.id })),
    ...wanted
      .filter((route) => !sameRow(route, sight.routes.get(route.id)))
      .map((route): Effect => ({ do: 'addRoute', route })),
  ];
}
