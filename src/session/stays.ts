// Where each station was, and where each gateway's station was: the state strips of the ladder.

import type { Micros, NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import type { Landmarks } from './landmarks.ts';
import type { Anchor, Queries } from './protocol.ts';

type Stay = Queries['ladder']['answer']['attachment'][number];

interface Open {
  readonly to: NodeId | undefined;
  readonly from: Micros;
}

/** Strips of stations (attached to whom) and of gateways (their stations here, or at another). */
export function stays(
  landmarks: Landmarks,
  events: { event(seq: Seq): TraceEvent },
  cast: Cast,
): readonly Stay[] {
  const found: Stay[] = [];
  const open = new Map<NodeId, Open>();
  const anchor = anchorsByGateway(cast);
  const change = (node: NodeId, to: NodeId | undefined, at: Micros): void => {
    const before = open.get(node);
    if (before !== undefined && before.to === to) return;
    if (before !== undefined) found.push({ node, ...before, anchor: anchor(before.to), until: at });
    open.set(node, { to, from: at });
  };
  const homes = new Homes();
  for (const seq of landmarks.moves) {
    const event = events.event(seq);
    if (event.kind !== 'link' || cast.kindOf(event.node) !== 'mn') continue;
    const isHere = event.change === 'up';
    change(event.node, isHere ? event.peer : undefined, event.at);
    if (!isHere) continue;
    for (const [gateway, to] of homes.joined(event.node, event.peer)) change(gateway, to, event.at);
  }
  for (const [node, { to, from }] of open) {
    found.push({ node, to, from, anchor: anchor(to), until: undefined });
  }
  return found.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : a.from - b.from));
}

/** Which gateways stations have been at: a gateway without stations points to where its last one went. */
class Homes {
  readonly #at = new Map<NodeId, NodeId>();

  /** A station joined a gateway: what the gateways show from now on. */
  joined(station: NodeId, gateway: NodeId): readonly (readonly [NodeId, NodeId])[] {
    const left = this.#at.get(station);
    this.#at.set(station, gateway);
    const shows: (readonly [NodeId, NodeId])[] = [[gateway, gateway]];
    const isEmpty = left !== undefined && ![...this.#at.values()].includes(left);
    if (isEmpty && left !== gateway) shows.push([left, gateway]);
    return shows;
  }
}

function anchorsByGateway(cast: Cast): (gateway: NodeId | undefined) => Anchor | undefined {
  return (gateway) => (gateway === undefined ? undefined : cast.prefixes.anchorAt(gateway));
}
