// The next things that will happen: the run looks a little ahead and comes back. The future is known, so
// what is said here is what happens unless a hand interferes.

import type { Micros, Seq } from '#base/ids.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { timerName } from './cause.ts';
import { isControl } from './kinds-of-traffic.ts';
import type { Still } from './protocol.ts';
import type { Run } from './run.ts';

type Next = Still['next'][number];

/** The run looks ahead so far, in engine events and in virtual time. */
const MOST_STEPS = 250;
const HORIZON: Micros = 5_000_000;

/** Up to `most` things to come, earliest first. Leaves the playhead where it is. */
export function forecast(run: Run, most: number): readonly Next[] {
  const { timeline } = run;
  const { seq, now, log } = timeline;
  const found: Next[] = [];
  let read: Seq = seq;
  const isEnough = (): boolean => {
    for (; read < log.length && found.length < most; read += 1) {
      const next = nextOf(run, log.event(read));
      if (next !== undefined) found.push(next);
    }
    return found.length >= most;
  };
  timeline.lookAhead(() => {
    timeline.runUntil(isEnough, { at: now + HORIZON, steps: MOST_STEPS });
  });
  return found;
}

function nextOf(run: Run, event: TraceEvent): Next | undefined {
  const { at, node } = event;
  const words = () => run.words(event);
  switch (event.kind) {
    case 'command':
      return { at, node, words: words() };
    case 'link':
      return linkNext(run, event);
    case 'signal':
      return event.arrived ? undefined : { at, node, words: `signals ${event.label}` };
    case 'sent':
      return sentNext(run, event);
    case 'delivered':
      return deliveredNext(run, event);
    case 'timer':
      return timerNext(event);
    default:
      return undefined;
  }
}

/** A message that is under way already arrives. */
function deliveredNext(run: Run, event: TraceEvent & { kind: 'delivered' }): Next | undefined {
  const { at, node } = event;
  const { log } = run.timeline;
  if (!isControl(log.flights.type(event.frame))) return undefined;
  run.ladder.update();
  const row = run.ladder.rowOf(event.seq, log.known);
  return row?.row === 'message' ? { at, node, words: `receives ${row.label}` } : undefined;
}

/** A timer of the control plane that a person can name. */
function timerNext(event: TraceEvent & { kind: 'timer' }): Next | undefined {
  const { at, node, timer } = event;
  if (event.change !== 'fired' || timer.startsWith('send ')) return undefined;
  const name = timerName(timer);
  return name === 'timer' || name === 'attach' ? undefined : { at, node, words: `timer: ${name}` };
}

function linkNext(run: Run, event: TraceEvent & { kind: 'link' }): Next | undefined {
  const { at, node } = event;
  if (run.cast.kindOf(node) !== 'mn') return undefined;
  const verb = event.change === 'up' ? 'attaches to' : 'leaves';
  return { at, node, words: `${verb} ${run.cast.nameOf(event.peer)}` };
}

/** A message of the control plane that its sender originates; hops of one under way say nothing new. */
function sentNext(run: Run, event: TraceEvent & { kind: 'sent' }): Next | undefined {
  const { at, node } = event;
  const log = run.timeline.log;
  if (!isControl(log.flights.type(event.frame))) return undefined;
  const cause = event.cause === undefined ? undefined : log.event(event.cause);
  if (cause !== undefined && 'datagram' in cause && cause.datagram === event.datagram)
    return undefined;
  run.ladder.update();
  const row = run.ladder.rowOf(event.seq, log.known);
  if (row?.row !== 'message') return { at, node, words: run.words(event) };
  const { from, to, type, label } = row;
  return {
    at,
    node,
    words: `sends ${label}`,
    message: { from, to, type, label },
  };
}
