// Registrations that a home LMA passes on, DMM §5: PBUs leave for the anchor, tunnels and routes
// stand while both ends agree. Each lives by relay.machine.ts.

import type { Route } from '#net/route.ts';
import { fireMachine, stepMachine, toEffects } from '#sim/machine.ts';
import type { MachineRow, Stepped } from '#sim/machine.ts';
import { prefix } from '#wire/address.ts';
import type { Ipv6, Prefix } from '#wire/address.ts';
import type { SentUpdate } from '#protocols/pmipv6/checks.ts';
import {
  buildProxyAcknowledgement,
  buildProxyUpdate,
  fromUnits,
} from '#protocols/pmipv6/messages.ts';
import type { ProxyUpdate } from '#protocols/pmipv6/messages.ts';
import * as pacing from '#protocols/pmipv6/pacing.ts';
import { joinTunnel, leaveTunnel } from '#protocols/pmipv6/tunnels.ts';
import { partnerName } from './home-rows.ts';
import type { HomeTurn, RelayRow, RelayWaitingRow } from './home-rows.ts';
import { relay } from './relay.machine.ts';
import type { RelayEvent } from './relay.machine.ts';

const EVERYWHERE = prefix('::/0');
/** PBUs of one registration that an answer may still be for. */
const REMEMBERED = 8;

/** One event in the life of a relayed registration; `row` when it brings a change with it. */
export function stepRelay(
  turn: HomeTurn,
  key: string,
  event: RelayEvent,
  row: RelayRow | undefined = turn.tables.relays.get(key),
): void {
  if (row !== undefined) settle(turn, key, row, stepMachine(relay, lifeOf(row), event));
}

/** One of its timers fired. */
export function fireRelay(turn: HomeTurn, key: string, timer: string): void {
  const row = turn.tables.relays.get(key);
  if (row !== undefined) settle(turn, key, row, fireMachine(relay, lifeOf(row), timer));
}

const lifeOf = (row: RelayRow): MachineRow<typeof relay> => ({
  value: row.state,
  context: { retransmissions: row.retransmissions, stands: row.stands },
});

function settle(turn: HomeTurn, key: string, row: RelayRow, next: Stepped<typeof relay>): void {
  const { relays } = turn.tables;
  const { value, context } = next.row;
  relays.set(key, { ...row, ...context, state: value });
  for (const each of next.asks) {
    if (each.ask === 'act') act(turn, key, each.type);
    else turn.effects.push(...toEffects([each], `relay ${key}`, {}));
  }
  if (value !== 'asking') turn.tables.waiting.delete(key);
  if (value === 'gone') relays.delete(key);
}

function act(turn: HomeTurn, key: string, action: string): void {
  const row = turn.tables.relays.get(key);
  if (row === undefined) return;
  if (action === 'sendPbu') offerPbu(turn, key, row);
  else if (action === 'connect') connect(turn, key, row);
  else if (action === 'disconnect') disconnect(turn, key, row);
  else if (action === 'noteSilence') {
    const text = `${partnerName(turn, row.anchor)} has not answered for ${row.prefixes.join(', ')}`;
    turn.effects.push({ do: 'note', text, cite: 'PMIP §6.9.4', level: 'warning' });
  }
}

/** at most three a second to one anchor. */
const paceOf = (turn: HomeTurn): pacing.Pace<RelayWaitingRow> => ({
  now: turn.sight.now,
  waiting: turn.tables.waiting,
  peerOf: (row) => row.anchor,
  sendsTo: (peer) => turn.tables.peers.get(peer)?.sends ?? [],
  notBefore: () => turn.sight.now,
  effects: turn.effects,
});

function offerPbu(turn: HomeTurn, key: string, { anchor }: RelayRow): void {
  if (pacing.mayLeave(paceOf(turn), key, { anchor, since: turn.sight.now })) sendPbu(turn, key);
}

/** Hands out what may leave now. */
export const sendWaiting = (turn: HomeTurn): void =>
  pacing.drain(paceOf(turn), (key) => sendPbu(turn, key));

