// Access links, PMIP §6.7 to §6.9.3: a point-to-point link to each attached node, with the same
// gateway addresses at every gateway (RFC 6543), and what is advertised on it. Each lives by
// link.machine.ts.

import type { IfaceId } from '#base/ids.ts';
import { fireMachine, stepMachine } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { ipv6, linkLocalOf, mac, macAt } from '#wire/address.ts';
import type { Ipv6, Mac, Prefix } from '#wire/address.ts';
import {
  ADV_DEFAULT_LIFETIME,
  buildRouterAdvertisement,
  freshPrefix,
} from '#protocols/nd/advertise.ts';
import { carryOut } from '#protocols/pmipv6/asks.ts';
import { macOctets } from '#protocols/pmipv6/options.ts';
import { TUNNEL_MTU } from '#protocols/pmipv6/tunnels.ts';
import { link } from './link.machine.ts';
import type { LinkEvent } from './link.machine.ts';
import { ask, ignore } from './rows.ts';
import type { LinkRow, Turn } from './rows.ts';
import { routesFor, withdrawn as withdrawnOf } from './told-routes.ts';

/** RFC 6543 §4: of every gateway on every access link. */
const FIXED_LINK_LOCAL = ipv6('fe80::200:5eff:fe00:5213');
const FIXED_MAC = mac('00:00:5e:00:52:13');
/** Ethernet's, where the radio does not say another. */
const LINK_MTU = 1500;
const mtuOfRadio = ({ sight, config }: Turn): number =>
  sight.interfaces.get(config.phy)?.mtu ?? LINK_MTU;

/** The gateway's own link-layer address for access links: another at each gateway. */
function ownMac(turn: Turn): Mac {
  const octets = macOctets(turn.sight.interfaces.get(turn.config.phy)?.mac ?? FIXED_MAC);
  // Locally administered where the radio's is not: the radio itself has the other.
  octets[0] = (octets[0] ?? 0) ^ 0x02;
  return macAt(octets, 0);
}

type Addresses = Pick<LinkRow, 'linkLocal' | 'ownMac'>;

/** FixedMAGLinkLocalAddressOnAllAccessLinks and …LinkLayerAddress…, PMIP §9.3. */
function addressesFor(turn: Turn): Addresses {
  switch (turn.sight.knob('magAddress')) {
    case 'own':
      return { linkLocal: linkLocalOf(ownMac(turn)), ownMac: ownMac(turn) };
    case 'lma':
      return { linkLocal: undefined, ownMac: FIXED_MAC };
    default:
      return { linkLocal: FIXED_LINK_LOCAL, ownMac: FIXED_MAC };
  }
}

/** Opens the link to a station. Where there is one already, the station is back. */
export function openLink(
  turn: Turn,
  station: Pick<
    LinkRow,
    'iface' | 'mnId' | 'node' | 'mac' | 'peerIface' | 'att' | 'previous' | 'access'
  >,
): LinkRow {
  const row: LinkRow = {
    ...station,
    since: turn.sight.now,
    state: 'silent',
    ...addressesFor(turn),
    prefixes: [],
    mtu: Math.min(mtuOfRadio(turn), station.access === 'plain' ? LINK_MTU : TUNNEL_MTU),
    // Its solicitation for duplicates does not come here; it tries this address first (RFC 4862 §5.3).
    stationLinkLocal: linkLocalOf(station.mac),
  };
  turn.tables.links.set(row.iface, row);
  const { phy } = turn.config;
  const { iface: id, ownMac: macOnLink, mac: peer } = row;
  const over = { kind: 'access', over: phy, peer, mtu: mtuOfRadio(turn) } as const;
  ask(turn, { do: 'addInterface', iface: { id, mac: macOnLink, ...over } });
  if (row.linkLocal !== undefined) assign(turn, row.iface, row.linkLocal);
  return row;
}

const assign = (turn: Turn, iface: IfaceId, address: Ipv6): void =>
  ask(turn, {
    do: 'setAddress',
    address: { address, iface, prefixLength: 64, state: 'preferred' },
  });

/** The gateway has this address on the link from now on, PMIP §6.9.1.2 rule 15. */
export function addressLink(turn: Turn, iface: IfaceId, linkLocal: Ipv6): void {
  const row = turn.tables.links.get(iface);
  if (row === undefined || row.linkLocal === linkLocal) return;
  if (row.linkLocal !== undefined) {
    ask(turn, { do: 'removeAddress', address: row.linkLocal, iface });
  }
  turn.tables.links.set(iface, { ...row, linkLocal });
  assign(turn, iface, linkLocal);
}

/** The station has left: the link waits for the end of its binding (PMIP §6.9.1.4). */
export function leaveLink(turn: Turn, iface: IfaceId): void {
  hushLink(turn, iface);
  turn.tables.links.delete(iface);
}

/** Tears the link down. */
export function closeLink(turn: Turn, iface: IfaceId): void {
  leaveLink(turn, iface);
  ask(turn, { do: 'removeInterface', iface });
}

