// B: a breakpoint on what is chosen, or its end: a message like it, a table row, what a node ignores.

import { messageClassNames } from '#wire/classify.ts';
import type { Break, LadderFilter } from '#session/protocol.ts';
import { breaks, type Wanted } from '#app/stores/breaks.ts';
import { ask, latestStill } from '#app/stores/run.ts';
import type { Selection } from '#app/stores/view.ts';
import { useView } from '#app/stores/view.ts';
import { flightOf } from './target.ts';

const EVERYTHING: LadderFilter = {
  signalling: true,
  data: true,
  neighbourDiscovery: true,
  onlyChanges: false,
};

/** The breakpoint for a row of the ladder: messages of its kind as they arrive there. */
export function breakOfRow(row: { row: string; type?: string; to?: string }): Wanted | undefined {
  const type = messageClassNames.find((name) => name === row.type);
  if (row.row === 'data' && row.to !== undefined) return { on: 'loss' };
  if (row.row !== 'message' || type === undefined || row.to === undefined) return undefined;
  return { on: 'message', type, when: 'received', node: row.to };
}

/** A breakpoint of the list would stop at what is wanted. */
export const fitsSome = (list: readonly Break[], wanted: Wanted): boolean =>
  list.some((one) => {
    if (one.on === 'loss') return wanted.on === 'loss';
    if (one.on !== 'message' || wanted.on !== 'message' || one.when === 'lost') return false;
    const kind = one.type === 'any' || one.type === wanted.type;
    return kind && (one.when === 'sent' || one.node === undefined || one.node === wanted.node);
  });

async function ofMessage(
  selection: Extract<Selection, { kind: 'message' }>,
): Promise<Wanted | undefined> {
  const { seq, frame } = selection;
  if (seq !== undefined) {
    const { index } = await ask('ladderIndex', { seq, filter: EVERYTHING });
    const { rows } = await ask('ladder', { from: index, count: 1, filter: EVERYTHING });
    return rows[0]?.seq === seq ? breakOfRow(rows[0]) : undefined;
  }
  const still = latestStill();
  if (!still || frame === undefined) return undefined;
  const { type, to } = flightOf(still, frame);
  return type && to ? { on: 'message', type, when: 'received', node: to } : undefined;
}

async function ofSelection(selection: Selection | undefined): Promise<Wanted | undefined> {
  switch (selection?.kind) {
    case 'row': {
      const { node, role, table, key } = selection;
      return { on: 'row', node, role, table, key };
    }
    case 'node':
      return { on: 'note', node: selection.node };
    case 'message':
      return await ofMessage(selection);
    default:
      return undefined;
  }
}

/** Sets or removes it; `otherwise`: when nothing is chosen that one could break on. */
export async function toggleChosen(otherwise: () => void): Promise<void> {
  const wanted = await ofSelection(useView.getState().selection);
  if (wanted) breaks.toggle(wanted);
  else otherwise();
}
