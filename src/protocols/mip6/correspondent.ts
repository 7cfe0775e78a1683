// Role `correspondent`: a node that talks to mobile nodes directly (MIP6 §9): it answers tests of
// return routability, keeps a Binding Cache, and lets its stack send around the home agent.

import { directKey } from '#net/direct-path.ts';
import type { TimerKey } from '#base/ids.ts';
import { fireMachine, fromTimer, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import { defineRole } from '#sim/role.ts';
import type { AnyRole, Stimulus } from '#sim/role.ts';
import { isLinkLocal, isMulticast, isUnspecified, type Ipv6 } from '#wire/address.ts';
import type { MobilityMessage, Packet } from '#wire/packet.ts';
import { cut } from '#protocols/pmipv6/asks.ts';
import { fromUnits, mobility } from '#protocols/pmipv6/messages.ts';
import { cachedBinding, type CachedBindingEvent } from './cached-binding.machine.ts';
import {
  correspondentTables,
  type CachedBindingRow,
  type CorrespondentRows,
  type Turn,
} from './correspondent-rows.ts';
import { ask, note } from './home-rows.ts';
import {
  authenticatorOf,
  bindingKey,
  careOfToken,
  homeToken,
  isSame,
  octetsOf,
  sealed,
} from './keys.ts';
import { buildAcknowledgement, isNewer, readUpdate, STATUS, type Update } from './messages.ts';
import { freshNonce, nonceAt, secretOf } from './nonces.ts';

/** Home Test Init, Care-of Test Init, Binding Update. */
const TAKES: readonly number[] = [1, 2, 5];
/** MIP6 §12: 420 s, in units of 4 s. */
const MAX_RR_BINDING_LIFETIME = 105;

function onStimulus(turn: Turn, stimulus: Stimulus): void {
  switch (stimulus.on) {
    case 'packet':
      return onPacket(turn, stimulus.packet);
    case 'timer':
      return onTimer(turn, stimulus.timer);
    case 'link':
    case 'news':
    case 'command':
    case 'boot':
      return undefined;
  }
}

function onPacket(turn: Turn, packet: Packet): void {
  if (packet.payload.is !== 'mobility') return;
  const { message } = packet.payload;
  if (message.is === 'BindingUpdate') return onUpdate(turn, packet);
  if (message.is !== 'HomeTestInit' && message.is !== 'CareOfTestInit') return;
  // MIP6 §9.4.1, §9.4.2: a test never comes with a Home Address option.
  if (packet.homeAddress !== undefined) {
    const text = `${message.is} with a Home Address option`;
    return note(turn, 'silent', text, 'MIP6 §9.4.1');
  }
  answerTest(turn, packet, message);
}

/** MIP6 §9.4.3, §9.4.4: the answer keeps no state but the nonce. */
function answerTest(
  turn: Turn,
  { src, dst }: Packet,
  message: Extract<MobilityMessage, { is: 'HomeTestInit' | 'CareOfTestInit' }>,
): void {
  const secret = secretOf(turn);
  const { index: nonceIndex, nonce } = freshNonce(turn);
  const isHome = message.is === 'HomeTestInit';
  const token = (isHome ? homeToken : careOfToken)(secret, src, nonce);
  const said = { nonceIndex, cookie: message.cookie, keygenToken: octetsOf(token), options: [] };
  const answer: MobilityMessage = { is: isHome ? 'HomeTest' : 'CareOfTest', ...said };
  ask(turn, { do: 'send', packet: mobility(dst, src, answer) });
}

/** MIP6 §9.5.1: the tests of an update, in their order. */
function onUpdate(turn: Turn, packet: Packet): void {
  const update = readUpdate(packet);
  const fault = update === undefined ? 'it is a proxy’s' : silentFault(update);
  if (update === undefined || fault !== undefined) {
    return note(turn, 'silent', `BU ignored: ${fault}`, 'MIP6 §9.5.1');
  }
  const known = turn.tables.bindings.get(update.homeAddress);
  if (known !== undefined && !isNewer(update.sequence, known.sequence)) {
    return onOldNumber(turn, packet, update, known.sequence);
  }
  const stale = staleStatus(turn, update);
  if (stale !== undefined) return refuse(turn, update, stale, update.sequence);
  const key = keyFor(turn, update);
  if (!isGenuine(turn, packet, update, key)) {
    return note(turn, 'silent', 'BU ignored: a wrong authenticator', 'MIP6 §9.5.1');
  }
  settleUpdate(turn, update, known, key);
}

/**
 * MIP6 §9.5.1: 135, with the last number. Choice: only to who has the key, since an answer to anybody
 * else would tell the number.
 */
function onOldNumber(turn: Turn, packet: Packet, update: Update, last: number): void {
  const key = staleStatus(turn, update) === undefined ? keyFor(turn, update) : undefined;
  if (key === undefined || !isGenuine(turn, packet, update, key)) {
    return note(turn, 'silent', 'BU ignored: an old number, unsigned', 'MIP6 §9.5.1');
  }
  refuse(turn, update, STATUS.sequenceOutOfWindow, last, key);
}

/** What is discarded without a word. */
function silentFault(update: Update): string | undefined {
  const { homeAddress } = update;
  if (isMulticast(homeAddress) || isLinkLocal(homeAddress) || isUnspecified(homeAddress)) {
    return `${homeAddress} is no routable home address`;
  }
  if (update.homeRegistration) return 'this node is no home agent';
  if (update.nonces === undefined) return 'no nonce indices';
  return update.isSealed ? undefined : 'the last option is no authenticator';
}

/** MIP6 §9.5.1: nonces that are not known any more. An update that ends needs the home nonce alone. */
function staleStatus(turn: Turn, { nonces, lifetime }: Update): number | undefined {
  const isHomeGone = nonceAt(turn, nonces?.home ?? 0) === undefined;
  const isCareOfGone = lifetime !== 0 && nonceAt(turn, nonces?.careOf ?? 0) === undefined;
  if (isHomeGone && isCareOfGone) return STATUS.expiredNonces;
  if (isHomeGone) return STATUS.expiredHomeNonce;
  return isCareOfGone ? STATUS.expiredCareOfNonce : undefined;
}

/** MIP6 §9.5.1: both tokens are made again from what the packet says. */
function keyFor(turn: Turn, { nonces, homeAddress, careOfAddress, lifetime }: Update): Uint8Array {
  const secret = secretOf(turn);
  const home = homeToken(secret, homeAddress, nonceAt(turn, nonces?.home ?? 0) ?? '');
  if (lifetime === 0) return bindingKey(home);
  return bindingKey(
    home,
    careOfToken(secret, careOfAddress, nonceAt(turn, nonces?.careOf ?? 0) ?? ''),
  );
}

function isGenuine(turn: Turn, packet: Packet, update: Update, key: Uint8Array): boolean {
  const { careOfAddress, destination: correspondent, authenticator } = update;
  const by = { key, careOfAddress, correspondent };
  const expected = authenticatorOf(packet, by, turn.sight.profile);
  return authenticator !== undefined && isSame(expected, authenticator);
}

/** MIP6 §9.5.2, §9.5.3: cached, or deleted. */
function settleUpdate(
  turn: Turn,
  update: Update,
  known: CachedBindingRow | undefined,
  key: Uint8Array,
): void {
  const { homeAddress, careOfAddress, sequence, destination: own } = update;
  const isEnd = update.lifetime === 0 || careOfAddress === homeAddress;
  const lifetime = isEnd ? 0 : Math.min(update.lifetime, MAX_RR_BINDING_LIFETIME);
  if (!isEnd) {
    const row: CachedBindingRow = {
      homeAddress,
      careOfAddress,
      own,
      state: known?.state ?? 'planned',
      sequence,
      lifetime,
      expiresAt: turn.sight.now + fromUnits(lifetime),
    };
    step(turn, row, { type: 'CACHE', lifetime: fromUnits(lifetime) });
  } else if (known !== undefined) step(turn, { ...known, sequence }, { type: 'DELETE' });
  // MIP6 §9.5.4: an acknowledgement when it is asked for.
  if (!update.acknowledge) return;
  answer(turn, update, { status: STATUS.accepted, sequence, lifetime }, key);
}

function refuse(
  turn: Turn,
  update: Update,
  status: number,
  sequence: number,
  key?: Uint8Array,
): void {
  note(turn, 'warning', `BU of ${update.homeAddress} refused: ${status}`, 'MIP6 §9.5.1');
  answer(turn, update, { status, sequence, lifetime: 0 }, key);
}

/** MIP6 §6.1.8: signed, unless the nonces of the key are gone. */
function answer(
  turn: Turn,
  update: Update,
  said: { readonly status: number; readonly sequence: number; readonly lifetime: number },
  key: Uint8Array | undefined,
): void {
  const open = buildAcknowledgement(update, { ...said, mobileRouter: false });
  const { careOfAddress, destination: correspondent } = update;
  const by = key && { key, careOfAddress, correspondent };
  const packet = by === undefined ? open : sealed(open, by, turn.sight.profile);
  ask(turn, { do: 'send', packet });
}

// ── the Binding Cache ───────────────────────────────────────────────────────────────────────────

const lifeOf = ({ state, lifetime }: CachedBindingRow) =>
  state === 'planned'
    ? startMachine(cachedBinding, { lifetime: fromUnits(lifetime) }).row
    : { value: state, context: { lifetime: fromUnits(lifetime) } };

function step(turn: Turn, row: CachedBindingRow, event: CachedBindingEvent): void {
  settle(turn, row, stepMachine(cachedBinding, lifeOf(row), event));
}

/** Timers are those of entries: `binding 2001:db8:f0:1::5/LIFETIME.cached`. */
function onTimer(turn: Turn, key: TimerKey): void {
  const [, rest] = cut(key);
  const { owner, timer } = fromTimer(rest);
  const row = turn.tables.bindings.get(owner);
  if (row !== undefined) settle(turn, row, fireMachine(cachedBinding, lifeOf(row), timer));
}

function settle(turn: Turn, row: CachedBindingRow, next: Stepped<typeof cachedBinding>): void {
  const { bindings } = turn.tables;
  const state = next.row.value;
  if (state === 'gone') bindings.delete(row.homeAddress);
  else bindings.set(row.homeAddress, { ...row, state });
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, row, each.type);
    else ask(turn, ...toEffects([each], `binding ${row.homeAddress}`, {}));
  }
}

function act(turn: Turn, row: CachedBindingRow, action: string): void {
  const { homeAddress, careOfAddress, own } = row;
  switch (action) {
    case 'serve':
      return ask(turn, { do: 'setDirectPath', path: { homeAddress, careOfAddress } });
    case 'withdraw':
      return ask(turn, { do: 'removeDirectPath', key: directKey(homeAddress) });
    case 'remind':
      return remind(turn, own, homeAddress, careOfAddress);
    default:
      return undefined;
  }
}

/** MIP6 §9.5.5: to the mobile node, on the path of data. */
function remind(turn: Turn, own: Ipv6, homeAddress: Ipv6, careOfAddress: Ipv6): void {
  const packet = mobility(own, careOfAddress, { is: 'BindingRefreshRequest', options: [] });
  ask(turn, { do: 'send', packet: { ...packet, routeTo: homeAddress } });
}

/** The role. */
export const correspondent: AnyRole = defineRole<CorrespondentRows, undefined>({
  name: 'correspondent',
  takes: { mobility: TAKES },
  tables: correspondentTables,
  begin: () => [],
  handle: (tables, stimulus, sight) => {
    const turn: Turn = { tables, sight, effects: [] };
    onStimulus(turn, stimulus);
    return turn.effects;
  },
});
