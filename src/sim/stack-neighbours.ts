// Neighbour discovery of a node: resolution with one waiting packet per neighbour, unreachability
// detection, and answers to solicitations (RFC 4861 §7.2, §7.3). The cache's rules are in
// net/neighbour.ts. Duplicate address detection belongs to role `host`.

import { must } from '#base/assert.ts';
import { joined } from '#base/joined.ts';
import type { IfaceId, Micros, Seq } from '#base/ids.ts';
import { isAssigned, type Interface } from '#net/interface.ts';
import { pathOf } from '#net/paths.ts';
import {
  advertised,
  DELAY_FIRST_PROBE_TIME,
  expired,
  learnt,
  neighbourKey,
  REACHABLE_TIME,
  RETRANS_TIMER,
  type Neighbour,
} from '#net/neighbour.ts';
import {
  ALL_NODES,
  isLinkLocal,
  isUnspecified,
  multicastMac,
  solicitedNodeOf,
  UNSPECIFIED,
  type Ipv6,
  type Mac,
} from '#wire/address.ts';
import type { Icmpv6Message, Packet } from '#wire/packet.ts';
import { carrierOf, physicalOf } from './carrier.ts';
import type { Failure } from './failure.ts';
import type { Way } from './flow-cache.ts';
import { transmit } from './link.ts';
import { originate } from './originate.ts';
import { sourceOf, type Parcel } from './parcel.ts';
import { arm, disarm, drop, type TimerOf } from './turn.ts';
import type { Node, Run } from './world.ts';
import { ownMacOf, wayTo, type Exit } from './ways.ts';

type Solicitation = Extract<Icmpv6Message, { is: 'NeighborSolicitation' }>;
type Advertisement = Extract<Icmpv6Message, { is: 'NeighborAdvertisement' }>;

/** ND §4.3: neighbour discovery is believed only from the link itself. */
const ND_HOP_LIMIT = 255;

const notAttached = (iface: Interface): Failure => ({
  why: 'notAttached',
  words: `${iface.id} is on no link`,
});

/**
 * Sends a packet to a neighbour, at once or when its link-layer address is known. `settled` takes
 * the way when it may be used again without asking.
 */
export function sendToNeighbour(
  run: Run,
  node: Node,
  iface: Interface,
  nextHop: Ipv6,
  parcel: Parcel,
  settled?: (way: Way) => void,
): Failure | undefined {
  const key = neighbourKey(iface.id, nextHop);
  const entry = node.neighbours.get(key);
  const mac = iface.peer ?? entry?.mac;
  if (mac === undefined) return wait(run, node, iface, nextHop, parcel);
  const way = wayTo(run, node, { iface, carrier: carrierOf(run, node, iface, parcel) }, mac);
  if (way === undefined) return notAttached(iface);
  const failure = transmit(run, node, way, parcel);
  if (entry?.state === 'stale' && iface.peer === undefined) {
    // ND §7.3.3: the first packet to a stale neighbour starts the wait for a hint of reachability.
    node.neighbours.set(key, { ...entry, state: 'delay' });
    armNud(run, node, key, DELAY_FIRST_PROBE_TIME, parcel.cause);
  } else settled?.(way);
  return failure;
}

/** The packet waits; the solicitation goes out unless one is under way. ND §7.2.2. */
function wait(
  run: Run,
  node: Node,
  iface: Interface,
  nextHop: Ipv6,
  parcel: Parcel,
): Failure | undefined {
  const exit = { iface, carrier: carrierOf(run, node, iface, parcel) };
  const way = wayTo(run, node, exit, multicastMac(solicitedNodeOf(nextHop)));
  if (way === undefined) return notAttached(iface);
  const key = neighbourKey(iface.id, nextHop);
  const waiting = node.waiting.get(key);
  const older = waiting?.parcel;
  if (older !== undefined) {
    drop(run, node, older, { why: 'noNeighbour', words: `a later packet waits for ${nextHop}` });
  }
  if (waiting !== undefined) {
    node.waiting.set(key, { ...waiting, parcel });
    return undefined;
  }
  node.neighbours.set(key, { address: nextHop, iface: iface.id, state: 'incomplete' });
  node.waiting.set(key, { parcel, tries: 1 });
  solicit(run, node, exit, nextHop, parcel.cause, sourceOf(parcel));
  armNud(run, node, key, RETRANS_TIMER, parcel.cause);
  return undefined;
}

