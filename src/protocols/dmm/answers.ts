// A PBA at the serving gateway, PMIP §6.9.1.2: which PBU it answers, whether it may be believed,
// and what the registration makes of it.

import type { Cite, Micros } from '#base/ids.ts';
import type { Packet } from '#wire/packet.ts';
import { differingEcho, STATUS } from '#protocols/pmipv6/checks.ts';
import { fromUnits, readProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { reroute } from './forwarding.ts';
import { onMaarAcknowledgement } from './maar-answers.ts';
import { readAnchorReport, skippedTypes } from './messages.ts';
import { stepUpdate } from './registration.ts';
import { ask, noteSkipped } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { serveAfterAll } from './serving.ts';
import { storeWhenSettled } from './subscriber.ts';

/** From acceptance to the refresh: 80 % of the granted lifetime. */
const refreshAfter = (units: number): Micros => (fromUnits(units) * 4) / 5;

/** A Binding Acknowledgement came. */
export function onAcknowledgement(turn: Turn, packet: Packet): void {
  const answer = readProxyAcknowledgement(packet);
  if (answer === undefined) return ignore(turn, 'a BA without the P flag', 'PMIP §8.2');
  const name = turn.config.peers[answer.source];
  if (name === undefined) {
    return ignore(
      turn,
      `PBA of ${answer.source}, no gateway of the domain`,
      'PMIP §6.9.1.2 rule 1',
    );
  }
  if (turn.config.cmd !== undefined) return onMaarAcknowledgement(turn, answer);
  const found = updateAnsweredBy(turn, answer);
  if (found === undefined) {
    const text = `PBA ${answer.sequence} of ${name} answers no PBU that waits`;
    return ignore(turn, text, 'PMIP §6.9.1.2 rule 5');
  }
  const [key, row] = found;
  noteSkipped(turn, skippedTypes(answer.options), 'DMM §4.3.2');
  reroute(turn, row.mnId, () => weigh(turn, key, row, answer));
  serveAfterAll(turn, row.mnId);
  storeWhenSettled(turn, row.mnId);
}

/** The registration with an outstanding PBU of that sequence number. */
function updateAnsweredBy(
  turn: Turn,
  answer: ProxyAcknowledgement,
): readonly [string, UpdateRow] | undefined {
  for (const [key, row] of turn.tables.updates.entries()) {
    const isAnswer = row.outstanding.some((sent) => sent.sequence === answer.sequence);
    if (row.via === answer.source && isAnswer) return [key, row];
  }
  return undefined;
}

function weigh(turn: Turn, key: string, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const { status } = answer;
  const sent = row.outstanding.find((each) => each.sequence === answer.sequence);
  const differing = sent && differingEcho(answer, sent);
  if (differing !== undefined) {
    ignore(turn, `PBA ${answer.sequence} echoes another ${differing}`, 'PMIP §6.9.1.2 rule 6');
    return stepUpdate(turn, key, { type: 'REFUSED' }, { ...row, outstanding: [] });
  }
  const name = nameOf(turn, row);
  if (status === STATUS.timestampMismatch) {
    // PMIP §6.9.1.2 rule 9. Choice: all clocks here are one, so the series of PBUs just goes on.
    turn.tables.updates.set(key, { ...row, status });
    return warn(turn, `${name} finds the timestamp outside its window: 156`, 'PMIP §5.5');
  }
  const answered = { ...row, status, outstanding: [] };
  if (status === STATUS.timestampLower) return stepUpdate(turn, key, { type: 'LOWER' }, answered);
  if (status < 128) return accept(turn, key, answered, answer);
  warn(turn, `${name} refuses ${row.prefixes.join(', ')}: ${status}`, 'PMIP §6.9.1.2');
  return stepUpdate(turn, key, { type: 'REFUSED' }, answered);
}

function accept(turn: Turn, key: string, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const { now } = turn.sight;
  if (row.state === 'releasing') return stepUpdate(turn, key, { type: 'RELEASED' }, row);
  // Too late, and de-registered at once: nothing is set up for it.
  if (row.state === 'leaving' && row.releases) {
    return stepUpdate(turn, key, { type: 'ACCEPTED', refreshAfter: row.refreshAfter }, row);
  }
  const report = readAnchorReport(answer);
  if (report.differs) {
    // RFC 5213 wants the HNP, the draft does not say how the two relate.
    warn(turn, 'Anchored Prefix and Home Network Prefix differ: the first wins', 'DMM §4.3.3');
  }
  if (answer.lifetime === 0 || report.prefixes.length === 0) {
    warn(turn, `${nameOf(turn, row)} accepts, but grants nothing`, 'PMIP §6.9.1.2');
    return stepUpdate(turn, key, { type: 'REFUSED' }, row);
  }
  // DMM §4.2 step 7: from the PBA, or else from the HSS.
  const isFull = report.dlif !== undefined || report.localPrefixes.length > 0;
  const after = refreshAfter(answer.lifetime);
  const accepted: UpdateRow = {
    ...row,
    prefixes: report.prefixes,
    localPrefixes: isFull ? report.localPrefixes : row.known.localPrefixes,
    known: { ...row.known, dlif: report.dlif ?? row.known.dlif },
    lifetime: answer.lifetime,
    acceptedAt: now,
    refreshAt: now + after,
    expiresAt: now + fromUnits(answer.lifetime),
  };
  return stepUpdate(turn, key, { type: 'ACCEPTED', refreshAfter: after }, accepted);
}

const nameOf = (turn: Turn, row: UpdateRow): string => turn.config.peers[row.via] ?? row.via;

const ignore = (turn: Turn, text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level: 'silent' });

const warn = (turn: Turn, text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level: 'warning' });
