// What a machine asks for, done in order: its actions by the caller, its timers by the engine. A
// timer of row `mn1dgw1` of the DLIF machine is `dlif mn1dgw1/MAX_RTR_ADV_INTERVAL.serving`.

import type { Effect } from '#sim/effect.ts';
import { toEffects } from '#sim/machine.ts';
import type { Ask } from '#sim/machine.ts';

/** Carries out the asks of one step. `owner` names the machine and the row. */
export function carryOut(
  turn: { readonly effects: Effect[] },
  asks: readonly Ask[],
  owner: string,
  act: (action: string) => void,
): void {
  for (const each of asks) {
    if (each.ask === 'act') act(each.type);
    else turn.effects.push(...toEffects([each], owner, {}));
  }
}

/** Parts of a timer's name: the first word, and the rest. */
export function cut(text: string): readonly [string, string] {
  const space = text.indexOf(' ');
  return space < 0 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)];
}