const NUD = 'nud';
/** The timer of a neighbour belongs to the stack. */
const timerOf = (node: Node, key: string): TimerOf => ({
  node,
  actor: undefined,
  timer: joined(NUD, key),
});

function armNud(run: Run, node: Node, key: string, after: Micros, cause: Seq): void {
  const address = key.slice(key.indexOf(' ') + 1);
  arm(run, timerOf(node, key), { after, say: `reachability of ${address}` }, cause);
}

/** Sends a solicitation; by multicast, or to the address in the cache when `mac` is given. */
function solicit(
  run: Run,
  node: Node,
  exit: Exit,
  target: Ipv6,
  cause: Seq,
  preferred?: Ipv6,
  mac?: Mac,
): void {
  const src = sourceOn(node, exit.iface.id, preferred);
  const own = ownMacOf(exit.iface, exit.carrier);
  const dst = mac === undefined ? solicitedNodeOf(target) : target;
  const way = wayTo(run, node, exit, mac ?? multicastMac(dst));
  if (way === undefined || own === undefined) return;
  const options = isUnspecified(src)
    ? []
    : [{ is: 'SourceLinkLayerAddress' as const, address: own }];
  const message = { is: 'NeighborSolicitation' as const, target, options };
  const parcel = originate(run, ndPacket(src, dst, message), cause);
  const failure = transmit(run, node, way, parcel);
  if (failure !== undefined) drop(run, node, parcel, failure);
}

const ndPacket = (src: Ipv6, dst: Ipv6, message: Icmpv6Message): Packet => ({
  src,
  dst,
  hopLimit: ND_HOP_LIMIT,
  trafficClass: 0,
  flowLabel: 0,
  payload: { is: 'icmpv6', message },
});

/**
 * An address of the interface: the preferred one if it is there, else a link-local one, else any.
 */
function sourceOn(node: Node, iface: IfaceId, preferred?: Ipv6): Ipv6 {
  const own = [...node.caches.addressesOn.of(iface).values()]
    .filter(isAssigned)
    .map((row) => row.address);
  if (preferred !== undefined && own.includes(preferred)) return preferred;
  return own.find(isLinkLocal) ?? own[0] ?? UNSPECIFIED;
}

/** A neighbour's timer has fired. Gives the packet that waited in vain, if one did. */
export function onNudTimer(run: Run, node: Node, timer: string, cause: Seq): Parcel | undefined {
  const key = timer.slice(NUD.length + 1);
  const entry = node.neighbours.get(key);
  if (entry === undefined) return undefined;
  const waiting = node.waiting.get(key) ?? { parcel: undefined, tries: 0 };
  const expiry = expired(entry, waiting.tries);
  if (expiry.is === 'gone') {
    node.neighbours.delete(key);
    node.waiting.delete(key);
    return waiting.parcel;
  }
  node.neighbours.set(key, expiry.entry);
  if (expiry.is === 'rest') {
    node.waiting.delete(key);
    return undefined;
  }
  node.waiting.set(key, { ...waiting, tries: waiting.tries + 1 });
  const iface = node.interfaces.get(entry.iface);
  if (iface !== undefined) {
    const mac = expiry.unicast ? entry.mac : undefined;
    const exit = { iface, carrier: carrierTo(node, iface, entry.address) };
    solicit(run, node, exit, entry.address, cause, undefined, mac);
  }
  armNud(run, node, key, RETRANS_TIMER, cause);
  return undefined;
}

/** The physical interface towards a neighbour. */
function carrierTo(node: Node, iface: Interface, target: Ipv6): Interface | undefined {
  if (iface.paths === undefined) return physicalOf(node, iface);
  const over = pathOf(iface.paths, { source: UNSPECIFIED, target, flow: undefined });
  return over === undefined ? undefined : node.interfaces.get(over);
}

