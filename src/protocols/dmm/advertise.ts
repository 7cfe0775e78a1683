// What a gateway advertises through a DLIF (DMM §4.1, §4.2 steps 4, 6 and 8; decisions ):
// the own prefix as a plain router does, an anchored one deprecated or with a low preference.

import {
  ADV_DEFAULT_LIFETIME,
  buildRouterAdvertisement,
  freshPrefix,
} from '#protocols/nd/advertise.ts';
import type { AdvertisedPrefix, Advertisement } from '#protocols/nd/advertise.ts';
import type { Prefix } from '#wire/address.ts';
import { rowsOf } from './by-node.ts';
import { isSet } from './readings.ts';
import { ask } from './rows.ts';
import type { DlifRow, Turn } from './rows.ts';

/** in each advertisement again, so that the addresses of running sessions live on. */
const DEPRECATED_VALID_LIFETIME = 7_200;

/** DMM §4.2 step 8, "zero lifetime": the preferred one; the valid one is a reading. */
function deprecatedPrefix(turn: Turn, prefix: Prefix): AdvertisedPrefix {
  if (isSet(turn.sight, 'validLifetime', 'full')) return { ...freshPrefix(prefix), preferred: 0 };
  // The sessions end after two hours at most (RFC 4862 §5.5.3 e).
  const valid = isSet(turn.sight, 'validLifetime', 'zero') ? 0 : DEPRECATED_VALID_LIFETIME;
  return { prefix, valid, preferred: 0 };
}

/** What a DLIF advertises in its present state. */
export function advertisementOf(turn: Turn, row: DlifRow): Advertisement {
  const router = { source: row.linkLocal, mac: row.mac, routerLifetime: ADV_DEFAULT_LIFETIME };
  if (row.state !== 'clone') {
    return {
      ...router,
      prefixes: [
        ...row.prefixes.map(freshPrefix),
        ...unportrayed(turn, row).map((prefix) => deprecatedPrefix(turn, prefix)),
      ],
      routes: [],
      preference: 'medium',
    };
  }
  return {
    ...router,
    prefixes: row.prefixes.map((prefix) =>
      row.deprecated ? deprecatedPrefix(turn, prefix) : freshPrefix(prefix),
    ),
    // still a router, for those who follow the route or the source prefix. X-23: the only one.
    preference: isSet(turn.sight, 'legacy', 'firstAnchor') ? 'medium' : 'low',
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
export function endOf(turn: Turn, row: DlifRow): Advertisement {
  const last = advertisementOf(turn, row);
  return {
    ...last,
    routerLifetime: 0,
    prefixes: last.prefixes.map(({ prefix }) => ({ prefix, valid: 0, preferred: 0 })),
    routes: last.routes.map((route) => ({ ...route, lifetime: 0 })),
  };
}

/**
 * Prefixes of anchors of which a CMD says no DLIF: RFC 8885 §3.7 leaves open where that is known.
 * Choice: the own DLIF speaks for them.
 */
function unportrayed({ tables, config }: Turn, { mnId, state }: DlifRow): readonly Prefix[] {
  if (config.cmd === undefined || state !== 'serving') return [];
  return [...rowsOf(tables.updates, mnId).values()]
    .filter((row) => row.state === 'told' && row.known.dlif === undefined)
    .flatMap((row) => row.prefixes);
}

/** X-20 as a reading; with a CMD RFC 8885 §3.1 step 5 says so. */
export const advertisesLast = ({ sight, config }: Turn): boolean =>
  config.cmd !== undefined || isSet(sight, 'raTiming', 'after');

/** Sends to the one node of the link, if it is there; a layer 2 unicast to all-nodes. */
export function advertise(turn: Turn, row: DlifRow, what: Advertisement): void {
  const station = turn.tables.stations.get(row.mnId);
  if (station?.present !== true) return;
  // read so that signalling comes first, the own prefix is advertised when that has ended.
  const waits = row.state === 'serving' && advertisesLast(turn);
  if (waits && !station.stored) return;
  const through = speakerFor(turn, row);
  ask(turn, {
    do: 'send',
    packet: buildRouterAdvertisement(through === row ? what : asSaidBy(through, row, what)),
    out: through.name,
    toMac: station.mac,
    label: `RA @${through.name}`,
  });
}

/** The same from another router, which stays one. With a low preference it is the literal reading. */
const asSaidBy = (through: DlifRow, row: DlifRow, what: Advertisement): Advertisement => ({
  ...what,
  source: through.linkLocal,
  mac: through.mac,
  routerLifetime: ADV_DEFAULT_LIFETIME,
  preference: row.deprecated ? 'medium' : what.preference,
});

/** through which DLIF an advertisement leaves; step 8 and Figure 4 differ for a clone's. */
function speakerFor(turn: Turn, row: DlifRow): DlifRow {
  if (row.state !== 'clone' || !isSet(turn.sight, 'deprecatingRa', 'servingDlif')) return row;
  for (const other of rowsOf(turn.tables.dlifs, row.mnId).values()) {
    if (other.state === 'serving') return other;
  }
  return row;
}
