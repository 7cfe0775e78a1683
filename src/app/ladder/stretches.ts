// Stretches of slots in which a lifeline has one state.

import type { Stay, StripPiece } from '#view/draw/ladder-layout.ts';
import { staysAt, stripAt } from '#view/draw/ladder-layout.ts';
import type { LadderRow, Lifeline } from '#view/ladder.ts';
import { rowAt, type LadderData } from './ladder-feed.ts';
import { slotOf } from './slots.ts';

/** A stretch of slots with one state, for its upright label. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly piece: StripPiece;
  readonly at: string | undefined;
}

/** The stretches of a mobile node's strip over the rows of the window; `to` is exclusive. */
export function stretchesOf(data: LadderData, stays: readonly Stay[], line: Lifeline): Stretch[] {
  const found: Stretch[] = [];
  for (let index = data.from; index < data.from + data.rows.length; index += 1) {
    const row = rowAt(data, index);
    if (!row) continue;
    const { after } = stripAt(stays, line, row);
    const slot = slotOf(index, data);
    const last = found.at(-1);
    const at = after.look === 'anchor' ? whereAt(stays, line.node, row) : undefined;
    if (last && last.piece.look === after.look && last.at === at) {
      found[found.length - 1] = { ...last, to: slot + 1 };
    } else {
      found.push({ from: slot, to: slot + 1, piece: after, at });
    }
  }
  return found;
}

function whereAt(stays: readonly Stay[], node: string, row: LadderRow): string | undefined {
  // As the strip itself: data may go on for long after the node has left.
  const at = row.row === 'attach' || row.row === 'detach' ? row.until : row.at;
  return staysAt(stays, node).findLast((stay) => stay.from <= at)?.to;
}
