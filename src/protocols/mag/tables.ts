// The tables of a mobile access gateway as the screen shows them.

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
import type { MagTables } from './rows.ts';

type Specs = { readonly [K in keyof MagTables]: TableSpec<MagTables[K]> };

const maybe = (value: number | string | undefined): string => `${value ?? ''}`;
const yes = (value: boolean): string => (value ? 'yes' : '');

export const tables: Specs = {
  updates: {
    id: 'updates',
    title: 'Binding update list',
    cite: 'PMIP §6.1',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('state', 'State', (row) => row.state),
      column('lma', 'Anchor', (row) => row.lma),
      column('lifetime', 'Lifetime', (row) => units(row.lifetime)),
      expiring('refreshAt', 'Refresh due', (row) => row.refreshAt),
      expiring('expiresAt', 'Ends', (row) => row.expiresAt),
      column('iface', 'Link', (row) => row.iface),
      column('linkLayerId', 'Link-layer id', (row) => row.linkLayerId ?? ''),
      column('accessTechnology', 'Access', (row) => `${row.accessTechnology}`),
      column('handoff', 'Handoff', (row) => `${row.handoff}`),
      column('magLinkLocal', 'Own link-local', (row) => row.magLinkLocal ?? ''),
      column('tunnel', 'Tunnel', (row) => row.tunnel ?? ''),
      column('sequence', 'Sequence', (row) => maybe(row.sequence)),
      column('sentAt', 'Sent', (row) => time(row.sentAt)),
      column('acceptedAt', 'Accepted', (row) => time(row.acceptedAt)),
      column('retransmissions', 'Repeated', (row) => `${row.retransmissions}`),
      column('status', 'Status', (row) => maybe(row.status)),
      column('outstanding', 'Unanswered', (row) =>
        list(row.outstanding.map(({ sequence }) => `${sequence}`)),
      ),
      column('greKeyDown', 'GRE key down', (row) => hex(row.greKeyDown)),
      column('greKeyUp', 'GRE key up', (row) => hex(row.greKeyUp)),
      column('ipv4Home', 'IPv4 home address', (row) => row.ipv4Home?.address ?? ''),
    ],
  },
  links: {
    id: 'links',
    title: 'Access links',
    cite: 'PMIP §6.7',
    columns: [
      column('iface', 'Interface', (row) => row.iface),
      column('mnId', 'Node', (row) => row.mnId),
      column('access', 'Service', (row) => row.access),
      column('state', 'State', (row) => row.state),
      column('prefixes', 'Advertised', (row) => list(row.prefixes)),
      column('told', 'Routes told', (row) => list(row.told ?? [])),
      column('linkLocal', 'Own link-local', (row) => row.linkLocal ?? ''),
      column('ownMac', 'Own MAC', (row) => row.ownMac),
      column('mac', 'Station', (row) => row.mac),
      column('stationLinkLocal', 'Its link-local', (row) => row.stationLinkLocal ?? ''),
      column('att', 'Access', (row) => `${row.att}`),
      column('mtu', 'MTU', (row) => `${row.mtu}`),
      column('since', 'Since', (row) => time(row.since)),
      column('previous', 'Came from', (row) => row.previous ?? ''),
    ],
  },
  tunnels: {
    id: 'tunnels',
    title: 'Tunnels',
    cite: 'PMIP §5.6.1',
    columns: [
      column('remote', 'To', (row) => row.remote),
      column('iface', 'Interface', (row) => row.iface),
      column('sessions', 'Sessions', (row) => `${row.sessions}`),
      column('encapsulation', 'Encapsulation', (row) => row.encapsulation),
      column('greKey', 'GRE key out', (row) => hex(row.greKey)),
      column('greKeyIn', 'GRE key in', (row) => hex(row.greKeyIn)),
    ],
  },
  peers: {
    id: 'peers',
    title: 'Anchors',
    cite: 'RFC 5847 §3',
    columns: [
      column('name', 'Anchor', (row) => row.name),
      column('address', 'Address', (row) => row.address),
      column('sessions', 'Sessions', (row) => `${row.sessions}`),
      column('state', 'Heartbeat', (row) => row.state),
      column('reachable', 'Reachable', (row) => (row.reachable ? 'yes' : 'no')),
      column('missing', 'Missing', (row) => `${row.missing}`),
      column('restartCounter', 'Restart counter', (row) => maybe(row.restartCounter)),
      column('sends', 'Last PBUs', (row) => list(row.sends.map(time))),
      column('pathMtu', 'Path MTU', (row) => maybe(row.pathMtu)),
      column('refusesGlobal', 'No global revocation', (row) => yes(row.refusesGlobal)),
    ],
  },
  waiting: {
    id: 'waiting',
    title: 'PBUs that wait for their turn',
    cite: 'MIP6 §11.8',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('lma', 'Anchor', (row) => row.lma),
      column('since', 'Since', (row) => time(row.since)),
    ],
  },
  denials: {
    id: 'denials',
    title: 'Nodes that wait for an operator',
    cite: 'PMIP §6.9.1.2',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('why', 'Because', (row) => row.why),
      column('status', 'Status', (row) => maybe(row.status)),
      column('since', 'Since', (row) => time(row.since)),
    ],
  },
  notifications: {
    id: 'notifications',
    title: 'Update notifications',
    cite: 'RFC 7077 §6.1',
    columns: [
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('lma', 'Anchor', (row) => row.lma),
      column('reason', 'Reason', (row) => `${row.reason}`),
      column('mnId', 'Node', (row) => row.mnId),
      column('status', 'Status', (row) => `${row.status}`),
      column('at', 'Answered', (row) => time(row.at)),
    ],
  },
  revocations: {
    id: 'revocations',
    title: 'Revocations that wait',
    cite: 'RFC 5846 §9.2',
    columns: [
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('lma', 'Anchor', (row) => row.lma),
      column('tries', 'Sent', (row) => `${row.tries}`),
      expiring('nextAt', 'Next', (row) => row.nextAt),
    ],
  },
  byNode: {
    id: 'byNode',
    title: 'Registrations by node',
    cite: 'PMIP §6.1',
    columns: [column('updates', 'Registrations', (row) => list(row.updates))],
  },
  foreign: {
    id: 'foreign',
    title: 'Prefixes of other interfaces',
    cite: 'MIF §4.3',
    columns: [
      column('mnId', 'Node', (row) => row.mnId),
      column('prefixes', 'Prefix', (row) => list(row.prefixes)),
      column('iface', 'Link', (row) => row.iface),
      column('tunnel', 'Tunnel', (row) => row.tunnel ?? ''),
      column('by', 'Told by', (row) => row.by),
    ],
  },
  flows: {
    id: 'flows',
    title: 'Flows told by the anchor',
    cite: 'RFC 7864 §5.2',
    columns: [
      column('fid', 'FID', (row) => `${row.fid}`),
      column('mnId', 'Node', (row) => row.mnId),
      column('priority', 'Priority', (row) => `${row.priority}`),
      column('selector', 'Packets', (row) => selectorText(row.selector)),
      column('bids', 'BIDs', (row) => list(row.bids.map(String))),
    ],
  },
  restarts: {
    id: 'restarts',
    title: 'Restarts',
    cite: 'RFC 5847 §3.2',
    columns: [
      column('counter', 'Restart counter', (row) => `${row.counter}`),
      column('peers', 'Peers with sessions', (row) => list(row.peers)),
    ],
  },
  self: {
    id: 'self',
    title: 'Counters',
    cite: 'PMIP §6.9.1.1',
    columns: [
      column('sequence', 'Sequence', (row) => `${row.sequence}`),
      column('clockCorrection', 'Clock set by', (row) => time(row.clockCorrection)),
      column('revocationSequence', 'Last BRI', (row) => `${row.revocationSequence}`),
      column('nextGreKey', 'Next GRE key', (row) => hex(row.nextGreKey)),
    ],
  },
};
