// What a virtual interface learns of its paths: over which sub-interface a prefix or a router is heard
// (VIP §4.1, RFC 7847 §5.4), and over which one the network sends a flow (reflective, RFC 7847 §5.3).

import type { IfaceId } from '#base/ids.ts';
import { seconds, type Micros } from '#base/ids.ts';
import type { FlowEnds, Paths } from '#net/paths.ts';
import type { Sight } from '#sim/role.ts';
import { prefixContains, toPrefix, type Prefix } from '#wire/address.ts';
import type { Icmpv6Message, Packet } from '#wire/packet.ts';
import { flowKey, type PrefixRow, type VifConfig, type VifTables } from './rows.ts';

/** One turn of the role. */
export interface Turn {
  readonly tables: VifTables;
  readonly config: VifConfig;
  readonly sight: Sight;
}

type Advertisement = Extract<Icmpv6Message, { is: 'RouterAdvertisement' }>;

const UDP = 17;
/** Choice: flows that are remembered; the oldest gives way. */
const MOST_FLOWS = 64;
/** Choice: what was on its way when a prefix moved says nothing of the network's wish. */
const SETTLING: Micros = seconds(1);

/** Whether a sub-interface has its link. */
export const isUp = ({ tables }: Turn, iface: IfaceId): boolean =>
  tables.subs.get(iface)?.up === true;

/** The active sub-interface. */
export function activeOf({ tables }: Turn): IfaceId | undefined {
  for (const row of tables.subs.values()) if (row.active) return row.iface;
  return undefined;
}

/** An advertisement came over a sub-interface. */
export function onAdvertisement(
  turn: Turn,
  { src }: Packet,
  message: Advertisement,
  over: IfaceId,
): void {
  const { routers } = turn.tables;
  const before = routers.get(src)?.over ?? [];
  const others = before.filter((one) => one !== over);
  const heard = message.routerLifetime === 0 ? others : [...others, over];
  if (heard.length === 0) routers.delete(src);
  else if (heard.length !== before.length) routers.set(src, { router: src, over: heard });
  for (const option of message.options) {
    if (option.is !== 'PrefixInformation') continue;
    const prefix = toPrefix(option.prefix, Math.min(128, option.prefixLength));
    if (option.validLifetime > 0) hear(turn, prefix, over);
    else unhear(turn, prefix, over);
  }
}

/** A prefix moves where it is heard for the first time; repeated advertisements move nothing. */
function hear(turn: Turn, prefix: Prefix, over: IfaceId): void {
  const row = turn.tables.prefixes.get(prefix);
  const heard = row?.heard ?? [];
  if (row !== undefined && heard.includes(over) && isUp(turn, row.over)) return;
  const all = heard.includes(over) ? heard : [...heard, over];
  turn.tables.prefixes.set(prefix, { prefix, over, heard: all, since: turn.sight.now });
}

function unhear(turn: Turn, prefix: Prefix, over: IfaceId): void {
  const row = turn.tables.prefixes.get(prefix);
  if (row?.heard.includes(over) !== true) return;
  const heard = row.heard.filter((one) => one !== over);
  const [next] = heard.filter((one) => isUp(turn, one));
  if (heard.length === 0) turn.tables.prefixes.delete(prefix);
  else settle(turn, { ...row, heard }, row.over === over ? next : row.over);
}

function settle({ tables, sight }: Turn, row: PrefixRow, over: IfaceId = row.over): void {
  const since = over === row.over ? row.since : sight.now;
  tables.prefixes.set(row.prefix, { ...row, over, since });
}

/** A sub-interface has lost its link: what was heard over it is heard no more. */
export function loseLink(turn: Turn, over: IfaceId): void {
  const { prefixes, routers, flows } = turn.tables;
  for (const row of prefixes.values()) {
    if (!row.heard.includes(over)) continue;
    const heard = row.heard.filter((one) => one !== over);
    const [next] = heard.filter((one) => isUp(turn, one));
    // Without another path the prefix stays where it was: it may be heard again (VIP §3).
    settle(turn, { ...row, heard }, row.over === over ? next : row.over);
  }
  for (const row of routers.values()) {
    // A router that is heard over none stays known as one: the host must not think it reachable.
    const left = row.over.filter((one) => one !== over);
    if (left.length < row.over.length) routers.set(row.router, { ...row, over: left });
  }
  for (const [key, row] of flows.entries()) if (row.over === over) flows.delete(key);
}

/**
 * A datagram came over a sub-interface. Where that is not the path of its prefix, the network has
 * moved the flow, and what the host sends follows (RFC 7847 §5.3).
 */
export function onDatagram(turn: Turn, packet: Packet, over: IfaceId): void {
  if (packet.payload.is !== 'udp' || turn.config.mode !== 'prefix') return;
  const { flows, prefixes } = turn.tables;
  const { sourcePort: remotePort, destinationPort: localPort } = packet.payload;
  const ends: FlowEnds = {
    local: packet.dst,
    remote: packet.src,
    protocol: UDP,
    localPort,
    remotePort,
  };
  const own = [...prefixes.values()].find(({ prefix }) => prefixContains(prefix, ends.local));
  if (own === undefined || turn.sight.now < own.since + SETTLING) return;
  const key = flowKey(ends);
  if (over === (flows.get(key)?.over ?? own.over)) return;
  if (over === own.over) flows.delete(key);
  else flows.set(key, { ...ends, over, since: turn.sight.now });
  for (const [oldest] of flows.entries()) {
    if (flows.size <= MOST_FLOWS) break;
    flows.delete(oldest);
  }
}

/** What the stack is to do, from the tables. */
export function pathsOf(turn: Turn): Paths {
  const { tables, config } = turn;
  const active = activeOf(turn);
  return {
    mode: config.mode,
    strict: config.strict,
    ...(active !== undefined && { active }),
    prefixes: [...tables.prefixes.values()].map(({ prefix, over }) => ({ prefix, over })),
    routers: [...tables.routers.values()],
    flows: [...tables.flows.values()].map(({ since: _since, ...row }) => row),
  };
}
