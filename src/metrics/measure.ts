// All figures of a run as far as it has gone, in a fixed order: signalling, latency, flows, paths, state.

import type { TraceEvent } from '#sim/trace.ts';
import { Attachments } from './attachments.ts';
import type { Figure, Gauge } from './figure.ts';
import { Flights } from './flights.ts';
import { Flows } from './flows.ts';
import { Latency } from './latency.ts';
import type { StretchPoint } from './paths.ts';
import { Paths } from './paths.ts';
import { operatorsOf, type Bench, type Played, type Segment, type Transmission } from './played.ts';
import { Signalling } from './signalling.ts';
import { State } from './state.ts';
import { topologyOf } from './topology.ts';

/** All that was measured. */
export interface Report {
  readonly figures: readonly Figure[];
  /** Path stretch over time. */
  readonly stretch: readonly StretchPoint[];
}

export const measure = (played: Played): readonly Figure[] => report(played).figures;

/** Reads a run once, event by event. */
export function report(played: Played): Report {
  const bench = benchOf(played);
  const attachments = new Attachments(bench);
  const gauges: readonly Gauge<TraceEvent>[] = [
    new Signalling(bench, attachments),
    new Latency(bench, attachments),
    new State(bench),
  ];
  const [flows, paths] = [new Flows(), new Paths(bench)];
  const flights = new Flights(bench, (delivery) => {
    flows.take(delivery);
    paths.take(delivery);
  });
  for (let seq = 0; seq < played.trace.known; seq += 1) {
    const event = played.trace.event(seq);
    attachments.take(event);
    flights.take(event);
    for (const gauge of gauges) gauge.take(event);
  }
  const [signalling, latency, state] = gauges.map((gauge) => gauge.figures());
  const figures = [
    ...(signalling ?? []),
    ...(latency ?? []),
    ...flows.figures(flights.all),
    ...paths.figures(flights.all),
    ...(state ?? []),
  ];
  return { figures, stretch: paths.stretch() };
}

function benchOf(played: Played): Bench {
  const topology = topologyOf(played.scenario);
  const operatorOf = operatorsOf(played.scenario);
  const nodeAt = (address: string) => operatorOf(played.cast.nodeAt(address));
  const segmentOf = ({ link, src, dst }: Transmission): Segment => {
    if (topology.gatewayOf(link) !== undefined) return 'access';
    const [from, to] = [nodeAt(src), nodeAt(dst)];
    return from !== undefined && to !== undefined && from !== to ? 'interOperator' : 'core';
  };
  return { ...played, topology, operatorOf, segmentOf };
}
