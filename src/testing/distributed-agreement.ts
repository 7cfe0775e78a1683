// Where the gateways of a distributed domain, the home LMA and the CMD differ about which node is
// where, once a run has come to rest and whatever failed has been mended.

import type { NodeId } from '#base/ids.ts';
import { configsOf, nodesOf, rowsOf, type Watched } from './watched.ts';

// The columns that are looked at, whatever else the rows hold.
interface Binding {
  readonly mnId: string;
  readonly prefix: string;
  readonly proxyCareOfAddress: string;
  readonly lifetime: number;
}
interface Update {
  readonly mnId: string;
  readonly anchor: string;
  readonly via: string;
  readonly prefixes: readonly string[];
  readonly state: string;
}
interface Relay {
  readonly mnId: string;
  readonly anchor: string;
  readonly prefixes: readonly string[];
  readonly connected: string | undefined;
}
interface Attached {
  readonly mnId: string;
}
interface Registered {
  readonly mnId: string;
  readonly prefixes: readonly string[];
  readonly proxyCareOfAddress: string;
}

/** The states of registration.machine.ts in which packets find their way. */
const STANDING = ['active', 'refreshing', 'told'];

/** A session of a node as its anchor and its serving gateway should both know it. */
interface Session {
  readonly mnId: string;
  readonly anchor: string;
  readonly serving: string;
  readonly prefix: string;
}
const textOf = ({ mnId, anchor, serving, prefix }: Session): string =>
  `${prefix} of ${mnId}, anchored at ${anchor}, served at ${serving}`;

/** The address that a role of a node is set up with. */
const addressOf = (run: Watched, node: NodeId): string =>
  configsOf(run, node).flatMap((config) => {
    const { address } = (config ?? {}) as { readonly address?: string };
    return address === undefined ? [] : [address];
  })[0] ?? node;

const gatewaysIn = (run: Watched) =>
  nodesOf(run, 'dgw').map((node) => ({
    node,
    address: addressOf(run, node),
    bindings: rowsOf<Binding>(run, `${node}/dgw/bindings`),
    updates: rowsOf<Update>(run, `${node}/dgw/updates`),
    stations: rowsOf<Attached>(run, `${node}/accessPoint/stations`),
  }));
type Gateway = ReturnType<typeof gatewaysIn>[number];

/** Each node is served where it is, and every tunnel has the same session at both of its ends. */
export function differencesOf(run: Watched): readonly string[] {
  const gateways = gatewaysIn(run);
  const databases = nodesOf(run, 'cmd');
  return [
    ...gateways.flatMap((gateway) => unserved(run, gateway)),
    ...tornSessions(run, gateways),
    ...databases.flatMap((node) => unregistered(run, node, gateways)),
  ];
}

/** A station has a prefix here, or one that is registered here; unless none was left for it. */
function unserved(run: Watched, { node, bindings, updates, stations }: Gateway): readonly string[] {
  if (stations.length > 0 && wasEmpty(run, node)) return [];
  const isServed = (mnId: string): boolean =>
    bindings.some((row) => row.mnId === mnId && row.proxyCareOfAddress === 'here') ||
    updates.some((row) => row.mnId === mnId && STANDING.includes(row.state));
  return stations.filter(({ mnId }) => !isServed(mnId)).map(({ mnId }) => `${node} leaves ${mnId}`);
}

/** Whether a gateway has said that its pool is empty. */
function wasEmpty(run: Watched, node: NodeId): boolean {
  for (let seq = 0; seq < run.log.length; seq += 1) {
    const event = run.log.event(seq);
    if (event.kind !== 'note' || event.node !== node) continue;
    if (event.text.startsWith('no prefix is left')) return true;
  }
  return false;
}

/** Sessions that only one end knows: the anchor, the serving gateway, or the home LMA between. */
function tornSessions(run: Watched, gateways: readonly Gateway[]): readonly string[] {
  const homes = nodesOf(run, 'lma').map((node) => addressOf(run, node));
  const relays = nodesOf(run, 'lma').flatMap((node) =>
    rowsOf<Relay>(run, `${node}/homeLma/relays`),
  );
  const anchored = gateways.flatMap(({ address: anchor, bindings }) =>
    bindings
      .filter(({ proxyCareOfAddress, lifetime }) => proxyCareOfAddress !== 'here' && lifetime > 0)
      .map(({ mnId, prefix, proxyCareOfAddress }) => {
        const isBetween = homes.includes(proxyCareOfAddress);
        const between = relays.find((row) => row.mnId === mnId && row.prefixes.includes(prefix));
        const serving = isBetween ? (between?.connected ?? 'nobody') : proxyCareOfAddress;
        return textOf({ mnId, anchor, serving, prefix });
      }),
  );
  const served = gateways.flatMap(({ address: serving, updates }) =>
    updates
      .filter(({ state }) => STANDING.includes(state))
      .filter(({ anchor }) => gateways.some(({ address }) => address === anchor))
      .flatMap(({ mnId, anchor, prefixes }) =>
        prefixes.map((prefix) => textOf({ mnId, anchor, serving, prefix })),
      ),
  );
  const passed = relays.flatMap(({ mnId, anchor, prefixes, connected: serving = 'nobody' }) =>
    prefixes.map((prefix) => textOf({ mnId, anchor, serving, prefix })),
  );
  return [
    ...anchored.filter((one) => !served.includes(one)).map((one) => `only the anchor has ${one}`),
    ...served.filter((one) => !anchored.includes(one)).map((one) => `only who serves has ${one}`),
    ...passed
      .filter((one) => !served.includes(one) || !anchored.includes(one))
      .map((one) => `only the home LMA has ${one}`),
  ];
}

/** The CMD has each station at its MAAR with its prefix. */
function unregistered(
  run: Watched,
  database: NodeId,
  gateways: readonly Gateway[],
): readonly string[] {
  const rows = rowsOf<Registered>(run, `${database}/cmd/bindings`);
  return gateways.flatMap(({ address, stations, bindings }) =>
    stations.flatMap(({ mnId }) => {
      const own = bindings.filter((row) => row.mnId === mnId && row.proxyCareOfAddress === 'here');
      const isThere = rows.some(
        (row) =>
          row.mnId === mnId &&
          row.proxyCareOfAddress === address &&
          own.every(({ prefix }) => row.prefixes.includes(prefix)),
      );
      return own.length === 0 || isThere ? [] : [`${database} has not ${mnId} at ${address}`];
    }),
  );
}
