// What a machine asks for, done in order: its actions by the caller, its timers by the engine. A
// timer of row `mn1dgw1` of the DLIF machine is `dlif mn1dgw1/MAX_RTR_ADV_INTERVAL.serving`.

import { toEffects } from '#sim/machine.ts';
import type { Ask } from '#sim/machine.ts';
import { ask } from './rows.ts';
import type { Turn } from './rows.ts';

/** Carries out the asks of one step. `owner` names the machine and the row. */
export function carryOut(
  turn: Turn,
  asks: readonly Ask[],
  owner: string,
  act: (action: string) => void,
): void {
  for (const each of asks) {
    if (each.ask === 'act') act(each.type);
    else ask(turn, ...toEffects([each], owner, {}));
  }
}
