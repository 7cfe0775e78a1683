// A PBU at the anchoring gateway (DMM §4.2 step 7; PMIP §5.3 per prefix): checks, binding, tunnel,
// routes, and the PBA with what the serving gateway needs to portray this one.

import type { Cite } from '#base/ids.ts';
import { seconds } from '#base/ids.ts';
import { must } from '#base/assert.ts';
import type { Prefix } from '#wire/address.ts';
import type { MobilityOption, Packet } from '#wire/packet.ts';
import { checkUpdate, EVERY_NODE, requestMark, STATUS } from '#protocols/pmipv6/checks.ts';
import type { LastAccepted } from '#protocols/pmipv6/checks.ts';
import {
  buildProxyAcknowledgement,
  fromUnits,
  readProxyUpdate,
} from '#protocols/pmipv6/messages.ts';
import type { Answer, ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import { toTicks } from '#protocols/pmipv6/options.ts';
import { bindingTimer, careOfAddressOf, servingMaarOf, sessionOf } from './bindings.ts';
import type { Session } from './bindings.ts';
import { dlifFor, keepDlif } from './dlif.ts';
import { reroute } from './forwarding.ts';
import { faultOfRelayed } from './maar.ts';
import { dlifOptions, skippedTypes } from './messages.ts';
import { nodeOf } from './names.ts';
import { markUsed, takePrefix } from './pool.ts';
import { stepUpdate, updatesOf } from './registration.ts';
import { isSet, lifetimeIn } from './readings.ts';
import { ask, noteSkipped } from './rows.ts';
import type { BindingRow, Turn } from './rows.ts';
import { joinTunnel, leaveTunnel } from './tunnels.ts';

/** PMIP §9.1: MinDelayBeforeBCEDelete. */
const MIN_DELAY_BEFORE_BCE_DELETE = seconds(10);

/** A Binding Update came. */
export function onUpdate(turn: Turn, packet: Packet): void {
  const request = readProxyUpdate(packet);
  if (request === undefined) {
    return note(turn, 'silent', 'a BU without the P flag: not a home agent', 'PMIP §5.3.1 rule 1');
  }
  noteSkipped(turn, skippedTypes(request.options), 'DMM §4.3.1');
  const fault = faultOfRelayed(turn, request);
  if (fault !== undefined) return refuse(turn, request, fault.status, fault.cite);
  if (isOvertaken(turn, request)) return refuse(turn, request, STATUS.timestampLower, 'DMM §5');
  const session = sessionOf(turn, request);
  const rows = session.is === 'known' ? session.rows : [];
  const verdict = checkUpdate(request, {
    trusted: turn.config.peers[request.source] !== undefined,
    last: lastOf(rows),
    now: turn.sight.now,
    policy: EVERY_NODE,
  });
  switch (verdict.is) {
    case 'refuse':
      return refuse(turn, request, verdict.status, verdict.cite);
    case 'repeat':
      // the same PBA again, and nothing changes.
      note(turn, 'info', `PBU ${request.sequence} of ${nameOf(turn, request)} again`, 'PMIP §5.5');
      return acknowledge(turn, request, rows);
    case 'accept':
      return reroute(turn, request.mnId ?? '', () => onAccepted(turn, request, session));
  }
}

/**
 * A home LMA repeats its PBU with a new timestamp, whoever has left its gateway since: the node is
 * here.
 */
const isOvertaken = ({ tables, config }: Turn, { source, mnId }: ProxyUpdate): boolean =>
  source === config.homeLma && tables.stations.get(mnId ?? '')?.present === true;

/** Of the prefixes of a session the newest PBU counts. */
function lastOf(rows: readonly BindingRow[]): LastAccepted | undefined {
  let last: BindingRow | undefined;
  for (const row of rows) {
    if (last === undefined || (row.lastTimestamp ?? 0) > (last.lastTimestamp ?? 0)) last = row;
  }
  return (
    last && {
      timestamp: last.lastTimestamp,
      sequence: last.lastSequence,
      request: last.lastRequest,
    }
  );
}

/** The PBU may be acted upon: PMIP §5.3.1 rule 13. */
function onAccepted(turn: Turn, request: ProxyUpdate, session: Session): void {
  if (session.is === 'refused') return refuse(turn, request, session.status, session.cite);
  if (request.lifetime === 0) return deregister(turn, request, session);
  if (session.is === 'second') {
    return refuse(turn, request, STATUS.notAuthorizedPrefix, session.cite);
  }
  const rows = session.is === 'known' ? session.rows : create(turn, request, session.prefixes);
  if (rows.length === 0) {
    return refuse(turn, request, STATUS.insufficientResources, 'PMIP §5.3.2 rule 2');
  }
  return acknowledge(
    turn,
    request,
    rows.map((row) => bindAway(turn, request, row)),
  );
}

/** PMIP §5.3.2: entries for a session that is not known here. */
function create(turn: Turn, request: ProxyUpdate, asked: readonly Prefix[]): readonly BindingRow[] {
  const mnId = must(request.mnId, 'rule 4 demands an MN-ID');
  const taken = asked.length > 0 ? asked : [takePrefix(turn, mnId)];
  return taken.flatMap((prefix): readonly BindingRow[] => {
    if (prefix === undefined) return [];
    markUsed(turn, prefix, mnId);
    return [
      {
        mnId,
        mn: turn.tables.stations.get(mnId)?.mn ?? nodeOf(mnId),
        linkLayerId: request.linkLayerId,
        att: request.accessTechnology ?? 0,
        prefix,
        state: 'away',
        proxyCareOfAddress: careOfAddressOf(turn, request),
        lifetime: 0,
        expiresAt: undefined,
        lastTimestamp: undefined,
        lastSequence: 0,
        lastRequest: 0,
      },
    ];
  });
}

/** PMIP §5.3.3 and §5.3.4: the prefix is reached through the sender from now on. */
function bindAway(turn: Turn, request: ProxyUpdate, before: BindingRow): BindingRow {
  const { mnId, prefix } = before;
  const proxyCareOfAddress = careOfAddressOf(turn, request);
  const user = { mnId, prefix };
  const old = before.proxyCareOfAddress;
  if (old !== 'here' && old !== proxyCareOfAddress) leaveTunnel(turn, old, user);
  joinTunnel(turn, proxyCareOfAddress, user);
  // at most what is customary here.
  const lifetime = Math.min(request.lifetime, lifetimeIn(turn.sight));
  const row: BindingRow = {
    ...before,
    linkLayerId: request.linkLayerId ?? before.linkLayerId,
    att: request.accessTechnology ?? before.att,
    state: 'away',
    proxyCareOfAddress,
    lifetime,
    ...acceptedBy(request, before),
    expiresAt: turn.sight.now + fromUnits(lifetime),
  };
  turn.tables.bindings.set(prefix, row);
  const timer = bindingTimer(prefix);
  ask(turn, { do: 'arm', timer, after: fromUnits(lifetime), say: 'binding ends' });
  endVisit(turn, row, request.distributed);
  return row;
}

/** what ordering compares with. */
const acceptedBy = (
  request: ProxyUpdate,
  before: BindingRow,
): Pick<BindingRow, 'lastTimestamp' | 'lastSequence' | 'lastRequest'> => ({
  lastTimestamp: request.timestamp ?? before.lastTimestamp,
  lastSequence: request.sequence,
  lastRequest: requestMark(request),
});

/**
 * another gateway serves the node, so all that this one held to serve it goes: clones and
 * registrations. Its own DLIF stays as parameters. A plain MAG has no use for one.
 */
function endVisit(turn: Turn, row: BindingRow, distributed: boolean): void {
  for (const [key] of updatesOf(turn, row.mnId)) stepUpdate(turn, key, { type: 'DROP' });
  const own = dlifFor(turn, row.mnId, turn.config.address);
  if (distributed || own !== undefined) keepDlif(turn, row);
}

/** PMIP §5.3.5. Nobody sends it between gateways of the draft; a plain MAG does. */
function deregister(turn: Turn, request: ProxyUpdate, session: Session): void {
  const careOf = careOfAddressOf(turn, request);
  if (session.is !== 'known') {
    return note(turn, 'silent', 'nothing to de-register', 'PMIP §5.4.1.1 rule 6');
  }
  if (session.rows.some((row) => row.proxyCareOfAddress !== careOf)) {
    const text = `${nameOf(turn, request)} de-registers what another gateway has`;
    return note(turn, 'silent', text, 'PMIP §5.3.5 rule 1');
  }
  for (const row of session.rows) {
    const { mnId, prefix } = row;
    leaveTunnel(turn, careOf, { mnId, prefix });
    const expiresAt = turn.sight.now + MIN_DELAY_BEFORE_BCE_DELETE;
    const accepted = acceptedBy(request, row);
    turn.tables.bindings.set(prefix, { ...row, ...accepted, lifetime: 0, expiresAt });
    const timer = bindingTimer(prefix);
    ask(turn, { do: 'arm', timer, after: MIN_DELAY_BEFORE_BCE_DELETE, say: 'binding ends' });
  }
  return acknowledge(turn, request, session.rows);
}

/** DMM §4.2 step 7: the PBA of an accepted PBU. */
function acknowledge(turn: Turn, request: ProxyUpdate, rows: readonly BindingRow[]): void {
  const prefixes = rows.map((row) => row.prefix);
  const { config, sight } = turn;
  // to a plain MAG an ordinary PBA.
  const tells = request.distributed && !isSet(sight, 'dlifParameters', 'hss');
  const own = dlifFor(turn, request.mnId ?? '', config.address);
  const extensions = tells
    ? dlifOptions({ prefixes, localPrefixes: config.localPrefixes, dlif: own })
    : [];
  const answer: Answer = {
    status: STATUS.accepted,
    lifetime: Math.min(request.lifetime, lifetimeIn(sight)),
    distributed: request.distributed,
    prefixes,
    extensions,
  };
  const serving = servingMaarOf(turn, request);
  if (serving === undefined) {
    return ask(turn, { do: 'send', packet: buildProxyAcknowledgement(request, answer) });
  }
  // RFC 8885 §3.3: a copy goes to the S-MAAR itself, without the new option.
  if (isSet(sight, 'cmdMode', 'locator')) {
    const packet = buildProxyAcknowledgement({ ...request, source: serving }, answer);
    ask(turn, { do: 'send', packet });
  }
  // §3.2 step 3: the option comes back.
  const echo: MobilityOption = { is: 'ServingMaar', address: serving };
  const packet = buildProxyAcknowledgement(request, {
    ...answer,
    extensions: [echo, ...extensions],
  });
  return ask(turn, { do: 'send', packet });
}

/** PMIP §5.3.6: the options of the request go back. I-7: no D flag to whom it does not belong. */
function refuse(turn: Turn, request: ProxyUpdate, status: number, cite: Cite): void {
  note(turn, 'warning', `PBU of ${nameOf(turn, request)} refused: ${status}`, cite);
  const isClock = status === STATUS.timestampLower || status === STATUS.timestampMismatch;
  const isPeer = turn.config.peers[request.source] !== undefined;
  const answer = {
    status,
    lifetime: 0,
    distributed: request.distributed && isPeer,
    prefixes: [],
  };
  const packet = buildProxyAcknowledgement(
    request,
    isClock ? { ...answer, clock: toTicks(turn.sight.now) } : answer,
  );
  ask(turn, { do: 'send', packet });
}

const nameOf = (turn: Turn, request: ProxyUpdate): string =>
  turn.config.peers[request.source] ?? request.source;

const note = (turn: Turn, level: 'info' | 'silent' | 'warning', text: string, cite: Cite): void =>
  ask(turn, { do: 'note', text, cite, level });
