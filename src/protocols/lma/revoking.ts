// The anchor revokes, RFC 5846 §8.1: one node, one session, the IPv4 home address alone, all of a
// gateway, or a realm. BRIs leave here, and leave again; answers are in revoked.ts.

import { ms, seconds } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { buildIndication, TRIGGER } from '#protocols/pmipv6/revocation-messages.ts';
import { stepBinding } from './bindings.ts';
import { cacheOf } from './cache.ts';
import { resumeAsNew } from './resume.ts';
import { endRevocation, revocationTimer } from './revocation-list.ts';
import { ask, nameOf, note, selfOf, setSelf } from './rows.ts';
import type { BindingRow, RevocationRow, Turn } from './rows.ts';

/** RFC 5846 §11: InitMINDelayBRIs, doubled with each BRI up to MAX_BRACK_TIMEOUT. */
const INIT_MIN_DELAY_BRIS = ms(1000);
const MAX_BRACK_TIMEOUT = seconds(2);

/** What is revoked of a node. */
export interface Revocation {
  readonly mnId: string;
  /** Only the session with this prefix; absent: all sessions. */
  readonly prefix?: Prefix | undefined;
  readonly trigger: number;
  /** Only the IPv4 home address. */
  readonly ipv4Only: boolean;
}

/** Whether its gateway can be asked to end a session. */
export const canRevoke = (turn: Turn, row: BindingRow): boolean =>
  turn.config.supports.includes('revocation') &&
  turn.tables.peers.get(row.gateway)?.noRevocation === false;

/** RFC 5846 §8.1: the sessions of a node, one BRI to each gateway that has some. */
export function revoke(turn: Turn, what: Revocation): void {
  const entries = cacheOf(turn).ofNode(what.mnId);
  const meant = entries.filter(([, row]) => isMeant(what, row));
  if (meant.length === 0) {
    return note(turn, 'info', `${what.mnId} has nothing to revoke`, 'RFC 5846 §8.1');
  }
  for (const [key, row] of meant) {
    // Its gateway has let it go already, or cannot be asked.
    if (row.state === 'waitDelete' || !canRevoke(turn, row)) end(turn, key, row);
  }
  const open = meant.filter(([key, row]) => isOpen(turn, key, row));
  if (what.ipv4Only) {
    for (const [key, row] of open) sendFirst(turn, partOf(row, what.trigger), [key]);
    return;
  }
  for (const careOf of new Set(open.map(([, row]) => row.proxyCareOfAddress))) {
    const here = open.filter(([, row]) => row.proxyCareOfAddress === careOf);
    const [first] = here;
    if (first === undefined) continue;
    // RFC 5846 §5.1: a single session is named by its prefixes, all sessions by the node alone.
    const isAll = here.length === entries.length && here.length > 1;
    const prefixes = isAll ? [] : here.flatMap(([, row]) => row.prefixes);
    const part = { ...partOf(first[1], what.trigger), ipv4: undefined, prefixes };
    sendFirst(
      turn,
      part,
      here.map(([key]) => key),
    );
  }
}

const isMeant = ({ prefix, ipv4Only }: Revocation, row: BindingRow): boolean =>
  (prefix === undefined || row.prefixes.includes(prefix)) &&
  (!ipv4Only || row.ipv4Home !== undefined);

/** It still stands, and no BRI is out for it. */
const isOpen = (turn: Turn, key: string, row: BindingRow): boolean =>
  row.state !== 'revoking' && row.state !== 'waitDelete' && turn.tables.bindings.has(key);

function end(turn: Turn, key: string, row: BindingRow): void {
  const text = `${nameOf(turn, row.gateway)} is not asked: the session of ${row.mnId} just ends`;
  note(turn, 'info', text, 'RFC 5846 §8.1');
  stepBinding(turn, key, { type: 'REVOKED' });
  resumeAsNew(turn, key);
}

type Part = Pick<
  RevocationRow,
  'mnId' | 'prefixes' | 'ipv4' | 'trigger' | 'global' | 'peer' | 'alternateCareOf'
>;

/** The IPv4 home address of a session: V bit, no prefix. */
const partOf = (row: BindingRow, trigger: number): Part => ({
  mnId: row.mnId,
  prefixes: [],
  ipv4: row.ipv4Home,
  trigger,
  global: false,
  peer: row.gateway,
  alternateCareOf: row.gateway === row.proxyCareOfAddress ? undefined : row.proxyCareOfAddress,
});

/** RFC 5846 §8.1: a PBU of another gateway waits, and the one that has the session is asked. */
export function revokeForHandover(turn: Turn, key: string): void {
  const row = turn.tables.bindings.get(key);
  if (row === undefined || row.state === 'revoking') return;
  const part = { ...partOf(row, TRIGGER.handoverUnknown), ipv4: undefined, prefixes: row.prefixes };
  sendFirst(turn, part, [key]);
}

