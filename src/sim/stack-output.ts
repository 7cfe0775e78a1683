// How a packet leaves a node: routes, tunnels, neighbours. Decisions are cached per flow.

import { unreachable } from '#base/assert.ts';
import type { IfaceId } from '#base/ids.ts';
import { addressAt, isAssigned, type Interface } from '#net/interface.ts';
import type { FlowWay } from '#net/flow-table.ts';
import type { Route } from '#net/route.ts';
import { isLinkLocal, isMulticast, multicastMac, type Ipv6, type Mac } from '#wire/address.ts';
import { hold } from './buffer.ts';
import { carrierOf } from './carrier.ts';
import { tooBig, type Failure } from './failure.ts';
import type { Decision, Verdict } from './flow-cache.ts';
import { transmit } from './link.ts';
import { fragmented } from './fragments.ts';
import { encapsulate } from './originate.ts';
import { destinationOf, lengthOf, sourceOf, type Parcel } from './parcel.ts';
import { learnPathMtu, MINIMUM_MTU, tunnelMtu } from './path-mtu.ts';
import { outputLink } from './stack-link.ts';
import { sendToNeighbour } from './stack-neighbours.ts';
import { flowWay } from './steering.ts';
import { drop } from './turn.ts';
import type { Node, Run } from './world.ts';
import { wayTo } from './ways.ts';

/** RFC 4443 §3.1: beyond the scope of the source; source failed ingress or egress policy. */
const BEYOND_SCOPE = 2;
const POLICY = 5;
/** Tunnels around one packet; no scenario nests deeper. */
const DEEPEST = 2;

const noRoute = (words: string): Failure => ({
  why: 'noRoute',
  words,
  answer: { is: 'DestinationUnreachable', code: 0 },
});

/** Sends a packet where the routes say. `via` is the interface that it came in by, if it did. */
export const output = (
  run: Run,
  node: Node,
  parcel: Parcel,
  via?: Interface,
): Failure | undefined => carryOut(run, node, parcel, verdictFor(node, parcel, via), via);

/** Sends a packet where its verdict says. */
export function carryOut(
  run: Run,
  node: Node,
  parcel: Parcel,
  { decision, isSteered }: Verdict,
  via?: Interface,
): Failure | undefined {
  // What the node itself sends is not steered: signalling goes by the routes (RFC 6089 §5.1).
  const way = isSteered && via !== undefined ? flowWay(run, node, parcel) : undefined;
  if (way !== undefined) return outputFlow(run, node, parcel, way);
  switch (decision.is) {
    case 'link':
      count(run, node, decision.counts);
      return outputLink(run, node, parcel, decision);
    case 'tunnel':
      count(run, node, decision.counts);
      return outputTunnel(run, node, parcel, decision.iface);
    case 'loop':
      return noRoute(`the route leads back into ${decision.iface.id}`);
    case 'reject':
      return {
        why: 'ingressFilter',
        words: decision.words,
        answer: { is: 'DestinationUnreachable', code: decision.code },
      };
    case 'discard':
      return { why: 'policy', words: decision.words };
    case 'hold':
      return hold(run, node, parcel, decision.route, via);
    case 'strong':
      return { why: 'strongHost', words: decision.words };
    case 'local':
      run.world.looped.push({ node, parcel });
      return undefined;
    case 'none':
      return noRoute(`no route to ${destinationOf(parcel)}`);
    default:
      return unreachable(decision);
  }
}

/** Keeps when a packet went that way. */
function count(run: Run, node: Node, name: string | undefined): void {
  if (name !== undefined) node.uses.set(name, { at: run.world.now });
}

/** MIF §5.3.2: into the tunnel of the flow, or RFC 6089 §5.3.6 into each of several. */
function outputFlow(run: Run, node: Node, parcel: Parcel, way: FlowWay): Failure | undefined {
  if (way.action === 'discard') return { why: 'policy', words: 'a rule discards this flow' };
  let failure: Failure | undefined;
  let copies = 0;
  for (const id of way.out) {
    const iface = node.interfaces.get(id);
    if (iface === undefined) continue;
    const lost = outputTunnel(run, node, parcel, iface);
    if (lost === undefined) copies += 1;
    else if (copies > 0) drop(run, node, parcel, lost);
    else failure = lost;
  }
  return copies > 0 ? undefined : (failure ?? noRoute(`no tunnel ${way.out.join(', ')}`));
}

/**
 * Sends a packet out of one interface, whatever the routes say; by L2 unicast when `toMac` is
 * given.
 */
