// Names that follow from a scenario: links of radio cells, DLIFs, and the order of the lifelines.

import type { LinkId, NodeId } from '#base/ids.ts';
import type { NodeKind, Scenario, ScenarioNode } from './scenario.ts';

/** The radio cell of a gateway. */
export const radioOf = (gateway: NodeId): LinkId => `radio-${gateway}`;

/** The nodes of a kind, in scenario order. */
export const nodesOf = (scenario: Scenario, kind: NodeKind): readonly ScenarioNode[] =>
  scenario.nodes.filter((node) => node.kind === kind);

/** The names that DLIFs may have: MN, then gateway. */
export function dlifNames(scenario: Scenario): readonly string[] {
  return nodesOf(scenario, 'mn').flatMap((mn) =>
    nodesOf(scenario, 'dgw').map((gateway) => `${mn.id}${gateway.id}`),
  );
}
