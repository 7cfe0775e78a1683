// A frame begins its flight. Where someone lies in wait for frames (command `catch`), each one is
// counted first, and what is caught is dropped, delayed, copied, held or corrupted.

import { must } from '#base/assert.ts';
import type { FrameId, Micros, Seq } from '#base/ids.ts';
import { MESSAGE_CLASS, messageClassNames } from '#wire/classify.ts';
import { corrupted } from './corrupt.ts';
import type { FrameSpec } from './log-frames.ts';
import type { Cause } from './ledger.ts';
import { flushRows } from './turn.ts';
import { ENTRY, type CatchRow, type Run } from './world.ts';

/** Who sends a frame, and by which interface. */
export interface Sender {
  readonly by: Cause;
  readonly iface: string;
  /** Words for the ladder. */
  readonly label: string | undefined;
}

/** Puts a frame into the log and into the queue. */
export function launch(run: Run, sender: Sender, spec: FrameSpec): void {
  if (run.world.catches.size > 0) launchWatched(run, sender, spec);
  else fly(run, sender, spec);
}

function fly(run: Run, sender: Sender, spec: FrameSpec): FrameId {
  const frame = run.log.sent(sender.by, sender.iface, sender.label, spec);
  enqueue(run, frame, run.world.now + spec.flight);
  return frame;
}

/** A frame will arrive at a time, after all that is due then already. */
export function enqueue(run: Run, frame: FrameId, at: Micros): void {
  const { world } = run;
  world.queue.push(at, world.sequence, ENTRY.frame, frame);
  world.sequence += 1;
}

/** A second frame of a datagram. */
export function launchCopy(run: Run, sender: Sender, spec: FrameSpec, name: string): void {
  const frame = fly(run, sender, spec);
  run.log.flights.touch(frame, { seq: run.log.length - 1, name, act: 'copy' });
}

function launchWatched(run: Run, sender: Sender, spec: FrameSpec): void {
  const { world, log } = run;
  flushRows(run, sender.by.cause);
  const caught = count(run, sender.by.node, spec);
  if (caught.length === 0) {
    fly(run, sender, spec);
    flushRows(run, log.length - 1);
    return;
  }
  const delay = caught.reduce((sum, one) => sum + (one.act === 'delay' ? (one.by ?? 0) : 0), 0);
  const { made, failed } = withCorruption(run, { ...spec, flight: spec.flight + delay }, caught);
  const isLost = made.isLost || caught.some(({ act }) => act === 'drop');
  const frame = log.sent(sender.by, sender.iface, sender.label, { ...made, isLost });
  const seq = log.length - 1;
  for (const { name, act } of caught) log.flights.touch(frame, { seq, name, act });
  const holder = caught.find(({ act }) => act === 'hold');
  if (holder === undefined) enqueue(run, frame, world.now + made.flight);
  else hold(run, holder.name, frame, made.flight);
  flushRows(run, seq);
  for (const words of failed) log.note({ ...sender.by, cause: seq }, words, '', 'warning');
  for (const one of caught) {
    if (one.act !== 'duplicate') continue;
    launchCopy(run, sender, { ...made, flight: made.flight + (one.by ?? 0) }, one.name);
  }
}

/** Counts a frame for all that wait for it; those whose turn it is are taken away and given. */
function count(run: Run, from: number, spec: FrameSpec): readonly CatchRow[] {
  const { world, log } = run;
  const caught: CatchRow[] = [];
  const waiting = [...world.catches.values()];
  for (const row of waiting) {
    if (row.link !== log.linkId(spec.link)) continue;
    if (row.from !== undefined && row.from !== log.nodeId(from)) continue;
    if (row.kind !== 'any' && MESSAGE_CLASS[row.kind] !== spec.type) continue;
    const seen = row.seen + 1;
    if (seen < row.nth) {
      world.catches.set(row.name, { ...row, seen });
      continue;
    }
    world.catches.delete(row.name);
    caught.push(row);
  }
  return caught;
}

/** The frame with its bits flipped, and what could not be flipped, in words. */
function withCorruption(
  run: Run,
  spec: FrameSpec,
  caught: readonly CatchRow[],
): { readonly made: FrameSpec; readonly failed: readonly string[] } {
  let made = spec;
  const failed: string[] = [];
  for (const { name, act, bit } of caught) {
    if (act !== 'corrupt') continue;
    const done = corrupted(run, made, bit);
    if (done.ok) made = { ...made, ...done.value };
    else failed.push(`${name}: ${done.why}`);
  }
  return { made, failed };
}

/** Keeps a frame from arriving until its name is released. */
export function hold(run: Run, name: string, frame: FrameId, rest: Micros): void {
  const { world, log } = run;
  const { flights } = log;
  world.held.set(name, {
    name,
    frame,
    link: log.linkId(flights.link(frame)),
    from: log.nodeId(log.senderOf(frame)),
    to: log.nodeId(flights.to(frame)),
    kind: must(messageClassNames[flights.type(frame)], 'a class has a name'),
    since: world.now,
    rest,
  });
}

/** The event that sent a frame, as its sender. */
export function senderOf(run: Run, frame: FrameId, cause: Seq): Sender {
  const sent = run.log.event(run.log.flights.sentSeq(frame));
  const node = run.log.senderOf(frame);
  const { iface, label } = sent.kind === 'sent' ? sent : { iface: '', label: undefined };
  return { by: { node, cause }, iface, label };
}
