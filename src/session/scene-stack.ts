// The layers of a mobile node with several ways to the network: which socket has which address, and
// which radio each address and each socket is bound to (VIP Figure 1, VMN Figure 1, MIF §4.1).

import type { IfaceId } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import type { ScenarioNode } from '#scenario/schema.ts';
import { rowOf, rowsOf } from './reader.ts';
import type { FlowRow, HostAddressRow, HostOneRouteRow, HostRouteRow } from './rows.ts';
import { gatewaysOfFlow } from './scene-flows.ts';
import { homeAddressRows } from './scene-mip6.ts';
import type { SceneSource } from './scene-source.ts';
import type { ComingScene, RadioScene, SessionScene, StackScene } from './scene-types.ts';
import { pathsOfVirtual, type VirtualPaths } from './scene-virtual.ts';

interface Host {
  readonly source: SceneSource;
  readonly node: ScenarioNode;
  readonly radios: readonly RadioScene[];
  readonly addresses: readonly HostAddressRow[];
  readonly virtual: VirtualPaths | undefined;
  readonly routes: readonly HostOneRouteRow[];
}

/** Absent: a node with one radio and nothing above it. */
export function stackScene(
  source: SceneSource,
  node: ScenarioNode,
  radios: readonly RadioScene[],
): StackScene | undefined {
  const { reader } = source;
  const virtual = pathsOfVirtual(source, node.id);
  if (radios.length < 2 && virtual === undefined) return undefined;
  const own = rowsOf<HostAddressRow>(reader, node.id, 'host', 'addresses');
  const addresses = [...homeAddressRows(source, node), ...own].filter(
    (row) => !row.prefix.startsWith('fe80'),
  );
  const routes = rowsOf<HostOneRouteRow>(reader, node.id, 'host', 'hostRoutes');
  const host: Host = { source, node, radios, addresses, virtual, routes };
  const interfaces = rowsOf<Interface>(reader, node.id, 'stack', 'interfaces');
  return {
    model: interfaces.some(({ strong }) => strong === true) ? 'strong' : 'weak',
    paths: addresses.map((row) => {
      const over = overOf(host, row);
      const { address, prefix, iface } = row;
      return { address, prefix, iface, ...(over === undefined ? {} : { over }) };
    }),
    sessions: rowsOf<FlowRow>(reader, node.id, 'source', 'flows')
      .filter((row) => row.running || row.sent > 0)
      .map((row) => sessionOf(host, row)),
    hostRoutes: [...routes, ...toldRoutes(source, node)].map(({ destination, iface }) => {
      const peer = source.cast.nodeAt(destination);
      return { peer: peer === undefined ? destination : source.cast.nameOf(peer), iface };
    }),
  };
}

/** Those that gateways have told (MIF §4.4). */
const toldRoutes = ({ reader }: SceneSource, { id }: ScenarioNode) =>
  rowsOf<HostRouteRow>(reader, id, 'host', 'routes').flatMap(({ prefix, iface }) =>
    prefix.endsWith('/128') ? [{ destination: prefix.slice(0, -4), iface }] : [],
  );

const hasLink = ({ radios }: Host, iface: IfaceId): boolean =>
  radios.some((radio) => radio.iface === iface && radio.attachedTo !== undefined);

/** The radio of an address: that of its interface, or where the virtual interface sends its prefix. */
function overOf(host: Host, { address, iface }: HostAddressRow): IfaceId | undefined {
  const { virtual } = host;
  const over = virtual?.iface === iface ? virtual.overOf(address) : iface;
  return over !== undefined && hasLink(host, over) ? over : undefined;
}

function sessionOf(host: Host, row: FlowRow): SessionScene {
  const { addresses } = host;
  const own = addresses.find(({ address }) => address === row.source);
  const up = upOf(host, row, own);
  const comes = own === undefined ? [] : comesOf(host, row, own);
  const isLost = comes.length > 0 && comes.every((one) => one.broken !== undefined);
  const broken = isLost ? comes[0]?.broken : undefined;
  return {
    flow: row.id,
    number: row.number,
    running: row.running,
    peer: row.to,
    ...(row.source === undefined ? {} : { address: row.source }),
    ...(up === undefined ? {} : { up }),
    comes,
    ...(broken === undefined ? {} : { broken }),
  };
}

/** By a route to the one host, by the flow's own path, else with its address. */
function upOf(host: Host, row: FlowRow, own: HostAddressRow | undefined): IfaceId | undefined {
  // RFC 1122 §3.3.4.2: a strong host sends by the interface of the source, whatever the routes say.
  const isStrong = own !== undefined && interfaceOf(host, own.iface)?.strong === true;
  const out = isStrong ? undefined : routeTo(host, row, own);
  if (out !== undefined && hasLink(host, out)) return out;
  if (own === undefined) return undefined;
  return flowPathOf(host, row, own) ?? overOf(host, own);
}

/** The interface of a route to the one host: of an operator, else of a gateway (MIF §5.4, §4.4). */
function routeTo(host: Host, row: FlowRow, own: HostAddressRow | undefined): IfaceId | undefined {
  const { routes, source, node } = host;
  const { destination } = row;
  const given = routes.find((one) => one.destination === destination)?.iface;
  if (given !== undefined || destination === undefined) return given;
  const to = `${destination}/128`;
  const names = [`${to} from ${own?.prefix ?? ''}`, `told ${to}`, ...(isPlain(node) ? [to] : [])];
  const of = { node: node.id, role: 'stack', table: 'routes' };
  return names.flatMap((key) => rowOf<Route>(source.reader, { ...of, key })?.out ?? [])[0];
}

/** It does not look at the source of a packet (RFC 8028). */
const isPlain = ({ sourceRouter }: ScenarioNode): boolean => sourceRouter === false;

const interfaceOf = ({ source, node }: Host, key: IfaceId): Interface | undefined =>
  rowOf<Interface>(source.reader, { node: node.id, role: 'stack', table: 'interfaces', key });

const flowPathOf = (
  { virtual }: Host,
  row: FlowRow,
  { iface }: HostAddressRow,
): IfaceId | undefined =>
  virtual?.iface === iface ? virtual.overOfFlow(row.source ?? '', row.number) : undefined;

/** The radios at the gateways that the network sends the flow to. */
function comesOf(host: Host, row: FlowRow, own: HostAddressRow): readonly ComingScene[] {
  return radiosOf(host, row, own).map((iface) => {
    const broken = brokenAt(host, own, iface);
    return { iface, ...(broken === undefined ? {} : { broken }) };
  });
}

function radiosOf(host: Host, row: FlowRow, own: HostAddressRow): readonly IfaceId[] {
  const { source, radios } = host;
  const gateways = gatewaysOfFlow(source, row);
  if (gateways === undefined) return [overOf(host, own) ?? []].flat();
  // A gateway sends to the radio that it has; two of one node at it are one way.
  return [...new Set(gateways)].flatMap(
    (gateway) => radios.find(({ attachedTo }) => attachedTo === gateway)?.iface ?? [],
  );
}

/** RFC 1122 §3.3.4.2: a strong host takes on an interface what is for its own addresses. */
function brokenAt(host: Host, own: HostAddressRow, down: IfaceId): string | undefined {
  if (interfaceOf(host, down)?.strong !== true || own.iface === down) return undefined;
  // Under a virtual interface it is that one which takes the packet.
  if (interfaceOf(host, own.iface)?.kind !== 'radio') return undefined;
  return `strong host: it is of ${own.iface}`;
}
