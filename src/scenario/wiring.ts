// The wired side of a scenario: interfaces, addresses, permanent neighbours, and the routes that do not
// depend on mobility. Nothing is drawn by lot, so the same scenario gives the same octets.

import { must } from '#base/assert.ts';
import type { IfaceId, NodeId } from '#base/ids.ts';
import type { Interface, InterfaceAddress } from '#net/interface.ts';
import type { Neighbour } from '#net/neighbour.ts';
import type { Route } from '#net/route.ts';
import {
  ipv6,
  linkLocalOf,
  mac,
  prefix,
  toPrefix,
  type Ipv6,
  type Mac,
  type Prefix,
} from '#wire/address.ts';
import { LINK_MTU } from './defaults.ts';
import { homeAgentOf, homePrefixes, nodesOf, serverOf } from './names.ts';
import type { Scenario, ScenarioLink, ScenarioNode } from './scenario.ts';

const EVERYWHERE = prefix('::/0');
const HOST_BITS = 128;
const SUBNET_BITS = 64;

/** One end of a wired link. */
export interface Plug {
  readonly node: ScenarioNode;
  readonly far: ScenarioNode;
  readonly link: ScenarioLink;
  readonly iface: IfaceId;
  readonly mac: Mac;
}

/** What the wired links give a node. */
export interface Wiring {
  readonly interfaces: readonly Interface[];
  readonly addresses: readonly InterfaceAddress[];
  readonly routes: readonly Route[];
  readonly neighbours: readonly Neighbour[];
}

/** The hardware address of a node's n-th interface; locally administered. */
export function hardwareMac(scenario: Scenario, node: NodeId, n: number): Mac {
  const index = scenario.nodes.findIndex((one) => one.id === node);
  const octet = (value: number) => value.toString(16).padStart(2, '0');
  return mac(`02:c0:00:${octet(index)}:00:${octet(n)}`);
}

/** The interface at one end: routers call it after the far node, or by what it leads to. */
export function ifaceOf(node: ScenarioNode, far: ScenarioNode): IfaceId {
  switch (node.kind) {
    case 'core':
      return `to-${far.id}`;
    case 'mag':
    case 'lma':
      return far.kind === 'core' ? 'core' : `to-${far.id}`;
    case 'ar':
    case 'ha':
      return 'core';
    case 'mr':
      return INGRESS;
    case 'dgw':
      return far.kind === 'core' ? 'core' : 'local';
    default:
      return 'eth0';
  }
}

/** Both ends of every link, in order of the links. */
export function plugsOf(scenario: Scenario): readonly Plug[] {
  const byId = new Map(scenario.nodes.map((node) => [node.id, node]));
  const used = new Map<NodeId, number>();
  return scenario.links.flatMap((link) =>
    link.ends.map((id, end): Plug => {
      const node = must(byId.get(id), `there is a node ${id}`);
      const far = must(byId.get(link.ends[1 - end] ?? ''), `${link.id} has two ends`);
      const n = (used.get(id) ?? 0) + 1;
      used.set(id, n);
      const iface = ifaceOf(node, far);
      return { node, far, link, iface, mac: hardwareMac(scenario, id, n) };
    }),
  );
}

/** The address by which a node is reached; a router in between has none. */
export function addressOf(node: ScenarioNode): Ipv6 | undefined {
  if (node.kind === 'localnet') return serverOf(node);
  return node.address === undefined ? undefined : ipv6(node.address);
}

/** What a node has of the wired side. */
export function wiringOf(scenario: Scenario, plugs: readonly Plug[], node: ScenarioNode): Wiring {
  const own = plugs.filter((plug) => plug.node.id === node.id);
  const farOf = (plug: Plug) =>
    must(
      plugs.find((other) => other.link.id === plug.link.id && other.node.id === plug.far.id),
      `${plug.link.id} has a far end`,
    );
  return {
    interfaces: own.map((plug) => ({
      id: plug.iface,
      kind: 'wired',
      mac: plug.mac,
      link: plug.link.id,
      mtu: plug.link.mtu ?? LINK_MTU,
    })),
    addresses: [...own.flatMap(addressesOf), ...cellAddresses(scenario, node)],
    neighbours: own.flatMap((plug) => neighboursOf(plug, farOf(plug))),
    routes: [...own.flatMap((plug) => routesOf(scenario, plug, farOf(plug))), ...cellRoutes(node)],
  };
}

/** The interface of a mobile router on the network that moves with it. */
export const INGRESS = 'ingress';
/** A gateway's interface towards mobile nodes. */
export const PHY = 'phy';
/** Before all routes that a mobile router learns. */
const NETWORK_ORDER = -20;

const isPlainAccess = ({ kind }: ScenarioNode): boolean => kind === 'ar' || kind === 'ha';

