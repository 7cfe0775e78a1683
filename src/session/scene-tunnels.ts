// Tunnels of the stage: one pipe per pair of ends, with the sessions that use it.

import type { NodeId } from '#base/ids.ts';
import type { TunnelScene } from './protocol.ts';
import { rowsOf } from './reader.ts';
import type { SharedTunnelRow, TunnelRow } from './rows.ts';
import { tunnelUsers } from './scene-pmip.ts';
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
    const far = source.cast.nodeAt(remote);
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
  const { reader, scenario } = source;
  return scenario.nodes.flatMap(({ id: node, kind }) => {
    if (kind === 'dgw') {
      return rowsOf<TunnelRow>(reader, node, 'dgw', 'tunnels').map(({ remote, users }) => ({
        node,
        remote,
        users: users.map((user) => ({ mn: user.mnId, prefix: user.prefix })),
      }));
    }
    if (kind !== 'lma' && kind !== 'mag') return [];
    const users = tunnelUsers(source, node, kind);
    return rowsOf<SharedTunnelRow>(reader, node, kind, 'tunnels').map(({ remote, iface }) => ({
      node,
      remote,
      users: users.get(iface) ?? [],
    }));
  });
}
