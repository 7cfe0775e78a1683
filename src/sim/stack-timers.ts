// Timers of the stack itself: neighbours that were asked and do not answer, packets of which
// fragments are missing.

import type { Seq } from '#base/ids.ts';
import { isReassemblyTimer, onReassemblyTimer } from './reassembly.ts';
import { refuse } from './stack-errors.ts';
import { onNudTimer } from './stack-neighbours.ts';
import { flushRows } from './turn.ts';
import type { Node, Run } from './world.ts';

/** A timer of the stack has fired. */
export function onStackTimer(run: Run, node: Node, timer: string, fired: Seq): void {
  if (isReassemblyTimer(timer)) {
    onReassemblyTimer(run, node, timer, fired);
    return;
  }
  const stranded = onNudTimer(run, node, timer, fired);
  flushRows(run, fired);
  if (stranded === undefined) return;
  // ND §7.2.2: address unreachable, for the packet that waited.
  const answer = { is: 'DestinationUnreachable', code: 3 } as const;
  const failure = { why: 'noNeighbour', words: 'the neighbour does not answer' } as const;
  const isOwn = stranded.frame === undefined;
  refuse(run, node, stranded, isOwn ? failure : { ...failure, answer }, undefined);
}
