// Answers to the screen's questions, each a window of the run at the playhead.

import { fail, ok, type Result } from '#base/result.ts';
import { report } from '#metrics/measure.ts';
import { explain } from './explain.ts';
import { exported } from './exports.ts';
import { packetView } from './packet-view.ts';
import { flowCounts, pipelineOf } from './pipeline.ts';
import type { Queries, QueryName } from './protocol.ts';
import type { Run } from './run.ts';
import { explainSource, packetSource, pipelineSource, tablesSource } from './run-sources.ts';
import { tablesAt } from './tables-view.ts';

/** Rows or events of one answer at most. */
const MOST = 2000;

type Handlers = {
  readonly [Q in QueryName]: (run: Run, ask: Queries[Q]['ask']) => Result<Queries[Q]['answer']>;
};

const HANDLERS: Handlers = {
  ladder: (run, { from, count, filter }) =>
    ok(run.ladderWindow(from, Math.min(count, MOST), filter)),
  ladderIndex: (run, { seq, filter }) => ok({ index: run.ladder.indexOf(seq, filter) }),
  events: (run, { from, count }) => ok(eventsFrom(run, from, count)),
  tables: (run, { node }) =>
    run.nodeIds.includes(node)
      ? ok(tablesAt(tablesSource(run), node))
      : fail(`There is no node “${node}” in this scenario.`),
  packet: (run, { frame, profile }) => {
    const view = packetView(packetSource(run), frame, profile);
    return view === undefined
      ? fail('That packet is not on this branch of the run, or not yet sent.')
      : ok(view);
  },
  explain: (run, { seq }) => {
    const explanation = explain(explainSource(run), seq);
    return explanation === undefined ? fail('That event has not happened yet.') : ok(explanation);
  },
  pipeline: (run, ask) => {
    const pipeline = pipelineOf(pipelineSource(run), ask);
    return pipeline === undefined
      ? fail('That packet has not been in this node, or not yet.')
      : ok(pipeline);
  },
  flowCounts: (run, { node }) => ok(flowCounts(pipelineSource(run), node)),
  faultOf: (run, ask) => run.faultOf(ask),
  metrics: (run) => ok(metricsOf(run)),
  export: (run, { what }) => ok(exported(run, what)),
};

function metricsOf({ scenario, cast, timeline }: Run): Queries['metrics']['answer'] {
  const { log, seq, now } = timeline;
  const trace = { known: seq, event: log.event.bind(log), frame: log.frame.bind(log) };
  return { ...report({ scenario, cast, trace }), at: now, events: seq };
}

function eventsFrom(run: Run, from: number, count: number): Queries['events']['answer'] {
  const { log } = run.timeline;
  const first = Math.max(0, Math.trunc(from));
  const last = Math.min(log.length, first + Math.min(count, MOST));
  return Array.from({ length: Math.max(0, last - first) }, (_, n) => log.event(first + n));
}

/** Answers one question, or says why it can't be answered. */
export function answer<Q extends QueryName>(
  run: Run,
  query: Q,
  ask: Queries[Q]['ask'],
): Result<Queries[Q]['answer']> {
  const handler = HANDLERS[query] as Handlers[Q] | undefined;
  if (handler === undefined) return fail(`There is no question named “${String(query)}”.`);
  run.follow();
  return handler(run, ask);
}
