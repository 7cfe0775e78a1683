// Role `accessPoint`: knows which stations are in its cell and tells the gateway of the same node.
// The mobile node's identity is what layer 2 authenticated (RFC 5213 §6.6). No draft says how layer
// 2 does that.

import type { IfaceId, Micros, NodeId } from '#base/ids.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { Mac } from '#wire/address.ts';

/** A station of the cell; key: the mobile node's identity. */
export interface StationRow {
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  /** Access Technology Type, RFC 5213 §8.5. */
  readonly att: number;
  readonly since: Micros;
}

/** What role `dgw` is told. `iface` is the physical interface of the cell. */
export interface StationNews extends News {
  readonly say: 'attached' | 'detached';
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  readonly att: number;
  readonly iface: IfaceId;
}

// A type, not an interface: it must have the index signature of `Tables`.
type AccessPointRows = { readonly stations: StationRow };

/** The role that is told. */
const GATEWAY = 'dgw';

function handle(
  tables: TablesOf<AccessPointRows>,
  stimulus: Stimulus,
  sight: Sight,
): readonly Effect[] {
  if (stimulus.on !== 'link') return [];
  const { iface, change, peer: node, peerMac: mac, mnId, att } = stimulus;
  if (mnId === undefined) {
    const text = `${node} shows no identity: no service`;
    return [{ do: 'note', text, cite: 'PMIP §6.6', level: 'warning' }];
  }
  if (change === 'up') tables.stations.set(mnId, { mnId, node, mac, att, since: sight.now });
  else tables.stations.delete(mnId);
  const say = change === 'up' ? 'attached' : 'detached';
  const news: StationNews = { say, mnId, node, mac, att, iface };
  return [{ do: 'tell', role: GATEWAY, news }];
}

/** The role. It needs no configuration. */
export const accessPoint: AnyRole = defineRole<AccessPointRows, unknown>({
  name: 'accessPoint',
  takes: {},
  tables: {
    stations: {
      id: 'stations',
      title: 'Stations',
      cite: 'PMIP §6.6',
      columns: [
        { id: 'mnId', title: 'Mobile node', text: (row) => row.mnId },
        { id: 'mac', title: 'Link-layer address', text: (row) => row.mac },
        { id: 'att', title: 'Technology', text: (row) => String(row.att) },
      ],
    },
  },
  begin: () => [],
  handle,
});
