// What a node does with a frame that has arrived: which interface hears it, whether it is for this
// node, decapsulation, and else forwarding.

import { must } from '#base/assert.ts';
import type { FrameId, IfaceId } from '#base/ids.ts';
import { addressAt, type Interface } from '#net/interface.ts';
import { ALL_NODES, ALL_ROUTERS, macAt, type Ipv6 } from '#wire/address.ts';
import { MESSAGE_CLASS } from '#wire/classify.ts';
import { ETHERNET_OCTETS } from '#wire/packet.ts';
import type { Decision, Tunnels, Verdict } from './flow-cache.ts';
import { FRAGMENT } from './fragments.ts';
import { hearing } from './hearing.ts';
import { mishapOf } from './link.ts';
import { membersOf } from './members.ts';
import { destinationOf, nextHeaderOf, nextOf, sourceOf, type Parcel } from './parcel.ts';
import { reassembled } from './reassembly.ts';
import { deliver, type Entrance } from './stack-deliver.ts';
import { isTunnelPacket, refuse } from './stack-errors.ts';
import { carryOut, verdictFor } from './stack-output.ts';
import { noteUplink } from './steering.ts';
import type { Chunk } from './store.ts';
import { unwrapped } from './tunnel-exit.ts';
import { call, drop, STACK } from './turn.ts';
import type { Node, Run } from './world.ts';

const ICMPV6 = 58;
const NEIGHBOUR_SOLICITATION = 135;

/** A frame's time has come. */
export function arrive(run: Run, frame: FrameId): void {
  const { world, log } = run;
  const { flights } = log;
  const link = must(world.links[flights.link(frame)], 'the link exists');
  const node = must(world.nodes[flights.to(frame)], 'the receiver exists');
  const sent = flights.sentSeq(frame);
  const mishap = mishapOf(run, frame, link, node);
  if (mishap !== undefined) {
    const { why, words } = mishap.failure;
    const lost = { frame, datagram: flights.datagram(frame) };
    log.dropped({ node: mishap.node.index, cause: sent }, lost, why, words);
    return;
  }
  const head = flights.head(frame);
  const chunk = log.arena.chunkOf(head);
  const at = log.arena.offsetOf(head);
  const physical = must(membersOf(world, link).ifaces.get(node.index), 'it is on the link');
  const heard = heardBy(node, physical, chunk, at);
  const iface = heard[0]?.id ?? must(physical[0], 'it is on the link by an interface');
  const cause = log.arrived({ node: node.index, cause: sent }, frame, iface);
  const parcel: Parcel = {
    datagram: flights.datagram(frame),
    cause,
    frame,
    type: flights.type(frame),
    chunk,
    at: at + ETHERNET_OCTETS,
    headLength: flights.headLength(frame) - ETHERNET_OCTETS,
    tail: flights.tail(frame),
    tailLength: flights.tailLength(frame),
    hopLimit: chunk.octets[at + ETHERNET_OCTETS + 7] ?? 0,
    depth: flights.isTunnelled(frame) ? 1 : 0,
    place: -1,
    label: undefined,
  };
  const over = subInterface(node, physical, heard[0]);
  const entrance = over === undefined ? { heard, frameAt: at } : { heard, frameAt: at, over };
  const shut = over && shutBy(heard[0], over, parcel);
  if (shut !== undefined) drop(run, node, parcel, { why: 'policy', words: shut });
  else if (heard.length > 0) receive(run, node, parcel, entrance);
  else {
    const words = `no interface ${macAt(chunk.octets, at)}`;
    drop(run, node, parcel, { why: 'notMine', words });
  }
}

/** Who hears a frame: a node may be on a link by several interfaces. */
function heardBy(
  node: Node,
  physical: readonly IfaceId[],
  chunk: Chunk,
  at: number,
): readonly Interface[] {
  const [only] = physical;
  if (physical.length === 1 && only !== undefined) return hearing(node, only, chunk, at);
  return [...new Set(physical.flatMap((id) => hearing(node, id, chunk, at)))];
}

/** The sub-interface by which a virtual interface heard a frame. */
function subInterface(
  node: Node,
  physical: readonly IfaceId[],
  above: Interface | undefined,
): Interface | undefined {
  if (above?.kind !== 'virtual') return undefined;
  const subs = physical.map((id) => node.interfaces.get(id));
  return subs.find((iface) => iface?.under === above.id);
}

/** V-5: why a virtual interface that is strict does not take what comes over an inactive one. */
function shutBy(
  above: Interface | undefined,
  over: Interface,
  { type }: Parcel,
): string | undefined {
  const { strict = false, active } = above?.paths ?? {};
  if (!strict || active === over.id || type === MESSAGE_CLASS.RA) return undefined;
  return `${over.id} is not the path of ${above?.id ?? ''}`;
}

