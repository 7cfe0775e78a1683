// The shortest ways through the wired links of a scenario, and what its links cost.

import { must } from '#base/assert.ts';
import type { LinkId, Micros, NodeId } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import { accessNodes, radioOf } from '#scenario/names.ts';
import { RADIO_DELAY } from '#scenario/defaults.ts';

/** What a way costs: its delay, or one for each link. */
export type Measure = 'delay' | 'hops';

export interface Topology {
  /** The gateway of a radio cell; `undefined` for a wired link. */
  gatewayOf(link: LinkId): NodeId | undefined;
  cost(link: LinkId, measure: Measure): number;
  /** The least that a way between two wired nodes costs; `undefined` when none leads there. */
  least(from: NodeId, to: NodeId, measure: Measure): number | undefined;
}

interface Edge {
  readonly to: NodeId;
  readonly delay: Micros;
}

export function topologyOf(scenario: Scenario): Topology {
  const cells = new Map(accessNodes(scenario).map(({ id }) => [radioOf(id), id]));
  const delays = new Map<LinkId, Micros>(scenario.links.map(({ id, delay }) => [id, delay]));
  for (const cell of cells.keys()) delays.set(cell, scenario.radioDelay ?? RADIO_DELAY);
  const edges = edgesOf(scenario);
  const known = new Map<string, ReadonlyMap<NodeId, number>>();
  const from = (node: NodeId, measure: Measure) => {
    const key = `${measure} ${node}`;
    const found = known.get(key) ?? leastFrom(node, edges, measure);
    known.set(key, found);
    return found;
  };
  return {
    gatewayOf: (link) => cells.get(link),
    cost: (link, measure) =>
      measure === 'hops' ? 1 : must(delays.get(link), `there is a link ${link}`),
    least: (start, end, measure) => from(start, measure).get(end),
  };
}

function edgesOf({ links }: Scenario): ReadonlyMap<NodeId, readonly Edge[]> {
  const edges = new Map<NodeId, Edge[]>();
  for (const { ends, delay } of links) {
    for (const [one, other] of [ends, ends.toReversed()]) {
      if (one === undefined || other === undefined) continue;
      edges.set(one, [...(edges.get(one) ?? []), { to: other, delay }]);
    }
  }
  return edges;
}

/** Dijkstra's way, with a scan in place of a heap: scenarios have few nodes. */
function leastFrom(
  start: NodeId,
  edges: ReadonlyMap<NodeId, readonly Edge[]>,
  measure: Measure,
): ReadonlyMap<NodeId, number> {
  const open = new Map<NodeId, number>([[start, 0]]);
  const done = new Map<NodeId, number>();
  while (open.size > 0) {
    const [node, cost] = nearest(open);
    open.delete(node);
    done.set(node, cost);
    for (const { to, delay } of edges.get(node) ?? []) {
      if (done.has(to)) continue;
      const reached = cost + (measure === 'hops' ? 1 : delay);
      open.set(to, Math.min(reached, open.get(to) ?? reached));
    }
  }
  return done;
}

function nearest(open: ReadonlyMap<NodeId, number>): readonly [NodeId, number] {
  let best: readonly [NodeId, number] | undefined;
  for (const entry of open) if (best === undefined || entry[1] < best[1]) best = entry;
  return must(best, 'a node is open');
}
