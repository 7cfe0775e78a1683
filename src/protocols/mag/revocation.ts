// An anchor takes bindings back, RFC 5846 §9.1: which ones a BRI means, whether it may, and the BRA
// that says so.

import type { Packet } from '#wire/packet.ts';
import {
  buildRevocationAnswer,
  readIndication,
  REVOCATION_STATUS,
  TRIGGER,
} from '#protocols/pmipv6/revocation-messages.ts';
import type { Indication, RevocationOutcome } from '#protocols/pmipv6/revocation-messages.ts';
import { refuseType } from '#protocols/pmipv6/support.ts';
import type { Prefix } from '#wire/address.ts';
import { multihoming, tellForeign } from './foreign.ts';
import { ask, ignore, nameOf, warn } from './rows.ts';
import type { Turn, UpdateRow } from './rows.ts';
import { stepUpdate, updatesOf } from './updates.ts';

type Known = readonly [key: string, row: UpdateRow];

/** What is to be done: the bindings that go, and what is answered. */
interface Verdict {
  readonly outcome: RevocationOutcome;
  readonly revoked: readonly Known[];
  /** Only the IPv4 home address goes. */
  readonly ipv4Only?: boolean;
}

const refuse = (status: number): Verdict => ({ outcome: { status }, revoked: [] });

/** A Binding Revocation Indication came. */
export function onIndication(turn: Turn, packet: Packet): void {
  const request = readIndication(packet);
  if (request === undefined) return undefined;
  if (!turn.config.supports.includes('revocation')) return ask(turn, ...refuseType(packet));
  const { source, sequence, trigger } = request;
  if (turn.config.peers[source] === undefined) {
    return ignore(turn, `BRI of ${source}, which is no anchor here`, 'RFC 5846 §6.2');
  }
  const told = toldByRevocation(turn, request);
  if (told !== undefined) {
    return ask(turn, { do: 'send', packet: buildRevocationAnswer(request, told) });
  }
  const { outcome, revoked, ipv4Only } = judge(turn, request);
  const name = nameOf(turn, source);
  if (outcome.status >= 128) {
    const text = `BRI ${sequence} of ${name}, trigger ${trigger}, is refused: ${outcome.status}`;
    warn(turn, text, 'RFC 5846 §9.1');
  }
  for (const [key, row] of revoked) {
    if (ipv4Only === true) dropIpv4(turn, key, row);
    else stepUpdate(turn, key, { type: 'REVOKE' });
  }
  return ask(turn, { do: 'send', packet: buildRevocationAnswer(request, outcome) });
}

/** B-3, MIF §5.2.3 to the letter: a BRI with MuHo options revokes nothing, it brings prefixes. */
function toldByRevocation(turn: Turn, request: Indication): RevocationOutcome | undefined {
  const { muho, mnId, trigger } = request;
  if (muho === undefined || trigger !== TRIGGER.outOfSync) return undefined;
  if (multihoming(turn) !== 'literal') return undefined;
  const [first] = nodeRows(turn, request, mnId ?? '').filter(([, row]) =>
    turn.tables.links.has(row.iface),
  );
  if (first === undefined) return { status: REVOCATION_STATUS.noBinding };
  tellForeign(turn, first[0], muho, 'BRI');
  return { status: REVOCATION_STATUS.success };
}

/** RFC 5846 §6.2.1, then §9.1: the first rule that fails decides. */
function judge(turn: Turn, request: Indication): Verdict {
  const { trigger, global, proxy } = request;
  const isGlobal = trigger === TRIGGER.perPeer || trigger === TRIGGER.nodePolicy;
  if (!isGlobal && trigger > TRIGGER.outOfSync)
    return refuse(REVOCATION_STATUS.triggerNotSupported);
  if (isGlobal !== global) return refuse(REVOCATION_STATUS.functionNotSupported);
  // RFC 5846 §10: of those who know revocation, but not that of proxy bindings.
  const knowsProxy = turn.config.supports.includes('proxyRevocation');
  if (proxy && !knowsProxy) return refuse(REVOCATION_STATUS.proxyNotSupported);
  // Choice: all bindings here are proxy bindings; a BRI without P means none of them.
  if (!proxy) return refuse(global ? REVOCATION_STATUS.functionNotSupported : NONE);
  if (trigger === TRIGGER.perPeer) return judgePeer(turn, request);
  if (trigger === TRIGGER.nodePolicy) return judgeRealm(turn, request);
  return request.ipv4Only ? judgeIpv4(turn, request) : judgeNode(turn, request);
}

