// Which roles a kind of node has, in the order in which they are called, and what the screens draw
// of them: the tables that roles declare and the machines by which their rows live.

import type { AnyRole, TableSpec } from '#sim/role.ts';
import { cmd } from './dmm/cmd.ts';
import { dgw } from './dmm/dgw.ts';
import { dlif } from './dmm/dlif.machine.ts';
import { hss } from './dmm/hss.ts';
import { question } from './dmm/question.machine.ts';
import { registration } from './dmm/registration.machine.ts';
import { accessPoint } from './l2/access-point.ts';
import { attachment } from './l2/attachment.machine.ts';
import { station } from './l2/station.ts';
import { binding } from './lma/binding.machine.ts';
import { lma } from './lma/lma.ts';
import { link } from './mag/link.machine.ts';
import { mag } from './mag/mag.ts';
import { update } from './mag/update.machine.ts';
import { advertiser } from './mip6/advertiser.machine.ts';
import { cachedBinding } from './mip6/cached-binding.machine.ts';
import { correspondent } from './mip6/correspondent.ts';
import { homeAgent } from './mip6/home-agent.ts';
import { homeBinding } from './mip6/home-binding.machine.ts';
import { homeUpdate } from './mip6/home-update.machine.ts';
import { mobile } from './mip6/mobile.ts';
import { movement } from './mip6/movement.machine.ts';
import { peerUpdate } from './mip6/peer-update.machine.ts';
import { router } from './mip6/router.ts';
import { address } from './nd/address.machine.ts';
import { discovery } from './nd/discovery.machine.ts';
import { host } from './nd/host.ts';
import { heartbeat } from './pmipv6/heartbeat.machine.ts';
import { sink } from './traffic/sink.ts';
import { source } from './traffic/source.ts';
import { vif } from './virtual/vif.ts';

/** Kinds of node, with the spelling of the scenario format. */
export const kinds = {
  mn: [station, vif, host, mobile, source, sink],
  mr: [station, vif, host, mobile, router, source, sink],
  lfn: [host, source, sink],
  dgw: [accessPoint, dgw],
  mag: [accessPoint, mag],
  lma: [lma],
  hss: [hss],
  cmd: [cmd],
  ar: [accessPoint, router],
  ha: [accessPoint, router, homeAgent],
  cn: [sink, correspondent],
  core: [],
  localnet: [sink],
} as const satisfies Readonly<Record<string, readonly AnyRole[]>>;

/** A machine, and where its rows stand: table `table` of role `role`, state in column `state`. */
export interface MachineEntry {
  readonly role: string;
  readonly table: string;
  readonly title: string;
  /** What a chart is drawn from: XState's `definition`. */
  readonly definition: object;
}

/** All machines, in the order of the reference. */
export const machines: readonly MachineEntry[] = [
  {
    role: 'station',
    table: 'attachment',
    title: 'Attachment to a cell',
    definition: attachment.definition,
  },
  {
    role: 'host',
    table: 'discovery',
    title: 'Search for routers',
    definition: discovery.definition,
  },
  { role: 'host', table: 'addresses', title: 'Life of an address', definition: address.definition },
  {
    role: 'mag',
    table: 'updates',
    title: 'Registration at the anchor',
    definition: update.definition,
  },
  { role: 'mag', table: 'links', title: 'Life of an access link', definition: link.definition },
  {
    role: 'lma',
    table: 'bindings',
    title: 'Life of a binding cache entry',
    definition: binding.definition,
  },
  ...['mag', 'lma'].map((role) => ({
    role,
    table: 'peers',
    title: 'Heartbeats of a peer',
    definition: heartbeat.definition,
  })),
  { role: 'dgw', table: 'dlifs', title: 'Life of a DLIF', definition: dlif.definition },
  {
    role: 'dgw',
    table: 'updates',
    title: 'Registration at an anchor',
    definition: registration.definition,
  },
  {
    role: 'cmd',
    table: 'questions',
    title: 'Question to a previous MAAR',
    definition: question.definition,
  },
  { role: 'router', table: 'links', title: 'Advertising', definition: advertiser.definition },
  { role: 'mobile', table: 'movement', title: 'Movement', definition: movement.definition },
  {
    role: 'mobile',
    table: 'registration',
    title: 'Registration at the home agent',
    definition: homeUpdate.definition,
  },
  {
    role: 'mobile',
    table: 'peers',
    title: 'Registration at a correspondent',
    definition: peerUpdate.definition,
  },
  {
    role: 'ha',
    table: 'bindings',
    title: 'Binding of a mobile node',
    definition: homeBinding.definition,
  },
  {
    role: 'correspondent',
    table: 'bindings',
    title: 'Cached binding',
    definition: cachedBinding.definition,
  },
];

/** A table that a role declares. */
export interface TableEntry {
  readonly role: string;
  readonly spec: TableSpec<object>;
}

/** All tables of all roles, each once, in the order of the kinds. */
export const tables: readonly TableEntry[] = [
  ...new Set<AnyRole>(Object.values(kinds).flat()),
].flatMap((role) =>
  // What a table holds is the role's own affair; here it is a title and columns.
  Object.values(role.tables as Readonly<Record<string, TableSpec<object>>>).map((spec) => ({
    role: role.name,
    spec,
  })),
);
