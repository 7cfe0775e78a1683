// Routes are derived anew only when something that decides them has changed since the last turn in
// which the stack's routes were what the host wants: most stimuli change nothing of it.

import type { Effect } from '#sim/effect.ts';
import type { Sight } from '#sim/role.ts';
import { isReachable, routeEffects, type Choice, type RouterAt } from './next-hop.ts';
import type { HostTables } from './rows.ts';

/** What was looked at when the stack had the routes that the host wants. */
interface Seen {
  readonly versions: readonly number[];
  readonly neighbours: number;
  /** Of each router in turn: whether it may be reachable. */
  readonly reach: string;
}

/** A cache beside the world: without it the same effects follow. */
const settled = new WeakMap<HostTables, Seen>();

/** No table has this version. */
const NEVER = -1;

/**
 * What makes the stack's routes those that the host wants. `effects` are those of this turn so far;
 * the choice sees the neighbours as they are after them.
 */
export function freshRoutes(
  choice: Choice,
  sight: Pick<Sight, 'routes' | 'neighbours'>,
  effects: readonly Effect[],
): readonly Effect[] {
  const { tables } = choice;
  const { routers, routes, onLink } = tables;
  const versions = [routers.version, routes.version, onLink.version, sight.routes.version];
  const isTold = effects.some((effect) => effect.do === 'setNeighbour');
  const neighbours = isTold ? NEVER : sight.neighbours.version;
  const seen = settled.get(tables);
  const isSame = seen !== undefined && versions.every((one, i) => one === seen.versions[i]);
  // Of several interfaces a link that came up or went down decides too, and stands in no table.
  const isSingle = choice.config.ifaces.length === 1;
  if (isSingle && isSame && !isTold && neighbours === seen.neighbours) return [];
  const reach = reachOf(choice);
  const changes = isSame && reach === seen.reach ? [] : routeEffects(choice, sight);
  if (changes.length === 0) settled.set(tables, { versions, neighbours, reach });
  else settled.delete(tables);
  return changes;
}

function reachOf(choice: Choice): string {
  let reach = '';
  const note = (at: RouterAt): void => {
    reach += isReachable(choice, at) ? '1' : '0';
  };
  for (const { iface, address } of choice.tables.routers.values()) note({ iface, router: address });
  for (const row of choice.tables.routes.values()) note(row);
  return reach;
}
