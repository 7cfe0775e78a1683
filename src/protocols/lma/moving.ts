// A flow is moved to another binding of its node, MIF §5.3.2 and RFC 7864 §3.2: by an operator, or
// by the node, whose packets come by another tunnel. Who may is one of them (RFC 7864 §3.2).

import type { IfaceId } from '#base/ids.ts';
import type { FlowSelector } from '#net/flow.ts';
import { selectorOf, selects } from '#net/flow.ts';
import type { Command } from '#sim/command.ts';
import type { News } from '#sim/effect.ts';
import { fromPrefixAndIid, ipv6, parsePrefix, prefixAddress, toPrefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { addEntry, entriesOf, isReady, neededBy, removeEntry, setEntry } from './flows.ts';
import { multihoming, partsOf, prefixesOf } from './group.ts';
import type { Part } from './group.ts';
import { nameOf, note } from './rows.ts';
import type { FlowEntryRow, Turn } from './rows.ts';
import { retell } from './telling.ts';

type Order = Extract<Command, { readonly do: 'operate' }>;

/** Which flow an order is about. */
interface Meant {
  readonly mnId: string;
  readonly name: string | undefined;
  readonly selector: FlowSelector;
  /** Key of the entry, when it has one. */
  readonly key: string | undefined;
}

/** An operator moves a flow, duplicates it, drops it, or gives it back to the routes. */
export function moveFlow(
  turn: Turn,
  order: Order,
  of: { readonly mnId: string | undefined; readonly peer: Ipv6 | undefined },
): void {
  if (multihoming(turn) === 'off') return refuse(turn, 'flows are not moved here', 'MIF §4.2');
  if (turn.sight.knob('flowDecider') === 'mn') {
    return refuse(turn, 'the mobile node decides over its flows', 'RFC 7864 §3.2');
  }
  const meant = meantBy(turn, order, of.mnId);
  if (meant === undefined) return refuse(turn, 'there is no such flow', 'RFC 7864 §5.2');
  const parts = partsOf(turn, meant.mnId).filter((part) => part.isHere);
  const isBack = of.peer === undefined && order.bids === undefined && order.drop !== true;
  if (isBack) {
    if (meant.key !== undefined) removeEntry(turn, meant.key);
    return note(turn, 'info', `${nameOfFlow(meant)} goes where its prefix goes`, 'MIF §4.2');
  }
  const wanted = parts.filter(
    ({ bid, row }) => order.bids?.includes(bid) === true || row.gateway === of.peer,
  );
  const missing = order.bids?.find((bid) => !wanted.some((part) => part.bid === bid));
  if (order.drop !== true && (wanted.length === 0 || missing !== undefined)) {
    const where = of.peer === undefined ? `binding ${missing ?? ''}` : nameOf(turn, of.peer);
    return refuse(turn, `${meant.mnId} is not at ${where}`, 'RFC 7864 §5.1');
  }
  return decide(turn, meant, wanted, { by: 'operator', drop: order.drop === true });
}

const refuse = (turn: Turn, why: string, cite: string): void =>
  note(turn, 'warning', `the flow stays: ${why}`, cite);

const nameOfFlow = ({ name, key }: Meant): string => name ?? key ?? 'the flow';

function decide(
  turn: Turn,
  meant: Meant,
  wanted: readonly Part[],
  how: { readonly by: 'operator' | 'node'; readonly drop: boolean },
): void {
  const before = meant.key === undefined ? undefined : turn.tables.flows.get(meant.key);
  const bids = wanted.map(({ bid }) => bid);
  const plan = { bids, by: how.by, action: how.drop ? 'drop' : 'forward' } as const;
  const entry = before ?? planned(meant);
  for (const part of wanted) {
    const { gateway } = part.row;
    if (isReady(turn, { ...entry, ...plan }, part)) continue;
    const told = turn.tables.told.get(`${gateway} ${meant.mnId}`);
    // S-18: where gateways are told at each attachment, one that failed stays out.
    if (told?.state === 'unsynchronised' && multihoming(turn) !== 'rfc7864') {
      const prefixes = neededBy(turn, entry).join(', ');
      const why = `${nameOf(turn, gateway)} does not know ${prefixes}`;
      return refuse(turn, why, 'RFC 7864 §3.2.2');
    }
    retell(turn, gateway, meant.mnId);
  }
  const where = how.drop ? 'nowhere' : `to ${namesOf(turn, wanted)}`;
  note(turn, 'info', `${nameOfFlow(meant)} of ${meant.mnId} goes ${where}`, 'MIF §5.3.2');
  if (meant.key !== undefined && before !== undefined) {
    return setEntry(turn, meant.key, { ...before, ...plan });
  }
  const { mnId, name, selector } = meant;
  addEntry(turn, { mnId, name, selector, gateways: [], ...plan });
  return undefined;
}

const namesOf = (turn: Turn, parts: readonly Part[]): string =>
  parts.map(({ row }) => nameOf(turn, row.gateway)).join(' and ');

const planned = ({ mnId, name, selector }: Meant): FlowEntryRow => ({
  mnId,
  name,
  selector,
  fid: 0,
  priority: 0,
  bids: [],
  action: 'forward',
  active: false,
  out: [],
  within: [],
  by: 'operator',
  gateways: [],
});

/** By number of the entry, name, mark of the stack, or prefix. */
function meantBy(turn: Turn, order: Order, mnId: string | undefined): Meant | undefined {
  const { flow, fid, mark, prefix } = order;
  if (fid !== undefined && mnId !== undefined) return entryMeant(turn, `${mnId} ${fid}`);
  if (flow !== undefined) {
    const known = turn.config.flowNames?.[flow];
    const named = [...turn.tables.flows.entries()].find(([, row]) => row.name === flow)?.[0];
    if (named !== undefined) return entryMeant(turn, named);
    return known && { ...known, name: flow, key: undefined };
  }
  if (mark !== undefined) return flowMeant(turn, mark);
  const one = parsePrefix(prefix ?? '');
  if (one === undefined || mnId === undefined) return undefined;
  if (!prefixesOf(turn, mnId).includes(one)) return undefined;
  const selector: FlowSelector = { dst: [prefixAddress(one), lastOf(one)] };
  const same = entriesOf(turn, mnId).find(
    ([, row]) => row.selector.dst?.[0] === selector.dst?.[0] && row.name === one,
  );
  return { mnId, name: one, selector, key: same?.[0] };
}

function entryMeant(turn: Turn, key: string): Meant | undefined {
  const row = turn.tables.flows.get(key);
  return row && { mnId: row.mnId, name: row.name, selector: row.selector, key };
}

/** A flow that the stack has seen: all six facts. */
function flowMeant(turn: Turn, mark: number): Meant | undefined {
  const row = turn.sight.flows?.get(`${mark}`);
  if (row === undefined) return undefined;
  const entry = turn.tables.flows.get(row.rule ?? '');
  const selector = selectorOf(row);
  const mnId = ownerOf(turn, row.dst);
  if (mnId === undefined) return undefined;
  const isSame = entry !== undefined && sameText(entry.selector, selector);
  return { mnId, name: undefined, selector, key: isSame ? row.rule : undefined };
}

const sameText = (a: FlowSelector, b: FlowSelector): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The node whose prefix an address is in. Prefixes here are of 64 bits. */
function ownerOf(turn: Turn, address: Ipv6): string | undefined {
  const row = turn.tables.prefixes.get(toPrefix(address, 64));
  return row?.state === 'used' ? row.mnId : undefined;
}

/** The last address of a prefix. */
const lastOf = (one: Prefix): Ipv6 => fromPrefixAndIid(one, ipv6('::ffff:ffff:ffff:ffff'));

/** A flow comes by another tunnel than before, MIF §4.4: the node has decided. */
export function onUplink(turn: Turn, news: News): void {
  const decider = turn.sight.knob('flowDecider');
  if (decider !== 'mn' && decider !== 'assisted') return;
  // The shape that the stack declares (`sim/steering.ts`).
  const seen = news as unknown as Uplink;
  const mnId = ownerOf(turn, seen.dst);
  const part = partsOf(turn, mnId ?? '').find(
    ({ row, isHere }) => isHere && row.tunnel === seen.iface,
  );
  if (mnId === undefined || part === undefined) return;
  const facts = { ...seen, flowLabel: 0, trafficClass: 0, spi: undefined };
  const entry = entriesOf(turn, mnId).find(([, { selector }]) =>
    selects(withoutLabel(selector), facts),
  );
  if (entry?.[1].bids.length === 1 && entry[1].bids[0] === part.bid) return;
  const holder = turn.tables.prefixes.get(toPrefix(seen.dst, 64))?.binding;
  if (entry === undefined && holder === part.binding) return;
  const open = withoutLabel(selectorOf(facts));
  const meant: Meant =
    entry === undefined
      ? { mnId, name: undefined, selector: open, key: undefined }
      : { mnId, name: entry[1].name, selector: entry[1].selector, key: entry[0] };
  decide(turn, meant, [part], { by: 'node', drop: false });
}

/** The label of the other direction says nothing. */
function withoutLabel(selector: FlowSelector): FlowSelector {
  const { flowLabel: _label, ...rest } = selector;
  return rest;
}

interface Uplink {
  readonly iface: IfaceId;
  readonly src: Ipv6;
  readonly dst: Ipv6;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
}
