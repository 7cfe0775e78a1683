// How the tables of a node's own IPv6 stack are shown. Their rows belong to sim/ and net/.

import type { FlowRow, FlowRule } from '#net/flow.ts';
import type { Interface } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import { selectorText } from '#protocols/pmipv6/columns.ts';
import type { TableSpec } from '#sim/role.ts';
import type { BufferRow } from '#sim/world.ts';

const interfaces: TableSpec<Interface> = {
  id: 'interfaces',
  title: 'Interfaces',
  cite: 'ND §5.1',
  columns: [
    { id: 'id', title: 'Interface', text: (row) => row.id },
    { id: 'kind', title: 'Kind', text: (row) => row.kind },
    { id: 'mac', title: 'Link-layer address', text: (row) => row.mac ?? '' },
    { id: 'peer', title: 'Peer', text: (row) => row.peer ?? row.tunnel?.remote ?? '' },
    { id: 'mtu', title: 'MTU', text: (row) => String(row.mtu) },
  ],
};

const routes: TableSpec<Route> = {
  id: 'routes',
  title: 'Routes and tunnels',
  cite: 'ND §5.2',
  columns: [
    { id: 'to', title: 'To', text: (row) => (row.to === '::/0' ? 'anywhere' : row.to) },
    { id: 'from', title: 'From', text: (row) => row.from ?? '' },
    { id: 'next', title: 'Next', text: nextText },
    { id: 'why', title: 'For', text: (row) => row.why ?? '' },
  ],
};

function nextText(row: Route): string {
  if (row.rule === 'reject') return 'drop';
  if (row.rule === 'hold') return `wait here, ${row.room} at most`;
  if (row.rule === 'pass') return 'by destination';
  const out = row.out?.replace(/^tun-/, 'tunnel to ') ?? '';
  return row.via === undefined ? out : `${row.via} on ${out}`;
}

const neighbours: TableSpec<Neighbour> = {
  id: 'neighbours',
  title: 'Neighbour cache',
  cite: 'ND §5.1',
  columns: [
    { id: 'address', title: 'Address', text: (row) => row.address },
    { id: 'mac', title: 'Link-layer address', text: (row) => row.mac ?? '' },
    { id: 'state', title: 'State', text: (row) => row.state },
    { id: 'iface', title: 'On', text: (row) => row.iface },
  ],
};

const buffers: TableSpec<BufferRow> = {
  id: 'buffers',
  title: 'Packets that wait for a route',
  cite: 'DMM §4.2 step 6',
  columns: [
    { id: 'waiting', title: 'Packets', text: (row) => `${row.waiting} of ${row.room}` },
    { id: 'why', title: 'For', text: (row) => row.why },
  ],
};

const flows: TableSpec<FlowRow> = {
  id: 'flows',
  title: 'Active flows',
  cite: 'MIF §5.3.1',
  columns: [
    { id: 'mark', title: 'Mark', text: (row) => String(row.mark) },
    { id: 'src', title: 'From', text: (row) => `${row.src} port ${row.sourcePort}` },
    { id: 'dst', title: 'To', text: (row) => `${row.dst} port ${row.destinationPort}` },
    { id: 'flowLabel', title: 'Label', text: (row) => `0x${row.flowLabel.toString(16)}` },
    { id: 'protocol', title: 'Protocol', text: (row) => String(row.protocol) },
    { id: 'rule', title: 'Rule', text: (row) => row.rule ?? 'none: by its prefix' },
    { id: 'uplink', title: 'Uplink', text: (row) => row.uplink ?? '' },
  ],
};

const flowRules: TableSpec<FlowRule> = {
  id: 'flowRules',
  title: 'Rules for flows',
  cite: 'MIF §5.3.2',
  columns: [
    { id: 'id', title: 'Rule', text: (row) => row.id },
    { id: 'priority', title: 'Priority', text: (row) => String(row.priority) },
    { id: 'selector', title: 'Packets', text: (row) => selectorText(row.selector) },
    {
      id: 'out',
      title: 'Table',
      text: (row) => (row.action === 'discard' ? 'discard' : row.out.join(', ')),
    },
  ],
};

/** Tables of a node that steers flows. */
export const flowTables = { flows, flowRules } as const;

/** Tables of the stack that a screen shows; a host's addresses are shown by its own role. */
export const stackTables = { routes, interfaces, neighbours, buffers } as const;
