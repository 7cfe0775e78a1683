// A PBU leaves the gateway (PMIP §6.9.1.1, §6.9.1.3 to §6.9.1.5, §6.9.4): which options it has, its
// sequence number and timestamp, and when it may leave.

import type { Micros } from '#base/ids.ts';
import { UNSPECIFIED } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { MobilityOption } from '#wire/packet.ts';
import { greKeyOption, ipv4Request } from '#protocols/pmipv6/extensions.ts';
import { buildUpdate, HANDOFF } from '#protocols/pmipv6/messages.ts';
import { ALL_ZERO, toTicks, writeProxyOptions } from '#protocols/pmipv6/options.ts';
import { summaryOption } from '#protocols/pmipv6/flow-options.ts';
import { muhoOptions } from '#protocols/pmipv6/multihoming.ts';
import * as pacing from '#protocols/pmipv6/pacing.ts';
import { multihoming } from './foreign.ts';
import { ask, nameOf, warn } from './rows.ts';
import type { Outstanding, SelfRow, Turn, UpdateRow, WaitingRow } from './rows.ts';

/** after so many PBUs without an answer somebody should know. */
const PATIENCE = 5;
/** PBUs of one registration that an answer may still be for. */
const REMEMBERED = 8;
const SEQUENCES = 0x1_0000;

const NOTHING: SelfRow = {
  sequence: 0,
  clockCorrection: 0,
  revocationSequence: 0,
  nextGreKey: 0xa001,
};

/** The gateway's own row. */
export const selfOf = (turn: Turn): SelfRow => turn.tables.self.get('self') ?? NOTHING;

const paceOf = (turn: Turn): pacing.Pace<WaitingRow> => ({
  now: turn.sight.now,
  waiting: turn.tables.waiting,
  peerOf: (row) => row.lma,
  sendsTo: (lma) => turn.tables.peers.get(lma)?.sends ?? [],
  notBefore: () => turn.sight.now,
  effects: turn.effects,
});

/** Sends the PBU of a registration now, or when its turn comes; `isLast` de-registers. */
export function queuePbu(turn: Turn, key: string, isLast: boolean): void {
  const row = turn.tables.updates.get(key);
  if (row === undefined) return;
  const { mnId, lma } = row;
  noteSilence(turn, row);
  const waits = { mnId, lma, since: turn.sight.now };
  if (pacing.mayLeave(paceOf(turn), key, waits)) sendPbu(turn, key, row, isLast);
}

/** Lets those go whose turn has come; each steps its registration, which sends then. */
export const sendWaiting = (turn: Turn, step: (key: string) => void): void =>
  pacing.drain(paceOf(turn), step);

/** */
function noteSilence(turn: Turn, row: UpdateRow): void {
  if (row.retransmissions !== PATIENCE) return;
  const text = `${nameOf(turn, row.lma)} is unreachable: ${PATIENCE} PBUs for ${row.mn} unanswered`;
  warn(turn, text, 'PMIP §6.9.4');
}

function sendPbu(turn: Turn, key: string, row: UpdateRow, isLast: boolean): void {
  const { tables, config, sight } = turn;
  const sequence = nextSequence(turn, row);
  noteSend(turn, row.lma);
  const handoff = isLast ? HANDOFF.unknown : row.handoff;
  const sent = outstandingOf(turn, row, { sequence, handoff, isLast });
  // A de-registration supersedes all before it: their answers are not for it (S-37).
  const earlier = isLast ? [] : row.outstanding;
  const outstanding = [...earlier, sent].slice(-REMEMBERED);
  tables.updates.set(key, { ...row, sequence, sentAt: sight.now, outstanding });
  const head = {
    source: config.address,
    destination: row.lma,
    sequence,
    lifetime: isLast ? 0 : config.lifetime,
    distributed: false,
  };
  ask(turn, { do: 'send', packet: buildUpdate(head, optionsOf(turn, row, handoff, isLast)) });
}

/** PMIP §6.9.1.1: with timestamps one counter for all, else a number of each session. */
function nextSequence(turn: Turn, row: UpdateRow): number {
  const { tables, sight } = turn;
  if (sight.knob('timestamps') === 'off') {
    return row.sequence === undefined
      ? Math.floor(sight.random('ids') * SEQUENCES)
      : (row.sequence + 1) % SEQUENCES;
  }
  const self = selfOf(turn);
  const sequence = (self.sequence + 1) % SEQUENCES;
  tables.self.set('self', { ...self, sequence });
  return sequence;
}

