// Opens the message of a ladder row that another pane names by its `seq`: chooses it, with its octets.

import type { LadderFilter, Seq } from '#session/protocol.ts';
import { ask } from '#app/stores/run.ts';
import { view } from '#app/stores/view.ts';

const EVERYTHING: LadderFilter = {
  signalling: true,
  data: true,
  neighbourDiscovery: true,
  onlyChanges: false,
};

/** Chooses the row and shows its packet; an event without a row or octets shows why it happened. */
export async function openMessage(seq: Seq): Promise<void> {
  const { index } = await ask('ladderIndex', { seq, filter: EVERYTHING });
  const { rows } = await ask('ladder', { from: index, count: 1, filter: EVERYTHING });
  const row = rows[0]?.seq === seq ? rows[0] : undefined;
  const frame = row !== undefined && 'frame' in row ? row.frame : undefined;
  view.select({ kind: 'message', seq, frame });
  view.showDetail(frame === undefined ? 'explain' : 'packet');
}
