// One line of words per event, for explanations, lists and those who cannot see the drawing.

import type { Micros } from '#base/ids.ts';
import type { Row } from '#base/table.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from './cast.ts';
import { commandWords, doneWords } from './command-words.ts';
import { labelOf } from './labels.ts';
import { innerOf } from './packet-peek.ts';
import type { FrameFacts } from './trace-reader.ts';

type Command = (TraceEvent & { readonly kind: 'command' })['command'];

/** Where frames are looked up. */
export interface FrameSource {
  /** Frames that there are; absent: not told. */
  readonly frames?: number;
  frame(id: number): FrameFacts;
}

/** The event as a sentence without a full stop: `D-GW2 sends PBU D seq 1 prefA to core`. */
export function eventWords(event: TraceEvent, cast: Cast, frames: FrameSource): string {
  const node = cast.nameOf(event.node);
  switch (event.kind) {
    case 'sent': {
      const to = event.to === undefined ? '' : ` to ${cast.nameOf(event.to)}`;
      const { tunnelled } = frames.frame(event.frame);
      const how = tunnelled ? ' in a tunnel' : '';
      return `${node} sends ${frameWords(event.frame, cast, frames, event.label)}${to}${how}`;
    }
    case 'arrived':
      return `${node} receives ${frameWords(event.frame, cast, frames)}`;
    case 'delivered':
      return `${node} takes ${frameWords(event.frame, cast, frames)}`;
    case 'dropped': {
      const what = event.frame === undefined ? 'a packet' : frameWords(event.frame, cast, frames);
      return `${node} drops ${what}: ${event.words}`;
    }
    case 'row':
      return `${node}: ${rowWords(event, cast)}`;
    case 'link':
      return event.change === 'up'
        ? `${node} and ${cast.nameOf(event.peer)} are linked`
        : `${node} and ${cast.nameOf(event.peer)} are no longer linked`;
    case 'timer':
      return `${node}: timer “${event.timer}” ${timerWords(event.change)}`;
    case 'signal': {
      const [from, to] = [cast.nameOf(event.from), cast.nameOf(event.to)];
      return event.arrived
        ? `${to} hears “${event.label}”`
        : `${from} tells ${to} “${event.label}”`;
    }
    case 'note':
      return `${node}: ${event.text}`;
    case 'command':
      return deedWords(event.command, cast, frames);
  }
}

/** What a person did; a frame that a command names is told by its message, when there is such a frame. */
export function deedWords(command: Command, cast: Cast, frames: FrameSource): string {
  if (command.do !== 'frame' || command.frame >= (frames.frames ?? 0)) {
    return commandWords(command, cast);
  }
  const { link } = frames.frame(command.frame);
  const what = frameWords(command.frame, cast, frames);
  return `${what} on ${link} is ${doneWords(command)} (${command.name})`;
}

function timerWords(change: 'armed' | 'fired' | 'disarmed'): string {
  if (change === 'armed') return 'is set';
  return change === 'fired' ? 'fires' : 'is stopped';
}

/** What a frame carries: the label of its message, or the flow. */
export function frameWords(id: number, cast: Cast, frames: FrameSource, said?: string): string {
  const octets = frames.frame(id).octets();
  const number = innerOf(octets)?.isData === true ? cast.flowNumber(octets) : undefined;
  if (number === undefined) return labelOf(octets, said, cast).label;
  return `a datagram of ${cast.flowOf(number) ?? `flow ${number}`}`;
}

type RowEvent = TraceEvent & { readonly kind: 'row' };

/** `binding 2001:db8:aa:1::/64 changed: state, lifetime`. */
function rowWords(event: RowEvent, cast: Cast): string {
  const name = `${event.table} “${cast.prefixes.nameOf(event.key)}”`;
  if (event.before === undefined) return `${name} added`;
  if (event.after === undefined) return `${name} removed`;
  return `${name} changed: ${changedFields(event.before, event.after).join(', ')}`;
}

/** Fields of a row that differ. */
function changedFields(before: Row, after: Row): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

/** A time as the drafts' readers like it: `10.020 000`. */
export function timeWords(at: Micros): string {
  const micros = String(at % 1_000_000).padStart(6, '0');
  return `${Math.floor(at / 1_000_000)}.${micros.slice(0, 3)} ${micros.slice(3)}`;
}
