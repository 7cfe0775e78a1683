// The Binding Update List, PMIP §6.1: registrations of mobile nodes at their anchors. Each lives by
// update.machine.ts; here its row follows the machine.

import { fireMachine, stepMachine } from '#sim/machine.ts';
import type { MachineRow, Stepped } from '#sim/machine.ts';
import { carryOut } from '#protocols/pmipv6/asks.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import { forgetNode, settleForeign } from './foreign.ts';
import { closeLink } from './link.ts';
import { queuePbu } from './requests.ts';
import { ask } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { endService, serve, watchAnchor } from './service.ts';
import { update } from './update.machine.ts';
import type { UpdateEvent, UpdateState } from './update.machine.ts';

export const updateKey = (mnId: string, iface: string): string => `${mnId} ${iface}`;
const expiryTimer = (key: string): string => `expiry ${key}`;

/** States in which a PBU is to leave, with the timer of its answer. */
const SENDING: Partial<Record<UpdateState, string>> = {
  registering: 'BINDACK_TIMEOUT',
  refreshing: 'BINDACK_TIMEOUT',
  invalid: 'BINDACK_TIMEOUT',
  deregistering: 'INITIAL_BINDACK_TIMEOUT',
};

/** The registrations of a node, with their keys. */
export function updatesOf(turn: Turn, mnId: string): readonly (readonly [string, UpdateRow])[] {
  const { byNode, updates } = turn.tables;
  return (byNode.get(mnId)?.updates ?? []).flatMap((key) => {
    const row = updates.get(key);
    return row === undefined ? [] : [[key, row] as const];
  });
}

/** One event in the life of a registration; `row` when it brings a change of the row with it. */
export function stepUpdate(
  turn: Turn,
  key: string,
  event: UpdateEvent,
  row: UpdateRow | undefined = turn.tables.updates.get(key),
): void {
  if (row === undefined) return;
  settle(turn, key, row, stepMachine(update, lifeOf(row), event));
  // RFC 5846 §9.1: with the binding goes the link, also under a node that is still there.
  if (event.type === 'REVOKE' && !turn.tables.updates.has(key)) closeLink(turn, row.iface);
}

/** One of its timers fired. */
export function fireUpdate(turn: Turn, key: string, timer: string): void {
  const row = turn.tables.updates.get(key);
  if (row !== undefined) settle(turn, key, row, fireMachine(update, lifeOf(row), timer));
}

const lifeOf = (row: UpdateRow): MachineRow<typeof update> => ({
  value: row.state,
  context: {
    retransmissions: row.retransmissions,
    handoff: row.handoff,
    refreshAfter: row.refreshAfter,
  },
});

function settle(turn: Turn, key: string, row: UpdateRow, next: Stepped<typeof update>): void {
  const { updates, waiting, links } = turn.tables;
  const { value, context } = next.row;
  const before = updates.get(key);
  if (before === undefined) index(turn, key, row);
  updates.set(key, { ...row, ...context, state: value });
  carryOut(turn, next.asks, `update ${key}`, (action) => act(turn, key, action, before));
  const timeout = SENDING[value];
  if (timeout === undefined) waiting.delete(key);
  // A PBU that has not left yet is not waited for.
  else if (waiting.has(key)) {
    ask(turn, { do: 'disarm', timer: `update ${key}/${timeout}.${value}` });
  }
  if (value === 'gone' || value === 'refused') watchAnchor(turn, key, false);
  if (value !== 'gone') return;
  updates.delete(key);
  unindex(turn, key, row);
  settleForeign(turn, key);
  forgetNode(turn, row.mnId);
  if (!links.has(row.iface)) closeLink(turn, row.iface);
}

function act(turn: Turn, key: string, action: string, before: UpdateRow | undefined): void {
  const row = turn.tables.updates.get(key);
  if (row === undefined) return;
  switch (action) {
    case 'sendPbu':
    case 'sendLast':
      return queuePbu(turn, key, action === 'sendLast');
    case 'armExpiry': {
      const after = fromUnits(row.lifetime);
      return ask(turn, { do: 'arm', timer: expiryTimer(key), after, say: 'registration ends' });
    }
    case 'serve':
      return serve(turn, key, before);
    case 'withdraw':
    case 'drop':
      endService(turn, key, action);
      return ask(turn, { do: 'disarm', timer: expiryTimer(key) });
    default:
      return undefined;
  }
}

function index(turn: Turn, key: string, { mnId }: UpdateRow): void {
  const { byNode } = turn.tables;
  byNode.set(mnId, { updates: [...(byNode.get(mnId)?.updates ?? []), key] });
}

function unindex(turn: Turn, key: string, { mnId }: UpdateRow): void {
  const { byNode } = turn.tables;
  const updates = (byNode.get(mnId)?.updates ?? []).filter((other) => other !== key);
  if (updates.length === 0) byNode.delete(mnId);
  else byNode.set(mnId, { updates });
}
