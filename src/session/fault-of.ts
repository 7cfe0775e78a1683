// The command that does something to one frame. Of a frame under way it is said now; one that has gone,
// or is known to come, is caught as it is sent: the catch counts the frames of its kind on that link from its own instant.

import { fail, ok, type Result } from '#base/result.ts';
import type { FrameId, LinkId, Micros, NodeId, Seq } from '#base/ids.ts';
import type { Command, FrameFault, Stamped } from '#sim/command.ts';
import type { FrameInfo } from '#sim/log.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import { commandWords } from '#view/command-words.ts';
import { messageClassNames } from '#wire/classify.ts';
import type { Queries } from './protocol.ts';

/** What a fault is made from. */
export interface FaultSource {
  readonly now: Micros;
  /** Frames that are known, at the playhead and after it. */
  readonly frames: number;
  frame(id: FrameId): FrameInfo;
  stepOf(seq: Seq): number;
  at(seq: Seq): Micros;
  kindOf(seq: Seq): TraceEvent['kind'];
  /** The frame stands still: the fault that holds it. */
  heldBy(frame: FrameId): string | undefined;
  readonly script: readonly Stamped[];
  readonly cast: Cast;
}

type Ask = Queries['faultOf']['ask'];
type Answer = Queries['faultOf']['answer'];

/** The command for a frame, with its instant; or why there is none. */
export function faultOf(source: FaultSource, ask: Ask): Result<Answer> {
  if (!Number.isInteger(ask.frame) || ask.frame < 0 || ask.frame >= source.frames) {
    return fail('That message is not on this branch of the run, or not yet sent.');
  }
  const frame = onItsWay(source, source.frame(ask.frame));
  const bits = frame.octets().length * 8;
  if (ask.bit !== undefined && !(Number.isInteger(ask.bit) && ask.bit >= 0 && ask.bit < bits)) {
    return fail(`The frame has bits 0 to ${bits - 1}.`);
  }
  if (ask.act === 'delay' && !(Number.isInteger(ask.by) && (ask.by ?? 0) > 0)) {
    return fail('A delay needs a time above 0.');
  }
  const holder = source.heldBy(frame.id);
  if (holder !== undefined) return fail(`That message is held (${holder}): release it first.`);
  const fault = faultNamed(source.script, ask);
  return isFlying(source, frame)
    ? answered(source, source.now, { do: 'frame', frame: frame.id, ...fault })
    : caught(source, frame, fault);
}

/** Frames looked at for the next hops of a datagram. */
const REACH = 4096;

const isFlying = ({ now }: FaultSource, { sentAt, arriveAt, fate }: FrameInfo): boolean =>
  sentAt <= now && arriveAt > now && fate === 'arrives';

/** The hop on which the datagram is now; the frame that was asked about when it is nowhere. */
function onItsWay(source: FaultSource, asked: FrameInfo): FrameInfo {
  const last = Math.min(source.frames, asked.id + REACH);
  for (let id = asked.id; id < last; id += 1) {
    const frame = source.frame(id);
    if (frame.datagram !== asked.datagram) continue;
    if (isFlying(source, frame) || source.heldBy(id) !== undefined) return frame;
  }
  return asked;
}

const answered = (source: FaultSource, at: Micros, command: Command): Result<Answer> =>
  ok({ at, command, words: commandWords(command, source.cast) });

/** Names count up over the script: `hold1`, `drop2`. */
function faultNamed(script: readonly Stamped[], { act, by, bit }: Ask): FrameFault {
  const taken = new Set(script.flatMap((one) => ('name' in one ? [one.name] : [])));
  let n = taken.size + 1;
  while (taken.has(`${act}${n}`)) n += 1;
  return {
    name: `${act}${n}`,
    act,
    ...(by === undefined ? {} : { by }),
    ...(bit === undefined ? {} : { bit }),
  };
}

/**
 * Commands come before all else of their instant, in the order of the script. A frame that a command
 * of its own instant sent is caught from the instant before.
 */
function caught(source: FaultSource, frame: FrameInfo, fault: FrameFault): Result<Answer> {
  const at = [frame.sentAt, frame.sentAt - 1].find(
    (time) => time >= 0 && isAfter(source, frame, time),
  );
  if (at === undefined) return fail('That message is sent before anything can be done to it.');
  const kind = messageClassNames[frame.type] ?? 'any';
  const { link, from } = frame;
  const nth = countTo(source, frame, { at, link, from });
  return answered(source, at, { do: 'catch', link, from, kind, nth, ...fault });
}

/**
 * The last engine event up to a frame that a new command at that time would follow: commands given
 * before for the same instant, and the beginning of all.
 */
function lastStepOfCommands(source: FaultSource, frame: FrameInfo, at: Micros): number {
  for (let seq = frame.sentSeq; seq >= 0 && source.at(seq) >= at; seq -= 1) {
    const step = source.stepOf(seq);
    const isBefore = step === 1 || (source.at(seq) === at && source.kindOf(seq) === 'command');
    if (isBefore) return step;
  }
  return 0;
}

/** Whether a command at that time is carried out before the frame is sent. */
function isAfter(source: FaultSource, frame: FrameInfo, at: Micros): boolean {
  return source.stepOf(frame.sentSeq) > lastStepOfCommands(source, frame, at);
}

interface Place {
  readonly at: Micros;
  readonly link: LinkId;
  readonly from: NodeId;
}

/** Frames of the same kind and sender on the same link that a catch at that time counts, itself included. */
function countTo(source: FaultSource, frame: FrameInfo, place: Place): number {
  let count = 0;
  const first = lastStepOfCommands(source, frame, place.at);
  for (let id = frame.id; id >= 0; id -= 1) {
    const one = source.frame(id);
    if (one.sentAt < place.at || source.stepOf(one.sentSeq) <= first) break;
    if (one.link === place.link && one.from === place.from && one.type === frame.type) count += 1;
  }
  return count;
}
