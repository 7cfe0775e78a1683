// Tunnels and routes of the anchor, PMIP §5.6: a prefix leads into the tunnel of its session, or
// nowhere. They follow from the row of a session before and after a change, so nothing is left.

import type { IfaceId } from '#base/ids.ts';
import type { Route } from '#net/route.ts';
import { sameRow } from '#base/table.ts';
import { prefix } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import type { TunnelEnds } from '#protocols/pmipv6/tunnels.ts';
import { joinTunnel, leaveTunnel, tunnelKey } from '#protocols/pmipv6/tunnels.ts';
import { multihomingOf } from '#protocols/pmipv6/multihoming.ts';
import { ask } from './rows.ts';
import type { BindingRow, Turn } from './rows.ts';
import { holderOf } from './shares.ts';

const EVERYWHERE = prefix('::/0');

/** Rules that stand from the start. */
export function baseRules(turn: Turn): void {
  if (isSourceChecked(turn)) {
    ask(turn, {
      do: 'addRoute',
      route: {
        id: 'tunnels',
        to: EVERYWHERE,
        ingress: 'tunnel',
        order: -1,
        rule: 'discard',
        why: 'the source is of no session of this tunnel',
        cite: 'PMIP §5.6.2',
      },
    });
  }
  for (const one of turn.tables.prefixes.keys()) {
    // Keys of that table are prefixes.
    ask(turn, { do: 'addRoute', route: unbound(one as Prefix) });
  }
}

/** packets out of a tunnel must have a source of a session of that tunnel. */
export const isSourceChecked = (turn: Turn): boolean =>
  turn.sight.knob('tunnelSourceCheck') !== 'off';

const toId = (one: Prefix): string => `to ${one}`;

/** A prefix of the anchor that no session has: its packets must not circle through the core. */
const unbound = (one: Prefix): Route => ({
  id: toId(one),
  to: one,
  rule: 'discard',
  why: 'no binding for the prefix',
  cite: 'PMIP §5.6.2',
});

/** The tunnel of a session. */
const endsOf = (turn: Turn, row: BindingRow): TunnelEnds => ({
  local: turn.config.address,
  remote: row.proxyCareOfAddress,
  ...(row.gre && {
    gre: {
      ...(row.greKeyDown !== undefined && { send: row.greKeyDown }),
      ...(row.greKeyUp !== undefined && { receive: row.greKeyUp }),
    },
  }),
});

/**
 * Makes tunnels and routes fit a session that was `before` and is `after`; either may be missing.
 * Gives the session with its tunnel.
 */
export function settleForwarding(
  turn: Turn,
  key: string,
  before: BindingRow | undefined,
  after: BindingRow | undefined,
): BindingRow | undefined {
  const isSame = before !== undefined && after !== undefined && isSameTunnel(turn, before, after);
  const tunnel =
    after === undefined
      ? undefined
      : isSame
        ? before.tunnel
        : joinTunnel(turn, endsOf(turn, after));
  const settled = after && { ...after, tunnel };
  const isQuiet =
    isSame && isForwarded(before) === isForwarded(after) && before.prefixes === after.prefixes;
  if (!isQuiet) replaceRoutes(turn, key, before, settled);
  if (before !== undefined && !isSame) leaveTunnel(turn, endsOf(turn, before));
  return settled;
}

/** PMIP §5.3.5 rule 2: data of a de-registered node are dropped. */
const isForwarded = (row: BindingRow): boolean => row.state !== 'waitDelete';

function isSameTunnel(turn: Turn, before: BindingRow, after: BindingRow): boolean {
  const [one, other] = [endsOf(turn, before), endsOf(turn, after)];
  return tunnelKey(one) === tunnelKey(other) && one.gre?.send === other.gre?.send;
}

function replaceRoutes(
  turn: Turn,
  key: string,
  before: BindingRow | undefined,
  after: BindingRow | undefined,
): void {
  // RFC 7864 §3.2.1: a shared prefix has the routes of the session that holds it.
  const isHeld = (one: Prefix): boolean => (holderOf(turn, one) ?? key) === key;
  const old = routesOf(turn, before, isHeld);
  const next = routesOf(turn, after, isHeld);
  const kept = new Set(next.map(({ id }) => id));
  for (const one of before?.prefixes ?? []) {
    if (isHeld(one) && !kept.has(toId(one))) ask(turn, { do: 'addRoute', route: unbound(one) });
  }
  for (const { id, rule } of old) {
    if (rule === 'pass' && !kept.has(id)) ask(turn, { do: 'removeRoute', id });
  }
  for (const route of next) {
    if (!old.some((one) => sameRow(one, route))) ask(turn, { do: 'addRoute', route });
  }
}

/** All routes that a session is the reason of. */
const routesOf = (
  turn: Turn,
  row: BindingRow | undefined,
  isHeld: (one: Prefix) => boolean,
): readonly Route[] =>
  row === undefined
    ? []
    : row.prefixes.filter(isHeld).flatMap((one) => prefixRoutes(turn, row, one));

/** The routes of one prefix, when a session holds it. */
export function prefixRoutes(turn: Turn, row: BindingRow, one: Prefix): readonly Route[] {
  const { mnId, tunnel } = row;
  // MIF §4.2: rules for single flows go before the route.
  const steer = multihomingOf(turn.sight.knob('multihoming')) === 'off' ? {} : STEERED;
  const to = { id: toId(one), to: one, ...steer };
  if (!isForwarded(row) || tunnel === undefined) {
    const why = `${mnId} is de-registered`;
    return [{ ...to, rule: 'discard', why, cite: 'PMIP §5.3.5 rule 2' }];
  }
  // S-07: two nodes behind one gateway reach each other through the anchor.
  const down: Route = { ...to, out: tunnel, hairpin: true, why: `prefix of ${mnId}` };
  if (!isSourceChecked(turn)) return [down];
  return [down, passFrom(one, tunnel, `prefix of ${mnId}`)];
}

const STEERED = { steer: true } as const;

/** What comes out of a tunnel with a source in a prefix is legitimate. */
export const passFrom = (one: Prefix, tunnel: IfaceId, why: string): Route => ({
  id: `from ${one}`,
  to: EVERYWHERE,
  from: one,
  ingress: { iface: tunnel },
  order: -1,
  rule: 'pass',
  why,
});
