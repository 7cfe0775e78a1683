// A packet to a neighbour of a flow: by the way that was found for its last packet, as long as the
// neighbour's entry stands. Entries change far more often than routes do.

import { neighbourKey } from '#net/neighbour.ts';
import { isSteady } from './carrier.ts';
import type { Failure } from './failure.ts';
import type { DecisionOf, KnownWay } from './flow-cache.ts';
import { transmit } from './link.ts';
import type { Parcel } from './parcel.ts';
import { sendToNeighbour } from './stack-neighbours.ts';
import type { Node, Run } from './world.ts';

/** Sends a packet out of the link of a decision, and keeps the way in it. */
export function outputLink(
  run: Run,
  node: Node,
  parcel: Parcel,
  decision: DecisionOf<'link'>,
): Failure | undefined {
  const { iface, nextHop, known } = decision;
  if (known !== undefined && isGood(node, known)) return transmit(run, node, known.way, parcel);
  return sendToNeighbour(run, node, iface, nextHop, parcel, (way) => {
    if (!isSteady(iface)) return;
    const key = neighbourKey(iface.id, nextHop);
    const entry = node.neighbours.get(key);
    const { version: air } = node.caches.air;
    decision.known = { way, key, entry, air, neighbours: node.neighbours.version };
  });
}

/** A way stands while its neighbour's entry is the same, and stations are where they were. */
function isGood(node: Node, known: KnownWay): boolean {
  if (known.air !== node.caches.air.version) return false;
  const { version } = node.neighbours;
  if (known.neighbours === version) return true;
  if (known.entry !== node.neighbours.get(known.key)) return false;
  known.neighbours = version;
  return true;
}