function noteSend(turn: Turn, lma: Ipv6): void {
  const { peers } = turn.tables;
  const peer = peers.get(lma);
  if (peer === undefined) return;
  const { now } = turn.sight;
  peers.set(lma, { ...peer, sends: [...pacing.recentSends(peer.sends, now), now] });
}

/** What the PBA is to echo: zero where the PBU leaves something out (PMIP §5.3.6). */
function outstandingOf(
  { config }: Turn,
  row: UpdateRow,
  of: Pick<Outstanding, 'sequence' | 'handoff' | 'isLast'>,
): Outstanding {
  const { omits } = config;
  return {
    ...of,
    mnId: omits.includes('mnId') ? '' : row.mnId,
    handoff: omits.includes('handoff') ? 0 : of.handoff,
    accessTechnology: omits.includes('accessTechnology') ? 0 : row.accessTechnology,
    linkLayerId: row.linkLayerId,
  };
}

/** The options in the order of PMIP §8.1, but for those that a gateway omits on purpose. */
function optionsOf(
  turn: Turn,
  row: UpdateRow,
  handoff: number,
  isLast: boolean,
): readonly MobilityOption[] {
  const { config, sight } = turn;
  const { omits, alternateCareOf } = config;
  const hasTimestamp = sight.knob('timestamps') !== 'off' && !omits.includes('timestamp');
  const options = writeProxyOptions({
    mnId: omits.includes('mnId') ? undefined : row.mnId,
    prefixes: omits.includes('prefix') ? [] : prefixesFor(row, handoff, isLast),
    handoff: omits.includes('handoff') ? undefined : handoff,
    accessTechnology: omits.includes('accessTechnology') ? undefined : row.accessTechnology,
    timestamp: hasTimestamp ? toTicks(clockOf(turn)) : undefined,
    linkLayerId: row.linkLayerId,
    // PMIP §6.9.1.1 rule 9: only where the address is not fixed; `::` asks for one.
    linkLocal: asksLinkLocal(turn) ? (row.magLinkLocal ?? UNSPECIFIED) : undefined,
    alternateCareOf,
  });
  return [
    ...options,
    ...greOf(row, isLast),
    ...ipv4Of(row),
    ...muhoOf(turn, isLast),
    ...summaryOf(turn, row, isLast),
  ];
}

/** PMIP §6.9.1.1 rule 9: the anchor generates the address of the access link. */
export const asksLinkLocal = (turn: Turn): boolean => turn.sight.knob('magAddress') === 'lma';

/** PMIP §6.9.1.3 rule 2 and §6.9.1.4 rule 2: those assigned; else what is asked for. */
function prefixesFor(row: UpdateRow, handoff: number, isLast: boolean): readonly Prefix[] {
  const isKnown = isLast || handoff === HANDOFF.noChange;
  const own = isKnown && row.prefixes.length > 0 ? row.prefixes : row.asked;
  // PMIP §6.9.1.1 rule 3: exactly one empty prefix asks the anchor to choose.
  return own.length === 0 ? [ALL_ZERO] : own;
}

/** RFC 6089 §4.2.2: the flows that are known here, so that the anchor can tell of those missing. */
function summaryOf(turn: Turn, { mnId }: UpdateRow, isLast: boolean): readonly MobilityOption[] {
  const rows = isLast ? [] : [...turn.tables.flows.values()];
  const fids = rows.filter((row) => row.mnId === mnId).map(({ fid }) => fid);
  return fids.length === 0 ? [] : [summaryOption(fids)];
}

/** MIF §5.2.1: an empty one asks for the prefixes of the node's other interfaces. */
function muhoOf(turn: Turn, isLast: boolean): readonly MobilityOption[] {
  const how = multihoming(turn);
  return (how === 'muho' || how === 'literal') && !isLast ? muhoOptions([]) : [];
}

/** RFC 5845 §3.3.2; §3.3.4: not in a de-registration. */
function greOf(row: UpdateRow, isLast: boolean): readonly MobilityOption[] {
  if (row.gre === 'none' || isLast) return [];
  return [greKeyOption(row.gre === 'keyed' ? row.greKeyDown : undefined)];
}

/** RFC 5844 §3.2.3.1 and §3.2.3.3. */
const ipv4Of = ({ ipv4Home }: UpdateRow): readonly MobilityOption[] =>
  ipv4Home === undefined ? [] : [ipv4Request(ipv4Home)];

/**
 * The time for timestamps. Choice: what the mobile node generates (PMIP §5.5) is the true time, for
 * one node has one clock wherever it is.
 */
function clockOf(turn: Turn): Micros {
  const { sight } = turn;
  if (sight.knob('mnTimestamps') === 'on') return sight.now;
  return sight.clock + selfOf(turn).clockCorrection;
}
