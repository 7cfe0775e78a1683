// Registrations of a mobile node at correspondents (MIP6 §11.6, §11.7.2): each row follows
// peer-update.machine.ts, and with it tests, updates and the direct path.

import { directKey } from '#net/direct-path.ts';
import { fireMachine, startMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { Stepped } from '#sim/machine.ts';
import type { Ipv6 } from '#wire/address.ts';
import type { MobilityMessage, Packet } from '#wire/packet.ts';
import { fromUnits, mobility } from '#protocols/pmipv6/messages.ts';
import { registrationOf } from './home-registration.ts';
import { ask, note } from './home-rows.ts';
import { authenticatorOf, bindingKey, drawHex, isSame, octetsOf, sealed } from './keys.ts';
import {
  buildUpdate,
  FIRST_REFUSAL,
  nextSequence,
  STATUS,
  type Acknowledgement,
} from './messages.ts';
import type { PeerRow, Token, Turn } from './mobile-rows.ts';
import { peerUpdate, type PeerUpdateEvent } from './peer-update.machine.ts';
import { hexText } from '#wire/octets.ts';

const COOKIE_OCTETS = 8;
const SEQUENCES = 0x1_0000;
/** MIP6 §12: MAX_RR_BINDING_LIFETIME, 420 s, in units of 4 s. */
const MAX_RR_BINDING_LIFETIME = 105;
/** Choice: tests begin again when a fifth of the lifetime is left. */
const REFRESH_SHARE = 5;

/** MIP6 §11.7.2: a packet of somebody came through the home agent. */
export function meet(turn: Turn, peer: Ipv6, destination: Ipv6): void {
  const { homeAddress, homeAgent } = turn.config;
  const { state, careOfAddress } = registrationOf(turn);
  if (destination !== homeAddress || peer === homeAgent || turn.tables.peers.has(peer)) return;
  if (state !== 'active' && state !== 'refreshing') return;
  const row: PeerRow = {
    peer,
    careOfAddress,
    state: 'planned',
    sequence: Math.floor(turn.sight.random('ids') * SEQUENCES),
    lifetime: 0,
    sentAt: 0,
    expiresAt: undefined,
    retransmissions: 0,
    refreshAfter: 0,
    endAfter: 0,
    status: undefined,
    homeCookie: '',
    careOfCookie: '',
    home: undefined,
    careOf: undefined,
  };
  step(turn, { type: 'MEET' }, row);
}

/** The home agent knows another care-of address, or none: correspondents are to know it too. */
export function followPeers(turn: Turn): void {
  const { careOfAddress, homeAddress, state } = registrationOf(turn);
  const isKnown = state === 'active' || state === 'home';
  for (const row of isKnown ? [...turn.tables.peers.values()] : []) {
    if (row.careOfAddress === careOfAddress) continue;
    const moved = { ...row, careOfAddress, careOf: undefined };
    step(turn, { type: careOfAddress === homeAddress ? 'RETURN' : 'MOVE' }, moved);
  }
}

function step(turn: Turn, event: PeerUpdateEvent, row: PeerRow): void {
  const { retransmissions, refreshAfter, endAfter } = row;
  const context = { retransmissions, refreshAfter, endAfter };
  const life =
    row.state === 'planned' ? startMachine(peerUpdate, context).row : { value: row.state, context };
  settle(turn, row, stepMachine(peerUpdate, life, event));
}

/** An event about a correspondent, if it is known. */
export function stepPeer(turn: Turn, peer: Ipv6, event: PeerUpdateEvent): void {
  const row = turn.tables.peers.get(peer);
  if (row !== undefined) step(turn, event, row);
}

/** One of its timers fired. */
export function firePeer(turn: Turn, peer: string, timer: string): void {
  const row = turn.tables.peers.get(peer);
  if (row === undefined) return;
  const { state, retransmissions, refreshAfter, endAfter } = row;
  const life = { value: state, context: { retransmissions, refreshAfter, endAfter } };
  settle(turn, row, fireMachine(peerUpdate, life, timer));
}

function settle(turn: Turn, row: PeerRow, next: Stepped<typeof peerUpdate>): void {
  const { peers } = turn.tables;
  const { value: state, context } = next.row;
  peers.set(row.peer, { ...row, ...context, state });
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, row.peer, each.type);
    else ask(turn, ...toEffects([each], `peer ${row.peer}`, {}));
  }
  if (state === 'gone') peers.delete(row.peer);
}

