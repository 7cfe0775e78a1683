// What an operator tells a gateway: register a node again, forget one, or give all bindings back
// (RFC 5846 §9.2).

import type { NodeId } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import type { Command } from '#sim/command.ts';
import type { Packet } from '#wire/packet.ts';
import type { Ipv6 } from '#wire/address.ts';
import { HANDOFF } from '#protocols/pmipv6/messages.ts';
import {
  buildIndication,
  readRevocationAnswer,
  REVOCATION_STATUS,
  TRIGGER,
} from '#protocols/pmipv6/revocation-messages.ts';
import { UNRECOGNIZED_TYPE } from '#protocols/pmipv6/support.ts';
import { register } from './attach.ts';
import { selfOf } from './requests.ts';
import { ask, ignore, listOf, nameOf, warn } from './rows.ts';
import type { RevocationRow, Turn } from './rows.ts';
import { stepUpdate, updateKey } from './updates.ts';

type Operate = Extract<Command, { readonly do: 'operate' }>;

/** RFC 5846 §11: InitMINDelayBRIs, MAX_BRACK_TIMEOUT, BRIMaxRetriesNumber. */
const FIRST_DELAY = seconds(1);
const LAST_DELAY = seconds(2);
const MOST_TRIES = 2;

const revocationTimer = (key: string): string => `revocation ${key}`;

/** An order of the operator. */
export function onOrder(turn: Turn, { order, mn, peer }: Operate): void {
  switch (order) {
    case 'resume':
      return resume(turn, mn);
    case 'forget':
      return forget(turn, mn);
    case 'revokeAll':
      return revokeAll(turn, peer);
    default:
      // The others are an anchor's.
      return warn(turn, `a gateway cannot ${order}`, 'PMIP §6');
  }
}

/** PMIP §6.9.1.2 rules 6 and 7: the administrative action. */
function resume(turn: Turn, mn: NodeId | undefined): void {
  const { denials, links, updates } = turn.tables;
  for (const [, link] of listOf(links)) {
    if (mn !== undefined && link.node !== mn) continue;
    denials.delete(link.mnId);
    const key = updateKey(link.mnId, link.iface);
    const profile = turn.config.profiles[link.mnId];
    if (updates.has(key)) stepUpdate(turn, key, { type: 'RESUME' });
    else if (profile !== undefined && link.access === 'proxy') {
      register(turn, link, profile, HANDOFF.unknown);
    }
  }
  // Nodes that have left meanwhile are free too.
  for (const [mnId] of listOf(denials)) {
    if (mn === undefined || mnId.split('@')[0] === mn) denials.delete(mnId);
  }
}

function forget(turn: Turn, mn: NodeId | undefined): void {
  for (const [key, row] of listOf(turn.tables.updates)) {
    if (mn === undefined || row.mn === mn) stepUpdate(turn, key, { type: 'FORGET' });
  }
}

/** RFC 5846 §9.2: all bindings of this gateway at its anchors, or at one. */
function revokeAll(turn: Turn, peer: NodeId | undefined): void {
  for (const row of turn.tables.peers.values()) {
    if (peer !== undefined && row.name.toLowerCase() !== peer.toLowerCase()) continue;
    if (row.refusesGlobal) {
      warn(turn, `${row.name} lets this gateway revoke nothing`, 'RFC 5846 §9.2');
      continue;
    }
    if (row.sessions === 0) continue;
    const self = selfOf(turn);
    const sequence = (self.revocationSequence + 1) & 0xffff;
    turn.tables.self.set('self', { ...self, revocationSequence: sequence });
    sendIndication(turn, { sequence, lma: row.address, tries: 0, nextAt: 0 });
  }
}

function sendIndication(turn: Turn, row: RevocationRow): void {
  const { config, sight, tables } = turn;
  const after = row.tries === 0 ? FIRST_DELAY : LAST_DELAY;
  const key = `${row.sequence}`;
  tables.revocations.set(key, { ...row, tries: row.tries + 1, nextAt: sight.now + after });
  ask(
    turn,
    {
      do: 'send',
      packet: buildIndication({
        source: config.address,
        destination: row.lma,
        trigger: TRIGGER.perPeer,
        sequence: row.sequence,
        proxy: true,
        ipv4Only: false,
        global: true,
        // The identity of the gateway itself.
        mnId: config.name,
        prefixes: [],
        ipv4: undefined,
        alternateCareOf: config.alternateCareOf,
      }),
    },
    { do: 'arm', timer: revocationTimer(key), after, say: 'BRA is late' },
  );
}

/** RFC 5846 §6.3: once more, then as if it had been answered. */
export function onRevocationTimeout(turn: Turn, key: string): void {
  const row = turn.tables.revocations.get(key);
  if (row === undefined) return undefined;
  if (row.tries < MOST_TRIES) return sendIndication(turn, row);
  warn(turn, `${nameOf(turn, row.lma)} has not answered BRI ${key}`, 'RFC 5846 §6.3');
  return endSessions(turn, row);
}

/** A Binding Revocation Acknowledgement came. */
export function onRevocationAnswer(turn: Turn, packet: Packet): void {
  const answer = readRevocationAnswer(packet);
  if (answer === undefined) return undefined;
  const row = turn.tables.revocations.get(`${answer.sequence}`);
  if (row === undefined || row.lma !== answer.source) {
    return ignore(turn, `BRA ${answer.sequence} answers no BRI that waits`, 'RFC 5846 §6.2.2');
  }
  if (answer.status < 128) return endSessions(turn, row);
  const name = nameOf(turn, row.lma);
  if (answer.status === REVOCATION_STATUS.globalNotAuthorized) {
    const peer = turn.tables.peers.get(row.lma);
    if (peer !== undefined) turn.tables.peers.set(row.lma, { ...peer, refusesGlobal: true });
  }
  endRevocation(turn, row);
  return warn(turn, `${name} refuses BRI ${row.sequence}: ${answer.status}`, 'RFC 5846 §9.2');
}

function endRevocation(turn: Turn, { sequence }: RevocationRow): void {
  turn.tables.revocations.delete(`${sequence}`);
  ask(turn, { do: 'disarm', timer: revocationTimer(`${sequence}`) });
}

function endSessions(turn: Turn, row: RevocationRow): void {
  endRevocation(turn, row);
  for (const [key, { lma }] of listOf(turn.tables.updates)) {
    if (lma === row.lma) stepUpdate(turn, key, { type: 'REVOKE' });
  }
}

/** A Binding Error that is not about a heartbeat: the anchor may know no revocation. */
export function onOtherError(turn: Turn, packet: Packet): void {
  const { payload, src } = packet;
  if (payload.is !== 'mobility' || payload.message.is !== 'BindingError') return;
  if (!isTrusted(turn, src)) {
    ignore(turn, `Binding Error of ${src}, which is no anchor here`, 'MIP6 §9.3.3');
    return;
  }
  const { status } = payload.message;
  for (const [, row] of listOf(turn.tables.revocations)) {
    if (status === UNRECOGNIZED_TYPE && row.lma === src) endRevocation(turn, row);
  }
  warn(turn, `${nameOf(turn, src)} answers with Binding Error ${status}`, 'MIP6 §9.3.3');
}

const isTrusted = (turn: Turn, address: Ipv6): boolean => turn.config.peers[address] !== undefined;