/** B-1: all bindings of a gateway; the BRI has no options. */
export function revokeAllOf(turn: Turn, peer: Ipv6): void {
  revokeGlobally(turn, { peer, mnId: undefined, trigger: TRIGGER.perPeer }, () => true);
}

/** RFC 5846 §8.1: all nodes of exactly this realm, at one gateway or at each that has some. */
export function revokeRealm(turn: Turn, realm: string, peer: Ipv6 | undefined): void {
  const mnId = realm.startsWith('@') ? realm : `@${realm}`;
  const isMember = (row: BindingRow): boolean => isOfRealm(row.mnId, mnId);
  for (const address of turn.tables.peers.keys()) {
    if (peer !== undefined && address !== peer) continue;
    const part = { peer: address as Ipv6, mnId, trigger: TRIGGER.nodePolicy }; // keys are addresses
    revokeGlobally(turn, part, isMember);
  }
}

/** `mn1@example.net` is of `@example.net`, and of no domain above or below it. */
const isOfRealm = (mnId: string, realm: string): boolean =>
  mnId.slice(Math.max(0, mnId.indexOf('@'))) === realm;

function revokeGlobally(
  turn: Turn,
  part: Pick<Part, 'peer' | 'mnId' | 'trigger'>,
  isMember: (row: BindingRow) => boolean,
): void {
  const keys: string[] = [];
  for (const [key, row] of turn.tables.bindings.entries()) {
    if (row.gateway !== part.peer || !isMember(row)) continue;
    if (isOpen(turn, key, row)) keys.push(key);
  }
  const [first] = keys;
  const row = first === undefined ? undefined : turn.tables.bindings.get(first);
  if (row === undefined) return;
  if (!canRevoke(turn, row)) {
    for (const key of keys) {
      stepBinding(turn, key, { type: 'REVOKED' });
      resumeAsNew(turn, key);
    }
    return;
  }
  const none = { prefixes: [], ipv4: undefined, alternateCareOf: undefined } as const;
  sendFirst(turn, { ...part, ...none, global: true }, keys);
}

/** B-3: a BRI that tells of prefixes; a gateway that knows revocation only takes it at its word. */
export function tellByRevocation(turn: Turn, row: BindingRow, muho: readonly Prefix[]): void {
  const open = [...turn.tables.revocations.entries()].filter(
    ([, one]) => one.muho !== undefined && one.peer === row.gateway && one.mnId === row.mnId,
  );
  for (const [key] of open) endRevocation(turn, key);
  const part = { ...partOf(row, TRIGGER.outOfSync), ipv4: undefined };
  const rest = { bindings: [], sequence: nextSequence(turn), tries: 0, nextAt: 0 };
  send(turn, { ...part, ...rest, state: 'waiting', muho });
}

/** Entries are marked, and the first BRI leaves. */
function sendFirst(turn: Turn, part: Part, bindings: readonly string[]): void {
  const sequence = nextSequence(turn);
  const key = `${sequence}`;
  for (const one of bindings) {
    const row = turn.tables.bindings.get(one);
    if (row !== undefined) stepBinding(turn, one, { type: 'REVOKE' }, { ...row, revocation: key });
  }
  send(turn, { ...part, bindings, sequence, tries: 0, state: 'waiting', nextAt: 0 });
}

/** RFC 5846 §5.1: none that is still waited for. */
function nextSequence(turn: Turn): number {
  let sequence = selfOf(turn).revocationSequence;
  while (turn.tables.revocations.has(`${sequence}`)) sequence = (sequence + 1) & 0xffff;
  setSelf(turn, { revocationSequence: (sequence + 1) & 0xffff });
  return sequence;
}

/** RFC 5846 §6.3: the same BRI, and after it twice the time. */
export function send(turn: Turn, row: RevocationRow): void {
  const after = Math.min(INIT_MIN_DELAY_BRIS * (1 << row.tries), MAX_BRACK_TIMEOUT);
  const key = `${row.sequence}`;
  const next = { ...row, tries: row.tries + 1, nextAt: turn.sight.now + after };
  turn.tables.revocations.set(key, next);
  ask(turn, { do: 'arm', timer: revocationTimer(key), after, say: 'BRI again' });
  ask(turn, {
    do: 'send',
    packet: buildIndication({
      source: turn.config.address,
      destination: row.peer,
      trigger: row.trigger,
      sequence: row.sequence,
      proxy: true,
      ipv4Only: row.ipv4 !== undefined,
      global: row.global,
      mnId: row.mnId,
      prefixes: row.prefixes,
      ipv4: row.ipv4 === undefined ? undefined : { address: row.ipv4, prefixLength: 32 },
      alternateCareOf: row.alternateCareOf,
      muho: row.muho,
    }),
  });
}
