// The flow mobility cache, RFC 7864 §5.2 and MIF §4.2: which flows of a node go to which of its
// bindings. From its entries follow the rules of the stack.

import type { IfaceId } from '#base/ids.ts';
import { sameRow } from '#base/table.ts';
import type { FlowRule } from '#net/flow.ts';
import { prefixContains } from '#wire/address.ts';
import type { Prefix } from '#wire/address.ts';
import { ownAt, partsOf, prefixesOf } from './group.ts';
import type { Part } from './group.ts';
import { ask } from './rows.ts';
import type { FlowEntryRow, Turn } from './rows.ts';

const PRIORITY_STEP = 10;

/** The entries of a node by priority, with their keys. */
export const entriesOf = (
  turn: Turn,
  mnId: string,
): readonly (readonly [key: string, row: FlowEntryRow])[] =>
  (turn.tables.flowsByNode.get(mnId)?.bindings ?? [])
    .flatMap((key): (readonly [string, FlowEntryRow])[] => {
      const row = turn.tables.flows.get(key);
      return row === undefined ? [] : [[key, row]];
    })
    .toSorted(([, a], [, b]) => a.priority - b.priority);

/** A new entry, behind those that the node has; gives its key. */
export function addEntry(
  turn: Turn,
  entry: Omit<FlowEntryRow, 'fid' | 'priority' | 'active' | 'out' | 'within'>,
): string {
  const rows = entriesOf(turn, entry.mnId).map(([, row]) => row);
  const fid = Math.max(0, ...rows.map((row) => row.fid)) + 1;
  const priority = Math.max(0, ...rows.map((row) => row.priority)) + PRIORITY_STEP;
  const key = `${entry.mnId} ${fid}`;
  const { flowsByNode } = turn.tables;
  const known = flowsByNode.get(entry.mnId)?.bindings ?? [];
  flowsByNode.set(entry.mnId, { bindings: [...known, key] });
  setEntry(turn, key, { ...entry, fid, priority, active: false, out: [], within: [] });
  return key;
}

/** Changes an entry; its rule follows at the end of the turn. */
export function setEntry(turn: Turn, key: string, row: FlowEntryRow): void {
  turn.tables.flows.set(key, row);
  turn.touched.add(row.mnId);
}

/** Takes an entry out, and its rule. */
export function removeEntry(turn: Turn, key: string): void {
  const { flows, flowsByNode } = turn.tables;
  const row = flows.get(key);
  if (row === undefined) return;
  flows.delete(key);
  if (row.active) ask(turn, { do: 'removeFlowRule', id: key });
  const left = (flowsByNode.get(row.mnId)?.bindings ?? []).filter((one) => one !== key);
  if (left.length === 0) flowsByNode.delete(row.mnId);
  else flowsByNode.set(row.mnId, { bindings: left });
  turn.touched.add(row.mnId);
}

/** Makes a node's entries and the rules of the stack fit its bindings. */
export function settleFlows(turn: Turn, mnId: string): void {
  const parts = partsOf(turn, mnId);
  // S-20: entries end with the node's last binding.
  if (parts.length === 0) {
    for (const [key] of entriesOf(turn, mnId)) removeEntry(turn, key);
    return;
  }
  addPolicies(turn, mnId);
  for (const [key, row] of entriesOf(turn, mnId)) settleEntry(turn, key, row, parts);
}

/** MIF §4.2: the policies of a node stand from its first binding on. */
function addPolicies(turn: Turn, mnId: string): void {
  const names = new Set(entriesOf(turn, mnId).map(([, row]) => row.name));
  for (const policy of turn.config.flows ?? []) {
    if (policy.mnId !== mnId || names.has(policy.name)) continue;
    addEntry(turn, { ...policy, bids: [], by: 'policy' });
  }
}

function settleEntry(turn: Turn, key: string, before: FlowEntryRow, parts: readonly Part[]): void {
  const bids = before.by === 'policy' ? bidsAt(parts, before) : before.bids;
  const row = { ...before, bids };
  const out = outOf(turn, row, parts);
  // RFC 7864 §5.2: inactive when all of its bindings are gone; then the prefix route takes over.
  const active = row.action === 'drop' || out.length > 0;
  const next: FlowEntryRow = { ...row, out, active, within: prefixesOf(turn, row.mnId) };
  turn.tables.flows.set(key, next);
  const [old, rule] = [ruleOf(key, before), ruleOf(key, next)];
  if (rule === undefined) {
    if (old !== undefined) ask(turn, { do: 'removeFlowRule', id: key });
  } else if (!sameRow(old, rule)) ask(turn, { do: 'setFlowRule', rule });
}

const bidsAt = (parts: readonly Part[], { gateways }: FlowEntryRow): readonly number[] =>
  parts.flatMap(({ bid, row }) => (gateways.includes(row.gateway) ? bid : []));

/** The tunnels of an entry: of bindings whose gateway has the node and knows its prefixes. */
function outOf(turn: Turn, row: FlowEntryRow, parts: readonly Part[]): readonly IfaceId[] {
  const tunnels = parts.flatMap((part) => {
    const isMeant = row.bids.includes(part.bid) && part.isHere;
    return isMeant && isReady(turn, row, part) ? (part.row.tunnel ?? []) : [];
  });
  return [...new Set(tunnels)];
}

/** The prefixes of a node that packets of an entry may be for. */
export function neededBy(turn: Turn, row: FlowEntryRow): readonly Prefix[] {
  const { dst } = row.selector;
  const all = prefixesOf(turn, row.mnId);
  if (dst === undefined) return all;
  const named = all.filter((one) => prefixContains(one, dst[0]) || prefixContains(one, dst[1]));
  return named.length === 0 ? all : named;
}

/** RFC 7864 §3.2.2: a gateway has to know a prefix before packets for it can go there. */
export function isReady(turn: Turn, row: FlowEntryRow, { row: { gateway } }: Part): boolean {
  const own = ownAt(turn, row.mnId, gateway);
  const told = turn.tables.told.get(`${gateway} ${row.mnId}`);
  const known = told?.state === 'told' ? told.prefixes : [];
  return neededBy(turn, row).every((one) => own.includes(one) || known.includes(one));
}

/** The rule of an entry as it stands. A change that is not settled yet has that of before. */
function ruleOf(key: string, row: FlowEntryRow): FlowRule | undefined {
  if (!row.active) return undefined;
  return {
    id: key,
    within: row.within,
    priority: row.priority,
    selector: row.selector,
    action: row.action === 'drop' ? 'discard' : 'forward',
    out: row.out,
  };
}
