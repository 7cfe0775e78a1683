// Why a command makes no sense in a run: it names what is not there. What is there but cannot be done
// just now is the world's to say.

import type { LinkId, NodeId } from '#base/ids.ts';
import type { Scenario } from '#scenario/schema.ts';
import type { Command, Stamped } from '#sim/command.ts';

/** What a command may name. */
interface Named {
  readonly nodeIds: readonly NodeId[];
  readonly linkIds: readonly LinkId[];
  readonly scenario: Scenario;
  readonly script: readonly Stamped[];
}

/** One line of words; `undefined` when the command may be carried out. */
export function refusal(command: Command, named: Named): string | undefined {
  switch (command.do) {
    case 'place':
    case 'node':
    case 'clock':
    case 'inject':
      return noNode(command.node, named);
    case 'operate': {
      const nodes = [command.node, command.mn, command.peer].filter((id) => id !== undefined);
      return nodes.map((id) => noNode(id, named)).find((words) => words !== undefined);
    }
    case 'link':
      return noLink(command.link, named);
    case 'catch':
      return (
        noLink(command.link, named) ??
        (command.from === undefined ? undefined : noNode(command.from, named))
      );
    case 'frame':
      return undefined;
    case 'release': {
      const isKnown = named.script.some((one) => 'name' in one && one.name === command.name);
      return isKnown ? undefined : `Nothing is held or armed under the name “${command.name}”.`;
    }
    case 'flow': {
      const isKnown =
        command.define !== undefined ||
        named.scenario.flows.some((flow) => flow.id === command.flow) ||
        named.script.some((one) => one.do === 'flow' && one.flow === command.flow);
      return isKnown ? undefined : `There is no flow “${command.flow}”.`;
    }
  }
}

const noNode = (id: NodeId, { nodeIds }: Named): string | undefined =>
  nodeIds.includes(id) ? undefined : `There is no node “${id}”.`;

const noLink = (id: LinkId, { linkIds }: Named): string | undefined =>
  linkIds.includes(id) ? undefined : `There is no link “${id}”.`;

/** Commands that wait for a figure's opening: a move or a flow before it would spoil the figure. */
export function isOfOpening(command: Command): boolean {
  switch (command.do) {
    case 'place':
    case 'flow':
    case 'link':
    case 'node':
      return true;
    default:
      return false;
  }
}
