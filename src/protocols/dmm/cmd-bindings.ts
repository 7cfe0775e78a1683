// The bindings of a CMD, RFC 8885 §3.1 and §3.2: one per node, its change at a handover, its end.

import { ms } from '#base/ids.ts';
import { must } from '#base/assert.ts';
import type { Ipv6 } from '#wire/address.ts';
import { requestMark } from '#protocols/pmipv6/checks.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { askMaar, stepQuestion } from './cmd-questions.ts';
import { accept, grantedTo, modeOf, settledOf } from './cmd-replies.ts';
import { GRACE, questionsOf } from './cmd-rows.ts';
import type { CmdBindingRow, CmdTurn, PreviousMaar } from './cmd-rows.ts';

/** §3.2: how long a relay collects PBAs. The RFC gives no number. */
const AGGREGATION_TIMEOUT = ms(200);
/** RFC 8885 §6: the number of previous MAARs of a node has a limit; the oldest are let go. */
const MOST_PREVIOUS = 32;

const bindingTimer = (mnId: string): string => `binding ${mnId}`;
const roundTimer = (mnId: string): string => `round ${mnId}`;

/** §3.1 step 3: the node is new in the domain. */
export function newBinding(turn: CmdTurn, request: ProxyUpdate): CmdBindingRow {
  const mnId = must(request.mnId, 'rule 4 demands an MN-ID');
  const empty = { mnId, previous: [], waits: false, lastTimestamp: undefined };
  return keepBinding(turn, empty, request);
}

/** Writes what a PBU of the S-MAAR says. */
export function keepBinding(
  turn: CmdTurn,
  before: Pick<CmdBindingRow, 'mnId' | 'previous' | 'waits' | 'lastTimestamp'>,
  request: ProxyUpdate,
): CmdBindingRow {
  const lifetime = grantedTo(request);
  const after = fromUnits(lifetime) + GRACE;
  const row: CmdBindingRow = {
    ...before,
    previous: before.previous.filter(({ until }) => until > turn.sight.now),
    prefixes: request.prefixes,
    proxyCareOfAddress: request.source,
    lifetime,
    expiresAt: turn.sight.now + after,
    lastTimestamp: request.timestamp ?? before.lastTimestamp,
    lastSequence: request.sequence,
    lastRequest: requestMark(request),
    request,
  };
  turn.tables.bindings.set(row.mnId, row);
  turn.effects.push({ do: 'arm', timer: bindingTimer(row.mnId), after, say: 'binding ends' });
  return row;
}

/** §3.2 to §3.4: the node is at another MAAR. */
export function handOver(turn: CmdTurn, before: CmdBindingRow, request: ProxyUpdate): void {
  const mode = modeOf(turn);
  const { mnId } = before;
  const targets = targetsOf(turn, before, request.source);
  for (const [key] of questionsOf(turn, mnId)) stepQuestion(turn, key, { type: 'END' });
  const listed = targets.map(({ maar }) => maar);
  const previous = before.previous.filter(({ maar }) => listed.includes(maar));
  const row = keepBinding(turn, { ...before, previous, waits: mode !== 'proxy' }, request);
  if (mode === 'proxy') accept(turn, row, targets);
  for (const { maar, prefixes } of targets) {
    askMaar(turn, row, { maar, prefixes, known: mode === 'proxy' });
  }
  const timer = roundTimer(mnId);
  if (mode !== 'relay') turn.effects.push({ do: 'disarm', timer });
  else {
    const after = AGGREGATION_TIMEOUT;
    turn.effects.push({ do: 'arm', timer, after, say: 'PBAs are collected no longer' });
  }
}

/** The former S-MAAR and every previous one, but for where the node is now. */
function targetsOf(turn: CmdTurn, row: CmdBindingRow, serving: Ipv6): readonly PreviousMaar[] {
  const found = new Map<Ipv6, PreviousMaar>();
  const { now } = turn.sight;
  for (const one of row.previous) if (one.until > now) found.set(one.maar, one);
  for (const [, { maar, prefixes }] of questionsOf(turn, row.mnId)) {
    if (!found.has(maar)) found.set(maar, { maar, prefixes, extensions: [], until: now });
  }
  const { proxyCareOfAddress: maar, prefixes } = row;
  found.set(maar, { maar, prefixes, extensions: [], until: now });
  found.delete(serving);
  return [...found.values()].slice(-MOST_PREVIOUS);
}

/** §3.2: what is collected goes now, the rest on arrival. */
export function onRoundEnd(turn: CmdTurn, mnId: string): void {
  const row = turn.tables.bindings.get(mnId);
  if (row?.waits === true) endRound(turn, row);
}

/** The one PBA of a relay. */
export function endRound(turn: CmdTurn, row: CmdBindingRow): void {
  const { mnId } = row;
  turn.tables.bindings.set(mnId, { ...row, waits: false });
  turn.effects.push({ do: 'disarm', timer: roundTimer(mnId) });
  accept(turn, row, settledOf(turn, row));
}

/** Its lifetime is over, or the S-MAAR has de-registered it. */
export function endBinding(turn: CmdTurn, mnId: string): void {
  for (const [key] of questionsOf(turn, mnId)) stepQuestion(turn, key, { type: 'END' });
  turn.tables.bindings.delete(mnId);
  turn.effects.push({ do: 'disarm', timer: bindingTimer(mnId) });
  turn.effects.push({ do: 'disarm', timer: roundTimer(mnId) });
}