function act(turn: Turn, peer: Ipv6, action: string): void {
  const row = turn.tables.peers.get(peer);
  if (row === undefined) return;
  const { homeAddress } = turn.config;
  switch (action) {
    case 'sendTests':
      return sendTests(turn, row, true);
    case 'sendHomeTest':
      return sendTests(turn, row, false);
    case 'sendUpdate':
      return sendUpdate(turn, row, lifetimeFor(turn));
    case 'sendLast':
      return sendUpdate(turn, row, 0);
    case 'serve': {
      const path = { homeAddress, careOfAddress: row.careOfAddress, peer };
      return ask(turn, { do: 'setDirectPath', path });
    }
    case 'withdraw':
      return ask(turn, { do: 'removeDirectPath', key: directKey(homeAddress, peer) });
    default:
      return undefined;
  }
}

/** MIP6 §11.6.1: each test has a cookie of its own; the home test goes through the home agent. */
function sendTests(turn: Turn, row: PeerRow, withCareOf: boolean): void {
  const { homeAddress } = turn.config;
  const homeCookie = drawHex(turn.sight, COOKIE_OCTETS);
  const careOfCookie = withCareOf ? drawHex(turn.sight, COOKIE_OCTETS) : '';
  const fresh = { home: undefined, careOf: undefined };
  turn.tables.peers.set(row.peer, { ...row, ...fresh, homeCookie, careOfCookie });
  sendTest(turn, homeAddress, row.peer, 'HomeTestInit', homeCookie);
  if (withCareOf) sendTest(turn, row.careOfAddress, row.peer, 'CareOfTestInit', careOfCookie);
}

function sendTest(
  turn: Turn,
  from: Ipv6,
  to: Ipv6,
  is: 'HomeTestInit' | 'CareOfTestInit',
  cookie: string,
): void {
  const message: MobilityMessage = { is, cookie: octetsOf(cookie), options: [] };
  ask(turn, { do: 'send', packet: mobility(from, to, message) });
}

/** MIP6 §11.7.2: no longer than the home registration. */
function lifetimeFor(turn: Turn): number {
  const { expiresAt = turn.sight.now } = registrationOf(turn);
  const left = Math.max(0, expiresAt - turn.sight.now);
  return Math.min(MAX_RR_BINDING_LIFETIME, Math.max(1, Math.floor(left / fromUnits(1))));
}

function sendUpdate(turn: Turn, before: PeerRow, lifetime: number): void {
  const { config, sight, tables } = turn;
  const { home, careOf, peer } = before;
  if (home === undefined) return;
  const sequence = nextSequence(before.sequence);
  const row = { ...before, sequence, lifetime, sentAt: sight.now };
  tables.peers.set(peer, row);
  const { homeAddress } = config;
  const careOfAddress = lifetime === 0 ? homeAddress : row.careOfAddress;
  const head = { homeAddress, careOfAddress, sequence, lifetime };
  const flags = { acknowledge: true, homeRegistration: false, mobileRouter: false };
  const nonces = {
    is: 'NonceIndices',
    homeNonceIndex: home.nonceIndex,
    careOfNonceIndex: lifetime === 0 ? 0 : (careOf?.nonceIndex ?? 0),
  } as const;
  const ends = { source: careOfAddress, destination: peer };
  const packet = buildUpdate({ ...head, ...flags }, ends, [nonces]);
  const by = { key: keyOf(row), careOfAddress, correspondent: peer };
  ask(turn, { do: 'send', packet: sealed(packet, by, sight.profile) });
}

