// What a gateway asks of the HSS and writes to it (DMM §4.2 steps 3 and 7, decision X-15). When the
// HSS does not answer, an attachment counts as the first one.

import { seconds } from '#base/ids.ts';
import type { LinkId, NodeId, TimerKey } from '#base/ids.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import { advertisesLast } from './advertise.ts';
import { rowsOf } from './by-node.ts';
import { dlifFor, stepDlif } from './dlif.ts';
import { asNews } from './hss.ts';
import type { HssAnchor, HssAnswer, HssQuery, HssRequest } from './hss.ts';
import { gatewayName, prefixName, prefixNameOf } from './names.ts';
import { isSet } from './readings.ts';
import { register, stepUpdate, updatesOf } from './registration.ts';
import { ask } from './rows.ts';
import type { BindingRow, StationRow, Turn, UpdateRow } from './rows.ts';

/** Choice: no draft says how long to wait for a repository. */
const QUERY_TIMEOUT = seconds(1);

const queryTimer = (mnId: string): TimerKey => `hss ${mnId}`;

/** How the question stands when a node attaches. */
export function firstQuestion(turn: Turn, previous: LinkId | undefined): StationRow['question'] {
  // RFC 8885: the CMD tells, in its PBA.
  if (turn.config.cmd !== undefined) return 'unanswered';
  if (byContext(turn)) {
    return gatewayOfCell(turn, previous) === undefined ? 'unanswered' : 'asked';
  }
  return turn.config.hss === undefined ? 'unanswered' : 'asked';
}

/** DMM §4.2 step 7 leaves open how the anchors are learned: the HSS, or the gateway before. */
const byContext = (turn: Turn): boolean => isSet(turn.sight, 'anchorDiscovery', 'l2');

/** Who has the cell that a station comes from; its own gateway has nothing new to tell. */
function gatewayOfCell(turn: Turn, cell: LinkId | undefined): NodeId | undefined {
  const found = turn.sight.cells.find((one) => one.link === cell)?.accessPoint;
  return found === turn.sight.node ? undefined : found;
}

/** DMM §4.2 step 3: is it a handover, and from where? */
export function query(turn: Turn, { mnId, mn, since, question, previous }: StationRow): void {
  if (question !== 'asked') return;
  const request: HssRequest = { say: 'query', mnId, gateway: turn.config.address, since };
  const timer = queryTimer(mnId);
  const before = byContext(turn) ? gatewayOfCell(turn, previous) : undefined;
  if (before === undefined) {
    tell(turn, request, `HSS? ${mn}`);
    return ask(turn, { do: 'arm', timer, after: QUERY_TIMEOUT, say: 'HSS has not answered' });
  }
  const after = turn.config.hssDelay;
  const label = `context? ${mn}`;
  ask(turn, { do: 'signal', to: before, role: 'dgw', news: asNews(request), after, label });
  return ask(turn, { do: 'arm', timer, after: QUERY_TIMEOUT, say: 'no context has come' });
}

/** The gateway where the node is now wants to know what this one knows: a transfer of context. */
export function onContextQuery(turn: Turn, from: NodeId, request: HssQuery): void {
  const { mnId, since, gateway } = request;
  const own = [...rowsOf(turn.tables.bindings, mnId).values()];
  const others = updatesOf(turn, mnId).flatMap(([, row]) => anchorsOfUpdate(turn, row));
  const anchors = [...own.map((row) => anchorOf(turn, row)), ...others];
  const news = asNews({
    say: 'anchors',
    mnId,
    since,
    anchors: anchors.filter((one) => one.anchor !== gateway),
  });
  const after = turn.config.hssDelay;
  const label = anchors.map((one) => one.prefixName).join(', ') || 'none';
  ask(turn, { do: 'signal', to: from, role: 'dgw', news, after, label });
}

/** What this gateway was told of another anchor when it served the node. */
function anchorsOfUpdate(turn: Turn, row: UpdateRow): readonly HssAnchor[] {
  const { anchor, known, localPrefixes } = row;
  const gateway = turn.config.peers[anchor] ?? anchor;
  const { name, dlif } = known;
  const isWhole = name !== undefined && dlif?.mac !== undefined;
  return row.prefixes.map((prefix) => ({
    anchor,
    gateway,
    prefix,
    localPrefixes,
    prefixName: prefixNameOf(gateway),
    ...(isWhole && { dlif: { name, mac: dlif.mac, linkLocal: dlif.linkLocal } }),
  }));
}

/** The node left: nobody waits for the answer any more. */
export function endQuery(turn: Turn, mnId: string): void {
  ask(turn, { do: 'disarm', timer: queryTimer(mnId) });
}

/** The HSS is silent: X-15. */
export function onQueryTimeout(turn: Turn, mnId: string): void {
  const station = turn.tables.stations.get(mnId);
  if (station?.question !== 'asked') return;
  turn.tables.stations.set(mnId, { ...station, question: 'unanswered' });
  ask(turn, {
    do: 'note',
    text: `${byContext(turn) ? 'the gateway before' : 'the HSS'} does not answer: ${station.mn} counts as attached for the first time`,
    cite: 'DMM §4.2 step 3',
    level: 'warning',
  });
}