/** A packet on one interface, or for a group on several. */
function receive(run: Run, node: Node, parcel: Parcel, entrance: Entrance): void {
  const via = must(entrance.heard[0], 'an interface hears the packet');
  if (parcel.chunk.octets[parcel.at + 24] === 0xff) {
    const group = destinationOf(parcel);
    if (isMember(node, group)) deliver(run, node, parcel, entrance);
    else drop(run, node, parcel, { why: 'notMine', words: `not a member of ${group}` });
    return;
  }
  const verdict = verdictFor(node, parcel, via);
  const { decision, tellsSource, isProxied, isReverse } = verdict;
  if (tellsSource) tellSource(run, node, parcel, via);
  if (decision.is === 'local') receiveLocal(run, node, parcel, entrance, decision.tunnels);
  else if (isProxied && isSolicitation(run, parcel)) deliver(run, node, parcel, entrance);
  else if (node.spec.forwarding) {
    if (isReverse && isPassed(decision)) noteUplink(run, node, parcel, via);
    forward(run, node, parcel, via, verdict);
  } else if (decision.is === 'strong') {
    drop(run, node, parcel, { why: 'strongHost', words: decision.words });
  } else {
    const words = `${destinationOf(parcel)} is not an address of this node`;
    drop(run, node, parcel, { why: 'notMine', words });
  }
}

/** Rules let the packet through. */
const isPassed = ({ is }: Decision): boolean => is === 'link' || is === 'tunnel';

/** A packet for this node: fragments are put together first, then tunnels end. */
function receiveLocal(
  run: Run,
  node: Node,
  parcel: Parcel,
  entrance: Entrance,
  tunnels: Tunnels,
): void {
  if (nextHeaderOf(parcel) === FRAGMENT) {
    const whole = reassembled(run, node, parcel);
    if (whole !== undefined) receiveLocal(run, node, whole, entrance, tunnels);
  } else if (isTunnelPacket(parcel)) decapsulate(run, node, parcel, tunnels);
  else deliver(run, node, parcel, entrance);
}

/** A packet that a node sends to itself. */
export function receiveOwn(run: Run, node: Node, parcel: Parcel): void {
  const own = must(
    addressAt(node.addresses, destinationOf(parcel)),
    'it is an address of the node',
  );
  const iface = must(node.interfaces.get(own.iface), 'an address has an interface');
  receive(run, node, parcel, { heard: [iface], frameAt: undefined });
}

/** Sends a packet on. RFC 8200 §3: a packet whose hop limit runs out is not forwarded. */
function forward(run: Run, node: Node, parcel: Parcel, via: Interface, verdict: Verdict): void {
  if (parcel.hopLimit <= 1) {
    const answer = { is: 'TimeExceeded', code: 0 } as const;
    refuse(run, node, parcel, { why: 'hopLimit', words: 'hop limit exceeded', answer }, via);
    return;
  }
  parcel.hopLimit -= 1;
  const failure = carryOut(run, node, parcel, verdict, via);
  if (failure !== undefined) refuse(run, node, parcel, failure, via);
}

/** A tunnel packet whose tunnel may end here. */
function decapsulate(run: Run, node: Node, parcel: Parcel, tunnels: Tunnels): void {
  const outcome = unwrapped(run, node, parcel, tunnels);
  if ('why' in outcome) drop(run, node, parcel, outcome);
  else receive(run, node, outcome.inner, { heard: [outcome.via], frameAt: undefined });
}

/** MIP6 §10.4.1: a home agent answers for a home address also when it is asked alone. */
function isSolicitation(run: Run, parcel: Parcel): boolean {
  if (nextHeaderOf(parcel) !== ICMPV6) return false;
  const { octets, next } = nextOf(run.log.arena, parcel);
  return octets[next] === NEIGHBOUR_SOLICITATION;
}

/** Lets the gateway, or the mobile node, know of a source that a tunnel brings. */
function tellSource(run: Run, node: Node, parcel: Parcel, via: Interface): void {
  const actor = node.actors.find(({ name }) => name === (via.tunnel?.tellPeers ? 'mobile' : 'dgw'));
  if (actor === undefined) return;
  const ends = { source: sourceOf(parcel), destination: destinationOf(parcel) };
  const news = { say: 'tunnelSource', iface: via.id, ...ends };
  call(run, node, actor, { on: 'news', from: STACK, news }, parcel.cause);
}

/** Groups that a node belongs to: all nodes, all routers, and those of its own addresses. */
function isMember(node: Node, group: Ipv6): boolean {
  if (group === ALL_NODES) return true;
  if (group === ALL_ROUTERS) return node.spec.forwarding;
  return node.caches.solicited.of(group).size > 0;
}
