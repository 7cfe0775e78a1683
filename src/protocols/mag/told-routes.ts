// Routes that a node is told for the flows that its anchor has put here, MIF §4.4: to the
// correspondent of each, by Route Information Options (RFC 4191 §2.3). The source address of a socket
// stays; only the interface that it leaves by changes.

import { seconds } from '#base/ids.ts';
import { prefix } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import { ADV_DEFAULT_LIFETIME } from '#protocols/nd/advertise.ts';
import type { AdvertisedRoute } from '#protocols/nd/advertise.ts';
import { tellsRoutes } from '#protocols/pmipv6/multihoming.ts';
import type { LinkRow, MagFlowRow, Turn, UpdateRow } from './rows.ts';

/** RTR §4: no more than 17 SHOULD be sent; as many may have to be withdrawn in the same message. */
const MOST_ROUTES = 8;

/**
 * The routes that a node is to have by its link. Choice: like prefixes of other interfaces
 * (`foreign.ts`), they go to the first link where the node has several here.
 */
export function routesFor(turn: Turn, { mnId, iface }: LinkRow): readonly AdvertisedRoute[] {
  if (!tellsRoutes(turn.sight)) return [];
  const [update] = servedOf(turn, mnId);
  if (update?.iface !== iface) return [];
  const lifetime = lifetimeOf(turn, update);
  if (lifetime === 0) return [];
  return hostsOf(turn, mnId).map((one) => ({ prefix: one, lifetime, preference: 'high' }));
}

/** Registrations of a node that work, and whose link is there. */
const servedOf = ({ tables }: Turn, mnId: string): readonly UpdateRow[] =>
  (tables.byNode.get(mnId)?.updates ?? []).flatMap((key) => {
    const row = tables.updates.get(key);
    return row?.tunnel !== undefined && tables.links.has(row.iface) ? [row] : [];
  });

/** Choice: a route ends with the registration, and no later than the router that it leads to. */
function lifetimeOf({ sight }: Turn, { expiresAt }: UpdateRow): number {
  const left = expiresAt === undefined ? 0 : expiresAt - sight.now;
  return Math.min(ADV_DEFAULT_LIFETIME, Math.floor(left / seconds(1)));
}

/** The correspondents of a node's flows here, those of the best priority first. */
function hostsOf({ tables }: Turn, mnId: string): readonly Prefix[] {
  const rows = [...tables.flows.values()].filter((row) => row.mnId === mnId);
  const hosts = rows.toSorted((a, b) => a.priority - b.priority).flatMap(hostOf);
  return [...new Set(hosts)].slice(0, MOST_ROUTES);
}

/** Choice: a flow from more than one address is no reason for a route. */
function hostOf({ selector }: MagFlowRow): readonly Prefix[] {
  const [first, last] = selector?.src ?? [];
  return first !== undefined && first === last ? [prefix(`${first}/128`)] : [];
}

/** Those that were told and do not stand any more, RTR §2.3: lifetime zero. */
export const withdrawn = (
  before: readonly Prefix[],
  after: readonly AdvertisedRoute[],
): readonly AdvertisedRoute[] =>
  before
    .filter((one) => !after.some((route) => route.prefix === one))
    .map((one) => ({ prefix: one, lifetime: 0, preference: 'high' }));
