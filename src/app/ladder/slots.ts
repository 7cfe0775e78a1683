// The ladder as a list of slots of one height: its rows, the line of the playhead between them, and
// below it what comes next. Slot number times height is the y of the slot.

import type { Stay } from '#view/draw/ladder-layout.ts';
import type { Lifeline } from '#view/ladder.ts';
import type { Queries } from '#session/protocol.ts';
import type { LadderData } from './ladder-feed.ts';

export type Slot =
  { readonly is: 'row'; readonly index: number } | { readonly is: 'now' } | { readonly is: 'next' };

/** What stands in a slot. The playhead's line follows the rows that have begun. */
export function slotAt(slot: number, data: Pick<LadderData, 'total' | 'now'>): Slot {
  if (slot < data.now) return { is: 'row', index: slot };
  if (slot === data.now) return { is: 'now' };
  return slot - 1 < data.total ? { is: 'row', index: slot - 1 } : { is: 'next' };
}

/** The slot of a row. */
export function slotOf(index: number, data: Pick<LadderData, 'now'>): number {
  return index < data.now ? index : index + 1;
}

/** Number of slots; `next`: something is forecast after the last row. */
export function slotCount(data: Pick<LadderData, 'total' | 'now'>, next: boolean): number {
  return data.total + 1 + (next && data.now === data.total ? 1 : 0);
}

type Attachment = Queries['ladder']['answer']['attachment'];

/**
 * State strips from the stays of the mobile nodes. When the worker gives none for the gateways, theirs
 * follow: filled while a mobile node is here, outlined while the one that was here is elsewhere.
 */
export function staysOf(attachment: Attachment, lifelines: readonly Lifeline[]): Stay[] {
  const kindOf = (node: string): string => lifelines.find((l) => l.node === node)?.kind ?? '';
  const stays: Stay[] = attachment.map(({ node, to, anchor, from, until }) => ({
    node,
    to,
    letter: anchor?.letter,
    from,
    until,
  }));
  if (attachment.some(({ node }) => kindOf(node) !== 'mn')) return stays;
  const own = stays.filter((stay) => stay.to !== undefined);
  for (const [i, stay] of own.entries()) {
    const next = own.slice(i + 1).find((later) => later.node === stay.node);
    const node = stay.to ?? '';
    stays.push({ ...stay, node, until: next?.from });
    if (next && next.to !== stay.to) {
      stays.push({ ...stay, node, to: next.to, from: next.from, until: undefined });
    }
  }
  return stays.toSorted((a, b) => a.from - b.from);
}
