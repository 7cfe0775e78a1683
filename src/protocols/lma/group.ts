// The bindings of one node together, MIF §5.2.2 and RFC 7864 §5.1: each has an identifier, packets
// of the node may come by the tunnel of any of them, and the best of them has a shared prefix.

import type { IfaceId } from '#base/ids.ts';
import type { Route } from '#net/route.ts';
import { multihomingOf } from '#protocols/pmipv6/multihoming.ts';
import type { Multihoming } from '#protocols/pmipv6/multihoming.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { passFrom, prefixRoutes, isSourceChecked } from './forwarding.ts';
import { ask } from './rows.ts';
import type { BindingRow, GroupRow, Member, Turn } from './rows.ts';
import { holderOf, holdPrefix, sharersOf } from './shares.ts';

/** RFC 7864 Figure 6: 20 for the first binding, 30 for the second. */
const PRIORITY_STEP = 10;

/** How this anchor handles several attachments of one node. */
export const multihoming = (turn: Turn): Multihoming =>
  turn.config.supports.includes('multihoming')
    ? multihomingOf(turn.sight.knob('multihoming'))
    : 'off';

/** A binding of a node, as its group sees it. */
export interface Part extends Member {
  readonly row: BindingRow;
  /** Its gateway has the node now. */
  readonly isHere: boolean;
}

/** The bindings of a node by their priority. */
export const partsOf = (turn: Turn, mnId: string): readonly Part[] =>
  (turn.tables.groups.get(mnId)?.members ?? [])
    .flatMap((member): Part[] => {
      const row = turn.tables.bindings.get(member.binding);
      return row === undefined ? [] : [{ ...member, row, isHere: row.state !== 'waitDelete' }];
    })
    .toSorted((a, b) => a.priority - b.priority);

/** All prefixes of a node. */
export const prefixesOf = (turn: Turn, mnId: string): readonly Prefix[] => [
  ...new Set(bindingsOf(turn, mnId).flatMap(({ prefixes }) => prefixes)),
];

const bindingsOf = (turn: Turn, mnId: string): readonly BindingRow[] =>
  (turn.tables.indexByNode.get(mnId)?.bindings ?? []).flatMap((key) => {
    const row = turn.tables.bindings.get(key);
    return row === undefined ? [] : [row];
  });

/** Prefixes that a gateway has of a node by registrations of its own. */
export const ownAt = (turn: Turn, mnId: string, gateway: Ipv6): readonly Prefix[] =>
  bindingsOf(turn, mnId).flatMap((row) =>
    row.gateway === gateway && row.state !== 'waitDelete' ? row.prefixes : [],
  );

/** Those of the node's other interfaces, MIF §5.2.2. */
export function othersOf(turn: Turn, mnId: string, gateway: Ipv6): readonly Prefix[] {
  const own = ownAt(turn, mnId, gateway);
  return prefixesOf(turn, mnId).filter((one) => !own.includes(one));
}

/** Makes a node's group fit its bindings. */
export function settleGroup(turn: Turn, mnId: string): void {
  const { groups, indexByNode } = turn.tables;
  const before = groups.get(mnId);
  const keys = indexByNode.get(mnId)?.bindings ?? [];
  if (keys.length === 0) {
    if (before !== undefined) replacePasses(turn, before.passes, []);
    groups.delete(mnId);
    return;
  }
  groups.set(mnId, grouped(turn, keys, before));
  promote(turn, mnId);
  const group = groups.get(mnId);
  if (group === undefined) return;
  const passes = passesOf(turn, mnId);
  replacePasses(turn, group.passes, passes);
  groups.set(mnId, { ...group, passes });
}

/** RFC 7864 §5.1: identifiers are the anchor's own; an interface that comes back has its old one. */
function grouped(turn: Turn, keys: readonly string[], before: GroupRow | undefined): GroupRow {
  let known = before?.known ?? [];
  const taken = new Set<number>();
  const members = keys.map((binding): Member => {
    const row = turn.tables.bindings.get(binding);
    const link = `${row?.accessTechnology ?? 0} ${row?.linkLayerId ?? binding}`;
    const kept = before?.members.find((one) => one.binding === binding)?.bid;
    const old = known.find((one) => one.link === link && !taken.has(one.bid))?.bid;
    const highest = Math.max(0, ...known.map((one) => one.bid));
    const bid = kept ?? old ?? highest + 1;
    taken.add(bid);
    if (!known.some((one) => one.bid === bid && one.link === link)) {
      known = [...known.filter((one) => one.bid !== bid), { link, bid }];
    }
    return { binding, bid, priority: PRIORITY_STEP * (bid + 1) };
  });
  return { members, known, passes: before?.passes ?? [] };
}

/** A shared prefix is held by the best binding whose gateway has the node. */
function promote(turn: Turn, mnId: string): void {
  const parts = partsOf(turn, mnId);
  for (const one of prefixesOf(turn, mnId)) {
    const sharers = sharersOf(turn, one);
    const best = parts.find((part) => part.isHere && sharers.includes(part.binding));
    if (best === undefined) continue;
    const isMoved = holderOf(turn, one) !== best.binding;
    if (isMoved) holdPrefix(turn, one, best.binding);
    if (!isMoved && sharers.length === 1) continue;
    for (const route of prefixRoutes(turn, best.row, one)) ask(turn, { do: 'addRoute', route });
  }
}

interface Pass {
  readonly prefix: Prefix;
  readonly tunnel: IfaceId;
}

/** a packet of the node may come by the tunnel of each of its gateways. */
function passesOf(turn: Turn, mnId: string): readonly Pass[] {
  if (!isSourceChecked(turn)) return [];
  const parts = partsOf(turn, mnId);
  const tunnels = new Set(parts.flatMap(({ row, isHere }) => (isHere ? (row.tunnel ?? []) : [])));
  return prefixesOf(turn, mnId).flatMap((prefix) => {
    const holder = turn.tables.bindings.get(holderOf(turn, prefix) ?? '');
    const isRouted = holder !== undefined && holder.state !== 'waitDelete';
    const own = isRouted ? holder.tunnel : undefined;
    return [...tunnels].flatMap((tunnel) => (tunnel === own ? [] : [{ prefix, tunnel }]));
  });
}

function replacePasses(turn: Turn, before: readonly Pass[], after: readonly Pass[]): void {
  const routeOf = ({ prefix, tunnel }: Pass): Route => ({
    ...passFrom(prefix, tunnel, 'another gateway of the node'),
    id: `from ${prefix} ${tunnel}`,
  });
  const kept = new Set(after.map((one) => routeOf(one).id));
  const known = new Set(before.map((one) => routeOf(one).id));
  for (const id of known) if (!kept.has(id)) ask(turn, { do: 'removeRoute', id });
  for (const one of after) {
    if (!known.has(routeOf(one).id)) ask(turn, { do: 'addRoute', route: routeOf(one) });
  }
}
