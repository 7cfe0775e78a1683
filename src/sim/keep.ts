// A world as a value, and back. Of tables and timers only what was written since is kept; all else
// is copied.

import { must } from '#base/assert.ts';
import type { KeptHeap } from '#base/heap.ts';
import type { Micros } from '#base/ids.ts';
import type { KeptRows } from '#base/table.ts';
import { keepLanes, restoreLanes, type KeptLane } from './lane.ts';
import type { KeptTimers } from './timers.ts';
import type { World } from './world.ts';

export interface KeptWorld {
  readonly now: Micros;
  readonly step: number;
  readonly scripted: number;
  readonly sequence: number;
  readonly queue: KeptHeap;
  /** States of the streams: loss, jitter, ids. */
  readonly random: readonly [number, number, number];
  readonly tables: readonly KeptRows[];
  readonly lanes: readonly (readonly KeptLane[])[];
  readonly errors: readonly { readonly tokens: number; readonly at: Micros }[];
  readonly timers: KeptTimers;
}

/** The world between two events. */
export function keepWorld(world: World): KeptWorld {
  const { loss, jitter, ids } = world.random;
  return {
    now: world.now,
    step: world.step,
    scripted: world.scripted,
    sequence: world.sequence,
    queue: world.queue.keep(),
    random: [loss.state, jitter.state, ids.state],
    tables: world.keepsakes.map((table) => table.keep()),
    lanes: world.links.map((link) => keepLanes(link.lanes)),
    errors: world.nodes.map((node) => ({ ...node.errors })),
    timers: world.timers.keep(),
  };
}

/** Brings the world back to what it was. */
export function restoreWorld(world: World, kept: KeptWorld): void {
  world.now = kept.now;
  world.step = kept.step;
  world.scripted = kept.scripted;
  world.sequence = kept.sequence;
  world.queue.restore(kept.queue);
  const { loss, jitter, ids } = world.random;
  [loss.state, jitter.state, ids.state] = kept.random;
  for (const [i, table] of world.keepsakes.entries()) {
    table.restore(must(kept.tables[i], 'every table was kept'));
  }
  for (const [i, link] of world.links.entries()) restoreLanes(link.lanes, kept.lanes[i] ?? []);
  for (const [i, node] of world.nodes.entries()) Object.assign(node.errors, kept.errors[i]);
  world.timers.restore(kept.timers);
}

const ENTRY_OCTETS = 16;
const TABLE_OCTETS = 8;
const LANE_OCTETS = 64;
const BUCKET_OCTETS = 40;

/** About how many octets keeping a world copies, whatever has changed. */
export function weightOf(world: World): number {
  const lanes = world.links.reduce((sum, link) => sum + link.lanes.size, 0);
  return (
    world.queue.size * ENTRY_OCTETS +
    world.keepsakes.length * TABLE_OCTETS +
    lanes * LANE_OCTETS +
    world.nodes.length * BUCKET_OCTETS
  );
}
