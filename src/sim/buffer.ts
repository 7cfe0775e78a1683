// Packets that wait at a node because a route says so, until another stands in its place.

import type { Interface } from '#net/interface.ts';
import type { Route } from '#net/route.ts';
import type { Failure } from './failure.ts';
import type { Parcel } from './parcel.ts';
import { flushRows } from './turn.ts';
import type { Node, Run } from './world.ts';

/** Keeps a packet, if there is room. `via`: the interface that it came in by, if it did. */
export function hold(
  run: Run,
  node: Node,
  parcel: Parcel,
  { id, room = 1, why = id }: Route,
  via: Interface | undefined,
): Failure | undefined {
  const waiting = node.buffered.get(id)?.packets ?? [];
  if (waiting.length >= room) {
    return { why: 'bufferFull', words: `${room} packets wait already (${why})` };
  }
  const packets = [...waiting, { parcel: { ...parcel }, via: via?.id }];
  node.buffered.set(id, { packets });
  node.buffers.set(id, { route: id, why, room, waiting: packets.length });
  flushRows(run, parcel.cause);
  return undefined;
}