export function outputOn(
  run: Run,
  node: Node,
  parcel: Parcel,
  out: Interface,
  toMac?: Mac,
): Failure | undefined {
  if (out.kind === 'tunnel') return outputTunnel(run, node, parcel, out);
  const dst = destinationOf(parcel);
  const mac = toMac ?? (isMulticast(dst) ? multicastMac(dst) : undefined);
  if (mac !== undefined) {
    const way = wayTo(run, node, { iface: out, carrier: carrierOf(run, node, out, parcel) }, mac);
    if (way !== undefined) return transmit(run, node, way, parcel);
    return { why: 'notAttached', words: `${out.id} is on no link` };
  }
  const query = { src: sourceOf(parcel), dst };
  const answer = isLinkLocal(dst) ? undefined : node.caches.routes.lookUp(query, out.id);
  const nextHop = answer?.is === 'forward' ? (answer.route.via ?? dst) : dst;
  return sendToNeighbour(run, node, out, nextHop, parcel);
}

/**
 * RFC 2473 §7.1: what is too large for the tunnel is answered, or if it is of no more than the
 * minimum MTU, sent in fragments.
 */
function outputTunnel(run: Run, node: Node, parcel: Parcel, iface: Interface): Failure | undefined {
  const length = lengthOf(parcel);
  const mtu = tunnelMtu(run, node, iface);
  if (length > mtu && length > MINIMUM_MTU) {
    return tooBig(length, Math.max(mtu, MINIMUM_MTU), iface.id);
  }
  if (parcel.depth >= DEEPEST) return noRoute(`${iface.id} would be a third tunnel around it`);
  const outer = encapsulate(run, iface, parcel);
  const failure =
    length > mtu
      ? outputFragments(run, node, outer, mtu + lengthOf(outer) - length)
      : output(run, node, outer);
  return failure && outputShorter(run, node, parcel, iface, failure);
}

/** RFC 2473 §7.1(b): fragments that do not exceed the path MTU; all or none leave. */
function outputFragments(run: Run, node: Node, outer: Parcel, mtu: number): Failure | undefined {
  const [first, ...others] = fragmented(run, outer, mtu);
  const failure = first && output(run, node, first);
  if (failure !== undefined) return failure;
  for (const part of others) {
    const lost = output(run, node, part);
    if (lost !== undefined) drop(run, node, part, lost);
  }
  return undefined;
}

/** What could not enter the tunnel: tried once more when its way is narrower than was known. */
function outputShorter(
  run: Run,
  node: Node,
  parcel: Parcel,
  iface: Interface,
  { why, words, answer }: Failure,
): Failure | undefined {
  const remote = iface.tunnel?.remote;
  if (answer?.is === 'PacketTooBig' && remote !== undefined) {
    const news = { destination: remote, mtu: answer.mtu };
    const isNews = learnPathMtu(run, node, news, parcel.cause);
    if (isNews) return outputTunnel(run, node, parcel, iface);
  }
  const failure: Failure = { why, words: `${iface.id}: ${words}` };
  // RFC 2473 §8.2: whatever is wrong with the tunnel, the source hears that it cannot get through.
  const unreachable = { is: 'DestinationUnreachable', code: 3 } as const;
  return answer === undefined ? failure : { ...failure, answer: unreachable };
}

/** What the node does with the packet's flow; kept until a table changes. */
export function verdictFor(node: Node, parcel: Parcel, via: Interface | undefined): Verdict {
  const { flows } = node;
  const { view } = parcel.chunk;
  flows.follow(stampOf(node));
  const known = flows.find(view, parcel.at, via?.id);
  if (known !== undefined) return known;
  const ends = { src: sourceOf(parcel), dst: destinationOf(parcel) };
  const verdict = {
    decision: decide(node, ends, via),
    tellsSource: tellsSource(node, ends, via),
    isProxied: node.addresses.get(ends.dst)?.state === 'proxied',
    isSteered: node.steering !== undefined && isSteered(node, ends, via),
    isReverse: isReverse(node, ends, via),
  };
  flows.put(view, parcel.at, via?.id, verdict);
  return verdict;
}

/** Changes whenever a table changes that a decision depends on. */
function stampOf(node: Node): number {
  return node.interfaces.version + node.addresses.version + node.routes.version;
}

/** Outermost addresses of a packet. */
interface Ends {
  readonly src: Ipv6;
  readonly dst: Ipv6;
}

