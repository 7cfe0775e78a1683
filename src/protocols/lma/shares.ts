// Prefixes that several sessions of one node share, RFC 7864 §3.2.1: one of them holds the prefix,
// so that its route leads there; when it goes, another one does.

import type { Prefix } from '#wire/address.ts';
import { takePrefix } from './prefixes.ts';
import type { Owner } from './prefixes.ts';
import type { Turn } from './rows.ts';

/** The session whose tunnel the route of a prefix names. */
export const holderOf = (turn: Turn, one: Prefix): string | undefined =>
  turn.tables.prefixes.get(one)?.binding;

/** All sessions that have a prefix, the holder first. */
export function sharersOf(turn: Turn, one: Prefix): readonly string[] {
  const holder = holderOf(turn, one);
  if (holder === undefined) return [];
  const all = turn.tables.shares.get(one)?.bindings ?? [];
  return [holder, ...all.filter((key) => key !== holder)];
}

/** A session has a prefix: alone, or with others. */
export function joinPrefix(turn: Turn, one: Prefix, owner: Owner, key: string): void {
  const holder = holderOf(turn, one);
  if (holder === undefined || holder === key) return takePrefix(turn, one, owner, key);
  turn.tables.shares.set(one, { bindings: [...sharersOf(turn, one), key] });
}

/** A session has it no more. False: nobody has it now. */
export function leavePrefix(turn: Turn, one: Prefix, key: string): boolean {
  const { shares } = turn.tables;
  const others = sharersOf(turn, one).filter((other) => other !== key);
  if (others.length > 1) shares.set(one, { bindings: others });
  else shares.delete(one);
  const [next] = others;
  if (next === undefined) return false;
  if (holderOf(turn, one) === key) holdPrefix(turn, one, next);
  return true;
}

/** Another of its sessions holds it from now on; routes are the caller's. */
export function holdPrefix(turn: Turn, one: Prefix, key: string): void {
  const row = turn.tables.bindings.get(key);
  if (row === undefined) return;
  takePrefix(turn, one, { mnId: row.mnId, linkLayerId: row.linkLayerId }, key);
}
