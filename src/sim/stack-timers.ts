// Timers of the stack itself: neighbours that were asked and do not answer, packets of which
// fragments are missing.

import type { Seq } from '#base/ids.ts';
import { isReassemblyTimer, onReassemblyTimer } from './reassembly.ts';
import { refuse } from './stack-errors.ts';
import { onNudTimer } from './stack-neighbours.ts';
import { call, flushRows, STACK } from './turn.ts';
import type { Node, Run } from './world.ts';

/** The role that has the default-router list. */
const HOST = 'host';

/** ND §6.3.6: who chooses among routers hears at once that one was given up, not with its next turn. */
function tellOfLoss(run: Run, node: Node, cause: Seq): void {
  const host = node.actors.find(({ name }) => name === HOST);
  if (host === undefined) return;
  call(run, node, host, { on: 'news', from: STACK, news: { say: 'neighbourLost' } }, cause);
}

/** A timer of the stack has fired. */
export function onStackTimer(run: Run, node: Node, timer: string, fired: Seq): void {
  if (isReassemblyTimer(timer)) {
    onReassemblyTimer(run, node, timer, fired);
    return;
  }
  const before = node.neighbours.size;
  const stranded = onNudTimer(run, node, timer, fired);
  flushRows(run, fired);
  if (node.neighbours.size < before) tellOfLoss(run, node, fired);
  if (stranded === undefined) return;
  // ND §7.2.2: address unreachable, for the packet that waited.
  const answer = { is: 'DestinationUnreachable', code: 3 } as const;
  const failure = { why: 'noNeighbour', words: 'the neighbour does not answer' } as const;
  const isOwn = stranded.frame === undefined;
  refuse(run, node, stranded, isOwn ? failure : { ...failure, answer }, undefined);
}