/** DMM §4.2 step 7: each gateway that anchors a prefix of the node gets a PBU. */
export function onAnchors(turn: Turn, answer: HssAnswer): void {
  const { tables } = turn;
  const { mnId, anchors } = answer;
  const station = tables.stations.get(mnId);
  // An answer may be late: for an attachment that is over, or after the time-out.
  const isWaitedFor = station?.present === true && station.since === answer.since;
  if (!isWaitedFor || station.question === 'answered') {
    const text = `anchors of ${mnId}, which is not waited for`;
    ask(turn, { do: 'note', text, cite: 'DMM §4.2 step 7', level: 'silent' });
    return;
  }
  tables.stations.set(mnId, { ...station, question: 'answered' });
  // one anchor for ever.
  const first = anchors.slice(0, 1);
  ask(turn, { do: 'disarm', timer: queryTimer(mnId) });
  const groups = byAnchor(turn, isSet(turn.sight, 'legacy', 'firstAnchor') ? first : anchors);
  // What the HSS no longer lists has ended while the node was elsewhere.
  for (const [key, row] of updatesOf(turn, mnId)) {
    if (!groups.has(row.anchor)) stepUpdate(turn, key, { type: 'DROP' });
  }
  for (const [anchor, group] of groups) {
    const { via, prefixes, known } = group;
    register(turn, { mnId, anchor, via, prefixes }, known);
  }
}

interface Group {
  /** The anchor, or who leads to it. */
  readonly via: Ipv6;
  readonly prefixes: readonly Prefix[];
  readonly known: Parameters<typeof register>[2];
}

/** One registration per gateway, with all its prefixes. */
function byAnchor(turn: Turn, anchors: readonly HssAnchor[]): ReadonlyMap<Ipv6, Group> {
  const groups = new Map<Ipv6, Group>();
  for (const one of anchors) {
    if (one.anchor === turn.config.address) continue;
    const isPeer = turn.config.peers[one.anchor] !== undefined;
    const via = isPeer ? one.anchor : turn.config.homeLma;
    if (via === undefined) {
      // I-7, DMM §5: no D flag and no tunnel beyond the domain.
      const text = `${one.anchor} anchors ${one.prefix}, but is no gateway of the domain`;
      ask(turn, { do: 'note', text, cite: 'DMM §5', level: 'warning' });
      continue;
    }
    const before = groups.get(one.anchor);
    const prefixes = [...(before?.prefixes ?? []), one.prefix];
    const { dlif, localPrefixes } = one;
    const known = { name: dlif?.name, dlif, localPrefixes };
    groups.set(one.anchor, { via, prefixes, known });
  }
  return groups;
}

/**
 * Writes the attachment once: when its registrations are answered, or first time out, so that the
 * ladder has one store as Figure 4 would; a node that leaves earlier is written by `storeAtLeave`.
 */
export function storeWhenSettled(turn: Turn, mnId: string): void {
  const station = turn.tables.stations.get(mnId);
  if (station === undefined || station.stored || !station.present) return;
  if (station.question === 'asked') return;
  if (updatesOf(turn, mnId).some(([, row]) => isPending(turn, row))) return;
  store(turn, station, turn.config.address);
  if (!advertisesLast(turn)) return;
  // what waited for the signalling.
  const own = dlifFor(turn, mnId, turn.config.address);
  if (own?.state === 'serving') stepDlif(turn, own, { type: 'SOLICIT' });
}

/** A first answer is awaited; that of a CMD as long as it takes (RFC 8885 §3.1 step 5). */
const isPending = ({ config }: Turn, { anchor, state, retransmissions }: UpdateRow): boolean =>
  anchor === config.cmd
    ? state === 'registering' || state === 'refused'
    : state === 'registering' && retransmissions === 0;

/** The node left: at least its prefix must be found by who serves it next. */
export function storeAtLeave(turn: Turn, mnId: string): void {
  const station = turn.tables.stations.get(mnId);
  if (station !== undefined && !station.stored) store(turn, station, undefined);
}

function store(turn: Turn, station: StationRow, serving: Ipv6 | undefined): void {
  const { mnId, mn } = station;
  const { tables, config } = turn;
  tables.stations.set(mnId, { ...station, stored: true });
  for (const binding of rowsOf(tables.bindings, mnId).values()) {
    const anchor = anchorOf(turn, binding);
    const place = serving === undefined ? anchor.prefixName : `at ${gatewayName(config)}`;
    tell(turn, { say: 'store', mnId, serving, anchor }, `HSS! ${mn} ${place}`);
  }
}

function anchorOf(turn: Turn, binding: BindingRow): HssAnchor {
  const { config } = turn;
  const row = dlifFor(turn, binding.mnId, config.address);
  const base = {
    anchor: config.address,
    gateway: gatewayName(config),
    prefixName: prefixName(config, binding.prefix),
    prefix: binding.prefix,
    localPrefixes: config.localPrefixes,
  };
  if (row === undefined) return base;
  return { ...base, dlif: { name: row.name, mac: row.mac, linkLocal: row.linkLocal } };
}

/** the prefix is anchored here no longer. */
export function removeAnchor(turn: Turn, binding: BindingRow): void {
  const { mnId, mn, prefix } = binding;
  const { config } = turn;
  const label = `HSS! ${mn} without ${prefixName(config, prefix)}`;
  tell(turn, { say: 'remove', mnId, anchor: config.address, prefix }, label);
}

function tell(turn: Turn, request: HssRequest, label: string): void {
  const { hss, hssDelay } = turn.config;
  if (hss === undefined || byContext(turn)) return;
  const news = asNews(request);
  ask(turn, { do: 'signal', to: hss, role: 'hss', news, after: hssDelay, label });
}
