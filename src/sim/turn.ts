// Small steps that every part of the stack takes: rows into the trace, calls to roles, timers,
// drops.

import { assert, must } from '#base/assert.ts';
import type { Micros, Seq } from '#base/ids.ts';
import type { Failure } from './failure.ts';
import type { Cause } from './log.ts';
import type { Parcel } from './parcel.ts';
import type { Stimulus } from './role.ts';
import { ENTRY, type Actor, type Node, type Run } from './world.ts';

/** The name of what is a node's own, beside its roles. */
export const STACK = 'stack';

/** Turns the writes since last time into `row` events. */
export function flushRows(run: Run, cause: Seq): void {
  const { journal } = run.world;
  if (journal.length === 0) return;
  for (const write of journal) {
    run.log.row({ node: write.table.owner, cause }, write);
  }
  while (journal.length > 0) journal.pop(); // faster than a length of 0
}

/** Lets a role know of something, later in this turn. */
export function call(run: Run, node: Node, actor: Actor, stimulus: Stimulus, cause: Seq): void {
  run.world.inbox.push({ node, actor, stimulus, cause });
}

/** Ends a packet's way here. */
export function drop(run: Run, node: Node, parcel: Parcel, failure: Failure): Seq {
  const by: Cause = { node: node.index, cause: parcel.cause };
  return run.log.dropped(by, parcel, failure.why, failure.words);
}

/** Whose timer, and which. The stack's own have the node as their owner. */
export interface TimerOf {
  readonly node: Node;
  readonly actor: Actor | undefined;
  readonly timer: string;
}

function slotOf(run: Run, { node, actor, timer }: TimerOf): number {
  const { timers } = run.world;
  const owner = actor ?? node;
  const known = owner.slots.get(timer);
  if (known !== undefined) return known;
  return timers.add(owner, { node: node.index, role: actor?.name ?? STACK, timer, number: 0 });
}

/** Arms a timer, or arms it anew. */
export function arm(
  run: Run,
  whose: TimerOf,
  when: { readonly after: Micros; readonly say?: string | undefined },
  cause: Seq,
): void {
  const { world, log } = run;
  assert(
    Number.isInteger(when.after) && when.after >= 0,
    () => `${whose.timer}: ${when.after} is no time`,
  );
  const due = world.now + when.after;
  const slot = slotOf(run, whose);
  const name = must(world.timers.name(slot), 'the slot has a timer');
  const armedBy = log.timer({ node: whose.node.index, cause }, name, 'armed', due);
  world.timers.set(slot, { sequence: world.sequence, due, armedBy, say: when.say });
  world.queue.push(due, world.sequence, ENTRY.timer, slot);
  world.sequence += 1;
}

/** Disarms a timer; nothing happens when it is not armed. */
export function disarm(run: Run, whose: TimerOf, cause: Seq): void {
  const { world, log } = run;
  const slot = slotOf(run, whose);
  const armed = world.timers.armed(slot);
  const name = world.timers.name(slot);
  if (armed === undefined || name === undefined) return;
  world.timers.set(slot, undefined);
  log.timer({ node: whose.node.index, cause }, name, 'disarmed', armed.due);
}

/** The node's role of a name. */
export function actorOf(node: Node, role: string): Actor {
  const found = node.actors.find((actor) => actor.name === role);
  return must(found, () => `${node.id} has a role ${role}`);
}
