// The routes of a gateway, PMIP §6.10.3, §6.10.5 and §6.14. What comes from a mobile node goes by
// its link and its source; what comes out of a tunnel by its destination.

import { sameRow } from '#base/table.ts';
import { fromPrefixAndIid, linkLocalOf, prefix, toPrefix } from '#wire/address.ts';
import type { Route } from '#net/route.ts';
import { ask } from './rows.ts';
import type { LinkRow, Turn, UpdateRow } from './rows.ts';

const EVERYWHERE = prefix('::/0');

/** Rules for what mobile nodes send, for what is hosted here, and for what is not. */
export const FROM_NODE = -3;
export const TO_NODE = -2;
const FROM_TUNNEL = -1;

/** Rules that stand from the start. */
export function baseRules(turn: Turn): void {
  const { visitedPrefix } = turn.config;
  const rules: Route[] = [
    {
      id: 'from nodes',
      to: EVERYWHERE,
      ingress: 'access',
      order: FROM_NODE,
      rule: 'discard',
      why: 'no binding for the source',
      cite: 'PMIP §6.10.5',
    },
    {
      id: 'from tunnels',
      to: EVERYWHERE,
      ingress: 'tunnel',
      order: FROM_TUNNEL,
      rule: 'discard',
      why: 'no access link for the destination',
      cite: 'PMIP §6.10.5',
    },
  ];
  if (visitedPrefix !== undefined) {
    // Its packets would circle through the core.
    const why = 'no node has this address';
    rules.push({ id: `to ${visitedPrefix}`, to: visitedPrefix, rule: 'reject', why });
  }
  ask(turn, ...rules.map((route) => ({ do: 'addRoute' as const, route })));
}

/** EnableMAGLocalRouting, PMIP §9.2. */
const isLocal = (turn: Turn): boolean => turn.sight.knob('localRouting') === 'on';

/**
 * The routes that a session is the reason of. They are named by their link too: an anchor may give
 * a prefix to another node before this gateway knows.
 */
export function sessionRoutes(turn: Turn, row: UpdateRow): readonly Route[] {
  const { tunnel, iface, mn } = row;
  if (tunnel === undefined) return [];
  const local = isLocal(turn);
  return row.prefixes.flatMap((one): readonly Route[] => {
    const from = {
      id: `from ${one} ${iface}`,
      to: EVERYWHERE,
      from: one,
      // The binding is that of the node on this very link.
      ingress: { iface },
      why: `prefix of ${mn}, anchored there`,
    };
    const to = { to: one, out: iface, why: `prefix of ${mn}` };
    const down: Route = { id: `to ${one} ${iface}`, ...to, order: TO_NODE };
    if (!local) return [{ ...from, order: FROM_NODE, out: tunnel }, down];
    // PMIP §6.10.3: what is connected here comes first, and the tunnel takes the rest.
    return [
      { ...from, id: `check ${one} ${iface}`, order: FROM_NODE, rule: 'pass' },
      { ...from, out: tunnel },
      down,
      { id: `local ${one} ${iface}`, ...to },
    ];
  });
}

/** PMIP §6.14: an ordinary node, with the address that it makes of the visited prefix. */
export function plainRoutes(turn: Turn, row: LinkRow): readonly Route[] {
  const { visitedPrefix } = turn.config;
  if (visitedPrefix === undefined) return [];
  const own = toPrefix(fromPrefixAndIid(visitedPrefix, linkLocalOf(row.mac)), 128);
  const { iface, node } = row;
  const up: Route = {
    id: `from ${own}`,
    to: EVERYWHERE,
    from: own,
    ingress: { iface },
    order: FROM_NODE,
    why: `plain access of ${node}`,
    ...wayOut(turn),
  };
  return [up, { id: `to ${own}`, to: own, out: iface, why: `plain access of ${node}` }];
}

/** Without local routing a node that is hosted here is reached through its anchor. */
function wayOut(turn: Turn): Pick<Route, 'rule' | 'out' | 'via'> {
  const usual = [...turn.sight.routes.values()].find(
    (route) => route.to === EVERYWHERE && route.from === undefined && route.ingress === undefined,
  );
  if (isLocal(turn) || usual?.out === undefined) return { rule: 'pass' };
  return { out: usual.out, ...(usual.via !== undefined && { via: usual.via }) };
}

/** Changes what differs. */
export function replaceRoutes(turn: Turn, before: readonly Route[], after: readonly Route[]): void {
  for (const route of before) {
    if (!after.some(({ id }) => id === route.id)) ask(turn, { do: 'removeRoute', id: route.id });
  }
  for (const route of after) {
    if (!before.some((old) => sameRow(old, route))) ask(turn, { do: 'addRoute', route });
  }
}