/** Sets an entry, with the timer that its state needs, and sends what waited for it. */
export function setNeighbour(run: Run, node: Node, entry: Neighbour, cause: Seq): void {
  const key = neighbourKey(entry.iface, entry.address);
  const waiting = node.waiting.get(key);
  node.neighbours.set(key, entry);
  if (entry.mac === undefined) return;
  node.waiting.delete(key);
  if (entry.state === 'reachable') armNud(run, node, key, REACHABLE_TIME, cause);
  else if (entry.state !== 'delay' && entry.state !== 'probe') {
    disarm(run, timerOf(node, key), cause);
  }
  const iface = node.interfaces.get(entry.iface);
  const parcel = waiting?.parcel;
  if (parcel === undefined || iface === undefined) return;
  const failure = sendToNeighbour(run, node, iface, entry.address, { ...parcel, cause });
  if (failure !== undefined) drop(run, node, parcel, failure);
}

/** Forgets a neighbour. */
export function removeNeighbour(run: Run, node: Node, key: string, cause: Seq): void {
  const parcel = node.waiting.get(key)?.parcel;
  node.neighbours.delete(key);
  node.waiting.delete(key);
  disarm(run, timerOf(node, key), cause);
  if (parcel !== undefined) {
    drop(run, node, parcel, { why: 'noNeighbour', words: 'the neighbour was removed' });
  }
}

/**
 * A solicitation for an address of this node that is not tentative: learn and answer. ND §7.2.3.
 */
export function onSolicitation(
  run: Run,
  node: Node,
  via: Interface,
  heard: {
    readonly src: Ipv6;
    readonly dst: Ipv6;
    readonly message: Solicitation;
    /** The sub-interface that it came over, when `via` is virtual. */
    readonly over: Interface | undefined;
  },
  cause: Seq,
): void {
  const { src, message } = heard;
  const said = message.options.find((option) => option.is === 'SourceLinkLayerAddress');
  if (!isUnspecified(src) && said !== undefined) {
    const before = node.neighbours.get(neighbourKey(via.id, src));
    const entry = learnt(before, { iface: via.id, address: src, mac: said.address });
    if (entry !== before) setNeighbour(run, node, entry, cause);
  }
  // Choice: an answer goes back over the sub-interface that the question came by.
  const carrier = heard.over ?? physicalOf(node, via);
  const exit = { iface: via, carrier };
  const own = must(ownMacOf(via, carrier), () => `${via.id} has a link-layer address`);
  const answer: Advertisement = {
    is: 'NeighborAdvertisement',
    router: node.spec.forwarding && via.asHost !== true,
    solicited: !isUnspecified(src),
    override: true,
    target: message.target,
    options: [{ is: 'TargetLinkLayerAddress', address: own }],
  };
  const dst = isUnspecified(src) ? ALL_NODES : src;
  const parcel = originate(run, ndPacket(message.target, dst, answer), cause);
  const known = node.neighbours.get(neighbourKey(via.id, src))?.mac;
  const to = isUnspecified(src) ? multicastMac(dst) : heard.over && known;
  const way = to === undefined ? undefined : wayTo(run, node, exit, to);
  const failure =
    to === undefined
      ? sendToNeighbour(run, node, via, dst, parcel)
      : way === undefined
        ? notAttached(via)
        : transmit(run, node, way, parcel);
  if (failure !== undefined) drop(run, node, parcel, failure);
}

/** An advertisement: ND §7.2.5. */
export function onAdvertisement(
  run: Run,
  node: Node,
  via: Interface,
  message: Advertisement,
  cause: Seq,
): void {
  const known = node.neighbours.get(neighbourKey(via.id, message.target));
  if (known === undefined) return;
  const said = message.options.find((option) => option.is === 'TargetLinkLayerAddress');
  const { router, solicited, override } = message;
  const mac = said && { mac: said.address };
  const entry = advertised(known, { router, solicited, override, ...mac });
  if (entry !== known) setNeighbour(run, node, entry, cause);
}
