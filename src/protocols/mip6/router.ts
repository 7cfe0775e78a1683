// Role `router`: a plain router on the link where hosts are (ND §6.2). Access routers and home agents
// advertise the prefix of their cell, a mobile router that of its network. It knows no mobility.

import { must } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import type { Effect, News } from '#sim/effect.ts';
import { fireMachine, fromTimer, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus, TablesOf } from '#sim/role.ts';
import { isLinkLocal } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import {
  ADV_DEFAULT_LIFETIME,
  buildRouterAdvertisement,
  freshPrefix,
} from '#protocols/nd/advertise.ts';
import { column } from '#protocols/pmipv6/columns.ts';
import { advertiser, type AdvertiserEvent, type AdvertiserState } from './advertiser.machine.ts';

/** What a router advertises, and where. */
export interface RouterConfig {
  readonly iface: IfaceId;
  readonly prefix: Prefix;
  /** MIP6 §7.1: the H bit. */
  readonly homeAgent: boolean;
}

/** What a sibling role may tell: to advertise, or to take the prefix back. */
const ADVERTISE = 'advertise';
export const WITHDRAW = 'withdraw';

/** The link. Key: the interface. */
export interface LinkRow {
  readonly iface: IfaceId;
  readonly prefix: Prefix;
  readonly state: AdvertiserState;
}

// A type, not an interface: it must have the index signature of `Tables`.
type RouterRows = { readonly links: LinkRow };

interface Turn {
  readonly tables: TablesOf<RouterRows>;
  readonly config: RouterConfig;
  readonly sight: Sight;
}

const SOLICITATION = 133;

function begin(turn: Turn): readonly Effect[] {
  const { iface, prefix } = turn.config;
  const row: LinkRow = { iface, prefix, state: 'silent' };
  const first = startMachine(advertiser, undefined).row;
  return take(turn, row, stepMachine(advertiser, first, { type: 'ADVERTISE' }));
}

function handle(turn: Turn, stimulus: Stimulus): readonly Effect[] {
  const { iface } = turn.config;
  switch (stimulus.on) {
    case 'packet':
      return stimulus.via === iface ? step(turn, { type: 'SOLICIT' }) : [];
    case 'link':
      // Layer 2 tells of a station: it need not wait for the next advertisement.
      if (stimulus.iface !== iface || stimulus.change === 'down') return [];
      return step(turn, { type: 'SOLICIT' });
    case 'timer': {
      const row = turn.tables.links.get(iface);
      if (row === undefined) return [];
      const { timer } = fromTimer(stimulus.timer);
      return take(turn, row, fireMachine(advertiser, machineRow(row), timer));
    }
    case 'news':
      return onNews(turn, stimulus.news);
    case 'command':
    case 'boot':
      return [];
  }
}

function onNews(turn: Turn, { say }: News): readonly Effect[] {
  if (say === ADVERTISE) return step(turn, { type: 'ADVERTISE' });
  return say === WITHDRAW ? step(turn, { type: 'WITHDRAW' }) : [];
}

const machineRow = ({ state }: LinkRow) => ({ value: state, context: {} });

function step(turn: Turn, event: AdvertiserEvent): readonly Effect[] {
  const row = turn.tables.links.get(turn.config.iface);
  return row === undefined ? [] : take(turn, row, stepMachine(advertiser, machineRow(row), event));
}

function take(turn: Turn, row: LinkRow, next: Stepped<typeof advertiser>): readonly Effect[] {
  turn.tables.links.set(row.iface, { ...row, state: next.row.value });
  return toEffects(next.asks, 'link', {
    advertise: () => [advertisement(turn, row, true)],
    advertiseEnd: () => [advertisement(turn, row, false)],
  });
}

/** ND §6.2.3. Choice: the prefix is not on-link, since stations of a cell hear the router alone. */
function advertisement({ sight, config }: Turn, row: LinkRow, isFresh: boolean): Effect {
  const fresh = freshPrefix(row.prefix);
  const packet = buildRouterAdvertisement({
    source: linkLocalOn(sight, row.iface),
    mac: must(sight.interfaces.get(row.iface)?.mac, `${row.iface} has a link-layer address`),
    prefixes: [{ ...(isFresh ? fresh : { ...fresh, valid: 0, preferred: 0 }), onLink: false }],
    routes: [],
    preference: 'medium',
    routerLifetime: ADV_DEFAULT_LIFETIME,
    homeAgent: config.homeAgent,
  });
  return { do: 'send', packet, out: row.iface };
}

/** The address by which hosts know the router. */
function linkLocalOn(sight: Sight, iface: IfaceId): Ipv6 {
  const rows = [...sight.addresses.values()];
  const own = rows.find((row) => row.iface === iface && isLinkLocal(row.address));
  return must(own?.address, `${iface} has a link-local address`);
}

/** The role. */
export const router: AnyRole = defineRole<RouterRows, RouterConfig>({
  name: 'router',
  takes: { icmpv6: [SOLICITATION] },
  tables: {
    links: {
      id: 'links',
      title: 'Advertised links',
      cite: 'ND §6.2.1',
      columns: [
        column('iface', 'Interface', (row) => row.iface),
        column('prefix', 'Prefix', (row) => row.prefix),
        column('state', 'State', (row) => row.state),
      ],
    },
  },
  begin: (tables, config, sight) => begin({ tables, config, sight }),
  handle: (tables, stimulus, sight, config) => handle({ tables, config, sight }, stimulus),
});
