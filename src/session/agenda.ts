// What the run has before it: control messages under way, timers and commands that are due. Data packets
// and their timers are left out, for they never end.

import type { FrameId, Micros, Seq } from '#base/ids.ts';
import type { Timeline } from '#sim/timeline.ts';
import { ENTRY } from '#sim/world.ts';
import { isControl } from './kinds-of-traffic.ts';

/** The control plane's near future. */
export interface Agenda {
  /** Hops under way: messages, signals, layer 2 attachments. */
  readonly hops: readonly { readonly from: Micros; readonly until: Micros }[];
  /** The next thing that is not of the data plane. */
  readonly nextControl: Micros | undefined;
}

/** Roles whose timers drive user traffic, and neighbour probes that follow from it. */
const DATA_ROLES = new Set(['source', 'sink', 'stack']);

/** The agenda at the playhead. */
export function agendaOf(timeline: Timeline): Agenda {
  const { world, log } = timeline;
  const hops: { from: Micros; until: Micros }[] = [];
  let nextControl = timeline.script[world.scripted]?.at ?? Infinity;
  for (const entry of world.queue.entries()) {
    if (entry.kind === ENTRY.frame) {
      if (!isControl(log.flights.type(entry.data))) continue;
      hops.push({ from: log.at(begunBy(log, entry.data)), until: entry.at });
    } else if (entry.kind === ENTRY.signal) {
      const signal = world.signals.get(`s${entry.data}`);
      if (signal === undefined) continue;
      hops.push({ from: signal.cause < 0 ? timeline.now : log.at(signal.cause), until: entry.at });
    } else {
      const armed = world.timers.armed(entry.data);
      const name = world.timers.name(entry.data);
      if (armed === undefined || name === undefined) continue;
      if (!world.timers.isDue(entry.data, entry.sequence)) continue;
      if (DATA_ROLES.has(name.role)) continue;
      if (name.role === 'station') {
        hops.push({ from: armed.armedBy < 0 ? 0 : log.at(armed.armedBy), until: entry.at });
      }
    }
    nextControl = Math.min(nextControl, entry.at);
  }
  return { hops, nextControl: nextControl === Infinity ? undefined : nextControl };
}

/** The event since which a frame flies as it does: its departure, or what a person did to it last. */
const begunBy = (log: Timeline['log'], frame: FrameId): Seq =>
  log.flights.touches(frame).at(-1)?.seq ?? log.flights.sentSeq(frame);
