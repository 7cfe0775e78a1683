// The tables of a distributed gateway as the screen shows them.

import type { TableSpec } from '#sim/role.ts';
import { column, expiring, list, time, units } from '#protocols/pmipv6/columns.ts';
import { fromTicks } from '#protocols/pmipv6/options.ts';
import type { DgwTables } from './rows.ts';

type Specs = { readonly [K in keyof DgwTables]: TableSpec<DgwTables[K]> };

export const tables: Specs = {
  dlifs: {
    id: 'dlifs',
    title: 'DLIF set',
    cite: 'DMM §4.1',
    columns: [
      column('name', 'DLIF', (row) => row.name),
      column('state', 'Role', (row) => row.state),
      column('mac', 'Logical MAC', (row) => row.mac),
      column('linkLocal', 'Link-local', (row) => row.linkLocal),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('deprecated', 'Advertised', (row) => (row.deprecated ? 'deprecated' : 'preferred')),
      column('anchor', 'Anchor', (row) => row.anchor),
      column('localPrefixes', 'Local networks', (row) => list(row.localPrefixes)),
    ],
  },
  bindings: {
    id: 'bindings',
    title: 'Binding cache',
    cite: 'PMIP §5.1',
    columns: [
      column('prefix', 'Prefix', (row) => row.prefix),
      column('mnId', 'Node', (row) => row.mnId),
      column('state', 'State', (row) => row.state),
      column('proxyCareOfAddress', 'Proxy-CoA', (row) => row.proxyCareOfAddress),
      column('lifetime', 'Lifetime', (row) => (row.state === 'away' ? units(row.lifetime) : '')),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('linkLayerId', 'Link-layer id', (row) => row.linkLayerId ?? ''),
      column('att', 'Access', (row) => `${row.att}`),
      column('lastTimestamp', 'Last timestamp', (row) =>
        row.lastTimestamp === undefined ? '' : time(fromTicks(row.lastTimestamp)),
      ),
      column('lastSequence', 'Last sequence', (row) => `${row.lastSequence}`),
    ],
  },
  updates: {
    id: 'updates',
    title: 'Binding update list',
    cite: 'PMIP §6.1',
    columns: [
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('anchor', 'Anchor', (row) => row.anchor),
      column('state', 'State', (row) => row.state),
      column('mnId', 'Node', (row) => row.mnId),
      column('lifetime', 'Lifetime', (row) => units(row.lifetime)),
      column('sentAt', 'Created', (row) => time(row.sentAt)),
      column('acceptedAt', 'Accepted', (row) => time(row.acceptedAt)),
      expiring('refreshAt', 'Refresh due', (row) => row.refreshAt),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('sequence', 'Sequence', (row) => `${row.sequence ?? ''}`),
      column('retransmissions', 'Repeated', (row) => `${row.retransmissions}`),
      column('status', 'Status', (row) => `${row.status ?? ''}`),
    ],
  },
  tunnels: {
    id: 'tunnels',
    title: 'Tunnels',
    cite: 'PMIP §5.6.1',
    columns: [
      column('remote', 'To', (row) => row.remote),
      column('iface', 'Interface', (row) => row.iface),
      column('users', 'For', (row) => list(row.users.map((user) => user.prefix))),
      column('count', 'Sessions', (row) => `${row.users.length}`),
    ],
  },
  stations: {
    id: 'stations',
    title: 'Attached nodes',
    cite: 'DMM §4.2 step 1',
    columns: [
      column('mn', 'Node', (row) => row.mn),
      column('present', 'Layer 2', (row) => (row.present ? 'attached' : 'left')),
      column('since', 'Since', (row) => time(row.since)),
      column('mac', 'Link-layer address', (row) => row.mac),
      column('question', 'HSS', (row) => row.question),
      column('stored', 'Stored', (row) => (row.stored ? 'yes' : '')),
    ],
  },
  pool: {
    id: 'pool',
    title: 'Prefix pool',
    cite: 'DMM §4.2 step 2',
    columns: [
      column('prefix', 'Prefix', (row) => row.prefix),
      column('state', 'State', (row) => row.state),
      column('mnId', 'Node', (row) => row.mnId ?? ''),
    ],
  },
  peers: {
    id: 'peers',
    title: 'Gateways written to',
    cite: 'MIP6 §11.8',
    columns: [
      column('name', 'Gateway', (row) => row.name),
      column('address', 'Address', (row) => row.address),
      column('sends', 'Last PBUs', (row) => list(row.sends.map(time))),
    ],
  },
  waiting: {
    id: 'waiting',
    title: 'PBUs that wait for their turn',
    cite: 'MIP6 §11.8',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('anchor', 'Anchor', (row) => row.anchor),
      column('since', 'Since', (row) => time(row.since)),
    ],
  },
  returns: {
    id: 'returns',
    title: 'Ways back from the local network',
    cite: 'DMM §4.1',
    columns: [
      column('source', 'Host', (row) => row.source),
      column('remote', 'Tunnel to', (row) => row.remote),
    ],
  },
  self: {
    id: 'self',
    title: 'Counters',
    cite: 'PMIP §6.9.1.1',
    columns: [
      column('sequence', 'Last sequence', (row) => `${row.sequence}`),
      column('lastPbuAt', 'Last PBU', (row) => time(row.lastPbuAt)),
    ],
  },
};
