// A PBU at the anchor, PMIP §5.3.1: the rules in their order, then what kind of registration it is.
// The first rule that fails decides.

import type { Cite } from '#base/ids.ts';
import type { Packet } from '#wire/packet.ts';
import { checkUpdate, EVERY_NODE, STATUS } from '#protocols/pmipv6/checks.ts';
import type { LastAccepted, Policy } from '#protocols/pmipv6/checks.ts';
import { readExtensions } from '#protocols/pmipv6/extensions.ts';
import { HANDOFF, readProxyUpdate } from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { cacheOf } from './cache.ts';
import { chooseGre } from './gre.ts';
import { careOfAddressOf, lookUp } from './lookup.ts';
import type { Found } from './lookup.ts';
import { noteOddities } from './oddities.ts';
import { accept, refuse } from './replies.ts';
import { resumeAfterEnd, resumeAsNew } from './resume.ts';
import { isRefusedWhileRevoked } from './revocation-list.ts';
import { nameOf, note } from './rows.ts';
import type { BindingRow, LmaProfile, Turn } from './rows.ts';
import { createSession, deregister, extendSession, handOff } from './sessions.ts';
import { heedSummary } from './telling.ts';
import { waitForEnd } from './waiting.ts';

/** TimestampValidityWindow of knob `timestampWindow`, in ticks rounded up. */
const RELAXED_WINDOW = 327_680;

/** A Binding Update came. */
export function onUpdate(turn: Turn, packet: Packet): void {
  const request = readProxyUpdate(packet);
  if (request === undefined) {
    return note(turn, 'silent', 'a BU without the P flag: no home agent', 'PMIP §5.3.1 rule 1');
  }
  noteOddities(turn, request);
  const { config, sight, tables } = turn;
  const profile = config.profiles[request.mnId ?? ''];
  // the test of the order needs the entry; looking it up changes nothing.
  const found = lookUp(cacheOf(turn), request);
  const row = found.is === 'update' || found.is === 'wait' ? found.row : undefined;
  const verdict = checkUpdate(request, {
    trusted: tables.peers.has(request.source),
    last: row && lastOf(row),
    now: sight.clock,
    policy: policyOf(turn, request, profile),
  });
  switch (verdict.is) {
    case 'refuse': {
      const sequence =
        verdict.status === STATUS.sequenceOutOfWindow ? row?.lastSequence : undefined;
      return refuse(turn, request, { ...verdict, sequence });
    }
    case 'repeat':
      return onRepeated(turn, request, row);
    case 'accept':
      if (profile !== undefined) onOrdered(turn, request, profile, found);
  }
}

const lastOf = (row: BindingRow): LastAccepted => ({
  timestamp: row.lastTimestamp,
  sequence: row.lastSequence,
  request: row.lastRequest,
});

const policyOf = (turn: Turn, request: ProxyUpdate, profile: LmaProfile | undefined): Policy => ({
  isKnown: profile !== undefined,
  isEnabled: profile?.proxy === true,
  window: turn.sight.knob('timestampWindow') === '5s' ? RELAXED_WINDOW : EVERY_NODE.window,
  nodeTimestamps: turn.sight.knob('mnTimestamps') === 'on',
  asksIpv4: readExtensions(request.options).ipv4.length > 0,
});

/** the same PBA again, and nothing changes. */
function onRepeated(turn: Turn, request: ProxyUpdate, row: BindingRow | undefined): void {
  const name = nameOf(turn, request.source);
  note(turn, 'info', `PBU ${request.sequence} of ${name} again: the same PBA`, 'PMIP §5.5');
  if (row !== undefined) accept(turn, request, row);
}

/** PMIP §5.3.1 rule 13: the message is in order; which session is it about? */
function onOrdered(turn: Turn, request: ProxyUpdate, profile: LmaProfile, found: Found): void {
  if (request.distributed && turn.sight.profile === 'rfc8885') {
    // Choice: RFC 8885 wants "an error" of an anchor that knows no distributed gateways.
    return refuse(turn, request, { status: STATUS.unspecified, cite: 'RFC 8885 §4.1' });
  }
  if (request.lifetime === 0) return onEnd(turn, request, found);
  const unwanted = refusedService(turn, request, profile);
  if (unwanted !== undefined) return refuse(turn, request, unwanted);
  switch (found.is) {
    case 'refused':
      return refuse(turn, request, found);
    case 'new':
      return createSession(turn, request, profile);
    case 'share':
      return createSession(turn, request, profile, found.row.prefixes);
    case 'wait':
      if (isRefusedWhileRevoked(turn, found.key, request.source))
        return refuse(turn, request, REVOKED);
      return waitForEnd(turn, request, profile, found);
    case 'update':
      if (isRefusedWhileRevoked(turn, found.key, request.source))
        return refuse(turn, request, REVOKED);
      if (isHandoff(request, found.row)) return handOff(turn, request, profile, found.key);
      heedSummary(turn, request, found.row.mnId);
      extendSession(turn, request, profile, found.key);
      // The gateway has it still, so what waits for a revocation is a new session.
      if (found.row.state === 'revoking') resumeAsNew(turn, found.key);
  }
}

/** B-2: what the operator or the network has ended stays ended. */
const REVOKED = { status: STATUS.administrativelyProhibited, cite: 'RFC 5846 §8.1' } as const;

/** PMIP §5.3.1 rule 13: another gateway, or another interface of the node at the same one. */
const isHandoff = (request: ProxyUpdate, row: BindingRow): boolean =>
  careOfAddressOf(request) !== row.proxyCareOfAddress ||
  request.handoff === HANDOFF.betweenInterfaces;

/** Lifetime zero: PMIP §5.3.5, or silence where there is nothing to end (§5.4.1). */
function onEnd(turn: Turn, request: ProxyUpdate, found: Found): void {
  const ignore = (text: string, cite: Cite): void =>
    note(turn, 'silent', `${nameOf(turn, request.source)} de-registers ${text}`, cite);
  switch (found.is) {
    case 'refused':
      return refuse(turn, request, found);
    case 'new':
    case 'share':
    case 'wait':
      return ignore('what is not registered', found.cite);
    case 'update':
      if (careOfAddressOf(request) !== found.row.proxyCareOfAddress) {
        return ignore('what another gateway has', 'PMIP §5.3.5 rule 1');
      }
      deregister(turn, request, found.key);
      return resumeAfterEnd(turn, found.key);
  }
}

/** RFC 5844 §3.1.2.1 and RFC 5845 §5.2: services that the node, or the anchor, is without. */
function refusedService(
  turn: Turn,
  request: ProxyUpdate,
  profile: LmaProfile,
): { readonly status: number; readonly cite: Cite } | undefined {
  const cite = 'RFC 5844 §3.1.2.1';
  const { ipv4 } = readExtensions(request.options);
  if (request.prefixes.length > 0 && !profile.ipv6) {
    return { status: STATUS.notAuthorizedIpv6, cite };
  }
  if (ipv4.length > 0 && profile.ipv4 === 'none') {
    return { status: STATUS.notAuthorizedIpv4, cite };
  }
  if (ipv4.length > 1) return { status: STATUS.multipleIpv4Addresses, cite };
  if (chooseGre(turn, request) === 'required') {
    return { status: STATUS.greKeyRequired, cite: 'RFC 5845 §5.2' };
  }
  return undefined;
}
