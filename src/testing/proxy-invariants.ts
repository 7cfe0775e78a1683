// Invariants over what an LMA and MAGs know: I-3 and I-4 of the acceptance scenarios, and what must
// not be left over there when a run has come to rest.

import type { NodeId } from '#base/ids.ts';
import { nodesOf, rowsOf } from './watched.ts';
import type { Checker, Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface Session {
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly handoff: number;
  readonly state: string;
  readonly tunnel?: string;
}
interface Tunnel {
  readonly remote: string;
  readonly iface: string;
  readonly sessions: number;
}
interface AccessLink {
  readonly iface: string;
  readonly mnId: string;
}
interface Iface {
  readonly id: string;
  readonly kind: string;
}
interface Route {
  readonly id: string;
  readonly out?: string;
}

/** RFC 7864 §3.2.1: sessions that share a prefix. */
const SHARED_HANDOFF = 6;

/** Nodes with the role, the role, and its table of sessions. */
const KEEPERS = [
  { kind: 'lma', table: 'lma/bindings' },
  { kind: 'mag', table: 'mag/updates' },
] as const;

const sessionsAt = (run: Watched, node: NodeId): readonly Session[] =>
  KEEPERS.flatMap(({ table }) => rowsOf<Session>(run, `${node}/${table}`));
const tunnelsAt = (run: Watched, node: NodeId): readonly Tunnel[] =>
  KEEPERS.flatMap(({ kind }) => rowsOf<Tunnel>(run, `${node}/${kind}/tunnels`));
const linksAt = (run: Watched, node: NodeId) => rowsOf<AccessLink>(run, `${node}/mag/links`);
const ifacesAt = (run: Watched, node: NodeId) => rowsOf<Iface>(run, `${node}/stack/interfaces`);
const keepersIn = (run: Watched): readonly NodeId[] =>
  KEEPERS.flatMap(({ kind, table }) =>
    nodesOf(run, kind).filter((node) => run.world.tables.has(`${node}/${table}`)),
  );

/** I-3: a prefix belongs to one session, except sessions with Handoff Indicator 6. */
const onePrefixOneSession: Checker = {
  onRows: (run) => {
    const owners = new Map<string, Session>();
    const broken: string[] = [];
    for (const node of nodesOf(run, 'lma')) {
      for (const session of rowsOf<Session>(run, `${node}/lma/bindings`)) {
        for (const prefix of session.prefixes) {
          const before = owners.get(prefix);
          owners.set(prefix, session);
          if (before === undefined || before.handoff === SHARED_HANDOFF) continue;
          if (session.handoff === SHARED_HANDOFF) continue;
          // Refreshed since, with 5.
          const isShared = run.world.tables.get(`${node}/lma/shares`)?.has(prefix) === true;
          if (isShared && before.mnId === session.mnId) continue;
          const words = `${prefix} in a session of ${before.mnId} and in one of ${session.mnId}`;
          broken.push(`I-3 at ${run.now}: ${words}`);
        }
      }
    }
    return broken;
  },
};

/** I-4: a tunnel counts its sessions, and stands while it has one; sessions in use have one. */
const countedTunnels: Checker = {
  onRows: (run) =>
    keepersIn(run).flatMap((node) => {
      const sessions = sessionsAt(run, node);
      const tunnels = tunnelsAt(run, node);
      const found = ifacesAt(run, node)
        .filter(({ kind }) => kind === 'tunnel')
        .map(({ id }) => id);
      return [
        ...tunnels.flatMap((row) => miscounted(row, sessions)),
        ...sessions.filter((row) => isAdrift(row, tunnels)).map(({ mnId }) => adrift(mnId)),
        ...found
          .filter((id) => !tunnels.some(({ iface }) => iface === id))
          .map((id) => `has an interface ${id} without a tunnel`),
        ...tunnels
          .filter(({ iface }) => !found.includes(iface))
          .map(({ iface }) => `lacks the interface ${iface}`),
      ].map((words) => `I-4 at ${run.now}: ${node} ${words}`);
    }),
};

function miscounted(row: Tunnel, sessions: readonly Session[]): readonly string[] {
  const users = sessions.filter(({ tunnel }) => tunnel === row.iface).length;
  if (row.sessions !== users) {
    return [`counts ${row.sessions} sessions on ${row.iface}, which has ${users}`];
  }
  return users === 0 ? [`has an idle tunnel to ${row.remote}`] : [];
}

/** A session in use without a tunnel, or with one that is not there. */
const isAdrift = ({ state, tunnel }: Session, tunnels: readonly Tunnel[]): boolean =>
  tunnel === undefined ? state === 'active' : !tunnels.some(({ iface }) => iface === tunnel);
const adrift = (mnId: string): string => `has a session of ${mnId} without its tunnel`;

/** Fresh checkers of all of them. */
export const proxyCheckers = (): readonly Checker[] => [onePrefixOneSession, countedTunnels];

/** Interfaces, routes, links and registrations that nothing needs. */
export const proxyOrphans = (run: Watched): readonly string[] => [
  ...keepersIn(run).flatMap((node) => looseRoutes(run, node)),
  ...nodesOf(run, 'mag').flatMap((node) => [...looseLinks(run, node), ...strangers(run, node)]),
];

function looseRoutes(run: Watched, node: NodeId): readonly string[] {
  const ids = new Set(ifacesAt(run, node).map(({ id }) => id));
  return rowsOf<Route>(run, `${node}/stack/routes`)
    .filter(({ out }) => out !== undefined && !ids.has(out))
    .map(({ id }) => `${node} route ${id} leads nowhere`);
}

/** Access links and access interfaces are the same. */
function looseLinks(run: Watched, node: NodeId): readonly string[] {
  const links = linksAt(run, node).map(({ iface }) => iface);
  const ifaces = ifacesAt(run, node)
    .filter(({ kind }) => kind === 'access')
    .map(({ id }) => id);
  return [
    ...links.filter((id) => !ifaces.includes(id)).map((id) => `${node} lacks the interface ${id}`),
    ...ifaces.filter((id) => !links.includes(id)).map((id) => `${node} has ${id} without a link`),
  ];
}

/** A gateway has links to its stations only, and registers no others. */
function strangers(run: Watched, node: NodeId): readonly string[] {
  const stations = rowsOf<{ mnId: string }>(run, `${node}/accessPoint/stations`);
  const isHere = (mnId: string): boolean => stations.some((row) => row.mnId === mnId);
  return [
    ...linksAt(run, node)
      .filter(({ mnId }) => !isHere(mnId))
      .map(({ mnId }) => `${node} has a link to ${mnId}, which is not here`),
    ...rowsOf<Session>(run, `${node}/mag/updates`)
      .filter(({ mnId }) => !isHere(mnId))
      .map(({ mnId }) => `${node} registers ${mnId}, which is not here`),
  ];
}
