// The pool of prefixes that a gateway anchors, one per mobile node (DMM §3). A node that comes back
// gets the same one, also for a while after its binding ended.

import { seconds } from '#base/ids.ts';
import type { Prefix } from '#wire/address.ts';
import type { PoolRow, Turn } from './rows.ts';

/** a presentation aid outside the RFCs. */
const REMEMBERED = seconds(60);

/** All prefixes are free. */
export function fillPool(turn: Turn): void {
  for (const prefix of turn.config.pool) {
    turn.tables.pool.set(prefix, { prefix, state: 'free', mnId: undefined, freedAt: undefined });
  }
}

/** A prefix for a node: the one that it had, else one that nobody remembers, else any free one. */
export function takePrefix(turn: Turn, mnId: string): Prefix | undefined {
  const free = [...turn.tables.pool.values()].filter((row) => row.state === 'free');
  const before = free.find((row) => row.mnId === mnId && isRemembered(turn, row));
  const row = before ?? free.find((each) => !isRemembered(turn, each)) ?? free[0];
  if (row === undefined) return undefined;
  markUsed(turn, row.prefix, mnId);
  return row.prefix;
}

/** Whether the node may have this very prefix: it is of the pool and nobody uses it. */
export const isFree = (turn: Turn, prefix: Prefix): boolean =>
  turn.tables.pool.get(prefix)?.state === 'free';

/** The node has the prefix. */
export function markUsed(turn: Turn, prefix: Prefix, mnId: string): void {
  turn.tables.pool.set(prefix, { prefix, state: 'used', mnId, freedAt: undefined });
}

/** Its binding ended. */
export function freePrefix(turn: Turn, prefix: Prefix): void {
  const row = turn.tables.pool.get(prefix);
  if (row === undefined) return;
  turn.tables.pool.set(prefix, { ...row, state: 'free', freedAt: turn.sight.now });
}

const isRemembered = (turn: Turn, row: PoolRow): boolean =>
  row.freedAt !== undefined && turn.sight.now - row.freedAt <= REMEMBERED;
