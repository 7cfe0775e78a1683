// The tables of a local mobility anchor as the screen shows them.

import type { TableSpec } from '#sim/role.ts';
import {
  column,
  expiring,
  hex,
  list,
  selectorText,
  time,
  units,
} from '#protocols/pmipv6/columns.ts';
import { fromTicks } from '#protocols/pmipv6/options.ts';
import type { IndexRow, LmaTables } from './rows.ts';

type Specs = { readonly [K in keyof LmaTables]: TableSpec<LmaTables[K]> };

const index = (id: string, title: string, cite: string): TableSpec<IndexRow> => ({
  id,
  title,
  cite,
  columns: [column('bindings', 'Bindings', (row) => list(row.bindings))],
});

export const tables: Specs = {
  bindings: {
    id: 'bindings',
    title: 'Binding cache',
    cite: 'PMIP §5.1',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('proxyCareOfAddress', 'Proxy-CoA', (row) => row.proxyCareOfAddress),
      column('state', 'State', (row) => row.state),
      expiring('until', 'Until', (row) => row.until),
      column('lifetime', 'Lifetime', (row) => units(row.lifetime)),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('accessTechnology', 'Access', (row) => `${row.accessTechnology}`),
      column('linkLayerId', 'Link-layer id', (row) => row.linkLayerId ?? ''),
      column('handoff', 'Handoff', (row) => `${row.handoff}`),
      column('lastTimestamp', 'Last timestamp', (row) =>
        row.lastTimestamp === undefined ? '' : time(fromTicks(row.lastTimestamp)),
      ),
      column('lastSequence', 'Last sequence', (row) => `${row.lastSequence}`),
      column('magLinkLocal', 'Link-local', (row) => row.magLinkLocal ?? ''),
      column('ipv4Home', 'IPv4 home', (row) => row.ipv4Home ?? ''),
      column('greKeyDown', 'GRE down', (row) => hex(row.greKeyDown)),
      column('greKeyUp', 'GRE up', (row) => hex(row.greKeyUp)),
      column('tunnel', 'Tunnel', (row) => row.tunnel ?? ''),
    ],
  },
  pending: {
    id: 'pending',
    title: 'Waiting updates',
    cite: 'PMIP §5.4.1.2 rule 4',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('source', 'From', (row) => row.source),
      column('sequence', 'Sequence', (row) => `${row.request.sequence}`),
      column('since', 'Since', (row) => time(row.since)),
    ],
  },
  tunnels: {
    id: 'tunnels',
    title: 'Tunnels',
    cite: 'PMIP §5.6.1',
    columns: [
      column('remote', 'To', (row) => row.remote),
      column('iface', 'Interface', (row) => row.iface),
      column('encapsulation', 'Encapsulation', (row) => row.encapsulation),
      column('sessions', 'Sessions', (row) => `${row.sessions}`),
    ],
  },
  prefixes: {
    id: 'prefixes',
    title: 'Home network prefixes',
    cite: 'PMIP §5.2',
    columns: [
      column('prefix', 'Prefix', (row) => row.prefix),
      column('state', 'State', (row) => row.state),
      column('mnId', 'Node', (row) => row.mnId ?? row.reservedFor ?? ''),
      column('freedAt', 'Free since', (row) => time(row.freedAt)),
    ],
  },
  peers: {
    id: 'peers',
    title: 'Gateways',
    cite: 'RFC 5847 §3',
    columns: [
      column('name', 'Gateway', (row) => row.name),
      column('address', 'Address', (row) => row.address),
      column('sessions', 'Sessions', (row) => `${row.sessions}`),
      column('state', 'Heartbeat', (row) => row.state),
      column('missing', 'Missed', (row) => `${row.missing}`),
      column('restartCounter', 'Restarts', (row) => `${row.restartCounter ?? ''}`),
      column('reachable', 'Reachable', (row) => (row.reachable ? 'yes' : 'no')),
      column('noRevocation', 'Revocation', (row) => (row.noRevocation ? 'not known' : '')),
      column('noNotification', 'Notification', (row) => (row.noNotification ? 'not known' : '')),
    ],
  },
  restarts: {
    id: 'restarts',
    title: 'Own restarts',
    cite: 'RFC 5847 §3.2',
    columns: [
      column('counter', 'Restart counter', (row) => `${row.counter}`),
      column('peers', 'Had sessions with', (row) => list(row.peers)),
    ],
  },
  revocations: {
    id: 'revocations',
    title: 'Revocations',
    cite: 'RFC 5846 §8.1',
    columns: [
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('peer', 'Gateway', (row) => row.peer),
      column('mnId', 'Node', (row) => row.mnId ?? 'all'),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('ipv4', 'IPv4 home', (row) => row.ipv4 ?? ''),
      column('trigger', 'Trigger', (row) => `${row.trigger}`),
      column('tries', 'Sent', (row) => `${row.tries}`),
      expiring('nextAt', 'Next', (row) => row.nextAt),
    ],
  },
  notifications: {
    id: 'notifications',
    title: 'Update notifications',
    cite: 'RFC 7077 §5',
    columns: [
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('peer', 'Gateway', (row) => row.peer),
      column('mnId', 'Node', (row) => row.mnId),
      column('reason', 'Reason', (row) => `${row.reason}`),
      column('tries', 'Sent', (row) => `${row.tries}`),
      expiring('nextAt', 'Next', (row) => row.nextAt),
    ],
  },
  indexByNode: index('indexByNode', 'Bindings by node', 'PMIP §5.4.1.3'),
  indexByLink: index('indexByLink', 'Bindings by interface', 'PMIP §5.4.1.2'),
  ipv4: index('ipv4', 'Bindings by IPv4 address', 'RFC 5844 §3.1.2.7'),
  remembered: {
    id: 'remembered',
    title: 'Prefixes to give back',
    cite: 'PMIP §5.3.5 rule 2',
    columns: [
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('freedAt', 'Free since', (row) => time(row.freedAt)),
    ],
  },
  freed: {
    id: 'freed',
    title: 'Free prefixes in order',
    cite: 'PMIP §5.3.5 rule 2',
    columns: [
      column('prefix', 'Prefix', (row) => row.prefix),
      column('freedAt', 'Free since', (row) => time(row.freedAt)),
    ],
  },
  groups: {
    id: 'groups',
    title: 'Bindings of one node',
    cite: 'RFC 7864 §5.1',
    columns: [
      column('bindings', 'Bindings', (row) => list(row.members.map((one) => one.binding))),
      column('bids', 'BIDs', (row) => list(row.members.map((one) => `${one.bid}`))),
      column('priorities', 'BID-PRI', (row) => list(row.members.map((one) => `${one.priority}`))),
    ],
  },
  shares: index('shares', 'Shared prefixes', 'RFC 7864 §3.2.1'),
  told: {
    id: 'told',
    title: 'Prefixes told to gateways',
    cite: 'RFC 7864 §3.2.2',
    columns: [
      column('gateway', 'Gateway', (row) => row.gateway),
      column('mnId', 'Node', (row) => row.mnId),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('state', 'State', (row) => row.state),
      column('by', 'By', (row) => row.by),
    ],
  },
  flows: {
    id: 'flows',
    title: 'Flow mobility cache',
    cite: 'RFC 7864 §5.2',
    columns: [
      column('fid', 'FID', (row) => `${row.fid}`),
      column('name', 'Flow', (row) => row.name ?? ''),
      column('mnId', 'Node', (row) => row.mnId),
      column('priority', 'FID-PRI', (row) => `${row.priority}`),
      column('selector', 'Packets', (row) => selectorText(row.selector)),
      column('bids', 'BIDs', (row) => list(row.bids.map(String))),
      column('action', 'Action', (row) => row.action),
      column('active', 'Active', (row) => (row.active ? 'active' : 'inactive')),
      column('out', 'Tunnels', (row) => list(row.out)),
      column('by', 'Decided by', (row) => row.by),
    ],
  },
  flowsByNode: index('flowsByNode', 'Flows by node', 'RFC 7864 §5.2'),
  signalled: {
    id: 'signalled',
    title: 'Flows told to gateways',
    cite: 'RFC 7109 §5.1',
    columns: [
      column('gateway', 'Gateway', (row) => row.gateway),
      column('mnId', 'Node', (row) => row.mnId),
      column('fid', 'FID', (row) => `${row.flow.fid}`),
      column('action', 'Action', (row) => `${row.action}`),
      column('open', 'Answer', (row) => (row.open ? 'waited for' : 'came')),
    ],
  },
  self: {
    id: 'self',
    title: 'Counters',
    cite: 'PMIP §5.1',
    columns: [
      column('nextBinding', 'Next binding', (row) => `${row.nextBinding}`),
      column('revocationSequence', 'Next BRI', (row) => `${row.revocationSequence}`),
      column('nextGreKey', 'Next GRE key', (row) => hex(row.nextGreKey)),
    ],
  },
};
