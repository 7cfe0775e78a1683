// What becomes of a BRI, RFC 5846 §6.2.2 and §6.3: its BRA comes, or never does, or the gateway
// does not know revocation at all.

import type { Packet } from '#wire/packet.ts';
import { REVOCATION_STATUS, readRevocationAnswer } from '#protocols/pmipv6/revocation-messages.ts';
import { put, stepBinding } from './bindings.ts';
import { resumeAfterEnd, resumeAsNew } from './resume.ts';
import { endRevocation } from './revocation-list.ts';
import { send } from './revoking.ts';
import { nameOf, note } from './rows.ts';
import { settleTold } from './telling.ts';
import type { RevocationRow, Turn } from './rows.ts';

/** RFC 5846 §11. */
const BRI_MAX_RETRIES_NUMBER = 1;

/** A BRA came. */
export function onRevocationAnswer(turn: Turn, packet: Packet): void {
  const answer = readRevocationAnswer(packet);
  if (answer === undefined) return;
  const { sequence, status, source } = answer;
  const key = `${sequence}`;
  const row = turn.tables.revocations.get(key);
  const name = nameOf(turn, source);
  if (row === undefined || row.peer !== source) {
    const text = `BRA ${sequence} of ${name} answers no BRI that waits`;
    return note(turn, 'silent', text, 'RFC 5846 §6.2.2');
  }
  endRevocation(turn, key);
  if (row.muho !== undefined) return settleTold(turn, row.peer, row.mnId ?? '', status < 128);
  if (status === REVOCATION_STATUS.partial) {
    note(turn, 'info', `${name} had some of the bindings no more`, 'RFC 5846 §6.2.2');
  }
  // Choice: what the gateway does not have need not be kept; any other refusal is a reason to.
  if (status < 128 || (status === REVOCATION_STATUS.noBinding && !isHandover(turn, row))) {
    return finish(turn, row);
  }
  note(turn, 'warning', `${name} refuses to revoke: ${status}`, 'RFC 5846 §6.2.2');
  return keep(turn, row);
}

/** A PBU of another gateway waits for it. */
const isHandover = (turn: Turn, row: RevocationRow): boolean =>
  row.bindings.some((key) => turn.tables.pending.has(key));

/** Its time is over: once more, or not any more. */
export function fireRevocation(turn: Turn, key: string): void {
  const row = turn.tables.revocations.get(key);
  if (row === undefined) return;
  if (row.tries <= BRI_MAX_RETRIES_NUMBER) return send(turn, row);
  const text = `${nameOf(turn, row.peer)} has not answered ${row.tries} BRIs`;
  giveUp(turn, key, row, text);
}

function giveUp(turn: Turn, key: string, row: RevocationRow, text: string): void {
  endRevocation(turn, key);
  note(turn, 'warning', text, 'RFC 5846 §6.3');
  if (row.muho !== undefined) return settleTold(turn, row.peer, row.mnId ?? '', false);
  // B-4: cleaned up, but not where a gateway waits: its node may well be at both.
  if (isHandover(turn, row)) return keep(turn, row);
  return finish(turn, row);
}

/** RFC 5846 §6.2.2: the bindings go, or change hands. */
function finish(turn: Turn, row: RevocationRow): void {
  for (const key of row.bindings) {
    const binding = turn.tables.bindings.get(key);
    if (binding === undefined) continue;
    const next = { ...binding, revocation: undefined };
    if (row.ipv4 !== undefined) {
      stepBinding(turn, key, { type: 'KEPT' }, { ...next, ipv4Home: undefined });
    } else if (turn.tables.pending.has(key)) {
      put(turn, key, next);
      resumeAfterEnd(turn, key);
    } else if (binding.revocation === `${row.sequence}`) {
      stepBinding(turn, key, { type: 'REVOKED' }, next);
    }
  }
}

/** RFC 5846 §8.1: the bindings stay, and what waited for one gets a session of its own. */
function keep(turn: Turn, row: RevocationRow): void {
  for (const key of row.bindings) {
    const binding = turn.tables.bindings.get(key);
    if (binding === undefined) continue;
    stepBinding(turn, key, { type: 'KEPT' }, { ...binding, revocation: undefined });
    resumeAsNew(turn, key);
  }
}

/** A Binding Error: no more BRIs to that gateway. True: one was waited for. */
export function onRevocationError(turn: Turn, packet: Packet): boolean {
  const peer = turn.tables.peers.get(packet.src);
  const open = [...turn.tables.revocations.entries()].filter(([, row]) => row.peer === packet.src);
  if (peer === undefined || open.length === 0) return false;
  turn.tables.peers.set(packet.src, { ...peer, noRevocation: true });
  for (const [key, row] of open) {
    giveUp(turn, key, row, `${peer.name} knows no revocation and is sent no more BRIs`);
  }
  return true;
}
