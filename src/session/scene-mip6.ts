// Client Mobile IPv6 on the stage: the binding cache of a home agent, the tunnels to its nodes, and the
// node of a network that moves (RFC 6275, RFC 3963).

import type { NodeId } from '#base/ids.ts';
import { ifacesOf, VIRTUAL } from '#scenario/names.ts';
import type { ScenarioNode } from '#scenario/schema.ts';
import { ipv6, parseIpv6, toPrefix } from '#wire/address.ts';
import { entriesOf, rowOf, rowsOf } from './reader.ts';
import type {
  CachedBindingRow,
  HomeBindingRow,
  HomeUpdateRow,
  HostAddressRow,
  PositionRow,
  SharedTunnelRow,
} from './rows.ts';
import { anchorOf, type SceneSource } from './scene-source.ts';
import type { BindingScene, NodeScene } from './scene-types.ts';

/** What the stage shows of a home agent (MIP6 §9.1). */
export function homeAgentScene(source: SceneSource, node: NodeId): Pick<NodeScene, 'role' | 'lma'> {
  // An entry that has ended is kept only for its sequence number.
  const rows = entriesOf<HomeBindingRow>(source.reader, node, 'ha', 'bindings').filter(
    ([, { state }]) => state !== 'kept',
  );
  const active = rows.filter(([, { state }]) => state === 'active').length;
  return {
    role: active === 0 ? '' : `home agent of ${active}`,
    lma: { bindings: rows.map(([key, row]) => bindingScene(source, node, key, row)) },
  };
}

/** Of a mobile router its network is shown, of a mobile node its home address. */
function bindingScene(
  source: SceneSource,
  node: NodeId,
  key: string,
  row: HomeBindingRow,
): BindingScene {
  const { cast } = source;
  const { homeAddress, careOfAddress, networks, state, expiresAt } = row;
  const mn = cast.mobileOf(homeAddress);
  const prefixes = networks.length > 0 ? networks : [homeAddress];
  return {
    key,
    mnId: homeAddress,
    ...(mn === undefined ? {} : { mn }),
    prefixes,
    names: networks.length > 0 ? networks.map((one) => cast.prefixes.nameOf(one)) : ['HoA'],
    careOf: cast.routerAt(careOfAddress) ?? careOfAddress,
    state,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    anchor: anchorOf(source, prefixes[0] ?? '', node),
  };
}

/** Whom a correspondent reaches without the home agent (MIP6 §9.3.2). */
export function directScene(
  { reader, cast }: SceneSource,
  node: NodeId,
): Pick<NodeScene, 'direct'> {
  const rows = rowsOf<CachedBindingRow>(reader, node, 'correspondent', 'bindings');
  const direct = rows.flatMap(({ homeAddress, careOfAddress, state }) => {
    const mn = cast.mobileOf(homeAddress);
    if (mn === undefined || state !== 'cached') return [];
    return [{ mn, careOf: cast.routerAt(careOfAddress) ?? careOfAddress }];
  });
  return direct.length === 0 ? {} : { direct };
}

/**
 * The tunnels of a home agent with the sessions in them (MIP6 §10.4.2). The far end is the mobile node;
 * a pipe is drawn to the router that its care-of address is of.
 */
export function homeAgentEnds({ reader, cast }: SceneSource, node: NodeId) {
  const bindings = rowsOf<HomeBindingRow>(reader, node, 'ha', 'bindings');
  return rowsOf<SharedTunnelRow>(reader, node, 'ha', 'tunnels').map(({ remote, iface }) => ({
    node,
    remote,
    users: bindings
      .filter(({ tunnel }) => tunnel === iface)
      .flatMap(({ homeAddress, networks }) => {
        const mn = cast.mobileOf(homeAddress) ?? homeAddress;
        return [homeAddress, ...networks].map((prefix) => ({ mn, prefix }));
      }),
  }));
}

/**
 * The home address of a node, as an address of its host: it has it wherever it is (MIP6 §4.1). It is on
 * the virtual interface, else where the node has registered from.
 */
export function homeAddressRows(
  { reader }: SceneSource,
  node: ScenarioNode,
): readonly HostAddressRow[] {
  const address = parseIpv6(node.home ?? '');
  if (address === undefined) return [];
  const key = { node: node.id, role: 'mobile', table: 'registration', key: 'home' };
  const registered = rowOf<HomeUpdateRow>(reader, key)?.iface;
  const [first] = ifacesOf(node);
  return [
    {
      address,
      prefix: toPrefix(address, 64),
      iface: node.virtual === undefined ? (registered ?? first) : VIRTUAL,
      state: 'preferred',
      validUntil: Infinity,
      preferredUntil: Infinity,
      router: ipv6('::'),
    },
  ];
}

/** Where a node of a mobile network stands: it goes with its router (RFC 3963 §1). */
export function carriedPlace(source: SceneSource, node: ScenarioNode): { x: number; y: number } {
  const link = source.scenario.links.find(({ ends }) => ends.includes(node.id));
  const router = source.scenario.nodes.find(
    ({ id, kind }) => kind === 'mr' && link?.ends.includes(id) === true,
  );
  const place =
    router &&
    rowOf<PositionRow>(source.reader, {
      node: 'world',
      role: 'world',
      table: 'positions',
      key: router.id,
    });
  if (router === undefined || place === undefined) return node;
  return { x: node.x + place.x - router.x, y: node.y + place.y - router.y };
}
