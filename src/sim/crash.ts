// A node stops, with its state kept or lost, and comes back. What was on its way to it meets a node
// that is down (`link.ts`); its radios fall silent at once.

import type { Seq } from '#base/ids.ts';
import type { Table } from '#base/table.ts';
import { leaveAll } from './association.ts';
import { fillStack, fullBucket } from './build.ts';
import { isUp } from './condition.ts';
import { perform } from './perform.ts';
import type { Parcel } from './parcel.ts';
import { call, drop, flushRows } from './turn.ts';
import { ENTRY, type Actor, type Node, type Run } from './world.ts';

/** A node goes down. One that is down already may still lose its state. */
export function crash(run: Run, node: Node, state: 'kept' | 'lost', cause: Seq): void {
  const { nodeRows, missed, timers } = run.world;
  const isLost = state === 'lost' || nodeRows.get(node.id)?.state === 'lost';
  nodeRows.set(node.id, isLost ? { up: false, state: 'lost' } : { up: false });
  flushRows(run, cause);
  leaveAll(run, node, cause);
  if (!isLost) {
    timers.stop(node.index);
    return;
  }
  for (const armed of timers.clear(node.index)) {
    run.log.timer({ node: node.index, cause }, armed, 'disarmed', armed.due);
  }
  missed.delete(node.id);
  forget(run, node, cause);
  flushRows(run, cause);
}

/** What a node has in its memory is gone. */
function forget(run: Run, node: Node, cause: Seq): void {
  const { lastCells } = run.world;
  const packets = [...node.buffered.values()].flatMap((each) => each.packets);
  for (const { parcel } of [...node.waiting.values(), ...piecesIn(node), ...packets]) {
    if (parcel === undefined) continue;
    drop(run, node, { ...parcel, cause }, { why: 'nodeDown', words: `${node.id} has crashed` });
  }
  for (const actor of node.actors) {
    const durable: readonly string[] = actor.role.durable ?? [];
    for (const [id, table] of Object.entries(actor.tables)) {
      if (!durable.includes(id)) clear(table);
    }
  }
  fillStack(node, node.spec);
  if (node.steering !== undefined) {
    for (const table of [node.steering.rules, node.steering.flows, node.steering.use]) {
      clear<object>(table);
    }
  }
  clear(node.waiting);
  clear(node.fragments);
  clear(node.buffered);
  clear(node.buffers);
  clear(node.uses);
  clear(node.paths);
  clear(node.directPaths);
  Object.assign(node.errors, fullBucket(run.world.now));
  const own = [...lastCells.keys()].filter((key) => key.startsWith(`${node.id} `));
  for (const key of own) lastCells.delete(key);
}

/** Fragments that wait for the rest of their packet. */
const piecesIn = (node: Node): readonly { readonly parcel: Parcel }[] =>
  [...node.fragments.values()].flatMap(({ pieces }) => pieces);

function clear<R extends object>(table: Table<R>): void {
  const keys = [...table.keys()];
  for (const key of keys) table.delete(key);
}

/** A node comes up; false when it was up. */
export function restart(run: Run, node: Node, cause: Seq): boolean {
  const { world } = run;
  if (isUp(world, node)) return false;
  const state = world.nodeRows.get(node.id)?.state ?? 'kept';
  world.nodeRows.set(node.id, { up: true });
  flushRows(run, cause);
  if (state === 'lost') {
    for (const actor of node.actors) begin(run, node, actor, cause);
  }
  for (const actor of node.actors) call(run, node, actor, { on: 'boot', state }, cause);
  for (const each of world.missed.get(node.id)?.stimuli ?? []) {
    for (const actor of node.actors) call(run, node, actor, each.stimulus, each.cause);
  }
  world.missed.delete(node.id);
  resume(run, node);
  return true;
}

/** A role begins. */
export function begin(run: Run, node: Node, actor: Actor, cause: Seq): void {
  const effects = actor.role.begin(actor.tables, actor.config, node.sight);
  flushRows(run, cause);
  perform(run, node, actor, effects, cause);
}

/** Timers run on; those that came due meanwhile fire now, in the order in which they were due. */
function resume(run: Run, node: Node): void {
  const { world } = run;
  for (const { slot, armed } of world.timers.stopped(node.index)) {
    const { sequence } = world;
    const { isStopped: _, ...rest } = armed;
    world.timers.set(slot, { ...rest, sequence });
    world.queue.push(Math.max(world.now, armed.due), sequence, ENTRY.timer, slot);
    world.sequence += 1;
  }
}