/** An access router or home agent is itself on the link of its cell. */
function cellAddresses(scenario: Scenario, node: ScenarioNode): InterfaceAddress[] {
  if (!isPlainAccess(node)) return [];
  const address = linkLocalOf(hardwareMac(scenario, node.id, 0));
  return [{ address, iface: PHY, prefixLength: SUBNET_BITS, state: 'preferred' }];
}

/** The prefix of a cell, or of a network that moves. */
function cellRoutes(node: ScenarioNode): Route[] {
  if (node.prefix === undefined) return [];
  const to = prefix(node.prefix);
  if (isPlainAccess(node)) return [{ id: `to ${to}`, to, out: PHY, why: 'the cell' }];
  return [{ id: `to ${to}`, to, out: INGRESS, order: NETWORK_ORDER, why: 'its own network' }];
}

function addressesOf({ node, far, iface, mac: hardware }: Plug): InterfaceAddress[] {
  const shared = { iface, prefixLength: SUBNET_BITS, state: 'preferred' } as const;
  const linkLocal = { address: linkLocalOf(hardware), ...shared };
  // A gateway or an anchor has its own address towards the core alone.
  if (isRouter(node) && far.kind !== 'core') return [linkLocal];
  const own = [addressOf(node), careOfAddressOf(node)].filter((one) => one !== undefined);
  return [linkLocal, ...own.map((address) => ({ address, ...shared }))];
}

/** The second address of an access gateway, which it gives as its Proxy-CoA. */
const careOfAddressOf = ({ alternateCareOf }: ScenarioNode): Ipv6 | undefined =>
  alternateCareOf === undefined ? undefined : ipv6(alternateCareOf);

/** Configured, never asked for: the wired side speaks no neighbour discovery (Choice: less noise). */
function neighboursOf({ iface }: Plug, far: Plug): Neighbour[] {
  const entry = { iface, mac: far.mac, state: 'permanent', isRouter: isRouter(far.node) } as const;
  return addressesOf(far).map(({ address }) => ({ address, ...entry }));
}

/** Whether a node forwards. */
export const isRouter = ({ kind }: ScenarioNode): boolean => ROUTERS.has(kind);
const ROUTERS: ReadonlySet<string> = new Set(['core', 'dgw', 'mag', 'lma', 'ar', 'ha', 'mr']);

/** Hosts and gateways send to the core what they know nothing of; the core knows who has what. */
function routesOf(scenario: Scenario, { node, iface }: Plug, far: Plug): Route[] {
  const via = linkLocalOf(far.mac);
  if (node.kind === 'core') {
    const why = `behind ${far.node.id}`;
    return behind(scenario, far.node).map((to) => ({ id: `to ${to}`, to, out: iface, via, why }));
  }
  if (far.node.kind === 'localnet') {
    const to = prefix(far.node.address ?? '');
    return [{ id: `to ${to}`, to, out: iface, why: 'the local network' }];
  }
  if (far.node.kind === 'cn' && node.kind === 'lma') {
    const [to] = hostPrefixes(far.node);
    return to === undefined ? [] : [{ id: `to ${to}`, to, out: iface, via, why: far.node.id }];
  }
  // The one behind a mobile router learns its router; the mobile router those that it visits.
  if (node.kind === 'lfn' || node.kind === 'mr') return [];
  return [{ id: 'default', to: EVERYWHERE, out: iface, via, why: 'everything else' }];
}

/** What the core reaches through a node: its addresses, its prefixes, and correspondents at it. */
function behind(scenario: Scenario, node: ScenarioNode): readonly Prefix[] {
  const texts = node.kind === 'lma' ? homePrefixes(scenario, node) : (node.pool ?? []);
  const visited = [node.visitedPrefix, node.prefix].filter((one) => one !== undefined);
  // RFC 3963 §6.5: the home agent stands for the networks of its mobile routers.
  const networks = nodesOf(scenario, 'mr')
    .filter((router) => node.kind === 'ha' && homeAgentOf(scenario, router)?.id === node.id)
    .flatMap((router) => router.prefix ?? []);
  const correspondents = scenario.nodes.filter(
    (one) =>
      one.kind === 'cn' &&
      node.kind === 'lma' &&
      scenario.links.some(({ ends }) => ends.includes(one.id) && ends.includes(node.id)),
  );
  return [
    ...hostPrefixes(node),
    ...[...texts, ...visited, ...networks].map((text) => prefix(text)),
    ...correspondents.flatMap(hostPrefixes),
  ];
}

const hostPrefixes = (node: ScenarioNode): readonly Prefix[] =>
  [addressOf(node), careOfAddressOf(node)]
    .filter((address) => address !== undefined)
    .map((address) => toPrefix(address, HOST_BITS));
