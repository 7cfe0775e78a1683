// Role `accessPoint`: knows which stations are in its cell and tells the gateway of the same node.
// The mobile node's identity is what layer 2 authenticated (RFC 5213 §6.6). No draft says how layer
// 2 does that.

import type { IfaceId, LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Effect, News } from '#sim/effect.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Sight, Stimulus, TablesOf } from '#sim/role.ts';
import type { Mac } from '#wire/address.ts';

/** Which role of the node is told; without a configuration it is `dgw`. */
export interface AccessPointConfig {
  readonly gateway: 'dgw' | 'mag' | 'router';
}

/**
 * A station of the cell; key: the mobile node's identity, and for a further radio of the same node
 * its interface too.
 */
export interface StationRow {
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  /** The station's interface. */
  readonly peerIface: IfaceId;
  /** Access Technology Type, RFC 5213 §8.5. */
  readonly att: number;
  readonly since: Micros;
  /** The cell that this radio was in before, as a reassociation tells. */
  readonly previous?: LinkId;
}

/** What the gateway is told. `iface` is the physical interface of the cell, `cell` its link. */
export interface StationNews extends News {
  readonly say: 'attached' | 'detached';
  readonly mnId: string;
  readonly node: NodeId;
  readonly mac: Mac;
  readonly att: number;
  readonly iface: IfaceId;
  readonly cell: LinkId;
  readonly peerIface: IfaceId;
  readonly previous?: LinkId;
  /** The radio of the same node that this one replaces on purpose. */
  readonly instead?: IfaceId;
}

// A type, not an interface: it must have the index signature of `Tables`.
type AccessPointRows = { readonly stations: StationRow };

function handle(
  tables: TablesOf<AccessPointRows>,
  stimulus: Stimulus,
  sight: Sight,
  config: AccessPointConfig | undefined,
): readonly Effect[] {
  if (stimulus.on !== 'link') return [];
  const { iface, change, cell, peer: node, peerMac: mac, peerIface, mnId, att } = stimulus;
  if (mnId === undefined) {
    const text = `${node} shows no identity: no service`;
    return [{ do: 'note', text, cite: 'PMIP §6.6', level: 'warning' }];
  }
  const previous = stimulus.previous === undefined ? {} : { previous: stimulus.previous };
  const facts = { mnId, node, mac, att, peerIface, ...previous };
  const key = keyOf(tables, mnId, peerIface);
  if (change === 'up') tables.stations.set(key, { ...facts, since: sight.now });
  else tables.stations.delete(key);
  const say = change === 'up' ? 'attached' : 'detached';
  const { instead } = stimulus;
  const purpose = instead === undefined ? {} : { instead };
  const news: StationNews = { say, ...facts, iface, cell, ...purpose };
  return [{ do: 'tell', role: config?.gateway ?? 'dgw', news }];
}

/** The first radio of a node has the plain key while it is there. */
function keyOf(tables: TablesOf<AccessPointRows>, mnId: string, peerIface: IfaceId): string {
  const first = tables.stations.get(mnId);
  const own = `${mnId} ${peerIface}`;
  const isPlain = first === undefined ? !tables.stations.has(own) : first.peerIface === peerIface;
  return isPlain ? mnId : own;
}

/** The role. */
export const accessPoint: AnyRole = defineRole<AccessPointRows, AccessPointConfig | undefined>({
  name: 'accessPoint',
  takes: {},
  tables: {
    stations: {
      id: 'stations',
      title: 'Stations',
      cite: 'PMIP §6.6',
      columns: [
        { id: 'mnId', title: 'Mobile node', text: (row) => row.mnId },
        { id: 'peerIface', title: 'Its interface', text: (row) => row.peerIface },
        { id: 'mac', title: 'Link-layer address', text: (row) => row.mac },
        { id: 'att', title: 'Technology', text: (row) => String(row.att) },
      ],
    },
  },
  begin: () => [],
  handle,
});
