// Flows of a scenario: that the nodes that they name exist and are of the right kinds.

import type { FlowSpec } from '#sim/command.ts';
import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { ifacesOf } from './names.ts';
import type { NodeKind, Scenario } from './scenario.ts';

/** Faults of the flows. */
export function checkFlows(scenario: Scenario): Fault[] {
  const names = scenario.flows.map((flow) => flow.id);
  return [
    ...repeatedIds('flows', names),
    ...scenario.flows.flatMap((flow, i) => checkFlow(scenario, flow, `flows[${i}]`)),
  ];
}

/** Words for a fault: a node that does not exist, or is of a kind that cannot stand there. */
export function checkNode(
  scenario: Scenario,
  at: { readonly path: string; readonly id: string },
  kinds: readonly NodeKind[],
): Fault[] {
  const node = scenario.nodes.find((one) => one.id === at.id);
  if (node !== undefined && kinds.includes(node.kind)) return [];
  return [faultAt(at.path, at.id, `the id of a node of kind ${kinds.join(' or ')}`)];
}

/** An application binds to an interface that IP runs on. */
function checkInterface({ nodes }: Scenario, flow: FlowSpec, path: string): Fault[] {
  const mn = nodes.find(({ id, kind }) => id === flow.from && kind === 'mn');
  if (flow.bindIface === undefined || mn === undefined) return [];
  const known = ifacesOf(mn);
  if (known.includes(flow.bindIface)) return [];
  return [faultAt(`${path}.bindIface`, flow.bindIface, known.join(' or '))];
}

/** Faults of one flow. */
export function checkFlow(scenario: Scenario, flow: FlowSpec, path: string): Fault[] {
  return [
    ...checkNode(scenario, { path: `${path}.from`, id: flow.from }, ['mn', 'mr', 'lfn']),
    ...checkNode(scenario, { path: `${path}.to`, id: flow.to }, ['cn', 'localnet']),
    ...(flow.bind === undefined
      ? []
      : checkNode(scenario, { path: `${path}.bind`, id: flow.bind }, ['dgw', 'lma'])),
    ...checkInterface(scenario, flow, path),
  ];
}
