// Faults of single frames, as commands: lying in wait for one that will be sent, doing something to
// one that is on its way, and letting go. What finds nothing says so in words.

import type { FrameId, Micros, Seq } from '#base/ids.ts';
import { unreachable } from '#base/assert.ts';
import type { Command, FrameFault } from './command.ts';
import { corrupted } from './corrupt.ts';
import { enqueue, hold, launchCopy, senderOf } from './launch.ts';
import { ENTRY, type HeldRow, type Run } from './world.ts';

type CommandOf<D extends Command['do']> = Extract<Command, { do: D }>;

/** Frames are delayed by an hour at most: their flights are kept as 32 bits. */
const LONGEST_DELAY: Micros = 3_600_000_000;

/** What is wrong with a fault, whatever it is done to. */
function faultless({ act, by, name }: FrameFault): string | undefined {
  if (act === 'delay' && by === undefined) return `${name}: delay a frame by how long?`;
  if (by === undefined || (Number.isInteger(by) && by >= 0 && by <= LONGEST_DELAY))
    return undefined;
  return `${name}: a delay is a time of at most an hour, not ${by}.`;
}

/** Lies in wait. A catch of the same name that has caught nothing gives way. */
export function armCatch(run: Run, command: CommandOf<'catch'>): string | undefined {
  const { catches, held, linkById, nodeById } = run.world;
  const { do: _, ...fault } = command;
  const { name, link, from, nth } = fault;
  const wrong = faultless(fault);
  if (wrong !== undefined) return wrong;
  if (!linkById.has(link)) return `${name}: there is no link ${link}.`;
  if (from !== undefined && !nodeById.has(from)) return `${name}: there is no node ${from}.`;
  if (!Number.isInteger(nth) || nth < 1) return `${name}: frames are counted from 1, not ${nth}.`;
  if (held.has(name)) return `${name} holds a frame: let it go first.`;
  const isReplaced = catches.has(name);
  catches.delete(name);
  catches.set(name, { ...fault, seen: 0 });
  return isReplaced ? `${name} had caught nothing; it waits for another frame now.` : undefined;
}

/** Where a frame on its way is: in the queue, or held. */
interface Whereabouts {
  /** From now to its arrival, once nobody holds it. */
  readonly rest: Micros;
  readonly sequence: number | undefined;
  readonly held: HeldRow | undefined;
}

function findFrame(run: Run, frame: FrameId): Whereabouts | undefined {
  const { world } = run;
  for (const held of world.held.values()) {
    if (held.frame === frame) return { rest: held.rest, sequence: undefined, held };
  }
  const entry = world.queue.take(ENTRY.frame, frame);
  if (entry === undefined) return undefined;
  return { rest: entry.at - world.now, sequence: entry.sequence, held: undefined };
}

/** Does something to a frame that is on its way. */
export function touchFrame(run: Run, command: CommandOf<'frame'>, cause: Seq): string | undefined {
  const { world, log } = run;
  const { frame, name, act } = command;
  const wrong = faultless(command);
  if (wrong !== undefined) return wrong;
  if (act === 'hold' && (world.held.has(name) || world.catches.has(name))) {
    return `${name} is the name of another fault.`;
  }
  const found = findFrame(run, frame);
  if (found === undefined) return `${name}: frame ${frame} is not on its way.`;
  switch (act) {
    case 'drop':
      return dropFrame(run, command, found, cause);
    case 'delay':
      return goOn(run, command, { ...found, rest: found.rest + (command.by ?? 0) }, cause);
    case 'duplicate':
      copy(run, command, found, cause);
      goOn(run, command, found, cause);
      return undefined;
    case 'hold':
      if (found.held !== undefined) return `${found.held.name} holds the frame already.`;
      log.flights.touch(frame, { seq: cause, name, act });
      hold(run, name, frame, found.rest);
      return undefined;
    case 'corrupt':
      return corrupt(run, command, found, cause);
    default:
      return unreachable(act);
  }
}

function dropFrame(
  { world, log }: Run,
  { frame, name, act }: CommandOf<'frame'>,
  { held }: Whereabouts,
  cause: Seq,
): undefined {
  if (held !== undefined) world.held.delete(held.name);
  log.flights.touch(frame, { seq: cause, name, act });
  const by = { node: log.flights.to(frame), cause };
  const what = { frame, datagram: log.flights.datagram(frame) };
  log.dropped(by, what, 'command', `dropped by ${name}`);
  return undefined;
}

function copy(
  run: Run,
  { frame, name, by = 0 }: CommandOf<'frame'>,
  { rest }: Whereabouts,
  cause: Seq,
): void {
  const { flights } = run.log;
  const spec = {
    datagram: flights.datagram(frame),
    link: flights.link(frame),
    to: flights.to(frame),
    type: flights.type(frame),
    tunnelled: flights.isTunnelled(frame),
    isLost: false,
    head: flights.head(frame),
    headLength: flights.headLength(frame),
    tail: flights.tail(frame),
    tailLength: flights.tailLength(frame),
    flight: rest + by,
  };
  launchCopy(run, senderOf(run, frame, cause), spec, name);
}

function corrupt(
  run: Run,
  command: CommandOf<'frame'>,
  found: Whereabouts,
  cause: Seq,
): string | undefined {
  const { frame, name, act, bit } = command;
  const { flights } = run.log;
  const pieces = {
    head: flights.head(frame, cause),
    headLength: flights.headLength(frame),
    tail: flights.tail(frame, cause),
    tailLength: flights.tailLength(frame),
  };
  const done = corrupted(run, pieces, bit);
  if (done.ok) flights.touch(frame, { seq: cause, name, act, pieces: done.value });
  putBack(run, frame, found);
  return done.ok ? undefined : `${name}: ${done.why}.`;
}

/** The frame flies on, or stays held, with what is left of its way. */
function goOn(
  run: Run,
  { frame, name, act }: CommandOf<'frame'>,
  found: Whereabouts,
  cause: Seq,
): undefined {
  const arriveAt = run.world.now + found.rest;
  const isFlying = found.held === undefined;
  run.log.flights.touch(frame, { seq: cause, name, act, ...(isFlying && { arriveAt }) });
  putBack(run, frame, found);
  return undefined;
}

function putBack({ world }: Run, frame: FrameId, { rest, sequence, held }: Whereabouts): void {
  if (held !== undefined) world.held.set(held.name, { ...held, rest });
  else if (sequence !== undefined) {
    world.queue.push(world.now + rest, sequence, ENTRY.frame, frame);
  }
}

/** Lets go what is held under a name, or takes back a catch that has caught nothing. */
export function release(run: Run, name: string, cause: Seq): string | undefined {
  const { world, log } = run;
  const held = world.held.get(name);
  if (held !== undefined) {
    const arriveAt = world.now + held.rest;
    world.held.delete(name);
    log.flights.touch(held.frame, { seq: cause, name, act: 'release', arriveAt });
    enqueue(run, held.frame, arriveAt);
    return undefined;
  }
  if (!world.catches.has(name)) return `Nothing is held or awaited under the name ${name}.`;
  world.catches.delete(name);
  return undefined;
}
