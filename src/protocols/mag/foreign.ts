// Prefixes of other interfaces of a node, MIF §4.3 and RFC 7864 §3.2.2: packets for them go to the
// node over its link here, and those from them into its tunnel. They are not advertised.

import type { Prefix } from '#wire/address.ts';
import { prefix } from '#wire/address.ts';
import type { Route } from '#net/route.ts';
import type { FlowOption } from '#protocols/pmipv6/flow-options.ts';
import { multihomingOf, type Multihoming } from '#protocols/pmipv6/multihoming.ts';
import { FROM_NODE, replaceRoutes, TO_NODE } from './forwarding.ts';
import type { ForeignRow, Turn } from './rows.ts';

const EVERYWHERE = prefix('::/0');

/** How this gateway handles several attachments of one node. */
export const multihoming = (turn: Turn): Multihoming =>
  turn.config.supports.includes('multihoming')
    ? multihomingOf(turn.sight.knob('multihoming'))
    : 'off';

/** What an anchor told of a registration: from now on these and no others. */
export function tellForeign(
  turn: Turn,
  key: string,
  prefixes: readonly Prefix[],
  by: ForeignRow['by'],
): void {
  const { foreign, updates } = turn.tables;
  const row = updates.get(key);
  if (row === undefined) return;
  const { mnId, iface } = row;
  const others = prefixes.filter((one) => !row.prefixes.includes(one));
  const before = foreign.get(key);
  if (before === undefined && others.length === 0) return;
  foreign.set(key, {
    mnId,
    iface,
    mn: row.mn,
    prefixes: others,
    by,
    tunnel: before?.tunnel,
    routed: before?.routed ?? [],
  });
  settleForeign(turn, key);
}

/** Makes routes fit what is told and whether the registration works. */
export function settleForeign(turn: Turn, key: string): void {
  const { foreign, updates } = turn.tables;
  const row = foreign.get(key);
  if (row === undefined) return;
  const update = updates.get(key);
  const tunnel = update?.tunnel;
  const own = update?.prefixes ?? [];
  const routed = tunnel === undefined ? [] : row.prefixes.filter((one) => !own.includes(one));
  const next = { ...row, tunnel, routed };
  replaceRoutes(turn, routesOf(row), routesOf(next));
  if (update === undefined || next.prefixes.length === 0) foreign.delete(key);
  else foreign.set(key, next);
}

function routesOf({ tunnel, routed, iface, mn }: ForeignRow): readonly Route[] {
  if (tunnel === undefined) return [];
  const why = `prefix of another interface of ${mn}`;
  return routed.flatMap((one): readonly Route[] => [
    // MIF §5.3.2: all that the node sends goes into the tunnel, by its source.
    {
      id: `from ${one} ${iface}`,
      to: EVERYWHERE,
      from: one,
      ingress: { iface },
      order: FROM_NODE,
      out: tunnel,
      why,
    },
    { id: `to ${one} ${iface}`, to: one, out: iface, order: TO_NODE, why },
  ]);
}

/** RFC 7864 §3.3: the flows that the anchor tells of, as a whole. */
export function tellFlows(turn: Turn, mnId: string, flows: readonly FlowOption[]): void {
  const { flows: table } = turn.tables;
  const kept = new Set(flows.map(({ fid }) => `${mnId} ${fid}`));
  const gone = [...table.entries()].filter(([key, row]) => row.mnId === mnId && !kept.has(key));
  for (const [key] of gone) table.delete(key);
  for (const flow of flows) setFlow(turn, mnId, flow);
}

/** One flow of a node. */
export function setFlow(turn: Turn, mnId: string, flow: FlowOption): void {
  const { fid, priority, selector, bids } = flow;
  const known = turn.tables.flows.get(`${mnId} ${fid}`);
  turn.tables.flows.set(`${mnId} ${fid}`, {
    mnId,
    fid,
    priority,
    selector: selector ?? known?.selector,
    bids,
  });
}

/** The node has no registration here any more. */
export function forgetNode(turn: Turn, mnId: string): void {
  if (!turn.tables.byNode.has(mnId)) tellFlows(turn, mnId, []);
}
