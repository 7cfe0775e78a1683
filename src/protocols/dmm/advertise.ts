// What a gateway advertises through a DLIF (DMM §4.1, §4.2 steps 4, 6 and 8; decisions ):
// the own prefix as a plain router does, an anchored one deprecated or with a low preference.

import {
  ADV_DEFAULT_LIFETIME,
  buildRouterAdvertisement,
  freshPrefix,
} from '#protocols/nd/advertise.ts';
import type { Advertisement } from '#protocols/nd/advertise.ts';
import { ask } from './rows.ts';
import type { DlifRow, Turn } from './rows.ts';

/** in each advertisement again, so that the addresses of running sessions live on. */
const DEPRECATED_VALID_LIFETIME = 7_200;

/** What a DLIF advertises in its present state. */
export function advertisementOf(row: DlifRow): Advertisement {
  const router = { source: row.linkLocal, mac: row.mac, routerLifetime: ADV_DEFAULT_LIFETIME };
  if (row.state !== 'clone') {
    return {
      ...router,
      prefixes: row.prefixes.map(freshPrefix),
      routes: [],
      preference: 'medium',
    };
  }
  return {
    ...router,
    // DMM §4.2 step 8. X-5: "zero lifetime" is the preferred one; valid 0 would end the sessions.
    prefixes: row.prefixes.map((prefix) =>
      row.deprecated
        ? { prefix, valid: DEPRECATED_VALID_LIFETIME, preferred: 0 }
        : freshPrefix(prefix),
    ),
    // still a router, for those who follow the route or the source prefix.
    preference: 'low',
    routes: row.localPrefixes.map((prefix) => ({
      prefix,
      lifetime: ADV_DEFAULT_LIFETIME,
      preference: 'medium',
    })),
  };
}

/**
 * The same with zero lifetimes, PMIP §6.9.1 (renumbering): prefixes, routes and the router itself.
 */
export function endOf(row: DlifRow): Advertisement {
  const last = advertisementOf(row);
  return {
    ...last,
    routerLifetime: 0,
    prefixes: last.prefixes.map(({ prefix }) => ({ prefix, valid: 0, preferred: 0 })),
    routes: last.routes.map((route) => ({ ...route, lifetime: 0 })),
  };
}

/** Sends to the one node of the link, if it is there; a layer 2 unicast to all-nodes. */
export function advertise(turn: Turn, row: DlifRow, what: Advertisement): void {
  const station = turn.tables.stations.get(row.mnId);
  if (station?.present !== true) return;
  ask(turn, {
    do: 'send',
    packet: buildRouterAdvertisement(what),
    out: row.name,
    toMac: station.mac,
    label: `RA @${row.name}`,
  });
}