/** MIP6 §5.2.5: of both tokens, or of the home token alone in an update that ends. */
const keyOf = ({ home, careOf, lifetime }: PeerRow): Uint8Array =>
  bindingKey(home?.token ?? '', lifetime === 0 ? undefined : careOf?.token);

/** MIP6 §11.6.2: a test is answered, if cookie and addresses are those of the question. */
export function onTest(turn: Turn, packet: Packet): void {
  if (packet.payload.is !== 'mobility') return;
  const { message } = packet.payload;
  if (message.is !== 'HomeTest' && message.is !== 'CareOfTest') return;
  const row = turn.tables.peers.get(packet.src);
  const isHome = message.is === 'HomeTest';
  const cookie = isHome ? row?.homeCookie : row?.careOfCookie;
  const asked = isHome ? turn.config.homeAddress : row?.careOfAddress;
  const isWaiting = row?.state === 'testing' || row?.state === 'testingHome';
  if (
    row === undefined ||
    !isWaiting ||
    asked !== packet.dst ||
    cookie !== hexText(message.cookie)
  ) {
    const text = `${message.is} of ${packet.src} answers no test that waits`;
    return note(turn, 'silent', text, 'MIP6 §11.6.2');
  }
  const { nonceIndex, keygenToken } = message;
  const token: Token = { token: hexText(keygenToken), nonceIndex };
  const heard = isHome ? { ...row, home: token } : { ...row, careOf: token };
  turn.tables.peers.set(row.peer, heard);
  const isDone =
    heard.home !== undefined && (heard.careOf !== undefined || row.state === 'testingHome');
  if (isDone) step(turn, { type: 'TESTED' }, heard);
}

/** MIP6 §11.7.3: an acknowledgement of a correspondent. */
export function onPeerAnswer(turn: Turn, packet: Packet, answer: Acknowledgement): void {
  const row = turn.tables.peers.get(answer.source);
  const fault = row === undefined ? 'nobody waits for it' : answerFault(turn, row, packet, answer);
  if (row === undefined || fault !== undefined) {
    const text = `BA ${answer.status} of ${answer.source} ignored: ${fault}`;
    return note(turn, 'silent', text, 'MIP6 §11.7.3');
  }
  const heard = { ...row, status: answer.status };
  if (answer.status < FIRST_REFUSAL) {
    const granted = Math.min(answer.lifetime, row.lifetime);
    const expiresAt = row.sentAt + fromUnits(granted);
    const endAfter = Math.max(0, expiresAt - turn.sight.now);
    const refreshAfter = Math.max(0, endAfter - Math.floor(fromUnits(granted) / REFRESH_SHARE));
    return step(turn, { type: 'ACCEPTED', refreshAfter, endAfter }, { ...heard, expiresAt });
  }
  note(turn, 'warning', `${row.peer} refuses: ${answer.status}`, 'MIP6 §11.7.3');
  if (answer.status === STATUS.sequenceOutOfWindow) {
    return step(turn, { type: 'RETRY' }, { ...heard, sequence: answer.sequence });
  }
  step(turn, { type: isStale(answer.status) ? 'STALE' : 'REFUSED' }, heard);
}

const isStale = (status: number): boolean =>
  status >= STATUS.expiredHomeNonce && status <= STATUS.expiredNonces;

/** MIP6 §6.1.8: who cannot know the key of the update, since its nonces are gone, signs nothing. */
function answerFault(
  turn: Turn,
  row: PeerRow,
  packet: Packet,
  answer: Acknowledgement,
): string | undefined {
  if (answer.status !== STATUS.sequenceOutOfWindow && answer.sequence !== row.sequence) {
    return 'another sequence number';
  }
  if (isStale(answer.status)) return undefined;
  if (answer.authenticator === undefined) return 'no authenticator';
  const careOfAddress = row.lifetime === 0 ? turn.config.homeAddress : row.careOfAddress;
  const by = { key: keyOf(row), careOfAddress, correspondent: row.peer };
  const expected = authenticatorOf(packet, by, turn.sight.profile);
  return isSame(expected, answer.authenticator) ? undefined : 'a wrong authenticator';
}
