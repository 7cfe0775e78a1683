// Packets that waited for another route go on as soon as one stands, in the order of their coming.

import type { Seq } from '#base/ids.ts';
import { refuse } from './stack-errors.ts';
import { output } from './stack-output.ts';
import { drop, flushRows } from './turn.ts';
import type { Node, Run, Waiter } from './world.ts';

/** Sends on what waits for a route that holds no longer. */
export function releaseBuffers(run: Run, node: Node, cause: Seq): void {
  if (node.buffered.size === 0) return;
  const over = [...node.buffered.keys()].filter((id) => node.routes.get(id)?.rule !== 'hold');
  for (const id of over) {
    const packets = node.buffered.get(id)?.packets ?? [];
    node.buffered.delete(id);
    node.buffers.delete(id);
    flushRows(run, cause);
    for (const waiter of packets) sendOn(run, node, waiter, cause);
  }
}

function sendOn(run: Run, node: Node, { parcel, via }: Waiter, cause: Seq): void {
  const own = { ...parcel, cause };
  const iface = via === undefined ? undefined : node.interfaces.get(via);
  if (via !== undefined && iface === undefined) {
    // Nobody can tell any longer which rules are for it.
    drop(run, node, own, { why: 'notAttached', words: `${via} is there no longer` });
    return;
  }
  const failure = output(run, node, own, iface);
  if (failure === undefined) return;
  if (iface === undefined) drop(run, node, own, failure);
  else refuse(run, node, own, failure, iface);
}
