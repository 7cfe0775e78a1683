// PBAs at a MAAR, RFC 8885 §3: those of the CMD, which may name previous MAARs, several to one PBU;
// and with a locator those of the previous MAARs themselves (§3.3).

import type { Cite, Micros } from '#base/ids.ts';
import { toPrefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { differingEcho, STATUS } from '#protocols/pmipv6/checks.ts';
import { fromUnits, HANDOFF } from '#protocols/pmipv6/messages.ts';
import type { ProxyAcknowledgement } from '#protocols/pmipv6/messages.ts';
import { dlifFor, stepDlif } from './dlif.ts';
import { reroute } from './forwarding.ts';
import { cmdUpdate, endReleased, renewBindings } from './maar.ts';
import { readAnchorReport } from './messages.ts';
import type { AnchorReport } from './messages.ts';
import { isSet } from './readings.ts';
import { learn, stepUpdate, updateKey } from './registration.ts';
import { ask } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { storeWhenSettled } from './subscriber.ts';

/** */
const refreshAfter = (units: number): Micros => (fromUnits(units) * 4) / 5;

/** A PBA of a node of the domain came. */
export function onMaarAcknowledgement(turn: Turn, answer: ProxyAcknowledgement): void {
  const mnId = answer.mnId ?? '';
  const row = cmdUpdate(turn, mnId);
  const isCmd = answer.source === turn.config.cmd;
  if (row === undefined || (isCmd ? !isAnswered(row, answer) : !isDirect(turn, row, answer))) {
    const name = turn.config.peers[answer.source] ?? answer.source;
    const text = `PBA ${answer.sequence} of ${name} answers no PBU that waits`;
    return note(turn, 'silent', text, 'PMIP §6.9.1.2 rule 5');
  }
  reroute(turn, mnId, () => {
    if (isCmd) weigh(turn, row, answer);
    else learnDirectly(turn, row, answer);
    endReleased(turn, mnId);
  });
  storeWhenSettled(turn, mnId);
}

const isAnswered = (row: UpdateRow, { sequence }: ProxyAcknowledgement): boolean =>
  row.outstanding.some((sent) => sent.sequence === sequence);

/**
 * §3.3. Choice: the sequence number is that of the CMD's PBU, so the answer is known by the node
 * and its interface.
 */
function isDirect(turn: Turn, row: UpdateRow, answer: ProxyAcknowledgement): boolean {
  const station = turn.tables.stations.get(row.mnId);
  return (
    isSet(turn.sight, 'cmdMode', 'locator') &&
    answer.distributed &&
    station?.present === true &&
    station.mac === answer.linkLayerId &&
    row.state !== 'releasing'
  );
}

function weigh(turn: Turn, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const { status } = answer;
  const key = updateKey(row.mnId, row.anchor);
  const sent = row.outstanding.find((each) => each.sequence === answer.sequence);
  const differing = sent && differingEcho(answer, sent);
  if (differing !== undefined) {
    const text = `PBA ${answer.sequence} echoes another ${differing}`;
    note(turn, 'silent', text, 'PMIP §6.9.1.2 rule 6');
    return stepUpdate(turn, key, { type: 'REFUSED' }, { ...row, outstanding: [] });
  }
  if (status === STATUS.timestampMismatch) {
    turn.tables.updates.set(key, { ...row, status });
    return note(turn, 'warning', 'the CMD finds the timestamp outside its window', 'PMIP §5.5');
  }
  const answered = { ...row, status, outstanding: [] };
  if (status === STATUS.timestampLower) return stepUpdate(turn, key, { type: 'LOWER' }, answered);
  if (status >= 128) {
    const text = `the CMD refuses ${row.prefixes.join(', ')}: ${status}`;
    note(turn, 'warning', text, 'PMIP §6.9.1.2');
    return stepUpdate(turn, key, { type: 'REFUSED' }, answered);
  }
  if (row.state === 'releasing') {
    if (answer.lifetime > 0) renewBindings(turn, row.mnId, answer.lifetime);
    return stepUpdate(turn, key, { type: 'RELEASED' }, answered);
  }
  // §3.2: there may be more PBAs to this PBU.
  return accept(turn, { ...answered, outstanding: sent === undefined ? [] : [sent] }, answer);
}

/** The CMD has the attachment; what it names is portrayed. */
function accept(turn: Turn, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const isRefresh = row.handoff === HANDOFF.noChange;
  for (const { maar, report } of previousIn(answer)) {
    tellOf(turn, row, { maar, report, lifetime: answer.lifetime, isRefresh });
  }
  settle(turn, row, answer.lifetime);
}

function settle(turn: Turn, row: UpdateRow, lifetime: number): void {
  const after = refreshAfter(lifetime);
  const { now } = turn.sight;
  // No tunnel leads to the CMD, so nothing is "accepted" in the sense of one (I-4).
  const next: UpdateRow = {
    ...row,
    lifetime,
    refreshAt: now + after,
    expiresAt: now + fromUnits(lifetime),
  };
  const key = updateKey(row.mnId, row.anchor);
  if (row.state === 'active') turn.tables.updates.set(key, { ...next, refreshAt: row.refreshAt });
  else stepUpdate(turn, key, { type: 'ACCEPTED', refreshAfter: after }, next);
}

/** §3.3: the anchor is the source, its prefix the HNP; it stands for the CMD's answer too. */
function learnDirectly(turn: Turn, row: UpdateRow, answer: ProxyAcknowledgement): void {
  const { source: maar, lifetime } = answer;
  const report = readAnchorReport(answer);
  if (answer.status >= 128 || lifetime === 0 || report.prefixes.length === 0) {
    const text = `${turn.config.peers[maar] ?? maar} keeps nothing for ${row.mnId}`;
    return note(turn, 'warning', text, 'RFC 8885 §3.3');
  }
  tellOf(turn, row, { maar, report, lifetime, isRefresh: false });
  if (row.state === 'registering') settle(turn, { ...row, status: answer.status }, lifetime);
}

interface Told {
  readonly maar: Ipv6;
  readonly report: Omit<AnchorReport, 'differs'>;
  readonly lifetime: number;
  readonly isRefresh: boolean;
}

function tellOf(
  turn: Turn,
  { mnId }: UpdateRow,
  { maar, report, lifetime, isRefresh }: Told,
): void {
  if (turn.config.peers[maar] === undefined) {
    const text = `previous MAAR ${maar} is no gateway of the domain`;
    return note(turn, 'warning', text, 'RFC 8885 §6');
  }
  const { prefixes, localPrefixes, dlif } = report;
  const known = { name: undefined, dlif, localPrefixes };
  const handoff = isRefresh ? HANDOFF.noChange : HANDOFF.betweenGateways;
  learn(turn, { mnId, anchor: maar, via: maar, prefixes, handoff }, { known, lifetime });
  const own = dlifFor(turn, mnId, turn.config.address);
  // Without a DLIF to portray, the own one speaks for the anchor; before the store it will anyway.
  const isLate = turn.tables.stations.get(mnId)?.stored === true && !isRefresh;
  if (dlif === undefined && isLate && own?.state === 'serving') {
    stepDlif(turn, own, { type: 'SOLICIT' });
  }
}

interface Named {
  readonly maar: Ipv6;
  readonly report: Omit<AnchorReport, 'differs'>;
}

/**
 * §4.5: previous MAARs, each with the options that follow its Previous MAAR option up to the next.
 */
function previousIn(answer: ProxyAcknowledgement): readonly Named[] {
  const groups = new Map<Ipv6, { prefixes: Prefix[]; options: MobilityOption[] }>();
  let options: MobilityOption[] | undefined;
  for (const option of answer.options) {
    if (option.is === 'PreviousMaar') {
      const group = groups.get(option.maar) ?? { prefixes: [], options: [] };
      group.prefixes.push(toPrefix(option.prefix, Math.min(option.prefixLength, 128)));
      groups.set(option.maar, group);
      options = group.options;
    } else options?.push(option);
  }
  return [...groups].map(([maar, { prefixes, options: said }]): Named => {
    const report = readAnchorReport({ ...answer, options: said, prefixes });
    return { maar, report: { ...report, prefixes } };
  });
}

const note = (turn: Turn, level: 'silent' | 'warning', text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level });