function decide(node: Node, { src, dst }: Ends, via: Interface | undefined): Decision {
  const own = addressAt(node.addresses, dst, via?.id);
  if (own !== undefined && isAssigned(own)) {
    if (via?.strong !== true || own.iface === via.id) return { is: 'local', tunnels: new Map() };
    return { is: 'strong', words: `${dst} is of ${own.iface}, not of ${via.id}` };
  }
  if (isLinkLocal(src) || isLinkLocal(dst) || isMulticast(dst)) {
    if (via === undefined) return onLink(node, src, dst);
    const code = isLinkLocal(src) ? BEYOND_SCOPE : POLICY;
    const words = 'link-local packets stay on their link (RFC 4291 §2.5.6)';
    return { is: 'reject', code, words };
  }
  return routeOf(node, { src, dst }, via, via === undefined ? strongOwner(node, src) : undefined);
}

/** RFC 1122 §3.3.4.2: a strong host sends by the interface that has the source address. */
function strongOwner(node: Node, src: Ipv6): IfaceId | undefined {
  const owner = node.interfaces.get(node.addresses.get(src)?.iface ?? '');
  return owner?.strong === true ? owner.id : undefined;
}

/**
 * the tunnel's gateway hears of a source when replies to it would not go back into the tunnel.
 */
function tellsSource(node: Node, { src, dst }: Ends, via: Interface | undefined): boolean {
  if (via?.tunnel?.tellPeers === true) return true;
  if (via?.tunnel?.tellSources !== true) return false;
  const back = routeOf(node, { src: dst, dst: src }, undefined);
  return back.is !== 'tunnel' || back.iface.id !== via.id;
}

/** Whether the route of a packet lets rules for single flows go before it. */
function isSteered(node: Node, ends: Ends, via: Interface | undefined): boolean {
  if (addressAt(node.addresses, ends.dst, via?.id) !== undefined) return false;
  const answer = node.caches.routes.lookUp({ src: ends.src, dst: ends.dst, via });
  return (answer.is === 'forward' || answer.is === 'discard') && answer.route.steer === true;
}

/** Whether a packet out of a tunnel is the other direction of what is steered. */
function isReverse(node: Node, { src, dst }: Ends, via: Interface | undefined): boolean {
  if (node.steering?.spec.tells === undefined || via?.kind !== 'tunnel') return false;
  return isSteered(node, { src: dst, dst: src }, undefined);
}

/** What the routes say of a packet that is not for this node; those out of one interface only. */
function routeOf(node: Node, of: Ends, via: Interface | undefined, out?: IfaceId): Decision {
  const answer = node.caches.routes.lookUp({ src: of.src, dst: of.dst, via }, out);
  if (answer.is === 'none') return { is: 'none' };
  if (answer.is === 'reject') return { is: 'reject', code: POLICY, words: wordsOf(answer.route) };
  if (answer.is === 'discard') return { is: 'discard', words: wordsOf(answer.route) };
  if (answer.is === 'hold') return { is: 'hold', route: answer.route };
  const { counts } = answer.route;
  const iface = node.interfaces.get(answer.out);
  if (iface === undefined) return { is: 'none' };
  if (iface.kind === 'tunnel') {
    // I-10: never back into the tunnel that it came from, but for two sessions behind one gateway.
    const isBack = iface.id === via?.id && answer.route.hairpin !== true;
    return isBack ? { is: 'loop', iface } : { is: 'tunnel', iface, counts };
  }
  return { is: 'link', iface, nextHop: answer.route.via ?? of.dst, known: undefined, counts };
}

/** Why a rule drops a packet. */
const wordsOf = ({ id, why = `refused by rule ${id}`, cite }: Route): string =>
  cite === undefined ? why : `${why} (${cite})`;

/**
 * Link-local and multicast destinations do not say where they are: the source does, or there is one
 * choice.
 */
function onLink(node: Node, src: Ipv6, dst: Ipv6): Decision {
  const owner = node.interfaces.get(node.addresses.get(src)?.iface ?? '');
  const iface = owner ?? onlyLink(node);
  if (iface === undefined) return { is: 'none' };
  return { is: 'link', iface, nextHop: dst, known: undefined, counts: undefined };
}

/** The node's one interface that is no tunnel. */
function onlyLink(node: Node): Interface | undefined {
  let found: Interface | undefined;
  for (const iface of node.interfaces.values()) {
    if (iface.kind === 'tunnel' || iface.under !== undefined) continue;
    if (found !== undefined) return undefined;
    found = iface;
  }
  return found;
}
