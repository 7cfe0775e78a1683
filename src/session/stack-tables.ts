// How the tables of a node's own IPv6 stack are shown. Their rows belong to sim/ and net/.

import type { Interface } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
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

/** Tables of the stack that a screen shows; a host's addresses are shown by its own role. */
export const stackTables = { routes, interfaces, neighbours, buffers } as const;
