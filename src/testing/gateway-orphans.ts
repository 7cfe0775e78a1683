// What must not be left over in a distributed domain when a run has come to rest: no tunnel, route,
// DLIF, prefix or record of the HSS without its session, and no session that never ends.

import type { Micros, NodeId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import type { HssRecord } from '#protocols/dmm/hss.ts';
import type { BindingRow, DgwConfig, DgwRows, DlifRow, UpdateRow } from '#protocols/dmm/rows.ts';
import { configsOf, nodesOf, rowsOf } from './watched.ts';
import type { Watched } from './watched.ts';

/** A gateway at rest. */
interface Gateway {
  readonly node: NodeId;
  readonly bindings: readonly BindingRow[];
  readonly updates: readonly UpdateRow[];
  readonly dlifs: readonly DlifRow[];
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
}

const gatewayAt = (run: Watched, node: NodeId): Gateway => ({
  node,
  bindings: rowsOf(run, `${node}/dgw/bindings`),
  updates: rowsOf(run, `${node}/dgw/updates`),
  dlifs: rowsOf(run, `${node}/dgw/dlifs`),
  interfaces: rowsOf(run, `${node}/stack/interfaces`),
  routes: rowsOf(run, `${node}/stack/routes`),
});

/** How a gateway is set up. */
const setUp = (run: Watched, node: NodeId): DgwConfig | undefined =>
  // Of the roles of such a node only this one has peers.
  configsOf(run, node).find(
    (config): config is DgwConfig =>
      typeof config === 'object' && config !== null && 'peers' in config,
  );

/** What nothing needs at gateways of a distributed domain, and where they differ about a node. */
export function gatewayOrphans(run: Watched): readonly string[] {
  const gateways = nodesOf(run, 'dgw').map((node) => gatewayAt(run, node));
  return [
    ...gateways.flatMap((gateway) =>
      [
        ...looseInterfaces(run, gateway),
        ...looseRoutes(gateway),
        ...looseDlifs(gateway),
        ...looseRows(run, gateway),
        ...looseSessions(run, gateway),
        ...endless(run, gateway),
      ].map((words) => `${gateway.node} ${words}`),
    ),
    ...looseRecords(run),
  ];
}

function looseInterfaces(run: Watched, { node, dlifs, interfaces }: Gateway): readonly string[] {
  const tunnels = rowsOf<DgwRows['tunnels']>(run, `${node}/dgw/tunnels`);
  const needed = [
    ...dlifs.filter(({ state }) => state !== 'kept').map(({ name }) => name),
    ...tunnels.map(({ iface }) => iface),
  ];
  const found = interfaces
    .filter(({ kind }) => kind === 'dlif' || kind === 'tunnel')
    .map(({ id }) => id);
  return [
    ...needed.filter((id) => !found.includes(id)).map((id) => `interface lacks ${id}`),
    ...found.filter((id) => !needed.includes(id)).map((id) => `interface has ${id} too much`),
  ];
}

/** Routes into interfaces that are gone, and those of a prefix that has no session here. */
function looseRoutes({ bindings, updates, interfaces, routes }: Gateway): readonly string[] {
  const kinds = new Map(interfaces.map(({ id, kind }) => [id, kind]));
  const alive = new Set<string>([
    ...bindings.map(({ prefix }) => prefix),
    ...updates
      .filter(({ acceptedAt }) => acceptedAt !== undefined)
      .flatMap(({ prefixes }) => prefixes),
  ]);
  /** The prefix of the session that a route is for, whichever way its packets go. */
  const sessionOf = ({ id, to, from, out, rule }: Route): string | undefined => {
    const kind = kinds.get(out ?? '');
    const isOfNode = rule === 'pass' || kind === 'dlif' || kind === 'tunnel';
    if (!isOfNode || id.startsWith('return ')) return undefined;
    return from ?? to;
  };
  return routes.flatMap((route) => {
    if (route.out !== undefined && !kinds.has(route.out)) {
      return [`route ${route.id} leads nowhere`];
    }
    const session = sessionOf(route);
    return session === undefined || alive.has(session) ? [] : [`route ${route.id} has no session`];
  });
}

/** A DLIF of this gateway stands for a prefix that it anchors, a clone for a registration. */
function looseDlifs({ bindings, updates, dlifs }: Gateway): readonly string[] {
  const isBacked = ({ mnId, anchor, state }: DlifRow): boolean =>
    state === 'clone'
      ? updates.some(
          (row) => row.mnId === mnId && row.anchor === anchor && row.acceptedAt !== undefined,
        )
      : bindings.some((row) => row.mnId === mnId);
  return dlifs
    .filter((row) => !isBacked(row))
    .map(({ name, state }) =>
      state === 'clone'
        ? `portrays ${name} without a registration`
        : `has ${name} without a binding`,
    );
}

/** Prefixes that count as used, PBUs that wait for their turn, and ways back without a tunnel. */
function looseRows(run: Watched, { node, bindings, updates }: Gateway): readonly string[] {
  const tunnels = rowsOf<DgwRows['tunnels']>(run, `${node}/dgw/tunnels`);
  return [
    ...rowsOf<DgwRows['pool']>(run, `${node}/dgw/pool`)
      .filter(({ prefix, state }) => {
        const isBound = bindings.some((row) => row.prefix === prefix);
        return (state === 'used') !== isBound;
      })
      .map(({ prefix, state }) => `counts ${prefix} as ${state}`),
    ...rowsOf<DgwRows['waiting']>(run, `${node}/dgw/waiting`)
      .filter(({ mnId }) => !updates.some((row) => row.mnId === mnId))
      .map(({ mnId }) => `lets a PBU of ${mnId} wait for nothing`),
    ...rowsOf<DgwRows['returns']>(run, `${node}/dgw/returns`)
      .filter(({ remote }) => !tunnels.some((row) => row.remote === remote))
      .map(({ source }) => `has a way back to ${source} without a tunnel`),
  ];
}

/** A node is served by one gateway, and registered from there only. */
function looseSessions(run: Watched, gateway: Gateway): readonly string[] {
  const { node, bindings, updates, dlifs } = gateway;
  const stationsOf = (one: NodeId): readonly string[] =>
    rowsOf<{ mnId: string }>(run, `${one}/accessPoint/stations`).map(({ mnId }) => mnId);
  const here = stationsOf(node);
  const elsewhere = nodesOf(run, 'dgw')
    .flatMap(stationsOf)
    .filter((mnId) => !here.includes(mnId));
  const isElsewhere = ({ mnId }: { readonly mnId: string }): boolean => elsewhere.includes(mnId);
  return [
    ...dlifs
      .filter((row) => row.state === 'clone' && isElsewhere(row))
      .map(({ name }) => `portrays ${name} to a node that is elsewhere`),
    ...updates.filter(isElsewhere).map(({ mnId }) => `registers ${mnId}, which is elsewhere`),
    // One that has left, and nobody said where to, is bound for the rest of its lifetime.
    ...bindings
      .filter((row) => isElsewhere(row) && row.state === 'serving' && !isToEnd(row, run.now))
      .map(({ mnId }) => `believes that ${mnId} is here`),
  ];
}

const isToEnd = ({ expiresAt }: BindingRow, now: Micros): boolean =>
  expiresAt !== undefined && expiresAt >= now;

/** What is not the node's by its presence ends by itself, and in time. */
function endless(run: Watched, { node, bindings, updates }: Gateway): readonly string[] {
  const cmd = setUp(run, node)?.cmd;
  const isOver = (expiresAt: number | undefined): boolean =>
    expiresAt === undefined || expiresAt < run.now;
  return [
    ...bindings
      .filter((row) => row.proxyCareOfAddress !== 'here' && isOver(row.expiresAt))
      .map(({ prefix }) => `binding of ${prefix} never ends`),
    ...updates
      .filter((row) => row.acceptedAt !== undefined && row.anchor !== cmd)
      .filter((row) => isOver(row.expiresAt))
      .map(({ prefixes }) => `registration of ${prefixes.join(', ')} never ends`),
  ];
}

/**
 * The HSS lists what gateways anchor, unless one of the two was down: then nobody told it, or the
 * gateway has forgotten.
 */
function looseRecords(run: Watched): readonly string[] {
  const servers = nodesOf(run, 'hss');
  const gateways = new Map<string | undefined, NodeId>(
    nodesOf(run, 'dgw').map((node) => [setUp(run, node)?.address, node]),
  );
  const records = servers.flatMap((node) => rowsOf<HssRecord>(run, `${node}/hss/records`));
  const loose = records.flatMap(({ mnId, anchors }) =>
    anchors.flatMap(({ anchor, prefix }) => {
      const node = gateways.get(anchor);
      const rows = rowsOf<BindingRow>(run, `${node ?? ''}/dgw/bindings`);
      const isBound = rows.some((row) => row.mnId === mnId && row.prefix === prefix);
      return isBound || node === undefined ? [] : [{ mnId, prefix, node }];
    }),
  );
  if (loose.length === 0) return [];
  const failed = failedNodes(run);
  if (servers.some((node) => failed.has(node))) return [];
  return loose
    .filter(({ node }) => !failed.has(node))
    .map(({ mnId, prefix, node }) => `HSS lists ${prefix} of ${mnId}, which ${node} has not`);
}

/** Nodes that a command has taken down. */
function failedNodes(run: Watched): ReadonlySet<NodeId> {
  const failed = new Set<NodeId>();
  for (let seq = 0; seq < run.log.length; seq += 1) {
    const event = run.log.event(seq);
    if (event.kind !== 'command' || event.command.do !== 'node') continue;
    if (!event.command.up) failed.add(event.command.node);
  }
  return failed;
}
