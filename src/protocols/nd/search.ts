// The search for routers of one interface (ND §6.3.7): the machine's row, and the solicitations.

import type { Effect } from '#sim/effect.ts';
import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { fromTimer, Stepped } from '#sim/machine.ts';
import type { Mac } from '#wire/address.ts';
import { linkLocalRow } from './addresses.ts';
import { discovery, MAX_RTR_SOLICITATION_DELAY, type DiscoveryEvent } from './discovery.machine.ts';
import type { DiscoveryRow } from './rows.ts';
import { buildRouterSolicitation } from './solicit.ts';
import { keyHere, warning, type Turn } from './turn.ts';

const OWNER = 'discovery';

/** Takes a step of the machine into the table. */
function take(turn: Turn, mac: Mac, stepped: Stepped<typeof discovery>): readonly Effect[] {
  const { tables, iface } = turn;
  const { value, context } = stepped.row;
  const state = value as DiscoveryRow['state']; // the machine is flat
  tables.discovery.set(iface, { iface, state, ...context });
  return toEffects(stepped.asks, keyHere(turn, OWNER), {
    solicit: () => [{ do: 'send', packet: solicitation(turn, mac), out: iface }],
    giveUp: () => [warning('no router answers', 'ND §6.3.7')],
  });
}

/** ND §6.3.7: from an address of the interface, or from none. */
function solicitation(turn: Turn, mac: Mac): ReturnType<typeof buildRouterSolicitation> {
  const own = linkLocalRow(turn);
  return buildRouterSolicitation(own?.state === 'tentative' ? undefined : own?.address, mac);
}

const rowOf = ({ tables, iface }: Turn): DiscoveryRow | undefined => tables.discovery.get(iface);
const machineRow = ({ state, delay, sent }: DiscoveryRow) => ({
  value: state,
  context: { delay, sent },
});

function step(turn: Turn, mac: Mac, event: DiscoveryEvent): readonly Effect[] {
  const row = rowOf(turn);
  const machine =
    row === undefined ? startMachine(discovery, { delay: 0, sent: 0 }).row : machineRow(row);
  return take(turn, mac, stepMachine(discovery, machine, event));
}

/** Layer 2 came up: the search begins, after a random delay. */
export function beginSearch(turn: Turn, mac: Mac): readonly Effect[] {
  const delay = Math.floor(turn.sight.random('jitter') * MAX_RTR_SOLICITATION_DELAY);
  return step(turn, mac, { type: 'UP', delay });
}

/** Below the interface something else is on the link: who is there is asked without delay. */
export const searchAtOnce = (turn: Turn, mac: Mac): readonly Effect[] =>
  step(turn, mac, { type: 'UP', delay: 0 });

/** Layer 2 went down, or the interface may not be used. */
export const endSearch = (turn: Turn, mac: Mac): readonly Effect[] =>
  step(turn, mac, { type: 'DOWN' });

/** A default router has advertised itself. */
export const routerFound = (turn: Turn, mac: Mac): readonly Effect[] =>
  step(turn, mac, { type: 'RA' });

/** A timer fired. Undefined: it is none of this search. */
export function onSearchTimer(
  turn: Turn,
  mac: Mac,
  { owner, timer }: ReturnType<typeof fromTimer>,
): readonly Effect[] | undefined {
  const row = rowOf(turn);
  if (owner !== keyHere(turn, OWNER) || row === undefined) return undefined;
  return take(turn, mac, fireMachine(discovery, machineRow(row), timer));
}
