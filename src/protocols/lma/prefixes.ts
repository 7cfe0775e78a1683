// The home network prefixes of an anchor: from the pool or static (PMIP §5.2, §5.3.2). An interface
// gets the prefixes that it had last, if it comes back soon. Each step costs the same however
// many prefixes there are.

import { seconds } from '#base/ids.ts';
import type { Prefix } from '#wire/address.ts';
import type { LmaProfile, PrefixRow, Turn } from './rows.ts';
import { selfOf, setSelf } from './rows.ts';

/** a presentation aid outside the RFCs. */
const REMEMBERED = seconds(60);

/** Whose prefixes. */
export interface Owner {
  readonly mnId: string;
  readonly linkLayerId: string | undefined;
}

/** All prefixes of the anchor, free. */
export function fillPrefixes(turn: Turn): void {
  const { config, tables } = turn;
  const free = (prefix: Prefix, reservedFor?: string): void =>
    tables.prefixes.set(prefix, {
      prefix,
      state: 'free',
      reservedFor,
      mnId: undefined,
      linkLayerId: undefined,
      binding: undefined,
      freedAt: undefined,
    });
  for (const prefix of config.pool) free(prefix);
  for (const [mnId, profile] of Object.entries(config.profiles)) {
    for (const prefix of profile.prefixes) free(prefix, mnId);
  }
}

/** PMIP §5.3.2 rule 3: owned here, free, and allowed to the node. */
export function mayHave(turn: Turn, mnId: string, profile: LmaProfile, prefix: Prefix): boolean {
  const row = turn.tables.prefixes.get(prefix);
  if (row?.state !== 'free') return false;
  // A node with static prefixes has no others to name.
  return profile.prefixes.length > 0
    ? profile.prefixes.includes(prefix)
    : row.reservedFor === undefined || row.reservedFor === mnId;
}

/** PMIP §5.3.2 rule 1: prefixes for a new session; undefined when there are not enough. */
export function choosePrefixes(
  turn: Turn,
  owner: Owner,
  profile: LmaProfile,
): readonly Prefix[] | undefined {
  const isFree = (one: Prefix): boolean => turn.tables.prefixes.get(one)?.state === 'free';
  // Choice: a second interface of a node whose static prefixes are in use gets one of the pool.
  if (profile.prefixes.length > 0 && profile.prefixes.every(isFree)) return profile.prefixes;
  const memory = turn.tables.remembered.get(memoryKey(owner));
  const isRecent = memory !== undefined && turn.sight.now - memory.freedAt <= REMEMBERED;
  if (isRecent && memory.prefixes.length === profile.prefixCount && memory.prefixes.every(isFree)) {
    return memory.prefixes;
  }
  const chosen: Prefix[] = [];
  while (chosen.length < profile.prefixCount) {
    const next = nextFresh(turn) ?? nextFreed(turn, chosen);
    if (next === undefined) return undefined;
    chosen.push(next);
  }
  return chosen;
}

/** A prefix that nobody has, in place of one that is withdrawn. */
export const nextPrefix = (turn: Turn): Prefix | undefined =>
  nextFresh(turn) ?? nextFreed(turn, []);

/** One of the pool that nobody has had yet. */
function nextFresh(turn: Turn): Prefix | undefined {
  const { pool } = turn.config;
  for (let place = selfOf(turn).nextPrefix; place < pool.length; place += 1) {
    const prefix = pool[place];
    const row = prefix === undefined ? undefined : turn.tables.prefixes.get(prefix);
    if (row === undefined || !isUntouched(row)) continue;
    setSelf(turn, { nextPrefix: place + 1 });
    return prefix;
  }
  if (selfOf(turn).nextPrefix < pool.length) setSelf(turn, { nextPrefix: pool.length });
  return undefined;
}

const isUntouched = (row: PrefixRow): boolean =>
  row.state === 'free' && row.freedAt === undefined && row.reservedFor === undefined;

/** The one that was given back first. */
function nextFreed(turn: Turn, chosen: readonly Prefix[]): Prefix | undefined {
  const { freed, prefixes } = turn.tables;
  const { nextFreed: end } = selfOf(turn);
  for (let n = selfOf(turn).firstFreed; n < end; n += 1) {
    const entry = freed.get(`${n}`);
    freed.delete(`${n}`);
    setSelf(turn, { firstFreed: n + 1 });
    const row = entry && prefixes.get(entry.prefix);
    // It may have been taken and given back since: then it stands further back in the queue.
    const isCurrent = row?.state === 'free' && row.freedAt === entry?.freedAt;
    if (row !== undefined && isCurrent && !chosen.includes(row.prefix)) return row.prefix;
  }
  return undefined;
}

/** A session has the prefix. */
export function takePrefix(turn: Turn, prefix: Prefix, owner: Owner, binding: string): void {
  const row = turn.tables.prefixes.get(prefix);
  if (row === undefined) return;
  turn.tables.prefixes.set(prefix, {
    ...row,
    ...owner,
    state: 'used',
    binding,
    freedAt: undefined,
  });
}

/** Its session gave them back. */
export function freePrefixes(turn: Turn, given: readonly Prefix[], owner: Owner): void {
  const { prefixes, freed, remembered } = turn.tables;
  const { now } = turn.sight;
  for (const prefix of given) {
    const row = prefixes.get(prefix);
    if (row === undefined) continue;
    const { mnId, linkLayerId } = owner;
    const free = { state: 'free', binding: undefined, freedAt: now } as const;
    prefixes.set(prefix, { ...row, ...free, mnId, linkLayerId });
    if (row.reservedFor !== undefined) continue;
    const n = selfOf(turn).nextFreed;
    freed.set(`${n}`, { prefix, freedAt: now });
    setSelf(turn, { nextFreed: n + 1 });
  }
  if (given.length > 0) remembered.set(memoryKey(owner), { prefixes: given, freedAt: now });
}

/** The prefix is of this session no more, and nobody shall get it back (PMIP §6.12). */
export function withdrawPrefix(turn: Turn, prefix: Prefix): void {
  const row = turn.tables.prefixes.get(prefix);
  if (row === undefined) return;
  const gone = { mnId: undefined, linkLayerId: undefined, binding: undefined } as const;
  turn.tables.prefixes.set(prefix, { ...row, ...gone, state: 'withdrawn' });
}

const memoryKey = ({ mnId, linkLayerId }: Owner): string => `${mnId} ${linkLayerId ?? ''}`;
