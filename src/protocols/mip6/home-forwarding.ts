// Where a home agent sends packets of its mobile nodes (MIP6 §10.4): into the tunnel to the care-of
// address, and out of it only what the node may have sent. Routes follow from the entries.

import type { Route } from '#net/route.ts';
import { prefix, toPrefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { joinTunnel, leaveTunnel } from '#protocols/pmipv6/tunnels.ts';
import { ask, type HomeBindingRow, type Turn } from './home-rows.ts';

const EVERYWHERE = prefix('::/0');
const HOST_BITS = 128;
/** Sources of tunnels are looked at before all else. */
const ORDER = { passed: -2, others: -1 } as const;

/** MIP6 §10.4.5: what comes out of a tunnel has a source that is bound to its other end. */
export function baseRules(turn: Turn): void {
  const route: Route = {
    id: 'reverse tunnels',
    to: EVERYWHERE,
    ingress: 'tunnel',
    order: ORDER.others,
    rule: 'discard',
    why: 'the source is not bound to the other end of this tunnel',
    cite: 'MIP6 §10.4.5',
  };
  ask(turn, { do: 'addRoute', route });
}

/** Tunnel and routes of an entry before and after; gives the entry with its tunnel. */
export function settleForwarding(
  turn: Turn,
  before: HomeBindingRow | undefined,
  after: HomeBindingRow | undefined,
): HomeBindingRow | undefined {
  const { address: local } = turn.config;
  const isServed = after?.state === 'active';
  const old = before?.tunnel === undefined ? undefined : before;
  const remote = isServed ? after.careOfAddress : undefined;
  const isMoved = old?.careOfAddress !== remote;
  const tunnel = !isMoved
    ? old?.tunnel
    : remote === undefined
      ? undefined
      : joinTunnel(turn, { local, remote });
  const next = after && { ...after, tunnel };
  settleRoutes(
    turn,
    old === undefined ? [] : routesOf(old),
    next === undefined ? [] : routesOf(next),
  );
  if (isMoved && old !== undefined) leaveTunnel(turn, { local, remote: old.careOfAddress });
  return next;
}

function settleRoutes(turn: Turn, before: readonly Route[], after: readonly Route[]): void {
  const kept = new Set(after.map(({ id }) => id));
  for (const { id } of before) if (!kept.has(id)) ask(turn, { do: 'removeRoute', id });
  for (const route of after) ask(turn, { do: 'addRoute', route });
}

/** MIP6 §10.4.1, §10.4.2, §10.4.5; RFC 3963 §6.4, §6.5: the address, and the networks behind it. */
function routesOf({ homeAddress, tunnel, networks }: HomeBindingRow): readonly Route[] {
  if (tunnel === undefined) return [];
  const own: readonly Prefix[] = [toPrefix(homeAddress, HOST_BITS), ...networks];
  return own.flatMap((to): Route[] => [
    { id: `to ${to}`, to, out: tunnel, why: whyOf(homeAddress, to), hairpin: true },
    {
      id: `from ${to}`,
      to: EVERYWHERE,
      from: to,
      ingress: { iface: tunnel },
      order: ORDER.passed,
      rule: 'pass',
      why: `bound to ${tunnel}`,
    },
  ]);
}

const whyOf = (homeAddress: Ipv6, to: Prefix): string =>
  to === toPrefix(homeAddress, HOST_BITS) ? 'away from home' : `network of ${homeAddress}`;
