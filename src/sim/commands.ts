// Carries out what a person asks for. A command that finds nothing to act on leaves a note.

import { unreachable } from '#base/assert.ts';
import type { NodeId, Seq } from '#base/ids.ts';
import type { Interface } from '#net/interface.ts';
import type { Command, Stamped } from './command.ts';
import { isUp } from './condition.ts';
import { crash, restart } from './crash.ts';
import { armCatch, release, touchFrame } from './faults.ts';
import { inject } from './inject.ts';
import { call, flushRows } from './turn.ts';
import type { Node, Run } from './world.ts';

/** The cause of what a person does. */
const NO_CAUSE = -1;

type CommandOf<D extends Command['do']> = Extract<Command, { do: D }>;

/** Carries out an entry of the script. */
export function onCommand(run: Run, stamped: Stamped): void {
  const { world, log } = run;
  const { at: _, ...rest } = stamped;
  const command = rest as Command; // a command is what is left without its time
  const node = targetOf(run, command);
  const by = { node: node?.index ?? world.nodes.length, cause: NO_CAUSE };
  const cause = log.command(by, command);
  const refusal = carryOut(run, command, cause);
  flushRows(run, cause);
  if (refusal !== undefined) log.note({ ...by, cause }, refusal, '', 'warning');
}

/** Why a command could not be carried out, in words; nothing when it was. */
function carryOut(run: Run, command: Command, cause: Seq): string | undefined {
  switch (command.do) {
    case 'link':
      return onLink(run, command);
    case 'flow':
      return onFlow(run, command, cause);
    case 'catch':
      return armCatch(run, command);
    case 'frame':
      return touchFrame(run, command, cause);
    case 'release':
      return release(run, command.name, cause);
    case 'place':
    case 'radio':
    case 'node':
    case 'clock':
    case 'operate':
    case 'inject': {
      const node = run.world.nodeById.get(command.node);
      return node === undefined ? noNode(command.node) : onNode(run, node, command, cause);
    }
    default:
      return unreachable(command);
  }
}

const noNode = (node: NodeId): string => `There is no node ${node}.`;

function onLink(run: Run, { link, ...change }: CommandOf<'link'>): string | undefined {
  const row = run.world.linkRows.get(link);
  if (row === undefined) return `There is no link ${link}.`;
  const { up = row.up, loss = row.loss, delay = row.delay } = change;
  run.world.linkRows.set(link, { up, loss, delay });
  return undefined;
}

/** A flow that the script does not define is known to the node that opens it. */
function onFlow(run: Run, command: CommandOf<'flow'>, cause: Seq): undefined {
  const { nodes, nodeById } = run.world;
  const from = nodeById.get(command.define?.from ?? '');
  for (const node of from === undefined ? nodes : [from]) tell(run, node, command, cause);
  return undefined;
}

/** What a command does to one node. */
function onNode(
  run: Run,
  node: Node,
  command: CommandOf<'place' | 'radio' | 'node' | 'clock' | 'operate' | 'inject'>,
  cause: Seq,
): string | undefined {
  const { world } = run;
  switch (command.do) {
    case 'place':
      world.positions.set(node.id, { x: command.x, y: command.y });
      flushRows(run, cause);
      tell(run, node, command, cause);
      return undefined;
    case 'radio':
      return onRadio(run, node, command, cause);
    case 'node':
      if (!command.up) crash(run, node, command.state ?? 'kept', cause);
      else if (restart(run, node, cause)) tellStations(run, command, cause);
      return undefined;
    case 'clock':
      world.clocks.set(node.id, { offset: command.offset });
      return undefined;
    case 'operate':
      if (!isUp(world, node)) return `${node.id} is down.`;
      tell(run, node, command, cause);
      return undefined;
    case 'inject':
      if (!isUp(world, node)) return `${node.id} is down.`;
      return inject(run, node, command.hex, cause);
    default:
      return unreachable(command);
  }
}

/** Only radios that are plugged into no link are switched. */
function onRadio(
  run: Run,
  node: Node,
  command: CommandOf<'radio'>,
  cause: Seq,
): string | undefined {
  const { iface, instead = iface } = command;
  const radios = node.spec.interfaces.filter(isFreeRadio).map(({ id }) => id);
  const strange = [iface, instead].find((one) => !radios.includes(one));
  if (strange !== undefined) return `${node.id} has no radio ${strange}.`;
  if (!isUp(run.world, node)) return `${node.id} is down.`;
  tell(run, node, command, cause);
  return undefined;
}

/** The roles of a node hear of a command, if the node is up. */
function tell(run: Run, node: Node, command: Command, cause: Seq): void {
  if (!isUp(run.world, node)) return;
  for (const actor of node.actors) call(run, node, actor, { on: 'command', command }, cause);
}

/** A cell may be on the air again: stations look around. */
function tellStations(run: Run, command: Command, cause: Seq): void {
  const { nodes, links } = run.world;
  const isMast = links.some(
    ({ spec }) => spec.cell !== undefined && spec.ends[0]?.node === targetOf(run, command)?.id,
  );
  if (!isMast) return;
  for (const node of nodes.filter(hasFreeRadio)) tell(run, node, command, cause);
}

/** A station's radio is plugged into no link. */
const hasFreeRadio = ({ spec }: Node): boolean => spec.interfaces.some(isFreeRadio);
const isFreeRadio = ({ kind, link }: Interface): boolean => kind === 'radio' && link === undefined;

/** The node that a command is about, if it is one node. */
function targetOf(run: Run, command: Command): Node | undefined {
  const id = command.do === 'flow' ? command.define?.from : 'node' in command ? command.node : '';
  return run.world.nodeById.get(id ?? '');
}
