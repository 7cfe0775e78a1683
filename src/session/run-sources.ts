// What the files that tell of a run read of it, each no more than it needs.

import type { FrameId, Micros, NodeId } from '#base/ids.ts';
import type { FlowUse } from '#net/flow.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Timeline } from '#sim/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Cast } from '#view/cast.ts';
import type { Ladder } from '#view/ladder-builder.ts';
import type { LadderRow } from '#view/ladder.ts';
import type { AccentSource } from './accent.ts';
import { armedTimers } from './armed-timers.ts';
import { isUserClass, type Watched } from './breaks.ts';
import type { ExplainSource } from './explain.ts';
import type { FaultSource } from './fault-of.ts';
import { heldOf, type HeldSource } from './held.ts';
import type { PacketSource } from './packet-view.ts';
import type { Landmarks } from './landmarks.ts';
import type { PipelineSource } from './pipeline.ts';
import type { Accent } from './protocol.ts';
import type { Reader } from './reader.ts';
import type { SceneSource } from './scene-source.ts';
import type { TablesSource } from './tables-view.ts';

/** The parts of a run that are read here. */
interface Run {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly landmarks: Landmarks;
  readonly ladder: Ladder;
  readonly cast: Cast;
  readonly reader: Reader;
  readonly now: Micros;
  rowOf(event: TraceEvent): LadderRow | undefined;
  words(event: TraceEvent): string;
  accent(): Accent | undefined;
}

export function sceneSource(run: Run): SceneSource {
  const { scenario, reader, cast, landmarks, timeline } = run;
  const { log: events, seq, world } = timeline;
  const timersOf = armedTimers(timeline);
  const useOf = (node: NodeId): ReadonlyMap<string, FlowUse> =>
    new Map(world.nodeById.get(node)?.steering?.use.entries());
  return { scenario, reader, cast, landmarks, events, timersOf, useOf, seq };
}

export function heldSource({ reader, cast, timeline }: Run): HeldSource {
  return { reader, cast, frames: timeline.log };
}

export function accentSource(run: Run): AccentSource {
  const { landmarks, reader, cast, timeline } = run;
  return { events: timeline.log, landmarks, reader, rows: run, cast };
}

export function tablesSource(run: Run): TablesSource {
  const { reader, timeline, landmarks, cast } = run;
  const { log: events, seq } = timeline;
  return { reader, events, landmarks, rows: run, cast, accent: run.accent(), seq };
}

export function pipelineSource(run: Run): PipelineSource {
  const { reader, timeline, landmarks, cast } = run;
  const { log, world } = timeline;
  return {
    reader,
    events: log,
    trace: log,
    landmarks,
    nameOf: (node) => cast.nameOf(node),
    useOf: (node) => new Map(world.nodeById.get(node)?.steering?.use.entries()),
  };
}

export function packetSource(run: Run): PacketSource {
  const { timeline, scenario } = run;
  return { ...accentSource(run), trace: timeline.log, profile: scenario.profile };
}

export function explainSource(run: Run): ExplainSource {
  return { events: run.timeline.log, words: (event) => run.words(event) };
}

export function faultSource(run: Run): FaultSource {
  const { log, now, script } = run.timeline;
  const held = heldOf(heldSource(run));
  run.ladder.update();
  return {
    now,
    frames: run.ladder.frames,
    frame: (id) => log.frame(id),
    stepOf: (seq) => log.stepOf(seq),
    at: (seq) => log.at(seq),
    kindOf: (seq) => log.kindOf(seq),
    heldBy: (frame) => held.find((one) => one.frame === frame)?.name,
    script,
    cast: run.cast,
  };
}

/** A run as breakpoints read it. */
export function watchedRun(run: Run): Watched {
  const { timeline } = run;
  const { log } = timeline;
  const rowOf = (event: TraceEvent): LadderRow | undefined => {
    run.ladder.update();
    return run.rowOf(event);
  };
  const isUserFrame = (frame: FrameId): boolean => isUserClass(log.flights.type(frame));
  return {
    get now() {
      return timeline.now;
    },
    get seq() {
      return timeline.seq;
    },
    event: (seq) => log.event(seq),
    kindOf: (seq) => log.kindOf(seq),
    typeOf: (frame) => log.flights.type(frame),
    words: (event) => run.words(event),
    rowSeqOf: (event) => rowOf(event)?.seq,
    isUserData: (event) =>
      'frame' in event && event.frame !== undefined
        ? isUserFrame(event.frame)
        : rowOf(event)?.row === 'data',
  };
}
