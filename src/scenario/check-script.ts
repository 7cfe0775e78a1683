// Flows and commands of a scenario: that the nodes, flows and links that they name exist.

import type { FlowSpec, Stamped } from '#sim/command.ts';
import { faultAt, repeatedIds, type Fault } from './fault.ts';
import { radioOf } from './names.ts';
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
function checkNode(
  scenario: Scenario,
  at: { readonly path: string; readonly id: string },
  kinds: readonly NodeKind[],
): Fault[] {
  const node = scenario.nodes.find((one) => one.id === at.id);
  if (node !== undefined && kinds.includes(node.kind)) return [];
  return [faultAt(at.path, at.id, `the id of a node of kind ${kinds.join(' or ')}`)];
}

function checkFlow(scenario: Scenario, flow: FlowSpec, path: string): Fault[] {
  return [
    ...checkNode(scenario, { path: `${path}.from`, id: flow.from }, ['mn']),
    ...checkNode(scenario, { path: `${path}.to`, id: flow.to }, ['cn', 'localnet']),
    ...(flow.bind === undefined
      ? []
      : checkNode(scenario, { path: `${path}.bind`, id: flow.bind }, ['dgw'])),
  ];
}

/** Faults of the script. A flow may be started before the command that defines it is reached. */
export function checkScript(scenario: Scenario): Fault[] {
  const defined = scenario.script.flatMap((one) =>
    one.do === 'flow' && one.define !== undefined ? [one.define.id] : [],
  );
  const flows = new Set([...scenario.flows.map((flow) => flow.id), ...defined]);
  return scenario.script.flatMap((one, i) => checkCommand(scenario, flows, one, `script[${i}]`));
}

function checkCommand(
  scenario: Scenario,
  flows: ReadonlySet<string>,
  one: Stamped,
  path: string,
): Fault[] {
  switch (one.do) {
    case 'place':
      return checkNode(scenario, { path: `${path}.node`, id: one.node }, ['mn']);
    case 'node':
      return checkNode(scenario, { path: `${path}.node`, id: one.node }, ['hss', 'dgw', 'cn']);
    case 'flow':
      return checkFlowCommand(scenario, flows, one, path);
    case 'link': {
      const cells = scenario.nodes
        .filter((node) => node.kind === 'dgw')
        .map(({ id }) => radioOf(id));
      const links = [...scenario.links.map((link) => link.id), ...cells];
      return links.includes(one.link)
        ? []
        : [faultAt(`${path}.link`, one.link, 'the id of a link or of a radio cell')];
    }
  }
}

function checkFlowCommand(
  scenario: Scenario,
  flows: ReadonlySet<string>,
  one: Stamped & { readonly do: 'flow' },
  path: string,
): Fault[] {
  const { define } = one;
  if (define === undefined) {
    return flows.has(one.flow) ? [] : [faultAt(`${path}.flow`, one.flow, 'the id of a flow')];
  }
  const faults = checkFlow(scenario, define, `${path}.define`);
  return define.id === one.flow
    ? faults
    : [...faults, faultAt(`${path}.define.id`, define.id, `the flow that is started, ${one.flow}`)];
}
