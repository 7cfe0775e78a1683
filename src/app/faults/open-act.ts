// Opens the menu of deeds for what was pressed, or for what is chosen.

import { latestStill, run } from '#app/stores/run.ts';
import type { Spot, Target } from '#app/stores/deeds.ts';
import { deeds } from '#app/stores/deeds.ts';
import { cancelFlow } from '#app/flows/carry.ts';
import { useView } from '#app/stores/view.ts';
import { currentMobile } from '#app/stage/moving.ts';
import { targetOf } from './target.ts';

/** A run under way pauses first: what one acts on should not fly away. */
export function openAct(target: Target, spot: Spot): void {
  if (latestStill()?.status === 'playing') run.pause();
  cancelFlow();
  deeds.openMenu(target, spot);
}

/** A flow that has the focus: its row on the stage or in the outline. */
const focusedFlow = (): string | undefined =>
  document.activeElement instanceof HTMLElement
    ? document.activeElement.dataset['flow']
    : undefined;

/** What key A and the Do panel act on: a flow in focus, the chosen thing, else the mobile node. */
export function actTarget(): Target | undefined {
  const flow = focusedFlow();
  if (flow !== undefined) return { kind: 'flow', flow };
  const chosen = targetOf(useView.getState().selection);
  if (chosen) return chosen;
  const node = currentMobile(latestStill());
  return node === undefined ? undefined : { kind: 'node', node };
}

/** Where the chosen thing can be seen: its handle, its ladder row, its shape, else what has the focus. */
function spotOf(target: Target): Spot {
  if (target.kind === 'flow' && focusedFlow() === target.flow) {
    return document.activeElement ?? document.body;
  }
  const shape =
    target.kind === 'node'
      ? `[data-handle="${CSS.escape(target.node)}"], .stage-svg [data-pick="node:${CSS.escape(target.node)}"]`
      : target.kind === 'flow'
        ? `[data-flow="${CSS.escape(target.flow)}"]`
        : target.kind === 'link'
          ? `.stage-svg [data-pick="link:${CSS.escape(target.id)}"]`
          : '.ladder-row[aria-selected="true"]';
  const { activeElement } = document;
  const focused = activeElement && activeElement !== document.body ? activeElement : undefined;
  return document.querySelector(shape) ?? focused ?? document.body;
}

/** By key: on the chosen thing. */
export function actOnChosen(): void {
  const target = actTarget();
  if (target) openAct(target, spotOf(target));
}
