// Where each station was, and where each gateway's station was: the state strips of the ladder.

import type { IfaceId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import type { Landmarks } from './landmarks.ts';
import type { Anchor, Queries } from './protocol.ts';

type Stay = Queries['ladder']['answer']['attachment'][number];

interface Open {
  readonly to: NodeId | undefined;
  readonly from: Micros;
  /** Whose stay it is. */
  readonly station: NodeId;
}

/** The anchor of a station's prefix at a gateway, as known before a time. */
type AnchorOf = (gateway: NodeId, station: NodeId, before: Micros) => Anchor | undefined;

const stay = (node: NodeId, { to, from, station }: Open, anchorOf: AnchorOf, until: Micros) => ({
  node,
  to,
  from,
  anchor: to === undefined ? undefined : anchorOf(to, station, until),
});

/** Strips of stations (attached to whom) and of gateways (their stations here, or at another). */
export function stays(
  landmarks: Landmarks,
  events: { event(seq: Seq): TraceEvent },
  cast: Cast,
): readonly Stay[] {
  const found: Stay[] = [];
  const open = new Map<NodeId, Open>();
  const anchorOf = anchors(landmarks, events, cast);
  const change = (node: NodeId, to: NodeId | undefined, at: Micros, station: NodeId): void => {
    const before = open.get(node);
    if (before !== undefined && before.to === to) return;
    if (before !== undefined) found.push({ ...stay(node, before, anchorOf, at), until: at });
    open.set(node, { to, from: at, station });
  };
  const homes = new Homes();
  const radios = new Radios();
  for (const seq of landmarks.moves) {
    const event = events.event(seq);
    if (event.kind !== 'link' || cast.kindOf(event.node) !== 'mn') continue;
    const isHere = event.change === 'up';
    change(event.node, radios.stand(event), event.at, event.node);
    if (!isHere) continue;
    for (const [gateway, to] of homes.joined(event.node, event.peer)) {
      change(gateway, to, event.at, event.node);
    }
  }
  for (const [node, last] of open) {
    found.push({ ...stay(node, last, anchorOf, Infinity), until: undefined });
  }
  return found.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : a.from - b.from));
}

/** Where the radios of stations are: one that leaves a cell may not be the only one. */
class Radios {
  readonly #at = new Map<NodeId, Map<IfaceId, NodeId>>();

  /** A radio joined or left; where the station is now, by the radio that joined last. */
  stand({ node, iface, change, peer }: LinkEvent): NodeId | undefined {
    const own = this.#at.get(node) ?? new Map<IfaceId, NodeId>();
    this.#at.set(node, own);
    own.delete(iface);
    if (change === 'up') own.set(iface, peer);
    return [...own.values()].at(-1);
  }
}

type LinkEvent = Extract<TraceEvent, { kind: 'link' }>;

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

/** A distributed gateway anchors by itself; behind another one the prefix is at a mobility anchor. */
function anchors(
  landmarks: Landmarks,
  events: { event(seq: Seq): TraceEvent },
  cast: Cast,
): AnchorOf {
  return (gateway, station, before) => {
    const own = cast.prefixes.anchorAt(gateway);
    if (own !== undefined) return own;
    const home = landmarks.homes.findLast(
      ({ seq, mnId }) => cast.mobileOf(mnId) === station && events.event(seq).at < before,
    );
    return home && cast.prefixes.anchorOf(home.prefix);
  };
}
