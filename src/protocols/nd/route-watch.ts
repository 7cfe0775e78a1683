// Routes are derived anew only when something that decides them has changed since the last turn in
// which the stack's routes were what the host wants: most stimuli change nothing of it.

import { sameRow } from '#base/table.ts';
import type { Effect } from '#sim/effect.ts';
import type { Sight } from '#sim/role.ts';
import { isReachable, routeEffects, type Choice, type RouterAt } from './next-hop.ts';
import type { HostRouteRow, HostTables, OnLinkRow, RouteRow, RouterRow } from './rows.ts';

/** What was looked at when the stack had the routes that the host wants. */
interface Seen {
  readonly versions: readonly number[];
  readonly neighbours: number;
  readonly stack: number;
  readonly rows: readonly Decisive[];
  /** Of each router in turn: whether it may be reachable. */
  readonly reach: string;
}

/** A row that decides routes; until when it stands decides nothing. */
type Decisive = RouterRow | RouteRow | OnLinkRow | HostRouteRow;

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
  const { routers, routes, onLink, hostRoutes } = tables;
  const seen = settled.get(tables);
  const isTold = effects.some((effect) => effect.do === 'setNeighbour');
  const neighbours = isTold ? NEVER : sight.neighbours.version;
  const stack = sight.routes.version;
  const versions = [routers, routes, onLink, hostRoutes].map(({ version }) => version);
  const isSame = seen?.stack === stack && versions.every((one, i) => one === seen.versions[i]);
  // Of several interfaces, or below a virtual one, a link that came up or went down decides too, and
  // stands in no table.
  const { ifaces, isVirtual } = choice.config;
  const isSingle = ifaces.length === 1 && isVirtual !== true;
  if (isSingle && isSame && !isTold && neighbours === seen.neighbours) return [];
  const rows = isSame ? seen.rows : rowsOf(tables);
  const reach = reachOf(choice);
  const isSettled = seen?.stack === stack && seen.reach === reach && isAlike(rows, seen.rows);
  const changes = isSettled ? [] : routeEffects(choice, sight);
  if (changes.length === 0) settled.set(tables, { versions, neighbours, stack, rows, reach });
  else settled.delete(tables);
  return changes;
}

/** All rows that decide routes. */
const rowsOf = ({ routers, routes, onLink, hostRoutes }: HostTables): readonly Decisive[] => [
  ...routers.values(),
  ...routes.values(),
  ...onLink.values(),
  ...hostRoutes.values(),
];

/** Most advertisements only say once more what they said, and move the end. */
function isAlike(rows: readonly Decisive[], before: readonly Decisive[]): boolean {
  if (rows.length !== before.length) return false;
  return rows.every((row, i) => {
    const old = before[i];
    return row === old || (old !== undefined && sameRow(row, old, 'until'));
  });
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