const NONE = REVOCATION_STATUS.noBinding;
const success = (revoked: readonly Known[]): Verdict => ({
  outcome: { status: REVOCATION_STATUS.success },
  revoked,
});

/** All bindings with this anchor; RFC 5846 §9.1: without options. */
function judgePeer(turn: Turn, request: Indication): Verdict {
  const { mnId, prefixes, ipv4, alternateCareOf } = request;
  const isBare =
    mnId === undefined &&
    prefixes.length === 0 &&
    ipv4 === undefined &&
    alternateCareOf === undefined;
  if (!isBare) return refuse(REVOCATION_STATUS.functionNotSupported);
  return success(rowsOf(turn, request, () => true));
}

/** Those of one realm: what follows the @, exactly. */
function judgeRealm(turn: Turn, request: Indication): Verdict {
  const { mnId, alternateCareOf } = request;
  const careOf = turn.config.alternateCareOf ?? turn.config.address;
  const isHere = alternateCareOf === undefined || alternateCareOf === careOf;
  const found =
    mnId?.startsWith('@') === true && isHere
      ? rowsOf(turn, request, (row) => row.mnId.slice(row.mnId.lastIndexOf('@')) === mnId)
      : [];
  return found.length === 0 ? refuse(REVOCATION_STATUS.identityRequired) : success(found);
}

const rowsOf = (turn: Turn, { source }: Indication, fits: (row: UpdateRow) => boolean) =>
  [...turn.tables.updates.entries()].filter(([, row]) => row.lma === source && fits(row));

/** One node: all its sessions, or those of the prefixes. */
function judgeNode(turn: Turn, request: Indication): Verdict {
  const { mnId, prefixes, trigger } = request;
  // RFC 5846 §5.1: an NAI; other identifiers are written with their number.
  if (mnId === undefined || /^\d+:/.test(mnId)) {
    return refuse(REVOCATION_STATUS.identityRequired);
  }
  const known = nodeRows(turn, request, mnId);
  const found = known.filter(([, row]) => prefixes.length === 0 || hasOne(row, prefixes));
  if (found.length === 0) return refuse(REVOCATION_STATUS.noBinding);
  if (isHandover(trigger) && found.some(([, row]) => turn.tables.links.has(row.iface))) {
    return refuse(REVOCATION_STATUS.nodeAttached);
  }
  const missing = prefixes.filter((one) => !found.some(([, row]) => row.prefixes.includes(one)));
  if (missing.length === 0) return success(found);
  // RFC 5846 §9.1: some were gone before; the BRA names them.
  const outcome = { status: REVOCATION_STATUS.partial, mnId, prefixes: missing };
  return { outcome, revoked: found };
}

const nodeRows = (turn: Turn, { source }: Indication, mnId: string): readonly Known[] =>
  updatesOf(turn, mnId).filter(([, row]) => row.lma === source);

const hasOne = (row: UpdateRow, prefixes: readonly Prefix[]): boolean =>
  row.prefixes.some((one) => prefixes.includes(one));

const isHandover = (trigger: number): boolean =>
  trigger >= TRIGGER.handoverSameAccess && trigger <= TRIGGER.handoverUnknown;

/** V: only the IPv4 home address of a node. */
function judgeIpv4(turn: Turn, request: Indication): Verdict {
  const { mnId, ipv4 } = request;
  if (mnId === undefined) return refuse(REVOCATION_STATUS.identityRequired);
  if (ipv4 === undefined) return refuse(REVOCATION_STATUS.ipv4AddressRequired);
  const found = nodeRows(turn, request, mnId).filter(
    ([, row]) => row.ipv4Router !== undefined && row.ipv4Home?.address === ipv4.address,
  );
  if (found.length === 0) return refuse(REVOCATION_STATUS.noBinding);
  return { ...success(found), ipv4Only: true };
}

function dropIpv4(turn: Turn, key: string, row: UpdateRow): void {
  turn.tables.updates.set(key, { ...row, ipv4Home: undefined, ipv4Router: undefined });
}
