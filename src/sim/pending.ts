// What will happen next, in words: the script and the queue, looked at without touching them.

import type { Micros, NodeId } from '#base/ids.ts';
import { unreachable } from '#base/assert.ts';
import type { Command, Stamped } from './command.ts';
import { ENTRY, type Run } from './world.ts';

/** One thing to come. `node` is where it will happen. */
export interface Pending {
  readonly at: Micros;
  readonly node: NodeId;
  readonly words: string;
}

/** The next things, earliest first, at most `most`. */
export function pendingOf(run: Run, script: readonly Stamped[], most: number): readonly Pending[] {
  const commands = script.slice(run.world.scripted, run.world.scripted + most).map(fromCommand);
  const entries: Pending[] = [];
  for (const entry of run.world.queue.entries()) {
    if (entries.length === most) break;
    const words = fromEntry(run, entry.kind, entry.data, entry.sequence);
    if (words !== undefined) entries.push({ at: entry.at, ...words });
  }
  // The sort is stable, so commands come first in their instant.
  return [...commands, ...entries].sort((a, b) => a.at - b.at).slice(0, most);
}

function fromCommand(command: Stamped): Pending {
  const { at } = command;
  return { at, node: nodeOf(command), words: wordsOf(command) };
}

function nodeOf(command: Command): NodeId {
  if (command.do === 'flow') return command.define?.from ?? 'world';
  return 'node' in command ? command.node : 'world';
}

function wordsOf(command: Command): string {
  switch (command.do) {
    case 'place':
      return `${command.node} is moved`;
    case 'radio':
      return `${command.node} switches ${command.iface} ${command.up ? 'on' : 'off'}`;
    case 'flow':
      return `${command.flow} ${command.change}s`;
    case 'link':
      return `${command.link} changes`;
    case 'node':
      return `${command.node} goes ${command.up ? 'up' : 'down'}`;
    case 'catch':
      return `${command.name}: ${command.act} ${command.kind} ${command.nth} on ${command.link}`;
    case 'frame':
      return `${command.name}: ${command.act} a frame`;
    case 'release':
      return `${command.name} is let go`;
    case 'clock':
      return `the clock of ${command.node} is set`;
    case 'operate':
      return `${command.node} is told: ${command.order}`;
    case 'inject':
      return `${command.node} sends given octets`;
    default:
      return unreachable(command);
  }
}

function fromEntry(
  run: Run,
  kind: number,
  data: number,
  sequence: number,
): { readonly node: NodeId; readonly words: string } | undefined {
  const { world, log } = run;
  if (kind === ENTRY.frame) {
    const from = log.nodeOf(log.flights.sentSeq(data));
    return { node: log.nodeId(log.flights.to(data)), words: `a frame from ${from}` };
  }
  if (kind === ENTRY.signal) {
    const signal = world.signals.get(`s${data}`);
    return signal && { node: signal.to, words: signal.label };
  }
  const armed = world.timers.armed(data);
  const name = world.timers.name(data);
  if (armed === undefined || name === undefined) return undefined;
  if (!world.timers.isDue(data, sequence)) return undefined;
  return { node: log.nodeId(name.node), words: armed.say ?? name.timer };
}
