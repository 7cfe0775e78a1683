// When a gateway's PBU may leave: as pmipv6/pacing.ts says, and 1 ms after the one before, to
// whomever.

import { ms } from '#base/ids.ts';
import type { Ipv6 } from '#wire/address.ts';
import * as pacing from '#protocols/pmipv6/pacing.ts';
import type { Turn, WaitingRow } from './rows.ts';

const SPACING = ms(1);

const paceOf = (turn: Turn): pacing.Pace<WaitingRow> => ({
  now: turn.sight.now,
  waiting: turn.tables.waiting,
  peerOf: (row) => row.anchor,
  sendsTo: (peer) => turn.tables.peers.get(peer)?.sends ?? [],
  notBefore: () => {
    const last = turn.tables.self.get('self')?.lastPbuAt;
    return last === undefined ? turn.sight.now : last + SPACING;
  },
  effects: turn.effects,
});

/**
 * Whether a PBU to this peer may leave now; else it waits its turn. `key` is that of its update.
 */
export const mayLeave = (turn: Turn, key: string, row: Omit<WaitingRow, 'since'>): boolean =>
  pacing.mayLeave(paceOf(turn), key, { ...row, since: turn.sight.now });

/** Hands out what may leave now. */
export const drain = (turn: Turn, send: (key: string) => void): void =>
  pacing.drain(paceOf(turn), send);

/** A PBU leaves: its sequence number, one counter for all peers (PMIP §6.9.1.1). */
export function noteSend(turn: Turn, peer: Ipv6): number {
  const { tables, sight, config } = turn;
  const earlier = pacing.recentSends(tables.peers.get(peer)?.sends ?? [], sight.now);
  tables.peers.set(peer, {
    address: peer,
    name: config.peers[peer] ?? peer,
    sends: [...earlier, sight.now],
  });
  const before = tables.self.get('self')?.sequence ?? 0;
  const sequence = (before + 1) & 0xffff;
  tables.self.set('self', { sequence, lastPbuAt: sight.now });
  return sequence;
}
