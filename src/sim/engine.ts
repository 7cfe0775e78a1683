// One engine event: the next entry of the script or the queue, and everything that follows from it
// in the same instant. Order: time; commands before all else of their instant; then sequence.

import { assert, must } from '#base/assert.ts';
import type { Micros } from '#base/ids.ts';
import type { Stamped } from './command.ts';
import { onCommand } from './commands.ts';
import { isUp } from './condition.ts';
import { begin as beginRole } from './crash.ts';
import { perform } from './perform.ts';
import { arrive, receiveOwn } from './stack-input.ts';
import { onStackTimer } from './stack-timers.ts';
import { actorOf, call, flushRows, STACK } from './turn.ts';
import { ENTRY, type Run } from './world.ts';

/** Stimuli in one turn: beyond that, roles talk in a circle. */
const MOST_CALLS = 1024;
/** Of these, news between the roles of one node. */
const MOST_TELLS = 64;
/** Packets of nodes to themselves in one turn. */
const MOST_LOOPED = 64;
/** The cause of what has none. */
const NO_CAUSE = -1;

/** Time of the next engine event; infinite when nothing is to come. */
export function nextAt(run: Run, script: readonly Stamped[]): Micros {
  if (run.world.step === 0) return 0;
  skipStale(run);
  const command = script[run.world.scripted];
  return Math.min(run.world.queue.topAt, command?.at ?? Infinity);
}

/** Carries out the next engine event, at the time that `nextAt` gave. */
export function step(run: Run, script: readonly Stamped[], at: Micros): void {
  const { world, log } = run;
  assert(at >= world.now && at < Infinity, 'time runs on');
  world.now = at;
  log.beginStep(at);
  const command = script[world.scripted];
  if (world.step === 0) begin(run);
  else if (command !== undefined && command.at <= at) {
    world.scripted += 1;
    onCommand(run, command);
  } else takeEntry(run);
  world.step += 1;
  drain(run);
  assert(world.journal.length === 0, 'every row has its event');
}

/** The roles begin, in the order of nodes and of each node's list. */
function begin(run: Run): void {
  for (const node of run.world.nodes) {
    for (const actor of node.actors) beginRole(run, node, actor, NO_CAUSE);
  }
}

/** Removes entries of timers that were disarmed or armed anew. */
function skipStale(run: Run): void {
  const { queue, timers } = run.world;
  while (queue.size > 0 && queue.topKind === ENTRY.timer) {
    if (timers.isDue(queue.topData, queue.topSequence)) return;
    queue.pop();
  }
}

function takeEntry(run: Run): void {
  const { queue } = run.world;
  const { topKind: kind, topData: data } = queue;
  queue.pop();
  if (kind === ENTRY.frame) arrive(run, data);
  else if (kind === ENTRY.timer) onTimer(run, data);
  else onSignal(run, data);
  // What the stack wrote outside a role's turn has the event as its cause.
  flushRows(run, run.log.length - 1);
}

function onTimer(run: Run, slot: number): void {
  const { world, log } = run;
  const name = must(world.timers.name(slot), 'the timer has a name');
  const armed = must(world.timers.armed(slot), 'the timer is armed');
  const node = must(world.nodes[name.node], 'the timer has a node');
  const by = { node: node.index, cause: armed.armedBy };
  world.timers.set(slot, undefined);
  const fired = log.timer(by, name, 'fired', armed.due);
  if (name.role !== STACK) {
    call(run, node, actorOf(node, name.role), { on: 'timer', timer: name.timer }, fired);
    return;
  }
  onStackTimer(run, node, name.timer, fired);
}

function onSignal(run: Run, sequence: number): void {
  const { world, log } = run;
  const key = `s${sequence}`;
  const signal = must(world.signals.get(key), 'the signal is on its way');
  world.signals.delete(key);
  const from = must(world.nodeById.get(signal.from), 'the signal has a sender');
  const to = must(world.nodeById.get(signal.to), 'the signal has a receiver');
  const by = { node: to.index, cause: signal.cause };
  if (!isUp(world, to)) {
    log.note(by, `${to.spec.name} does not answer: ${signal.label}`, 'DMM §4.2', 'warning');
    return;
  }
  const { label, news } = signal;
  const seq = log.signal(by, { from: from.index, to: to.index, label, news }, true);
  const stimulus = { on: 'news', from: signal.from, news } as const;
  call(run, to, actorOf(to, signal.role), stimulus, seq);
}

/** Calls the roles, and hands nodes what they sent to themselves, until nothing is left. */
function drain(run: Run): void {
  callAll(run);
  const { looped } = run.world;
  for (let done = 0; done < looped.length; done += 1) {
    assert(done < MOST_LOOPED, 'nodes send themselves at most 64 packets in a turn');
    const { node, parcel } = must(looped[done], 'a packet');
    receiveOwn(run, node, parcel);
    flushRows(run, parcel.cause);
    callAll(run);
  }
  while (looped.length > 0) looped.pop(); // faster than a length of 0
}

/** Calls the roles, in the order in which things came to them, until none is left. */
function callAll(run: Run): void {
  const { inbox } = run.world;
  if (inbox.length === 0) return;
  let tells = 0;
  for (let done = 0; done < inbox.length; done += 1) {
    assert(done < MOST_CALLS, 'a turn has at most 1024 stimuli');
    const { node, actor, stimulus, cause } = must(inbox[done], 'a call');
    if (stimulus.on === 'news') tells += 1;
    assert(tells <= MOST_TELLS, 'roles tell each other at most 64 things in a turn');
    const effects = actor.role.handle(actor.tables, stimulus, node.sight, actor.config);
    flushRows(run, cause);
    perform(run, node, actor, effects, cause);
  }
  while (inbox.length > 0) inbox.pop(); // faster than a length of 0
}