/** These prefixes are on the link; those that were and are not any more are withdrawn. */
export function hostPrefixes(
  turn: Turn,
  iface: IfaceId,
  what: { readonly prefixes: readonly Prefix[]; readonly mtu: number | undefined; again: boolean },
): void {
  const before = turn.tables.links.get(iface);
  if (before === undefined) return;
  // PMIP §6.9.5: the lower of the tunnel's and the link's.
  const mtu = Math.min(what.mtu ?? before.mtu, mtuOfRadio(turn));
  const row = { ...before, prefixes: what.prefixes, mtu };
  const withdrawn = before.prefixes.filter((one) => !what.prefixes.includes(one));
  const isNew = what.prefixes.some((one) => !before.prefixes.includes(one));
  const hasChanged = isNew || withdrawn.length > 0 || mtu !== before.mtu;
  turn.tables.links.set(iface, row);
  if (hasChanged || what.again || before.state === 'silent') {
    step(turn, row, { type: 'ADVERTISE' }, withdrawn);
  }
}

/** MIF §4.4: advertises on the links of a node when the routes that it is told are other ones. */
export function routeNode(turn: Turn, mnId: string): void {
  const { byNode, updates, links } = turn.tables;
  for (const key of byNode.get(mnId)?.updates ?? []) {
    const row = links.get(updates.get(key)?.iface ?? '');
    if (row?.state !== 'advertising') continue;
    const { told = [] } = row;
    const wanted = routesFor(turn, row).map((route) => route.prefix);
    const isSame = told.length === wanted.length && told.every((one) => wanted.includes(one));
    if (!isSame) step(turn, row, { type: 'ADVERTISE' }, []);
  }
}

/** Nothing is hosted any more, and the node is told. */
export const withdrawLink = (turn: Turn, iface: IfaceId): void =>
  endLink(turn, iface, { type: 'WITHDRAW' });
/** The same, but the node is not told. */
export const hushLink = (turn: Turn, iface: IfaceId): void =>
  endLink(turn, iface, { type: 'HUSH' });

function endLink(turn: Turn, iface: IfaceId, event: LinkEvent): void {
  const row = turn.tables.links.get(iface);
  if (row === undefined) return;
  turn.tables.links.set(iface, { ...row, prefixes: [] });
  step(turn, row, event, row.prefixes);
}

/** The node asks for routers, PMIP §6.9.2. */
export const solicitLink = (turn: Turn, row: LinkRow): void =>
  step(turn, row, { type: 'SOLICIT' }, []);

/** The timer of a link fired. */
export function fireLink(turn: Turn, iface: IfaceId, timer: string): void {
  const row = turn.tables.links.get(iface);
  if (row === undefined) return;
  settle(turn, row, fireMachine(link, { value: row.state, context: {} }, timer), []);
}

function step(turn: Turn, row: LinkRow, event: LinkEvent, withdrawn: readonly Prefix[]): void {
  settle(turn, row, stepMachine(link, { value: row.state, context: {} }, event), withdrawn);
}

function settle(
  turn: Turn,
  { iface }: LinkRow,
  next: Stepped<typeof link>,
  withdrawn: readonly Prefix[],
): void {
  const { links } = turn.tables;
  const row = links.get(iface);
  if (row === undefined) return;
  const after = { ...row, state: next.row.value };
  links.set(iface, after);
  carryOut(turn, next.asks, `link ${iface}`, (action) => {
    if (action === 'advertise') advertise(turn, after, withdrawn, ADV_DEFAULT_LIFETIME);
    if (action === 'advertiseEnd') advertise(turn, after, withdrawn, 0);
    if (action === 'noteSilence') noteSilence(turn, after);
  });
}

/** PMIP §6.9.2 rules 1 to 3 and §6.12; a layer 2 unicast to all-nodes. */
function advertise(
  turn: Turn,
  row: LinkRow,
  withdrawn: readonly Prefix[],
  routerLifetime: number,
): void {
  if (row.linkLocal === undefined) return;
  const { told = [], ...rest } = row;
  const routes = routerLifetime === 0 ? [] : routesFor(turn, row);
  const hosts = routes.map((route) => route.prefix);
  turn.tables.links.set(row.iface, { ...rest, ...(hosts.length > 0 && { told: hosts }) });
  ask(turn, {
    do: 'send',
    packet: buildRouterAdvertisement({
      source: row.linkLocal,
      mac: row.ownMac,
      prefixes: [
        ...row.prefixes.map(freshPrefix),
        ...withdrawn.map((one) => ({ prefix: one, valid: 0, preferred: 0 })),
      ],
      routes: [...routes, ...withdrawnOf(told, routes)],
      preference: 'medium',
      routerLifetime,
      mtu: row.mtu,
      weakHost: turn.sight.knob('weakHostBit') === 'on',
    }),
    out: row.iface,
    toMac: row.mac,
  });
}

const noteSilence = (turn: Turn, row: LinkRow): void =>
  ignore(turn, `${row.node} asks for a router before its binding is accepted`, 'PMIP §6.9.2');

/** PMIP §6.9.1.2 rule 15: an address that the node does not have. */
export function freeLinkLocal(turn: Turn, row: LinkRow): Ipv6 {
  const own = linkLocalOf(ownMac(turn));
  return own === row.stationLinkLocal ? FIXED_LINK_LOCAL : own;
}