function noteSend(turn: HomeTurn, address: Ipv6): void {
  const { peers } = turn.tables;
  const { now } = turn.sight;
  const sends = [...pacing.recentSends(peers.get(address)?.sends ?? [], now), now];
  peers.set(address, { address, name: partnerName(turn, address), sends });
}

/** DMM §5: to the anchor this LMA is the serving gateway. */
function sendPbu(turn: HomeTurn, key: string): void {
  const { tables, config, sight } = turn;
  const row = tables.relays.get(key);
  const request = row?.request;
  if (row === undefined || request === undefined) return;
  noteSend(turn, row.anchor);
  const sequence = ((tables.self.get('self')?.sequence ?? 0) + 1) & 0xffff;
  tables.self.set('self', { sequence });
  const sent: SentUpdate = {
    sequence,
    mnId: row.mnId,
    handoff: request.handoff ?? 0,
    accessTechnology: request.accessTechnology ?? 0,
    linkLayerId: request.linkLayerId,
  };
  const outstanding = [...row.outstanding, sent].slice(-REMEMBERED);
  tables.relays.set(key, { ...row, sequence, outstanding });
  turn.effects.push({
    do: 'send',
    packet: buildProxyUpdate({
      ...sent,
      source: config.address,
      destination: row.anchor,
      lifetime: request.lifetime,
      distributed: request.distributed,
      prefixes: row.prefixes,
      now: sight.clock,
    }),
  });
}

/** Both tunnels, the routes between them; the serving gateway's PBU is answered. */
function connect(turn: HomeTurn, key: string, row: RelayRow): void {
  const { careOf, anchor, connected } = row;
  if (connected !== careOf) {
    const local = turn.config.address;
    const down = joinTunnel(turn, { local, remote: careOf });
    const up =
      connected === undefined
        ? joinTunnel(turn, { local, remote: anchor })
        : tunnelTo(turn, anchor);
    for (const one of row.prefixes) {
      for (const route of routesOf(row, one, down, up))
        turn.effects.push({ do: 'addRoute', route });
    }
    if (connected !== undefined) leaveTunnel(turn, { local, remote: connected });
  }
  const expiresAt = turn.sight.now + fromUnits(row.lifetime);
  turn.tables.relays.set(key, { ...row, connected: careOf, expiresAt, request: undefined });
  const after = fromUnits(row.lifetime);
  turn.effects.push({ do: 'arm', timer: `expiry ${key}`, after, say: 'registration ends' });
}

const tunnelTo = (turn: HomeTurn, remote: Ipv6): string =>
  turn.tables.tunnels.get(remote)?.iface ?? '';

/** Out of one tunnel into the other: re-encapsulated, never nested (I-11). */
const routesOf = (row: RelayRow, one: Prefix, down: string, up: string): readonly Route[] => [
  { id: `to ${one}`, to: one, out: down, why: `prefix of ${row.mnId}, towards who serves` },
  {
    id: `from ${one}`,
    to: EVERYWHERE,
    from: one,
    ingress: 'tunnel',
    order: -1,
    out: up,
    why: `prefix of ${row.mnId}, towards its anchor`,
  },
];

function disconnect(turn: HomeTurn, key: string, row: RelayRow): void {
  const { connected, anchor } = row;
  if (connected === undefined) return;
  const local = turn.config.address;
  for (const one of row.prefixes) {
    turn.effects.push({ do: 'removeRoute', id: `to ${one}` });
    turn.effects.push({ do: 'removeRoute', id: `from ${one}` });
  }
  leaveTunnel(turn, { local, remote: connected });
  leaveTunnel(turn, { local, remote: anchor });
  turn.effects.push({ do: 'disarm', timer: `expiry ${key}` });
  turn.tables.relays.set(key, { ...row, connected: undefined });
}

/** The PBA to the serving gateway: to it this LMA is the anchor. */
export function acceptRelayed(turn: HomeTurn, row: RelayRow, request: ProxyUpdate): void {
  const { lifetime, prefixes, extensions } = row;
  turn.effects.push({
    do: 'send',
    packet: buildProxyAcknowledgement(request, {
      status: 0,
      lifetime,
      distributed: request.distributed,
      prefixes,
      extensions,
    }),
  });
}
