// Where the home address of a mobile node is, and how packets from it leave (MIP6 §11.3.1): on the end
// of the tunnel to the home agent while the node is away, on its interface at home.

import type { IfaceId } from '#base/ids.ts';
import { isAssigned, type AddressState, type Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import { prefix, toPrefix, type Ipv6, type Prefix } from '#wire/address.ts';
import { TUNNEL_MTU } from '#protocols/pmipv6/tunnels.ts';
import { ask } from './home-rows.ts';
import type { Turn } from './mobile-rows.ts';

const EVERYWHERE = prefix('::/0');
const HOST_BITS = 128;
/** Before the routes that role `host` makes. */
const REVERSE = -10;
/** The interface of the tunnel to the home agent. */
const TUNNEL: IfaceId = 'home';

function openTunnel({ effects, config }: Turn, local: Ipv6): void {
  const { homeAgent: remote, optimises } = config;
  const tunnel = { local, remote, ...(optimises && { tellPeers: true as const }) };
  effects.push({
    do: 'addInterface',
    iface: { id: TUNNEL, kind: 'tunnel', tunnel, mtu: TUNNEL_MTU },
  });
}

/**
 * MIP6 §11.3.1: an update leaves, so the tunnel begins at this care-of address now. Sockets get the
 * home address when a registration is accepted.
 */
export function goAway(turn: Turn, careOfAddress: Ipv6, networks: readonly Prefix[]): void {
  openTunnel(turn, careOfAddress);
  for (const { id } of egressOf(turn)) behave(turn, id, 'host');
  putHomeAddress(turn, TUNNEL, isHomeUsable(turn) ? 'preferred' : 'tentative');
  for (const from of sourcesOf(turn, networks)) {
    ask(turn, { do: 'addRoute', route: reverseRoute(from) });
  }
}

/** A registration is accepted: the home address can be used away from home. */
export const serveAway = (turn: Turn): void => putHomeAddress(turn, TUNNEL, 'preferred');

const reverseRoute = (from: Prefix): Route => ({
  id: `reverse ${from}`,
  to: EVERYWHERE,
  from,
  out: TUNNEL,
  order: REVERSE,
  why: 'reverse tunnel to the home agent',
});

const sourcesOf = ({ config }: Turn, networks: readonly Prefix[]): readonly Prefix[] => [
  toPrefix(config.homeAddress, HOST_BITS),
  ...networks,
];

/** MIP6 §11.5.5: the home address is used on the home link. */
export function serveAtHome(turn: Turn, iface: IfaceId): void {
  closeRoutes(turn);
  behave(turn, iface, 'router');
  putHomeAddress(turn, iface, 'preferred');
  closeTunnel(turn);
}

/** What IP runs on, and is not the network that moves: radios, or the virtual interface over them. */
const egressOf = ({ sight }: Turn): readonly Interface[] =>
  [...sight.interfaces.values()].filter(
    ({ kind, under }) => kind === 'virtual' || (kind === 'radio' && under === undefined),
  );

/** RFC 3963 §5.6 and §5.8: a mobile router is a router on its home link, and a host on others. */
function behave(turn: Turn, iface: IfaceId, as: 'host' | 'router'): void {
  const row = turn.sight.interfaces.get(iface);
  if (turn.config.network === undefined || row === undefined) return;
  if ((row.asHost === true) === (as === 'host')) return;
  const { asHost: _was, ...rest } = row;
  ask(turn, { do: 'addInterface', iface: as === 'host' ? { ...rest, asHost: true } : rest });
}

/** The home address cannot be used. */
export function withdrawHome(turn: Turn): void {
  closeRoutes(turn);
  ask(turn, { do: 'removeAddress', address: turn.config.homeAddress });
  closeTunnel(turn);
}

/** The network of a mobile router goes no more through the tunnel. */
export function withdrawNetwork(turn: Turn, network: Prefix): void {
  const { id } = reverseRoute(network);
  if (turn.sight.routes.has(id)) ask(turn, { do: 'removeRoute', id });
}

function closeRoutes(turn: Turn): void {
  const { network } = turn.config;
  for (const from of sourcesOf(turn, network === undefined ? [] : [network.prefix])) {
    const { id } = reverseRoute(from);
    if (turn.sight.routes.has(id)) ask(turn, { do: 'removeRoute', id });
  }
}

function closeTunnel(turn: Turn): void {
  if (turn.sight.interfaces.has(TUNNEL)) ask(turn, { do: 'removeInterface', iface: TUNNEL });
}

function putHomeAddress(turn: Turn, iface: IfaceId, state: AddressState): void {
  const row = { address: turn.config.homeAddress, iface, prefixLength: 64, state } as const;
  ask(turn, { do: 'setAddress', address: row });
}

/** Whether sockets may have the home address, after the effects so far. */
export function isHomeUsable({ sight, config, effects }: Turn): boolean {
  let row = sight.addresses.get(config.homeAddress);
  for (const effect of effects) {
    const isOurs = effect.do === 'removeAddress' && effect.address === config.homeAddress;
    if (isOurs) row = undefined;
    if (effect.do === 'setAddress' && effect.address.address === config.homeAddress) {
      row = effect.address;
    }
  }
  return row !== undefined && isAssigned(row);
}
