// Tunnels of the stage: one pipe per pair of ends, with the sessions that use it.

import type { NodeId } from '#base/ids.ts';
import type { TunnelScene } from './protocol.ts';
import { rowsOf } from './reader.ts';
import type { LmaBindingRow, MagUpdateRow, RelayRow, SharedTunnelRow, TunnelRow } from './rows.ts';
import { homeAgentEnds } from './scene-mip6.ts';
import { anchorOf, type SceneSource } from './scene-source.ts';

interface User {
  readonly mn: NodeId;
  readonly prefix: string;
}

interface End {
  readonly node: NodeId;
  readonly remote: string;
  readonly users: readonly User[];
}

/** A tunnel is drawn once, from whichever end has it. */
export function tunnelScenes(source: SceneSource): readonly TunnelScene[] {
  const found = new Map<string, TunnelScene>();
  for (const { node, remote, users } of endsOf(source)) {
    const far = source.cast.routerAt(remote);
    if (far === undefined) continue;
    const ends: readonly [NodeId, NodeId] = node < far ? [node, far] : [far, node];
    const id = ends.join('=');
    const named = users.map((user) => ({ ...user, anchor: anchorOf(source, user.prefix) }));
    const known = found.get(id)?.users ?? [];
    const others = named.filter((user) => !known.some((one) => one.prefix === user.prefix));
    found.set(id, { id, ends, users: [...known, ...others] });
  }
  return [...found.values()];
}

function endsOf(source: SceneSource): readonly End[] {
  return source.scenario.nodes.flatMap(({ id, kind }) => {
    switch (kind) {
      case 'dgw':
        return distributedEnds(source, id);
      case 'mag':
        return sharedEnds(source, id, 'mag', sessionsOfMag(source, id));
      case 'lma':
        return [
          ...sharedEnds(source, id, 'lma', sessionsOfLma(source, id)),
          ...sharedEnds(source, id, 'homeLma', sessionsOfRelays(source, id)),
        ];
      case 'ha':
        return homeAgentEnds(source, id);
      default:
        return [];
    }
  });
}

function distributedEnds({ reader, cast }: SceneSource, node: NodeId): readonly End[] {
  return rowsOf<TunnelRow>(reader, node, 'dgw', 'tunnels').map(({ remote, users }) => ({
    node,
    remote,
    users: users.map(({ mnId, prefix }) => ({ mn: cast.mobileOf(mnId) ?? mnId, prefix })),
  }));
}

/** A session, and the tunnels that carry it: by interface, or by the address of the far end. */
interface Carried {
  readonly mn: NodeId;
  readonly prefixes: readonly string[];
  readonly tunnels: readonly (string | undefined)[];
}

/** Tunnels that count their sessions; who uses them is found in the sessions. */
function sharedEnds(
  { reader }: SceneSource,
  node: NodeId,
  role: string,
  sessions: readonly Carried[],
): readonly End[] {
  const users = new Map<string, User[]>();
  for (const { mn, prefixes, tunnels } of sessions) {
    for (const tunnel of tunnels) {
      if (tunnel === undefined) continue;
      const list = users.get(tunnel) ?? [];
      list.push(...prefixes.map((prefix) => ({ mn, prefix })));
      users.set(tunnel, list);
    }
  }
  return rowsOf<SharedTunnelRow>(reader, node, role, 'tunnels').map(({ remote, iface }) => ({
    node,
    remote,
    users: [...(users.get(iface) ?? []), ...(users.get(remote) ?? [])],
  }));
}

const sessionsOfMag = ({ reader }: SceneSource, node: NodeId): readonly Carried[] =>
  rowsOf<MagUpdateRow>(reader, node, 'mag', 'updates').map(({ mn, prefixes, tunnel }) => ({
    mn,
    prefixes,
    tunnels: [tunnel],
  }));

const sessionsOfLma = ({ reader, cast }: SceneSource, node: NodeId): readonly Carried[] =>
  rowsOf<LmaBindingRow>(reader, node, 'lma', 'bindings').map(({ mnId, prefixes, tunnel }) => ({
    mn: cast.mobileOf(mnId) ?? mnId,
    prefixes,
    tunnels: [tunnel],
  }));

/** DMM §5: one tunnel to the anchoring gateway, one to the serving gateway. */
const sessionsOfRelays = ({ reader, cast }: SceneSource, node: NodeId): readonly Carried[] =>
  rowsOf<RelayRow>(reader, node, 'homeLma', 'relays').map((row) => ({
    mn: cast.mobileOf(row.mnId) ?? row.mnId,
    prefixes: row.prefixes,
    tunnels: row.stands ? [row.anchor, row.connected] : [],
  }));
