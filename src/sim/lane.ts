// One direction of a link: what a sender has put on it. Frames leave one after the other and arrive
// in the order in which they left.

import type { Micros } from '#base/ids.ts';

export interface Lane {
  /** The sender's transmitter is free from here on. */
  freeAt: Micros;
  /** Nothing arrives before what left earlier. */
  lastArrival: Micros;
  /** When each waiting frame leaves, earliest first; only on links with a rate. */
  departures: readonly Micros[];
}

export interface KeptLane extends Readonly<Lane> {
  readonly sender: number;
}

export const emptyLane = (): Lane => ({ freeAt: 0, lastArrival: 0, departures: [] });

export function keepLanes(lanes: ReadonlyMap<number, Lane>): readonly KeptLane[] {
  const kept: KeptLane[] = [];
  for (const [sender, { freeAt, lastArrival, departures }] of lanes) {
    kept.push({ sender, freeAt, lastArrival, departures });
  }
  return kept;
}

export function restoreLanes(lanes: Map<number, Lane>, kept: readonly KeptLane[]): void {
  lanes.clear();
  for (const { sender, ...lane } of kept) lanes.set(sender, lane);
}
