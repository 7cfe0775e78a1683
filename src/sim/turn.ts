// Small steps that every part of the stack takes: rows into the trace, calls to roles, timers, drops.

import { must } from '#base/assert.ts';
import type { Micros, Seq } from '#base/ids.ts';
import type { Failure } from './link.ts';
import type { Cause } from './log.ts';
import type { Parcel } from './parcel.ts';
import type { Stimulus } from './role.ts';
import { ENTRY, type Actor, type Node, type Run } from './world.ts';

/** Turns the writes since last time into `row` events. */
export function flushRows(run: Run, cause: Seq): void {
  const { journal, nodeById, nodes } = run.world;
  if (journal.length === 0) return;
  for (const write of journal) {
    const owner = write.table.name.slice(0, write.table.name.indexOf('/'));
    run.log.row({ node: nodeById.get(owner)?.index ?? nodes.length, cause }, write);
  }
  journal.length = 0;
}

/** Lets a role know of something, later in this turn. */
export function call(run: Run, node: Node, actor: Actor, stimulus: Stimulus, cause: Seq): void {
  run.world.inbox.push({ node, actor, stimulus, cause });
}

/** Ends a packet's way here. */
export function drop(run: Run, node: Node, parcel: Parcel, failure: Failure): void {
  const by: Cause = { node: node.index, cause: parcel.cause };
  run.log.dropped(by, parcel, failure.why, failure.words);
}

/** Whose timer, and which. */
interface TimerOf {
  readonly node: Node;
  readonly role: string;
  readonly timer: string;
}

/** Arms a timer, or arms it anew. */
export function arm(
  run: Run,
  whose: TimerOf,
  when: { readonly after: Micros; readonly say?: string | undefined },
  cause: Seq,
): void {
  const { world, log } = run;
  const due = world.now + when.after;
  const slot = world.timers.slot({ ...whose, node: whose.node.index });
  const armedBy = log.timer({ node: whose.node.index, cause }, whose.timer, 'armed', due);
  world.timers.set(slot, { sequence: world.sequence, due, armedBy, say: when.say });
  world.queue.push(due, world.sequence, ENTRY.timer, slot);
  world.sequence += 1;
}

/** Disarms a timer; nothing happens when it is not armed. */
export function disarm(run: Run, whose: TimerOf, cause: Seq): void {
  const { world, log } = run;
  const slot = world.timers.slot({ ...whose, node: whose.node.index });
  const armed = world.timers.armed(slot);
  if (armed === undefined) return;
  world.timers.set(slot, undefined);
  log.timer({ node: whose.node.index, cause }, whose.timer, 'disarmed', armed.due);
}

/** The node's role of a name. */
export function actorOf(node: Node, role: string): Actor {
  const found = node.actors.find((actor) => actor.name === role);
  return must(found, `${node.id} has a role ${role}`);
}
