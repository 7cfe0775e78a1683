// A PBA at the gateway, PMIP §6.9.1.2: which PBU it answers, whether it may be believed, and what
// the registration makes of it.

import type { Micros } from '#base/ids.ts';
import type { Packet } from '#wire/packet.ts';
import { differingEcho, STATUS } from '#protocols/pmipv6/checks.ts';
import { ANY_IPV4 } from '#protocols/pmipv6/extensions.ts';
import { fromUnits, HANDOFF, readProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { readMuho } from '#protocols/pmipv6/multihoming.ts';
import { ALL_ZERO, optionsOf } from '#protocols/pmipv6/options.ts';
import { isUnspecified } from '#wire/address.ts';
import type { Ipv6 } from '#wire/address.ts';
import { grantedGre, keyed } from './gre.ts';
import { grantedIpv4, WANTED_IPV4 } from './ipv4.ts';
import { multihoming, tellForeign } from './foreign.ts';
import { freeLinkLocal } from './link.ts';
import { asksLinkLocal, selfOf } from './requests.ts';
import { ignore, nameOf, warn } from './rows.ts';
import type { LinkRow, Outstanding, Turn, UpdateRow } from './rows.ts';
import { endService } from './service.ts';
import { stepUpdate, updatesOf } from './updates.ts';

/** From acceptance to the refresh: 80 % of the granted lifetime. */
const refreshAfter = (units: number): Micros => (fromUnits(units) * 4) / 5;

/** A Binding Acknowledgement came. */
export function onAcknowledgement(turn: Turn, packet: Packet): void {
  const answer = readProxyAcknowledgement(packet);
  if (answer === undefined) return ignore(turn, 'a BA without the P flag', 'PMIP §8.2');
  const { source, sequence } = answer;
  if (turn.config.peers[source] === undefined) {
    return ignore(turn, `PBA of ${source}, which is no anchor here`, 'PMIP §6.9.1.2 rule 1');
  }
  const found = updateAnsweredBy(turn, answer);
  if (found === undefined) {
    const text = `PBA ${sequence} of ${nameOf(turn, source)} answers no PBU that waits`;
    return ignore(turn, text, 'PMIP §6.9.1.2 rule 5');
  }
  noteSkipped(turn, answer);
  return weigh(turn, found[0], found[1], answer);
}

/** PMIP §8.2: options that are not understood are skipped. */
function noteSkipped(turn: Turn, { options }: ProxyAcknowledgement): void {
  const types = optionsOf(options, 'UnknownMobilityOption').map((option) => option.type);
  if (types.length === 0) return;
  ignore(turn, `option ${types.join(', ')} is not understood and skipped`, 'PMIP §8.2');
}

/** The registration with an outstanding PBU of that sequence number. */
function updateAnsweredBy(
  turn: Turn,
  answer: ProxyAcknowledgement,
): readonly [string, UpdateRow] | undefined {
  const { mnId, source } = answer;
  // Status 160 brings no identifier: then the number alone has to do.
  const known = mnId === undefined || mnId === '' ? [] : updatesOf(turn, mnId);
  const rows = known.length > 0 ? known : turn.tables.updates.entries();
  for (const [key, row] of rows) {
    const isOther = answer.linkLayerId !== undefined && answer.linkLayerId !== row.linkLayerId;
    // A number that is nobody's tells nothing: then the interface has to be the right one.
    if (row.lma !== source || (isOther && answer.status === STATUS.sequenceOutOfWindow)) continue;
    if (row.outstanding.some((sent) => isAnswer(answer, sent.sequence))) return [key, row];
  }
  return undefined;
}

/** MIP6 §9.5.1: status 135 brings another number, the last that was accepted. */
const isAnswer = (answer: ProxyAcknowledgement, sequence: number): boolean =>
  answer.sequence === sequence || answer.status === STATUS.sequenceOutOfWindow;

/** What was asked. The number of a 135 is nobody's, so it has to echo what the PBU said. */
function sentBefore(row: UpdateRow, answer: ProxyAcknowledgement): Outstanding | undefined {
  const { status } = answer;
  return row.outstanding.find((each) =>
    status === STATUS.sequenceOutOfWindow
      ? differingEcho(answer, each) === undefined
      : answer.sequence === each.sequence,
  );
}

function weigh(turn: Turn, key: string, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const { status, sequence } = answer;
  const sent = sentBefore(row, answer);
  if (sent === undefined && status === STATUS.sequenceOutOfWindow) {
    const text = `PBA ${sequence} of ${nameOf(turn, row.lma)} answers an older PBU`;
    return ignore(turn, text, 'PMIP §6.9.1.2 rule 5');
  }
  const differing = sent && differingEcho(answer, sent);
  if (differing !== undefined) {
    // PMIP §6.9.1.2 rule 6: no PBU until an administrator acts.
    ignore(turn, `PBA ${sequence} echoes another ${differing}`, 'PMIP §6.9.1.2 rule 6');
    deny(turn, row, `the anchor echoed another ${differing}`, undefined);
    return stepUpdate(turn, key, { type: 'REFUSED' }, { ...row, outstanding: [] });
  }
  const answered = { ...row, status, outstanding: [] };
  if (status < 128) return accept(turn, key, answered, answer, sent?.isLast === true);
  const name = nameOf(turn, row.lma);
  warn(turn, `${name} refuses ${row.mn}: ${status}`, `PMIP §6.9.1.2 rule ${ruleOf(status)}`);
  // of a node that has left only the clock and the like are worth another PBU.
  if (row.state === 'leaving' && !MENDABLE_AFTER.includes(status)) {
    return stepUpdate(turn, key, { type: 'REFUSED' }, answered);
  }
  return refuse(turn, key, answered, { answer, before: row });
}

/** Refusals that a de-registration may mend too. */
const MENDABLE_AFTER: readonly number[] = [STATUS.timestampMismatch, STATUS.sequenceOutOfWindow];

const ruleOf = (status: number): number => {
  if (status === STATUS.notEnabled) return 7;
  if (status === STATUS.timestampLower) return 8;
  if (status === STATUS.timestampMismatch) return 9;
  return status === STATUS.notAuthorizedPrefix ? 10 : 11;
};

/** PMIP §6.9.1.2 rules 7 to 11. */
function refuse(
  turn: Turn,
  key: string,
  row: UpdateRow,
  { answer, before }: { readonly answer: ProxyAcknowledgement; readonly before: UpdateRow },
): void {
  const refused = { type: 'REFUSED' } as const;
  const retry = { type: 'RETRY' } as const;
  switch (answer.status) {
    case STATUS.notEnabled:
      deny(turn, row, 'proxy registration is not enabled', answer.status);
      return stepUpdate(turn, key, refused, row);
    case STATUS.timestampLower:
      return stepUpdate(turn, key, retry, row);
    case STATUS.timestampMismatch:
      synchronize(turn);
      // A second time in a row the clock is not to blame: the series of PBUs goes on.
      if (before.status !== answer.status) return stepUpdate(turn, key, retry, row);
      turn.tables.updates.set(key, row);
      return undefined;
    case STATUS.sequenceOutOfWindow:
      // the last number that the anchor has accepted.
      return stepUpdate(turn, key, retry, { ...row, sequence: answer.sequence });
    case STATUS.notAuthorizedPrefix:
      return askForAny(turn, key, row);
    case STATUS.notAuthorizedIpv4Address:
      return askForAnyIpv4(turn, key, row);
    case STATUS.greKeyRequired: {
      const mayAsk = row.gre === 'none' && turn.config.supports.includes('gre');
      const wish = mayAsk ? { ...row, ...keyed(turn) } : row;
      return stepUpdate(turn, key, mayAsk ? retry : refused, wish);
    }
    default:
      return stepUpdate(turn, key, refused, row);
  }
}

/** PMIP §6.9.1.2 rule 9: to the domain's common source, never to the anchor's clock. */
function synchronize(turn: Turn): void {
  const { sight, tables } = turn;
  const clockCorrection = sight.now - sight.clock;
  tables.self.set('self', { ...selfOf(turn), clockCorrection });
}

/** PMIP §6.9.1.2 rule 10: not the same prefixes again; once, any. */
function askForAny(turn: Turn, key: string, row: UpdateRow): void {
  const isRefresh = row.handoff === HANDOFF.noChange && row.prefixes.length > 0;
  const hasAskedForAny = !isRefresh && row.asked.length === 0;
  if (hasAskedForAny) return stepUpdate(turn, key, { type: 'REFUSED' }, row);
  const any = { ...row, asked: [] };
  if (!isRefresh) return stepUpdate(turn, key, { type: 'RETRY' }, any);
  // The prefix of a running session is another's: the session ends, and a new one begins.
  stepUpdate(turn, key, { type: 'REFUSED' }, any);
  const ended = turn.tables.updates.get(key);
  if (ended === undefined) return undefined;
  const anew = { ...ended, prefixes: [], handoff: HANDOFF.newInterface };
  return stepUpdate(turn, key, { type: 'RESUME' }, anew);
}

/** RFC 5844 §3.2.3.2: not the same address again; once, any. */
function askForAnyIpv4(turn: Turn, key: string, row: UpdateRow): void {
  const isSpecific = row.ipv4Home !== undefined && row.ipv4Home.address !== ANY_IPV4;
  const wish = { ...row, ...(isSpecific && { ipv4Home: WANTED_IPV4 }) };
  return stepUpdate(turn, key, { type: isSpecific ? 'RETRY' : 'REFUSED' }, wish);
}

/** Nobody registers this node until an operator says so. */
function deny(turn: Turn, { mnId }: UpdateRow, why: string, status: number | undefined): void {
  turn.tables.denials.set(mnId, { mnId, why, status, since: turn.sight.now });
}

/** PMIP §6.9.1.2 rules 12 to 15. */
function accept(
  turn: Turn,
  key: string,
  row: UpdateRow,
  answer: ProxyAcknowledgement,
  isLast: boolean,
): void {
  const { now } = turn.sight;
  const prefixes = answer.prefixes.filter((one) => one !== ALL_ZERO);
  if (isLast) return stepUpdate(turn, key, { type: 'ACCEPTED', refreshAfter: 0 }, row);
  const ipv4 = grantedIpv4(turn, row, answer);
  if (answer.lifetime === 0 || (prefixes.length === 0 && ipv4.ipv4Home === undefined)) {
    warn(turn, `${nameOf(turn, row.lma)} accepts, but grants nothing`, 'PMIP §6.9.1.2');
    return stepUpdate(turn, key, { type: 'REFUSED' }, row);
  }
  const after = refreshAfter(answer.lifetime);
  // The node has left meanwhile: what stands of an earlier registration goes first.
  if (row.state === 'leaving') endService(turn, key, 'drop');
  const ended = { tunnel: turn.tables.updates.get(key)?.tunnel };
  const given = linkLocalOf(answer) ?? row.magLinkLocal;
  const taken = takenBy(turn, row, given);
  const accepted: UpdateRow = {
    ...row,
    ...ended,
    ...ipv4,
    ...grantedGre(turn, row, answer),
    prefixes,
    magLinkLocal: taken === undefined ? given : freeLinkLocal(turn, taken),
    lifetime: answer.lifetime,
    acceptedAt: now,
    refreshAt: now + after,
    expiresAt: now + fromUnits(answer.lifetime),
  };
  stepUpdate(turn, key, { type: 'ACCEPTED', refreshAfter: after }, accepted);
  // MIF §5.2.1; a PBA without the option says nothing.
  const muho = multihoming(turn) === 'off' ? undefined : readMuho(answer.options);
  if (muho !== undefined) tellForeign(turn, key, muho, 'PBA');
  if (taken !== undefined) uploadLinkLocal(turn, key, given);
}

/** PMIP §6.9.1.2 rule 15: an address of the anchor's choice. */
const linkLocalOf = ({ linkLocal }: ProxyAcknowledgement) =>
  linkLocal === undefined || isUnspecified(linkLocal) ? undefined : linkLocal;

/** The link, when the node has that address itself and the anchor has a say in addresses. */
function takenBy(turn: Turn, row: UpdateRow, address: Ipv6 | undefined): LinkRow | undefined {
  const link = turn.tables.links.get(row.iface);
  const isTaken = address !== undefined && link?.stationLinkLocal === address;
  return isTaken && asksLinkLocal(turn) ? link : undefined;
}

/** The node shows that it has the gateway's address itself: another one. */
export function avoidCollision(turn: Turn, key: string): void {
  const row = turn.tables.updates.get(key);
  const link = row && takenBy(turn, row, row.magLinkLocal);
  if (row === undefined || link === undefined) return;
  turn.tables.updates.set(key, { ...row, magLinkLocal: freeLinkLocal(turn, link) });
  uploadLinkLocal(turn, key, row.magLinkLocal);
}

/** PMIP §6.9.1.2 rule 15: the anchor is told of the other address at once. */
function uploadLinkLocal(turn: Turn, key: string, taken: Ipv6 | undefined): void {
  const row = turn.tables.updates.get(key);
  if (row === undefined) return;
  const text = `${row.mn} uses ${taken ?? ''} itself: another address is uploaded`;
  warn(turn, text, 'PMIP §6.9.1.2 rule 15');
  stepUpdate(turn, key, { type: 'RENEW' });
}
