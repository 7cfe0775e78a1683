// Names that follow from a scenario: links of radio cells, DLIFs, and the order of the lifelines.

import type { LinkId, NodeId } from '#base/ids.ts';
import { fromPrefixAndIid, ipv6, parsePrefix, type Ipv6 } from '#wire/address.ts';
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

/** The server of a local network: `::80` in its prefix. */
export function serverOf(network: ScenarioNode): Ipv6 | undefined {
  const prefix = parsePrefix(network.address ?? '');
  return prefix && fromPrefixAndIid(prefix, ipv6('::80'));
}
