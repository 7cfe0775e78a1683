// The entries of the Binding Cache: each lives by binding.machine.ts; here its row changes, and
// with it indexes, prefixes, tunnels, routes and timers.

import type { Micros } from '#base/ids.ts';
import type { Prefix } from '#wire/address.ts';
import { fireMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { fromUnits } from '#protocols/pmipv6/messages.ts';
import { unwatchPeer, watchPeer } from '#protocols/pmipv6/heartbeat.ts';
import { binding } from './binding.machine.ts';
import type { BindingEvent } from './binding.machine.ts';
import { putEntry, removeEntry } from './cache.ts';
import { settleForwarding } from './forwarding.ts';
import { freePrefixes } from './prefixes.ts';
import { ask, selfOf, setSelf } from './rows.ts';
import type { BindingRow, Turn } from './rows.ts';
import { joinPrefix, leavePrefix, sharersOf } from './shares.ts';

const expiryTimer = (key: string): string => `expiry ${key}`;

/** A new entry; `planned` is its row before the machine runs. Gives its key. */
export function addBinding(turn: Turn, row: Omit<BindingRow, 'state' | 'until'>): string {
  const { nextBinding } = selfOf(turn);
  setSelf(turn, { nextBinding: nextBinding + 1 });
  const key = `${row.mnId} #${nextBinding}`;
  const planned: BindingRow = { ...row, state: 'planned', until: undefined };
  settle(turn, key, planned, stepMachine(binding, lifeOf(planned), { type: 'REGISTER' }));
  return key;
}

/** One event in the life of an entry; `row` when it brings a change of the row with it. */
export function stepBinding(
  turn: Turn,
  key: string,
  event: BindingEvent,
  row: BindingRow | undefined = turn.tables.bindings.get(key),
): void {
  if (row !== undefined) settle(turn, key, row, stepMachine(binding, lifeOf(row), event));
}

/** One of its timers fired. True: the PBU that waits is for a new session. */
export function fireBinding(turn: Turn, key: string, timer: string): boolean {
  const row = turn.tables.bindings.get(key);
  if (row === undefined) return false;
  const next = fireMachine(binding, lifeOf(row), timer);
  settle(turn, key, row, next);
  return next.asks.some((each) => each.ask === 'act' && each.type === 'assignNew');
}

const lifeOf = (row: BindingRow) => ({ value: row.state, context: {} });

function settle(turn: Turn, key: string, row: BindingRow, next: Stepped<typeof binding>): void {
  const { now } = turn.sight;
  const state = next.row.value;
  const isSame = state === row.state;
  let until: Micros | undefined = isSame ? row.until : undefined;
  for (const each of next.asks) if (each.ask === 'arm') until = now + each.after;
  if (state === 'gone') put(turn, key, undefined);
  else put(turn, key, { ...row, state, until });
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, key, row, each.type);
    else ask(turn, ...toEffects([each], `binding ${key}`, {}));
  }
}

function act(turn: Turn, key: string, row: BindingRow, action: string): void {
  const timer = expiryTimer(key);
  switch (action) {
    case 'armExpiry': {
      const after = fromUnits(row.lifetime);
      return ask(turn, { do: 'arm', timer, after, say: 'binding ends' });
    }
    case 'disarmExpiry':
    case 'release':
      return ask(turn, { do: 'disarm', timer });
    default:
      return undefined;
  }
}

/** Writes an entry, or takes it out, with all that follows from it. */
export function put(turn: Turn, key: string, row: BindingRow | undefined): void {
  const before = turn.tables.bindings.get(key);
  const after = settleForwarding(turn, key, before, row);
  const mnId = (row ?? before)?.mnId;
  if (mnId !== undefined) turn.touched.add(mnId);
  if (after === undefined) removeEntry(turn, key);
  else putEntry(turn, key, after);
  settlePrefixes(turn, key, before, after);
  settlePeers(turn, before, after);
}

function settlePrefixes(
  turn: Turn,
  key: string,
  before: BindingRow | undefined,
  after: BindingRow | undefined,
): void {
  const had = before?.prefixes ?? [];
  const has = after?.prefixes ?? [];
  if (before !== undefined && had !== has) {
    const gone = had.filter((one) => !has.includes(one));
    const isLeft = (one: Prefix): boolean =>
      sharersOf(turn, one).includes(key) && !leavePrefix(turn, one, key);
    const given = gone.filter(isLeft);
    if (given.length > 0) freePrefixes(turn, given, before);
  }
  if (after === undefined || had === has) return;
  const { mnId, linkLayerId } = after;
  for (const one of has) {
    if (!had.includes(one)) joinPrefix(turn, one, { mnId, linkLayerId }, key);
  }
}

/** How many sessions each gateway has: with the first it is watched, RFC 5847 §3. */
function settlePeers(
  turn: Turn,
  before: BindingRow | undefined,
  after: BindingRow | undefined,
): void {
  const [from, to] = [before?.gateway, after?.gateway];
  if (from === to) return;
  const { peers } = turn.tables;
  const joined = to === undefined ? undefined : peers.get(to);
  if (joined !== undefined) {
    peers.set(joined.address, { ...joined, sessions: joined.sessions + 1 });
    if (joined.sessions === 0) watchPeer(turn, joined.address);
  }
  const left = from === undefined ? undefined : peers.get(from);
  if (left === undefined) return;
  peers.set(left.address, { ...left, sessions: left.sessions - 1 });
  if (left.sessions === 1) unwatchPeer(turn, left.address);
}
